import type { MessageAbout, MessageStatus } from '../../../shared/contract/messages.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { noteFailure, noteReached } from '../contacts/reach.ts'
import { statement, type Db } from '../database/open.ts'
import { countToday } from './daily-cap.ts'
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
  /** Of no use any more after this; null: always of use. */
  readonly validUntil?: number | null
  /** What it is besides an answer, a reminder or an offer (009-prove-permission.sql). */
  readonly about?: MessageAbout | null
}

/** Writes messages into the queue; the caller holds the transaction. */
export const enqueue = (db: Db, now: number): ((message: NewMessage) => number) => {
  const insert = statement(db, `
    INSERT INTO messages (batch_id, contact_id, number, name, body, purpose, priority, sender_id, segments, status, due_at, valid_until_at, about, created_at, updated_at)
    VALUES (@batchId, @contactId, @number, @name, @body, @purpose, @priority, @senderId, @segments, 'queued', @dueAt, @validUntil, @about, @now, @now)`)
  const event = statement(db, `INSERT INTO message_events (message_id, at, status) VALUES (?, ?, 'queued')`)
  return (message) => {
    const id = Number(insert.run({ validUntil: null, about: null, ...message, now }).lastInsertRowid)
    event.run(id, now)
    return id
  }
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

/** Segments a sender's messages took that were claimed since `since`: what a fresh throttle must remember. */
export const claimedSince = (db: Db, senderId: number, since: number, now: number): number =>
  // No later than now: a clock set back must not make a day's messages into the last second's.
  statement(db, `SELECT coalesce(sum(segments), 0) FROM messages WHERE claimed_at BETWEEN ? AND ? AND sender_id = ?`).pluck().get(since, now, senderId) as number

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
  /** Reported as not delivered for a reason that passes: one more try, as a new message at the provider. */
  | { readonly kind: 'retry'; readonly id: number; readonly dueAt: number; readonly errorCode: number }

/**
 * Applies settlements; statuses only go forward, whatever order they come in.
 * @returns the batches touched by a message that changed.
 */
export const settle = (db: Db, settlements: readonly Settlement[], now: number): ReadonlySet<number> => {
  const current = statement(db, `SELECT status, number, batch_id AS batchId, sender_id AS senderId, segments, claimed_at AS claimedAt FROM messages WHERE id = ?`)
  // By place, not by name: binding by name costs as much as the update.
  const update = statement(db, `
    UPDATE messages SET status = ?, provider_sid = coalesce(?, provider_sid), error_code = coalesce(?, error_code),
      price_micros = coalesce(?, price_micros), currency = coalesce(?, currency), segments = ?, hold = NULL, updated_at = ?
    WHERE id = ?`)
  const price = statement(db, `
    UPDATE messages SET price_micros = @priceMicros, currency = coalesce(@currency, currency)
    WHERE id = @id AND price_micros IS NOT @priceMicros`)
  const requeue = statement(db, `
    UPDATE messages SET status = 'queued', hold = @hold, due_at = coalesce(@dueAt, due_at), claimed_at = NULL, attempts = attempts - @back, updated_at = @now
    WHERE id = @id AND status IN ('sending', 'unknown')`)
  const event = statement(db, `INSERT INTO message_events (message_id, at, status, detail) VALUES (?, ?, ?, ?)`)
  const forgetClaim = statement(db, `
    DELETE FROM message_events WHERE id = (SELECT max(id) FROM message_events WHERE message_id = ?) AND message_id = ? AND status = 'sending'`)
  const retry = statement(db, `
    UPDATE messages SET status = 'queued', hold = 'retry-later', due_at = @dueAt, claimed_at = NULL, provider_sid = NULL, price_micros = NULL, updated_at = @now
    WHERE id = @id AND status IN ('accepted', 'sent')`)
  const disown = statement(db, `UPDATE messages SET status = 'unknown', provider_sid = NULL, updated_at = ? WHERE provider_sid = ? AND id <> ?`)
  // What is open again opens its batch again, or nobody would claim it.
  const reopen = statement(db, `UPDATE batches SET state = 'open', ended_at = NULL WHERE id = ? AND state = 'done'`)
  const reopenOf = statement(db, `UPDATE batches SET state = 'open', ended_at = NULL WHERE state = 'done' AND id = (SELECT batch_id FROM messages WHERE id = ?)`)
  const keepSid = statement(db, keepSidSql)
  const touched = new Set<number>()

  db.transaction(() => {
    for (const settlement of settlements) {
      const row = current.get(settlement.id) as
        | { status: MessageStatus; number: string; batchId: number | null; senderId: number; segments: number; claimedAt: number | null }
        | undefined
      if (row === undefined) continue
      if (settlement.kind === 'requeue') {
        const { id, dueAt, detail, attempted } = settlement
        const hold = dueAt !== null && dueAt > now ? 'retry-later' : null
        if (requeue.run({ id, dueAt, hold, back: attempted ? 0 : 1, now }).changes === 0) continue
        if (row.claimedAt !== null) countToday(db, row.senderId, -row.segments, row.claimedAt)
        if (detail === null) forgetClaim.run(id, id)
        else event.run(id, now, 'queued', detail)
      } else if (settlement.kind === 'retry') {
        const { id, dueAt, errorCode } = settlement
        keepSid.run(id)
        if (retry.run({ id, dueAt, now }).changes === 0) continue
        event.run(id, now, 'undelivered', String(errorCode))
        event.run(id, now, 'queued', 'retry')
      } else {
        const { id, status, sid = null, errorCode = null, priceMicros = null, currency = null, segments = 0 } = settlement
        // To a message back in the queue only a sid is news: the provider has it after all, so it must not leave again.
        if (row.status === 'queued' && sid === null) continue
        if (!isForward(row.status, status)) {
          if (priceMicros !== null) price.run({ id, priceMicros, currency })
          continue
        }
        // The provider's own answer beats a look-up: should a twin have adopted this sid, its fate is unknown again.
        if (sid !== null) {
          const twin = idBySid(db, sid)
          if (twin !== null && twin !== id) {
            disown.run(now, sid, id)
            reopenOf.run(twin)
          }
        }
        update.run(status, sid, errorCode, priceMicros, currency, segments > 0 ? segments : row.segments, now, id)
        // The carrier counts by its own reckoning of segments.
        if (segments > 0 && segments !== row.segments && row.claimedAt !== null) countToday(db, row.senderId, segments - row.segments, row.claimedAt)
        event.run(id, now, status, errorCode === null ? null : String(errorCode))
        if (status === 'delivered') noteReached(db, row.number)
        else if (errorCode !== null && (status === 'undelivered' || status === 'failed')) noteFailure(db, row.number, errorCode, now)
      }
      if (row.batchId !== null) touched.add(row.batchId)
      if (row.batchId !== null && settlement.kind !== 'status') reopen.run(row.batchId)
    }
  }).immediate()
  return touched
}

/** A sid a message had before it was tried again: the provider's list still shows it, it is not the new try, and what it cost adds to what this one will. */
export const keepSidSql = `
  INSERT INTO former_sids (sid, message_id, batch_id, price_micros, currency)
  SELECT provider_sid, id, batch_id, price_micros, currency FROM messages WHERE id = ? AND provider_sid IS NOT NULL ON CONFLICT (sid) DO NOTHING`

/** True when a sid belongs to a message of ours, or did. */
export const isKnownSid = (db: Db, sid: string): boolean =>
  idBySid(db, sid) !== null || statement(db, `SELECT 1 FROM former_sids WHERE sid = ?`).get(sid) !== undefined

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
  readonly address: string
}

export const unknownMessages = (db: Db, limit: number): readonly UnknownMessage[] =>
  statement(
    db,
      `SELECT m.id, m.number, m.body, m.claimed_at AS claimedAt, s.address FROM messages m JOIN senders s ON s.id = m.sender_id
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

/** Messages claimed since `since`, counted up to 50,000: how much of the provider's list they fill. */
export const claimedCount = (db: Db, since: number): number =>
  statement(db, `SELECT count(*) FROM (SELECT 1 FROM messages WHERE claimed_at >= ? LIMIT 50000)`).pluck().get(since) as number

/** What is known of the message behind a provider's sid; null when it is none of ours. */
export type Known = { readonly id: number; readonly status: MessageStatus; readonly tries: number; readonly priceMicros: number | null }

export const bySid = (db: Db, sid: string): Known | null =>
  (statement(db, `SELECT id, status, attempts AS tries, price_micros AS priceMicros FROM messages WHERE provider_sid = ?`).get(sid) as Known | undefined) ?? null

/** True while a message to this number is on its way and its answer not on disk. */
export const isSendingTo = (db: Db, number: string): boolean =>
  statement(db, `SELECT 1 FROM messages WHERE number = ? AND status = 'sending' LIMIT 1`).get(number) !== undefined

/** The message behind a provider's sid. */
export const idBySid = (db: Db, sid: string): number | null =>
  (statement(db, `SELECT id FROM messages WHERE provider_sid = ?`).pluck().get(sid) as number | undefined) ?? null
