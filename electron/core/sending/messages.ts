import type { MessageStatus, SkipReason } from '../../../shared/contract/messages.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { mayText } from '../consent/state.ts'
import { statement, type Db } from '../database/open.ts'
import { alignBatch, type BatchState } from './batches.ts'
import { isForward } from './status.ts'

/** A message to be queued. `body` is the final text: what is stored here is what leaves. */
export type NewMessage = {
  readonly batchId: number | null
  readonly contactId: number | null
  readonly number: string
  readonly name: string
  readonly body: string
  readonly purpose: Purpose
  readonly priority: 0 | 1 | 2
  readonly senderId: number
  readonly segments: number
  readonly dueAt: number
}

/** Writes messages into the queue; the caller holds the transaction. */
export const enqueue = (db: Db, now: number): ((message: NewMessage) => number) => {
  const insert = statement(db, `
    INSERT INTO messages (batch_id, contact_id, number, name, body, purpose, priority, sender_id, segments, status, due_at, created_at, updated_at)
    VALUES (@batchId, @contactId, @number, @name, @body, @purpose, @priority, @senderId, @segments, 'queued', @dueAt, @now, @now)`)
  const event = statement(db, `INSERT INTO message_events (message_id, at, status) VALUES (?, ?, 'queued')`)
  return (message) => {
    const id = Number(insert.run({ ...message, now }).lastInsertRowid)
    event.run(id, now)
    return id
  }
}

/** A message this process may send: its intent is on disk. */
export type Claim = {
  readonly id: number
  readonly batchId: number | null
  readonly number: string
  readonly body: string
  readonly segments: number
  readonly attempts: number
}

type Candidate = Claim & { readonly purpose: Purpose; readonly state: BatchState | null; readonly startsAt: number | null }

/**
 * Claims up to `limit` messages of a sender that are due, in the order of dispatch: replies, service, marketing,
 * each by due time. Batch and consent are checked in the same transaction; what may not leave is held,
 * canceled or skipped there. Each claim is `sending` on disk before this returns.
 */
export const claimMessages = (db: Db, senderId: number, now: number, limit: number): readonly Claim[] => {
  const due = statement(db, `
    SELECT m.id, m.batch_id AS batchId, m.number, m.body, m.segments, m.attempts, m.purpose, b.state, b.starts_at AS startsAt
    FROM messages m INDEXED BY messages_queue LEFT JOIN batches b ON b.id = m.batch_id
    WHERE m.sender_id = @senderId AND m.priority = @priority AND m.status = 'queued' AND m.hold IS NOT 'paused' AND m.due_at <= @now
    ORDER BY m.due_at, m.id LIMIT @limit`)
  const claim = statement(db, `UPDATE messages SET status = 'sending', hold = NULL, claimed_at = @now, attempts = attempts + 1, updated_at = @now WHERE id = @id`)
  const event = statement(db, `INSERT INTO message_events (message_id, at, status, detail) VALUES (?, ?, ?, ?)`)

  return db
    .transaction((): readonly Claim[] => {
      const claims: Claim[] = []
      for (const priority of [0, 1, 2]) {
        for (let rounds = 0; claims.length < limit && rounds < 50; rounds++) {
          const candidates = due.all({ senderId, priority, now, limit: limit - claims.length }) as Candidate[]
          if (candidates.length === 0) break
          let closed: number | null = null
          for (const { purpose, state, startsAt, ...candidate } of candidates) {
            if (candidate.batchId !== null && (state !== 'open' || startsAt! > now)) {
              closed = candidate.batchId
              break
            }
            const verdict = mayText(db, candidate.number, purpose)
            if (verdict !== 'yes') {
              skip(db, candidate.id, verdict, now)
              continue
            }
            claim.run({ id: candidate.id, now })
            event.run(candidate.id, now, 'sending', null)
            claims.push({ ...candidate, attempts: candidate.attempts + 1 })
          }
          // A batch that is not open: bring it in line, or, still being written, look past it later.
          if (closed !== null && alignBatch(db, closed, now) === 0) break
        }
      }
      return claims
    })
    .immediate()
}

const skip = (db: Db, id: number, reason: SkipReason, now: number): void => {
  statement(db, `UPDATE messages SET status = 'skipped', skip = ?, hold = NULL, updated_at = ? WHERE id = ?`).run(reason, now, id)
  statement(db, `INSERT INTO message_events (message_id, at, status, detail) VALUES (?, ?, 'skipped', ?)`).run(id, now, reason)
}

/** When a sender's next message is due, held ones aside; null when none waits. */
export const nextDueAt = (db: Db, senderId: number): number | null =>
  statement(
    db,
      `SELECT min(due) FROM (
        ${[0, 1, 2].map((p) => `SELECT min(due_at) AS due FROM messages INDEXED BY messages_queue WHERE sender_id = @senderId AND priority = ${p} AND status = 'queued' AND hold IS NOT 'paused'`).join(' UNION ALL ')})`,
    )
    .pluck()
    .get({ senderId }) as number | null

/** What became of a claim, to be written in one transaction with others. */
export type Settlement =
  | {
      readonly kind: 'status'
      readonly id: number
      readonly status: MessageStatus
      readonly sid?: string
      readonly errorCode?: number | null
      readonly priceMicros?: number | null
      readonly currency?: string
      readonly segments?: number
    }
  /** Provably never left: back into the queue, at `dueAt` (null: as it was due). `attempted` false gives the try back;
   * without `detail` the claim never became a try, and its history is as before. */
  | { readonly kind: 'requeue'; readonly id: number; readonly dueAt: number | null; readonly detail: string | null; readonly attempted: boolean }

/**
 * Applies settlements; statuses only go forward, whatever order they come in.
 * @returns the batches touched by a message that changed.
 */
export const settle = (db: Db, settlements: readonly Settlement[], now: number): ReadonlySet<number> => {
  const current = statement(db, `SELECT status, batch_id AS batchId FROM messages WHERE id = ?`)
  const update = statement(db, `
    UPDATE messages SET status = @status, provider_sid = coalesce(@sid, provider_sid), error_code = coalesce(@errorCode, error_code),
      price_micros = coalesce(@priceMicros, price_micros), currency = coalesce(@currency, currency),
      segments = CASE WHEN @segments > 0 THEN @segments ELSE segments END, hold = NULL, updated_at = @now
    WHERE id = @id`)
  const price = statement(db, `
    UPDATE messages SET price_micros = @priceMicros, currency = coalesce(@currency, currency)
    WHERE id = @id AND price_micros IS NOT @priceMicros`)
  const requeue = statement(db, `
    UPDATE messages SET status = 'queued', hold = @hold, due_at = coalesce(@dueAt, due_at), claimed_at = NULL, attempts = attempts - @back, updated_at = @now
    WHERE id = @id AND status IN ('sending', 'unknown')`)
  const event = statement(db, `INSERT INTO message_events (message_id, at, status, detail) VALUES (?, ?, ?, ?)`)
  const forgetClaim = statement(db, `
    DELETE FROM message_events WHERE id = (SELECT max(id) FROM message_events WHERE message_id = ?) AND message_id = ? AND status = 'sending'`)
  const disown = statement(db, `UPDATE messages SET status = 'unknown', provider_sid = NULL, updated_at = ? WHERE provider_sid = ? AND id <> ?`)
  const touched = new Set<number>()

  db.transaction(() => {
    for (const settlement of settlements) {
      const row = current.get(settlement.id) as { status: MessageStatus; batchId: number | null } | undefined
      if (row === undefined) continue
      if (settlement.kind === 'requeue') {
        const { id, dueAt, detail, attempted } = settlement
        const hold = dueAt !== null && dueAt > now ? 'retry-later' : null
        if (requeue.run({ id, dueAt, hold, back: attempted ? 0 : 1, now }).changes === 0) continue
        if (detail === null) forgetClaim.run(id, id)
        else event.run(id, now, 'queued', detail)
      } else {
        const { id, status, sid = null, errorCode = null, priceMicros = null, currency = null, segments = 0 } = settlement
        if (!isForward(row.status, status)) {
          if (priceMicros !== null) price.run({ id, priceMicros, currency })
          continue
        }
        // The provider's own answer beats a look-up: should a twin have adopted this sid, its fate is unknown again.
        if (sid !== null) disown.run(now, sid, id)
        update.run({ id, status, sid, errorCode, priceMicros, currency, segments, now })
        event.run(id, now, status, errorCode === null ? null : String(errorCode))
      }
      if (row.batchId !== null) touched.add(row.batchId)
    }
  }).immediate()
  return touched
}

/** A crash's leftovers: whatever was on its way has an unknown fate until it is looked up. @returns how many. */
export const markUnknownAfterCrash = (db: Db, now: number): number =>
  db
    .transaction(() => {
      const ids = statement(db, `SELECT id FROM messages WHERE status = 'sending'`).pluck().all()
      const list = JSON.stringify(ids)
      statement(db, `UPDATE messages SET status = 'unknown', updated_at = ? WHERE id IN (SELECT value FROM json_each(?))`).run(now, list)
      statement(db, `INSERT INTO message_events (message_id, at, status, detail) SELECT value, ?, 'unknown', 'restart' FROM json_each(?)`).run(now, list)
      return ids.length
    })
    .immediate()

/** A message whose fate is to be looked up. */
export type UnknownMessage = {
  readonly id: number
  readonly number: string
  readonly body: string
  /** It cannot have left before. */
  readonly claimedAt: number
  /** It cannot have left after: when the answer was given up on, or the program started again. */
  readonly since: number
  readonly address: string
}

export const unknownMessages = (db: Db, limit: number): readonly UnknownMessage[] =>
  statement(
    db,
      `SELECT m.id, m.number, m.body, m.claimed_at AS claimedAt, m.updated_at AS since, s.address FROM messages m JOIN senders s ON s.id = m.sender_id
       WHERE m.status = 'unknown' ORDER BY m.claimed_at, m.id LIMIT ?`,
    )
    .all(limit) as UnknownMessage[]

export const countInStatus = (db: Db, status: MessageStatus): number =>
  statement(db, `SELECT count(*) FROM messages WHERE status = ?`).pluck().get(status) as number

/** The oldest claim that still waits for its end, no further back than `since`; null when none does. */
export const oldestPending = (db: Db, since: number): number | null =>
  statement(db, `SELECT min(claimed_at) FROM messages WHERE status IN ('accepted', 'sent') AND claimed_at >= ?`)
    .pluck()
    .get(since) as number | null

/** True while a message to this number is on its way and its answer not on disk. */
export const isSendingTo = (db: Db, number: string): boolean =>
  statement(db, `SELECT 1 FROM messages WHERE number = ? AND status = 'sending' LIMIT 1`).get(number) !== undefined

/** The message behind a provider's sid. */
export const idBySid = (db: Db, sid: string): number | null =>
  (statement(db, `SELECT id FROM messages WHERE provider_sid = ?`).pluck().get(sid) as number | undefined) ?? null
