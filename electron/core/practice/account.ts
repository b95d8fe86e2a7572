/** What the practice account owns and what it pays. Every number is from a range kept for fiction, every price but the US ones invented. */

export type SenderKind = 'us-long-code' | 'us-toll-free' | 'fr-mobile'

export type PracticeNumber = {
  readonly sid: string
  readonly number: string
  readonly name: string
  readonly kind: SenderKind
  readonly country: string
  readonly mms: boolean
}

export const practiceNumbers: readonly PracticeNumber[] = [
  { sid: 'PN00000000000000000000000000000001', number: '+12025550100', name: 'Practice (202) 555-0100', kind: 'us-long-code', country: 'US', mms: true },
  { sid: 'PN00000000000000000000000000000002', number: '+18005550199', name: 'Practice toll-free (800) 555-0199', kind: 'us-toll-free', country: 'US', mms: true },
  { sid: 'PN00000000000000000000000000000003', number: '+33639980100', name: 'Practice 06 39 98 01 00', kind: 'fr-mobile', country: 'FR', mms: false },
]

/** The practice account's one Messaging Service; it picks the number of the recipient's country. */
export const practiceService = 'MG00000000000000000000000000000001'

/** The number a Messaging Service would choose for a recipient. */
export const senderFor = (to: string): string => (to.startsWith('+33') ? '+33639980100' : '+12025550100')

export type CountryTariff = { readonly iso: string; readonly name: string; readonly prefix: string; readonly outMicros: number; readonly inMicros: number }

// US: Twilio's list price. The others are made up for practice: near enough to teach what a message costs, and never billed.
const tariffs: readonly CountryTariff[] = [
  { iso: 'US', name: 'United States', prefix: '+1', outMicros: 8_300, inMicros: 8_300 },
  { iso: 'CA', name: 'Canada', prefix: '+1', outMicros: 8_300, inMicros: 8_300 },
  { iso: 'FR', name: 'France', prefix: '+33', outMicros: 80_000, inMicros: 7_500 },
  { iso: 'BE', name: 'Belgium', prefix: '+32', outMicros: 110_000, inMicros: 7_500 },
  { iso: 'CH', name: 'Switzerland', prefix: '+41', outMicros: 80_000, inMicros: 7_500 },
  { iso: 'GB', name: 'United Kingdom', prefix: '+44', outMicros: 52_000, inMicros: 7_500 },
  { iso: 'IE', name: 'Ireland', prefix: '+353', outMicros: 85_000, inMicros: 7_500 },
  { iso: 'DE', name: 'Germany', prefix: '+49', outMicros: 105_000, inMicros: 7_500 },
  { iso: 'ES', name: 'Spain', prefix: '+34', outMicros: 85_000, inMicros: 7_500 },
  { iso: 'AU', name: 'Australia', prefix: '+61', outMicros: 50_000, inMicros: 7_500 },
]
const elsewhere: CountryTariff = { iso: 'ZZ', name: 'Elsewhere', prefix: '+', outMicros: 100_000, inMicros: 7_500 }

/** What Twilio takes for a message that failed. */
export const failedMessageMicros = 1_000

/** Micro-dollars a segment to a number, by its country prefix. */
export const tariffOf = (number: string): CountryTariff => tariffs.find((tariff) => number.startsWith(tariff.prefix)) ?? elsewhere

/** The tariff of an ISO country; undefined for one the practice carrier does not serve. */
export const tariffOfCountry = (iso: string): CountryTariff | undefined => tariffs.find((tariff) => tariff.iso === iso)

/**
 * Twilio's magic test numbers and the error each one gives.
 * @see https://www.twilio.com/docs/iam/test-credentials
 */
export const magicFrom: ReadonlyMap<string, number> = new Map([
  ['+15005550001', 21212],
  ['+15005550007', 21606],
  ['+15005550008', 21611],
])
export const magicTo: ReadonlyMap<string, number> = new Map([
  ['+15005550001', 21211],
  ['+15005550002', 21612],
  ['+15005550003', 21408],
  ['+15005550004', 21610],
  ['+15005550009', 21614],
])
export const magicValidFrom = '+15005550006'
