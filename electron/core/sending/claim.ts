import type { Purpose } from '../../../shared/contract/common.ts'
import type { MessageAbout, SkipReason } from '../../../shared/contract/messages.ts'
import { statement, type Db } from '../database/open.ts'
import { alignBatch, endBatchIfDone, type BatchState } from './batches.ts'
import { carrierDay, countToday, leftToday } from './daily-cap.ts'
import { nextDueAt } from './messages.ts'
import { permitFor } from './permit.ts'
import type { SendingRules } from './sending-rules.ts'

/** A message this process may send: its intent is on disk. */
export type Claim = {
  readonly id: number
  readonly batchId: number | null
  readonly number: string
  readonly body: string
  readonly segments: number
  readonly attempts: number
  /** By this computer's clock, ms UTC. */
  readonly claimedAt: number
}

type Candidate = Omit<Claim, 'claimedAt'> & {
  readonly purpose: Purpose
  readonly priority: 0 | 1 | 2
  readonly validUntil: number | null
  readonly about: MessageAbout | null
  readonly state: BatchState | null
  readonly startsAt: number | null
}

export type ClaimRequest = {
  readonly senderId: number
  readonly now: number
  /** Messages at the most. */
  readonly limit: number
  /** Counts this sender's claims: every eighth looks at the lowest priority first, so that none starves. */
  readonly turn: number
  readonly rules: SendingRules
  /** Where a held message gets its place when its hours open, so that the morning is not above the throughput. */
  readonly spread: Spread
}
export type Claimed = {
  readonly claims: readonly Claim[]
  /** Without claims: when to look again, in milliseconds UTC; null when nothing waits. */
  readonly again: number | null
}

const FAIR_TURN = 8
const PUT_OFF_MS = 60_000
/** Messages put off or left out in one transaction; what is left follows in the next. */
const MOST_ASIDE = 300

const dueSql = `
  SELECT m.id, m.batch_id AS batchId, m.number, m.body, m.segments, m.attempts, m.purpose, m.priority, m.valid_until_at AS validUntil, m.about,
    b.state, b.starts_at AS startsAt
  FROM messages m INDEXED BY messages_queue LEFT JOIN batches b ON b.id = m.batch_id
  WHERE m.sender_id = @senderId AND m.priority = @priority AND m.status = 'queued' AND m.hold IS NOT 'paused' AND m.due_at <= @now
  ORDER BY m.due_at, m.id LIMIT @limit`

/**
 * Claims up to `limit` messages of a sender that are due, in the order of dispatch: replies, service, marketing,
 * each by due time. Batch, consent, hours, fatigue, validity and the sender's daily cap are checked in the same
 * transaction; what may not leave is held, canceled or skipped there. Each claim is `sending` on disk before this returns.
 */
export const claimMessages = (db: Db, request: ClaimRequest): Claimed => {
  const { senderId, now, turn, rules, spread } = request
  const due = statement(db, dueSql)
  const claim = statement(db, `UPDATE messages SET status = 'sending', hold = NULL, claimed_at = ?, attempts = attempts + 1, updated_at = ? WHERE id = ?`)
  const event = statement(db, `INSERT INTO message_events (message_id, at, status) VALUES (?, ?, 'sending')`)

  return db
    .transaction((): Claimed => {
      const claims: Claim[] = []
      const { cap, left } = leftToday(db, senderId, now)
      let room = left
      let segments = 0
      let aside = 0
      const touched = new Set<number>()
      const order = turn % FAIR_TURN === FAIR_TURN - 1 ? [2, 1, 0] : [0, 1, 2]
      for (const priority of order) {
        let more = true
        while (more && claims.length < request.limit && aside < MOST_ASIDE && room > 0) {
          const candidates = due.all({ senderId, priority, now, limit: request.limit - claims.length }) as Candidate[]
          more = candidates.length > 0
          for (const { purpose, priority: own, validUntil, about, state, startsAt, ...candidate } of candidates) {
            if (candidate.batchId !== null && (state !== 'open' || startsAt! > now)) {
              // A batch that is not open: bring it in line and read again.
              // One that cannot be brought in line is looked at again later, never in a circle.
              const { changed } = alignBatch(db, candidate.batchId, now, candidate.id)
              if (changed === 0) putOff(db, candidate.id, now + PUT_OFF_MS)
              aside += Math.max(1, changed)
              break
            }
            if (candidate.segments > cap) {
              // It fits into no day at all, and must not stand in the way of what does; a person can raise the cap.
              putOff(db, candidate.id, carrierDay(now).endsAt)
              aside += 1
              continue
            }
            if (candidate.segments > room) {
              room = 0
              break
            }
            const permit = permitFor(db, { id: candidate.id, number: candidate.number, purpose, priority: own, validUntil, about }, now, rules)
            if (permit.kind !== 'yes') {
              aside += 1
              if (permit.kind === 'never') {
                skip(db, candidate.id, permit.reason, now)
                if (candidate.batchId !== null) touched.add(candidate.batchId)
              } else hold(db, candidate.id, permit.hold, spread(permit.until, candidate.segments))
              continue
            }
            claim.run(now, now, candidate.id)
            event.run(candidate.id, now)
            claims.push({ ...candidate, attempts: candidate.attempts + 1, claimedAt: now })
            segments += candidate.segments
            room -= candidate.segments
          }
        }
      }
      countToday(db, senderId, segments, now)
      for (const batchId of touched) endBatchIfDone(db, batchId, now)
      if (claims.length > 0) return { claims, again: null }
      const next = nextDueAt(db, senderId)
      return { claims, again: next !== null && next <= now && room <= 0 ? carrierDay(now).endsAt : next }
    })
    .immediate()
}

/** Gives the place of a held message: not before `until`, and behind those placed there before it. */
export type Spread = (until: number, segments: number) => number

/** Spreads what waits for the same minute at `segmentsPerSecond`. */
export const createSpread = (segmentsPerSecond: () => number): Spread => {
  const places = new Map<number, number>()
  return (until, segments) => {
    const minute = Math.floor(until / 60_000)
    const place = Math.max(until, places.get(minute) ?? 0)
    if (places.size > 10_000) places.clear()
    places.set(minute, place + (segments / segmentsPerSecond()) * 1000)
    return Math.round(place)
  }
}

const skip = (db: Db, id: number, reason: SkipReason, now: number): void => {
  statement(db, `UPDATE messages SET status = 'skipped', skip = ?, hold = NULL, updated_at = ? WHERE id = ?`).run(reason, now, id)
  statement(db, `INSERT INTO message_events (message_id, at, status, detail) VALUES (?, ?, 'skipped', ?)`).run(id, now, reason)
}

const putOff = (db: Db, id: number, dueAt: number): void => {
  statement(db, `UPDATE messages SET due_at = ? WHERE id = ?`).run(dueAt, id)
}

const hold = (db: Db, id: number, reason: 'outside-hours' | 'too-often', dueAt: number): void => {
  statement(db, `UPDATE messages SET hold = ?, due_at = ? WHERE id = ?`).run(reason, dueAt, id)
}
