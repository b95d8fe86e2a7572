/**
 * Numbers as people and spreadsheets write them, to E.164. Plain North American and French numbers go through a table
 * made from libphonenumber's own data, everything else through the library (library.ts).
 */
import { normaliseWithLibrary, undoSpreadsheet } from './library.ts'
import { FRENCH, LEGEND, NANP } from './plain-tables.ts'
import type { CountryCode, PhoneFound, PhoneResult, PhoneType } from './result.ts'

export type { CountryCode, PhoneFound, PhoneProblem, PhoneResult, PhoneType } from './result.ts'

type Meaning = { readonly country: CountryCode; readonly type: PhoneType }

const MEANINGS: readonly Meaning[] = LEGEND.map((line) => {
  const [country, type] = line.split(' ') as [CountryCode, PhoneType]
  return { country, type }
})

const meaningsOf = (letters: string): readonly (Meaning | undefined)[] =>
  [...letters].map((letter) => MEANINGS[letter.charCodeAt(0) - 97])

const NORTH_AMERICA = meaningsOf(NANP)
const FRANCE = meaningsOf(FRENCH)

/** Countries that dial each other with ten digits after a 1. */
const NANP_COUNTRIES: ReadonlySet<string> = new Set(
  'US AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI'.split(' '),
)

const ZERO = 48

/**
 * The digits of a plainly written number, with a + in front if there was one; '' for anything that wants care:
 * other characters, brackets out of order, a dot near the end (a spreadsheet's decimals).
 */
const plainDigits = (raw: string): string => {
  if (raw.length < 9 || raw.length > 20) return ''
  let digits = ''
  let open = false
  let breaks = 0
  // Where the digits not yet taken begin: they are taken by runs, at what ends one.
  let run = -1
  for (let i = 0; i < raw.length; i++) {
    const unit = raw.charCodeAt(i)
    if (unit >= ZERO && unit <= ZERO + 9) {
      if (run < 0) run = i
      breaks = 0
      continue
    }
    if (run >= 0) {
      digits += raw.slice(run, i)
      run = -1
    }
    if (unit === 43 && i === 0) digits = '+'
    else if (unit === 40 && !open && (digits === '' || digits === '+1' || digits === '1')) open = true
    else if (unit === 41 && open && digits.length >= 3) open = false
    else if ((unit === 32 || unit === 45 || unit === 46 || unit === 0xa0) && digits !== '' && digits !== '+' && i < raw.length - 1) {
      if (unit === 46 && i > raw.length - 3) return ''
      if (++breaks > 1 && raw.charCodeAt(i - 1) !== 41) return ''
    } else return ''
  }
  if (run >= 0) digits += raw.slice(run)
  return open ? '' : digits
}

const plainNorthAmerican = (national: string): PhoneFound | null => {
  // The exchange starts with 2 to 9.
  if (national.charCodeAt(3) < ZERO + 2) return null
  const meaning = NORTH_AMERICA[Number(national.slice(0, 3)) - 200]
  return meaning ? { ok: true, e164: `+1${national}`, country: meaning.country, type: meaning.type } : null
}

const plainFrench = (national: string): PhoneFound | null => {
  // Arcep's range for fiction, in samples and practice: library.ts accepts it too.
  if (national.startsWith('63998')) return { ok: true, e164: `+33${national}`, country: 'FR', type: 'mobile' }
  const meaning = FRANCE[Number(national.slice(0, 3)) - 100]
  return meaning ? { ok: true, e164: `+33${national}`, country: meaning.country, type: meaning.type } : null
}

const readPlain = (raw: string, country: CountryCode): PhoneFound | null => {
  // Spreadsheets and shops' exports put an apostrophe before a number to keep it text.
  const digits = plainDigits(raw.charCodeAt(0) === 39 ? raw.slice(1) : raw)
  const length = digits.length
  if (digits.charCodeAt(0) === 43) {
    if (length === 12 && digits.startsWith('+1')) return plainNorthAmerican(digits.slice(2))
    if (length === 12 && digits.startsWith('+33')) return plainFrench(digits.slice(3))
    return null
  }
  if (NANP_COUNTRIES.has(country)) {
    if (length === 10) return plainNorthAmerican(digits)
    if (length === 11 && digits.charCodeAt(0) === ZERO + 1) return plainNorthAmerican(digits.slice(1))
  } else if (country === 'FR') {
    if (length === 10 && digits.charCodeAt(0) === ZERO) return plainFrench(digits.slice(1))
    if (length === 9) return plainFrench(digits)
  }
  return null
}

/** A whole column may be mangled alike: what is plain once undone need not take the slow way. */
const readSpreadsheet = (raw: string, country: CountryCode): PhoneFound | null => {
  const undone = undoSpreadsheet(raw)
  return undone === null || undone === raw ? null : readPlain(undone, country)
}

/**
 * One number to E.164. `country` (ISO 3166, two letters) is where a number without a country code is dialled.
 * Undoes what spreadsheets do: 1.2025550143E+10, 12025550143.0, a lost leading zero, a leading apostrophe.
 * @example normaliseNumber('(202) 555-0143', 'US') // { ok: true, e164: '+12025550143', country: 'US', type: 'mobile-or-landline' }
 */
export const normaliseNumber = (raw: string, country: CountryCode): PhoneResult =>
  readPlain(raw, country) ?? readSpreadsheet(raw, country) ?? normaliseWithLibrary(raw, country)

const BETWEEN_NUMBERS = /:::|[;/,|&\r\n]|\s(?:or|ou|and|et)\s/i
const digitCount = (text: string): number => text.replace(/\D/g, '').length
const EXTENSION_ONLY = /^\s*(?:ext(?:ension)?|poste|x|#)[\s.:=]*\d+\s*$/i

/**
 * Every number of a cell: programs join several by `:::`, `;`, `/`, a comma, a new line or "or". A cell is only taken
 * apart where each part looks like a number (seven digits at least) or has no digit at all; else it is read as one.
 */
export const numbersInCell = (raw: string, country: CountryCode): readonly PhoneResult[] => {
  if (!BETWEEN_NUMBERS.test(raw)) return [normaliseNumber(raw, country)]
  const parts = raw.split(BETWEEN_NUMBERS).filter((part) => /\d/.test(part))
  const separate = parts.length > 0 && parts.every((part) => digitCount(part) >= 7 && !EXTENSION_ONLY.test(part))
  return (separate ? parts : [raw]).map((part) => normaliseNumber(part.trim(), country))
}

const PREFERENCE: readonly PhoneType[] = ['mobile', 'mobile-or-landline', 'other', 'toll-free', 'landline']

/**
 * The number of a cell to text: a mobile first, then one that may be a mobile; a landline only when there is nothing
 * better. Without any number, the first problem.
 */
export const pickNumber = (results: readonly PhoneResult[]): PhoneResult => {
  for (const type of PREFERENCE) {
    const found = results.find((result) => result.ok && result.type === type)
    if (found) return found
  }
  return results[0] ?? { ok: false, reason: 'empty' }
}
