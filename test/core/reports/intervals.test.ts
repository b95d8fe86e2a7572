import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differenceOf, rateOf, Z95, zFor } from '../../../electron/core/reports/intervals.ts'
import { seededRandom } from '../../../electron/core/environment.ts'

const counts = fc.integer({ min: 1, max: 5_000 }).chain((of) => fc.record({ of: fc.constant(of), hits: fc.integer({ min: 0, max: of }) }))

describe('intervals', () => {
  // Newcombe 1998 (two papers in Statistics in Medicine 17): 81 of 263 in the first, the examples of table II in the second.
  test('are those of the papers they come from', () => {
    expect(rateOf(81, 263).low).toBeCloseTo(0.2553, 4)
    expect(rateOf(81, 263).high).toBeCloseTo(0.3662, 4)
    expect(rateOf(0, 20)).toMatchObject({ low: 0 })
    expect(rateOf(0, 20).high).toBeCloseTo(0.1611, 4)
    expect(rateOf(29, 29).low).toBeCloseTo(0.883, 3)
    const papers = [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [10, 10, 0, 20, 0.6791, 1],
      [5, 56, 0, 29, -0.0381, 0.1926],
    ] as const
    for (const [a, m, b, n, low, high] of papers) {
      const difference = differenceOf({ hits: a, of: m }, { hits: b, of: n })
      expect(difference.low).toBeCloseTo(low, 4)
      expect(difference.high).toBeCloseTo(high, 4)
    }
  })

  test('hold their share, stay between 0 and 1, and narrow with more', () => {
    fc.assert(
      fc.property(counts, ({ hits, of }) => {
        const rate = rateOf(hits, of)
        expect(rate.low).toBeLessThanOrEqual(rate.share)
        expect(rate.high).toBeGreaterThanOrEqual(rate.share)
        expect(rate.low).toBeGreaterThanOrEqual(0)
        expect(rate.high).toBeLessThanOrEqual(1)
        const more = rateOf(hits * 10, of * 10)
        expect(more.high - more.low).toBeLessThan(rate.high - rate.low)
      }),
    )
  })

  test('a difference turns round with its two sides', () => {
    fc.assert(
      fc.property(counts, counts, (first, second) => {
        const one = differenceOf(first, second)
        const other = differenceOf(second, first)
        expect(one.low).toBeCloseTo(-other.high, 12)
        expect(one.high).toBeCloseTo(-other.low, 12)
      }),
    )
  })

  test('more comparisons ask for more', () => {
    expect(zFor(1)).toBeCloseTo(Z95, 3)
    expect(zFor(3)).toBeCloseTo(2.394, 3)
    expect(zFor(24)).toBeCloseTo(3.078, 2)
  })

  test('of campaigns that do not differ, at most one in twenty is said to', () => {
    const random = seededRandom(3)
    const draw = (of: number, share: number) => ({ of, hits: Array.from({ length: of }).reduce<number>((sum) => sum + (random() < share ? 1 : 0), 0) })
    let wrong = 0
    const rounds = 400
    for (let round = 0; round < rounds; round++) {
      const share = 0.02 + 0.96 * random()
      const { low, high } = differenceOf(draw(200, share), draw(300, share))
      if (low > 0 || high < 0) wrong += 1
    }
    expect(wrong / rounds).toBeLessThan(0.075)
  })
})
