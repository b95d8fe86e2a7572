import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capsOf, DEFAULT_CAPS, fatigueWait, type Caps } from '../../../shared/rules/fatigue.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2028, 2, 12, 12)

test('one a day and four a week unless the owner says otherwise', () => {
  expect(fatigueWait([], NOW, DEFAULT_CAPS)).toBe(NOW)
  expect(fatigueWait([NOW - 23 * HOUR], NOW, DEFAULT_CAPS)).toBe(NOW + HOUR)
  expect(fatigueWait([NOW - DAY], NOW, DEFAULT_CAPS)).toBe(NOW)
  const four = [1, 3, 5, 6.5].map((days) => NOW - days * DAY)
  expect(fatigueWait(four, NOW, DEFAULT_CAPS)).toBe(NOW + 0.5 * DAY)
  expect(fatigueWait(four.slice(1), NOW, DEFAULT_CAPS)).toBe(NOW)
})

describe('capsOf', () => {
  const own: Caps = { perDay: 10, perWeek: 50 }
  test('Florida allows three in 24 hours whatever the owner allows', () => {
    expect(capsOf(['US-FL'], own)).toEqual({ perDay: 10, perWeek: 50, rolling24: 3 })
    expect(capsOf(['US-NY', 'US-FL', 'FR'], own).rolling24).toBe(3)
    expect(capsOf(['US-NY'], own)).toEqual(own)
    expect(capsOf(['US-FL'])).toEqual({ perDay: 1, perWeek: 4, rolling24: 3 })
    const sent = [1, 2, 20].map((hours) => NOW - hours * HOUR)
    expect(fatigueWait(sent, NOW, capsOf(['US-FL'], own))).toBe(NOW + 4 * HOUR)
    expect(fatigueWait(sent, NOW, capsOf(['US-NY'], own))).toBe(NOW)
  })
  test('the strictest of the owner’s and the places’', () => {
    expect(capsOf(['US-FL'], { ...own, rolling24: 2 }).rolling24).toBe(2)
    expect(capsOf(['US-FL'], own, { places: { 'US-FL': { cap24: 1 } } }).rolling24).toBe(1)
    expect(capsOf(['US-NY'], own, { places: { US: { cap24: 5 } } }).rolling24).toBe(5)
  })
})

test('never, when the cap is nothing', () => {
  expect(fatigueWait([], NOW, { perDay: 0, perWeek: 4 })).toBeNull()
  expect(fatigueWait([], NOW, { perDay: 1, perWeek: 4, rolling24: 0 })).toBeNull()
})

test('the answer keeps every rolling window, and no earlier minute does', () => {
  const fits = (sentAt: readonly number[], at: number, { perDay, perWeek, rolling24 = Infinity }: Caps) => {
    const within = (window: number) => sentAt.filter((sent) => sent > at - window).length
    return within(DAY) < perDay && within(DAY) < rolling24 && within(7 * DAY) < perWeek
  }
  const minutes = fc.integer({ min: -10 * 1440, max: 60 })
  fc.assert(
    fc.property(
      fc.array(minutes, { maxLength: 12 }),
      fc.record({ perDay: fc.integer({ min: 1, max: 5 }), perWeek: fc.integer({ min: 1, max: 8 }), rolling24: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }) }),
      (offsets, { perDay, perWeek, rolling24 }) => {
        const caps: Caps = rolling24 === undefined ? { perDay, perWeek } : { perDay, perWeek, rolling24 }
        const sentAt = offsets.map((minute) => NOW + minute * 60_000)
        const given = [...sentAt]
        const at = fatigueWait(sentAt, NOW, caps)!
        expect(sentAt).toEqual(given)
        expect(fits(sentAt, at, caps)).toBe(true)
        for (let earlier = NOW; earlier < at; earlier += 60_000) if (fits(sentAt, earlier, caps)) expect(earlier).toBe(at)
      },
    ),
  )
})
