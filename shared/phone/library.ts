/** The careful way to read a number, through libphonenumber's own data: about 100,000 a second. */
import { parsePhoneNumberWithError, ParseError, type NumberType, type PhoneNumber } from 'libphonenumber-js/max'
import type { CountryCode, PhoneProblem, PhoneResult, PhoneType } from './result.ts'

const failed = (reason: PhoneProblem): PhoneResult => ({ ok: false, reason })

/**
 * Ranges regulators keep for fiction that libphonenumber holds to be unassigned: samples and practice use them.
 * France: Arcep's plan, 06 39 98 xx xx. United Kingdom: Ofcom, 07700 900xxx.
 */
const FICTION = /^\+(?:3363998\d{4}|447700900\d{3})$/

// Spaces of every kind, marks that change the direction of writing, zero-width characters, soft hyphens.
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g
const LABEL_BEFORE = /^\p{L}{1,12}\.?\s*:\s*|^(?:tel|t[ée]l[ée]phone|t[ée]l|phone|mobile|mob|cell|portable|port|fixe|gsm|sms)\b[\s.]*/iu
const LABEL_AFTER = /\s*[([]?\b(?:mobile|mob|cell|portable|fixe|home|work|domicile|travail|bureau|perso|pro)\b\.?[)\]]?$/iu
const EXTENSION = /[\s,;]*(?:\bext(?:ension)?|\bposte|\bx|(?<=\d)x|#)[\s.:=]*\d{1,7}$/iu

const SCIENTIFIC = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i
const DECIMAL_ZERO = /^(\+?\d+)[.,]0+$/
const THOUSANDS = /^\d{1,3}(?:,\d{3}){2,}$/

/** What a spreadsheet made of a number, undone; the text itself when it looks untouched, null when digits are lost for good. */
export const undoSpreadsheet = (text: string): string | null => {
  const scientific = SCIENTIFIC.exec(text)
  if (scientific) {
    const [, first = '', fraction = '', exponent = ''] = scientific
    const power = Number(exponent)
    // Fewer decimals than the exponent: rounded, or zeros left out. Nobody can tell, and a guess texts a stranger.
    if (fraction.length < power || /[^0]/.test(fraction.slice(power))) return null
    return first + fraction.slice(0, power)
  }
  const decimal = DECIMAL_ZERO.exec(text)
  if (decimal) return decimal[1] as string
  return THOUSANDS.test(text) ? text.replaceAll(',', '') : text
}

const typeOf = (type: NumberType, country: CountryCode | null): PhoneType | null => {
  switch (type) {
    case 'MOBILE':
      return 'mobile'
    case 'FIXED_LINE':
      return 'landline'
    case 'FIXED_LINE_OR_MOBILE':
      return 'mobile-or-landline'
    case 'TOLL_FREE':
      return 'toll-free'
    // French 09 numbers are boxes at home.
    case 'VOIP':
      return country === 'FR' ? 'landline' : 'other'
    case 'PERSONAL_NUMBER':
    case undefined:
      return 'other'
    case 'PREMIUM_RATE':
    case 'SHARED_COST':
    case 'UAN':
    case 'PAGER':
    case 'VOICEMAIL':
      return null
  }
}

const problemOf = (error: unknown): PhoneProblem => {
  if (!(error instanceof ParseError)) throw error
  switch (error.message) {
    case 'TOO_SHORT':
      return 'too-short'
    case 'TOO_LONG':
      return 'too-long'
    default:
      return 'invalid'
  }
}

const judge = (number: PhoneNumber, typed: string): PhoneResult => {
  const e164: string = number.number
  const country = number.country ?? null
  if (FICTION.test(e164)) return { ok: true, e164, country: e164.startsWith('+33') ? 'FR' : 'GB', type: 'mobile' }
  const international = typed.startsWith('+')
  const digits = typed.replace(/\D/g, '').length
  if (!international && digits >= 3 && digits <= 6) return failed('not-textable')
  if (!number.isValid()) {
    if (number.isPossible()) return failed('invalid')
    const length = number.nationalNumber.length
    return failed(length < 8 ? 'too-short' : length > 10 ? 'too-long' : digits < 10 ? 'too-short' : 'too-long')
  }
  // Canada's 310 xxxx is dialled without an area code and is nobody's telephone.
  if (number.countryCallingCode === '1' && e164.length !== 12) return failed('not-textable')
  const type = typeOf(number.getType(), country)
  return type === null ? failed('not-textable') : { ok: true, e164, country, type }
}

/** Like normaliseNumber, always through the library. The fast path must never answer anything else than this does. */
export const normaliseWithLibrary = (raw: string, country: CountryCode): PhoneResult => {
  const visible = raw.normalize('NFKC').replace(INVISIBLE, '').replace(/^[\s'‘’`"]+|[\s'’"]+$/g, '')
  if (visible === '') return failed('empty')
  if (!/\d/.test(visible)) return failed('no-digits')
  const bare = visible.replace(LABEL_BEFORE, '').replace(EXTENSION, '').replace(LABEL_AFTER, '').trim()
  const undone = undoSpreadsheet(bare)
  if (undone === null) return failed('excel-lost-digits')
  if (/\p{L}/u.test(undone)) return failed('letters')
  // No country's own numbers start with 00, so it stands for + everywhere, also where people dial 011.
  const typed = undone.replace(/^[(\s]*\+?\s*00\s*(?=[(\s]*[1-9])/, '+').replace(/^\++/, '+')
  try {
    return judge(parsePhoneNumberWithError(typed, { defaultCountry: country, extract: false }), typed)
  } catch (error) {
    return failed(problemOf(error))
  }
}
