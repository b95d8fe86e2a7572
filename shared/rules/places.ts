/**
 * Where a person may be, as far as rules are concerned: candidate place ids ('US-FL', 'FR', '*') for hours-data.ts.
 * Not knowing gives more candidates, and every candidate's rule must be kept, so not knowing is the strictest.
 */
import {
  CALLING_CODES, COUNTRY_AREA_CODES, COUNTRY_PLACES, FRENCH_POSTAL_PLACES, PROVINCES, STATES, TERRITORIES, TOLL_FREE,
} from './places-data.ts'

export type Whereabouts = {
  /** E.164 */
  readonly number: string
  /** ISO 3166 code of two letters; null or '' where not known, and so for the next two. */
  readonly country: string | null
  /** An American state or Canadian province by its name or code; others are not read. */
  readonly region: string | null
  readonly postalCode: string | null
}

const UNKNOWN = '*'
const TERRITORY_CODES = new Set(TERRITORIES)
const ALL_STATES = Object.keys(STATES).filter((code) => !TERRITORY_CODES.has(code)).map((code) => `US-${code}`)

const codesIn = (list: string): string[] =>
  list.split(' ').flatMap((entry) => {
    const [from = '', to = from] = entry.split('-')
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => String(Number(from) + index).padStart(3, '0'))
  })

const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z]+/g, ' ').trim()

const byAreaCode = new Map<string, string>()
const byZip3 = new Map<string, string[]>()
const byRegion = new Map<string, string>()

for (const [code, [name, areaCodes, postalCodes]] of Object.entries(STATES)) {
  const place = `US-${code}`
  for (const areaCode of codesIn(areaCodes)) byAreaCode.set(areaCode, place)
  for (const zip3 of codesIn(postalCodes)) byZip3.set(zip3, [...(byZip3.get(zip3) ?? []), place])
  byRegion.set(fold(code), place).set(fold(name), place)
}
for (const [country, areaCodes] of Object.entries(COUNTRY_AREA_CODES))
  for (const areaCode of codesIn(areaCodes)) byAreaCode.set(areaCode, country)
for (const [code, name] of Object.entries(PROVINCES)) byRegion.set(fold(code), 'CA').set(fold(name), 'CA')
byRegion.set('d c', 'US-DC').set('washington dc', 'US-DC').set('washington d c', 'US-DC').set('washington state', 'US-WA').set('newfoundland', 'CA')

const areaCodeOf = (number: string): string => number.slice(2, 5)

/** Whether a number is toll-free in the American plan: it belongs to no place, and no telephone in a bedroom. */
export const isTollFree = (number: string): boolean => number.startsWith('+1') && TOLL_FREE.includes(areaCodeOf(number))

/** What the number alone says; null for a number of the American plan without a known place. */
const placesOfNumber = (number: string): readonly string[] | null => {
  if (number.startsWith('+1')) {
    const place = byAreaCode.get(areaCodeOf(number))
    return place === undefined ? null : [place]
  }
  return CALLING_CODES.find(([prefix]) => number.startsWith(prefix))?.[1] ?? [UNKNOWN]
}

const placeOfCountry = (country: string): string =>
  TERRITORY_CODES.has(country) ? `US-${country}` : (COUNTRY_PLACES[country] ?? country)

const countryOf = (place: string): string => place.split('-')[0]!

/** States by postal code and by region; when the two disagree, both. */
const statedStates = (postalCode: string, region: string): readonly string[] => {
  const zip = /^(\d{3})\d{2}(?:[- ]?\d{4})?$/.exec(postalCode)?.[1]
  const byPostalCode = zip === undefined ? [] : (byZip3.get(zip) ?? [])
  const place = byRegion.get(region)
  return place?.startsWith('US-') ? [...byPostalCode, place] : byPostalCode
}

const saysCanada = (postalCode: string, region: string): boolean =>
  /^[a-z]\d[a-z] ?\d[a-z]\d$/i.test(postalCode) || byRegion.get(region) === 'CA'

const frenchPlace = (postalCode: string): string | null =>
  /^\d{5}$/.test(postalCode) ? (FRENCH_POSTAL_PLACES.find(([prefix]) => postalCode.startsWith(prefix))?.[1] ?? 'FR') : null

const lists = new Map<string, readonly string[]>()

/** One frozen array for each set of places, so that answers can be cached by it. */
const shared = (places: Iterable<string>): readonly string[] => {
  const list = [...new Set(places)].sort()
  const key = list.join(' ')
  const known = lists.get(key)
  if (known) return known
  const frozen = Object.freeze(list)
  lists.set(key, frozen)
  return frozen
}

/**
 * Every place a person may be in, never empty, sorted; equal answers are the same array. An American state by postal
 * code or region where given, else by area code, else all of them; toll-free numbers may be anywhere in the United
 * States or Canada. When the country given and the number disagree, the places of both.
 * @example placesOf({ number: '+13055550123', country: 'US', region: '', postalCode: '' }) // ['US-FL']
 */
export const placesOf = ({ number, country, region, postalCode }: Whereabouts): readonly string[] => {
  const code = postalCode?.trim() ?? ''
  const area = fold(region ?? '')
  const stated = country ? placeOfCountry(country.trim().toUpperCase()) : null
  const ofNumber = placesOfNumber(number)
  const numberSays = ofNumber ?? (stated === null || !['US', 'CA'].includes(countryOf(stated)) ? ['US', 'CA'] : [])

  const candidates = new Set<string>()
  for (const place of numberSays) if (place !== UNKNOWN || stated === null) candidates.add(place)
  // A country alone adds nothing to a number that already says which part of it.
  if (stated !== null && ![...candidates].some((place) => countryOf(place) === countryOf(stated))) candidates.add(stated)
  if (number.startsWith('+1') && saysCanada(code, area)) candidates.add('CA')

  const states = statedStates(code, area)
  const countries = new Set([...candidates].map(countryOf))
  if (countries.has('US') || (countries.has('CA') && states.length > 0)) {
    const before = [...candidates].filter((place) => countryOf(place) === 'US')
    for (const place of before) candidates.delete(place)
    const known = before.filter((place) => place !== 'US')
    for (const place of states.length > 0 ? states : known.length > 0 ? known : ALL_STATES) candidates.add(place)
  }
  const french = countries.has('FR') ? frenchPlace(code) : null
  if (french !== null) {
    for (const place of [...candidates]) if (countryOf(place) === 'FR') candidates.delete(place)
    candidates.add(french)
  }
  return shared(candidates)
}
