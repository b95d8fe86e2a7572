import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Twilio } from 'twilio'
import type RequestClient from 'twilio/lib/base/RequestClient.js'

/** The way to Twilio: the SDK's own client with our agents, seen headers, and errors that carry nothing secret. */

/** A 429 with what its header said. Thrown through the SDK, which would drop the header. */
export class Throttled extends Error {
  readonly retryAfterMs: number | null
  readonly code: number
  readonly text: string
  constructor(retryAfterMs: number | null, code: number, text: string) {
    super('throttled')
    this.retryAfterMs = retryAfterMs
    this.code = code
    this.text = text
  }
}

/** A request that got no answer. `sent` is false only when no connection was ever made. */
export class NoAnswer extends Error {
  readonly sent: boolean
  /** A system error code such as ECONNRESET, or a word of ours; never a sentence of the library's. */
  readonly reason: string
  constructor(sent: boolean, reason: string) {
    super('no answer')
    this.sent = sent
    this.reason = reason
  }
}

export type TransportOptions = {
  readonly accountSid: string
  readonly authToken: string
  readonly baseUrl?: string | undefined
  readonly timeoutMs: number
  readonly maxSockets: number
  readonly now: () => number
}

export type Transport = {
  readonly client: Twilio
  setMaxSockets(count: number): void
  /** Twilio's count of requests of this account in progress, as its last answer said; null before any. */
  concurrentRequests(): number | null
  /** Ends the connections nobody uses: after one was found dead, its idle fellows are suspect. */
  dropIdle(): void
  close(): void
}

/**
 * Milliseconds of a Retry-After header: seconds or an HTTP date; null when absent or unreadable.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export const retryAfterMs = (header: unknown, now: number): number | null => {
  if (typeof header !== 'string' || header.trim() === '') return null
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Math.round(Number(header) * 1_000)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

// Sockets over which bytes of a request may have left: TCP connected, and for https the handshake done.
const connected = new WeakSet<object>()

const watched = <A extends http.Agent>(agent: A, event: 'connect' | 'secureConnect'): A => {
  const make = agent.createConnection.bind(agent)
  agent.createConnection = (...args: Parameters<typeof make>) => {
    const socket = make(...args)
    socket?.once(event, () => connected.add(socket))
    return socket
  }
  return agent
}

// The failures of connect and getaddrinfo; the same codes from read or write would mean a connection had been there.
const neverConnected = (error: unknown): boolean => {
  const { syscall, errors, cause } = error as { syscall?: unknown; errors?: unknown; cause?: unknown }
  if (Array.isArray(errors)) return errors.length > 0 && errors.every(neverConnected)
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true
  return typeof cause === 'object' && cause !== null && neverConnected(cause)
}

/** What a failed request is worth saying: whether it can have left, and a bare code. Keeps nothing of the error. */
const noAnswer = (error: unknown): NoAnswer => {
  const { code, request } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown; request?: { socket?: Socket | null } }
  const reason = typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : 'no-answer'
  const socket = request?.socket
  // A request that waited for a socket, or whose socket never finished connecting, cannot have left.
  const waited = request !== undefined && 'socket' in request && (socket == null || !connected.has(socket))
  return new NoAnswer(!(waited || neverConnected(error)), reason)
}

const fieldsOf = (body: unknown): { code: number; text: string } => {
  let parsed = body
  try {
    if (typeof body === 'string') parsed = JSON.parse(body)
  } catch {
    parsed = null
  }
  const { code, message } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as { code?: unknown; message?: unknown }
  return { code: typeof code === 'number' ? code : 0, text: typeof message === 'string' ? message : '' }
}

/** What the library may take longer than its own time-out. */
const GRACE_MS = 2_000

/**
 * The answer, or NoAnswer when it takes longer. The library's own time-out begins with a socket; a request that was
 * never given one would be waited for without end (torture met such a one).
 */
const within = async <T>(ms: number, answer: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(true, 'no-answer-in-time')), ms)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
    answer.catch(() => undefined)
  }
}

/**
 * Loads the SDK (150 ms, 33 MB: so only when a call is to be made) and makes a client whose every request goes
 * through here. Throws when the SDK cannot be loaded or the base URL is none.
 */
export const createTransport = async (options: TransportOptions): Promise<Transport> => {
  const { default: twilio } = await import('twilio')
  const base = options.baseUrl === undefined ? null : new URL(options.baseUrl)
  const settings = { keepAlive: true, timeout: options.timeoutMs, maxSockets: options.maxSockets, maxFreeSockets: options.maxSockets, scheduling: 'lifo' } as const
  const httpAgent = watched(new http.Agent(settings), 'connect')
  const httpsAgent = watched(new https.Agent(settings), 'secureConnect')
  let concurrent: number | null = null

  // Sending asks for the same address each time.
  let last = { uri: '', target: '' }
  const targetOf = (uri: string): string => {
    if (uri === last.uri) return last.target
    const url = new URL(uri)
    // The password goes to Twilio or to the server we were told of, never to an address an answer named.
    if (url.protocol !== 'https:' || !/(^|\.)twilio\.com$/.test(url.hostname)) throw new NoAnswer(false, 'foreign-address')
    const target = base === null ? uri : `${base.origin}${base.pathname.replace(/\/$/, '')}${url.pathname}${url.search}`
    last = { uri, target }
    return target
  }

  class Client extends twilio.RequestClient {
    constructor() {
      // An empty `ca` keeps the SDK from reading a file named in the environment; our agents replace its own anyway,
      // also the one it would make for HTTP_PROXY.
      super({ timeout: options.timeoutMs, autoRetry: false, ca: '' })
      this.axios.defaults.httpAgent = httpAgent
      this.axios.defaults.httpsAgent = httpsAgent
    }

    override async request<T>(asked: RequestClient.RequestOptions<T>) {
      const uri = targetOf(asked.uri)
      let answer
      try {
        answer = await within(options.timeoutMs + GRACE_MS, super.request<T>({ ...asked, uri, logLevel: '' }))
      } catch (error) {
        // The library's error holds the authorization header and the message's words: it ends here.
        throw error instanceof NoAnswer ? error : noAnswer(error)
      } finally {
        // The SDK keeps the last request, header and words included.
        delete this.lastRequest
        delete this.lastResponse
      }
      const headers = (answer.headers ?? {}) as Record<string, unknown>
      const running = Number(headers['twilio-concurrent-requests'])
      if (Number.isFinite(running)) concurrent = running
      if (answer.statusCode === 429) {
        const { code, text } = fieldsOf(answer.body)
        throw new Throttled(retryAfterMs(headers['retry-after'], options.now()), code, text)
      }
      return answer
    }
  }

  const client = twilio(options.accountSid, options.authToken, {
    httpClient: new Client(),
    autoRetry: false,
    // Empty, so that TWILIO_EDGE, TWILIO_REGION and TWILIO_LOG_LEVEL of the environment do not reach in.
    edge: '',
    region: '',
    logLevel: '',
  })
  return {
    client,
    setMaxSockets: (count) => {
      for (const agent of [httpAgent, httpsAgent]) agent.maxSockets = agent.maxFreeSockets = count
    },
    concurrentRequests: () => concurrent,
    dropIdle: () => {
      for (const agent of [httpAgent, httpsAgent]) for (const sockets of Object.values(agent.freeSockets)) for (const socket of [...(sockets ?? [])]) socket.destroy()
    },
    close: () => {
      httpAgent.destroy()
      httpsAgent.destroy()
    },
  }
}
