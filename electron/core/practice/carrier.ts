import type { Server } from 'node:http'
import type { Clock, Log, Random } from '../environment.ts'
import { lifelike, type Behaviour } from './behaviour.ts'
import { createExchange, type Exchange, type PracticeMedia } from './exchange.ts'
import { faultPlan, type Faults } from './faults.ts'
import type { Desk } from './routes.ts'
import { closeServer, createPracticeServer, listenLocally, type SeenExchange } from './server.ts'
import { openStore, type MessageRow, type Store } from './store.ts'

export type PracticeCarrierOptions = {
  /** Its own database; ':memory:' forgets at stop. */
  readonly file: string
  readonly clock: Clock
  /** Draws the seed and the credentials of a new database; an existing one keeps its own. */
  readonly random: Random
  readonly log: Log
  /** "AC" and 32 hex digits. Default: drawn once and kept in the database. */
  readonly accountSid?: string
  readonly authToken?: string
  /** Default 0: any free one. A restart keeps the port it had. */
  readonly port?: number
  readonly faults?: Faults
  /** What differs from `lifelike`. */
  readonly behaviour?: Partial<Behaviour>
  /** Where better-sqlite3's compiled part lies, when not beside its module. */
  readonly nativeBinding?: string
  /** Sees every exchange; for tests. */
  readonly onExchange?: (seen: SeenExchange) => void
}

export type PracticeCarrier = {
  /** "http://127.0.0.1:port"; throws before start. */
  readonly url: string
  readonly accountSid: string
  readonly authToken: string
  start(): Promise<void>
  /** Cuts open connections and closes the database; start again to go on where it was. */
  stop(): Promise<void>
  setFaults(faults: Faults | null): void
  /** Every message it ever took from a client, oldest first, deleted ones too. */
  accepted(): readonly MessageRow[]
  /** Somebody writes to one of the account's numbers. Gives the message's SID. */
  injectInbound(message: { readonly from: string; readonly to: string; readonly body: string; readonly media?: readonly PracticeMedia[] }): string
}

/**
 * A carrier to practise with: a server on this computer that answers Twilio's messaging API over its own database.
 * Throws when the database cannot be opened.
 */
export const createPracticeCarrier = (options: PracticeCarrierOptions): PracticeCarrier => {
  const behaviour: Behaviour = { ...lifelike, ...options.behaviour }
  let faults = faultPlan(options.faults)
  let running: { server: Server | null; store: Store; exchange: Exchange; desk: Desk } | null = null
  let port = options.port ?? 0
  let url: string | null = null
  let kept: { accountSid: string; authToken: string } | null = null

  const hex = (length: number): string => Array.from({ length }, () => Math.floor(options.random() * 16).toString(16)).join('')

  const open = () => {
    const store = openStore(options.file, options.nativeBinding)
    const remembered = (key: string, draw: () => string): string => {
      const value = store.meta(key) ?? draw()
      store.setMeta(key, value)
      return value
    }
    const accountSid = options.accountSid ?? kept?.accountSid ?? remembered('account_sid', () => `AC${hex(32)}`)
    const authToken = options.authToken ?? kept?.authToken ?? remembered('auth_token', () => hex(32))
    const seed = Number(remembered('seed', () => String(Math.floor(options.random() * 0x1_0000_0000))))
    const createdAt = Number(remembered('created_at', () => String(options.clock.now())))
    const exchange = createExchange(store, seed, behaviour)
    kept = { accountSid, authToken }
    running = { server: null, store, exchange, desk: { accountSid, createdAt, store, exchange } }
    return running
  }

  const opened = () => {
    if (running === null) throw new Error('The practice carrier is stopped.')
    return running
  }

  // Opened at once, so that the credentials are known before it starts.
  open()

  return {
    get url() {
      if (url === null) throw new Error('The practice carrier has not started.')
      return url
    },
    get accountSid() {
      return kept!.accountSid
    },
    get authToken() {
      return kept!.authToken
    },
    async start() {
      const now = running ?? open()
      if (now.server !== null) return
      const server = createPracticeServer({
        desk: () => opened().desk,
        ...kept!,
        clock: options.clock,
        log: options.log,
        faults: () => faults,
        onExchange: (seen) => options.onExchange?.(seen),
      })
      now.server = server
      port = await listenLocally(server, port)
      url = `http://127.0.0.1:${port}`
      options.log.info('practice.started', { port })
    },
    async stop() {
      const now = running
      if (now === null) return
      running = null
      if (now.server !== null) await closeServer(now.server)
      now.store.close()
      options.log.info('practice.stopped')
    },
    setFaults: (next) => void (faults = faultPlan(next)),
    accepted: () => opened().store.accepted(),
    injectInbound: ({ from, to, body, media }) => {
      const { exchange } = opened()
      const now = options.clock.now()
      exchange.advance(now)
      return exchange.receive(from, to, body, now, media)
    },
  }
}
