import { expect, test } from 'vitest'
import { zonesOf } from '../../../shared/phone/zones.ts'
import prefixes from '../../../shared/phone/phone-time-zones.json' with { type: 'json' }

test.each<[string, string[]]>([
  ['+33639981234', ['Europe/Paris']],
  ['+12025550143', ['America/New_York']],
  ['+13125550143', ['America/Chicago']],
  ['+18085550143', ['Pacific/Honolulu']],
])('%s rings in %j', (e164, zones) => {
  expect(zonesOf(e164)).toEqual(zones)
})

test('a toll-free number may ring anywhere in North America', () => {
  expect(zonesOf('+18005550143')).toHaveLength(42)
})

test('what has no known prefix has no zone', () => {
  expect(zonesOf('')).toEqual([])
  expect(zonesOf('+')).toEqual([])
  expect(zonesOf('+0')).toEqual([])
})

test('the longest prefix wins, for every prefix there is', () => {
  const known = Object.entries(prefixes)
  const sorted = known.map(([prefix]) => prefix).sort((a, b) => b.length - a.length)
  for (const [prefix, joined] of known) {
    expect(zonesOf(`+${prefix}`)).toEqual(joined.split('&'))
    const longer = `${prefix}0000000`
    const winner = sorted.find((candidate) => longer.startsWith(candidate))!
    expect(zonesOf(`+${longer}`)).toEqual(prefixes[winner as keyof typeof prefixes].split('&'))
  }
})

test('every zone is one this runtime knows, under today\u2019s or an older name', () => {
  const zones = new Set(Object.values(prefixes).flatMap((joined) => joined.split('&')))
  for (const timeZone of zones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow()
})
