import type { Language } from '../../../shared/contract/common.ts'
import { statement, type Db } from '../database/open.ts'

/** Who has these numbers: id and name ('' where none is known). Numbers of nobody are not in the answer. */
export const contactNames = (db: Db, numbers: readonly string[]): ReadonlyMap<string, { readonly id: number; readonly name: string }> =>
  new Map(
    (
      statement(db, `SELECT number, id, trim(first_name || ' ' || last_name) AS name FROM contacts WHERE number IN (SELECT value FROM json_each(?))`).all(JSON.stringify(numbers)) as {
        number: string
        id: number
        name: string
      }[]
    ).map(({ number, id, name }) => [number, { id, name }]),
  )

/** The language of whoever has this number; null where nobody does, or nobody knows. */
export const languageOf = (db: Db, number: string): Language | null => (statement(db, 'SELECT language FROM contacts WHERE number = ?').pluck().get(number) as Language | null | undefined) ?? null
