/**
 * Keeps a sender to its segments a second: an absolute schedule against drift, and a log of the last second
 * against bursts, also when the event loop was blocked (MEASURED.md, Keeping a rate). Pure: time is given.
 */
export type Throttle = {
  /** Milliseconds until `segments` may leave at `now`; 0 means now. `now` is monotonic. */
  wait(now: number, segments: number): number
  /** Writes down that `segments` left at `now`. */
  take(now: number, segments: number): void
  /** Changes the rate without forgetting the last second. */
  setRate(segmentsPerSecond: number): void
  readonly rate: number
}

/** A second, and two thousandths for what happens between being counted and leaving. */
const WINDOW_MS = 1002
/** A schedule may be caught up by at most this much after a pause; more would only queue at the window. */
const CATCH_UP_MS = 1000

/**
 * @param segmentsPerSecond above 0. A message with more segments than the rate leaves alone, and what
 * follows waits until its segments are paid for.
 */
export const createThrottle = (segmentsPerSecond: number): Throttle => {
  let rate = segmentsPerSecond
  // When the schedule allows the next one; null before the first.
  let next: number | null = null
  let log: { at: number; segments: number }[] = []
  let inWindow = 0

  const forget = (now: number) => {
    let gone = 0
    while (gone < log.length && log[gone]!.at <= now - WINDOW_MS) inWindow -= log[gone++]!.segments
    if (gone > 0) log = log.slice(gone)
  }

  const windowWait = (now: number, segments: number): number => {
    forget(now)
    const room = Math.max(1, Math.ceil(rate)) - segments
    if (inWindow === 0 || inWindow <= room) return 0
    let left = inWindow
    for (const entry of log) {
      left -= entry.segments
      // A hair more than the difference, which rounding may make 0 while the entry is still inside.
      if (left === 0 || left <= room) return Math.max(0.001, entry.at + WINDOW_MS - now)
    }
    return 0
  }

  return {
    get rate() {
      return rate
    },
    wait: (now, segments) => Math.max(0, (next ?? now) - now, windowWait(now, segments)),
    take(now, segments) {
      forget(now)
      const from = next === null ? now : Math.max(next, now - CATCH_UP_MS)
      next = from + (segments / rate) * 1000
      log.push({ at: now, segments })
      inWindow += segments
    },
    setRate(value) {
      if (value === rate) return
      rate = value
      next = null
    },
  }
}
