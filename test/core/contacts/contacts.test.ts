import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contactsHandlers } from '../../../electron/core/contacts/api.ts'
import { fieldKey } from '../../../electron/core/contacts/fields.ts'
import { purgeTrash, TRASH_MS } from '../../../electron/core/contacts/trash.ts'
import { recordConsent } from '../../../electron/core/consent/record.ts'
import { unwrap } from '../../../shared/result.ts'
import { caller, TEST_NOW, testContext, type TestContext } from '../../support/context.ts'
import { fillBook } from '../../support/fill-book.ts'

const handlersOf = (book: TestContext) => caller(contactsHandlers(book))
let book: TestContext
let call: ReturnType<typeof handlersOf>
beforeEach(() => {
  book = testContext()
  call = handlersOf(book)
})
afterEach(() => book.close())

const ann = { number: '(202) 555-0143', firstName: 'Ann', lastName: 'Lee', tags: ['VIP', 'regular'], custom: { 'Date d’anniversaire': '3 May', empty: ' ' } }
const consent = { number: '+12025550143', purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: TEST_NOW, zone: 'UTC', recordedAt: TEST_NOW, disclosure: null, source: '', importId: null } as const

describe('a person', () => {
  test('is kept as given, the number normalised, fields known by their keys', async () => {
    const contact = unwrap(await call('contacts.add', ann))
    expect(contact).toMatchObject({
      number: '+12025550143', country: 'US', tags: ['regular', 'VIP'], custom: { date_d_anniversaire: '3 May' }, lists: [], consentHistory: [], marketing: 'none', createdAt: TEST_NOW,
    })
    expect(unwrap(await call('contacts.get', { id: contact.id }))).toEqual(contact)
    expect(unwrap(await call('contacts.findByNumber', { number: '+12025550143' }))).toEqual({ id: contact.id })
    expect(unwrap(await call('contacts.fields', {}))).toEqual([
      { key: 'date_d_anniversaire', label: 'Date d’anniversaire', kind: 'date', guessed: true, options: [], dateOrder: 'mdy' },
    ])
    expect(book.topics).toContain('contacts')
  })

  test('cannot be there twice; the problem says who it is', async () => {
    unwrap(await call('contacts.add', ann))
    const again = await call('contacts.add', { number: '+1 202-555-0143' })
    expect(again).toMatchObject({ ok: false, error: { code: 'contact-exists', field: 'number', message: expect.stringContaining('Ann Lee') as string } })
    const bob = unwrap(await call('contacts.add', { number: '(202) 555-0144', firstName: 'Bob' }))
    expect(await call('contacts.save', { id: bob.id, number: '2025550143', firstName: 'Bobby' })).toMatchObject({ ok: false, error: { code: 'contact-exists' } })
    expect(unwrap(await call('contacts.get', { id: bob.id })).firstName).toBe('Bob')
  })

  test.each([['12', 'contact-number-short'], ['+1 202 555 0143 99 99 99', 'contact-number-long'], ['hello', 'contact-number-invalid']])('the number %j is refused: %s', async (number, code) => {
    expect(await call('contacts.add', { number })).toMatchObject({ ok: false, error: { code, field: 'number' } })
  })

  test('changes only in the fields given', async () => {
    const before = unwrap(await call('contacts.add', { ...ann, notes: 'likes tea' }))
    book.now += 1000
    const after = unwrap(await call('contacts.save', { id: before.id, lastName: 'Lees', timeZone: 'America/Denver' }))
    expect(after).toEqual({ ...before, lastName: 'Lees', timeZone: 'America/Denver', updatedAt: TEST_NOW + 1000 })
    expect(await call('contacts.save', { id: before.id, timeZone: 'Mars/Base' })).toMatchObject({ ok: false, error: { code: 'contact-time-zone' } })
    expect(await call('contacts.save', { id: 99, lastName: 'x' })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('with a new number starts without consent; the old number keeps its own', async () => {
    const { id } = unwrap(await call('contacts.add', ann))
    recordConsent(book.db, consent)
    expect(unwrap(await call('contacts.get', { id }))).toMatchObject({ marketing: 'opted-in', consentHistory: [{ method: 'paper' }] })
    expect(unwrap(await call('contacts.save', { id, number: '(202) 555-0199' }))).toMatchObject({ number: '+12025550199', marketing: 'none', consentHistory: [] })
    expect(unwrap(await call('contacts.add', { number: '(202) 555-0143' }))).toMatchObject({ marketing: 'opted-in' })
  })

  test.each([['First name', 'first_name_2'], ['2nd visit', 'field_2nd_visit'], ['Coût (€)', 'cout'], ['***', '']])('a column headed %j becomes the field %j', (label, key) => {
    expect(fieldKey(label)).toBe(key)
  })
})

describe('removing', () => {
  test('keeps everything for thirty days, then forgets', async () => {
    const { id } = unwrap(await call('contacts.add', ann))
    const list = unwrap(await call('lists.add', { name: 'Spring' }))
    unwrap(await call('lists.addPeople', { id: list.id, who: { ids: [id] } }))
    recordConsent(book.db, consent)
    const before = unwrap(await call('contacts.get', { id }))
    const { removed, undoId } = unwrap(await call('contacts.remove', { who: { filter: { query: 'ann' } } }))
    expect(removed).toBe(1)
    expect(await call('contacts.get', { id })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(unwrap(await call('contacts.tags', {}))).toEqual([])
    expect(purgeTrash(book.db, TEST_NOW + TRASH_MS)).toBe(0)
    expect(unwrap(await call('contacts.undoRemove', { undoId }))).toEqual({ restored: 1 })
    expect(unwrap(await call('contacts.get', { id }))).toEqual(before)
    expect(await call('contacts.undoRemove', { undoId })).toMatchObject({ ok: false, error: { code: 'undo-gone' } })
    const later = unwrap(await call('contacts.remove', { who: { ids: [id] } }))
    expect(purgeTrash(book.db, TEST_NOW + TRASH_MS + 1)).toBe(1)
    expect(await call('contacts.undoRemove', { undoId: later.undoId })).toMatchObject({ ok: false, error: { code: 'undo-gone' } })
  })

  test('undone after the number was added again gives back what the new entry does not say', async () => {
    const { id } = unwrap(await call('contacts.add', { ...ann, email: 'ann@example.com' }))
    const { undoId } = unwrap(await call('contacts.remove', { who: { ids: [id] } }))
    const anew = unwrap(await call('contacts.add', { number: ann.number, firstName: 'Anna', custom: { city: 'Boise' }, tags: ['new'] }))
    expect(unwrap(await call('contacts.undoRemove', { undoId }))).toEqual({ restored: 1 })
    expect(unwrap(await call('contacts.get', { id: anew.id }))).toMatchObject({
      firstName: 'Anna', lastName: 'Lee', email: 'ann@example.com', tags: ['new', 'regular', 'VIP'], custom: { city: 'Boise', date_d_anniversaire: '3 May' },
    })
    expect(unwrap(await call('contacts.page', { filter: { query: 'lee vip' }, sort: 'name', offset: 0, limit: 10 })).total).toBe(1)
  })

  test('an id is never given to somebody else; undoing gives it back', async () => {
    const { id } = unwrap(await call('contacts.add', ann))
    const { undoId } = unwrap(await call('contacts.remove', { who: { ids: [id] } }))
    const other = unwrap(await call('contacts.add', { number: '(202) 555-0144', firstName: 'Bob' }))
    expect(other.id).toBeGreaterThan(id)
    unwrap(await call('contacts.undoRemove', { undoId }))
    expect(unwrap(await call('contacts.get', { id }))).toMatchObject({ firstName: 'Ann', tags: ['regular', 'VIP'] })
  })
})

describe('many at once', () => {
  const COUNT = 6_000
  beforeEach(() => fillBook(book.db, COUNT, { now: TEST_NOW, consent: false }))
  const total = async (filter: object) => unwrap(await call('contacts.page', { filter, sort: 'name', offset: 0, limit: 1 })).total

  test('tags are given and taken, and only real changes counted', async () => {
    const vip = await total({ tag: 'vip' })
    expect(unwrap(await call('contacts.tag', { who: { filter: {} }, add: ['VIP'], remove: [] }))).toEqual({ changed: COUNT - vip })
    expect(await total({ query: 'vip' })).toBe(COUNT)
    expect(unwrap(await call('contacts.tag', { who: { filter: { tag: 'brunch' } }, add: [], remove: ['vip'] })).changed).toBe(await total({ tag: 'brunch' }))
    expect(unwrap(await call('contacts.tag', { who: { filter: {} }, add: [], remove: ['vip', 'nobody has it'] })).changed).toBe(COUNT - (await total({ tag: 'brunch' })))
    expect(await total({ query: 'vip' })).toBe(0)
    expect(unwrap(await call('contacts.tags', {})).map(({ tag }) => tag)).not.toContain('vip')
  })

  test('everybody can be removed and brought back', async () => {
    const before = { jean: await total({ query: 'jean' }), vip: await total({ tag: 'vip' }) }
    const { removed, undoId } = unwrap(await call('contacts.remove', { who: { filter: {} } }))
    expect(removed).toBe(COUNT)
    expect(await total({})).toBe(0)
    expect(await total({ query: 'jean' })).toBe(0)
    expect(unwrap(await call('contacts.undoRemove', { undoId }))).toEqual({ restored: COUNT })
    expect({ jean: await total({ query: 'jean' }), vip: await total({ tag: 'vip' }) }).toEqual(before)
    expect(await total({})).toBe(COUNT)
  })
})

describe('lists', () => {
  test('are added, renamed and never two of a name', async () => {
    const spring = unwrap(await call('lists.add', { name: 'Spring' }))
    expect(spring).toEqual({ id: spring.id, name: 'Spring', people: 0, createdAt: TEST_NOW })
    expect(await call('lists.add', { name: 'SPRING' })).toMatchObject({ ok: false, error: { code: 'list-exists', field: 'name' } })
    unwrap(await call('lists.add', { name: 'Autumn' }))
    expect(await call('lists.rename', { id: spring.id, name: 'autumn' })).toMatchObject({ ok: false, error: { code: 'list-exists' } })
    expect(unwrap(await call('lists.rename', { id: spring.id, name: 'spring' })).name).toBe('spring')
    expect(await call('lists.rename', { id: 99, name: 'x' })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(unwrap(await call('lists.all', {})).map(({ name }) => name)).toEqual(['Autumn', 'spring'])
  })

  test('hold people, lose them, and come back with those still here', async () => {
    fillBook(book.db, 50, { now: TEST_NOW, consent: false, list: 'All' })
    const [all] = unwrap(await call('lists.all', {}))
    expect(all!.people).toBe(50)
    expect(unwrap(await call('lists.removePeople', { id: all!.id, who: { ids: [1, 2, 99] } }))).toEqual({ changed: 2 })
    expect(unwrap(await call('lists.addPeople', { id: all!.id, who: { filter: {} } }))).toEqual({ changed: 2 })
    expect(unwrap(await call('contacts.get', { id: 1 })).lists).toEqual([{ id: all!.id, name: 'All' }])
    const { undoId } = unwrap(await call('lists.remove', { id: all!.id }))
    expect(unwrap(await call('lists.all', {}))).toEqual([])
    unwrap(await call('contacts.remove', { who: { ids: [1] } }))
    unwrap(await call('lists.add', { name: 'all' }))
    const back = unwrap(await call('lists.undoRemove', { undoId }))
    expect(back).toMatchObject({ name: 'All (2)', people: 49 })
    expect(await call('lists.undoRemove', { undoId })).toMatchObject({ ok: false, error: { code: 'undo-gone' } })
    expect(await call('lists.addPeople', { id: 99, who: { filter: {} } })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })
})
