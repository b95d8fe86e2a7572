-- What the carrier would not empty yet (a message that is not at its end, files not fetched here yet): tried again. All
-- before the place kept in book_settings is empty there, but for these (care/redact.ts).
CREATE TABLE redactions_left (
  sid TEXT PRIMARY KEY,
  tries INTEGER NOT NULL,
  next_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
