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
  const { done, total } = progress(db, now)
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
  if (waiting > 0) return { ...base, state: 'sending', reason: null }
  return { ...base, state: nextAt === null ? 'idle' : 'scheduled', reason: null }
}

/** Messages that have left, of those in batches that have begun and are not ended. */
const progress = (db: Db, now: number): { done: number; total: number } => {
  const row = db
    .prepare(
      `SELECT count(*) AS total, count(*) FILTER (WHERE m.status NOT IN ('queued', 'sending')) AS done
       FROM batches b JOIN messages m ON m.batch_id = b.id WHERE b.state = 'open' AND b.starts_at <= ?`,
    )
    .get(now) as { total: number; done: number }
  return row
}
