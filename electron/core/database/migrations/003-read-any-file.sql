-- What imports from several kinds of files keep.

-- People a file itself said stop for, and people of it who could be texted when it ended; null before this was counted.
ALTER TABLE imports ADD COLUMN opted_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN may_marketing INTEGER;
ALTER TABLE imports ADD COLUMN may_service INTEGER;

-- The answers to an import, by the headings of its file, for the next file like it.
CREATE TABLE import_mappings (
  fingerprint TEXT PRIMARY KEY,
  file_name TEXT NOT NULL,
  -- Meanings by the hash of each heading; tags, consent and who wins.
  answers TEXT NOT NULL CHECK (json_valid(answers)),
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
