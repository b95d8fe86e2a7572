/**
 * How the values of a custom field are read. They are kept as people and files wrote them; a field's kind says what
 * they mean, so that changing it changes and loses nothing.
 */
import type { DateOrder, FieldKind } from '../../contract/contacts.ts'

/** A day of the calendar; `year` null where only day and month are given, as for many birthdays. */
export type Day = { readonly year: number | null; readonly month: number; readonly day: number }

const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'january jan janvier janv', 'february feb fevrier fevr fev', 'march mar mars', 'april apr avril avr', 'may mai', 'june jun juin',
    'july jul juillet juil', 'august aug aout', 'september sep sept septembre', 'october oct octobre', 'november nov novembre', 'december dec decembre',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
)

const DAYS_IN = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** The day, unless the calendar has none such. Two digits of a year are read as Excel does: 00 to 29 are after 2000. */
const dayOf = (year: number | null, month: number, day: number): Day | null => {
  const whole = year === null ? null : year < 30 ? 2000 + year : year < 100 ? 1900 + year : year
  if (whole !== null && (whole < 1000 || whole > 9999)) return null
  if (month < 1 || month > 12 || day < 1 || day > (DAYS_IN[month - 1] as number)) return null
  if (month === 2 && day === 29 && whole !== null && !isLeap(whole)) return null
  return { year: whole, month, day }
}

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/
const NO_YEAR = /^--(\d{2})-?(\d{2})$/
const FIGURES = /^(\d{1,2})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{4}|\d{2}))?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$/
const YEAR_FIRST = /^(\d{4})[/.\s](\d{1,2})[/.\s](\d{1,2})$/
const DAY_FIRST = /^(?:[a-z]+[,.]?\s+)?(\d{1,2})(?:st|nd|rd|th|er)?[\s.\-/]+(?:of\s+)?([a-z]+)\.?(?:[\s,.\-/]+(\d{4}|\d{2}))?$/
const MONTH_FIRST = /^(?:[a-z]+,?\s+)?([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:[\s,]+(\d{4}|\d{2}))?$/

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
const year = (text: string | undefined): number | null => (text === undefined ? null : Number(text))

/**
 * The day a text says, in English or French, in figures or words, with or without a year; null when it says none.
 * @example readDay('1er mars 1990', 'dmy') // { year: 1990, month: 3, day: 1 }
 */
export const readDay = (text: string, order: DateOrder): Day | null => {
  const iso = ISO.exec(text.trim())
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  if (text.length > 60) return null
  const said = plain(text)
  const none = NO_YEAR.exec(said)
  if (none) return dayOf(null, Number(none[1]), Number(none[2]))
  const turned = YEAR_FIRST.exec(said)
  if (turned) return dayOf(Number(turned[1]), Number(turned[2]), Number(turned[3]))
  const figures = FIGURES.exec(said)
  if (figures) {
    const [one, two] = [Number(figures[1]), Number(figures[2])]
    const [day, month] = order === 'dmy' ? [one, two] : [two, one]
    // 25/12 can only be read one way, whatever the order.
    return dayOf(year(figures[3]), month, day) ?? dayOf(year(figures[3]), day, month)
  }
  const dayFirst = DAY_FIRST.exec(said)
  const dayMonth = MONTHS.get(dayFirst?.[2] ?? '')
  if (dayFirst && dayMonth !== undefined) return dayOf(year(dayFirst[3]), dayMonth, Number(dayFirst[1]))
  const monthFirst = MONTH_FIRST.exec(said)
  const month = MONTHS.get(monthFirst?.[1] ?? '')
  return monthFirst && month !== undefined ? dayOf(year(monthFirst[3]), month, Number(monthFirst[2])) : null
}

const two = (number: number): string => String(number).padStart(2, '0')

/** 1990-05-03, or --05-03 without a year (ISO 8601 as vCard writes it, RFC 6350 4.3.1). */
export const writeDay = ({ year: whole, month, day }: Day): string => `${whole === null ? '-' : String(whole).padStart(4, '0')}-${two(month)}-${two(day)}`

const NUMBER = /^([+-])?(?:\d{1,3}(?:[ ,.'’]\d{3})+|\d+)?(?:[.,]\d+)?$/

/**
 * The number a text says, with the marks either language puts between thousands and before decimals; null when it says
 * none. A currency's sign or a percent at an end is passed over. "1,234" is a thousand, "1,5" one and a half.
 */
export const readNumber = (text: string): number | null => {
  const bare = text.normalize('NFKC').trim().replace(/^([+-−]?)\s*[€$£]\s*/, '$1').replace(/\s*[€$£%]$/, '').replace(/\s+/g, ' ').replace('−', '-')
  if (bare.length > 40 || !/\d/.test(bare) || !NUMBER.test(bare)) return null
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','))
  const mark = bare[last]
  const after = bare.length - last - 1
  const times = mark === undefined ? 0 : bare.split(mark).length - 1
  const other = mark === '.' ? ',' : '.'
  const thousands = last < 0 || times > 1 || (after === 3 && mark === ',' && !bare.includes(other) && !/^[+-]?0,/.test(bare))
  const digits = thousands ? bare.replace(/[ ,.'’]/g, '') : `${bare.slice(0, last).replace(/[ ,.'’]/g, '')}.${bare.slice(last + 1)}`
  const value = Number(digits)
  return Number.isFinite(value) && Math.abs(value) <= 1e15 ? value : null
}

const YES = new Set('yes y true t 1 on x ✓ ✔ oui o vrai v'.split(' '))
const NO = new Set('no n false f 0 off - non faux'.split(' '))

/** What a text says to a question of yes or no, in English or French; null when neither. */
export const readYes = (text: string): boolean | null => {
  const said = plain(text)
  return YES.has(said) ? true : NO.has(said) ? false : null
}

export type FieldReading = { readonly kind: FieldKind; readonly options: readonly string[]; readonly dateOrder: DateOrder }

/** The value as it is written down after an edit: days as ISO, numbers with a point, yes or no, a choice as it is spelled. Null when it does not fit. */
export const normalise = (text: string, { kind, options, dateOrder }: FieldReading): string | null => {
  const value = text.trim()
  if (value === '') return ''
  switch (kind) {
    case 'text':
      return value
    case 'number': {
      const number = readNumber(value)
      return number === null ? null : String(number)
    }
    case 'date': {
      const day = readDay(value, dateOrder)
      return day === null ? null : writeDay(day)
    }
    case 'yes-no': {
      const yes = readYes(value)
      return yes === null ? null : yes ? 'yes' : 'no'
    }
    case 'choice':
      return options.find((option) => plain(option) === plain(value)) ?? null
  }
}

/** Fewer values than this say too little for a choice. */
const ENOUGH = 12

/** Which of two ways of writing days a sample shows; null when it shows neither. */
export const orderSeen = (values: readonly string[]): DateOrder | null => {
  for (const value of values) {
    const figures = FIGURES.exec(plain(value))
    if (figures === null) continue
    if (Number(figures[1]) > 12 && Number(figures[2]) <= 12) return 'dmy'
    if (Number(figures[2]) > 12 && Number(figures[1]) <= 12) return 'mdy'
  }
  return null
}

/** What a sample of values looks like: nearly all of them must fit. `usual`: how days are written where the business is. */
export const guessKind = (values: readonly string[], usual: DateOrder): FieldReading => {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '')
  const dateOrder = orderSeen(filled) ?? usual
  const text: FieldReading = { kind: 'text', options: [], dateOrder }
  if (filled.length === 0) return text
  const most = (fits: (value: string) => boolean): boolean => filled.filter(fits).length >= filled.length * 0.95
  const distinct = new Set(filled.map(plain))
  if (most((value) => readYes(value) !== null) && !(filled.every((value) => /^\d$/.test(value)) && distinct.size < 2)) return { ...text, kind: 'yes-no' }
  // A bare figure is no day, and a code with a zero in front is no number.
  if (most((value) => /\D/.test(value) && readDay(value, dateOrder) !== null)) return { ...text, kind: 'date' }
  if (most((value) => readNumber(value) !== null && !/^0\d/.test(value)) && !filled.some((value) => value.length > 12)) return { ...text, kind: 'number' }
  if (filled.length >= ENOUGH && distinct.size >= 2 && distinct.size <= 12 && distinct.size <= filled.length / 4 && filled.every((value) => value.length <= 40)) {
    return { ...text, kind: 'choice', options: optionsOf(filled) }
  }
  return text
}

/** Each value once, as it is most often spelled, the most frequent first, at most 100. */
export const optionsOf = (values: readonly string[]): readonly string[] => {
  const spelled = new Map<string, Map<string, number>>()
  for (const value of values) {
    const spellings = spelled.get(plain(value)) ?? new Map<string, number>()
    spelled.set(plain(value), spellings.set(value, (spellings.get(value) ?? 0) + 1))
  }
  const total = (spellings: ReadonlyMap<string, number>): number => [...spellings.values()].reduce((sum, count) => sum + count, 0)
  return [...spelled.values()]
    .sort((a, b) => total(b) - total(a))
    .slice(0, 100)
    .map((spellings) => [...spellings].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '')
}
