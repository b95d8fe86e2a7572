import { describe, expect, test } from 'vitest'
import { classOf, errorCodes } from '../../../electron/core/provider/error-codes.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'

describe('the table of error codes', () => {
  test('has all 81, of which these by class', () => {
    expect(errorCodes.size).toBe(81)
    const codesOf = (wanted: string) => [...errorCodes.values()].filter((entry) => entry.class === wanted).map(({ code }) => code)
    expect(codesOf('opt-out')).toEqual([21610])
    expect(codesOf('account-stop')).toEqual([20003, 20005, 20008, 30002, 30037, 30454])
    expect(codesOf('ambiguous')).toEqual([20500, 20503, 30410])
    expect(codesOf('rate')).toEqual([14107, 20429, 21611, 30022, 30023, 30026, 30027, 35125, 60728, 63017, 63038])
  })

  test.each([
    [99_999, 400, 'request-bug'],
    [99_999, 404, 'request-bug'],
    [99_999, null, 'request-bug'],
    [0, 401, 'account-stop'],
    [0, 403, 'account-stop'],
    [0, 429, 'rate'],
    [null, 408, 'ambiguous'],
    [null, 500, 'ambiguous'],
    [21610, 500, 'opt-out'],
    [NaN, null, 'request-bug'],
    [-1, 0, 'request-bug'],
  ] as const)('code %s with status %s is %s', (code, status, expected) => {
    expect(classOf(code, status)).toBe(expected)
  })
})

describe('reasons for people', () => {
  test('every code has a title and advice in both languages, each its own', () => {
    for (const language of ['en', 'fr'] as const) {
      const titles = new Set<string>()
      for (const code of errorCodes.keys()) {
        const { title, advice } = deliveryReason(code, language)
        expect(title, String(code)).not.toContain(String(code))
        expect(title.length, String(code)).toBeGreaterThan(10)
        expect(title.length, String(code)).toBeLessThan(80)
        expect(title, String(code)).not.toMatch(/[.!']$|'/)
        expect(advice, String(code)).toMatch(/^\p{Lu}.{15,}\.$/u)
        titles.add(title)
      }
      expect(titles.size).toBe(81)
    }
    for (const code of errorCodes.keys()) expect(deliveryReason(code, 'fr').title).not.toBe(deliveryReason(code, 'en').title)
  })

  test('an unknown code is named, none at all is said', () => {
    expect(deliveryReason(31_337, 'en').title).toContain('31337')
    expect(deliveryReason(31_337, 'fr').title).toContain('31337')
    expect(deliveryReason(null, 'en').title).toContain('no reason')
    expect(deliveryReason(0, 'fr')).toEqual(deliveryReason(null, 'fr'))
  })
})
