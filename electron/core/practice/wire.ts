import { errorCodes } from '../provider/error-codes.ts'
import { failedMessageMicros, type CountryTariff, type PracticeNumber } from './account.ts'
import type { MediaRow, MessageRow } from './store.ts'

/** Twilio's JSON, as its OpenAPI description says; tests hold every answer against that description. */

/** `raw`: in the place of JSON, with its own type. */
export type WireReply = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string>; readonly raw?: { readonly contentType: string; readonly data: Buffer } }

export const apiVersion = '2010-04-01'

/** RFC 2822 in UTC with whole seconds, as Twilio writes dates: "Thu, 24 Aug 2023 05:01:45 +0000". */
export const rfc2822 = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000')

/** Dollars as a decimal string of micro-dollars, five digits, negative for a charge. */
const charge = (micros: number): string => (-micros / 1_000_000).toFixed(5)

/** An error answer; the title of the code where the table has one. */
export const errorReply = (status: number, code: number, message?: string): WireReply => ({
  status,
  body: {
    code,
    message: message ?? errorCodes.get(code)?.title ?? 'Error',
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  },
})

export const notFound = (path: string): WireReply => errorReply(404, 20404, `The requested resource ${path} was not found`)

/** A message as Twilio shows it. A Messaging Service has neither sender nor segment count before it has decided. */
export const messageJson = (accountSid: string, row: MessageRow) => {
  const undecided = row.service_sid !== null && (row.status === 'accepted' || row.status === 'scheduled')
  const uri = `/${apiVersion}/Accounts/${accountSid}/Messages/${row.sid}`
  const cost = row.status === 'failed' ? failedMessageMicros : row.cost_micros
  return {
    account_sid: accountSid,
    api_version: apiVersion,
    body: row.body,
    date_created: rfc2822(row.created_at),
    date_sent: row.sent_at === null ? null : rfc2822(row.sent_at),
    date_updated: rfc2822(row.updated_at),
    direction: row.direction,
    error_code: row.error_code,
    error_message: row.error_code === null ? null : (errorCodes.get(row.error_code)?.title ?? null),
    from: undecided ? null : row.from_number,
    messaging_service_sid: row.service_sid,
    num_media: String(row.media_count),
    num_segments: undecided ? '0' : String(row.segments),
    price: row.sent_at === null ? null : charge(cost),
    price_unit: 'USD',
    sid: row.sid,
    status: row.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: row.to_number,
    uri: `${uri}.json`,
  }
}

/** A file of a message as Twilio lists it. */
export const mediaJson = (accountSid: string, messageSid: string, row: MediaRow) => ({
  sid: row.sid,
  account_sid: accountSid,
  parent_sid: messageSid,
  content_type: row.content_type,
  date_created: rfc2822(row.created_at),
  date_updated: rfc2822(row.created_at),
  uri: `/${apiVersion}/Accounts/${accountSid}/Messages/${messageSid}/Media/${row.sid}.json`,
})

export type PageOf<T> = {
  readonly path: string
  /** The filters as they were asked, without the paging fields. */
  readonly filters: URLSearchParams
  readonly page: number
  readonly pageSize: number
  readonly nextToken: string | null
  readonly previousToken: string | null
  readonly items: readonly T[]
}

/** Twilio's envelope around a page. */
export const pageJson = <T>(key: string, of: PageOf<T>) => {
  const uri = (page: number, token: string | null): string => {
    const query = new URLSearchParams(of.filters)
    query.set('PageSize', String(of.pageSize))
    query.set('Page', String(page))
    if (token !== null) query.set('PageToken', token)
    return `${of.path}?${query.toString()}`
  }
  const start = of.page * of.pageSize
  return {
    end: start + Math.max(0, of.items.length - 1),
    first_page_uri: uri(0, null),
    next_page_uri: of.nextToken === null ? null : uri(of.page + 1, of.nextToken),
    page: of.page,
    page_size: of.pageSize,
    previous_page_uri: of.previousToken === null ? null : uri(of.page - 1, of.previousToken),
    start,
    uri: uri(of.page, null),
    [key]: of.items,
  }
}

export const numberJson = (accountSid: string, number: PracticeNumber, createdAt: number) => ({
  account_sid: accountSid,
  address_requirements: 'none',
  address_sid: null,
  api_version: apiVersion,
  beta: false,
  bundle_sid: null,
  capabilities: { fax: false, mms: number.mms, sms: true, voice: true },
  date_created: rfc2822(createdAt),
  date_updated: rfc2822(createdAt),
  emergency_address_sid: null,
  emergency_address_status: 'unregistered',
  emergency_status: 'Inactive',
  friendly_name: number.name,
  identity_sid: null,
  origin: 'twilio',
  phone_number: number.number,
  sid: number.sid,
  sms_application_sid: null,
  sms_fallback_method: 'POST',
  sms_fallback_url: null,
  sms_method: 'POST',
  sms_url: null,
  status: 'in-use',
  status_callback: null,
  status_callback_method: 'POST',
  trunk_sid: null,
  uri: `/${apiVersion}/Accounts/${accountSid}/IncomingPhoneNumbers/${number.sid}.json`,
  voice_application_sid: null,
  voice_caller_id_lookup: false,
  voice_fallback_method: 'POST',
  voice_fallback_url: null,
  voice_method: 'POST',
  voice_receive_mode: 'voice',
  voice_url: null,
})

/** `auth_token` is left null: nobody needs it back, and it cannot leak from there. */
export const accountJson = (accountSid: string, createdAt: number) => {
  const uri = `/${apiVersion}/Accounts/${accountSid}`
  return {
    auth_token: null,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    friendly_name: 'Practice account',
    owner_account_sid: accountSid,
    sid: accountSid,
    status: 'active',
    subresource_uris: { balance: `${uri}/Balance.json`, incoming_phone_numbers: `${uri}/IncomingPhoneNumbers.json`, messages: `${uri}/Messages.json` },
    type: 'Full',
    uri: `${uri}.json`,
  }
}

export const balanceJson = (accountSid: string, micros: number) => ({
  account_sid: accountSid,
  balance: (micros / 1_000_000).toFixed(5),
  currency: 'USD',
})

export const countryJson = (tariff: CountryTariff) => {
  const dollars = (micros: number): string => (micros / 1_000_000).toFixed(4)
  const price = (micros: number, type: string) => ({ base_price: dollars(micros), current_price: dollars(micros), number_type: type })
  return {
    country: tariff.name,
    iso_country: tariff.iso,
    price_unit: 'USD',
    url: `https://pricing.twilio.com/v1/Messaging/Countries/${tariff.iso}`,
    inbound_sms_prices: [price(tariff.inMicros, 'local')],
    outbound_sms_prices: ['Practice Mobile', 'Practice Telecom'].map((carrier, index) => ({
      carrier,
      mcc: '001',
      mnc: `0${index + 1}`,
      prices: [price(tariff.outMicros, 'local'), price(tariff.outMicros, 'mobile'), price(tariff.outMicros, 'toll free')],
    })),
  }
}
