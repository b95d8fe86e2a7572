import { indexContacts } from '../contacts/search-index.ts'
import { statement, type Db } from '../database/open.ts'

/** People with ids `from` to `to`, both included. */
export type Range = { readonly from: number; readonly to: number }

type Theirs = { readonly name: string; readonly person: string }

/** Tables whose rows go when the person goes; null where one of them wants more than to lose its rows. */
const theirTables = (db: Db): readonly Theirs[] | null => {
  const found = statement(
    db,
    `SELECT m.name, f."from" AS person, f.on_delete AS onDelete FROM main.sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'contacts'`,
  ).all() as (Theirs & { readonly onDelete: string })[]
  return found.every(({ onDelete }) => onDelete === 'CASCADE') ? found : null
}

/** Runs `work` without SQLite looking for rows that refer to each person who goes, where nothing but `removePeople` need see to those. Not within a transaction. */
export const unreferred = <T>(db: Db, work: () => T): T => {
  if (theirTables(db) === null) return work()
  db.pragma('foreign_keys = OFF')
  try {
    return work()
  } finally {
    db.pragma('foreign_keys = ON')
  }
}

/** Takes people of these ranges, but those in `but`, out of the book and its search. Answers how many. In the caller's transaction. */
export const removePeople = (db: Db, ranges: readonly Range[], but: readonly number[]): number => {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS leaving (id INTEGER PRIMARY KEY); DELETE FROM temp.leaving')
  for (const { from, to } of ranges) statement(db, 'INSERT INTO temp.leaving SELECT id FROM contacts WHERE id BETWEEN ? AND ?').run(from, to)
  statement(db, 'DELETE FROM temp.leaving WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(but))
  const who = 'IN (SELECT id FROM temp.leaving)'
  statement(db, `DELETE FROM contacts_search WHERE rowid ${who}`).run()
  for (const { name, person } of theirTables(db) ?? []) statement(db, `DELETE FROM main."${name}" WHERE "${person}" ${who}`).run()
  return statement(db, `DELETE FROM contacts WHERE id ${who}`).run().changes
}

/**
 * Everybody out at once but a few: a million in about a second, where piece by piece takes half a minute. `staying` is
 * asked within the transaction for the ids of these few; they are put aside and back, exactly as they were. False, and
 * nothing is changed, where it answers null or SQLite would have more to do than to forget rows.
 */
export const emptyBook = (db: Db, staying: () => readonly number[] | null): boolean => {
  const theirs = theirTables(db)
  if (theirs === null) return false
  const empty = (): boolean => {
    const ids = staying()
    if (ids === null) return false
    const list = JSON.stringify(ids)
    for (const { name, person } of [{ name: 'contacts', person: 'id' }, ...theirs]) {
      if (ids.length > 0) db.prepare(`CREATE TEMP TABLE stay AS SELECT * FROM main."${name}" WHERE "${person}" IN (SELECT value FROM json_each(?))`).run(list)
      db.exec(`DELETE FROM main."${name}"`)
      if (ids.length > 0) db.exec(`INSERT INTO main."${name}" SELECT * FROM temp.stay; DROP TABLE temp.stay`)
    }
    db.exec("INSERT INTO contacts_search (contacts_search) VALUES ('delete-all')")
    if (ids.length > 0) indexContacts(db, ids)
    return true
  }
  return unreferred(db, () => db.transaction(empty).immediate())
}
