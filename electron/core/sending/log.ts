import type { HoldReason, MessageDetail, MessageEvent, MessageFilter, MessageReasons, MessageRow, MessageStatus, SkipReason } from '../../../shared/contract/messages.ts'
import type { Db } from '../database/open.ts'
import { isPassing } from './after-failure.ts'
import { carrierDay } from './daily-cap.ts'

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
  m.due_at AS dueAt, m.created_at AS createdAt, m.updated_at AS updatedAt, s.address AS sender, m.provider_sid AS providerSid`

/** What HOLD is asked with. */
const holdParams = ({ paused, stopped, offline }: QueueWaits, now: number): Record<string, unknown> => ({
  now, paused: paused ? 1 : 0, stopped: stopped ? 1 : 0, offline: offline ? 1 : 0, day: carrierDay(now).day,
})

type Where = { readonly sql: string; readonly params: Record<string, unknown> }

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (char) => `\\${char}`)

/** A filter of the log as a condition on `m`, with its parameters; shared with what acts on a choice of messages. */
export const whereOf = ({ campaignId, contactId, statuses, query }: MessageFilter): Where => {
  const conditions: string[] = []
  const params: Record<string, unknown> = {}
  if (campaignId !== undefined) conditions.push('m.batch_id = @campaignId')
  if (contactId !== undefined) conditions.push('m.contact_id = @contactId')
  if (statuses !== undefined && statuses.length > 0) conditions.push('m.status IN (SELECT value FROM json_each(@statuses))')
  const text = query?.trim() ?? ''
  if (text !== '') {
    const digits = text.replace(/[\s().+-]/g, '').replace(/^0+/, '')
    const number = /^[0-9]{3,}$/.test(digits) ? ` OR m.number LIKE @digits` : ''
    conditions.push(`(m.name LIKE @text ESCAPE '\\' OR m.body LIKE @text ESCAPE '\\'${number})`)
    params.text = `%${escapeLike(text)}%`
    if (number !== '') params.digits = `%${digits}%`
  }
  return {
    sql: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
    params: { ...params, ...(campaignId === undefined ? {} : { campaignId }), ...(contactId === undefined ? {} : { contactId }), ...(statuses?.length ? { statuses: JSON.stringify(statuses) } : {}) },
  }
}

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
  updatedAt: raw.updatedAt,
  retryable: (raw.status === 'failed' || raw.status === 'undelivered') && isPassing(raw.errorCode),
})

/** A stretch of the log, newest first. */
export const logPage = (
  db: Db,
  filter: MessageFilter,
  stretch: { readonly offset: number; readonly limit: number },
  waits: QueueWaits,
  now: number,
): { readonly rows: readonly MessageRow[]; readonly total: number } => {
  const where = whereOf(filter)
  const rows = db
    .prepare(`SELECT ${COLUMNS} FROM ${FROM} ${where.sql} ORDER BY m.id DESC LIMIT @limit OFFSET @offset`)
    .all({ ...where.params, ...stretch, ...holdParams(waits, now) }) as Raw[]
  const total = db.prepare(`SELECT count(*) FROM messages m ${where.sql}`).pluck().get(where.params) as number
  return { rows: rows.map((raw) => rowOf(raw, now)), total }
}

/** Every row of a filter, oldest first, for export. Do not write to the same connection while iterating. */
export function* logRows(db: Db, filter: MessageFilter): Iterable<MessageRow & { readonly sender: string; readonly providerSid: string | null; readonly createdAt: number }> {
  const where = whereOf(filter)
  const params = { ...where.params, ...holdParams({ paused: false, stopped: false, offline: false }, 0) }
  for (const raw of db.prepare(`SELECT ${COLUMNS} FROM ${FROM} ${where.sql} ORDER BY m.id`).iterate(params) as Iterable<Raw>) {
    yield { ...rowOf(raw, 0), sender: raw.sender, providerSid: raw.providerSid, createdAt: raw.createdAt }
  }
}

/** How many of a filter stand in each status, whatever statuses it names. */
export const logCounts = (db: Db, filter: MessageFilter): Record<MessageStatus, number> => {
  const where = whereOf({ ...filter, statuses: undefined })
  const counts: Record<MessageStatus, number> = {
    queued: 0, sending: 0, accepted: 0, sent: 0, delivered: 0, undelivered: 0, failed: 0, canceled: 0, skipped: 0, unknown: 0,
  }
  const rows = db.prepare(`SELECT m.status, count(*) AS count FROM messages m ${where.sql} GROUP BY m.status`).all(where.params) as { status: MessageStatus; count: number }[]
  for (const { status, count } of rows) counts[status] = count
  return counts
}

/** What waits, failed and was left out of a filter, counted by reason, the most frequent first. */
export const logReasons = (db: Db, filter: MessageFilter, waits: QueueWaits, now: number): MessageReasons => {
  const { sql, params } = whereOf(filter)
  const among = (condition: string) => `${sql === '' ? 'WHERE' : `${sql} AND`} ${condition}`
  const holds = db
    .prepare(`SELECT ${HOLD} AS hold, min(m.due_at) AS dueAt, count(*) AS messages FROM ${FROM} ${among(`m.status = 'queued'`)} GROUP BY 1 ORDER BY 3 DESC, 1`)
    .all({ ...params, ...holdParams(waits, now) }) as { hold: HoldReason; dueAt: number; messages: number }[]
  const failures = db
    .prepare(`SELECT m.error_code AS errorCode, count(*) AS messages FROM messages m ${among(`m.status IN ('failed', 'undelivered')`)} GROUP BY 1 ORDER BY 2 DESC, 1`)
    .all(params) as { errorCode: number | null; messages: number }[]
  const skips = db
    .prepare(`SELECT m.skip, count(*) AS messages FROM messages m ${among(`m.status = 'skipped' AND m.skip IS NOT NULL`)} GROUP BY 1 ORDER BY 2 DESC, 1`)
    .all(params) as { skip: SkipReason; messages: number }[]
  return {
    holds: holds.map(({ hold, dueAt, messages }) => ({ hold, messages, until: untilOf(hold, dueAt, now) })),
    failures: failures.map((one) => ({ ...one, retryable: isPassing(one.errorCode) })),
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
