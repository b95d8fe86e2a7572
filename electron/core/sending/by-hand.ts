import type { MessageChoice } from '../../../shared/contract/messages.ts'
import { errorCodes } from '../provider/error-codes.ts'
import type { Db } from '../database/open.ts'
import { isPassing } from './after-failure.ts'
import { whereOf } from './log-filter.ts'
import { keepSidSql } from './messages.ts'
import { throughMessages } from './steps.ts'

/**
 * What a person does to messages in the queue and to those that failed, in steps while `going`. Each message is
 * changed as a whole and stands for itself, so that a crash in between leaves some as they were.
 */

const chosen = (db: Db, who: MessageChoice, now: number): { readonly sql: string; readonly params: Readonly<Record<string, unknown>> } =>
  'ids' in who ? { sql: 'WHERE m.id IN (SELECT value FROM json_each(@ids))', params: { ids: JSON.stringify(who.ids) } } : whereOf(db, who.filter, now)

const passingCodes = JSON.stringify([20429, ...[...errorCodes.keys()].filter(isPassing)])

/**
 * Puts what failed for a passing reason back into the queue, due now; a batch that had ended goes on.
 * Each becomes a new message at the provider: its old sid stays in the history.
 * @returns how many.
 */
export const retryMessages = (db: Db, who: MessageChoice, now: number, going: () => boolean): Promise<number> => {
  const { sql, params } = chosen(db, who, now)
  const find = db.prepare(
    `SELECT m.id, m.batch_id AS batchId FROM messages m NOT INDEXED ${sql === '' ? 'WHERE' : `${sql} AND`} m.id BETWEEN @from AND @to
       AND m.status IN ('failed', 'undelivered') AND m.error_code IN (SELECT value FROM json_each(@codes))
       AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = m.batch_id AND b.state = 'canceled')`,
  )
  const back = db.prepare(`
    UPDATE messages SET status = 'queued', hold = NULL, due_at = ?, claimed_at = NULL, provider_sid = NULL, price_micros = NULL, error_code = NULL, attempts = 0, updated_at = ?
    WHERE id = ?`)
  const event = db.prepare(`INSERT INTO message_events (message_id, at, status, detail) VALUES (?, ?, 'queued', 'retry')`)
  const keepSid = db.prepare(keepSidSql)
  const reopen = db.prepare(`UPDATE batches SET state = 'open', ended_at = NULL WHERE state = 'done' AND id = ?`)
  return throughMessages(db, going, (from, to) =>
    db
      .transaction(() => {
        const rows = find.all({ ...params, from, to, codes: passingCodes }) as { id: number; batchId: number | null }[]
        for (const { id } of rows) {
          keepSid.run(id)
          back.run(now, now, id)
          event.run(id, now)
        }
        for (const batchId of new Set(rows.map((row) => row.batchId))) if (batchId !== null) reopen.run(batchId)
        return rows.length
      })
      .immediate(),
  )
}

/** Gives queued messages another time; not before `now`, nor before their batch begins. @returns how many. */
export const rescheduleMessages = (db: Db, who: MessageChoice, dueAt: number, now: number, going: () => boolean): Promise<number> => {
  const { sql, params } = chosen(db, who, now)
  const update = db.prepare(
    `UPDATE messages SET due_at = max(@dueAt, @now, coalesce((SELECT starts_at FROM batches b WHERE b.id = messages.batch_id), 0)),
       hold = CASE WHEN hold = 'paused' THEN hold END, updated_at = @now
     WHERE status = 'queued' AND id IN (SELECT m.id FROM messages m NOT INDEXED ${sql === '' ? 'WHERE' : `${sql} AND`} m.id BETWEEN @from AND @to)`,
  )
  return throughMessages(db, going, (from, to) => update.run({ ...params, dueAt, now, from, to }).changes)
}

/** After the rules changed: what was held by them is asked again, now. @returns how many. */
export const reconsiderHeld = (db: Db, now: number, going: () => boolean): Promise<number> => {
  const update = db.prepare(
    `UPDATE messages NOT INDEXED SET hold = NULL, due_at = @now WHERE id BETWEEN @from AND @to AND status = 'queued' AND hold IN ('outside-hours', 'too-often')`,
  )
  return throughMessages(db, going, (from, to) => update.run({ now, from, to }).changes)
}
