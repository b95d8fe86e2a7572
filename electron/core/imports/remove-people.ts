import { statement, type Db } from '../database/open.ts'

/** Takes people `from` to `to`, both included, but those in `but`, out of the book and its search. Answers how many. In the caller's transaction. */
export const removePeople = (db: Db, from: number, to: number, but: readonly number[]): number => {
  const params = { from, to, but: JSON.stringify(but) }
  const who = 'id BETWEEN @from AND @to AND id NOT IN (SELECT value FROM json_each(@but))'
  statement(db, `DELETE FROM contacts_search WHERE rowid IN (SELECT id FROM contacts WHERE ${who})`).run(params)
  return statement(db, `DELETE FROM contacts WHERE ${who}`).run(params).changes
}

/**
 * Everybody out at once: a million in less than a second, where one by one takes a minute. `allowed` is asked within the
 * transaction. False, and nothing is changed, where it says no or SQLite would have more to do than to forget rows.
 */
export const emptyBook = (db: Db, allowed: () => boolean): boolean => {
  // Rows that go with a person all go; a table that wants anything else is nothing for this way.
  const theirs = db
    .prepare(`SELECT m.name, f.on_delete AS onDelete FROM main.sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'contacts'`)
    .all() as { name: string; onDelete: string }[]
  if (theirs.some(({ onDelete }) => onDelete !== 'CASCADE')) return false
  // Else SQLite would look for rows that refer to each person.
  db.pragma('foreign_keys = OFF')
  try {
    return db
      .transaction(() => {
        if (!allowed()) return false
        for (const { name } of theirs) db.exec(`DELETE FROM main."${name}"`)
        db.exec("DELETE FROM main.contacts; INSERT INTO contacts_search (contacts_search) VALUES ('delete-all')")
        return true
      })
      .immediate()
  } finally {
    db.pragma('foreign_keys = ON')
  }
}
