import type { Clock, Random, Timer } from '../environment.ts'
import type { Provider, SendOutcome } from '../provider/provider.ts'
import { backoff } from './backoff.ts'
import type { Claim, Claimed } from './claim.ts'
import { createThrottle } from './throttle.ts'

/** One sender's way out: claims, keeps the rate, sends. It knows no database and no account: it is given both. */
export type Lane = {
  readonly address: string
  /** Sends nothing for the next `ms`. */
  block(ms: number): void
  /** Until when nothing leaves after a refusal, in ms UTC; 0 when nothing is in the way. */
  blockedUntil(): number
  /** The computer may have slept: a pause that is over by its clock is over, though the monotonic one stood still. */
  woke(): void
  /** Look again: something is due, the gate opened, the network is back. */
  pump(): void
  /** Gives back what is claimed but not yet on its way: all of it, or one batch's. */
  release(batchId?: number): void
  setRate(segmentsPerSecond: number): void
  /** Requests under way. */
  inflight(): number
  /** Claims nothing any more; resolves when no request is under way. */
  stop(): Promise<void>
}

export type LaneOptions = {
  readonly address: string
  readonly segmentsPerSecond: number
  readonly clock: Clock
  readonly random: Random
  /** Requests at once; at least 1.5 × rate × latency is needed to keep a rate (MEASURED.md). */
  readonly maxInflight: number
  /** The account to send through; null: nothing may leave now. */
  open(): Provider | null
  claim(limit: number, turn: number): Claimed
  /** Segments that left in the second before this lane was made. */
  readonly justSent: number
  /** Claims that never left. */
  giveBack(claims: readonly Claim[]): void
  /** @returns what the lane does next: 'on', or a pause in milliseconds. */
  settled(claim: Claim, outcome: SendOutcome): 'on' | number
  /** Nothing is under way or claimed any more. */
  drained(): void
  /** Dealing with an outcome failed: the message may have left. */
  broke(claim: Claim, error: unknown): void
}

/** Half a second's worth is claimed ahead: one commit for many, and little to give back on a pause. */
const CLAIM_AHEAD_S = 0.5
const MOST_CLAIMED = 200
/** A claim's permission is asked again after this, of the computer's clock. */
const STALE_MS = 2_500
const LONGEST_SLEEP_MS = 3_600_000
/** After a 429 the rate is halved, down to a sixteenth, and recovers by a tenth of the full rate a second. */
const LOWEST_FACTOR = 1 / 16
const RECOVERY_PER_S = 0.1

export const createLane = (options: LaneOptions): Lane => {
  const { clock, random } = options
  const throttle = createThrottle(options.segmentsPerSecond)
  let fullRate = options.segmentsPerSecond
  let factor = 1
  let slowedAt = 0
  let throttledInARow = 0
  let claims: Claim[] = []
  let turn = 0
  let claimedAt = 0
  let inflight = 0
  // Of the monotonic clock, and the same moment by the computer's.
  let blockedUntil = 0
  let blockedUntilWall = 0
  let stopping: (() => void) | null = null
  let timer: Timer | null = null

  // A restart must not send a second's worth twice in one second.
  if (options.justSent > 0) throttle.take(clock.monotonic(), options.justSent)

  const pumpIn = (ms: number) => {
    timer?.cancel()
    timer = clock.after(ms, pump)
  }

  const block = (ms: number) => {
    if (clock.monotonic() + ms <= blockedUntil) return
    blockedUntil = clock.monotonic() + ms
    blockedUntilWall = clock.now() + ms
  }

  const recover = (now: number) => {
    if (factor === 1) return
    const recovered = Math.min(1, factor + ((now - slowedAt) / 1000) * RECOVERY_PER_S)
    if (recovered - factor < 0.01) return
    factor = recovered
    slowedAt = now
    throttle.setRate(fullRate * factor)
  }

  const slowDown = (retryAfterMs: number | null) => {
    const now = clock.monotonic()
    throttledInARow += 1
    factor = Math.max(LOWEST_FACTOR, factor / 2)
    slowedAt = now
    throttle.setRate(fullRate * factor)
    block(retryAfterMs ?? backoff(throttledInARow, random))
  }

  const refill = (): boolean => {
    if (claims.length > 0) return true
    const limit = Math.max(1, Math.min(MOST_CLAIMED, Math.ceil(throttle.rate * CLAIM_AHEAD_S)))
    const claimed = options.claim(limit, turn++)
    claims = [...claimed.claims]
    claimedAt = clock.now()
    if (claims.length > 0) return true
    if (claimed.again !== null) pumpIn(Math.min(LONGEST_SLEEP_MS, Math.max(10, claimed.again - clock.now())))
    return false
  }

  const send = async (provider: Provider, claim: Claim): Promise<void> => {
    inflight += 1
    try {
      const outcome = await provider.send({ to: claim.number, from: options.address, body: claim.body, smartEncoded: false })
      if (outcome.kind === 'throttled') slowDown(outcome.retryAfterMs)
      else if (outcome.kind === 'accepted') throttledInARow = 0
      const next = options.settled(claim, outcome)
      if (next !== 'on') block(next)
    } catch (error) {
      options.broke(claim, error)
    } finally {
      inflight -= 1
      if (stopping !== null && inflight === 0) stopping()
      else pump()
      if (inflight === 0 && claims.length === 0) options.drained()
    }
  }

  function pump(): void {
    timer?.cancel()
    timer = null
    for (;;) {
      const provider = stopping === null ? options.open() : null
      if (provider === null) return release()
      const now = clock.monotonic()
      if (blockedUntil > now) {
        release()
        return pumpIn(blockedUntil - now)
      }
      if (inflight >= options.maxInflight) return
      recover(now)
      // Claimed before the lid was closed, or too long ago to still be sure: asked again.
      const age = clock.now() - claimedAt
      if (claims.length > 0 && (age > STALE_MS || age < 0)) release()
      if (!refill()) return
      // Asked anew: claiming took its time.
      const at = clock.monotonic()
      const wait = throttle.wait(at, claims[0]!.segments)
      if (wait > 0) return pumpIn(wait)
      const claim = claims.shift()!
      throttle.take(at, claim.segments)
      void send(provider, claim)
    }
  }

  function release(batchId?: number): void {
    const back = batchId === undefined ? claims : claims.filter((claim) => claim.batchId === batchId)
    if (back.length === 0) return
    claims = batchId === undefined ? [] : claims.filter((claim) => claim.batchId !== batchId)
    options.giveBack(back)
  }

  return {
    address: options.address,
    block(ms) {
      block(ms)
      pump()
    },
    blockedUntil: () => (blockedUntil > clock.monotonic() ? clock.now() + blockedUntil - clock.monotonic() : 0),
    woke() {
      if (clock.now() >= blockedUntilWall) blockedUntil = 0
    },
    pump,
    release,
    setRate(rate) {
      fullRate = rate
      throttle.setRate(rate * factor)
    },
    inflight: () => inflight,
    stop: () =>
      new Promise((resolve) => {
        stopping = resolve
        timer?.cancel()
        release()
        if (inflight === 0) resolve()
      }),
  }
}
