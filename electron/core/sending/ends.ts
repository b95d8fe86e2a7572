import { statement, type Db } from '../database/open.ts'

/** When the messages of a batch came to their end, as far as we heard of it, and when each had left. */
export const endsOf = (db: Db, batchId: number): readonly (readonly [delivered: 0 | 1, endedAt: number, leftAt: number | null])[] =>
  statement(db, `SELECT status = 'delivered', updated_at, claimed_at FROM messages WHERE batch_id = ? AND status IN ('delivered', 'undelivered', 'failed')`)
    .raw()
    .all(batchId) as [0 | 1, number, number | null][]
