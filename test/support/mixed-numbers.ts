/** Numbers as lists hold them, mixed: plain ones, other notations, spreadsheets' doings, and what is no number at all. */
import type { Random } from '../../electron/core/environment.ts'
import type { CountryCode } from '../../shared/phone/result.ts'

const COUNTRIES = ['US', 'CA', 'PR', 'FR', 'GB', 'BE', 'DE'] as const satisfies readonly CountryCode[]
const SEPARATORS = ['', ' ', '-', '.', '\u00a0', '/', '  ', ' - '] as const
const OPENINGS = ['', '', '', '+', "'", '00', '+1', '1', '+33', '33', '0', '+1 (', '(', '+44', '+49 ', 'Tel: '] as const
const ENDINGS = ['', '', '', '', '.0', ' ext 12', 'x', ')', ' (mobile)', ',', '\u200e'] as const

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T
const digits = (length: number, random: Random): string => Array.from({ length }, () => Math.floor(random() * 10)).join('')

/** Any notation of any digits, most of them about as long as a number is. */
const anything = (random: Random): string => {
  const groups = 1 + Math.floor(random() * 4)
  const separator = pick(SEPARATORS, random)
  const body = Array.from({ length: groups }, () => digits(1 + Math.floor(random() * 5), random)).join(random() < 0.8 ? separator : pick(SEPARATORS, random))
  return pick(OPENINGS, random) + body + pick(ENDINGS, random)
}
const northAmerican = (random: Random): string => {
  const [area, exchange, line] = [digits(3, random), digits(3, random), digits(4, random)]
  return pick([`${area}${exchange}${line}`, `(${area}) ${exchange}-${line}`, `+1${area}${exchange}${line}`, `1-${area}-${exchange}-${line}`, `${area}.${exchange}.${line}`, `1${area}${exchange}${line}.0`, `+1 ${area} ${exchange} ${line}`], random)
}
const french = (random: Random): string => {
  const rest = digits(9, random)
  const pairs = `0${rest}`.match(/../g) ?? []
  return pick([`0${rest}`, rest, `+33${rest}`, `+33 ${rest[0]} ${rest.slice(1)}`, pairs.join(' '), pairs.join('.'), pairs.join('-'), `+33 (0)${rest}`, `0033${rest}`], random)
}

/** The next number of a mixture, and where it is dialled. */
export const mixedNumber = (random: Random): { readonly raw: string; readonly country: CountryCode } => {
  const kind = random()
  const raw = kind < 0.45 ? northAmerican(random) : kind < 0.75 ? french(random) : anything(random)
  return { raw, country: pick(COUNTRIES, random) }
}
