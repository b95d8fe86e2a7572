import type { MessageChoice } from '../../../shared/contract/messages.ts'
import { errorCodes } from '../provider/error-codes.ts'
import type { Db } from '../database/open.ts'
import { isPassing } from './after-failure.ts'
import { whereOf } from './log.ts'
import { keepSidSql } from './messages.ts'

/** What a person does to messages in the queue and to those that failed. Each is one transaction. */

const chosen = (who: MessageChoice): { readonly sql: string; readonly params: Record<string, unknown> } =>
  'ids' in who ? { sql: 'WHERE m.id IN (SELECT value FROM json_each(@ids))', params: { ids: JSON.stringify(who.ids) } } : whereOf(who.filter)

const passingCodes = JSON.stringify([20429, ...[...errorCodes.keys()].filter(isPassing)])

/**
 * Puts what failed for a passing reason back into the queue, due now; a batch that had ended goes on.
 * Each becomes a new message at the provider: its old sid stays in the history.
 * @returns how many.
 */
export const retryMessages = (db: Db, who: MessageChoice, now: number): number =>
  db
    .transaction(() => {
      const { sql, params } = chosen(who)
      const where = `${sql === '' ? 'WHERE' : `${sql} AND`} m.status IN ('failed', 'undelivered') AND m.error_code IN (SELECT value FROM json_each(@codes))
        AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.id = m.batch_id AND b.state = 'canceled')`
      const rows = db.prepare(`SELECT m.id, m.batch_id AS batchId FROM messages m ${where}`).all({ ...params, codes: passingCodes }) as {
        id: number
        batchId: number | null
      }[]
      const back = db.prepare(`
        UPDATE messages SET status = 'queued', hold = NULL, due_at = ?, claimed_at = NULL, provider_sid = NULL, error_code = NULL, attempts = 0, updated_at = ?
        WHERE id = ?`)
      const event = db.prepare(`INSERT INTO message_events (message_id, at, status, detail) VALUES (?, ?, 'queued', 'retry')`)
      const keepSid = db.prepare(keepSidSql)
      for (const { id } of rows) {
        keepSid.run(id)
        back.run(now, now, id)
        event.run(id, now)
      }
      const batches = JSON.stringify([...new Set(rows.map(({ batchId }) => batchId).filter((id) => id !== null))])
      db.prepare(`UPDATE batches SET state = 'open', ended_at = NULL WHERE state = 'done' AND id IN (SELECT value FROM json_each(?))`).run(batches)
      return rows.length
    })
    .immediate()

/** Gives queued messages another time; not before `now`, nor before their batch begins. @returns how many. */
export const rescheduleMessages = (db: Db, who: MessageChoice, dueAt: number, now: number): number =>
  db
    .transaction(() => {
      const { sql, params } = chosen(who)
      return db
        .prepare(
          `UPDATE messages SET due_at = max(@dueAt, @now, coalesce((SELECT starts_at FROM batches b WHERE b.id = messages.batch_id), 0)),
             hold = CASE WHEN hold = 'paused' THEN hold END, updated_at = @now
           WHERE status = 'queued' AND id IN (SELECT m.id FROM messages m ${sql})`,
        )
        .run({ ...params, dueAt, now }).changes
    })
    .immediate()

/** After the rules changed: what was held by them is asked again, now. @returns how many. */
export const reconsiderHeld = (db: Db, now: number): number =>
  db.prepare(`UPDATE messages SET hold = NULL, due_at = ? WHERE status = 'queued' AND hold IN ('outside-hours', 'too-often')`).run(now).changes
