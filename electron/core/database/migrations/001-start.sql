-- The first book: people, permission, imports, and what was sent to whom.
-- Numbers are E.164 text; times are milliseconds UTC; money is micro-units with its currency.

CREATE TABLE book_settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (
  -- Never given out again: what names it elsewhere must not come to mean another.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL,
  first_name TEXT NOT NULL DEFAULT '',
  last_name TEXT NOT NULL DEFAULT '',
  -- Accents and case folded: what the table is sorted by.
  sort_name TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  country TEXT,
  region TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  time_zone TEXT,
  language TEXT CHECK (language IN ('en', 'fr')),
  notes TEXT NOT NULL DEFAULT '',
  custom TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(custom)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX contacts_by_number ON contacts (number);
CREATE INDEX contacts_by_name ON contacts (sort_name, id);
CREATE INDEX contacts_by_change ON contacts (updated_at, id);

-- rowid = contacts.id; kept by contacts/search-index.ts, in bulk after an import.
CREATE VIRTUAL TABLE contacts_search USING fts5 (
  words, digits,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3', detail = none
);

CREATE TABLE custom_fields (
  key TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE
) STRICT;
CREATE TABLE contact_tags (
  tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (tag_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_tags_by_contact ON contact_tags (contact_id, tag_id);

CREATE TABLE lists (
  -- Never given out again: what names it elsewhere must not come to mean another.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE list_members (
  list_id INTEGER NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (list_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_members_by_contact ON list_members (contact_id, list_id);

-- What was removed, whole, so that removing can be undone for 30 days.
CREATE TABLE trash (
  id INTEGER PRIMARY KEY,
  undo_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('contact', 'list')),
  data TEXT NOT NULL CHECK (json_valid(data)),
  removed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX trash_by_undo ON trash (undo_id);
CREATE INDEX trash_by_age ON trash (removed_at);

CREATE TABLE disclosures (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

-- Evidence. Append only; each event carries the hash of the one before for the same number and purpose.
CREATE TABLE consent_events (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('marketing', 'service')),
  state TEXT NOT NULL CHECK (state IN ('opted-in', 'opted-out')),
  method TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  zone TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  disclosure_id INTEGER REFERENCES disclosures (id),
  source TEXT NOT NULL,
  import_id INTEGER,
  previous_hash BLOB,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX consent_events_by_number ON consent_events (number, purpose, id);
CREATE TRIGGER consent_events_stay BEFORE UPDATE ON consent_events
BEGIN SELECT RAISE(ABORT, 'consent events are never changed'); END;
CREATE TRIGGER consent_events_remain BEFORE DELETE ON consent_events
BEGIN SELECT RAISE(ABORT, 'consent events are never deleted'); END;

-- The current state, derived from the events and rebuildable from them.
CREATE TABLE consent (
  number TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('marketing', 'service')),
  state TEXT NOT NULL CHECK (state IN ('opted-in', 'opted-out')),
  since_at INTEGER NOT NULL,
  event_id INTEGER NOT NULL REFERENCES consent_events (id),
  PRIMARY KEY (number, purpose)
) STRICT, WITHOUT ROWID;
CREATE INDEX consent_by_state ON consent (purpose, state, number);

CREATE TABLE imports (
  id INTEGER PRIMARY KEY,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  plan TEXT NOT NULL CHECK (json_valid(plan)),
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'canceled', 'failed')),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  rows INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  still_opted_out INTEGER NOT NULL DEFAULT 0,
  list_id INTEGER REFERENCES lists (id) ON DELETE SET NULL,
  list_name TEXT,
  problem TEXT
) STRICT;
CREATE INDEX imports_by_hash ON imports (file_hash);

-- What became of every row, so that an import can be explained, exported and undone.
CREATE TABLE import_rows (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('created', 'updated', 'unchanged', 'duplicate', 'rejected')),
  reason TEXT,
  number TEXT,
  contact_id INTEGER,
  -- The row as it stood, for rejected rows; what the contact was before, as JSON, for updated ones.
  raw TEXT,
  before TEXT,
  -- What the row says of consent: 1 yes, 0 nothing, -1 no.
  opted INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE senders (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  segments_per_second REAL NOT NULL CHECK (segments_per_second > 0),
  -- Segments a day of the carrier's (US Pacific time); null for no cap.
  daily_cap INTEGER CHECK (daily_cap > 0),
  country TEXT,
  is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
  -- An error code that pauses only this sender; null when it may send.
  paused_code INTEGER,
  removed_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

-- What each sender used of its cap, by the carrier's day (YYYY-MM-DD).
CREATE TABLE sender_days (
  sender_id INTEGER NOT NULL REFERENCES senders (id),
  day TEXT NOT NULL,
  segments INTEGER NOT NULL,
  PRIMARY KEY (sender_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE campaigns (
  -- Never given out again: what names it elsewhere must not come to mean another.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  -- The draft, as the contract's MessagePlan.
  plan TEXT NOT NULL CHECK (json_valid(plan)),
  -- What was approved, word for word; null while it is a draft. Its messages are the batch of the same id.
  sealed TEXT CHECK (sealed IS NULL OR json_valid(sealed)),
  audience_name TEXT NOT NULL DEFAULT '',
  estimated_micros INTEGER,
  currency TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- Messages that are started, paused and canceled together. The gate that every claim checks.
CREATE TABLE batches (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('preparing', 'open', 'paused', 'canceled', 'done')),
  starts_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX batches_by_state ON batches (state);

-- One row per recipient, and the truth about it.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  batch_id INTEGER REFERENCES batches (id),
  contact_id INTEGER,
  number TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('marketing', 'service')),
  -- 0 replies and confirmations, 1 service, 2 marketing.
  priority INTEGER NOT NULL CHECK (priority IN (0, 1, 2)),
  sender_id INTEGER NOT NULL REFERENCES senders (id),
  segments INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN
    ('queued', 'sending', 'accepted', 'sent', 'delivered', 'undelivered', 'failed', 'canceled', 'skipped', 'unknown')),
  -- 'paused' with its batch; the others until due_at. What concerns the whole queue is read off its state instead.
  hold TEXT CHECK (hold IN ('paused', 'retry-later', 'outside-hours', 'too-often')),
  skip TEXT,
  due_at INTEGER NOT NULL,
  -- Later than this it is of no use any more, and skipped.
  valid_until_at INTEGER,
  claimed_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  provider_sid TEXT,
  error_code INTEGER,
  price_micros INTEGER,
  currency TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX messages_by_sid ON messages (provider_sid) WHERE provider_sid IS NOT NULL;
-- The dispatcher's queue: what may leave, in the order it leaves.
CREATE INDEX messages_queue ON messages (sender_id, priority, due_at, id) WHERE status = 'queued' AND hold IS NOT 'paused';
CREATE INDEX messages_open ON messages (status, claimed_at) WHERE status IN ('sending', 'unknown', 'accepted', 'sent');
CREATE INDEX messages_by_batch ON messages (batch_id, status);
CREATE INDEX messages_by_number ON messages (number, id);
CREATE INDEX messages_by_contact ON messages (contact_id, id);
-- What left when: for the figures of a day.
CREATE INDEX messages_by_claim ON messages (claimed_at, status) WHERE claimed_at IS NOT NULL;

CREATE TABLE message_events (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  status TEXT NOT NULL,
  detail TEXT
) STRICT;
CREATE INDEX message_events_by_message ON message_events (message_id, id);

-- Sids of tries that failed and were repeated.
CREATE TABLE former_sids (
  sid TEXT PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE inbound_messages (
  id INTEGER PRIMARY KEY,
  provider_sid TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  sender_address TEXT NOT NULL,
  body TEXT NOT NULL,
  keyword TEXT,
  received_at INTEGER NOT NULL,
  handled_at INTEGER NOT NULL
) STRICT;
CREATE INDEX inbound_by_number ON inbound_messages (number, id);
