/** What core is given from outside: time, chance, secrets, a log. Tests give their own. */

/** Stops a timer; stopping twice is harmless. */
export type Timer = { cancel(): void }

export type Clock = {
  /** Milliseconds since 1970 UTC. May jump when somebody sets the computer's clock. */
  now(): number
  /** Milliseconds from some fixed point; never jumps back. For throttling and durations. */
  monotonic(): number
  /** Calls `run` once after `ms`. Never keeps the process alive by itself. */
  after(ms: number, run: () => void): Timer
}

/** A number in [0, 1), like Math.random. */
export type Random = () => number

/** Structured log; the writer redacts numbers, bodies and secrets. */
export type Log = {
  debug(event: string, data?: Record<string, unknown>): void
  info(event: string, data?: Record<string, unknown>): void
  warn(event: string, data?: Record<string, unknown>): void
  error(event: string, data?: Record<string, unknown>): void
}

/** Where secrets live: the system's vault under Electron, memory in tests. Never a log, a window or an export. */
export type Vault = {
  /** 'system' is encrypted by the operating system; 'memory' is forgotten at exit; 'none' refuses to keep anything. */
  readonly kind: 'system' | 'memory' | 'none'
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

/** The computer's own clock. */
export const systemClock: Clock = scaledClock(1)

/**
 * A clock that runs `speed` times as fast as the computer's since `origin` (milliseconds UTC; default now): for the
 * demo, the benches and torture. Processes that share an origin share the time.
 */
export function scaledClock(speed: number, origin: number = Date.now()): Clock {
  const tickStart = performance.now()
  return {
    now: () => (speed === 1 ? Date.now() : Math.round(origin + (Date.now() - origin) * speed)),
    monotonic: () => (performance.now() - tickStart) * speed,
    after(ms, run) {
      // setTimeout takes at most 2^31-1 ms; a longer wait wakes up and waits again.
      const deadline = performance.now() + ms / speed
      let handle: NodeJS.Timeout
      const arm = () => {
        const left = deadline - performance.now()
        if (left <= 0.5) run()
        else {
          handle = setTimeout(arm, Math.min(left, 2_000_000_000))
          handle.unref()
        }
      }
      handle = setTimeout(arm, Math.min(Math.max(0, ms / speed), 2_000_000_000))
      handle.unref()
      return { cancel: () => clearTimeout(handle) }
    },
  }
}

/** Repeatable chance from a 32-bit seed (the public-domain mulberry32 recurrence). */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A log that says nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** A vault that forgets at exit. */
export const memoryVault = (): Vault => {
  const secrets = new Map<string, string>()
  return {
    kind: 'memory',
    get: (name) => Promise.resolve(secrets.get(name) ?? null),
    set: (name, value) => Promise.resolve(void secrets.set(name, value)),
    remove: (name) => Promise.resolve(void secrets.delete(name)),
  }
}
