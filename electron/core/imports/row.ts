/** A row of a file as the contact it becomes: the same function for the preview and for the run. */
import type { ColumnMeaning, Mapping, RejectReason } from '../../../shared/contract/imports.ts'
import { normaliseNumber, numbersInCell, pickNumber, type CountryCode, type PhoneProblem, type PhoneResult } from '../../../shared/phone/normalise.ts'
import { fold } from '../contacts/fold.ts'
import { customColumns } from './custom-columns.ts'
import { mergeOptIn, saidIn, type OptIn } from './opt-in.ts'
import type { RawRow } from './reading/rows.ts'
import { tidy } from './tidy.ts'

export { customColumns }

/** What a file says of one person. Empty text and null mean: it says nothing. */
export type RowFields = {
  firstName: string
  lastName: string
  email: string
  region: string
  postalCode: string
  language: 'en' | 'fr' | null
  notes: string
  tags: readonly string[]
  custom: Readonly<Record<string, string>>
}

export type RowContact = {
  readonly ok: true
  readonly number: string
  readonly country: string | null
  readonly fields: RowFields
  /** What the columns mapped 'opt-in' say; a blank cell, or no such column, is 'unsaid'. */
  readonly optIn: OptIn
}
export type { OptIn } from './opt-in.ts'
export type RowRejected = { readonly ok: false; readonly reason: RejectReason }
export type RowResult = RowContact | RowRejected

const REASONS: Readonly<Record<PhoneProblem, RejectReason>> = {
  empty: 'no-number',
  'no-digits': 'no-number',
  letters: 'invalid-number',
  'too-short': 'too-short',
  'too-long': 'too-long',
  invalid: 'invalid-number',
  'not-textable': 'not-textable',
  'excel-lost-digits': 'excel-lost-digits',
}

const TITLES = /^(?:mr|mrs|ms|miss|mx|dr|m|mme|mlle|monsieur|madame|mademoiselle|me|pr|prof)\.?\s+/i
const PARTICLES = new Set(['de', 'du', 'des', 'da', 'di', 'van', 'von', 'der', 'den', 'le', 'la', 'del', 'della', 'el', 'al', 'bin', 'st', 'st.', 'ten', 'ter'])
const isCapitals = (word: string): boolean => word.length > 1 && word === word.toLocaleUpperCase() && word !== word.toLocaleLowerCase()

/** 'Smith, Ann' → Ann Smith; 'DUPONT Marie' → Marie DUPONT; 'Ann van der Berg' → Ann, van der Berg. */
export const splitName = (name: string): { readonly first: string; readonly last: string } => {
  const whole = tidy(name, 400).replace(TITLES, '')
  const comma = /^([^,]+),\s*(.+)$/.exec(whole)
  if (comma) return { first: (comma[2] as string).trim(), last: (comma[1] as string).trim() }
  const words = whole.split(' ').filter((word) => word !== '')
  if (words.length < 2) return { first: words[0] ?? '', last: '' }
  // French lists: the family name in capitals first, the given name after it.
  const capitals = words.findIndex((word) => !isCapitals(word))
  if (capitals > 0) return { first: words.slice(capitals).join(' '), last: words.slice(0, capitals).join(' ') }
  const particle = words.findIndex((word, i) => i > 0 && PARTICLES.has(word.toLowerCase()))
  const cut = particle > 0 ? particle : words.length - 1
  return { first: words.slice(0, cut).join(' '), last: words.slice(cut).join(' ') }
}

/** Such cells come again and again; a file of all different ones costs some hundred KB here and no time. */
const MOST_REMEMBERED = 2_000
const remembering = <T>(make: (cell: string) => T): ((cell: string) => T) => {
  const remembered = new Map<string, T>()
  return (cell) => {
    const known = remembered.get(cell)
    if (known !== undefined) return known
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    const made = make(cell)
    remembered.set(cell, made)
    return made
  }
}

const languageIn = (cell: string): 'en' | 'fr' | null => {
  const word = fold(cell.trim())
  if (/^(?:fr\b|fra\b|fre\b|francais|french)/.test(word)) return 'fr'
  return /^(?:en\b|eng\b|english|anglais)/.test(word) ? 'en' : null
}

const languageOf = remembering(languageIn)

const tagsOf = remembering((cell: string): readonly string[] => {
  if (cell.trim() === '') return []
  const tags = new Map<string, string>()
  for (const part of cell.split(/[,;|]|:::/)) {
    const tag = tidy(part, 60)
    // Google marks its own groups with a star.
    if (tag !== '' && !tag.startsWith('* ')) if (!tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag)
  }
  return [...tags.values()].slice(0, 50)
})

const NO_TAGS: readonly string[] = []
const NO_CUSTOM: Readonly<Record<string, string>> = {}

export type RowPlan = {
  readonly headers: readonly string[]
  readonly mapping: Mapping
  readonly country: string
}

/** The reader of one file's rows: pure, made once per file. */
export const rowToContact = (plan: RowPlan): ((row: RawRow) => RowResult) => {
  const country = plan.country as CountryCode
  const columns = (meaning: ColumnMeaning): readonly number[] => plan.mapping.flatMap((is, i) => (is === meaning ? [i] : []))
  // 'mobile' is asked first; of two numbers alike the earlier column's is taken.
  const numbers = [...columns('mobile'), ...columns('number')]
  const firsts = columns('first-name')
  const lasts = columns('last-name')
  const fulls = columns('full-name')
  const emails = columns('email')
  const regions = columns('region')
  const postals = columns('postal-code')
  const languages = columns('language')
  const tagColumns = columns('tags')
  const notes = columns('notes')
  const optIns = columns('opt-in')
  const customs = customColumns(plan)

  const first = (cells: readonly string[], from: readonly number[], most: number): string => {
    for (const column of from) {
      const cell = cells[column]
      if (cell === undefined || cell === '') continue
      const value = tidy(cell, most)
      if (value !== '') return value
    }
    return ''
  }

  const numberOf = (cells: readonly string[]): PhoneResult => {
    if (numbers.length === 1) {
      const cell = cells[numbers[0] as number] ?? ''
      const plain = normaliseNumber(cell, country)
      return plain.ok ? plain : pickNumber(numbersInCell(cell, country))
    }
    const found = numbers.flatMap((column) => {
      const cell = cells[column] ?? ''
      return cell.trim() === '' ? [] : numbersInCell(cell, country)
    })
    return pickNumber(found)
  }

  return (row) => {
    if (row.malformed) return { ok: false, reason: 'malformed-row' }
    const { cells } = row
    const number = numberOf(cells)
    if (!number.ok) return { ok: false, reason: REASONS[number.reason] }
    let firstName = first(cells, firsts, 200)
    let lastName = first(cells, lasts, 200)
    if (fulls.length > 0 && (firstName === '' || lastName === '')) {
      const full = first(cells, fulls, 400)
      if (full !== '' && firstName === '' && lastName === '') {
        const parts = splitName(full)
        firstName = tidy(parts.first, 200)
        lastName = tidy(parts.last, 200)
      }
    }
    let custom = NO_CUSTOM
    if (customs.length > 0) {
      const values: Record<string, string> = {}
      let any = false
      for (const { column, key } of customs) {
        const cell = cells[column]
        if (cell === undefined || cell === '') continue
        const value = tidy(cell, 500)
        if (value === '' || values[key] !== undefined) continue
        values[key] = value
        any = true
      }
      if (any) custom = values
    }
    const email = first(cells, emails, 200)
    return {
      ok: true,
      number: number.e164,
      country: number.country,
      fields: {
        firstName,
        lastName,
        email: email.includes('@') ? email : '',
        region: first(cells, regions, 200),
        postalCode: first(cells, postals, 200),
        language: languages.length === 0 ? null : languageOf(first(cells, languages, 40)),
        notes: notes.length === 0 ? '' : notes.map((column) => (cells[column] ?? '').trim().slice(0, 5000)).filter((note) => note !== '').join('\n').slice(0, 5000),
        tags: tagColumns.length === 0 ? NO_TAGS : tagsOf(tagColumns.length === 1 ? (cells[tagColumns[0] as number] ?? '') : tagColumns.map((column) => cells[column] ?? '').join(',')),
        custom,
      },
      optIn: optIns.length === 0 ? 'unsaid' : optIns.map((column) => saidIn(cells[column] ?? '')).reduce(mergeOptIn),
    }
  }
}

/** The number cells of a row as they stand, for the eye. */
export const rawNumber = (row: RawRow, mapping: Mapping): string =>
  row.malformed ? (row.cells[0] ?? '') : mapping.flatMap((meaning, i) => ((meaning === 'number' || meaning === 'mobile') && (row.cells[i] ?? '').trim() !== '' ? [row.cells[i] as string] : [])).join(' / ')
