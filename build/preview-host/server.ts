import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isCallName, unknownCall } from '../../electron/host/checks.ts'
import { pageHeaders } from '../../electron/host/csp.ts'
import { servedFile } from '../../electron/host/served-files.ts'
import type { CallName } from '../../shared/contract/index.ts'
import type { FileTicket } from '../../shared/contract/common.ts'
import type { Result } from '../../shared/result.ts'

/** The part of core that a host needs. */
export type HostedCore = {
  call(name: CallName, input: unknown): Promise<Result<unknown>>
  on(listener: (event: string, data: unknown) => void): () => void
  readonly files: { grant(path: string): FileTicket; path(fileId: string): string | null }
}

export type PreviewHostOptions = {
  readonly core: HostedCore
  /** The built renderer: out/renderer. */
  readonly rendererFolder: string
  /** Bytes of a call's input. Default 2 MB. */
  readonly maxCallBytes?: number
  /** Bytes of an uploaded file. Default 1 GB. */
  readonly maxUploadBytes?: number
  /** Called with the number of windows that listen, whenever it changes. */
  readonly onWindows?: (count: number) => void
}

export type PreviewHost = {
  /** Opens the window once: it holds a token that is exchanged for a cookie. */
  readonly url: string
  /** Another one, for another window. */
  newUrl(): string
  close(): Promise<void>
}

class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

const readBody = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > limit) throw new Refusal(413, 'Too large.')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** A name from the window as a file's name: no folder, nothing a file system minds. */
const safeName = (given: string): string => basename(given.replaceAll('\\', '/')).replace(/[\p{Cc}<>:"|?*/]/gu, '_').slice(-120).replace(/^\.*$/, '') || 'file'

/**
 * Serves the built renderer and one core to a browser on this computer, for development and tests; never packaged.
 * Who may ask: only a page that was opened with the one-time token (now a cookie it cannot read), that sends our own
 * Origin, and that asked for 127.0.0.1 by that name, so that neither another site nor a rebound name gets in.
 */
export const createPreviewHost = async (options: PreviewHostOptions): Promise<PreviewHost> => {
  const { core, rendererFolder, maxCallBytes = 2_000_000, maxUploadBytes = 1_000_000_000 } = options
  const tokens = new Set<string>()
  const session = randomBytes(32).toString('base64url')
  const windows = new Set<ServerResponse>()
  const uploads = await mkdtemp(join(tmpdir(), 'deskbell-preview-'))
  let port = 0
  const host = (): string => `127.0.0.1:${port}`
  const origin = (): string => `http://${host()}`
  // Cookies know no ports; the name does, so that several hosts can serve one browser.
  const cookieName = (): string => `deskbell-${port}`

  const newUrl = (): string => {
    const token = randomBytes(32).toString('base64url')
    tokens.add(token)
    return `${origin()}/?token=${token}`
  }

  const send = (response: ServerResponse, status: number, type: string, body: string | Buffer): void => {
    response.writeHead(status, { ...pageHeaders, 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body)
  }
  const sendJson = (response: ServerResponse, value: unknown): void => { send(response, 200, 'application/json; charset=utf-8', JSON.stringify(value)) }

  const hasSession = (request: IncomingMessage): boolean =>
    (request.headers.cookie ?? '').split(';').some((pair) => {
      const [name, value = ''] = pair.trim().split('=')
      return name === cookieName() && same(value, session)
    })

  const enter = (url: URL, response: ServerResponse): void => {
    const token = url.searchParams.get('token') ?? ''
    if (!tokens.delete(token)) throw new Refusal(403, 'This address was used already. Close the window and start Deskbell again.')
    response
      .writeHead(303, { ...pageHeaders, Location: '/', 'Set-Cookie': `${cookieName()}=${session}; HttpOnly; SameSite=Strict; Path=/` })
      .end()
  }

  const page = async (path: string, response: ServerResponse): Promise<void> => {
    const file = path === '/bridge.mjs'
      ? { body: await readFile(new URL('./bridge.mjs', import.meta.url)), type: 'text/javascript; charset=utf-8' }
      : await servedFile(rendererFolder, path)
    if (file === null) throw new Refusal(404, 'There is no such page.')
    const body = path === '/' || path === '/index.html'
      ? file.body.toString('utf8').replace('<head>', '<head>\n    <script src="/bridge.mjs"></script>')
      : file.body
    send(response, 200, file.type, body)
  }

  const listen = (response: ServerResponse): void => {
    response.writeHead(200, { ...pageHeaders, 'Content-Type': 'text/event-stream' })
    response.write(': here\n\n')
    windows.add(response)
    options.onWindows?.(windows.size)
    response.on('close', () => {
      windows.delete(response)
      options.onWindows?.(windows.size)
    })
  }

  const answerCall = async (name: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) throw new Refusal(415, 'JSON only.')
    const body = (await readBody(request, maxCallBytes)).toString('utf8')
    let input: unknown
    try {
      input = JSON.parse(body)
    } catch {
      throw new Refusal(400, 'That is not JSON.')
    }
    sendJson(response, isCallName(name) ? await core.call(name, input) : unknownCall())
  }

  const takeUpload = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const folder = join(uploads, randomUUID())
    const file = join(folder, safeName(decodeURIComponent(String(request.headers['x-file-name'] ?? 'file'))))
    await mkdir(folder)
    let bytes = 0
    try {
      await pipeline(
        request,
        async function* (pieces: AsyncIterable<Buffer>) {
          for await (const piece of pieces) {
            bytes += piece.length
            if (bytes > maxUploadBytes) throw new Refusal(413, 'Too large.')
            yield piece
          }
        },
        createWriteStream(file),
      )
    } catch (cause) {
      await rm(folder, { recursive: true, force: true })
      throw cause
    }
    sendJson(response, core.files.grant(file))
  }

  const giveDownload = async (fileId: string, name: string, response: ServerResponse): Promise<void> => {
    const path = core.files.path(fileId)
    if (path === null) throw new Refusal(404, 'There is no such file.')
    response.writeHead(200, {
      ...pageHeaders,
      'Content-Type': 'application/octet-stream',
      'Content-Length': (await stat(path)).size,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(safeName(name))}`,
    })
    await pipeline(createReadStream(path), response)
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.headers.host !== host()) throw new Refusal(403, 'Wrong host.')
    const givenOrigin = request.headers.origin
    if (givenOrigin !== undefined && givenOrigin !== origin()) throw new Refusal(403, 'Wrong origin.')
    // The path as it came: URL would tidy "/../" away before anybody could refuse it.
    const path = (request.url ?? '/').split('?')[0]!
    const url = new URL(request.url ?? '/', origin())
    if (request.method === 'GET' && path === '/' && url.searchParams.has('token')) return enter(url, response)
    if (!hasSession(request)) throw new Refusal(403, 'Open Deskbell with npm start.')
    if (request.method === 'GET') {
      if (path === '/events') return listen(response)
      if (path.startsWith('/download/')) return giveDownload(decodeURIComponent(path.slice('/download/'.length)), url.searchParams.get('name') ?? 'file', response)
      return page(path, response)
    }
    if (request.method !== 'POST') throw new Refusal(405, 'GET and POST only.')
    if (givenOrigin === undefined) throw new Refusal(403, 'No origin.')
    if (path === '/upload') return takeUpload(request, response)
    if (path.startsWith('/call/')) return answerCall(decodeURIComponent(path.slice('/call/'.length)), request, response)
    throw new Refusal(404, 'There is no such call.')
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((cause: unknown) => {
      if (response.headersSent) return void response.destroy()
      const refusal = cause instanceof Refusal ? cause : cause instanceof URIError ? new Refusal(400, 'Bad address.') : new Refusal(500, 'The preview host failed.')
      if (refusal.status === 500) console.error(cause)
      // What was not read would be taken for the next request.
      response.setHeader('Connection', 'close')
      send(response, refusal.status, 'text/plain; charset=utf-8', refusal.message)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  port = (server.address() as AddressInfo).port
  const forget = core.on((event, data) => {
    const message = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
    windows.forEach((window) => window.write(message))
  })

  return {
    url: newUrl(),
    newUrl,
    async close() {
      forget()
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve() }) })
      server.closeAllConnections()
      await closed
      await rm(uploads, { recursive: true, force: true })
    },
  }
}
