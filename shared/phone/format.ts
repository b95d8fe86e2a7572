/**
 * Numbers for people to read. A file of its own, with libphonenumber's small metadata, so that a window that only
 * shows numbers does not carry what is needed to judge them.
 */
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { CountryCode } from './result.ts'

const formatByLibrary = (e164: string, country: CountryCode): string => {
  const number = parsePhoneNumberFromString(e164)
  if (!number) return e164
  const home = isSupportedCountry(country) && number.countryCallingCode === getCountryCallingCode(country)
  return home ? number.formatNational() : number.formatInternational()
}

/** As strangers read it, from wherever they call, with the country code; a short code as it is. For what is printed. */
export const formatAbroad = (address: string): string => parsePhoneNumberFromString(address)?.formatInternational() ?? address

const KEPT = 5_000
const formatted = new Map<string, string>()

/**
 * E.164 as people of `country` write it: without the country code where they dial it so, else international.
 * What is no number comes back as it was. The last few thousand answers are kept, for tables that scroll.
 * @example formatNumber('+33639981234', 'FR') // '06 39 98 12 34'
 */
export const formatNumber = (e164: string, country: CountryCode): string => {
  const key = country + e164
  const known = formatted.get(key)
  if (known !== undefined) return known
  const text = formatByLibrary(e164, country)
  if (formatted.size >= KEPT) formatted.clear()
  formatted.set(key, text)
  return text
}
