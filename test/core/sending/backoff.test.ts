import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoff } from '../../../electron/core/sending/backoff.ts'

test('back-off grows to its ceiling, is jittered, and never busy-loops', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, chance) => {
      const wait = backoff(attempt, () => chance, 1000, 60_000)
      const most = Math.min(60_000, 1000 * 2 ** Math.min(30, attempt - 1))
      expect(wait).toBeGreaterThanOrEqual(most * 0.1 - 1)
      expect(wait).toBeLessThanOrEqual(most)
    }),
  )
  expect(backoff(3, () => 0.1)).not.toBe(backoff(3, () => 0.9))
})
