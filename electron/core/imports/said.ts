/** What the people of an import say of being texted, kept from the moment all are in until it is written down (import_said). */
import { statement, type Db } from '../database/open.ts'
import type { SaidPart } from './jobs.ts'

/** In the caller's transaction. */
export const storeSaid = (db: Db, importId: number, said: readonly SaidPart[]): void => {
  const insert = db.prepare('INSERT INTO import_said (import_id, part, says, numbers) VALUES (?, ?, ?, ?)')
  for (const [part, { says, numbers }] of said.entries()) insert.run(importId, part, says, numbers)
}

export const partsLeft = (db: Db, importId: number): number => statement(db, 'SELECT count(*) FROM import_said WHERE import_id = ?').pluck().get(importId) as number

/**
 * Hands the next part to `write` and forgets it, both in one transaction, so that after a crash each is written once.
 * False where none is left.
 */
export const nextPart = (db: Db, importId: number, write: (part: SaidPart & { readonly part: number }) => void): boolean =>
  db
    .transaction(() => {
      const part = statement(db, 'SELECT part, says, numbers FROM import_said WHERE import_id = ? ORDER BY part LIMIT 1').get(importId) as (SaidPart & { readonly part: number }) | undefined
      if (part === undefined) return false
      write(part)
      statement(db, 'DELETE FROM import_said WHERE import_id = ? AND part = ?').run(importId, part.part)
      return true
    })
    .immediate()

/** In the caller's transaction. */
export const forgetSaid = (db: Db, importId: number): void => void statement(db, 'DELETE FROM import_said WHERE import_id = ?').run(importId)
