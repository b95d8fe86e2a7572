import type { Db } from '../database/open.ts'
import { countToday } from './daily-cap.ts'
import { readQueueState, writeQueueState } from './queue-state.ts'

/**
 * After a backup took the place of the book: what was waiting at `backupAt` may have left since, so everything that
 * was due by `now` is looked up at the provider before anything is sent again, and nothing leaves before a person
 * resumes the queue, since what was canceled or stopped after the backup is not known here.
 */
export const distrustAfterRestore = (db: Db, backupAt: number, now: number): void => {
  db.transaction(() => {
    db.prepare(
      `INSERT INTO message_events (message_id, at, status, detail)
       SELECT id, @now, 'unknown', 'restored' FROM messages WHERE status IN ('queued', 'sending') AND due_at <= @now`,
    ).run({ now })
    // What may have left counts against the day of its claim: found missing, it is given back there.
    const supposed = db.prepare(`SELECT sender_id AS senderId, sum(segments) AS segments FROM messages WHERE status = 'queued' AND due_at <= ? GROUP BY 1`).all(now) as
      { senderId: number; segments: number }[]
    for (const { senderId, segments } of supposed) countToday(db, senderId, segments, backupAt)
    // claimed_at is how far back the look-up goes.
    db.prepare(
      `UPDATE messages SET status = 'unknown', hold = NULL, claimed_at = min(coalesce(claimed_at, @backupAt), @backupAt), updated_at = @now
       WHERE status IN ('queued', 'sending') AND due_at <= @now`,
    ).run({ backupAt, now })
    writeQueueState(db, { ...readQueueState(db), pausedByOwner: true, pausedFor: 'restored' })
  }).immediate()
}
