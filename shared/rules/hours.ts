/**
 * Quiet hours as pure functions: a moment is allowed when the local time of every candidate zone lies inside the window
 * of every candidate place. Zones come from zonesFor, places from placesOf; both say more when they know less.
 */
import type { Purpose } from '../contract/common.ts'
import { zonesOf } from '../phone/zones.ts'
import { HOURS, ruleOf, type Rules, type Window } from './hours-data.ts'
import { isHoliday, type HolidayCalendar } from './holidays.ts'
import { isZone, stretchAt } from './local-time.ts'
import { isTollFree } from './places.ts'

export { describeHours } from './describe-hours.ts'

export type Who = {
  /** IANA names, at least one, from zonesFor; every one must be inside the window. */
  readonly zones: readonly string[]
  /** Place ids, from placesOf; every one's rule must be kept. None counts as '*'. */
  readonly places: readonly string[]
}

const MINUTE = 60_000
const DAY = 86_400_000
/** How far nextAllowed and windowSecondsLeft look, in ms. */
const HORIZON = 8 * DAY

/** The windows of all places laid over each other: still one window a day, in ms after local midnight. */
type Span = { readonly from: number; readonly to: number }
type Profile = { readonly week: readonly (Span | null)[]; readonly holidays: readonly HolidayCalendar[] }

const overlap = (windows: readonly (Window | null)[]): Span | null => {
  let from = 0
  let to = DAY
  for (const window of windows) {
    if (!window) return null
    from = Math.max(from, window[0] * MINUTE)
    to = Math.min(to, window[1] * MINUTE)
  }
  return from < to ? { from, to } : null
}

const buildProfile = (places: readonly string[], purpose: Purpose, overrides: Rules | undefined): Profile => {
  const weekdays = [0, 1, 2, 3, 4, 5, 6] as const
  switch (purpose) {
    case 'service': {
      const span = overlap([overrides?.service ?? HOURS.service])
      return { week: weekdays.map(() => span), holidays: [] }
    }
    case 'marketing': {
      const rules = (places.length > 0 ? places : ['*']).map((place) => ruleOf(place, overrides))
      return {
        week: weekdays.map((weekday) => overlap(rules.map((rule) => rule.marketing[weekday]))),
        holidays: [...new Set(rules.flatMap((rule) => rule.holidays ?? []))],
      }
    }
  }
}

type Profiles = { readonly [purpose in Purpose]: Profile }
type Book = { readonly byList: WeakMap<readonly string[], Profiles>; readonly byKey: Map<string, Profiles> }

const books = new WeakMap<object, Book>()

const profilesOf = (places: readonly string[], overrides: Rules | undefined): Profiles => {
  const owner = overrides ?? HOURS
  let book = books.get(owner)
  if (!book) {
    book = { byList: new WeakMap(), byKey: new Map() }
    books.set(owner, book)
  }
  const quick = book.byList.get(places)
  if (quick) return quick
  const key = places.join(' ')
  const profiles = book.byKey.get(key) ?? {
    marketing: buildProfile(places, 'marketing', overrides),
    service: buildProfile(places, 'service', overrides),
  }
  book.byKey.set(key, profiles)
  // Only a frozen list is sure to mean the same tomorrow.
  if (Object.isFrozen(places)) book.byList.set(places, profiles)
  return profiles
}

/** The window of a local day, counted from 1970-01-01 (a Thursday). */
const spanOf = ({ week, holidays }: Profile, day: number): Span | null => {
  const span = week[(((day + 4) % 7) + 7) % 7] ?? null
  return span && holidays.some((calendar) => isHoliday(calendar, day)) ? null : span
}

const isOpen = (profile: Profile, zone: string, at: number): boolean => {
  const local = at + stretchAt(zone, at).offset
  const day = Math.floor(local / DAY)
  const span = spanOf(profile, day)
  if (!span) return false
  const time = local - day * DAY
  return time >= span.from && time < span.to
}

/** The first moment ≥ at when one zone is inside, or Infinity past the limit. Steps over closed stretches whole. */
const opensAt = (profile: Profile, zone: string, at: number, limit: number): number => {
  let moment = at
  while (moment <= limit) {
    const { offset, end } = stretchAt(zone, moment)
    const local = moment + offset
    const day = Math.floor(local / DAY)
    const time = local - day * DAY
    const span = spanOf(profile, day)
    if (span && time >= span.from && time < span.to) return moment
    const wait = span && time < span.from ? span.from - time : DAY - time
    moment = Math.min(moment + wait, end)
  }
  return Infinity
}

/** The first moment ≥ at when one zone is outside; the limit if it stays inside until then. */
const closesAt = (profile: Profile, zone: string, at: number, limit: number): number => {
  let moment = at
  while (moment < limit) {
    const { offset, end } = stretchAt(zone, moment)
    const local = moment + offset
    const day = Math.floor(local / DAY)
    const time = local - day * DAY
    const span = spanOf(profile, day)
    if (!span || time < span.from || time >= span.to) return moment
    moment = Math.min(moment + span.to - time, end)
  }
  return limit
}

/**
 * Whether a message may leave at this moment (ms UTC). Without a zone it may not: nobody knows what time it is there.
 * @throws RangeError for a zone Intl does not know; zonesFor gives none of those.
 */
export const isAllowed = (at: number, who: Who, purpose: Purpose, overrides?: Rules): boolean => {
  const profile = profilesOf(who.places, overrides)[purpose]
  for (const zone of who.zones) if (!isOpen(profile, zone, at)) return false
  return who.zones.length > 0
}

/**
 * The first allowed moment ≥ at (ms UTC), which is `at` itself when that is allowed and else the start of a local
 * minute. null when eight days hold none: then no waiting helps, and a person has to give the contact a time zone or a
 * postal code.
 */
export const nextAllowed = (at: number, who: Who, purpose: Purpose, overrides?: Rules): number | null => {
  if (who.zones.length === 0) return null
  const profile = profilesOf(who.places, overrides)[purpose]
  const limit = at + HORIZON
  let moment = at
  // Each zone pushes the moment on to where it is inside, until one round moves nothing.
  for (;;) {
    let next = moment
    for (const zone of who.zones) next = opensAt(profile, zone, next, limit)
    if (!(next <= limit)) return null
    if (next === moment) return moment
    moment = next
  }
}

/**
 * Whole seconds until the window around `at` closes for one of the zones, for spreading and for a message's validity:
 * 0 when it is closed, at most eight days.
 */
export const windowSecondsLeft = (at: number, who: Who, purpose: Purpose, overrides?: Rules): number => {
  if (who.zones.length === 0) return 0
  const profile = profilesOf(who.places, overrides)[purpose]
  let closes = at + HORIZON
  for (const zone of who.zones) closes = closesAt(profile, zone, at, closes)
  return Math.floor((closes - at) / 1000)
}

/** A list this long names no place: it is every zone of the American plan, 42 of them. Russia's 16 share hours and stay. */
const WHOLE_PLAN = 20
/** Where a new area code may ring: they are added where numbers run out, which was always between these. */
const NEW_CODES: readonly string[] = Object.freeze([
  'America/St_Johns', 'America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles',
])

/**
 * The zones whose clocks decide, never none. The contact's own where set (mobile numbers move), else every candidate of
 * the number. Two kinds of number have a list of the whole American plan, Guam to Newfoundland, which leaves hardly a
 * common minute, or none: a toll-free one is no handset but another business, so the shop's own hours are kept; an area
 * code newer than the data rings somewhere from Newfoundland to the Pacific. A number without any known zone has the
 * shop's. A contact's zone that Intl does not know is as good as none.
 */
export const zonesFor = (contactZone: string | null, number: string, businessZone: string): readonly string[] => {
  if (contactZone && isZone(contactZone)) return [contactZone]
  if (isTollFree(number)) return [businessZone]
  const zones = zonesOf(number)
  if (zones.length === 0) return [businessZone]
  return zones.length > WHOLE_PLAN ? NEW_CODES : zones
}
