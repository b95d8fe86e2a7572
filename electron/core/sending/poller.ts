import type { Clock, Log, Timer } from '../environment.ts'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'
import type { Provider, ProviderMessage } from '../provider/provider.ts'
import { backoff } from './backoff.ts'
import { oldestPending } from './messages.ts'

/**
 * A desktop gets no webhooks: it reads the provider's list, newest first, back to the oldest message that still
 * waits for its end. Replies are in the same list.
 */
export type Poller = {
  /** Asks soon: messages just left, or the computer woke up. */
  hurry(): void
  /** Asks at once, unless it is asking already. */
  now(): void
  start(): void
  stop(): Promise<void>
}

export type PollerOptions = {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  provider(): Provider | null
  /** True while messages are leaving. */
  sending(): boolean
  /** Everything up to now has been taken. */
  read(): void
  /** There is no network. */
  offline(cause: string): void
  /** A page of the list, in both directions; handled before the next page is asked for. */
  take(messages: readonly ProviderMessage[]): void
}

/** What is undecided for longer is not asked for any more (issue: shown as such). */
const GIVE_UP_MS = 72 * 3_600_000
/** Entries may appear late and out of order by this much. */
const OVERLAP_MS = 2 * 60_000
const FAST_MS = 2_000
const RECENT_MS = 5 * 60_000
const SLOW_MS = 20_000
const WATCH_MS = 60_000
const MOST_PAGES = 200
const KEY = 'poll'

export const createPoller = (options: PollerOptions): Poller => {
  const { db, clock, log } = options
  let timer: Timer | null = null
  let running: Promise<void> | null = null
  let stopped = true
  let failures = 0
  let hurried = false

  /** Everything newer than this is read; replies older than the first poll are not ours to handle. */
  let since = readSetting<{ since: number }>(db, KEY)?.since ?? clock.now()
  writeSetting(db, KEY, { since })

  const plan = (ms: number) => {
    timer?.cancel()
    if (!stopped) timer = clock.after(ms, tick)
  }

  const interval = (pages: number): number => {
    const pending = oldestPending(db, clock.now() - GIVE_UP_MS)
    if (options.sending()) return Math.max(FAST_MS, pages * 500)
    if (pending === null) return WATCH_MS
    return clock.now() - pending < RECENT_MS ? Math.max(FAST_MS, pages * 500) : SLOW_MS
  }

  const poll = async (provider: Provider): Promise<'ok' | 'failed'> => {
    const pending = oldestPending(db, clock.now() - GIVE_UP_MS)
    const back = Math.min(since, pending ?? Infinity) - OVERLAP_MS
    let newest = since
    let pages = 0
    let answer = await provider.list({ pageSize: 1000 })
    for (;;) {
      if (stopped) return 'ok'
      if (answer.kind !== 'ok') {
        log.warn('poll.failed', { outcome: answer.kind })
        if (answer.kind === 'offline') options.offline(answer.cause)
        return 'failed'
      }
      pages += 1
      const { messages, next } = answer.value
      options.take(messages)
      if (messages.length > 0) newest = Math.max(newest, messages[0]!.createdAt)
      const oldest = messages.at(-1)
      if (next === null || oldest === undefined || oldest.createdAt < back || pages >= MOST_PAGES) break
      answer = await provider.list({ next })
    }
    if (newest > since) writeSetting(db, KEY, { since: (since = newest) })
    // What left while the list was read is not in it yet, and perhaps not even on disk.
    plan(hurried ? FAST_MS : interval(pages))
    options.read()
    return 'ok'
  }

  function tick(): void {
    if (running !== null || stopped) return
    const provider = options.provider()
    hurried = false
    if (provider === null) return plan(WATCH_MS)
    running = poll(provider)
      .catch((error: unknown) => {
        log.error('poll.broke', { error: String(error) })
        return 'failed' as const
      })
      .then((outcome) => {
        running = null
        failures = outcome === 'ok' ? 0 : failures + 1
        if (outcome === 'failed') plan(backoff(failures, options.random, FAST_MS, WATCH_MS))
      })
  }

  return {
    hurry() {
      if (hurried || stopped) return
      hurried = true
      plan(FAST_MS)
    },
    now() {
      if (!stopped && running === null) tick()
    },
    start() {
      stopped = false
      tick()
    },
    async stop() {
      stopped = true
      timer?.cancel()
      await running
    },
  }
}
