import type { HoldReason, MessageDetail, MessageEvent, MessageFilter, MessageRow, MessageStatus, SkipReason } from '../../../shared/contract/messages.ts'
import type { Db } from '../database/open.ts'
import { isPassing } from './after-failure.ts'
import type { BatchState } from './batches.ts'

/** What keeps the queue as a whole waiting, for the reason a queued message shows. */
export type QueueWaits = { readonly paused: boolean; readonly stopped: boolean; readonly offline: boolean }

type Raw = {
  readonly id: number
  readonly contactId: number | null
  readonly name: string
  readonly number: string
  readonly body: string
  readonly status: MessageStatus
  readonly hold: 'paused' | 'retry-later' | 'outside-hours' | 'too-often' | null
  readonly skip: SkipReason | null
  readonly errorCode: number | null
  readonly segments: number
  readonly priceMicros: number | null
  readonly currency: string | null
  readonly batchId: number | null
  readonly batchName: string | null
  readonly batchState: BatchState | null
  readonly startsAt: number | null
  readonly dueAt: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly sender: string
  readonly senderPaused: number
  readonly capReached: number
  readonly providerSid: string | null
}

const FROM = `messages m LEFT JOIN batches b ON b.id = m.batch_id JOIN senders s ON s.id = m.sender_id`
const COLUMNS = `m.id, m.contact_id AS contactId, m.name, m.number, m.body, m.status, m.hold, m.skip, m.error_code AS errorCode,
  m.segments, m.price_micros AS priceMicros, m.currency, m.batch_id AS batchId, b.name AS batchName, b.state AS batchState,
  b.starts_at AS startsAt, m.due_at AS dueAt, m.created_at AS createdAt, m.updated_at AS updatedAt, s.address AS sender,
  s.paused_code IS NOT NULL AS senderPaused, m.provider_sid AS providerSid,
  s.daily_cap <= (SELECT segments FROM sender_days d WHERE d.sender_id = s.id ORDER BY d.day DESC LIMIT 1) AS capReached`

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

/** Why a queued message waits, in the order in which the reasons matter to a person. */
const holdOf = (raw: Raw, waits: QueueWaits, now: number): HoldReason | null => {
  if (raw.status !== 'queued') return null
  if (raw.batchState === 'paused') return 'paused'
  if (raw.dueAt > now) {
    if (raw.hold !== null) return raw.hold
    return raw.startsAt !== null && raw.startsAt - raw.createdAt > 60_000 ? 'scheduled' : 'countdown'
  }
  if (waits.stopped) return 'account-stopped'
  if (waits.paused) return 'paused'
  if (raw.senderPaused === 1) return 'sender-paused'
  if (waits.offline) return 'waiting-for-network'
  if (raw.capReached === 1) return 'daily-cap'
  return 'sender-limit'
}

const rowOf = (raw: Raw, waits: QueueWaits, now: number): MessageRow => ({
  id: raw.id,
  contactId: raw.contactId,
  name: raw.name,
  number: raw.number,
  body: raw.body,
  status: raw.status,
  hold: holdOf(raw, waits, now),
  skip: raw.skip,
  errorCode: raw.errorCode,
  segments: raw.segments,
  cost: raw.priceMicros === null || raw.currency === null ? null : { micros: raw.priceMicros, currency: raw.currency },
  campaignId: raw.batchId,
  campaignName: raw.batchName ?? '',
  dueAt: raw.dueAt,
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
    .all({ ...where.params, ...stretch }) as Raw[]
  const total = db.prepare(`SELECT count(*) FROM messages m ${where.sql}`).pluck().get(where.params) as number
  return { rows: rows.map((raw) => rowOf(raw, waits, now)), total }
}

/** Every row of a filter, oldest first, for export. Do not write to the same connection while iterating. */
export function* logRows(db: Db, filter: MessageFilter): Iterable<MessageRow & { readonly sender: string; readonly providerSid: string | null; readonly createdAt: number }> {
  const where = whereOf(filter)
  const nothing: QueueWaits = { paused: false, stopped: false, offline: false }
  for (const raw of db.prepare(`SELECT ${COLUMNS} FROM ${FROM} ${where.sql} ORDER BY m.id`).iterate(where.params) as Iterable<Raw>) {
    yield { ...rowOf(raw, nothing, 0), sender: raw.sender, providerSid: raw.providerSid, createdAt: raw.createdAt }
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

/** One message with its whole history; null when it is not there. */
export const logDetail = (db: Db, id: number, waits: QueueWaits, now: number): MessageDetail | null => {
  const raw = db.prepare(`SELECT ${COLUMNS} FROM ${FROM} WHERE m.id = ?`).get(id) as Raw | undefined
  if (raw === undefined) return null
  const events = db.prepare(`SELECT at, status, detail FROM message_events WHERE message_id = ? ORDER BY id`).all(id) as MessageEvent[]
  return { ...rowOf(raw, waits, now), sender: raw.sender, providerSid: raw.providerSid, events }
}

/** What left and what became of it since `since`. */
export const logSince = (db: Db, since: number): { readonly sent: number; readonly delivered: number; readonly failed: number } => {
  const rows = db.prepare(`SELECT status, count(*) AS count FROM messages WHERE claimed_at >= ? GROUP BY status`).all(since) as { status: MessageStatus; count: number }[]
  const of = (...statuses: MessageStatus[]) => rows.filter((row) => statuses.includes(row.status)).reduce((sum, row) => sum + row.count, 0)
  return { sent: of('accepted', 'sent', 'delivered', 'undelivered', 'failed'), delivered: of('delivered'), failed: of('undelivered', 'failed') }
}
