-- Saved rules and kinds of custom fields.

CREATE TABLE segments (
  -- Never given out again: what names it elsewhere must not come to mean another.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE,
  -- As the contract's Rule.
  rule TEXT NOT NULL CHECK (json_valid(rule)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- Removed, and can be brought back for 30 days.
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX segments_by_name ON segments (name) WHERE removed_at IS NULL;

-- How a field's values are read: null until it is chosen or its values are enough to tell.
ALTER TABLE custom_fields ADD COLUMN kind TEXT CHECK (kind IN ('text', 'number', 'date', 'yes-no', 'choice'));
ALTER TABLE custom_fields ADD COLUMN options TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(options));
ALTER TABLE custom_fields ADD COLUMN date_order TEXT CHECK (date_order IN ('dmy', 'mdy'));
-- 1: somebody chose the kind; 0: it was guessed.
ALTER TABLE custom_fields ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1));

-- A field that was removed, and what people had in it.
CREATE TABLE removed_fields (
  undo_id TEXT PRIMARY KEY,
  field TEXT NOT NULL CHECK (json_valid(field)),
  removed_at INTEGER NOT NULL,
  -- 0 while values are on their way out: what is found so at a start is put back.
  done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE removed_values (
  undo_id TEXT NOT NULL REFERENCES removed_fields (undo_id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (undo_id, contact_id)
) STRICT, WITHOUT ROWID;

-- What rules may ask of other capabilities' tables, in the shape they may rely on: whoever changes such a table makes
-- its view anew.
CREATE VIEW texted AS
  SELECT number, claimed_at AS at FROM messages
  WHERE claimed_at IS NOT NULL AND status IN ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'undelivered');
CREATE VIEW tried AS
  SELECT number, id, status IN ('failed', 'undelivered') AS failed FROM messages
  WHERE status IN ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'undelivered', 'failed');
CREATE VIEW replied AS
  SELECT number, received_at AS at FROM inbound_messages;
CREATE VIEW imported AS
  SELECT import_id, contact_id FROM import_rows WHERE contact_id IS NOT NULL AND outcome IN ('created', 'updated', 'unchanged')
  UNION ALL
  SELECT s.import_id, c.id FROM import_spans s JOIN contacts c ON c.id BETWEEN s.contact_id AND s.contact_id + s.rows - 1;
-- Its table comes with the next version.
CREATE VIEW cannot_get_texts AS
  SELECT number FROM number_reach WHERE reason IS NOT NULL;
