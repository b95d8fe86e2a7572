import { statement, type Db } from '../database/open.ts'
import { inSteps } from './steps.ts'

/**
 * Messages that are started, paused and canceled together. Changing a batch is one row; its messages follow
 * lazily, in steps, so that pausing 100,000 messages takes effect at once and never blocks.
 */
export type BatchState = 'preparing' | 'open' | 'paused' | 'canceled' | 'done'
export type Batch = {
  readonly id: number
  readonly name: string
  readonly state: BatchState
  readonly startsAt: number
  readonly endedAt: number | null
}

/** Messages changed in one step: 15 ms. */
const STEP = 400

const COLUMNS = 'id, name, state, starts_at AS startsAt, ended_at AS endedAt'

/** A batch whose messages are being written; nothing of it leaves before it is opened. */
export const createBatch = (db: Db, batch: { readonly id: number; readonly name: string; readonly startsAt: number }): void => {
  statement(db, `INSERT INTO batches (id, name, state, starts_at) VALUES (@id, @name, 'preparing', @startsAt)`).run(batch)
}

export const getBatch = (db: Db, id: number): Batch | null =>
  (statement(db, `SELECT ${COLUMNS} FROM batches WHERE id = ?`).get(id) as Batch | undefined) ?? null

export const batchesIn = (db: Db, states: readonly BatchState[]): readonly Batch[] =>
  statement(db, `SELECT ${COLUMNS} FROM batches WHERE state IN (SELECT value FROM json_each(?))`).all(JSON.stringify(states)) as Batch[]

/** Lets a prepared batch go, at `startsAt`. */
export const openBatch = (db: Db, id: number, startsAt: number): void => {
  statement(db, `UPDATE batches SET state = 'open', starts_at = ? WHERE id = ? AND state = 'preparing'`).run(startsAt, id)
}

export const pauseBatch = (db: Db, id: number): boolean =>
  statement(db, `UPDATE batches SET state = 'paused' WHERE id = ? AND state = 'open'`).run(id).changes > 0

export const resumeBatch = (db: Db, id: number): boolean =>
  statement(db, `UPDATE batches SET state = 'open' WHERE id = ? AND state = 'paused'`).run(id).changes > 0

export const cancelBatch = (db: Db, id: number, now: number): boolean =>
  statement(db, `UPDATE batches SET state = 'canceled', ended_at = ? WHERE id = ? AND state IN ('open', 'paused')`).run(now, id).changes > 0

/**
 * Takes a whole batch back before its time: from here on it is one that was never finished, to be removed with
 * removeBatch, by the next start if need be.
 * @returns false when it has begun, or a message of it was tried.
 */
export const takeBackBatch = (db: Db, id: number, now: number): boolean =>
  db
    .transaction(() => {
      const batch = getBatch(db, id)
      if (batch?.state !== 'open' || batch.startsAt <= now) return false
      // By status, since the index cannot leave out one of them without reading all the others.
      const tried = statement(db, `SELECT 1 FROM messages WHERE batch_id = ? AND (status < 'queued' OR status > 'queued') LIMIT 1`)
      if (tried.get(id) !== undefined) return false
      statement(db, `UPDATE batches SET state = 'preparing' WHERE id = ?`).run(id)
      return true
    })
    .immediate()

/** Removes a batch that is being prepared, with its messages, in steps while `going`. Safe to begin again. */
export const removeBatch = async (db: Db, id: number, going: () => boolean): Promise<void> => {
  await inSteps(going, () =>
    db
      .transaction(() => {
        const ids = statement(db, `SELECT id FROM messages WHERE batch_id = ? LIMIT ${STEP}`).pluck().all(id)
        if (ids.length === 0) statement(db, `DELETE FROM batches WHERE id = ? AND state = 'preparing'`).run(id)
        const list = JSON.stringify(ids)
        statement(db, `DELETE FROM message_events WHERE message_id IN (SELECT value FROM json_each(?))`).run(list)
        statement(db, `DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))`).run(list)
        return ids.length
      })
      .immediate(),
  )
}

/** Ends a batch nothing of which is left to send. @returns true when this ended it. */
export const endBatchIfDone = (db: Db, id: number, now: number): boolean => {
  const open = statement(db, `SELECT 1 FROM messages WHERE batch_id = ? AND status IN ('queued', 'sending', 'unknown') LIMIT 1`).get(id)
  if (open !== undefined) return false
  return statement(db, `UPDATE batches SET state = 'done', ended_at = ? WHERE id = ? AND state = 'open'`).run(now, id).changes > 0
}

/** `next`: the id to go on from; null when every message was looked at. */
export type Aligned = { readonly changed: number; readonly next: number | null }

/**
 * Brings the next 400 queued messages from the id `from` on in line with their batch: canceled, held while paused, or
 * let go again.
 */
export const alignBatch = (db: Db, id: number, now: number, from = 0): Aligned =>
  db
    .transaction((): Aligned => {
      const batch = getBatch(db, id)
      if (batch === null || batch.state === 'done') return { changed: 0, next: null }
      const ids = statement(db, `SELECT id FROM messages WHERE batch_id = ? AND status = 'queued' AND id >= ? ORDER BY id LIMIT ${STEP}`).pluck().all(id, from) as number[]
      const list = JSON.stringify(ids)
      const change = (sql: string, ...params: readonly number[]): number => statement(db, `${sql} AND id IN (SELECT value FROM json_each(?))`).run(...params, list).changes
      const changed = (): number => {
        switch (batch.state) {
          case 'canceled':
            statement(db, `INSERT INTO message_events (message_id, at, status) SELECT value, ?, 'canceled' FROM json_each(?)`).run(now, list)
            return change(`UPDATE messages SET status = 'canceled', hold = NULL, updated_at = ? WHERE status = 'queued'`, now)
          case 'paused':
            return change(`UPDATE messages SET hold = 'paused' WHERE hold IS NOT 'paused'`)
          case 'open':
            return change(`UPDATE messages SET hold = NULL, due_at = max(due_at, ?) WHERE (hold = 'paused' OR due_at < ?)`, batch.startsAt, batch.startsAt)
          case 'preparing':
            // Still being written: look again in a while, and let others pass meanwhile.
            return change(`UPDATE messages SET due_at = ? WHERE due_at <= ?`, now + 5000, now)
          case 'done':
            return 0
        }
      }
      return { changed: changed(), next: ids.length < STEP ? null : ids.at(-1)! + 1 }
    })
    .immediate()
