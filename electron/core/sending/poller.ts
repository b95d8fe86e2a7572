import type { Clock, Log, Timer } from '../environment.ts'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'
import type { Provider, ProviderMessage } from '../provider/provider.ts'
import { backoff } from './backoff.ts'
import { oldestPending } from './messages.ts'

/**
 * A desktop gets no webhooks: it reads the provider's list, newest first, back to the oldest message that still
 * waits for its end. Replies are in the same list. Waiting is by the monotonic clock and how far to read by the
 * provider's own times, so that a computer whose clock is wrong, or set meanwhile, reads neither late nor too little.
 */
export type Poller = {
  /** Asks soon: messages just left, or the computer woke up. */
  hurry(): void
  /** Asks at once, unless it is asking already. */
  now(): void
  /** A message claimed at `claimedAt` (this computer's time) was created at `createdAt` (the provider's); both ms UTC. */
  compare(claimedAt: number, createdAt: number): void
  /** How far this computer's clock was ahead of the provider's when what still waits was claimed, at the most; in ms, not below 0. */
  lead(): number
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
  /** A page of the list, in both directions; resolves when it is on disk, before the next page is asked for. */
  take(messages: readonly ProviderMessage[]): Promise<void>
  /** The book could not be written. */
  broke(error: unknown): void
}

/** What is undecided for longer is not asked for any more (issue: shown as such). */
const GIVE_UP_MS = 72 * 3_600_000
/** The provider's times are whole seconds, and neighbours may be listed in another order. */
const SHORT_OVERLAP_MS = 5_000
/** An entry may appear in the list late by this much: a reading this far back is made at the least every half minute. */
const LONG_OVERLAP_MS = 2 * 60_000
const LONG_EVERY_MS = 30_000
const FAST_MS = 2_000
/** Reading takes no more than a fifth of the time: a page of 1,000 costs 50 ms here and as much at the other end. */
const REST_FACTOR = 4
const RECENT_MS = 5 * 60_000
const SLOW_MS = 20_000
const WATCH_MS = 60_000
const MOST_PAGES = 200
const KEY = 'poll'

/** As kept in the book. `since`: the provider's time of the newest entry read; everything before it is read. */
type Kept = { readonly since: number | null; readonly lead?: number }

export const createPoller = (options: PollerOptions): Poller => {
  const { db, clock, log } = options
  let timer: Timer | null = null
  let running: Promise<void> | null = null
  let stopped = true
  let failures = 0
  let hurried = false
  /** Of the monotonic clock. */
  let lastLeftAt = 0
  let longReadAt = -Infinity

  /** Null before the first poll of a book, which takes one page: what is older is not ours to handle. */
  let since: number | null
  let lead: number
  let compared = false
  {
    const kept = readSetting<Kept>(db, KEY)
    since = kept?.since ?? null
    lead = kept?.lead ?? 0
  }

  const plan = (ms: number) => {
    timer?.cancel()
    if (!stopped) timer = clock.after(ms, tick)
  }

  const pendingSince = (): number | null => oldestPending(db, clock.now() - GIVE_UP_MS)

  const interval = (tookMs: number): number => {
    const fast = Math.max(FAST_MS, tookMs * REST_FACTOR)
    if (options.sending()) return fast
    if (pendingSince() === null) return WATCH_MS
    return clock.monotonic() - lastLeftAt < RECENT_MS ? fast : Math.max(SLOW_MS, fast)
  }

  /** The provider's time down to which to read now. */
  const readBackTo = (long: boolean): number => {
    const pending = pendingSince()
    // Only what is neither on its way nor waiting for its end leaves the clocks without a trace.
    if (pending === null && !compared) lead = 0
    compared = false
    const oldest = pending === null ? Infinity : pending - lead
    return Math.min(since === null ? Infinity : since - (long ? LONG_OVERLAP_MS : 0), oldest) - SHORT_OVERLAP_MS
  }

  const poll = async (provider: Provider): Promise<'ok' | 'failed'> => {
    const begun = clock.monotonic()
    const long = begun - longReadAt >= LONG_EVERY_MS
    const back = readBackTo(long)
    let newest: number | null = null
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
      await options.take(messages)
      if (stopped) return 'ok'
      newest ??= messages[0]?.createdAt ?? null
      const oldest = messages.at(-1)
      if (next === null || oldest === undefined || oldest.createdAt < back || pages >= MOST_PAGES) break
      answer = await provider.list({ next })
    }
    remember(newest ?? since ?? 0)
    if (long) longReadAt = begun
    // What left while the list was read is not in it yet, and perhaps not even on disk.
    plan(hurried ? FAST_MS : interval(clock.monotonic() - begun))
    options.read()
    return 'ok'
  }

  const remember = (newest: number) => {
    const kept = readSetting<Kept>(db, KEY)
    since = newest
    if (kept === null || kept.since !== since || (kept.lead ?? 0) !== lead) writeSetting(db, KEY, { since, lead } satisfies Kept)
  }

  function tick(): void {
    if (running !== null || stopped) return
    const provider = options.provider()
    hurried = false
    if (provider === null) return plan(WATCH_MS)
    running = poll(provider)
      .catch((error: unknown) => {
        log.error('poll.broke', { error: String(error) })
        options.broke(error)
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
    compare(claimedAt, createdAt) {
      lastLeftAt = clock.monotonic()
      lead = Math.max(lead, claimedAt - createdAt)
      compared = true
    },
    lead: () => lead,
    start() {
      stopped = false
      lastLeftAt = clock.monotonic()
      tick()
    },
    async stop() {
      stopped = true
      timer?.cancel()
      await running
    },
  }
}
