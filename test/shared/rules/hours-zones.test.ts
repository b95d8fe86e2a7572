/**
 * Every zone a number can lead to, every day of a leap year. What is expected is worked out here by itself: offsets
 * straight from Intl, windows and holidays written out by hand, moments walked quarter hour by quarter hour.
 */
import { describe, expect, test } from 'vitest'
import prefixes from '../../../shared/phone/phone-time-zones.json' with { type: 'json' }
import { isAllowed, nextAllowed, windowSecondsLeft } from '../../../shared/rules/hours.ts'
import { offsetAt } from '../../../shared/rules/local-time.ts'

const MINUTE = 60_000
const QUARTER = 15 * MINUTE
const DAY = 86_400_000
const FROM = Date.UTC(2027, 11, 30)
const TO = Date.UTC(2029, 0, 15)

/** Besides the data's: clocks that change at midnight, by half an hour, by two hours, or for Ramadan. */
const ODD = ['Africa/Casablanca', 'Africa/El_Aaiun', 'Asia/Gaza', 'Antarctica/Troll', 'America/Santiago', 'Asia/Beirut', 'Africa/Cairo']
const ZONES = [...new Set([...Object.values(prefixes).flatMap((joined) => joined.split('&')), ...ODD])].sort()

/** Another way into Intl than the code's: the offset's own name. */
const intlOffset = (format: Intl.DateTimeFormat, at: number): number => {
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')!.value
  const found = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name)!
  return found[1] === undefined ? 0 : (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) * MINUTE
}
const formatOf = (zone: string) => new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })

type Piece = { readonly from: number; readonly offset: number }

/** The year's offsets, each from a quarter hour on. Sampled daily; where the clocks changed, every quarter hour. */
const piecesOf = (zone: string): readonly Piece[] => {
  const format = formatOf(zone)
  const pieces: Piece[] = [{ from: FROM, offset: intlOffset(format, FROM) }]
  const note = (from: number, offset: number) => {
    if (pieces.at(-1)!.offset !== offset) pieces.push({ from, offset })
  }
  for (let day = FROM; day < TO; day += DAY)
    if (intlOffset(format, day + DAY) !== pieces.at(-1)!.offset)
      for (let at = day; at <= day + DAY; at += QUARTER) note(at, intlOffset(format, at))
  return pieces
}

const offsetIn = (pieces: readonly Piece[], at: number): number => pieces.findLast(({ from }) => from <= at)!.offset

const FRENCH_HOLIDAYS_2028 = new Set(['1-1', '4-17', '5-1', '5-8', '5-25', '6-5', '7-14', '8-15', '11-1', '11-11', '12-25'])

type Open = (weekday: number, minutes: number, date: string) => boolean
const between = (from: number, to: number) => (minutes: number) => minutes >= from * 60 && minutes < to * 60
const RULES: readonly { readonly places: readonly string[]; readonly purpose: 'marketing' | 'service'; readonly open: Open }[] = [
  { places: ['*'], purpose: 'marketing', open: (_, minutes) => between(8, 21)(minutes) },
  { places: ['FR'], purpose: 'service', open: (_, minutes) => between(7, 22)(minutes) },
  { places: ['US-TX'], purpose: 'marketing', open: (weekday, minutes) => between(weekday === 0 ? 12 : 9, 21)(minutes) },
  { places: ['US-RI'], purpose: 'marketing', open: (weekday, minutes) => (weekday % 6 === 0 ? between(10, 17) : between(9, 18))(minutes) },
  { places: ['CA'], purpose: 'marketing', open: (weekday, minutes) => (weekday % 6 === 0 ? between(10, 18) : between(9, 21.5))(minutes) },
  { places: ['FR'], purpose: 'marketing', open: (weekday, minutes, date) => weekday !== 0 && !FRENCH_HOLIDAYS_2028.has(date) && between(8, 20)(minutes) },
]

const expectedAt = (pieces: readonly Piece[], open: Open, at: number): boolean => {
  const local = new Date(at + offsetIn(pieces, at))
  return open(local.getUTCDay(), local.getUTCHours() * 60 + local.getUTCMinutes(), `${local.getUTCMonth() + 1}-${local.getUTCDate()}`)
}

/** Repeatable, and no two zones alike. */
const scatter = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}

test('the data leads to hundreds of zones', () => {
  expect(ZONES.length).toBeGreaterThan(280)
})

test.each(ZONES.map((zone, index) => [zone, index] as const))('%s, every day of 2028', (zone, index) => {
  const pieces = piecesOf(zone)
  const zones = Object.freeze([zone])
  const random = scatter(index + 1)
  const wrong: string[] = []
  const say = (what: string, at: number) => wrong.push(`${what} at ${new Date(at).toISOString()}`)

  for (let day = 0; day < 366; day++) {
    const midnight = Date.UTC(2028, 0, 1 + day)
    const { places, purpose, open } = RULES[(index + day) % RULES.length]!
    const who = { zones, places }
    const clocksChange = pieces.some(({ from }) => from > FROM && Math.abs(from - midnight - DAY / 2) <= DAY)
    const anywhere = midnight + Math.floor(random() * 1440) * MINUTE + Math.floor(random() * 60_000)
    const moments = clocksChange ? [anywhere, ...Array.from({ length: 96 }, (_, quarter) => midnight + quarter * QUARTER - 1)] : [anywhere]

    for (const at of moments) {
      const allowed = expectedAt(pieces, open, at)
      if (offsetAt(zone, at) !== offsetIn(pieces, at)) say('offset', at)
      if (isAllowed(at, who, purpose) !== allowed) say('isAllowed', at)

      const next = nextAllowed(at, who, purpose)
      if (next === null || next < at || !isAllowed(next, who, purpose) || !expectedAt(pieces, open, next)) say('nextAllowed is not allowed', at)
      else if (allowed) {
        if (next !== at) say('nextAllowed waits for nothing', at)
        // Up to the quarter hour the walk sees closed, and not a minute less.
        let closes = Math.ceil((at + 1) / QUARTER) * QUARTER
        while (expectedAt(pieces, open, closes)) closes += QUARTER
        if (windowSecondsLeft(at, who, purpose) !== Math.floor((closes - at) / 1000)) say('windowSecondsLeft', at)
      } else {
        if (isAllowed(next - MINUTE, who, purpose) && next - MINUTE >= at) say('nextAllowed is late', at)
        if (windowSecondsLeft(at, who, purpose) !== 0) say('windowSecondsLeft of a closed window', at)
        // Rules and clocks change on quarter hours only, so that these see every minute there is.
        for (let between = Math.ceil(at / QUARTER) * QUARTER; between < next; between += QUARTER)
          if (expectedAt(pieces, open, between)) say('nextAllowed skips an allowed minute', between)
      }
    }
  }
  expect(wrong).toEqual([])
})

describe('offsets agree with Intl in other years', () => {
  test('every zone, scattered moments of 2024 to 2037', () => {
    const random = scatter(2028)
    const wrong: string[] = []
    for (const zone of ZONES) {
      const format = formatOf(zone)
      for (let sample = 0; sample < 60; sample++) {
        const at = Math.floor(Date.UTC(2024) + random() * (Date.UTC(2038) - Date.UTC(2024)))
        if (offsetAt(zone, at) !== intlOffset(format, at)) wrong.push(`${zone} ${new Date(at).toISOString()}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
