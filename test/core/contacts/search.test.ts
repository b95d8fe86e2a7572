import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contactsHandlers } from '../../../electron/core/contacts/api.ts'
import { digitForms, fold, sortName } from '../../../electron/core/contacts/fold.ts'
import { indexContactRange, reindexAll, unindexContacts } from '../../../electron/core/contacts/search-index.ts'
import { openDatabase } from '../../../electron/core/database/open.ts'
import { recordConsent } from '../../../electron/core/consent/record.ts'
import type { ContactFilter } from '../../../shared/contract/contacts.ts'
import { unwrap } from '../../../shared/result.ts'
import { caller, TEST_NOW, testContext, type TestContext } from '../../support/context.ts'
import { fillBook } from '../../support/fill-book.ts'
import { personAt } from '../../support/people.ts'

const handlersOf = (book: TestContext) => caller(contactsHandlers(book))
let book: TestContext
let call: ReturnType<typeof handlersOf>
beforeEach(() => {
  book = testContext()
  call = handlersOf(book)
})
afterEach(() => book.close())

const find = async (filter: ContactFilter): Promise<readonly string[]> => {
  const { rows, total } = unwrap(await call('contacts.page', { filter, sort: 'name', offset: 0, limit: 500 }))
  expect(total).toBe(rows.length)
  return rows.map(({ firstName }) => firstName)
}

describe('folding', () => {
  test.each([['Élodie', 'elodie'], ['LE BŒUF', 'le boeuf'], ['Straße', 'strasse'], ['Łódź', 'lodz'], ['İlker', 'ilker'], ['山田', '山田']])('%s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  test('names sort by last name without accents, the nameless behind them', () => {
    const names = [['', '', '+12025550143'], ['Zoé', 'Évrard', '+1'], ['Ann', 'Ewing', '+2'], ['Bea', '', '+3'], ['Ann', "d'Estrées", '+4']] as const
    expect(names.map(([first, last, number]) => sortName(first, last, number)).sort()).toEqual(['bea', 'd estrees ann', 'evrard zoe', 'ewing ann', '~+12025550143'])
  })

  test('numbers are kept as people dial them', () => {
    expect(digitForms('+12025550143')).toBe('2025550143 5550143 0143 \ue00034105552021')
    expect(digitForms('+33639981234')).toBe('33639981234 0639981234 39981234 1234 \ue00043218993633')
    expect(digitForms('+447700900123').split(' ')[1]).toBe('07700900123')
    expect(digitForms('+3530199001234').split(' ')[1]).toBe('00199001234')
  })
})

describe('search', () => {
  beforeEach(async () => {
    const people = [
      { number: '(202) 555-0143', firstName: 'Élodie', lastName: 'Lefèvre', email: 'elodie@example.fr', tags: ['habituée'] },
      { number: '(202) 555-0178', firstName: 'Conor', lastName: "O'Brien", custom: { stylist: 'Nora', visit: '2026-05-03' } },
      { number: '06 39 98 12 34', firstName: 'Jean-Pierre', lastName: 'Le Bœuf' },
      { number: '+44 7700 900123', firstName: 'Mary', lastName: 'Lee', email: 'ml@example.com' },
    ]
    for (const person of people) unwrap(await call('contacts.add', person.number.startsWith('06') ? { ...person, number: '+33639981234' } : person))
  })

  test.each([
    ['elo', ['Élodie']], ['ÉLO', ['Élodie']], ['lefevre', ['Élodie']], ['lef elo', ['Élodie']], ['elo brien', []],
    ["o'b", ['Conor']], ['obrien', ['Conor']], ['nora', ['Conor']], ['2026-05', ['Conor']], ['habitue', ['Élodie']],
    ['jean-p', ['Jean-Pierre']], ['jeanp', ['Jean-Pierre']], ['boeuf', ['Jean-Pierre']], ['bœ', ['Jean-Pierre']],
    ['ml@example.com', ['Mary']], ['ml@', ['Mary']], ['elodie@example.f', ['Élodie']], ['example', ['Mary', 'Élodie']], ['@', ['Jean-Pierre', 'Mary', 'Élodie', 'Conor']], ['stylist', []], ['"; DROP TABLE', []], ['NOT elo', []], ['*', ['Jean-Pierre', 'Mary', 'Élodie', 'Conor']], ['', ['Jean-Pierre', 'Mary', 'Élodie', 'Conor']],
  ])('%j finds %j', async (query, names) => {
    expect(await find({ query })).toEqual(names)
  })

  test.each([
    ['202', ['Élodie', 'Conor']], ['(202) 555-01', ['Élodie', 'Conor']], ['(202) 555-014', ['Élodie']], ['2025550143', ['Élodie']], ['+1 202 555 0143', ['Élodie']], ['1-202-555-0143', ['Élodie']],
    ['0143', ['Élodie']], ['01', ['Mary', 'Élodie', 'Conor']], ['555-0143', ['Élodie']], ['143', ['Élodie']], ['50143', ['Élodie']], ['elo 0143', ['Élodie']], ['conor 0143', []],
    ['06 39', ['Jean-Pierre']], ['+33 6 39', ['Jean-Pierre']], ['0033 6 39', ['Jean-Pierre']], ['+33 (0)6 39', ['Jean-Pierre']], ['06.39.98.12.34', ['Jean-Pierre']], ['12 34', ['Jean-Pierre']], ['981234', ['Jean-Pierre']],
    ['07700 900', ['Mary']], ['+44 7700', ['Mary']], ['900123', ['Mary']],
  ])('the number typed as %j finds %j', async (query, names) => {
    expect(await find({ query })).toEqual(names)
  })

  test('follows changes at once: a new name, a tag given and taken, removal and its undoing', async () => {
    const [{ id } = { id: 0 }] = unwrap(await call('contacts.page', { filter: { query: 'mary' }, sort: 'name', offset: 0, limit: 1 })).rows
    unwrap(await call('contacts.save', { id, firstName: 'Maren' }))
    expect(await find({ query: 'mary' })).toEqual([])
    expect(await find({ query: 'maren' })).toEqual(['Maren'])
    unwrap(await call('contacts.tag', { who: { ids: [id] }, add: ['Brunch'], remove: [] }))
    expect(await find({ query: 'brun' })).toEqual(['Maren'])
    unwrap(await call('contacts.tag', { who: { ids: [id] }, add: [], remove: ['brunch'] }))
    expect(await find({ query: 'brun' })).toEqual([])
    const { undoId } = unwrap(await call('contacts.remove', { who: { ids: [id] } }))
    expect(await find({ query: 'maren' })).toEqual([])
    unwrap(await call('contacts.undoRemove', { undoId }))
    expect(await find({ query: 'maren' })).toEqual(['Maren'])
  })

  test('filters hold together', async () => {
    const ids = new Map(unwrap(await call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 10 })).rows.map((row) => [row.firstName, row.id]))
    const list = unwrap(await call('lists.add', { name: 'Spring' }))
    unwrap(await call('lists.addPeople', { id: list.id, who: { ids: [ids.get('Mary')!, ids.get('Conor')!] } }))
    unwrap(await call('contacts.tag', { who: { ids: [ids.get('Mary')!, ids.get('Élodie')!] }, add: ['vip'], remove: [] }))
    const said = { purpose: 'marketing', method: 'paper', occurredAt: TEST_NOW, zone: 'UTC', recordedAt: TEST_NOW, disclosure: null, source: '', importId: null } as const
    recordConsent(book.db, { ...said, number: '+447700900123', state: 'opted-in' })
    recordConsent(book.db, { ...said, number: '+12025550143', state: 'opted-out' })
    expect(await find({ listId: list.id })).toEqual(['Mary', 'Conor'])
    expect(await find({ tag: 'VIP' })).toEqual(['Mary', 'Élodie'])
    expect(await find({ listId: list.id, tag: 'vip' })).toEqual(['Mary'])
    expect(await find({ marketing: 'opted-in' })).toEqual(['Mary'])
    expect(await find({ marketing: 'opted-out', tag: 'vip' })).toEqual(['Élodie'])
    expect(await find({ marketing: 'none' })).toEqual(['Jean-Pierre', 'Conor'])
    expect(await find({ marketing: 'none', listId: list.id, query: 'o' })).toEqual(['Conor'])
    expect(await find({ marketing: 'opted-in', query: 'lee' })).toEqual(['Mary'])
    expect(await find({ service: 'opted-in' })).toEqual([])
    expect(await find({ tag: 'nobody has it' })).toEqual([])
  })

  test('what another connection writes is seen', async () => {
    expect(await find({ query: 'zed' })).toEqual([])
    const other = openDatabase(book.databaseFile)
    const { lastInsertRowid } = other.prepare("INSERT INTO contacts (number, first_name, sort_name, created_at, updated_at) VALUES ('+12025550101', 'Zed', 'zed', 0, 0)").run()
    expect(indexContactRange(other, Number(lastInsertRowid), Number(lastInsertRowid))).toBe(1)
    expect(await find({ query: 'zed' })).toEqual(['Zed'])
    unindexContacts(other, [Number(lastInsertRowid)])
    other.close()
    expect(await find({ query: 'zed' })).toEqual([])
    reindexAll(book.db)
    expect(await find({ query: 'zed' })).toEqual(['Zed'])
  })
})

describe('a long table', () => {
  const COUNT = 12_000
  const everyone = () => book.db.prepare('SELECT id FROM contacts ORDER BY sort_name, id').pluck().all() as number[]
  beforeEach(() => fillBook(book.db, COUNT, { now: TEST_NOW, consent: false, list: 'All' }))

  test('shows each stretch exactly, wherever one jumps to, and after changes', async () => {
    const stretchOf = async (filter: ContactFilter, sort: 'name' | 'recent', offset: number) => {
      const { rows, total } = unwrap(await call('contacts.page', { filter, sort, offset, limit: 100 }))
      return { ids: rows.map(({ id }) => id), total }
    }
    let expected = everyone()
    const jumps = [0, 100, 5_000, 5_050, 11_950, 11_999, 12_000, 8_000, 7_900, 200, 50, 6_000]
    for (const offset of jumps) {
      expect(await stretchOf({}, 'name', offset)).toEqual({ ids: expected.slice(offset, offset + 100), total: COUNT })
      expect(await stretchOf({ listId: 1 }, 'name', offset)).toEqual({ ids: expected.slice(offset, offset + 100), total: COUNT })
      // fill-book dates the n-th person n ms back.
      expect((await stretchOf({}, 'recent', offset)).ids).toEqual(expected.map((_, i) => i + 1).slice(offset, offset + 100))
    }
    const gone = expected.slice(10, 20)
    unwrap(await call('contacts.remove', { who: { ids: gone } }))
    expected = expected.filter((id) => !gone.includes(id))
    for (const offset of jumps) expect(await stretchOf({ listId: 1 }, 'name', offset)).toEqual({ ids: expected.slice(offset, offset + 100), total: COUNT - 10 })
  })

  test('found by words: sorted by name up to 5,000, beyond in the order they were added', async () => {
    const holding = (prefix: string) => Array.from({ length: COUNT }, (_, i) => i).filter((i) => {
      const person = personAt(i)
      return fold([person.firstName, person.lastName, person.email, ...person.tags, ...Object.values(person.custom)].join(' ')).split(/[^a-z0-9]+/).some((word) => word.startsWith(prefix))
    })
    const many = holding('m').map((i) => i + 1)
    const page = unwrap(await call('contacts.page', { filter: { query: 'e' }, sort: 'name', offset: 0, limit: 1 }))
    expect(page.total).toBe(holding('e').length)
    expect(page.total).toBeGreaterThan(5_000)
    const found = unwrap(await call('contacts.page', { filter: { query: 'e' }, sort: 'name', offset: 3_000, limit: 50 })).rows.map(({ id }) => id)
    expect(found).toEqual(holding('e').map((i) => i + 1).slice(3_000, 3_050))
    const few = unwrap(await call('contacts.page', { filter: { query: 'm' }, sort: 'name', offset: 0, limit: 500 }))
    expect(few.total).toBe(many.length)
    expect(few.total).toBeLessThanOrEqual(5_000)
    const known = new Set(many)
    expect(few.rows.map(({ id }) => id)).toEqual(everyone().filter((id) => known.has(id)).slice(0, 500))
  })
})
