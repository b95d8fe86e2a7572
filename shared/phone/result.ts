import type { CountryCode } from 'libphonenumber-js/core'

export type { CountryCode }

/**
 * What a number is good for. North America does not tell mobiles from landlines by their digits: 'mobile-or-landline'.
 * 'toll-free' and 'other' (personal numbers and the like) are valid and rarely reachable by text.
 */
export type PhoneType = 'mobile' | 'landline' | 'mobile-or-landline' | 'toll-free' | 'other'

/** Why a cell gave no number. */
export type PhoneProblem =
  | 'empty'
  | 'no-digits'
  /** Words such as 1-800-FLOWERS, or a note beside the digits that nobody can tell apart from them. */
  | 'letters'
  | 'too-short'
  | 'too-long'
  /** The right length, but a number nobody can have. */
  | 'invalid'
  /** Premium rate, shared cost, short codes, emergency numbers. */
  | 'not-textable'
  /** 1.20256E+10: the spreadsheet rounded, the last digits are gone. */
  | 'excel-lost-digits'

export type PhoneFound = {
  readonly ok: true
  readonly e164: string
  /** null for numbers of no country (+800 …). */
  readonly country: CountryCode | null
  readonly type: PhoneType
}

export type PhoneResult = PhoneFound | { readonly ok: false; readonly reason: PhoneProblem }
