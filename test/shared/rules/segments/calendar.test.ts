import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, dayNumber, startOfDay, todayOf, yearlySpan } from '../../../../shared/rules/segments/calendar.ts'

const zones = ['UTC', 'America/New_York', 'Europe/Paris', 'America/Sao_Paulo', 'Africa/Cairo', 'Asia/Beirut', 'Pacific/Apia', 'America/St_Johns', 'Africa/Casablanca', 'Asia/Kathmandu'] as const

describe('a local day', () => {
  test('begins at the first moment that is called so, also where clocks change at midnight', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: dayNumber('2000-01-01'), max: dayNumber('2035-12-31') }), (zone, day) => {
        // Samoa had no 30 December 2011.
        fc.pre(!(zone === 'Pacific/Apia' && day === dayNumber('2011-12-30')))
        const at = startOfDay(day, zone)
        expect(todayOf({ now: at, zone })).toBe(day)
        expect(todayOf({ now: at - 1, zone })).toBeLessThan(day)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z'], ['America/New_York', '2026-03-09', '2026-03-09T04:00:00Z'], ['Europe/Paris', '2026-10-25', '2026-10-24T22:00:00Z'],
    // Midnight does not exist: the day begins at one.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'], ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00Z'],
  ])('in %s, %s begins at %s', (zone, day, at) => {
    expect(new Date(startOfDay(dayNumber(day), zone)).toISOString()).toBe(at.replace('Z', '.000Z'))
  })
})

test.each([
  ['2026-06-01', 'this-week', '2026-06-01', '2026-06-07'], ['2026-06-07', 'this-week', '2026-06-01', '2026-06-07'], ['2026-06-07', 'next-week', '2026-06-08', '2026-06-14'],
  ['2028-02-10', 'this-month', '2028-02-01', '2028-02-29'], ['2026-12-31', 'next-month', '2027-01-01', '2027-01-31'], ['2026-01-31', 'next-month', '2026-02-01', '2026-02-28'], ['2026-06-01', 'today', '2026-06-01', '2026-06-01'],
] as const)('on %s, %s is from %s to %s', (today, when, from, to) => {
  expect(yearlySpan(when, dayNumber(today)).map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10))).toEqual([from, to])
})
