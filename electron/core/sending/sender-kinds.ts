import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { SenderKind } from '../../../shared/contract/account.ts'

/** Segments a second by kind of sender. TWILIO.md, "Throughput"; https://help.twilio.com/articles/115002943027 */
const rates: Readonly<Record<SenderKind, number>> = {
  'long-code': 1,
  '10dlc': 3.75,
  '10dlc-low': 12,
  '10dlc-mid': 120,
  '10dlc-high': 225,
  'toll-free': 3,
  'short-code': 100,
  alphanumeric: 10,
  'foreign-long-code': 10,
  'messaging-service': 1,
}

/** Message segments a second that a sender of this kind may send. */
export const rateOf = (kind: SenderKind): number => rates[kind]

// The toll-free area codes of the North American plan: https://www.nanpa.com/numbering/toll-free
const tollFree = /^\+1(800|822|833|844|855|866|877|888)/

/** The country of a number; null where it has none (a short code, a name) or where it is unknown. Toll-free: US. */
export const countryOf = (address: string): string | null => {
  if (!address.startsWith('+')) return null
  if (tollFree.test(address)) return 'US'
  const parsed = parsePhoneNumberFromString(address)
  // A number in no assigned range still has a country code, whose main country comes first.
  return parsed?.country ?? parsed?.getPossibleCountries()[0] ?? null
}

/** What an address looks like. A US number's registration cannot be seen from here: the slowest kind is assumed. */
export const kindOf = (address: string): { readonly kind: SenderKind; readonly country: string | null } => {
  if (/^MG[0-9a-f]{32}$/i.test(address)) return { kind: 'messaging-service', country: null }
  if (/^\d{3,6}$/.test(address)) return { kind: 'short-code', country: null }
  if (!address.startsWith('+')) return { kind: 'alphanumeric', country: null }
  if (tollFree.test(address)) return { kind: 'toll-free', country: 'US' }
  const country = countryOf(address)
  return { kind: country === 'US' || country === 'CA' ? 'long-code' : 'foreign-long-code', country }
}
