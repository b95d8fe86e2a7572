import type { Db } from '../database/open.ts'
import { digitForms, searchable } from './fold.ts'

// What the search table holds of one contact. `custom` is JSON: its values, not its keys.
const SELECT = `
  SELECT c.id,
    c.first_name || ' ' || c.last_name || ' ' || c.email
      || coalesce((SELECT ' ' || group_concat(t.name, ' ') FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.contact_id = c.id), '')
      || CASE c.custom WHEN '{}' THEN '' ELSE coalesce((SELECT ' ' || group_concat(value, ' ') FROM json_each(c.custom)), '') END AS words,
    c.number AS digits
  FROM contacts c`

/** From this many rows on, merging is put off until all are in: a third faster (100,000 rows in about a second). */
const BULK_ROWS = 5_000

const prepared = new WeakSet<Db>()

const writes = new WeakMap<Db, number>()

/** Counts what this connection wrote into the search: triggers cannot see a virtual table (watch.ts). */
export const searchWrites = (db: Db): number => writes.get(db) ?? 0

const prepare = (db: Db): void => {
  writes.set(db, searchWrites(db) + 1)
  if (prepared.has(db)) return
  db.function('search_words', { deterministic: true, directOnly: true }, (text) => searchable(text as string))
  db.function('search_digits', { deterministic: true, directOnly: true }, (number) => digitForms(number as string))
  prepared.add(db)
}

/** Adds the contacts that `where` finds (on `c`), none of which is indexed now. */
const insertWhere = (db: Db, where: string, ...params: readonly number[]): number => {
  prepare(db)
  return db
    .prepare(`INSERT INTO contacts_search (rowid, words, digits) SELECT id, search_words(words), search_digits(digits) FROM (${SELECT} WHERE ${where})`)
    .run(...params).changes
}

/** Runs `work` with the search table's merging put off, then merges everything into one segment. */
const inBulk = <T>(db: Db, work: () => T): T => {
  db.exec("INSERT INTO contacts_search (contacts_search, rank) VALUES ('automerge', 0), ('crisismerge', 1000)")
  const result = work()
  db.exec(`
    INSERT INTO contacts_search (contacts_search, rank) VALUES ('automerge', 4), ('crisismerge', 16);
    INSERT INTO contacts_search (contacts_search) VALUES ('optimize')`)
  return result
}

/**
 * Many are about to leave the search, transaction by transaction: fts5 would merge as much for each of them as for one who
 * comes, which takes ten times as long as all the rest. Until `mergeAgain`.
 */
export const mergeLater = (db: Db): void => void db.exec("INSERT INTO contacts_search (contacts_search, rank) VALUES ('automerge', 0)")
export const mergeAgain = (db: Db): void => void db.exec("INSERT INTO contacts_search (contacts_search, rank) VALUES ('automerge', 4)")

/**
 * Brings the search up to date for the contacts in the temporary table `chosen (id)` (choice.ts), after a change
 * or for new ones. Inside the caller's transaction.
 */
export const reindexChosen = (db: Db, people: number): void => {
  const work = () => {
    unindexChosen(db)
    insertWhere(db, 'c.id IN (SELECT id FROM temp.chosen)')
  }
  if (people < BULK_ROWS) work()
  else inBulk(db, work)
}

/** Takes the contacts in `chosen` out of the search. */
export const unindexChosen = (db: Db): void => {
  prepare(db)
  const stays = db.prepare('SELECT EXISTS (SELECT 1 FROM contacts WHERE id NOT IN (SELECT id FROM temp.chosen))').pluck().get()
  if (stays === 0) db.exec("INSERT INTO contacts_search (contacts_search) VALUES ('delete-all')")
  else db.prepare('DELETE FROM contacts_search WHERE rowid IN (SELECT id FROM temp.chosen)').run()
}

/** Indexes contacts, new or changed. Works on any connection, in any thread, inside the caller's transaction if there is one. */
export const indexContacts = (db: Db, ids: readonly number[]): void => {
  const list = JSON.stringify(ids)
  db.transaction(() => {
    unindexContacts(db, ids)
    prepare(db)
    db.prepare(
      `INSERT INTO contacts_search (rowid, words, digits)
       SELECT id, search_words(words), search_digits(digits) FROM (${SELECT} WHERE c.id IN (SELECT value FROM json_each(?)))`,
    ).run(list)
    // It reads first: begun otherwise, it would fail where somebody else writes in between.
  }).immediate()
}

/** Takes contacts out of the search. */
export const unindexContacts = (db: Db, ids: readonly number[]): void => {
  prepare(db)
  db.prepare('DELETE FROM contacts_search WHERE rowid IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
}

/**
 * Indexes contacts `fromId` to `toId` (both included) that are not indexed yet: what an import does after creating
 * them, on its own connection, in a transaction of its own or the caller's. About a second for 100,000.
 * Answers how many.
 */
export const indexContactRange = (db: Db, fromId: number, toId: number): number => {
  const work = () => insertWhere(db, 'c.id BETWEEN ? AND ?', fromId, toId)
  return db.transaction(() => {
    if (toId - fromId < BULK_ROWS) return work()
    // Merging everything pays when the new rows are a good part of the book.
    const others = db.prepare('SELECT count(*) FROM (SELECT 1 FROM contacts WHERE id < ? LIMIT ?)').pluck().get(fromId, 4 * (toId - fromId)) as number
    return others < 4 * (toId - fromId) ? inBulk(db, work) : work()
  })()
}

/** Writes the whole search table anew, in one transaction. */
export const reindexAll = (db: Db): number =>
  db.transaction(() => {
    db.exec("INSERT INTO contacts_search (contacts_search) VALUES ('delete-all')")
    return inBulk(db, () => insertWhere(db, 'true'))
  })()
