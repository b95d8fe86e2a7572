import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import type { Db } from '../database/open.ts'
import { findWith } from './find.ts'

/**
 * Puts the people of a choice into the temporary table `chosen (id)`, so that what is done to them is done in a
 * few statements however many they are. Answers how many. On any connection, in any thread; each call empties
 * the table first.
 */
export const choose = (db: Db, who: ContactChoice): number => {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY); DELETE FROM temp.chosen')
  if ('ids' in who)
    return db
      .prepare('INSERT OR IGNORE INTO temp.chosen SELECT id FROM contacts WHERE id IN (SELECT value FROM json_each(?))')
      .run(JSON.stringify(who.ids)).changes
  const { from } = findWith(db, who.filter)
  return db.prepare(`INSERT INTO temp.chosen SELECT c.id ${from.sql}`).run(...from.params).changes
}

/** The numbers of a choice's people, with the language each is written to in where it is known; by id. */
export const numbersOf = (db: Db, who: ContactChoice): readonly { readonly number: string; readonly language: 'en' | 'fr' | null }[] => {
  choose(db, who)
  return db.prepare('SELECT c.number, c.language FROM temp.chosen h JOIN contacts c ON c.id = h.id ORDER BY c.id').all() as { number: string; language: 'en' | 'fr' | null }[]
}

/** The language somebody is written to in; null where nobody knows. */
export const languageOf = (db: Db, number: string): 'en' | 'fr' | null =>
  (db.prepare('SELECT language FROM contacts WHERE number = ?').pluck().get(number) as 'en' | 'fr' | null | undefined) ?? null
