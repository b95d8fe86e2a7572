import { magicFrom, magicTo, magicValidFrom, practiceNumbers, practiceService, senderFor, tariffOfCountry } from './account.ts'
import { smartEncode } from '../../../shared/sms/smart-encoding.ts'
import type { Exchange } from './exchange.ts'
import type { Operation } from './faults.ts'
import type { Store } from './store.ts'
import { accountJson, apiVersion, balanceJson, countryJson, errorReply, messageJson, notFound, mediaJson, numberJson, pageJson, type WireReply } from './wire.ts'

export type Desk = {
  readonly accountSid: string
  readonly createdAt: number
  readonly store: Store
  readonly exchange: Exchange
}

export type Call = {
  readonly route: Route
  readonly path: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly now: number
  /** A created message stays out of lists that long. */
  readonly hideMs: number
}

const openingMicros = 1_000_000_000

const settled: ReadonlySet<string> = new Set(['delivered', 'undelivered', 'failed', 'canceled', 'received'])

const pricePath = /^\/v1\/Messaging\/Countries\/([A-Za-z]{2})$/
const accountPath = new RegExp(`^/${apiVersion}/Accounts/([^/.]+)(?:/([A-Za-z]+)(?:/([^/.]+))?)?\\.json$`)

const mediaPath = new RegExp(`^/${apiVersion}/Accounts/([^/.]+)/Messages/([^/.]+)/Media(?:\\.json|/(ME[0-9a-f]{32})(\\.json)?)$`)

/** A call, the SID or country in its path, and whether the path names another account. */
export type Route = { readonly operation: Operation; readonly sid: string; readonly foreign: boolean }

/** Which of Twilio's calls this is. */
export const routeOf = (accountSid: string, method: string, path: string): Route => {
  const found = (operation: Operation, sid = '') => ({ operation, sid, foreign: false })
  const pricing = pricePath.exec(path)
  if (pricing && method === 'GET') return found('price', pricing[1]!.toUpperCase())
  const media = mediaPath.exec(path)
  if (media && media[1] === accountSid && method === 'DELETE' && media[4] !== undefined) return found('remove-media', `${media[2]!}/${media[3]!}`)
  if (media && media[1] === accountSid && method === 'GET' && media[4] === undefined) return found(media[3] === undefined ? 'media' : 'download', media[3] === undefined ? media[2]! : `${media[2]!}/${media[3]}`)
  const inAccount = accountPath.exec(path)
  if (!inAccount) return found('other')
  const [, owner, resource, sid] = inAccount
  if (owner !== accountSid) return { operation: 'other', sid: '', foreign: true }
  if (resource === undefined) return found(method === 'GET' ? 'account' : 'other')
  if (resource === 'Balance' && method === 'GET') return found('balance')
  if (resource === 'IncomingPhoneNumbers' && method === 'GET' && sid === undefined) return found('numbers')
  if (resource !== 'Messages') return found('other')
  if (sid === undefined) return found(method === 'POST' ? 'create' : method === 'GET' ? 'list' : 'other')
  return found(method === 'GET' ? 'fetch' : method === 'POST' ? 'update' : method === 'DELETE' ? 'delete' : 'other', sid)
}

/** Carries out a call and says what Twilio would. */
export const answerCall = (desk: Desk, call: Call): WireReply => {
  const { operation, sid } = call.route
  const { accountSid, store, exchange } = desk
  switch (operation) {
    case 'create':
      exchange.advancePeople(call.now)
      return createMessage(desk, call)
    case 'list':
      exchange.advance(call.now)
      return listMessages(desk, call)
    case 'fetch': {
      exchange.advance(call.now)
      const row = store.bySid(sid)
      return row ? { status: 200, body: messageJson(accountSid, row) } : notFound(call.path)
    }
    case 'update':
      exchange.advance(call.now)
      return updateMessage(desk, call, sid)
    case 'delete': {
      exchange.advance(call.now)
      const row = store.bySid(sid)
      if (!row) return notFound(call.path)
      // Twilio keeps a message until it has settled.
      if (!settled.has(row.status)) return errorReply(409, 20009, 'Cannot delete this resource before it is complete')
      store.remove(row.seq, call.now)
      return { status: 204, body: null }
    }
    case 'numbers': {
      const wanted = call.query.get('PhoneNumber')
      const items = practiceNumbers.filter((own) => wanted === null || own.number.includes(wanted)).map((own) => numberJson(accountSid, own, desk.createdAt))
      const page = { path: call.path, filters: filtersOf(call.query), page: 0, pageSize: pageSizeOf(call.query), nextToken: null, previousToken: null, items }
      return { status: 200, body: pageJson('incoming_phone_numbers', page) }
    }
    case 'balance':
      exchange.advance(call.now)
      return { status: 200, body: balanceJson(accountSid, openingMicros - store.spentMicros()) }
    case 'media': {
      const row = store.bySid(sid)
      if (!row) return notFound(call.path)
      const items = store.mediaOf(row.seq).map((one) => mediaJson(accountSid, row.sid, one))
      return { status: 200, body: pageJson('media_list', { path: call.path, filters: filtersOf(call.query), page: 0, pageSize: pageSizeOf(call.query), nextToken: null, previousToken: null, items }) }
    }
    case 'download': {
      const [message = '', media = ''] = sid.split('/')
      const row = store.bySid(message)
      const file = row === null ? null : store.mediaData(row.seq, media)
      return file === null ? notFound(call.path) : { status: 200, body: null, raw: { contentType: file.content_type, data: file.data } }
    }
    case 'remove-media': {
      const [message = '', media = ''] = sid.split('/')
      const row = store.bySid(message)
      return row !== null && store.removeMedia(row.seq, media) ? { status: 204, body: null } : notFound(call.path)
    }
    case 'account':
      return { status: 200, body: accountJson(accountSid, desk.createdAt) }
    case 'price': {
      const tariff = tariffOfCountry(sid)
      return tariff ? { status: 200, body: countryJson(tariff) } : notFound(call.path)
    }
    case 'other':
      return notFound(call.path)
  }
}

const bad = (code: number, message?: string): WireReply => errorReply(400, code, message)

/** E.164 of what Twilio would accept as a number, or null. */
const numberOf = (text: string): string | null => {
  const bare = text.replace(/[\s().-]/g, '')
  return /^\+[1-9]\d{6,14}$/.test(bare) ? bare : null
}

const createMessage = (desk: Desk, call: Call): WireReply => {
  const { form, now } = call
  const to = form.get('To') ?? ''
  const service = form.get('MessagingServiceSid') || null
  const from = form.get('From') || null
  const media = form.getAll('MediaUrl')
  const body = form.get('SmartEncoded') === 'true' ? smartEncode(form.get('Body') ?? '') : (form.get('Body') ?? '')

  if (to === '') return bad(21604, "A 'To' phone number is required.")
  if (from === null && service === null) return bad(21603, "A 'From' or 'MessagingServiceSid' parameter is required.")
  if (body === '' && media.length === 0) return bad(21602, 'Message body is required.')
  if (body.length > 1_600) return bad(21617, 'The concatenated message body exceeds the 1600 character limit.')
  if (media.length > 10) return bad(21623)
  if (media.some((url) => !/^https?:\/\/./.test(url))) return bad(21620)

  const recipient = numberOf(to)
  if (recipient === null) return bad(21211, "The 'To' number is not a valid phone number.")
  const sender = from === null ? senderFor(recipient) : (numberOf(from) ?? from)
  const trouble = senderTrouble(sender, service, media.length > 0) ?? magicTo.get(recipient) ?? null
  if (trouble !== null) return bad(trouble)
  if (sender === recipient) return bad(21211, "The 'To' and 'From' numbers are the same.")

  const validity = form.get('ValidityPeriod')
  if (validity !== null && !(/^\d+$/.test(validity) && Number(validity) >= 1 && Number(validity) <= 36_000)) return bad(21624)
  const schedule = scheduleOf(form, service, now)
  if (schedule.kind === 'bad') return bad(schedule.code)

  const optedOut = desk.store.optedOut(service ?? sender, recipient) || desk.store.optedOut(sender, recipient)
  const tollFree = desk.exchange.isTollFree(sender)
  if (optedOut && !tollFree) return bad(21610, 'Attempt to send to unsubscribed recipient.')
  const message = {
    from: sender,
    to: recipient,
    body,
    serviceSid: service,
    mediaCount: media.length,
    sendAt: schedule.at,
    listedAt: now + call.hideMs,
    // A toll-free STOP is kept by the network, which drops what comes after.
    blockedWith: optedOut && tollFree ? 30004 : null,
  }
  return { status: 201, body: messageJson(desk.accountSid, desk.exchange.accept(message, now)) }
}

const senderTrouble = (sender: string, service: string | null, media: boolean): number | null => {
  const magic = magicFrom.get(sender)
  if (magic !== undefined) return magic
  if (service !== null && service !== practiceService) return 21705
  if (sender === magicValidFrom) return null
  const own = practiceNumbers.find((number) => number.number === sender)
  if (!own) return numberOf(sender) === null ? 21212 : 21606
  return media && !own.mms ? 21621 : null
}

/** Scheduling: a service, and 300 s to 35 days ahead. */
const scheduleOf = (form: URLSearchParams, service: string | null, now: number): { kind: 'ok'; at: number | null } | { kind: 'bad'; code: number } => {
  if (form.get('ScheduleType') !== 'fixed') return { kind: 'ok', at: null }
  const sendAt = form.get('SendAt')
  if (!sendAt) return { kind: 'bad', code: 35111 }
  if (service === null) return { kind: 'bad', code: 35118 }
  const at = Date.parse(sendAt)
  if (!(at > now + 300_000 && at <= now + 35 * 86_400_000)) return { kind: 'bad', code: 35114 }
  return { kind: 'ok', at }
}

const updateMessage = (desk: Desk, call: Call, sid: string): WireReply => {
  const row = desk.store.bySid(sid)
  if (!row) return notFound(call.path)
  const status = call.form.get('Status')
  const body = call.form.get('Body')
  if (status !== null && status !== 'canceled') return bad(20001, "Unknown parameters: 'Status' can only become 'canceled'.")
  if (body !== null && body !== '') return bad(20001, "'Body' can only be emptied.")
  // https://www.twilio.com/docs/api/errors/30409
  if (body === '' && !settled.has(row.status) && status === null) return errorReply(409, 20009, 'Cannot update this resource before it is complete')
  if (status === 'canceled' && row.status !== 'scheduled') return bad(30409, 'This message cannot be canceled.')
  if (status === 'canceled') desk.store.transaction(() => desk.store.cancel(row.seq, call.now))
  if (body === '') desk.store.redact(row.seq, call.now)
  return { status: 200, body: messageJson(desk.accountSid, desk.store.bySid(sid)!) }
}

const pageSizeOf = (query: URLSearchParams): number => {
  const size = Number(query.get('PageSize') ?? 50)
  return Number.isInteger(size) && size > 0 ? Math.min(size, 1_000) : 50
}

const filtersOf = (query: URLSearchParams): URLSearchParams =>
  new URLSearchParams([...query].filter(([name]) => !['PageSize', 'Page', 'PageToken'].includes(name)))

const day = 86_400_000

/** The window of sent dates asked for, both ends within; undefined when a date cannot be read. */
const sentWindow = (query: URLSearchParams): { from: number | null; until: number | null } | undefined => {
  const read = (name: string): number | null => {
    const text = query.get(name)
    return text === null ? null : Date.parse(text)
  }
  const on = read('DateSent')
  const from = on === null ? read('DateSent>') : Math.floor(on / day) * day
  const until = on === null ? read('DateSent<') : Math.floor(on / day) * day + day - 1
  return Number.isNaN(from) || Number.isNaN(until) ? undefined : { from, until }
}

// A token names the message the page starts beside, so that newer ones neither repeat nor hide anything.
const listMessages = (desk: Desk, call: Call): WireReply => {
  const { query, now } = call
  const window = sentWindow(query)
  if (!window) return bad(20001, 'A date could not be read.')
  const page = Math.max(0, Math.trunc(Number(query.get('Page') ?? 0)) || 0)
  const pageSize = pageSizeOf(query)
  const token = /^P([AB])((?:SM|MM)[0-9a-f]{32})$/.exec(query.get('PageToken') ?? '')
  const anchor = token === null ? null : desk.store.seqOf(token[2]!)
  if (query.has('PageToken') && anchor === null) return bad(20001, 'The page token is not valid.')
  const backwards = token?.[1] === 'B'
  const rows = desk.store.list({
    to: query.get('To'),
    from: query.get('From'),
    sentFrom: window.from,
    sentUntil: window.until,
    now,
    // One more tells whether there is another page.
    limit: pageSize + 1,
    offset: token === null ? page * pageSize : 0,
    before: backwards ? null : anchor,
    after: backwards ? anchor : null,
  })
  const more = rows.length > pageSize
  const shown = !more ? rows : backwards ? rows.slice(1) : rows.slice(0, pageSize)
  const body = pageJson('messages', {
    path: call.path,
    filters: filtersOf(query),
    page,
    pageSize,
    nextToken: (more || backwards) && shown.length > 0 ? `PA${shown.at(-1)!.sid}` : null,
    previousToken: page > 0 && shown.length > 0 ? `PB${shown[0]!.sid}` : null,
    items: shown.map((row) => messageJson(desk.accountSid, row)),
  })
  return { status: 200, body }
}
