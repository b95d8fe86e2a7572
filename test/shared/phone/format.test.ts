import { expect, test } from 'vitest'
import { formatNumber } from '../../../shared/phone/format.ts'
import type { CountryCode } from '../../../shared/phone/result.ts'

test.each<[string, CountryCode, string]>([
  ['+12025550143', 'US', '(202) 555-0143'],
  ['+12025550143', 'CA', '(202) 555-0143'],
  ['+12025550143', 'FR', '+1 202 555 0143'],
  ['+33639981234', 'FR', '06 39 98 12 34'],
  ['+33639981234', 'US', '+33 6 39 98 12 34'],
  ['+447700900123', 'GB', '07700 900123'],
  ['not a number', 'US', 'not a number'],
  ['', 'FR', ''],
])('%s in %s reads %s, twice', (e164, country, expected) => {
  expect(formatNumber(e164, country)).toBe(expected)
  expect(formatNumber(e164, country)).toBe(expected)
})

test('stays right when more numbers pass than it keeps', () => {
  const written = Array.from({ length: 12_000 }, (_, i) => formatNumber(`+1202555${String(i).padStart(5, '0').slice(1)}`, 'US'))
  expect(written[143]).toBe('(202) 555-0143')
  expect(formatNumber('+12025550143', 'US')).toBe('(202) 555-0143')
})
