import type { Db } from '../database/open.ts'

/** Takes stretches of people out of the book and its search, both ends included. In the caller's transaction. */
export const removePeople = (db: Db, stretches: readonly { readonly from: number; readonly to: number }[]): void => {
  const unindex = db.prepare('DELETE FROM contacts_search WHERE rowid IN (SELECT id FROM contacts WHERE id BETWEEN ? AND ?)')
  const remove = db.prepare('DELETE FROM contacts WHERE id BETWEEN ? AND ?')
  for (const { from, to } of stretches) {
    unindex.run(from, to)
    remove.run(from, to)
  }
}
