import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock, Log } from '../environment.ts'
import type { FaultPlan, PracticeRequest } from './faults.ts'
import { answerCall, routeOf, type Call, type Desk } from './routes.ts'
import { errorReply, notFound, type WireReply } from './wire.ts'

export type ServerOptions = {
  readonly desk: () => Desk
  readonly accountSid: string
  readonly authToken: string
  readonly clock: Clock
  readonly log: Log
  readonly faults: () => FaultPlan
  /** Sees every request and what was answered; `reply` is null when nothing was. For tests. */
  readonly onExchange: (seen: SeenExchange) => void
}

export type SeenExchange = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly contentType: string | null
  readonly reply: WireReply | null
}

const maximumBody = 256 * 1024

const readBody = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let size = 0
    request.on('data', (piece: Buffer) => {
      size += piece.length
      if (size > maximumBody) request.destroy(new Error('too large'))
      else pieces.push(piece)
    })
    request.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')))
    request.on('error', reject)
  })

const write = (response: ServerResponse, reply: WireReply): void => {
  if (reply.raw !== undefined) {
    response.writeHead(reply.status, { 'Content-Type': reply.raw.contentType, 'Content-Length': reply.raw.data.length, ...reply.headers }).end(reply.raw.data)
    return
  }
  const text = reply.body === null ? '' : JSON.stringify(reply.body)
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(text), 'Twilio-Concurrent-Requests': '1', ...reply.headers }
  response.writeHead(reply.status, headers).end(text)
}

/** A server of Twilio's API for this computer only; not listening yet. */
export const createPracticeServer = (options: ServerOptions): Server => {
  let count = 0

  const expected = `Basic ${Buffer.from(`${options.accountSid}:${options.authToken}`).toString('base64')}`

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const desk = options.desk()
    const url = new URL(request.url ?? '/', 'http://practice')
    const method = request.method ?? 'GET'
    const form = new URLSearchParams(method === 'POST' ? await readBody(request) : '')
    const path = decodeURIComponent(url.pathname)
    const seen = { method, path, query: url.searchParams, form, contentType: request.headers['content-type'] ?? null }
    const finish = (reply: WireReply): void => {
      options.onExchange({ ...seen, reply })
      write(response, reply)
    }

    const route = routeOf(desk.accountSid, method, path)
    const { operation, foreign } = route
    if (request.headers.authorization !== expected) return finish(errorReply(401, 20003, 'Authenticate'))
    if (foreign) return finish(notFound(path))

    const asked: PracticeRequest = { count: ++count, method, path, operation, params: method === 'POST' ? form : url.searchParams }
    const fault = options.faults()(asked)
    const call: Call = { route, path, query: url.searchParams, form, now: options.clock.now(), hideMs: fault?.kind === 'late-list' ? fault.ms : 0 }
    switch (fault?.kind) {
      case undefined:
      case 'late-list':
        return finish(answerCall(desk, call))
      case 'throttle':
        return finish({ ...errorReply(429, 20429), headers: fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) } })
      case 'error':
        if (fault.accept) answerCall(desk, call)
        return finish(errorReply(fault.status, fault.status === 503 ? 20503 : 20500))
      case 'hang':
      case 'reset':
        if (fault.accept) answerCall(desk, call)
        options.onExchange({ ...seen, reply: null })
        if (fault.kind === 'reset') request.socket.resetAndDestroy()
        return
      case 'slow': {
        const reply = answerCall(desk, call)
        options.clock.after(fault.ms, () => finish(reply))
        return
      }
      case 'garbage':
        answerCall(desk, call)
        options.onExchange({ ...seen, reply: null })
        response.writeHead(operation === 'create' ? 201 : 200, { 'Content-Type': 'application/json' }).end('{"sid": "SM')
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((problem: unknown) => {
      options.log.error('practice.request-failed', { cause: problem instanceof Error ? problem.message : 'unknown' })
      if (!response.headersSent && !response.destroyed) write(response, errorReply(500, 20500))
    })
  })
  // Longer than a client rests between two polls: an idle connection closed under a new request looks like a lost answer.
  server.keepAliveTimeout = 75_000
  return server
}

/** Listens on this computer only; resolves with the port. */
export const listenLocally = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })

/** Closes, cutting what is still open. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
