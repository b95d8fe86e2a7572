import type { Language } from '../../../shared/contract/common.ts'
import type { Pulse } from '../../../shared/contract/messages.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { problem } from '../../../shared/messages/problems.ts'
import type { Db } from '../database/open.ts'
import type { Trouble } from './dispatcher.ts'
import { countInStatus } from './messages.ts'
import type { QueueState } from './queue-state.ts'

type QueueFacts = QueueState & { readonly offline: boolean; readonly trouble: Trouble | null }

/** The queue's pulse: what is going out of what has begun, or what it waits for. */
export const readPulse = (db: Db, queue: QueueFacts, connected: boolean, now: number, language: Language): Pulse => {
  const { done, total, moving, nextDue } = progress(db, now)
  const waiting = total - done
  const nextAt = db
    .prepare(`SELECT min(starts_at) FROM batches WHERE state = 'open' AND starts_at > ?`)
    .pluck()
    .get(now) as number | null
  const unknown = countInStatus(db, 'unknown')
  const base = { done, total, nextAt, unknown }
  if (queue.trouble !== null) return { ...base, state: 'stopped', reason: problem(queue.trouble === 'damaged' ? 'corrupt-database' : 'disk-full', language).error.message }
  if (queue.stoppedCode !== null) {
    const { title, advice } = deliveryReason(queue.stoppedCode, language)
    return { ...base, state: 'stopped', reason: `${title} ${advice}` }
  }
  if (queue.pausedByOwner) return { ...base, state: 'paused', reason: queue.pausedFor === 'restored' ? problem('queue-restored', language).error.message : null }
  if (waiting > 0 && queue.offline) return { ...base, state: 'waiting-for-network', reason: null }
  if (waiting > 0 && !connected) return { ...base, state: 'stopped', reason: problem('account-missing', language).error.message }
  // What waits for its hours or another time does not go out now, and keeps no computer awake.
  if (waiting > 0 && moving === 0 && nextDue !== null && nextDue > now) return { ...base, state: 'scheduled', nextAt: Math.min(nextAt ?? Infinity, nextDue), reason: null }
  if (waiting > 0) return { ...base, state: 'sending', reason: null }
  return { ...base, state: nextAt === null ? 'idle' : 'scheduled', reason: null }
}

type Progress = { readonly done: number; readonly total: number; /** On their way out now. */ readonly moving: number; /** When the next queued one is due. */ readonly nextDue: number | null }

/** Messages that have left, of those in batches that have begun and are not ended. */
const progress = (db: Db, now: number): Progress =>
  db
    .prepare(
      `SELECT count(*) AS total, count(*) FILTER (WHERE m.status NOT IN ('queued', 'sending')) AS done,
         count(*) FILTER (WHERE m.status = 'sending') AS moving, min(m.due_at) FILTER (WHERE m.status = 'queued') AS nextDue
       FROM batches b JOIN messages m ON m.batch_id = b.id WHERE b.state = 'open' AND b.starts_at <= ?`,
    )
    .get(now) as Progress
