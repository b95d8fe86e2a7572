import type { Db } from '../database/open.ts'

/** How much is in the book. */
export const bookCounts = (db: Db): { readonly contacts: number; readonly lists: number } => ({
  contacts: db.prepare(`SELECT count(*) FROM contacts`).pluck().get() as number,
  lists: db.prepare(`SELECT count(*) FROM lists`).pluck().get() as number,
})
