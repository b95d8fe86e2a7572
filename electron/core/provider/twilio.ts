import { microsOf } from '../../../shared/money.ts'
import type { Log } from '../environment.ts'
import { classOf, errorCodes } from './error-codes.ts'
import { downloadMedia } from './media.ts'
import type {
  ListFilter, OutgoingMessage, Provider, ProviderAccount, ProviderCredentials, ProviderMessage,
  ProviderNumber, ProviderRefusal, SendOutcome,
} from './provider.ts'
import { createTransport, NoAnswer, Throttled, type Transport } from './transport.ts'
import { messageOf, priceOf } from './twilio-records.ts'

export type TwilioOptions = {
  readonly log: Log
  /** Default 30,000: Twilio's own advice. */
  readonly timeoutMs?: number
  /** Connections at a time, default 64. At least 1.5 × messages a second × seconds an answer takes. */
  readonly maxSockets?: number
  /** Reads a Retry-After that is a date. Default Date.now. */
  readonly now?: () => number
}

export type TwilioProvider = Provider & {
  setMaxSockets(count: number): void
  /** Requests of this account in progress as Twilio last counted them; null when it has not said. */
  concurrentRequests(): number | null
}

/** Why a call gave no value; the same five whatever the call. */
type Trouble =
  | { readonly kind: 'refused'; readonly refusal: ProviderRefusal }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null }
  | { readonly kind: 'offline'; readonly cause: string }
  | { readonly kind: 'failed'; readonly cause: string }

const apiHost = 'https://api.twilio.com/'

/**
 * Twilio's implementation of Provider, also for the practice carrier (by `credentials.baseUrl`).
 * The SDK is loaded with the first call. No call throws; nothing secret and no message's words are in what it logs or
 * gives back.
 */
export const createTwilioProvider = (credentials: ProviderCredentials, options: TwilioOptions): TwilioProvider => {
  const { log } = options
  let maxSockets = options.maxSockets ?? 64
  let opening: Promise<Transport> | null = null
  let current: Transport | null = null

  const open = (): Promise<Transport> => {
    opening ??= createTransport({ ...credentials, timeoutMs: options.timeoutMs ?? 30_000, maxSockets, now: options.now ?? Date.now })
    return opening
  }

  const scrub = (text: string): string => text.replaceAll(credentials.authToken, '***').slice(0, 500)
  const refused = (httpStatus: number, code: number, message: string): Trouble => ({
    kind: 'refused',
    refusal: { httpStatus, code, message: scrub(message), class: classOf(code, httpStatus) },
  })

  const troubleOf = (error: unknown): Trouble => {
    if (error instanceof NoAnswer) return error.sent ? { kind: 'failed', cause: error.reason } : { kind: 'offline', cause: error.reason }
    if (error instanceof Throttled) {
      // A queue that is full or a day's limit comes as a 429 too; a short wait would not help there.
      const known = error.code !== 20429 && errorCodes.has(error.code)
      return known ? refused(429, error.code, error.text) : { kind: 'throttled', retryAfterMs: error.retryAfterMs }
    }
    const { status, code, message } = (typeof error === 'object' && error !== null ? error : {}) as { status?: unknown; code?: unknown; message?: unknown }
    if (typeof status !== 'number') return { kind: 'failed', cause: 'unreadable-answer' }
    const number = typeof code === 'number' ? code : 0
    if (status < 400 || classOf(number, status) === 'ambiguous') return { kind: 'failed', cause: `http-${status}` }
    return refused(status, number, typeof message === 'string' ? message : '')
  }

  const call = async <T>(operation: string, run: (transport: Transport) => Promise<T>, again = false): Promise<{ kind: 'ok'; value: T } | Trouble> => {
    // The SDK throws on these; Twilio would say the same of them.
    if (!/^AC[0-9a-fA-F]{32}$/.test(credentials.accountSid) || credentials.authToken === '') return refused(401, 20003, 'Authenticate')
    try {
      current = await open()
    } catch {
      opening = null
      log.error('provider.not-loaded', { operation })
      return { kind: 'offline', cause: 'not-loaded' }
    }
    try {
      return { kind: 'ok', value: await run(current) }
    } catch (error) {
      const trouble = troubleOf(error)
      // A connection that had rested too long. Reading twice harms nobody; sending twice would.
      const stale = trouble.kind === 'failed' && (trouble.cause === 'ECONNRESET' || trouble.cause === 'EPIPE')
      if (stale) current?.dropIdle()
      if (stale && operation !== 'send' && !again) return call(operation, run, true)
      log.warn('provider.call-failed', { operation, kind: trouble.kind, ...detailOf(trouble) })
      return trouble
    }
  }

  return {
    account: () => call<ProviderAccount>('account', async ({ client }) => {
      const account = await client.api.v2010.accounts(credentials.accountSid).fetch()
      return { sid: account.sid, name: account.friendlyName, status: account.status, trial: account.type === 'Trial' }
    }),

    balance: () => call('balance', async ({ client }) => {
      const balance = await client.api.v2010.accounts(credentials.accountSid).balance.fetch()
      const micros = microsOf(balance.balance)
      if (micros === null) throw new Error('unreadable balance')
      return { micros, currency: (balance.currency ?? 'USD').toUpperCase() }
    }),

    numbers: () => call<readonly ProviderNumber[]>('numbers', async ({ client }) => {
      const found: ProviderNumber[] = []
      let page = await client.incomingPhoneNumbers.page({ pageSize: 1_000 })
      for (;;) {
        for (const own of page.instances) {
          const can = own.capabilities as { sms?: boolean; mms?: boolean } | null
          found.push({ sid: own.sid, number: own.phoneNumber, name: own.friendlyName, sms: can?.sms === true, mms: can?.mms === true })
        }
        if (!page.nextPageUrl) return found
        page = await client.incomingPhoneNumbers.getPage(page.nextPageUrl)
      }
    }),

    price: (country) => call('price', async ({ client }) => priceOf(await client.pricing.v1.messaging.countries(country).fetch())),

    send: async (message): Promise<SendOutcome> => {
      const answer = await call('send', async ({ client }) => sentMessage(await client.messages.create(parametersOf(message))))
      switch (answer.kind) {
        case 'ok':
          return { kind: 'accepted', message: answer.value }
        case 'failed':
          return { kind: 'unknown', cause: answer.cause }
        default:
          return answer
      }
    },

    fetch: (sid) => call('fetch', async ({ client }) => sentMessage(await client.messages(sid).fetch())),

    list: async (filter) => {
      if ('next' in filter && !filter.next.startsWith(apiHost)) return { kind: 'failed', cause: 'foreign-address' }
      return call('list', async ({ client }) => {
        const page = 'next' in filter ? await client.messages.getPage(filter.next) : await client.messages.page(filterOf(filter))
        return { messages: page.instances.map(sentMessage), next: page.nextPageUrl ?? null }
      })
    },

    media: (messageSid) => call('media', async ({ client }) => {
      const found = await client.messages(messageSid).media.list({ limit: 10, pageSize: 10 })
      // Newest first, as all lists are; the order in which they were sent is that of their times.
      return found.map(({ sid, contentType, dateCreated }) => ({ sid, contentType, at: dateCreated instanceof Date ? dateCreated.getTime() : 0 })).toReversed().toSorted((a, b) => a.at - b.at).map(({ sid, contentType }) => ({ sid, contentType }))
    }),

    download: async (messageSid, mediaSid, maxBytes) => {
      const answer = await downloadMedia(credentials, messageSid, mediaSid, maxBytes)
      if (answer.kind !== 'ok') log.warn('provider.call-failed', { operation: 'download', kind: answer.kind })
      return answer
    },

    redact: (sid) => call('redact', async ({ client }) => {
      const emptied = sentMessage(await client.messages(sid).update({ body: '' }))
      if (emptied.body !== '') throw new Error('not emptied')
      return null
    }),

    removeMedia: (messageSid, mediaSid) => call('remove-media', async ({ client }) => {
      await client.messages(messageSid).media(mediaSid).remove()
      return null
    }),

    close: async () => {
      const opened = await opening?.catch(() => null)
      opening = null
      current = null
      opened?.close()
    },

    setMaxSockets: (count) => {
      maxSockets = count
      current?.setMaxSockets(count)
    },
    concurrentRequests: () => current?.concurrentRequests() ?? null,
  }
}

const detailOf = (trouble: Trouble): Record<string, unknown> => {
  switch (trouble.kind) {
    case 'refused':
      return { code: trouble.refusal.code, status: trouble.refusal.httpStatus }
    case 'throttled':
      return { retryAfterMs: trouble.retryAfterMs }
    case 'offline':
    case 'failed':
      return { cause: trouble.cause }
  }
}

const parametersOf = (message: OutgoingMessage) => ({
  to: message.to,
  ...(/^MG[0-9a-fA-F]{32}$/.test(message.from) ? { messagingServiceSid: message.from } : { from: message.from }),
  body: message.body,
  smartEncoded: message.smartEncoded,
  ...(message.validitySeconds === undefined ? {} : { validityPeriod: message.validitySeconds }),
})

const filterOf = (filter: ListFilter) => ({
  ...(filter.to === undefined ? {} : { to: filter.to }),
  ...(filter.from === undefined ? {} : { from: filter.from }),
  ...(filter.sentAfter === undefined ? {} : { dateSentAfter: new Date(filter.sentAfter) }),
  ...(filter.sentBefore === undefined ? {} : { dateSentBefore: new Date(filter.sentBefore) }),
  pageSize: Math.min(1_000, Math.max(1, filter.pageSize ?? 50)),
})

/** An answer without a SID is no message: whoever asked must look again. */
const sentMessage = (record: Parameters<typeof messageOf>[0]): ProviderMessage => {
  const message = messageOf(record)
  if (message === null) throw new Error('unreadable message')
  return message
}
