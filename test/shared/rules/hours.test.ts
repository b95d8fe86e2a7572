import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOURS, type Rules } from '../../../shared/rules/hours-data.ts'
import { isAllowed, nextAllowed, windowSecondsLeft, zonesFor, type Who } from '../../../shared/rules/hours.ts'
import { isZone, offsetAt } from '../../../shared/rules/local-time.ts'
import { placesOf } from '../../../shared/rules/places.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const utc = (text: string): number => {
  const at = Date.parse(`${text}Z`)
  if (Number.isNaN(at)) throw new Error(text)
  return at
}
const next = (text: string, who: Who, overrides?: Rules) => {
  const at = nextAllowed(utc(text), who, 'marketing', overrides)
  return at === null ? null : new Date(at).toISOString().slice(0, 16)
}
const who = (zone: string, ...places: string[]): Who => ({ zones: [zone], places: places.length > 0 ? places : ['*'] })

describe('when the clocks change', () => {
  test.each([
    ['New York springs forward', 'America/New_York', '2028-03-11T06:00', '2028-03-11T13:00'],
    ['New York springs forward', 'America/New_York', '2028-03-12T06:30', '2028-03-12T12:00'],
    ['New York falls back', 'America/New_York', '2028-11-05T04:30', '2028-11-05T13:00'],
    ['Paris springs forward', 'Europe/Paris', '2028-03-25T23:30', '2028-03-26T06:00'],
    ['Paris falls back', 'Europe/Paris', '2028-10-28T23:30', '2028-10-29T07:00'],
    ['Lord Howe moves by half an hour', 'Australia/Lord_Howe', '2028-03-31T12:00', '2028-03-31T21:00'],
    ['Lord Howe moves by half an hour', 'Australia/Lord_Howe', '2028-04-01T12:00', '2028-04-01T21:30'],
    ['Apia lost a day', 'Pacific/Apia', '2011-12-30T09:00', '2011-12-30T18:00'],
    ['Kiritimati is a day ahead', 'Pacific/Kiritimati', '2028-06-01T08:00', '2028-06-01T18:00'],
  ])('%s: %s', (_, zone, at, expected) => {
    expect(next(at, who(zone))).toBe(expected)
    expect(isAllowed(utc(expected), who(zone), 'marketing')).toBe(true)
    expect(isAllowed(utc(expected) - 1, who(zone), 'marketing')).toBe(false)
  })

  test('Casablanca left its offset for Ramadan, and eight in the morning went with it', () => {
    const mornings = Array.from({ length: 365 }, (_, day) => {
      const midnight = Date.UTC(2025, 0, 1 + day)
      return nextAllowed(midnight, who('Africa/Casablanca'), 'marketing')! - midnight
    })
    // From 23 February to 5 April 2025 at UTC, else an hour ahead of it.
    expect(mornings.flatMap((morning, day) => (morning === 8 * HOUR ? [day + 1] : []))).toEqual(Array.from({ length: 42 }, (_, index) => 54 + index))
    expect(mornings.filter((morning) => morning === 7 * HOUR)).toHaveLength(365 - 42)
  })

  test('a window in an hour that does not exist waits for the next day, one in the hour that comes twice lasts two', () => {
    const night = (from: number, to: number): Rules => ({ places: { '*': { marketing: Array.from({ length: 7 }, () => [from, to] as const) as never } } })
    expect(next('2028-03-12T05:30', who('America/New_York'), night(120, 180))).toBe('2028-03-13T06:00')
    expect(next('2028-11-05T04:30', who('America/New_York'), night(60, 120))).toBe('2028-11-05T05:00')
    expect(windowSecondsLeft(utc('2028-11-05T05:00'), who('America/New_York'), 'marketing', night(60, 120))).toBe(7200)
    // 1:30 to 1:45, then the clock goes back and it is 1:30 again.
    expect(next('2028-11-05T05:45', who('America/New_York'), night(90, 105))).toBe('2028-11-05T06:30')
    // Clocks that change inside the window: 1:30 to 4:00 is an hour and a half in spring; 0:30 to 1:30 is one hour in autumn, and then half an hour more.
    expect(windowSecondsLeft(utc('2028-03-12T06:30'), who('America/New_York'), 'marketing', night(60, 240))).toBe(5400)
    expect(windowSecondsLeft(utc('2028-11-05T04:30'), who('America/New_York'), 'marketing', night(0, 90))).toBe(3600)
    expect(next('2028-11-05T05:30', who('America/New_York'), night(0, 90))).toBe('2028-11-05T06:00')
    expect(windowSecondsLeft(utc('2028-11-05T06:00'), who('America/New_York'), 'marketing', night(0, 90))).toBe(1800)
  })
})

describe('the places of RULES', () => {
  // 2028-07-03 is a Monday; New York is four hours behind.
  const MONDAY = Date.UTC(2028, 6, 3)
  const inNewYork = (day: number, hour: number) => MONDAY + day * DAY + (hour + 4) * HOUR
  type Hours = readonly [from: number, to: number] | null
  test.each<readonly [places: readonly string[], weekday: Hours, saturday: Hours, sunday: Hours]>([
    [['US'], [8, 21], [8, 21], [8, 21]],
    [['US-NY'], [8, 21], [8, 21], [8, 21]],
    [['US-FL'], [8, 20], [8, 20], [8, 20]],
    [['US-TX'], [9, 21], [9, 21], [12, 21]],
    [['US-CT'], [9, 20], [9, 20], [9, 20]],
    [['US-OK'], [8, 20], [8, 20], [8, 20]],
    [['US-MD'], [8, 20], [8, 20], [8, 20]],
    [['US-NJ'], [8, 20], [8, 20], [8, 20]],
    [['US-RI'], [9, 18], [10, 17], [10, 17]],
    [['US-AL'], [8, 21], [8, 21], null],
    [['US-LA'], [8, 21], [8, 21], null],
    [['US-MS'], [8, 21], [8, 21], null],
    [['FR'], [8, 20], [8, 20], null],
    [['CA'], [9, 21.5], [10, 18], [10, 18]],
    [['GB'], [8, 21], [8, 21], [8, 21]],
    [['*'], [8, 21], [8, 21], [8, 21]],
    [['XX'], [8, 21], [8, 21], [8, 21]],
    [[], [8, 21], [8, 21], [8, 21]],
    [['US-FL', 'US-TX'], [9, 20], [9, 20], [12, 20]],
    [['FR', 'US-TX'], [9, 20], [9, 20], null],
    [placesOf({ number: '+18005550123', country: null, region: '', postalCode: '' }), [9, 18], [10, 17], null],
    [placesOf({ number: '+13335550123', country: 'US', region: '', postalCode: '' }), [9, 18], [10, 17], null],
  ])('%j: Monday %j, Saturday %j, Sunday %j', (places, monday, saturday, sunday) => {
    for (const [day, hours] of [[0, monday], [5, saturday], [6, sunday]] as const) {
      const minutes = Array.from({ length: 1440 }, (_, minute) => minute)
      const open = minutes.filter((minute) => isAllowed(inNewYork(day, minute / 60), { zones: ['America/New_York'], places }, 'marketing'))
      expect(open).toEqual(hours === null ? [] : minutes.slice(hours[0] * 60, hours[1] * 60))
    }
  })

  test.each(['2028-01-01', '2028-04-17', '2028-05-01', '2028-05-08', '2028-05-25', '2028-06-05', '2028-07-14', '2028-08-15', '2028-11-01', '2028-11-11', '2028-12-25'])(
    'France rests on %s, and service messages go',
    (date) => {
      for (let hour = 0; hour < 24; hour++) expect(isAllowed(utc(`${date}T00:00`) + hour * HOUR - 2 * HOUR, who('Europe/Paris', 'FR'), 'marketing')).toBe(false)
      expect(isAllowed(utc(`${date}T12:00`), who('Europe/Paris', 'FR'), 'service')).toBe(true)
    },
  )

  test('a French weekend with a holiday on either side is waited for whole', () => {
    // Saturday 1 January 2028, Sunday: Monday at eight.
    expect(next('2027-12-31T19:00', who('Europe/Paris', 'FR'))).toBe('2028-01-03T07:00')
    expect(next('2028-07-13T18:30', who('Europe/Paris', 'FR'))).toBe('2028-07-15T06:00')
    expect(next('2028-04-15T18:30', who('Europe/Paris', 'FR'))).toBe('2028-04-18T06:00')
    // Good Friday is one in Strasbourg only.
    expect(isAllowed(utc('2028-04-14T10:00'), who('Europe/Paris', 'FR'), 'marketing')).toBe(true)
    expect(isAllowed(utc('2028-04-14T10:00'), who('Europe/Paris', 'FR-AM'), 'marketing')).toBe(false)
  })

  test('service messages go from seven to ten in the evening, everywhere and every day', () => {
    for (const place of Object.keys(HOURS.places))
      for (let day = 0; day < 7; day++)
        for (let hour = 0; hour < 24; hour += 0.5)
          expect(isAllowed(inNewYork(day, hour), who('America/New_York', place), 'service')).toBe(hour >= 7 && hour < 22)
  })
})

describe('several candidates', () => {
  test('a number of two zones waits for the one behind and stops with the one ahead', () => {
    const both = { zones: ['America/New_York', 'America/Los_Angeles'], places: ['US'] }
    expect(next('2028-07-03T12:00', both)).toBe('2028-07-03T15:00')
    expect(windowSecondsLeft(utc('2028-07-03T15:00'), both, 'marketing')).toBe(10 * 3600)
    expect(next('2028-07-04T01:00', both)).toBe('2028-07-04T15:00')
  })

  const zones = fc.subarray(
    ['America/New_York', 'America/Los_Angeles', 'America/St_Johns', 'Pacific/Honolulu', 'Pacific/Guam', 'Europe/Paris', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Africa/Casablanca'],
    { minLength: 1, maxLength: 4 },
  )
  const places = fc.subarray(Object.keys(HOURS.places), { maxLength: 3 })
  const moment = fc.integer({ min: Date.UTC(2026), max: Date.UTC(2031) })
  const purpose = fc.constantFrom('marketing' as const, 'service' as const)

  test('all of them have to agree, and the first moment they do is found', () => {
    fc.assert(
      fc.property(moment, zones, places, purpose, (at, zones, places, purpose) => {
        const all = { zones, places }
        const each = (moment: number) =>
          zones.every((zone) => (places.length > 0 ? places : ['*']).every((place) => isAllowed(moment, who(zone, place), purpose)))
        expect(isAllowed(at, all, purpose)).toBe(each(at))

        const found = nextAllowed(at, all, purpose)
        const left = windowSecondsLeft(at, all, purpose)
        const quarter = 15 * 60_000
        const grid = Math.ceil(at / quarter) * quarter
        const last = found ?? at + 8 * DAY
        if (found !== null) expect(each(found)).toBe(true)
        if (found !== at) {
          expect(each(at)).toBe(false)
          let first = grid
          while (first < last && !each(first)) first += quarter
          expect(first).toBeGreaterThanOrEqual(last)
          if (found !== null) expect(found % quarter).toBe(0)
          expect(left).toBe(0)
        } else {
          const closes = at + left * 1000
          let first = grid
          while (first < closes && each(first)) first += quarter
          expect(first).toBeGreaterThanOrEqual(closes)
          expect(each(closes + 1000)).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('candidates without a common minute are never allowed', () => {
    expect(nextAllowed(utc('2028-07-03T12:00'), { zones: ['America/New_York', 'Asia/Tokyo'], places: ['US-RI'] }, 'marketing')).toBeNull()
    expect(nextAllowed(utc('2028-07-03T12:00'), { zones: [], places: ['*'] }, 'marketing')).toBeNull()
    expect(isAllowed(utc('2028-07-03T12:00'), { zones: [], places: ['*'] }, 'service')).toBe(false)
    expect(windowSecondsLeft(utc('2028-07-03T12:00'), { zones: [], places: ['*'] }, 'service')).toBe(0)
  })
})

describe('what the owner changed', () => {
  const noon = utc('2028-07-02T16:00') // Sunday, noon in New York
  test('replaces single fields of a place, and of places without an entry', () => {
    expect(isAllowed(noon, who('America/New_York', 'US-NY'), 'marketing')).toBe(true)
    const closed: Rules = { places: { 'US-NY': { marketing: [null, [540, 600], null, null, null, null, null] } } }
    expect(isAllowed(noon, who('America/New_York', 'US-NY'), 'marketing', closed)).toBe(false)
    expect(next('2028-07-02T16:00', who('America/New_York', 'US-NY'), closed)).toBe('2028-07-03T13:00')
    expect(isAllowed(noon, who('America/New_York', 'US-CA'), 'marketing', closed)).toBe(true)
  })
  test('of a country holds in its states without a rule of their own, not in the others', () => {
    const later: Rules = { places: { US: { marketing: HOURS.places['US-AL']!.marketing } } }
    expect(isAllowed(noon, who('America/New_York', 'US-NY'), 'marketing', later)).toBe(false)
    expect(isAllowed(noon, who('America/New_York', 'US-FL'), 'marketing', later)).toBe(true)
  })
  test('moves the hours of service messages', () => {
    expect(isAllowed(noon, who('America/New_York'), 'service', { service: [0, 720] })).toBe(false)
    expect(isAllowed(noon, who('America/New_York'), 'service', { service: [0, 1440] })).toBe(true)
    expect(windowSecondsLeft(noon, who('America/New_York'), 'service', { service: [0, 1440] })).toBe(8 * 24 * 3600)
    expect(nextAllowed(noon, who('America/New_York'), 'service', { service: [600, 600] })).toBeNull()
  })
  test('of a holiday calendar', () => {
    expect(isAllowed(utc('2028-07-14T10:00'), who('Europe/Paris', 'FR'), 'marketing', { places: { FR: { holidays: null } } })).toBe(true)
  })
})

describe('zonesFor', () => {
  test.each([
    ['the contact’s own zone', 'Asia/Tokyo', '+33639980000', ['Asia/Tokyo']],
    ['a zone nobody knows', 'Mars/Olympus', '+33639980000', ['Europe/Paris']],
    ['the number’s zone', null, '+33639980000', ['Europe/Paris']],
    ['toll-free', null, '+18005550123', ['America/Boise']],
    ['toll-free of a contact with a zone', 'America/Chicago', '+18885550123', ['America/Chicago']],
    ['an area code too new', null, '+13335550123', ['America/St_Johns', 'America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles']],
    ['a satellite telephone', null, '+88165550123', ['America/Boise']],
  ])('%s', (_, own, number, expected) => {
    expect(zonesFor(own, number, 'America/Boise')).toEqual(expected)
  })

  test('a number without a place can still be reached on some weekday', () => {
    for (const number of ['+18005550123', '+13335550123', '+79005550123'])
      expect(nextAllowed(utc('2028-01-01T00:00'), { zones: zonesFor(null, number, 'America/Boise'), places: placesOf({ number, country: null, region: null, postalCode: null }) }, 'marketing')).not.toBeNull()
  })
})

test('an unknown zone is said, not guessed', () => {
  expect(isZone('Mars/Olympus')).toBe(false)
  expect(isZone('Mars/Olympus')).toBe(false)
  expect(isZone('Asia/Calcutta')).toBe(true)
  expect(() => offsetAt('Mars/Olympus', 0)).toThrow(RangeError)
})
