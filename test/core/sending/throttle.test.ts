import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createThrottle } from '../../../electron/core/sending/throttle.ts'

type Sent = { readonly at: number; readonly segments: number }

/** Drives a throttle as a lane does: asks, waits at least that long (late by `jitter`), sends. */
const drive = (rate: number, seconds: number, sizes: (n: number) => number, jitter: (n: number) => number): Sent[] => {
  const throttle = createThrottle(rate)
  const sent: Sent[] = []
  let now = 0
  for (let n = 0; now < seconds * 1000; n++) {
    const segments = sizes(n)
    for (let wait = throttle.wait(now, segments); wait > 0; wait = throttle.wait(now, segments)) now += wait + jitter(n)
    throttle.take(now, segments)
    sent.push({ at: now, segments })
  }
  return sent
}

/** The most segments that left within any second. */
const busiestSecond = (sent: readonly Sent[]): number => {
  let most = 0
  let from = 0
  let inside = 0
  for (const { at, segments } of sent) {
    inside += segments
    while (sent[from]!.at <= at - 1000) inside -= sent[from++]!.segments
    most = Math.max(most, inside)
  }
  return most
}

const total = (sent: readonly Sent[], seconds: number) =>
  sent.filter(({ at }) => at < seconds * 1000).reduce((sum, { segments }) => sum + segments, 0)

describe('throttle', () => {
  test.each([1, 3, 10, 12, 80, 100, 225])('%d segments a second: the full rate, and never one more in any second', (rate) => {
    const sent = drive(rate, 60, () => 1, (n) => (n % 7) * 0.1)
    expect(busiestSecond(sent)).toBeLessThanOrEqual(rate)
    expect(total(sent, 60)).toBeGreaterThanOrEqual(rate * 60 * 0.995)
    expect(total(sent, 60)).toBeLessThanOrEqual(rate * 60 + 1)
  })

  test('a blocked event loop leads to no burst', () => {
    const sent = drive(100, 60, () => 1, (n) => (n % 150 === 0 ? 900 : 0))
    expect(busiestSecond(sent)).toBeLessThanOrEqual(100)
  })

  test('segments are counted, not messages; a message longer than the rate goes alone and is paid for', () => {
    const sent = drive(3, 120, (n) => (n % 2 === 0 ? 5 : 1), () => 0)
    expect(total(sent, 120)).toBeLessThanOrEqual(3 * 120 + 5)
    for (const [n, { at, segments }] of sent.entries()) {
      const next = sent[n + 1]
      if (segments === 5 && next) expect(next.at - at).toBeGreaterThanOrEqual(1000)
    }
  })

  test('any rate, sizes and delays: no second carries more than the rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.double({ min: 0, max: 1500, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (rate, sizes, delays) => {
          const sent = drive(rate, 20, (n) => Math.min(rate, sizes[n % sizes.length]!), (n) => delays[n % delays.length]!)
          expect(busiestSecond(sent)).toBeLessThanOrEqual(rate)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a lower rate counts from now on, with the last second remembered', () => {
    const throttle = createThrottle(100)
    for (let n = 0; n < 100; n++) throttle.take(n * 10, 1)
    throttle.setRate(10)
    expect(throttle.wait(1000, 1)).toBeGreaterThan(800)
  })
})
