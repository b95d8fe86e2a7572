/**
 * How fast the contact table answers: searches typed key by key and pages anywhere in the table, each through
 * `core.call`, total included, over a book of lifelike people (100,000 unless told). No text is asked for twice, so
 * nothing comes from what was remembered.
 */
import type { ContactFilter } from '../../shared/contract/contacts.ts'
import { seededRandom } from '../../electron/core/environment.ts'
import { startTestCore } from '../support/core.ts'
import { fillBook } from '../support/fill-book.ts'
import { personAt } from '../support/people.ts'

export type ContactsBench = {
  readonly bench: 'contacts'
  /** Searches as they are typed, p95 in ms. */
  readonly value: number
  readonly unit: 'ms'
  /** What people must not wait longer than. */
  readonly limit: number
  /** value / limit. */
  readonly ratio: number
  readonly page_p95_ms: number
  readonly rows: number
}

const LIMIT_MS = 30
const TYPED = 60
const PAGES = 200

const quantile = (values: readonly number[], q: number): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * q) - 1] ?? 0
const round = (ms: number): number => Number(ms.toFixed(2))

/** What somebody at the counter types to find a person: a name, both names, a number as dialled, its end, a mail address. */
const wantedText = (index: number): string => {
  const { firstName, lastName, number, email, tags } = personAt(index)
  const national = number.startsWith('+1') ? `(${number.slice(2, 5)}) ${number.slice(5, 8)}-${number.slice(8)}` : number.startsWith('+33') ? `0${number.slice(3)}` : number
  switch (index % 6) {
    case 0:
      return lastName
    case 1:
      return `${firstName} ${lastName}`
    case 2:
      return national
    case 3:
      return number.slice(-4)
    case 4:
      return email || lastName.toLowerCase()
    default:
      return `${lastName.toLowerCase()} ${tags[0] ?? firstName}`
  }
}

/** Prints a table for people and gives the figure. `rows` are contacts. */
export const run = async ({ rows = 100_000 }: { readonly rows?: number } = {}): Promise<ContactsBench> => {
  const test = await startTestCore({ ready: false })
  try {
    const db = test.db()
    db.pragma('synchronous = OFF')
    fillBook(db, rows, { now: test.clock.now(), list: 'Everybody' })
    const random = seededRandom(42)
    const timed = async (filter: ContactFilter, offset: number): Promise<{ readonly ms: number; readonly total: number }> => {
      const start = performance.now()
      const { total } = await test.call('contacts.page', { filter, sort: 'name', offset, limit: 100 })
      return { ms: performance.now() - start, total }
    }
    // Opening the table, as one does before typing.
    await timed({}, 0)
    await timed({ query: 'warm up' }, 0)

    const asked = new Set<string>()
    const searches: { readonly letters: number; readonly ms: number; readonly total: number }[] = []
    for (let i = 0; i < TYPED; i++) {
      const text = wantedText(Math.floor(random() * rows))
      for (let letters = 1; letters <= text.length; letters++) {
        const query = text.slice(0, letters)
        if (asked.has(query)) continue
        asked.add(query)
        searches.push({ letters, ...(await timed({ query }, 0)) })
      }
    }
    const pages: number[] = []
    for (let i = 0; i < PAGES; i++) pages.push((await timed({}, Math.floor(random() * Math.max(1, rows - 100)))).ms)
    const listPages: number[] = []
    for (let i = 0; i < PAGES / 4; i++) listPages.push((await timed({ listId: 1 }, Math.floor(random() * Math.max(1, rows - 100)))).ms)

    const line = (name: string, times: readonly number[], more = ''): void =>
      console.log(`${name.padEnd(26)}${String(times.length).padStart(6)}${quantile(times, 0.5).toFixed(2).padStart(9)}${quantile(times, 0.95).toFixed(2).padStart(9)}${Math.max(...times).toFixed(2).padStart(9)}  ${more}`)
    console.log(`${`${rows.toLocaleString('en')} contacts, ms`.padEnd(26)}${'times'.padStart(6)}${'p50'.padStart(9)}${'p95'.padStart(9)}${'max'.padStart(9)}`)
    const kinds = [['1 letter', 1, 1], ['2 letters', 2, 2], ['3 letters', 3, 3], ['4 and more', 4, 99]] as const
    for (const [name, from, to] of kinds) {
      const these = searches.filter(({ letters }) => letters >= from && letters <= to)
      const people = these.map(({ total }) => total)
      line(`search, ${name}`, these.map(({ ms }) => ms), `${quantile(people, 0.5).toLocaleString('en')} people found (median)`)
    }
    const all = searches.map(({ ms }) => ms)
    line('search, all', all)
    line('page anywhere', pages)
    line('page anywhere in a list', listPages)
    const value = round(quantile(all, 0.95))
    return { bench: 'contacts', value, unit: 'ms', limit: LIMIT_MS, ratio: round(value / LIMIT_MS), page_p95_ms: round(quantile(pages, 0.95)), rows }
  } finally {
    await test.end()
  }
}
