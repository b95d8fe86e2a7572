/**
 * How fast the contact book answers: searches typed key by key, pages anywhere in the table (by name, by date, with
 * filters), and counts of segments, each through `core.call`, total included, over a book of lifelike people (100,000
 * unless told). No text is searched and no segment counted twice, so nothing of these comes from what was remembered;
 * each filtered table is opened once, and then gone through.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ContactFilter } from '../../shared/contract/contacts.ts'
import type { Condition, Rule } from '../../shared/rules/segments/rule.ts'
import { seededRandom } from '../../electron/core/environment.ts'
import { startTestCore } from '../support/core.ts'
import { fillBook } from '../support/fill-book.ts'
import { personAt } from '../support/people.ts'
import { timeUndo } from './undo.ts'

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
  /** Two tags and consent, p95. */
  readonly segment_count_p95_ms: number
  /** Any rule, also those that read everybody's fields; p95. */
  readonly slow_count_p95_ms: number
  /** How long the main thread was held up at most while all that was answered. */
  readonly loop_delay_max_ms: number
  /** Seconds to undo an import of as many. */
  readonly undo_s: number
  readonly rows: number
}

const LIMIT_MS = 25
const TYPED = 60
const PAGES = 100

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
  let ended = false
  try {
    const db = test.db()
    db.pragma('synchronous = OFF')
    fillBook(db, rows, { now: test.clock.now(), list: 'Everybody', unchained: true })
    const random = seededRandom(42)
    const timed = async (filter: ContactFilter, offset: number, sort: 'name' | 'recent' = 'name'): Promise<{ readonly ms: number; readonly total: number }> => {
      const start = performance.now()
      const { total } = await test.call('contacts.page', { filter, sort, offset, limit: 100 })
      return { ms: performance.now() - start, total }
    }
    // Opening the table, as one does before typing.
    await timed({}, 0)
    await timed({ query: 'warm up' }, 0)

    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()

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
    const searchesDelay = delay.max / 1e6
    // Anywhere in the table, as one drags its bar: by name and by date, whole and filtered.
    const tables: readonly (readonly [name: string, filter: ContactFilter, sort: 'name' | 'recent'])[] = [
      ['page by name', {}, 'name'],
      ['page by date', {}, 'recent'],
      ['page of a list', { listId: 1 }, 'name'],
      ['page of those who agreed', { marketing: 'opted-in' }, 'name'],
      ['page of a tag, by date', { tag: 'vip' }, 'recent'],
      ['page of a rule', { rule: { kind: 'field', field: 'stylist', test: { op: 'is', value: 'ines' } } }, 'name'],
    ]
    const opened: number[] = []
    const pages = new Map<string, number[]>()
    for (const [name, filter, sort] of tables) {
      const first = await timed(filter, 0, sort)
      opened.push(first.ms)
      const times = [first.ms]
      for (let i = 1; i < PAGES; i++) times.push((await timed(filter, Math.floor(random() * Math.max(1, first.total - 100)), sort)).ms)
      pages.set(name, times)
    }

    const tags = (await test.call('contacts.tags', {})).map(({ tag }) => tag)
    const agreed: Condition = { kind: 'consent', purpose: 'marketing', is: 'opted-in' }
    const tag = (name: string, has = true): Condition => ({ kind: 'tag', has, tag: name })
    const group = (match: 'all' | 'any', ...of: readonly Rule[]): Rule => ({ kind: 'group', match, of })
    const counted = async (rule: Rule): Promise<number> => {
      const start = performance.now()
      await test.call('segments.preview', { rule, first: 0, asker: 'bench' })
      return performance.now() - start
    }
    await counted(tag('warm up'))
    const both: number[] = []
    const either: number[] = []
    const without: number[] = []
    for (const [i, one] of tags.entries())
      for (const other of tags.slice(i + 1)) {
        both.push(await counted(group('all', tag(one), tag(other), agreed)))
        either.push(await counted(group('all', group('any', tag(one), tag(other)), agreed)))
        without.push(await counted(group('all', tag(one), tag(other, false), agreed)))
      }
    const slow: number[] = []
    for (const value of ['nora', 'sam', 'ines', 'theo', 'priya', 'marco']) {
      slow.push(await counted({ kind: 'field', field: 'stylist', test: { op: 'is', value } }))
      slow.push(await counted(group('all', agreed, { kind: 'texted', last: { when: 'not-within', days: 60 } }, { kind: 'field', field: 'city', test: { op: 'contains', value } })))
    }
    delay.disable()

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
    for (const [name, times] of pages) line(name, times)
    line('opening a table', opened, 'the first page of each of these')
    const allPages = [...pages.values()].flat()
    line('page, all', allPages)
    line('count, both tags', both, 'and they agreed to offers')
    line('count, either tag', either, 'and they agreed to offers')
    line('count, one not the other', without, 'and they agreed to offers')
    line('count, reading everybody', slow, 'a field, or who was not texted')
    console.log(`The main thread was held up for ${(delay.max / 1e6).toFixed(1)} ms at most (${searchesDelay.toFixed(1)} while searching), ${(delay.percentile(99) / 1e6).toFixed(1)} at p99.`)
    await test.end()
    ended = true
    const { seconds: undo, delayP99 } = await timeUndo(rows)
    console.log(`An import of ${rows.toLocaleString('en')} rows was undone in ${undo.toFixed(1)} s; the main thread was held up for ${delayP99.toFixed(1)} ms (p99).`)
    const value = round(quantile(all, 0.95))
    return { bench: 'contacts', value, unit: 'ms', limit: LIMIT_MS, ratio: round(value / LIMIT_MS), page_p95_ms: round(quantile(allPages, 0.95)), segment_count_p95_ms: round(quantile([...both, ...either, ...without], 0.95)), slow_count_p95_ms: round(quantile(slow, 0.95)), loop_delay_max_ms: round(delay.max / 1e6), undo_s: Number(undo.toFixed(1)), rows }
  } finally {
    if (!ended) await test.end()
  }
}
