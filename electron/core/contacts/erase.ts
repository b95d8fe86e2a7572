import type { Db } from '../database/open.ts'
import { unindexContacts } from './search-index.ts'
import { forgetUnusedTags } from './tags.ts'

/** What the book says of whoever is to be erased. */
export type ErasedEntry = { readonly id: number; readonly number: string; readonly firstName: string; readonly lastName: string; readonly email: string }

/** Entries with these numbers or ids: in the book, in the trash, and among those that merges took in. */
export const entriesOf = (db: Db, numbers: readonly string[], ids: readonly number[]): readonly ErasedEntry[] => {
  const asked = { numbers: JSON.stringify(numbers), ids: JSON.stringify(ids) }
  const wanted = (id: string, number: string) => `(${number} IN (SELECT value FROM json_each(@numbers)) OR ${id} IN (SELECT value FROM json_each(@ids)))`
  const inJson = (json: string) => `${json} ->> '$.id' AS id, ${json} ->> '$.number' AS number, ${json} ->> '$.first_name' AS firstName, ${json} ->> '$.last_name' AS lastName, ${json} ->> '$.email' AS email`
  return [
    ...(db.prepare(`SELECT id, number, first_name AS firstName, last_name AS lastName, email FROM contacts WHERE ${wanted('id', 'number')}`).all(asked) as ErasedEntry[]),
    ...(db.prepare(`SELECT ${inJson('data')} FROM trash WHERE kind = 'contact' AND ${wanted(`data ->> '$.id'`, `data ->> '$.number'`)}`).all(asked) as ErasedEntry[]),
    ...(db.prepare(`SELECT ${inJson("before -> '$.dropped'")} FROM change_rows WHERE before ->> '$.dropped.id' IS NOT NULL AND ${wanted(`before ->> '$.dropped.id'`, `before ->> '$.dropped.number'`)}`).all(asked) as ErasedEntry[]),
  ]
}

/**
 * Takes people out of everything contacts keeps: the book, the search, the trash, what undoing would need, marks. Tags and
 * lists go with the entry. In the caller's transaction.
 */
export const eraseEntries = (db: Db, numbers: readonly string[], ids: readonly number[]): void => {
  const list = JSON.stringify(numbers)
  const people = JSON.stringify(ids)
  unindexContacts(db, ids)
  db.prepare('DELETE FROM contacts WHERE id IN (SELECT value FROM json_each(?))').run(people)
  db.prepare(`DELETE FROM trash WHERE kind = 'contact' AND (data ->> '$.number' IN (SELECT value FROM json_each(?)) OR data ->> '$.id' IN (SELECT value FROM json_each(?)))`).run(list, people)
  // A change of one person alone may say more of them in its words than in its rows.
  db.prepare(
    `DELETE FROM changes WHERE id IN (SELECT change_id FROM change_rows WHERE contact_id IN (SELECT value FROM json_each(@people)))
       AND (people = 1 OR detail ->> '$.kind' = 'merge')`,
  ).run({ people })
  db.prepare('DELETE FROM change_rows WHERE contact_id IN (SELECT value FROM json_each(?))').run(people)
  db.prepare('DELETE FROM removed_values WHERE contact_id IN (SELECT value FROM json_each(?))').run(people)
  db.prepare('DELETE FROM different_people WHERE a IN (SELECT value FROM json_each(@people)) OR b IN (SELECT value FROM json_each(@people))').run({ people })
  db.prepare('DELETE FROM number_reach WHERE number IN (SELECT value FROM json_each(?))').run(list)
  forgetUnusedTags(db)
}

/** Writes the search table's segments anew, a few at a time, until none holds what was taken out. True when there is more to do. */
export const mergeSearchStep = (db: Db, first: boolean): boolean => {
  const before = db.prepare('SELECT total_changes()').pluck().get() as number
  db.exec(`INSERT INTO contacts_search (contacts_search, rank) VALUES ('merge', ${first ? -200 : 200})`)
  // "If the difference is less than 2, the merge did nothing": sqlite.org/fts5.html, the merge command.
  return (db.prepare('SELECT total_changes()').pluck().get() as number) - before >= 2
}
