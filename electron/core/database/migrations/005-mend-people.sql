-- Bulk changes that can be undone, merged people, erased people, numbers that cannot get texts.

-- One act that can be taken back whole for 30 days, and what each person was before it (care/changes.ts).
CREATE TABLE changes (
  -- Never given out again: what names it elsewhere must not come to mean another.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'interrupted', 'undoing', 'partly-undone', 'undone', 'canceled')),
  people INTEGER NOT NULL DEFAULT 0,
  -- What the trash calls it, for removals.
  undo_id TEXT UNIQUE,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX changes_by_age ON changes (at);

CREATE TABLE change_rows (
  change_id INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL,
  before TEXT NOT NULL CHECK (json_valid(before)),
  PRIMARY KEY (change_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_rows_by_contact ON change_rows (contact_id);

-- Two numbers of one person, since their entries were merged. A stop on `other` counts for `kept`, as if it had been
-- said behind `event_id`; an opt-in never crosses over (consent/joined.ts).
CREATE TABLE joined_numbers (
  kept TEXT NOT NULL,
  other TEXT NOT NULL,
  -- The newest consent event when they were merged.
  event_id INTEGER NOT NULL,
  change_id INTEGER NOT NULL,
  PRIMARY KEY (kept, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX joined_numbers_by_other ON joined_numbers (other);
CREATE INDEX joined_numbers_by_change ON joined_numbers (change_id);

-- Entries of which somebody said that they are different people; the smaller id first.
CREATE TABLE different_people (
  a INTEGER NOT NULL,
  b INTEGER NOT NULL CHECK (a < b),
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- Whoever was erased on request, as HMAC-SHA-256 of the number under the book's own key: never texted again unless
-- they themselves ask for it (consent/suppressions.ts). Nothing else of them stays.
CREATE TABLE suppressions (
  number_hash BLOB PRIMARY KEY CHECK (length(number_hash) = 32),
  erased_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The numbers being erased in this very transaction, and empty at its end: the one case in which evidence may go.
-- The chains of other numbers are not touched by it, since each number has its own.
CREATE TABLE erasing (
  number TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
DROP TRIGGER consent_events_remain;
CREATE TRIGGER consent_events_remain BEFORE DELETE ON consent_events
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'consent events are never deleted'); END;

-- What carriers say of a number (contacts/reach.ts). `reason` null: failures are being counted, texts still go there.
CREATE TABLE number_reach (
  number TEXT PRIMARY KEY,
  reason TEXT CHECK (reason IN ('landline', 'unknown', 'unreachable')),
  code INTEGER NOT NULL,
  -- Failed attempts in a row, counted at most once in 20 hours.
  failures INTEGER NOT NULL,
  failed_at INTEGER NOT NULL,
  since_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX number_reach_marked ON number_reach (since_at, number) WHERE reason IS NOT NULL;
