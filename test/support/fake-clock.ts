import type { Clock } from '../../electron/core/environment.ts'

export type FakeClock = Clock & {
  /** Lets `ms` pass: runs what falls due in order, each at its own moment, and lets promises settle in between. */
  advance(ms: number): Promise<void>
  /** Sets the computer's clock without time passing, as a person would. */
  jump(ms: number): void
  /** How many timers wait. */
  pending(): number
}

/** Promises that hang on nothing but each other have settled after this. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await new Promise<void>((resolve) => setImmediate(resolve))
}

/** A clock that stands still until told. `start` is milliseconds since 1970 UTC. */
export const createFakeClock = (start: number): FakeClock => {
  let tick = 0
  let offset = start
  let order = 0
  const timers = new Set<{ readonly at: number; readonly order: number; readonly run: () => void }>()
  const next = (until: number) =>
    [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]
  return {
    now: () => offset + tick,
    monotonic: () => tick,
    after(ms, run) {
      const timer = { at: tick + Math.max(0, ms), order: order++, run }
      timers.add(timer)
      return { cancel: () => void timers.delete(timer) }
    },
    async advance(ms) {
      const until = tick + ms
      await settle()
      for (let due = next(until); due !== undefined; due = next(until)) {
        timers.delete(due)
        tick = Math.max(tick, due.at)
        due.run()
        await settle()
      }
      tick = until
      await settle()
    },
    jump: (ms) => void (offset += ms),
    pending: () => timers.size,
  }
}
