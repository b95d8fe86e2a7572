import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endOfImplied, IMPLIED_CONSENT, isImplied, monthsLater } from '../../../shared/rules/implied-consent.ts'
import { endsIn } from '../../../shared/rules/implied-places.ts'

const utc = (text: string) => Date.parse(`${text}Z`)
const iso = (at: number) => new Date(at).toISOString()

describe('how long implied consent holds', () => {
  test.each([
    ['2024-03-01T12:00', 24, '2026-03-01T12:00:00.000Z'],
    ['2024-02-29T23:59', 24, '2026-02-28T23:59:00.000Z'],
    ['2024-02-29T00:00', 48, '2028-02-29T00:00:00.000Z'],
    ['2022-02-28T09:30', 24, '2024-02-28T09:30:00.000Z'],
    ['2025-08-31T10:00', 6, '2026-02-28T10:00:00.000Z'],
    ['2027-08-31T10:00', 6, '2028-02-29T10:00:00.000Z'],
    ['2025-12-31T23:00', 6, '2026-06-30T23:00:00.000Z'],
  ])('%s and %i months more is %s', (from, months, until) => {
    expect(iso(monthsLater(utc(from), months))).toBe(until)
  })

  test('two years after a purchase, six months after an inquiry, for offers alone', () => {
    expect(endOfImplied('purchase', 'marketing', utc('2026-03-03T15:00'))).toBe(utc('2028-03-03T15:00'))
    expect(endOfImplied('inquiry', 'marketing', utc('2026-03-03T15:00'))).toBe(utc('2026-09-03T15:00'))
    expect(endOfImplied('purchase', 'service', 0)).toBeNull()
    for (const method of ['paper', 'web-form', 'import', 'expired', 'toString']) expect([isImplied(method), endOfImplied(method, 'marketing', 0)]).toEqual([false, null])
    expect(endOfImplied('purchase', 'marketing', -9e15)).toBe(-9e15)
  })

  test('later is later, and never more than the months', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 4e12 }), fc.constantFrom(6, 24), (at, months) => {
        const until = new Date(monthsLater(at, months))
        const from = new Date(at)
        expect((until.getUTCFullYear() - from.getUTCFullYear()) * 12 + until.getUTCMonth() - from.getUTCMonth()).toBe(months)
        expect(until.getUTCDate()).toBeLessThanOrEqual(from.getUTCDate())
        expect(iso(until.getTime()).slice(10)).toBe(iso(at).slice(10))
      }),
    )
  })

  test('the rule is dated and sourced in both languages', () => {
    expect(IMPLIED_CONSENT.asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect([IMPLIED_CONSENT.source.en, IMPLIED_CONSENT.source.fr].join()).toMatch(/10\(10\).*10\(10\)/)
  })
})

test.each([
  ['a Canadian number', '+14165550123', null, '', '', true],
  ['a Canadian number of somebody in the United States', '+14165550123', 'US', '', '', true],
  ['an American number', '+12125550123', null, '', '', false],
  ['an American number of somebody in Canada', '+12125550123', 'CA', '', '', true],
  ['an American number with a Canadian postal code', '+12125550123', 'US', '', 'H2X 1Y4', true],
  ['an American number in Quebec', '+12125550123', null, 'Québec', '', true],
  ['a toll-free number, which may be anywhere', '+18005550123', null, '', '', true],
  ['a toll-free number in the United States', '+18005550123', 'US', '', '', false],
  ['a French number', '+33639981234', null, '', '', false],
  ['a French number of somebody in Canada', '+33639981234', 'CA', '', '', true],
])('%s', (_who, number, country, region, postalCode, ends) => {
  expect(endsIn({ number, country, region, postalCode })).toBe(ends)
})
