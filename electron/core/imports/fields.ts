import { statement, type Db } from '../database/open.ts'

/**
 * What undoing an update needs: the old values and those that were written, the tags and the list that were not there.
 * Imports of the first version kept no `wrote`.
 */
export type Before = {
  readonly fields?: Readonly<Record<string, string | number | null>>
  readonly wrote?: Readonly<Record<string, string | number | null>>
  readonly tags?: readonly number[]
  readonly list?: true
}

const COLUMNS = new Set(['first_name', 'last_name', 'sort_name', 'email', 'region', 'postal_code', 'language', 'notes', 'custom', 'updated_at'])

/** Sets columns of one contact; the names come from here alone. */
export const writeFields = (db: Db, id: number, sets: Readonly<Record<string, string | number | null>>): void => {
  const names = Object.keys(sets).filter((name) => COLUMNS.has(name))
  if (names.length === 0) return
  statement(db, `UPDATE main.contacts SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`).run(...names.map((name) => sets[name]), id)
}
