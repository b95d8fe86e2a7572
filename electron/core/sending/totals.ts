import type { MessageStatus } from '../../../shared/contract/messages.ts'
import type { Money } from '../../../shared/money.ts'
import type { Db } from '../database/open.ts'

export type BatchTotals = {
  readonly byStatus: Partial<Record<MessageStatus, number>>
  readonly segments: number
  /** What the provider has billed so far; null while it has priced nothing. */
  readonly billed: Money | null
}

/** A batch in numbers. */
export const batchTotals = (db: Db, batchId: number): BatchTotals => {
  const rows = db
    .prepare(`SELECT status, count(*) AS count, sum(segments) AS segments, sum(price_micros) AS micros, max(currency) AS currency FROM messages WHERE batch_id = ? GROUP BY status`)
    .all(batchId) as { status: MessageStatus; count: number; segments: number; micros: number | null; currency: string | null }[]
  const micros = rows.reduce((total, row) => total + (row.micros ?? 0), 0)
  const currency = rows.find((row) => row.currency !== null)?.currency ?? null
  return {
    byStatus: Object.fromEntries(rows.map((row) => [row.status, row.count])),
    segments: rows.reduce((total, row) => total + row.segments, 0),
    billed: currency === null || rows.every((row) => row.micros === null) ? null : { micros, currency },
  }
}
