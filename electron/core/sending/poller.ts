import type { Clock, Log, Timer } from '../environment.ts'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'
import type { Provider, ProviderMessage } from '../provider/provider.ts'
import { backoff } from './backoff.ts'
import { claimedCount, oldestPending } from './messages.ts'

/**
 * A desktop gets no webhooks: it reads the provider's list, newest first, back to the oldest message that still
 * waits for its end. Replies are in the same list. Waiting is by the monotonic clock and how far to read by the
 * provider's own times, so that a computer whose clock is wrong, or set meanwhile, reads neither late nor too little.
 */
export type Poller = {
  /** Asks soon: the computer woke up, something was put right. */
  hurry(): void
  /** Somebody looks at conversations: asks every 10 s for the next 45, at once when the last reading is that old. */
  look(): void
  /** Asks at once, unless it is asking already or was refused and waits. */
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
/** An entry may appear in the list late by this much: a reading this far back is made every half minute, until nothing can be late any more. */
const LONG_OVERLAP_MS = 2 * 60_000
const LONG_EVERY_MS = 30_000
const FAST_MS = 2_000
/** Reading takes no more than a fifth of the time: a page of 1,000 costs 50 ms here and as much at the other end. */
const REST_FACTOR = 4
/** Replies are on the screen within two minutes whatever else there is to do, or nothing. */
const WATCH_MS = 60_000
/** With messages on their way each asking is one of those that following them may cost. */
const FOLLOW_MS = 75_000
/** With half as much for the request and the page, within 15 s while somebody looks (the window says so again every 20 s). */
const LOOK_MS = 10_000
const LOOK_LASTS_MS = 45_000
/**
 * How old what waits for its end is, and how often messages of that age are looked for: one that took an hour so far
 * need not be looked for every other second, and far back there are many pages.
 */
const AGES = [30_000, 2 * 60_000, 10 * 60_000, 3_600_000, 6 * 3_600_000, GIVE_UP_MS] as const
const AGE_SHARE = 15
/**
 * Requests are paid for, so that following a campaign costs about one for every 60 messages however slowly it leaves
 * (`npm run bench -- poll`): each message that left pays its part, time pays a little, and the less there is the rarer the asking.
 */
const PAID_BY_MESSAGE = 1 / 160
const PAID_BY_MS = 1 / 180_000
const MOST_PAID = 20
const MOST_OWED = 5
/** What cannot be paid for waits for this many times as long, then it is read all the same. */
const PATIENCE = 4
const MOST_PAGES = 200
const PAGE = 1_000
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
  // Of the monotonic clock.
  let plannedAt = Infinity
  let longReadAt = -Infinity
  /** When `since` last moved on. */
  let sinceAt = clock.monotonic()
  let lookUntil = -Infinity
  let begunAt = -Infinity
  let tookMs = 0
  /** Told to wait (429 with Retry-After). */
  let notBefore = -Infinity
  const ageReadAt: number[] = AGES.map(() => -Infinity)
  let paid = MOST_PAID
  let paidAt = clock.monotonic()
  /** Messages that left since the last reading began. */
  let left = 0

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
    const wait = Math.ceil(Math.max(ms, notBefore - clock.monotonic()))
    plannedAt = clock.monotonic() + wait
    if (!stopped) timer = clock.after(wait, tick)
  }
  /** Plans unless something is planned for earlier. */
  const planBy = (ms: number) => {
    if (clock.monotonic() + ms < plannedAt && running === null) plan(ms)
  }

  const pay = (requests: number): void => {
    const now = clock.monotonic()
    paid = Math.max(-MOST_OWED, Math.min(MOST_PAID, paid + (now - paidAt) * PAID_BY_MS) - requests)
    paidAt = now
  }

  /** When the oldest of each age that still waits was claimed; null where nothing of that age does. */
  const waiting = (): readonly (number | null)[] => {
    const now = clock.now()
    return AGES.map((age, index) => {
      const oldest = oldestPending(db, now - age)
      return oldest !== null && (index === 0 || now - oldest > AGES[index - 1]!) ? oldest : null
    })
  }

  /** How soon what left last is asked for, by what is paid for. */
  const soon = (): number => {
    pay(0)
    return Math.max(FAST_MS, tookMs * REST_FACTOR, paid < 1 ? (1 - paid) / PAID_BY_MS : FAST_MS * (MOST_PAID / paid) ** 2)
  }

  const interval = (): number => {
    const now = clock.monotonic()
    const watched = (ms: number) => Math.max(now < lookUntil ? LOOK_MS : ms, tookMs * REST_FACTOR)
    const due = Math.min(...waiting().map((oldest, index) => (oldest === null ? Infinity : ageReadAt[index]! + AGES[index]! / AGE_SHARE - now)))
    // What left while the list was read is not in it yet, and perhaps not even on disk.
    if (due === Infinity && left === 0) return watched(WATCH_MS)
    return Math.min(watched(FOLLOW_MS), Math.max(left > 0 ? 0 : due, soon()))
  }

  /** The provider's time down to which to read now. */
  const readBackTo = (long: boolean): number => {
    const ages = waiting()
    // Only what is neither on its way nor waiting for its end leaves the clocks without a trace.
    if (!compared && ages.every((oldest) => oldest === null)) lead = 0
    compared = false
    const now = clock.monotonic()
    let oldest = Infinity
    for (let index = AGES.length - 1; index >= 0; index--) {
      const claimed = ages[index] ?? null
      const often = AGES[index]! / AGE_SHARE
      if (claimed === null || now < ageReadAt[index]! + often) continue
      const pages = Math.ceil(claimedCount(db, claimed) / PAGE)
      if (pages > 1 && paid < pages && now < ageReadAt[index]! + PATIENCE * often) continue
      oldest = claimed
      ageReadAt.fill(now, 0, index + 1)
      break
    }
    return Math.min(since === null ? Infinity : since - (long ? LONG_OVERLAP_MS : 0), oldest - lead) - SHORT_OVERLAP_MS
  }

  const poll = async (provider: Provider): Promise<'ok' | 'failed'> => {
    const begun = clock.monotonic()
    begunAt = begun
    pay(0)
    const long = begun - longReadAt >= LONG_EVERY_MS && longReadAt < sinceAt + LONG_OVERLAP_MS
    const back = readBackTo(long)
    let newest: number | null = null
    let pages = 0
    let answer = await provider.list({ pageSize: PAGE })
    for (;;) {
      if (stopped) return 'ok'
      if (answer.kind !== 'ok') {
        log.warn('poll.failed', { outcome: answer.kind })
        if (answer.kind === 'offline') options.offline(answer.cause)
        if (answer.kind === 'throttled') notBefore = clock.monotonic() + (answer.retryAfterMs ?? 0)
        return 'failed'
      }
      pages += 1
      pay(1)
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
    tookMs = clock.monotonic() - begun
    plan(hurried ? FAST_MS : interval())
    options.read()
    return 'ok'
  }

  const remember = (newest: number) => {
    const kept = readSetting<Kept>(db, KEY)
    if (since !== newest) sinceAt = clock.monotonic()
    since = newest
    if (kept === null || kept.since !== since || (kept.lead ?? 0) !== lead) writeSetting(db, KEY, { since, lead } satisfies Kept)
  }

  function tick(): void {
    if (running !== null || stopped) return
    const provider = options.provider()
    hurried = false
    if (provider === null) return plan(WATCH_MS)
    left = 0
    running = poll(provider)
      .catch((error: unknown) => {
        log.error('poll.broke', { error: String(error) })
        options.broke(error)
        return 'failed' as const
      })
      .then((outcome) => {
        running = null
        failures = outcome === 'ok' ? 0 : failures + 1
        if (outcome === 'failed') return plan(backoff(failures, options.random, FAST_MS, WATCH_MS))
        // What was asked for after the next reading was planned and before this one had ended.
        if (stopped) return
        if (hurried) planBy(FAST_MS)
        else if (left > 0) planBy(Math.min(soon(), FOLLOW_MS))
      })
  }

  return {
    hurry() {
      if (hurried || stopped) return
      hurried = true
      planBy(FAST_MS)
    },
    look() {
      const now = clock.monotonic()
      lookUntil = now + LOOK_LASTS_MS
      if (!stopped) planBy(Math.max(0, begunAt + LOOK_MS - now))
    },
    now() {
      // What fails has its own pace: whoever waits for the replies must not hammer at the door.
      if (!stopped && running === null && failures === 0) tick()
    },
    compare(claimedAt, createdAt) {
      lead = Math.max(lead, claimedAt - createdAt)
      compared = true
      paid = Math.min(MOST_PAID, paid + PAID_BY_MESSAGE)
      left += 1
      if (!stopped) planBy(Math.min(soon(), FOLLOW_MS))
    },
    lead: () => lead,
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
