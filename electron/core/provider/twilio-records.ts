import { microsOf } from '../../../shared/money.ts'
import type { CountryPrice, ProviderMessage, ProviderStatus } from './provider.ts'

/** What the SDK hands over, as far as we read it. Typed loosely: it passes on whatever the server said. */
export type MessageRecord = {
  readonly sid?: unknown
  readonly direction?: unknown
  readonly to?: unknown
  readonly from?: unknown
  readonly messagingServiceSid?: unknown
  readonly body?: unknown
  readonly status?: unknown
  readonly numSegments?: unknown
  readonly numMedia?: unknown
  readonly price?: unknown
  readonly priceUnit?: unknown
  readonly errorCode?: unknown
  readonly dateCreated?: unknown
  readonly dateSent?: unknown
  readonly dateUpdated?: unknown
}

const statuses: ReadonlySet<string> = new Set<ProviderStatus>([
  'accepted', 'scheduled', 'queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'canceled', 'read',
  'partially_delivered', 'receiving', 'received',
])

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const count = (value: unknown): number => {
  const number = Number(value ?? 0)
  return Number.isInteger(number) && number >= 0 ? number : 0
}
const time = (value: unknown): number | null => {
  const at = value instanceof Date ? value.getTime() : NaN
  return Number.isNaN(at) ? null : at
}

/** Our message of the SDK's; null when it has no SID, so that it cannot be told from any other. */
export const messageOf = (record: MessageRecord): ProviderMessage | null => {
  const sid = text(record.sid)
  if (!/^(SM|MM)[0-9a-fA-F]{32}$/.test(sid)) return null
  const price = microsOf(text(record.price))
  const createdAt = time(record.dateCreated) ?? time(record.dateUpdated) ?? time(record.dateSent) ?? 0
  const status = text(record.status)
  return {
    sid,
    direction: record.direction === 'inbound' ? 'inbound' : 'outbound',
    to: text(record.to),
    from: text(record.from),
    messagingServiceSid: text(record.messagingServiceSid) || null,
    body: text(record.body),
    // A status of tomorrow takes the lowest rank, so that it moves nothing.
    status: statuses.has(status) ? (status as ProviderStatus) : 'accepted',
    segments: count(record.numSegments),
    priceMicros: price === null ? null : Math.abs(price),
    currency: (text(record.priceUnit) || 'USD').toUpperCase(),
    errorCode: typeof record.errorCode === 'number' && Number.isInteger(record.errorCode) ? record.errorCode : null,
    createdAt,
    sentAt: time(record.dateSent),
    updatedAt: time(record.dateUpdated) ?? createdAt,
    mediaCount: count(record.numMedia),
  }
}

/**
 * What a segment from a long code costs in a country at its dearest network.
 * Throws when the answer names no price.
 * @see https://www.twilio.com/docs/messaging/pricing-api
 */
export const priceOf = (record: { readonly isoCountry?: unknown; readonly priceUnit?: unknown; readonly outboundSmsPrices?: unknown }): CountryPrice => {
  type Price = { readonly number_type?: unknown; readonly numberType?: unknown; readonly current_price?: unknown; readonly currentPrice?: unknown }
  const networks = Array.isArray(record.outboundSmsPrices) ? (record.outboundSmsPrices as readonly { readonly prices?: readonly Price[] }[]) : []
  const all = networks.flatMap((network) => network.prices ?? []).map((price) => ({
    type: text(price.number_type ?? price.numberType).toLowerCase(),
    micros: microsOf(String(price.current_price ?? price.currentPrice ?? '')),
  }))
  const longCode = all.filter(({ type }) => !/short|toll/.test(type))
  const micros = (longCode.length > 0 ? longCode : all).flatMap((price) => price.micros ?? [])
  if (micros.length === 0) throw new Error('no price')
  return { country: text(record.isoCountry), segmentMicros: Math.max(...micros), currency: (text(record.priceUnit) || 'USD').toUpperCase() }
}
