import type { HoldReason, MessageDetail, MessageEvent, MessageFilter, MessageReasons, MessageRow, MessageStatus, SkipReason } from '../../../shared/contract/messages.ts'
import type { Db } from '../database/open.ts'
import { isPassing } from './after-failure.ts'
import { carrierDay } from './daily-cap.ts'
import { causeOf, stateOf, whereOf } from './log-filter.ts'

/** What keeps the queue as a whole waiting, for the reason a queued message shows. */
export type QueueWaits = { readonly paused: boolean; readonly stopped: boolean; readonly offline: boolean }

type Raw = {
  readonly id: number
  readonly contactId: number | null
  readonly name: string
  readonly number: string
  readonly body: string
  readonly status: MessageStatus
  readonly hold: HoldReason | null
  readonly skip: SkipReason | null
  readonly errorCode: number | null
  readonly segments: number
  readonly priceMicros: number | null
  readonly currency: string | null
  readonly batchId: number | null
  readonly batchName: string | null
  readonly dueAt: number
  readonly createdAt: number
  readonly leftAt: number | null
  readonly updatedAt: number
  readonly sender: string
  readonly providerSid: string | null
}

const FROM = `messages m LEFT JOIN batches b ON b.id = m.batch_id JOIN senders s ON s.id = m.sender_id`
/** Longer than this between writing and starting is a schedule, not the time to take back. */
const SCHEDULED_MS = 60_000
/** Why a queued message waits, in the order in which the reasons matter to a person; NULL for one that is not queued. */
const HOLD = `CASE
  WHEN m.status <> 'queued' THEN NULL
  WHEN b.state = 'paused' THEN 'paused'
  WHEN s.removed_at IS NOT NULL THEN 'sender-removed'
  WHEN s.daily_cap < m.segments THEN 'over-daily-cap'
  WHEN m.due_at > @now AND m.hold IS NOT NULL THEN m.hold
  WHEN m.due_at > @now THEN CASE WHEN b.starts_at - m.created_at <= ${SCHEDULED_MS} AND m.due_at <= b.starts_at THEN 'countdown' ELSE 'scheduled' END
  WHEN @stopped THEN 'account-stopped'
  WHEN @paused THEN 'paused'
  WHEN s.paused_code IS NOT NULL THEN 'sender-paused'
  WHEN @offline THEN 'waiting-for-network'
  WHEN s.daily_cap < m.segments + (SELECT d.segments FROM sender_days d WHERE d.sender_id = s.id AND d.day = @day) THEN 'daily-cap'
  ELSE 'sender-limit' END`
const COLUMNS = `m.id, m.contact_id AS contactId, m.name, m.number, m.body, m.status, ${HOLD} AS hold, m.skip, m.error_code AS errorCode,
  m.segments, m.price_micros AS priceMicros, m.currency, m.batch_id AS batchId, b.name AS batchName,
  m.due_at AS dueAt, m.created_at AS createdAt, m.claimed_at AS leftAt, m.updated_at AS updatedAt, s.address AS sender, m.provider_sid AS providerSid`

/** What HOLD is asked with. */
const holdParams = ({ paused, stopped, offline }: QueueWaits, now: number): Record<string, unknown> => ({
  now, paused: paused ? 1 : 0, stopped: stopped ? 1 : 0, offline: offline ? 1 : 0, day: carrierDay(now).day,
})

/** Until when a message waits for this reason; null when no clock says. */
const untilOf = (hold: HoldReason | null, dueAt: number, now: number): number | null => {
  if (hold === null || hold === 'over-daily-cap' || hold === 'sender-removed') return null
  return hold === 'daily-cap' ? carrierDay(now).endsAt : dueAt > now ? dueAt : null
}

const rowOf = (raw: Raw, now: number): MessageRow => ({
  id: raw.id,
  contactId: raw.contactId,
  name: raw.name,
  number: raw.number,
  body: raw.body,
  status: raw.status,
  hold: raw.hold,
  skip: raw.skip,
  errorCode: raw.errorCode,
  segments: raw.segments,
  cost: raw.priceMicros === null || raw.currency === null ? null : { micros: raw.priceMicros, currency: raw.currency },
  campaignId: raw.batchId,
  campaignName: raw.batchName ?? '',
  dueAt: raw.dueAt,
  until: untilOf(raw.hold, raw.dueAt, now),
  leftAt: raw.leftAt,
  updatedAt: raw.updatedAt,
  undecided: stateOf(raw.status, raw.leftAt, now) === 'undecided',
  retryable: (raw.status === 'failed' || raw.status === 'undelivered') && isPassing(raw.errorCode),
})

/** The messages with these ids, newest first. */
export const logRowsOf = (db: Db, ids: readonly number[], waits: QueueWaits, now: number): readonly MessageRow[] =>
  (db.prepare(`SELECT ${COLUMNS} FROM ${FROM} WHERE m.id IN (SELECT value FROM json_each(@ids)) ORDER BY m.id DESC`).all({ ids: JSON.stringify(ids), ...holdParams(waits, now) }) as Raw[]).map((raw) => rowOf(raw, now))

/** A stretch of the log, newest first. Reads through what the filter leaves out: for a long log ask the thread (reports/log-thread.ts). */
export const logPage = (
  db: Db,
  filter: MessageFilter,
  stretch: { readonly offset: number; readonly limit: number },
  waits: QueueWaits,
  now: number,
): { readonly rows: readonly MessageRow[]; readonly total: number } => {
  const where = whereOf(db, filter, now)
  const rows = db
    .prepare(`SELECT ${COLUMNS} FROM ${FROM} ${where.sql} ORDER BY m.id DESC LIMIT @limit OFFSET @offset`)
    .all({ ...where.params, ...stretch, ...holdParams(waits, now) }) as Raw[]
  const total = db.prepare(`SELECT count(*) FROM messages m ${where.sql}`).pluck().get(where.params) as number
  return { rows: rows.map((raw) => rowOf(raw, now)), total }
}

/** Every row of a filter, oldest first, for export. Do not write to the same connection while iterating. */
export function* logRows(db: Db, filter: MessageFilter, now: number): Iterable<MessageRow & { readonly sender: string; readonly providerSid: string | null; readonly createdAt: number }> {
  const where = whereOf(db, filter, now)
  const params = { ...where.params, ...holdParams({ paused: false, stopped: false, offline: false }, now) }
  for (const raw of db.prepare(`SELECT ${COLUMNS} FROM ${FROM} ${where.sql} ORDER BY m.id`).iterate(params) as Iterable<Raw>) {
    yield { ...rowOf(raw, now), sender: raw.sender, providerSid: raw.providerSid, createdAt: raw.createdAt }
  }
}

/** What waits of a filter, counted by reason, the most frequent first. */
export const logHolds = (db: Db, filter: MessageFilter, waits: QueueWaits, now: number): MessageReasons['holds'] => {
  const { sql, params } = whereOf(db, filter, now)
  const holds = db
    .prepare(`SELECT ${HOLD} AS hold, min(m.due_at) AS dueAt, count(*) AS messages FROM ${FROM} ${sql === '' ? 'WHERE' : `${sql} AND`} m.status = 'queued' GROUP BY 1 ORDER BY 3 DESC, 1`)
    .all({ ...params, ...holdParams(waits, now) }) as { hold: HoldReason; dueAt: number; messages: number }[]
  return holds.map(({ hold, dueAt, messages }) => ({ hold, messages, until: untilOf(hold, dueAt, now) }))
}

/** What waits, failed and was left out of a filter, counted by reason, the most frequent first. */
export const logReasons = (db: Db, filter: MessageFilter, waits: QueueWaits, now: number): MessageReasons => {
  const { sql, params } = whereOf(db, filter, now)
  const among = (condition: string) => `${sql === '' ? 'WHERE' : `${sql} AND`} ${condition}`
  const failures = db
    .prepare(`SELECT m.error_code AS errorCode, count(*) AS messages FROM messages m ${among(`m.status IN ('failed', 'undelivered')`)} GROUP BY 1 ORDER BY 2 DESC, 1`)
    .all(params) as { errorCode: number | null; messages: number }[]
  const skips = db
    .prepare(`SELECT m.skip, count(*) AS messages FROM messages m ${among(`m.status = 'skipped' AND m.skip IS NOT NULL`)} GROUP BY 1 ORDER BY 2 DESC, 1`)
    .all(params) as { skip: SkipReason; messages: number }[]
  return {
    holds: logHolds(db, filter, waits, now),
    failures: failures.map((one) => ({ ...one, cause: causeOf(one.errorCode), retryable: isPassing(one.errorCode) })),
    skips,
  }
}

/** One message with its whole history; null when it is not there. */
export const logDetail = (db: Db, id: number, waits: QueueWaits, now: number): MessageDetail | null => {
  const raw = db.prepare(`SELECT ${COLUMNS} FROM ${FROM} WHERE m.id = @id`).get({ id, ...holdParams(waits, now) }) as Raw | undefined
  if (raw === undefined) return null
  const events = db.prepare(`SELECT at, status, detail FROM message_events WHERE message_id = ? ORDER BY id`).all(id) as MessageEvent[]
  return { ...rowOf(raw, now), sender: raw.sender, providerSid: raw.providerSid, events }
}

/** What left and what became of it since `since`. */
export const logSince = (db: Db, since: number): { readonly sent: number; readonly delivered: number; readonly failed: number } => {
  const rows = db.prepare(`SELECT status, count(*) AS count FROM messages WHERE claimed_at >= ? GROUP BY status`).all(since) as { status: MessageStatus; count: number }[]
  const of = (...statuses: MessageStatus[]) => rows.filter((row) => statuses.includes(row.status)).reduce((sum, row) => sum + row.count, 0)
  return { sent: of('accepted', 'sent', 'delivered', 'undelivered', 'failed'), delivered: of('delivered'), failed: of('undelivered', 'failed') }
}
