-- What a faster, undoable import keeps.

-- Rows next to each other that each added somebody: line + n became person contact_id + n. What was written to
-- import_rows for each such row before goes in here; all other rows stay there.
CREATE TABLE import_spans (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  rows INTEGER NOT NULL CHECK (rows > 0),
  -- Rows of the file before this one, of whatever outcome, and those among them that added somebody.
  row_no INTEGER NOT NULL,
  created_no INTEGER NOT NULL,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX import_spans_by_row ON import_spans (import_id, row_no);
CREATE UNIQUE INDEX import_spans_by_created ON import_spans (import_id, created_no);
CREATE INDEX import_spans_by_contact ON import_spans (contact_id);

-- What the people of a running import say of being texted, in the order in which it is written down: parts of some
-- thousand numbers, each gone with the transaction that wrote it down.
CREATE TABLE import_said (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  part INTEGER NOT NULL,
  says TEXT NOT NULL CHECK (says IN ('yes', 'no', 'stop')),
  numbers TEXT NOT NULL CHECK (json_valid(numbers)),
  PRIMARY KEY (import_id, part)
) STRICT, WITHOUT ROWID;

-- An import cut short behind its last person is finished at the next start, in this version: what its rows say.
INSERT INTO import_said (import_id, part, says, numbers)
SELECT import_id, 0, 'yes', json_group_array(number)
FROM (
  SELECT r.import_id, r.number FROM import_rows r JOIN imports i ON i.id = r.import_id AND i.state = 'running' AND i.plan ->> '$.applied' = 1
  WHERE r.number IS NOT NULL
  GROUP BY r.import_id, r.number
  HAVING min(r.opted) >= 0
    AND (max(r.opted) = 1 OR NOT (EXISTS (SELECT 1 FROM json_each(i.plan, '$.mapping') WHERE value = 'opt-in') AND coalesce(i.plan ->> '$.consent.onlyWhereOptedIn', 0)))
)
GROUP BY import_id;

INSERT INTO import_spans (import_id, line, contact_id, rows, row_no, created_no)
SELECT import_id, min(line), min(contact_id), count(*), min(row_no), min(created_no)
FROM (
  SELECT *, row_number() OVER (PARTITION BY import_id ORDER BY line) - 1 AS created_no
  FROM (SELECT import_id, line, contact_id, outcome, row_number() OVER (PARTITION BY import_id ORDER BY line) - 1 AS row_no FROM import_rows)
  WHERE outcome = 'created' AND contact_id IS NOT NULL
)
GROUP BY import_id, line - created_no, contact_id - created_no;
DELETE FROM import_rows WHERE outcome = 'created' AND contact_id IS NOT NULL;

-- How far undoing an import is and what it came to (imports/undo-report.ts), as JSON; null while nothing was undone.
ALTER TABLE imports ADD COLUMN undo TEXT CHECK (json_valid(undo));

-- Rows undone by themselves, and of an import undone whole those of which something stays.
CREATE TABLE import_undone (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  undone TEXT NOT NULL CHECK (undone IN ('removed', 'returned', 'partly', 'kept')),
  reason TEXT CHECK (reason IN ('edited', 'consent', 'messages', 'imported-again', 'listed')),
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;

-- Chains that go on behind an opt-in which was taken back: such a number may have no standing and yet a chain.
CREATE INDEX consent_events_taken_back ON consent_events (number, purpose) WHERE method = 'import-undone';
