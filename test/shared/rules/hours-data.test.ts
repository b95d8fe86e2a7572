import { describe, expect, test } from 'vitest'
import { easterDay, holidaysOf } from '../../../shared/rules/holidays.ts'
import { describeHours } from '../../../shared/rules/hours.ts'
import { HOURS, ruleOf } from '../../../shared/rules/hours-data.ts'

const DAY = 86_400_000
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10)

test.each(Object.entries(HOURS.places))('%s says where its rule comes from, and keeps to the clock', (_, rule) => {
  expect(rule.asOf).toMatch(/^20\d\d-\d\d-\d\d$/)
  expect(rule.source.en.length).toBeGreaterThan(10)
  expect(rule.source.fr.length).toBeGreaterThan(10)
  expect(rule.marketing).toHaveLength(7)
  for (const window of rule.marketing)
    if (window) {
      expect(window.every((minute) => Number.isInteger(minute) && minute >= 0 && minute <= 1440)).toBe(true)
      expect(window[0]).toBeLessThan(window[1])
    }
})

test('a place without an entry has its country’s rule, and a country the rule of everywhere', () => {
  expect(ruleOf('US-NY')).toBe(HOURS.places['US'])
  expect(ruleOf('BE')).toBe(HOURS.places['*'])
  expect(ruleOf('toString')).toBe(HOURS.places['*'])
  expect(ruleOf('US-NY', { places: { '*': { cap24: 1 } } })).toBe(HOURS.places['US'])
  expect(ruleOf('BE', { places: { '*': { cap24: 1 } } })).toEqual({ ...HOURS.places['*'], cap24: 1 })
})

describe('holidays', () => {
  test.each(['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2029-04-01', '2030-04-21', '2038-04-25', '2285-03-22', '1961-04-02'])('Easter is on %s', (date) => {
    expect(dateOf(easterDay(Number(date.slice(0, 4))))).toBe(date)
  })
  test('Easter is always a Sunday between 22 March and 25 April', () => {
    for (let year = 1900; year < 2300; year++) {
      const date = dateOf(easterDay(year))
      expect(new Date(date).getUTCDay()).toBe(0)
      expect(date.slice(5) >= '03-22' && date.slice(5) <= '04-25').toBe(true)
    }
  })
  test('France in 2026', () => {
    expect([...holidaysOf('FR', 2026)].map(dateOf).sort()).toEqual([
      '2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25', '2026-07-14', '2026-08-15', '2026-11-01', '2026-11-11', '2026-12-25',
    ])
    expect(holidaysOf('FR-AM', 2026).has(Date.UTC(2026, 3, 3) / DAY)).toBe(true)
    expect(holidaysOf('FR-RE', 2026).has(Date.UTC(2026, 11, 20) / DAY)).toBe(true)
  })
})

describe('in words', () => {
  const plain = (text: string) => text.replaceAll('\u00a0', ' ')
  test.each([
    ['US-NY', 'en', 'United States: 8 am to 9 pm every day'],
    ['US-FL', 'en', 'Florida: 8 am to 8 pm every day, at most 3 in any 24 hours'],
    ['US-TX', 'en', 'Texas: 9 am to 9 pm Monday to Saturday, noon to 9 pm Sunday'],
    ['CA', 'en', 'Canada: 9 am to 9:30 pm Monday to Friday, 10 am to 6 pm Saturday and Sunday'],
    ['FR', 'en', 'France: 8 am to 8 pm Monday to Saturday, not on Sundays or public holidays'],
    ['US-FL', 'fr', 'Floride : de 8 h à 20 h tous les jours, au plus 3 en 24 heures'],
    ['US-TX', 'fr', 'Texas : de 9 h à 21 h du lundi au samedi, de 12 h à 21 h le dimanche'],
    ['CA', 'fr', 'Canada : de 9 h à 21 h 30 du lundi au vendredi, de 10 h à 18 h le samedi et le dimanche'],
    ['FR', 'fr', 'France : de 8 h à 20 h du lundi au samedi, pas le dimanche ni les jours fériés'],
  ] as const)('%s in %s', (place, language, expected) => {
    expect(plain(describeHours(place, language))).toBe(expected)
  })
  test('what the owner changed', () => {
    const never = { places: { FR: { marketing: [null, null, null, null, null, null, [600, 600]] as const } } }
    expect(describeHours('FR', 'en', never)).toBe('France: never')
    const night = { places: { '*': { marketing: [null, null, null, [0, 30], null, null, [720, 1440]] as const } } }
    expect(plain(describeHours('*', 'en', night))).toBe(
      'Elsewhere: midnight to 12:30 am Wednesday, noon to midnight Saturday, not on Mondays, Tuesdays, Thursdays, Fridays or Sundays',
    )
  })
})
