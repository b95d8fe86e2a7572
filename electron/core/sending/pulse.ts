import type { Language } from '../../../shared/contract/common.ts'
import type { Pulse } from '../../../shared/contract/messages.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { problem } from '../../../shared/messages/problems.ts'
import { statement, type Db } from '../database/open.ts'
import { carrierDay, leftToday } from './daily-cap.ts'
import type { Trouble } from './dispatcher.ts'
import { countInStatus, nextDueAt } from './messages.ts'
import type { QueueState } from './queue-state.ts'
import { openTotals } from './totals.ts'

type QueueFacts = QueueState & {
  readonly offline: boolean
  readonly trouble: Trouble | null
  /** Until when a sender waits because it was refused, in ms UTC. */
  blockedUntil(senderId: number): number
}

/** What is due within this counts as going out now: between two messages of a slow sender there are seconds. */
const SOON_MS = 10_000

/** The queue's pulse: what is going out of what has begun, or what it waits for. */
export const readPulse = (db: Db, queue: QueueFacts, connected: boolean, now: number, language: Language): Pulse => {
  const { total, waiting } = openTotals(db, now)
  const nextStart = statement(db, `SELECT min(starts_at) FROM batches WHERE state = 'open' AND starts_at > ?`).pluck().get(now) as number | null
  const unknown = countInStatus(db, 'unknown')
  const base = { done: total - waiting, total, nextAt: nextStart, unknown }
  if (queue.trouble !== null) return { ...base, state: 'stopped', reason: problem(queue.trouble === 'damaged' ? 'corrupt-database' : 'disk-full', language).error.message }
  if (queue.stoppedCode !== null) {
    const { title, advice } = deliveryReason(queue.stoppedCode, language)
    return { ...base, state: 'stopped', reason: `${title} ${advice}` }
  }
  if (queue.pausedByOwner) return { ...base, state: 'paused', reason: queue.pausedFor === 'restored' ? problem('queue-restored', language).error.message : null }
  if (waiting === 0) return { ...base, state: nextStart === null ? 'idle' : 'scheduled', reason: null }
  if (queue.offline) return { ...base, state: 'waiting-for-network', reason: null }
  if (!connected) return { ...base, state: 'stopped', reason: problem('account-missing', language).error.message }
  // What waits for its hours, its sender's next day or a sender put right does not go out now, and keeps no computer awake.
  const nextAt = countInStatus(db, 'sending') > 0 ? now : nextToLeave(db, queue, now)
  if (nextAt === null) return { ...base, state: 'held', reason: null }
  if (nextAt > now + SOON_MS) return { ...base, state: 'scheduled', nextAt: Math.min(nextStart ?? Infinity, nextAt), reason: null }
  return { ...base, state: 'sending', reason: null }
}

/** When the next message can leave as far as clocks and senders say, in ms UTC; null when every sender with messages is paused or gone. */
const nextToLeave = (db: Db, queue: QueueFacts, now: number): number | null => {
  const senders = statement(db, `SELECT id FROM senders WHERE removed_at IS NULL AND paused_code IS NULL`).pluck().all() as number[]
  const moments = senders.flatMap((id) => {
    const due = nextDueAt(db, id)
    if (due === null) return []
    return [Math.max(due, queue.blockedUntil(id), leftToday(db, id, now).left > 0 ? 0 : carrierDay(now).endsAt)]
  })
  return moments.length === 0 ? null : Math.min(...moments)
}
