import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contactsHandlers } from '../../../electron/core/contacts/api.ts'
import { fieldsHandlers } from '../../../electron/core/contacts/fields-api.ts'
import { audienceGone, audienceMembers, audienceName } from '../../../electron/core/contacts/audience.ts'
import { segmentsHandlers } from '../../../electron/core/segments/api.ts'
import { createPeopleThread, type PeopleThread } from '../../../electron/core/segments/people-thread.ts'
import type { Rule } from '../../../shared/rules/segments/rule.ts'
import { unwrap } from '../../../shared/result.ts'
import { caller, TEST_NOW, testContext, type TestContext } from '../../support/context.ts'
import { fillBook } from '../../support/fill-book.ts'

const DAY = 86_400_000
let book: TestContext
let thread: PeopleThread
const handlersOf = () => caller({ ...contactsHandlers(book), ...fieldsHandlers(book, thread), ...segmentsHandlers(book, thread, () => [{ id: 7, name: 'Draft' }]) })
let call: ReturnType<typeof handlersOf>
beforeEach(() => {
  book = testContext()
  thread = createPeopleThread(book, () => ({ now: book.now, zone: 'UTC' }))
  call = handlersOf()
})
afterEach(async () => {
  await thread.close()
  book.close()
})

const vip: Rule = { kind: 'tag', has: true, tag: 'vip' }
const preview = (rule: Rule, asker = 'test') => call('segments.preview', { rule, first: 5, asker })
const add = (number: string, fields: object = {}) => call('contacts.add', { number, ...fields })

describe('a saved segment', () => {
  test('has a name of its own, a rule, and whoever the rule finds now', async () => {
    unwrap(await add('(202) 555-0143', { firstName: 'Ann', tags: ['vip'] }))
    const { id } = unwrap(await call('segments.add', { name: 'Best', rule: vip }))
    expect(unwrap(await call('segments.all', {}))).toEqual([{ id, name: 'Best', rule: vip, createdAt: TEST_NOW, updatedAt: TEST_NOW, drafts: [{ id: 7, name: 'Draft' }] }])
    expect(unwrap(await call('segments.count', { id }))).toEqual({ people: 1 })
    unwrap(await add('(202) 555-0144', { firstName: 'Bob', tags: ['VIP'] }))
    expect(unwrap(await call('segments.count', { id }))).toEqual({ people: 2 })
    expect(await call('segments.add', { name: 'BEST', rule: vip })).toMatchObject({ ok: false, error: { code: 'segment-exists', field: 'name' } })
    expect(unwrap(await call('segments.save', { id, name: 'best' })).name).toBe('best')
    book.now += 1
    expect(unwrap(await call('segments.save', { id, rule: { kind: 'group', match: 'none', of: [vip] } }))).toMatchObject({ name: 'best', updatedAt: TEST_NOW + 1 })
    expect(unwrap(await call('segments.count', { id }))).toEqual({ people: 0 })
    expect(await call('segments.count', { id: 99 })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(book.topics).toContain('segments')
  })

  test('comes back when its removal is undone, within thirty days, under another name when its own was taken', async () => {
    const { id } = unwrap(await call('segments.add', { name: 'Best', rule: vip }))
    const { undoId, drafts } = unwrap(await call('segments.remove', { id }))
    expect(drafts).toBe(1)
    expect(unwrap(await call('segments.all', {}))).toEqual([])
    expect(await call('segments.get', { id })).toMatchObject({ ok: false })
    unwrap(await call('segments.add', { name: 'best', rule: vip }))
    expect(unwrap(await call('segments.undoRemove', { undoId }))).toMatchObject({ id, name: 'Best (2)', rule: vip })
    expect(await call('segments.undoRemove', { undoId })).toMatchObject({ ok: false, error: { code: 'undo-gone' } })
    const second = unwrap(await call('segments.remove', { id }))
    book.now += 31 * DAY
    call = handlersOf()
    expect(await call('segments.undoRemove', { undoId: second.undoId })).toMatchObject({ ok: false, error: { code: 'undo-gone' } })
    expect(await call('segments.undoRemove', { undoId: '1; DROP TABLE segments' })).toMatchObject({ ok: false, error: { code: 'undo-gone' } })
  })

  test('is an audience: whoever it finds, by id; nobody once it is gone', async () => {
    for (const [i, tag] of ['vip', 'new', 'vip'].entries()) unwrap(await add(`(202) 555-014${i}`, { tags: [tag] }))
    const { id } = unwrap(await call('segments.add', { name: 'Best', rule: vip }))
    const audience = { kind: 'segment', segmentId: id } as const
    const members = () => [...audienceMembers(book.db, audience)]
    expect(members()).toEqual([{ id: 1, number: '+12025550140' }, { id: 3, number: '+12025550142' }])
    expect([audienceName(book.db, audience), audienceGone(book.db, audience)]).toEqual(['Best', false])
    const { undoId } = unwrap(await call('segments.remove', { id }))
    expect([members(), audienceGone(book.db, audience)]).toEqual([[], true])
    unwrap(await call('segments.undoRemove', { undoId }))
    expect([members().length, audienceGone(book.db, audience)]).toEqual([2, false])
  })

  test('filters the table, together with words, and so does a rule that is not saved; what is chosen by it is changed', async () => {
    for (const [i, name] of ['José', 'Josette', 'Ann'].entries()) unwrap(await add(`(202) 555-014${i}`, { firstName: name, tags: i === 1 ? [] : ['vip'] }))
    const { id } = unwrap(await call('segments.add', { name: 'Best', rule: vip }))
    const names = async (filter: object) => unwrap(await call('contacts.page', { filter, sort: 'name', offset: 0, limit: 10 })).rows.map(({ firstName }) => firstName)
    expect(await names({ segmentId: id })).toEqual(['Ann', 'José'])
    expect(await names({ segmentId: id, query: 'jose' })).toEqual(['José'])
    expect(await names({ rule: { kind: 'group', match: 'none', of: [vip] } })).toEqual(['Josette'])
    expect(await names({ segmentId: 99 })).toEqual([])
    unwrap(await call('contacts.tag', { who: { filter: { segmentId: id } }, add: ['gold'], remove: [] }))
    expect(await names({ tag: 'gold' })).toEqual(['Ann', 'José'])
  })
})

describe('a rule in the making', () => {
  test('is counted with the first people by name; a newer one by the same asker ends it', async () => {
    book.db.pragma('synchronous = OFF')
    fillBook(book.db, 30_000, { now: TEST_NOW, consent: false })
    const slow: Rule = { kind: 'field', field: 'stylist', test: { op: 'is', value: 'inès' } }
    const [one, two, other] = await Promise.all([preview(slow), preview(slow), preview({ kind: 'group', match: 'none', of: [slow] }, 'somebody else')])
    expect(one).toMatchObject({ ok: false, error: { code: 'segments-superseded' } })
    const found = unwrap(two)
    expect(found.people).toBe(book.db.prepare(`SELECT count(*) FROM contacts WHERE custom ->> '$.stylist' = 'Inès'`).pluck().get())
    expect(found.first.map(({ id }) => id)).toEqual(book.db.prepare(`SELECT id FROM contacts WHERE custom ->> '$.stylist' = 'Inès' ORDER BY sort_name, id LIMIT 5`).pluck().all())
    expect(unwrap(other).people).toBe(30_000 - found.people)
    const ended = preview(slow)
    expect(unwrap(await call('segments.cancel', { asker: 'test' }))).toEqual({ canceled: true })
    expect(await ended).toMatchObject({ ok: false, error: { code: 'segments-superseded' } })
    expect(unwrap(await call('segments.cancel', { asker: 'test' }))).toEqual({ canceled: false })
  })

  test('in a large book the table is filled on its thread: the same people in the same order', async () => {
    book.db.pragma('synchronous = OFF')
    fillBook(book.db, 25_000, { now: TEST_NOW, list: 'All' })
    const rule: Rule = { kind: 'group', match: 'all', of: [{ kind: 'consent', purpose: 'marketing', is: 'opted-in' }, { kind: 'language', is: 'fr' }] }
    const expected = (order: string) => book.db.prepare(`SELECT c.id FROM contacts c WHERE language = 'fr' AND EXISTS (SELECT 1 FROM consent k WHERE k.number = c.number AND k.purpose = 'marketing' AND k.state = 'opted-in') ORDER BY ${order}`).pluck().all() as number[]
    for (const [sort, order] of [['name', 'sort_name, id'], ['recent', 'updated_at DESC, id DESC']] as const)
      for (const offset of [0, 3_000, 5_900]) {
        const page = unwrap(await call('contacts.page', { filter: { rule }, sort, offset, limit: 50 }))
        expect(page.rows.map(({ id }) => id)).toEqual(expected(order).slice(offset, offset + 50))
        expect(page.total).toBe(expected(order).length)
      }
    unwrap(await call('contacts.remove', { who: { ids: [expected('sort_name, id')[0]!] } }))
    expect(unwrap(await call('contacts.page', { filter: { rule }, sort: 'name', offset: 0, limit: 5 })).rows.map(({ id }) => id)).toEqual(expected('sort_name, id').slice(0, 5))
    expect(unwrap(await call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 5 })).total).toBe(24_999)
  })

  test('knows where people are', async () => {
    unwrap(await add('(202) 555-0143', { region: 'OR' }))
    unwrap(await add('(202) 555-0144', { region: 'OR' }))
    unwrap(await add('+33 6 39 98 00 01', { region: 'Lyon' }))
    expect(unwrap(await call('segments.places', {}))).toEqual({ countries: ['US', 'FR'], regions: ['OR', 'Lyon'], areaCodes: ['202'] })
  })
})

describe('a custom field', () => {
  const values = ['3 May 1990', '12/24/1980', 'soon']
  const birthdays = async () => {
    for (const [i, birthday] of values.entries()) unwrap(await add(`(202) 555-014${i}`, { firstName: `P${i}`, custom: { Birthday: birthday } }))
  }
  const field = async () => unwrap(await call('contacts.fields', {}))[0]

  test('is guessed from its values, and once chosen says what does not fit, changing and losing nothing', async () => {
    await birthdays()
    expect(await field()).toMatchObject({ key: 'birthday', kind: 'text', guessed: true })
    expect(unwrap(await call('fields.check', { key: 'birthday', kind: 'date' }))).toEqual({ people: 3, fits: 2, misfits: [{ value: 'soon', people: 1 }] })
    expect(unwrap(await call('fields.setKind', { key: 'birthday', kind: 'date' }))).toEqual({ key: 'birthday', label: 'Birthday', kind: 'date', guessed: false, options: [], dateOrder: 'mdy' })
    expect(unwrap(await call('contacts.get', { id: 3 })).custom).toEqual({ birthday: 'soon' })
    expect(unwrap(await preview({ kind: 'field', field: 'birthday', test: { op: 'before', day: '1985-01-01' } })).first.map(({ id }) => id)).toEqual([2])
    expect(unwrap(await call('fields.setKind', { key: 'birthday', kind: 'text' })).kind).toBe('text')
    expect(unwrap(await call('contacts.get', { id: 1 })).custom).toEqual({ birthday: '3 May 1990' })
    expect(await call('fields.check', { key: 'nothing', kind: 'date' })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('of a kind takes only what fits it, written in one way; what was there before may stay', async () => {
    await birthdays()
    unwrap(await call('fields.setKind', { key: 'birthday', kind: 'date' }))
    expect(unwrap(await call('contacts.save', { id: 1, custom: { birthday: '31 décembre 1999' } })).custom).toEqual({ birthday: '1999-12-31' })
    expect(await call('contacts.save', { id: 1, custom: { birthday: 'one day' } })).toMatchObject({ ok: false, error: { code: 'field-not-date', field: 'custom.birthday' } })
    expect(unwrap(await call('contacts.get', { id: 1 })).custom).toEqual({ birthday: '1999-12-31' })
    expect(unwrap(await call('contacts.save', { id: 3, custom: { birthday: 'soon', size: 'M' } })).custom).toEqual({ birthday: 'soon', size: 'M' })
    unwrap(await call('fields.setKind', { key: 'size', kind: 'choice', options: ['Small', 'Medium'] }))
    expect(unwrap(await call('contacts.save', { id: 3, custom: { size: 'mediuM' } })).custom).toEqual({ size: 'Medium' })
    expect(await call('contacts.add', { number: '(202) 555-0150', custom: { size: 'huge' } })).toMatchObject({ ok: false, error: { code: 'field-not-choice' } })
  })

  test('twenty values make a guess last', async () => {
    for (let i = 0; i < 20; i++) unwrap(await add(`(202) 555-01${20 + i}`, { custom: { points: String(i) } }))
    expect(await field()).toMatchObject({ key: 'points', kind: 'number', guessed: true })
    expect(await call('contacts.save', { id: 1, custom: { points: 'many' } })).toMatchObject({ ok: true, value: { custom: { points: 'many' } } })
    expect(unwrap(await call('contacts.save', { id: 2, custom: { points: '1 234,50' } })).custom).toEqual({ points: '1234.5' })
  })

  test('is added, renamed, removed with everybody’s value and its search, and brought back', async () => {
    expect(unwrap(await call('fields.add', { label: 'Shoe size', kind: 'number' }))).toMatchObject({ key: 'shoe_size', kind: 'number', guessed: false })
    expect(await call('fields.add', { label: 'SHOE SIZE', kind: 'text' })).toMatchObject({ ok: false, error: { code: 'field-exists', field: 'label' } })
    unwrap(await add('(202) 555-0143', { firstName: 'Ann', custom: { shoe_size: '38' } }))
    unwrap(await add('(202) 555-0144', { firstName: 'Bob', custom: { shoe_size: '44', hat: 'red' } }))
    expect(unwrap(await call('fields.rename', { key: 'shoe_size', label: 'Shoes' }))).toMatchObject({ key: 'shoe_size', label: 'Shoes' })
    const search = async (query: string) => unwrap(await call('contacts.page', { filter: { query }, sort: 'name', offset: 0, limit: 5 })).total
    expect(await search('44')).toBe(1)
    const { undoId, people } = unwrap(await call('fields.remove', { key: 'shoe_size' }))
    expect(people).toBe(2)
    expect(unwrap(await call('contacts.fields', {})).map(({ key }) => key)).toEqual(['hat'])
    expect(unwrap(await call('contacts.get', { id: 2 })).custom).toEqual({ hat: 'red' })
    expect(await search('38')).toBe(0)
    // Written anew since: that stays.
    unwrap(await call('contacts.save', { id: 1, custom: { 'shoe size': '39' } }))
    expect(unwrap(await call('fields.undoRemove', { undoId }))).toMatchObject({ key: 'shoe_size' })
    expect(unwrap(await call('contacts.get', { id: 1 })).custom).toEqual({ shoe_size: '39' })
    expect(unwrap(await call('contacts.get', { id: 2 })).custom).toEqual({ hat: 'red', shoe_size: '44' })
    expect(await search('44')).toBe(1)
    expect(await call('fields.undoRemove', { undoId })).toMatchObject({ ok: false, error: { code: 'undo-gone' } })
  })

  test('whose removal was broken off is back at the next start', async () => {
    unwrap(await add('(202) 555-0143', { custom: { hat: 'red' } }))
    unwrap(await add('(202) 555-0144', { custom: { hat: 'blue' } }))
    const stored = { key: 'hat', label: 'Hat', kind: 'text', options: [], dateOrder: 'mdy', chosen: 0, createdAt: 1 }
    book.db.prepare('INSERT INTO removed_fields (undo_id, field, removed_at) VALUES (?, ?, ?)').run('u', JSON.stringify(stored), TEST_NOW)
    book.db.prepare('INSERT INTO removed_values VALUES (?, 1, ?)').run('u', 'red')
    book.db.prepare("UPDATE contacts SET custom = '{}' WHERE id = 1").run()
    call = handlersOf()
    // One thread, one after the other: this is answered after the values are back.
    unwrap(await call('fields.check', { key: 'hat', kind: 'text' }))
    expect(unwrap(await call('contacts.get', { id: 1 })).custom).toEqual({ hat: 'red' })
    expect(unwrap(await call('contacts.fields', {})).map(({ key }) => key)).toEqual(['hat'])
  })
})
