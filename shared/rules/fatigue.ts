/** How often one number may be texted for marketing: rolling windows, not calendar days. */
import { ruleOf, type Rules } from './hours-data.ts'

export type Caps = {
  /** In any 24 hours. */
  readonly perDay: number
  /** In any seven days. */
  readonly perWeek: number
  /** What the law of a place allows in any 24 hours, whatever the owner chose. */
  readonly rolling24?: number
}

const DAY = 86_400_000

/** Our own rule, not a law's: too many messages is the first reason people leave. The owner may change it. */
export const DEFAULT_CAPS: Caps = { perDay: 1, perWeek: 4 }

type Most = { readonly perDay: number | null; readonly perWeek: number | null }

/** Whether a change of the owner's caps (null: none) lets more through than it is now and than a new book starts with. */
export const loosened = (now: Most, change: { readonly perDay?: number | null | undefined; readonly perWeek?: number | null | undefined }, start: Most): boolean =>
  (['perDay', 'perWeek'] as const).some((cap) => change[cap] !== undefined && (change[cap] ?? Infinity) > Math.max(now[cap] ?? Infinity, start[cap] ?? Infinity))

/** With `cap` messages in any window: free once the cap-th newest has left the window. */
const freeAt = (newestFirst: readonly number[], cap: number, window: number): number => {
  if (cap < 1) return Infinity
  const holding = newestFirst[Math.floor(cap) - 1]
  return holding === undefined ? -Infinity : holding + window
}

/**
 * The earliest moment ≥ `at` when a number may get another marketing message: `at` itself when it may now, null when
 * never (a cap of 0). `sentAt` are the times of earlier ones, in any order; a message exactly a window old no longer
 * counts, and one dated after `at` (the clock was set back) does.
 */
export const fatigueWait = (sentAt: readonly number[], at: number, caps: Caps): number | null => {
  const newestFirst = [...sentAt].sort((one, other) => other - one)
  const free = Math.max(
    at,
    freeAt(newestFirst, Math.min(caps.perDay, caps.rolling24 ?? Infinity), DAY),
    freeAt(newestFirst, caps.perWeek, 7 * DAY),
  )
  return free === Infinity ? null : free
}

/** The owner's caps and the strictest of every candidate place (Florida: three in 24 hours). */
export const capsOf = (places: readonly string[], ownCaps: Caps = DEFAULT_CAPS, overrides?: Rules): Caps => {
  let rolling24 = ownCaps.rolling24 ?? Infinity
  for (const place of places) rolling24 = Math.min(rolling24, ruleOf(place, overrides).cap24 ?? Infinity)
  return rolling24 === Infinity ? { perDay: ownCaps.perDay, perWeek: ownCaps.perWeek } : { perDay: ownCaps.perDay, perWeek: ownCaps.perWeek, rolling24 }
}
