/** How exactly a lane keeps its rate: over a minute of simulated time, and for seconds of real time with a blocked event loop. */
import { systemClock, seededRandom, type Clock } from '../../electron/core/environment.ts'
import type { Provider, ProviderMessage } from '../../electron/core/provider/provider.ts'
import { createLane } from '../../electron/core/sending/lane.ts'
import { createFakeClock } from '../support/fake-clock.ts'

export type RateResult = {
  readonly rate: number
  readonly seconds: number
  readonly how: 'simulated' | 'simulated, blocked' | 'real, blocked'
  readonly sent: number
  /** Sent against rate × seconds. */
  readonly share: number
  /** The most segments in any second. */
  readonly busiest: number
}

const RATES = [1, 3, 12, 100, 225] as const

/** A lane with no end of messages, and a provider that answers at once; notes when each left. */
const startLane = (clock: Clock, rate: number) => {
  const sent: number[] = []
  let id = 0
  const message = { status: 'queued' } as ProviderMessage
  const provider = { send: () => (sent.push(clock.monotonic()), Promise.resolve({ kind: 'accepted' as const, message })) } as unknown as Provider
  const lane = createLane({
    address: 'bench', segmentsPerSecond: rate, clock, random: seededRandom(1), maxInflight: 64, justSent: 0,
    open: () => provider,
    claim: (limit) => ({ claims: Array.from({ length: limit }, () => ({ id: ++id, batchId: null, number: '', body: '', segments: 1, attempts: 1, claimedAt: 0 })), again: null }),
    giveBack() {},
    settled: () => 'on',
    drained() {},
    broke() {},
  })
  lane.pump()
  return { sent, lane }
}

const busiestSecond = (sent: readonly number[]): number => {
  let from = 0
  let most = 0
  for (const [to, at] of sent.entries()) {
    while (sent[from]! <= at - 1000) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}

const resultOf = (rate: number, seconds: number, how: RateResult['how'], sent: readonly number[]): RateResult => {
  const begun = sent[0] ?? 0
  const inTime = sent.filter((at) => at < begun + seconds * 1000).length
  return { rate, seconds, how, sent: inTime, share: Math.round((inTime / (rate * seconds)) * 10_000) / 10_000, busiest: busiestSecond(sent) }
}

/** Timers fire late by up to 2 ms, and with `blocked` nothing runs for 200 ms of every second. */
const simulated = async (rate: number, blocked: boolean): Promise<RateResult> => {
  const clock = createFakeClock(0)
  const random = seededRandom(rate)
  const late: Clock = { ...clock, now: clock.now, monotonic: clock.monotonic, after: (ms, run) => clock.after(held(clock.monotonic() + ms + random() * 2) - clock.monotonic(), run) }
  const held = (at: number): number => (blocked && at % 1000 < 200 ? at - (at % 1000) + 200 : at)
  const { sent, lane } = startLane(late, rate)
  await clock.advance(61_000)
  void lane.stop()
  return resultOf(rate, 60, blocked ? 'simulated, blocked' : 'simulated', sent)
}

const REAL_SECONDS = 10

const real = async (rate: number): Promise<RateResult> => {
  const random = seededRandom(rate)
  const { sent, lane } = startLane(systemClock, rate)
  const end = performance.now() + (REAL_SECONDS + 1) * 1000
  while (performance.now() < end) {
    const blockedUntil = performance.now() + 20
    while (performance.now() < blockedUntil);
    // Not in step with anything: a block that comes a little later each second would push the whole second before it.
    await new Promise((resolve) => setTimeout(resolve, 40 + random() * 80))
  }
  await lane.stop()
  return resultOf(rate, REAL_SECONDS, 'real, blocked', sent)
}

/** Measures every rate; prints nothing. */
export const measureRates = async (): Promise<readonly RateResult[]> => {
  const results: RateResult[] = []
  for (const rate of RATES) results.push(await simulated(rate, false), await simulated(rate, true))
  for (const rate of [100, 225]) results.push(await real(rate))
  return results
}
