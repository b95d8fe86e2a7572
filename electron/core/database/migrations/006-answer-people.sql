-- Conversations: what is done, what is read, the shop's own words, what was attached.

-- Which campaign a message answers: the last one its sender got within a week (sending/talk.ts). `answer`: how a tally
-- counts it, the shop's own word or a short text in capitals; null for sentences.
ALTER TABLE inbound_messages ADD COLUMN media_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbound_messages ADD COLUMN batch_id INTEGER;
ALTER TABLE inbound_messages ADD COLUMN answer TEXT;
-- 1: dealt with already (a STOP, one of the shop's words): it waits for nobody.
ALTER TABLE inbound_messages ADD COLUMN by_itself INTEGER NOT NULL DEFAULT 0;
UPDATE inbound_messages SET by_itself = 1 WHERE keyword = 'stop';
CREATE INDEX inbound_by_batch ON inbound_messages (batch_id, number, id) WHERE batch_id IS NOT NULL;

-- One row for everybody who wrote, or whom somebody answered by hand; campaigns alone open no conversation.
CREATE TABLE conversations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE,
  -- The number of ours they wrote to last; null when they never wrote.
  address TEXT,
  last_at INTEGER NOT NULL,
  last_text TEXT NOT NULL,
  -- 1: the last message is ours.
  last_ours INTEGER NOT NULL CHECK (last_ours IN (0, 1)),
  last_media INTEGER NOT NULL DEFAULT 0,
  -- The newest message of theirs, in inbound_messages.
  last_in_id INTEGER,
  unread INTEGER NOT NULL DEFAULT 0 CHECK (unread >= 0),
  fresh INTEGER GENERATED ALWAYS AS (unread > 0) VIRTUAL,
  done_at INTEGER
) STRICT;
CREATE INDEX conversations_in_order ON conversations (fresh, last_at, id);
CREATE INDEX conversations_by_time ON conversations (last_at, id);
CREATE INDEX conversations_open ON conversations (fresh, last_at, id) WHERE done_at IS NULL;
CREATE INDEX conversations_done ON conversations (fresh, last_at, id) WHERE done_at IS NOT NULL;
CREATE INDEX conversations_unread ON conversations (last_at, id) WHERE unread > 0;

-- The words of conversations. rowid: twice the id of a message of theirs; of one of ours, that and one more.
CREATE VIRTUAL TABLE conversation_words USING fts5(
  words, content = '', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3', detail = none, columnsize = 0
);
-- What is erased leaves its pages at once.
INSERT INTO conversation_words (conversation_words, rank) VALUES ('secure-delete', 1);

-- Files that came with a message. The file lies in the book's folder, under attachments/.
CREATE TABLE attachments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  inbound_id INTEGER NOT NULL REFERENCES inbound_messages (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  content_type TEXT,
  bytes INTEGER,
  file TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'here', 'too-large', 'not-allowed', 'gone')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  UNIQUE (inbound_id, position)
) STRICT;
CREATE INDEX attachments_waiting ON attachments (next_at, inbound_id) WHERE state = 'waiting';

-- Answers to have at hand, with merge fields.
CREATE TABLE canned_answers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- The shop's own words.
CREATE TABLE keywords (
  -- Never given out again: what names it elsewhere must not come to mean another.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  word TEXT NOT NULL,
  -- As shared/rules/keywords.ts folds it.
  folded TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  tag TEXT NOT NULL DEFAULT '',
  list_id INTEGER REFERENCES lists (id) ON DELETE SET NULL,
  -- The purpose it opts into, and what people were told of it where they found the word: no consent without.
  opt_in TEXT CHECK (opt_in IN ('marketing', 'service')),
  disclosure TEXT NOT NULL DEFAULT '' CHECK (opt_in IS NULL OR disclosure <> ''),
  -- One answer to a person in so many hours.
  again_hours INTEGER NOT NULL DEFAULT 24 CHECK (again_hours > 0),
  -- 1: answers wait for the opening hours.
  quiet INTEGER NOT NULL DEFAULT 0 CHECK (quiet IN (0, 1)),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX keywords_by_word ON keywords (folded) WHERE removed_at IS NULL;

-- Every time somebody texted one of them, and what was answered; `message_id` null: `quiet_because` says why not.
CREATE TABLE keyword_hits (
  inbound_id INTEGER PRIMARY KEY REFERENCES inbound_messages (id) ON DELETE CASCADE,
  keyword_id INTEGER NOT NULL REFERENCES keywords (id),
  number TEXT NOT NULL,
  at INTEGER NOT NULL,
  message_id INTEGER,
  quiet_because TEXT CHECK (quiet_because IN ('no-answer', 'answered-already', 'too-many', 'too-late', 'opted-out', 'not-a-person', 'no-sender'))
) STRICT;
CREATE INDEX keyword_hits_by_word ON keyword_hits (keyword_id, number, at);
CREATE INDEX keyword_hits_answered ON keyword_hits (number, at) WHERE message_id IS NOT NULL;
CREATE INDEX keyword_hits_by_message ON keyword_hits (message_id) WHERE message_id IS NOT NULL;

-- Conversations follow the messages by themselves, in the transaction that writes those, so that each counts exactly once.
-- What was dealt with by itself waits for nobody; all else is unread and opens the conversation again.
CREATE TRIGGER inbound_in_conversation AFTER INSERT ON inbound_messages WHEN NEW.number <> ''
BEGIN
  INSERT INTO conversations (number, address, last_at, last_text, last_ours, last_media, last_in_id, unread, done_at)
  VALUES (NEW.number, NEW.sender_address, NEW.received_at, substr(NEW.body, 1, 160), 0, NEW.media_count, NEW.id, NOT NEW.by_itself, iif(NEW.by_itself, NEW.handled_at, NULL))
  ON CONFLICT (number) DO UPDATE SET
    address = excluded.address, last_at = max(last_at, excluded.last_at), last_text = excluded.last_text, last_ours = 0,
    last_media = excluded.last_media, last_in_id = excluded.last_in_id, unread = unread + excluded.unread,
    done_at = iif(NEW.by_itself, done_at, NULL);
  INSERT INTO conversation_words (rowid, words) VALUES (NEW.id * 2, NEW.body);
END;
CREATE TRIGGER reply_in_conversation AFTER INSERT ON messages WHEN NEW.batch_id IS NULL AND NEW.priority = 0
BEGIN
  INSERT INTO conversations (number, last_at, last_text, last_ours) VALUES (NEW.number, NEW.created_at, substr(NEW.body, 1, 160), 1)
  ON CONFLICT (number) DO UPDATE SET last_at = max(last_at, excluded.last_at), last_text = excluded.last_text, last_ours = 1, last_media = 0;
  INSERT INTO conversation_words (rowid, words) VALUES (NEW.id * 2 + 1, NEW.body);
END;

-- Whoever is erased is erased here too (sending/person.ts empties number and body).
CREATE TRIGGER inbound_erased AFTER UPDATE OF number ON inbound_messages WHEN NEW.number = '' AND OLD.number <> ''
BEGIN
  INSERT INTO conversation_words (conversation_words, rowid, words) VALUES ('delete', OLD.id * 2, OLD.body);
  DELETE FROM conversations WHERE number = OLD.number;
  DELETE FROM attachments WHERE inbound_id = OLD.id;
  DELETE FROM keyword_hits WHERE inbound_id = OLD.id;
  UPDATE inbound_messages SET answer = NULL WHERE id = OLD.id;
END;
CREATE TRIGGER reply_erased AFTER UPDATE OF number ON messages WHEN NEW.number = '' AND OLD.number <> '' AND OLD.batch_id IS NULL AND OLD.priority = 0
BEGIN
  INSERT INTO conversation_words (conversation_words, rowid, words) VALUES ('delete', OLD.id * 2 + 1, OLD.body);
  DELETE FROM conversations WHERE number = OLD.number;
END;

-- What was taken in before there were conversations. Nobody left it unread on purpose: what is older than a week is read.
UPDATE inbound_messages SET batch_id = (
  SELECT m.batch_id FROM messages m
  WHERE m.number = inbound_messages.number AND m.batch_id IS NOT NULL AND m.claimed_at BETWEEN inbound_messages.received_at - 604800000 AND inbound_messages.received_at + 300000
  ORDER BY m.id DESC LIMIT 1
);
INSERT INTO conversations (number, address, last_at, last_text, last_ours, last_in_id, done_at, unread)
SELECT i.number, i.sender_address, i.received_at, substr(i.body, 1, 160), 0, i.id, iif(i.by_itself, i.handled_at, NULL),
  (SELECT count(*) FROM inbound_messages u WHERE u.number = i.number AND NOT u.by_itself AND u.received_at > (SELECT max(received_at) FROM inbound_messages) - 604800000)
FROM inbound_messages i
WHERE i.number <> '' AND i.id = (SELECT max(n.id) FROM inbound_messages n WHERE n.number = i.number);
INSERT INTO conversation_words (rowid, words) SELECT id * 2, body FROM inbound_messages WHERE number <> '';
