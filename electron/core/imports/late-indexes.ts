import type { Db } from '../database/open.ts'

// As the migration makes them. Only orders the window shows depend on them, never what may be in the book.
const INDEXES = { contacts_by_name: 'contacts (sort_name, id)', contacts_by_change: 'contacts (updated_at, id)' } as const

/** For a large import into an empty book: making an index of all in the end takes a fraction of keeping it up. */
export const dropIndexes = (db: Db): void => {
  for (const name of Object.keys(INDEXES)) db.exec(`DROP INDEX IF EXISTS main.${name}`)
}

/** Also after a crash: does nothing where they are. */
export const restoreIndexes = (db: Db): void => {
  for (const [name, columns] of Object.entries(INDEXES)) db.exec(`CREATE INDEX IF NOT EXISTS main.${name} ON ${columns}`)
}
