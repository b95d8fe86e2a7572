/** The reading thread's side of a piece: rows → people, each once → JSON for the other threads. */
import { sortName } from '../contacts/fold.ts'
import type { AgainRow, OtherRow, PersonRow, Piece, Span } from './jobs.ts'
import { createJsonBytes } from './json-bytes.ts'
import { mergeRows, TEXT_FIELDS } from './merge.ts'
import type { RowContact, RowFields, RowResult } from './row.ts'
import type { RawRow } from './reading/rows.ts'
import { searchRow } from './search-text.ts'
import type { Seen } from './seen.ts'

const LANGUAGE_BIT = 1 << TEXT_FIELDS.length

type Person = { readonly line: number; readonly row: number; readonly number: string; readonly country: string | null; fields: RowFields; readonly again: boolean; place: number }
type Pending = Omit<OtherRow, 'person'> & { readonly person: Person | null }

export type PieceBuilder = {
  /** Rows taken since the last `finish`. */
  readonly rows: number
  add(row: RawRow, result: RowResult): void
  /** The piece they make, always with what the search keeps. */
  finish(): Piece & { readonly search: Uint8Array<ArrayBuffer> }
}

/**
 * @param customKeys the keys of custom fields, in the order of the columns
 * @param planTags tags that everybody gets
 */
export const createPieces = (seen: Seen, customKeys: readonly string[], planTags: readonly string[]): PieceBuilder => {
  const customBits = new Map(customKeys.map((key, i) => [key, 1 << (LANGUAGE_BIT.toString(2).length + (i % 24))]))
  const tagNumbers = new Map<string, number>()
  const tagNames: string[] = []
  let lastTag = 0
  let newTags: { local: number; name: string }[] = []
  const peopleJson = createJsonBytes()
  const searchJson = createJsonBytes()
  let people = new Map<string, Person>()
  let others: Pending[] = []
  let rows = 0
  let allRows = 0

  // By the name as it is written, too: the common case.
  const tagNumber = (name: string): number => tagNumbers.get(name) ?? foldedTagNumber(name)
  const foldedTagNumber = (name: string): number => {
    const key = name.toLowerCase()
    let local = tagNumbers.get(key)
    if (local === undefined) {
      local = ++lastTag
      tagNumbers.set(key, local)
      tagNames[local] = name
      newTags.push({ local, name })
    }
    tagNumbers.set(name, local)
    return local
  }
  const everybodys = [...new Set(planTags.map(tagNumber))]
  const tagsOf = (tags: readonly string[]): readonly number[] =>
    tags.length === 0 ? everybodys : everybodys.length === 0 ? tags.map(tagNumber) : [...new Set([...tags.map(tagNumber), ...everybodys])]

  /** The mask of what `fields` says, and `fields` without what `said` has already. */
  const without = (fields: RowFields, said: number): { fields: RowFields; mask: number } => {
    const left: RowFields = said === 0 ? fields : { ...fields }
    let mask = said
    for (let i = 0; i < TEXT_FIELDS.length; i++) {
      const field = TEXT_FIELDS[i] as (typeof TEXT_FIELDS)[number]
      if (left[field] === '') continue
      if (said & (1 << i)) left[field] = ''
      mask |= 1 << i
    }
    if (left.language !== null) {
      if (said & LANGUAGE_BIT) left.language = null
      mask |= LANGUAGE_BIT
    }
    if (customBits.size > 0) {
      for (const key in left.custom) mask |= customBits.get(key) ?? 0
      if (said !== 0) left.custom = Object.fromEntries(Object.entries(left.custom).filter(([key]) => !(said & (customBits.get(key) ?? 0))))
    }
    return { fields: left, mask }
  }

  const found = (line: number, row: number, { number, country, fields, optIn }: RowContact): void => {
    const first = people.get(number)
    if (first) {
      first.fields = mergeRows(first.fields, fields)
      others.push({ line, reason: null, number, raw: null, person: first })
    } else {
      const again = seen.get(number) >= 0
      if (!again) seen.set(number, 0)
      people.set(number, { line, row, number, country, fields, again, place: -1 })
    }
    seen.say(number, optIn)
  }

  const rowOf = ({ number, country }: Person, f: RowFields): PersonRow => [
    number, country, f.firstName, f.lastName, sortName(f.firstName, f.lastName, number), f.email, f.region, f.postalCode, f.language, f.notes, f.custom,
  ]

  const writePerson = ({ number, country }: Person, f: RowFields): void => {
    peopleJson.ascii('["')
    peopleJson.ascii(number)
    peopleJson.ascii(country === null ? '",null,' : `","${country}",`)
    peopleJson.text(f.firstName)
    peopleJson.ascii(',')
    peopleJson.text(f.lastName)
    peopleJson.ascii(',')
    peopleJson.text(sortName(f.firstName, f.lastName, number))
    peopleJson.ascii(',')
    peopleJson.text(f.email)
    peopleJson.ascii(',')
    peopleJson.text(f.region)
    peopleJson.ascii(',')
    peopleJson.text(f.postalCode)
    peopleJson.ascii(f.language === null ? ',null,' : `,"${f.language}",`)
    peopleJson.text(f.notes)
    let before = ',{'
    for (const key in f.custom) {
      peopleJson.ascii(before)
      peopleJson.text(key)
      peopleJson.ascii(':')
      peopleJson.text(f.custom[key] as string)
      before = ','
    }
    peopleJson.ascii(before === ',' ? '}]' : ',{}]')
  }

  const writeSearch = (words: string, email: string, number: string): void => {
    const [found, forwards, backwards] = searchRow(words, email, number)
    searchJson.ascii('[')
    searchJson.text(found)
    searchJson.ascii(',"')
    searchJson.ascii(forwards)
    searchJson.ascii('","')
    searchJson.ascii(backwards)
    searchJson.ascii('"]')
  }

  return {
    get rows() {
      return rows
    },
    add(row, result) {
      rows++
      const rowNo = allRows++
      if (result.ok) found(row.line, rowNo, result)
      else others.push({ line: row.line, reason: result.reason, number: null, raw: JSON.stringify(row.cells), person: null })
    },
    finish() {
      let count = 0
      const spans: Span[] = []
      const again: AgainRow[] = []
      const tagged = new Map<number, number[]>()
      let span: { line: number; at: number; rows: number; row: number } | null = null
      for (const person of people.values()) {
        const { fields, mask } = without(person.fields, person.again ? seen.get(person.number) : 0)
        seen.set(person.number, mask)
        const tags = tagsOf(fields.tags)
        if (person.again) {
          again.push({ line: person.line, person: rowOf(person, fields), tags })
          continue
        }
        person.place = count++
        if (span !== null && person.line === span.line + span.rows) span.rows++
        else spans.push((span = { line: person.line, at: person.place, rows: 1, row: person.row }))
        for (const tag of tags) {
          const places = tagged.get(tag)
          if (places === undefined) tagged.set(tag, [person.place])
          else places.push(person.place)
        }
        peopleJson.ascii(person.place === 0 ? '[' : ',')
        writePerson(person, fields)
        let words = `${fields.firstName} ${fields.lastName}`
        for (const tag of tags) words += ` ${tagNames[tag] as string}`
        for (const key in fields.custom) words += ` ${fields.custom[key] as string}`
        searchJson.ascii(person.place === 0 ? '[' : ',')
        writeSearch(words, fields.email, person.number)
      }
      for (const json of [peopleJson, searchJson]) json.ascii(count === 0 ? '[]' : ']')
      const piece = {
        count,
        people: peopleJson.take(),
        search: searchJson.take(),
        spans,
        tagged: [...tagged].map(([local, places]) => ({ local, places })),
        tags: newTags,
        again,
        others: others.map(({ person, ...row }) => ({ ...row, person: person?.place ?? -1 })),
      }
      people = new Map()
      others = []
      newTags = []
      rows = 0
      return piece
    },
  }
}
