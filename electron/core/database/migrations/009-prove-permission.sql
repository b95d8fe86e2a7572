-- Permission: what was verified, whom we asked, whose words are in doubt, what the owner decided about the rules.

-- How far the ledger was verified (consent/checkpoint.ts): one row; none before the first time.
CREATE TABLE consent_checkpoint (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Every event up to this one was verified, so many of them; `digest` is the sum of their hashes, whatever their order.
  event_id INTEGER NOT NULL,
  events INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  checked_at INTEGER NOT NULL,
  -- When every event was read last.
  whole_at INTEGER NOT NULL
) STRICT;

-- Records that are not as they were written. `number` null: some are missing, nobody can tell whose.
CREATE TABLE consent_breaks (
  id INTEGER PRIMARY KEY,
  number TEXT,
  purpose TEXT,
  -- The first event of the chain that does not fit.
  event_id INTEGER,
  reason TEXT NOT NULL CHECK (reason IN ('content', 'order', 'missing')),
  recorded_at INTEGER,
  found_at INTEGER NOT NULL,
  -- When the owner said that they know.
  seen_at INTEGER
) STRICT;
CREATE INDEX consent_breaks_by_number ON consent_breaks (number, purpose);

-- When implied consent is over where it ends by itself (Canada: consent/implied.ts asks where the number is); null: never.
-- Derived from the events alone, as the rest of the row.
ALTER TABLE consent ADD COLUMN expires_at INTEGER;
-- With the number: an import gives thousands of people the same moment.
CREATE INDEX consent_by_expiry ON consent (expires_at, number) WHERE expires_at IS NOT NULL;
-- Numbers with a chain and perhaps no standing: whatever ends a permission as if it had never been said.
DROP INDEX consent_events_taken_back;
CREATE INDEX consent_events_taken_back ON consent_events (number, purpose) WHERE method IN ('import-undone', 'entry-undone', 'expired');

-- Wordings the owner keeps for reuse. Each change of words is a new version with a row of its own; `name` ties them together.
CREATE TABLE disclosure_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE,
  version INTEGER NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('marketing', 'service')),
  language TEXT NOT NULL CHECK (language IN ('en', 'fr')),
  disclosure_id INTEGER NOT NULL REFERENCES disclosures (id),
  created_at INTEGER NOT NULL,
  retired_at INTEGER,
  UNIQUE (name, language, version)
) STRICT;
-- Who agreed to which wording.
CREATE INDEX consent_events_by_disclosure ON consent_events (disclosure_id, id) WHERE disclosure_id IS NOT NULL AND state = 'opted-in';

-- Double opt-in: whom we asked, and what became of it. At most one question is open for a number and purpose.
CREATE TABLE opt_in_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('marketing', 'service')),
  language TEXT NOT NULL CHECK (language IN ('en', 'fr')),
  -- Where they asked for it, as a consent event would say: method, words shown, where the proof is.
  method TEXT NOT NULL,
  disclosure_id INTEGER REFERENCES disclosures (id),
  source TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  -- 1: asked of them by the owner; 0: an answer to what they did themselves.
  by_owner INTEGER NOT NULL DEFAULT 0 CHECK (by_owner IN (0, 1)),
  message_id INTEGER,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'agreed', 'refused', 'expired', 'canceled')),
  ended_at INTEGER,
  -- The message of theirs that ended it, or that came too late, in inbound_messages.
  answer_id INTEGER
) STRICT;
CREATE UNIQUE INDEX opt_in_requests_open ON opt_in_requests (number, purpose) WHERE state = 'waiting';
CREATE INDEX opt_in_requests_by_number ON opt_in_requests (number, id);
CREATE INDEX opt_in_requests_by_expiry ON opt_in_requests (expires_at) WHERE state = 'waiting';
CREATE INDEX opt_in_requests_by_message ON opt_in_requests (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX opt_in_requests_by_answer ON opt_in_requests (answer_id) WHERE answer_id IS NOT NULL;

-- Numbers whose owner wrote something that reads like a stop: nothing is sent until a person decides.
CREATE TABLE suspensions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL,
  inbound_id INTEGER NOT NULL,
  -- What the detector found, for the person who decides.
  found TEXT NOT NULL,
  since_at INTEGER NOT NULL,
  decided_at INTEGER,
  decision TEXT CHECK (decision IN ('opt-out', 'not', 'superseded'))
) STRICT;
CREATE UNIQUE INDEX suspensions_open ON suspensions (number) WHERE decided_at IS NULL;
CREATE INDEX suspensions_by_number ON suspensions (number, id);

-- One confirmation of an opt-out, and never a second (RULES.md, Consent).
CREATE TABLE opt_out_confirmations (
  event_id INTEGER PRIMARY KEY,
  number TEXT NOT NULL,
  message_id INTEGER,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX opt_out_confirmations_by_number ON opt_out_confirmations (number, at);
CREATE INDEX opt_out_confirmations_by_message ON opt_out_confirmations (message_id);

-- Everybody who is out, the newest record first.
CREATE INDEX consent_opted_out ON consent (event_id) WHERE state = 'opted-out';
-- What was held back while somebody's words were in doubt.
CREATE INDEX messages_suspended ON messages (number) WHERE skip = 'suspended';

-- What a message is besides an answer, a reminder or an offer: these few may go where others may not.
ALTER TABLE messages ADD COLUMN about TEXT CHECK (about IN ('opt-in-request', 'opt-in-confirmation', 'opt-out-confirmation', 'help'));

-- What the owner changed in the rules of a place, with the reason. Append only: the newest of a place and field counts.
CREATE TABLE rule_decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  place TEXT NOT NULL,
  field TEXT NOT NULL,
  -- As JSON; null: back to the rule as it is written.
  -- With the rule as it was written then, so that a change of it shows.
  value TEXT CHECK (value IS NULL OR json_valid(value)),
  reason TEXT NOT NULL CHECK (trim(reason) <> ''),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX rule_decisions_by_place ON rule_decisions (place, field, id);
CREATE TRIGGER rule_decisions_stay BEFORE UPDATE ON rule_decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER rule_decisions_remain BEFORE DELETE ON rule_decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
