import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { careHandlers } from '../../../electron/core/care/api.ts'
import { contactsHandlers } from '../../../electron/core/contacts/api.ts'
import type { Db } from '../../../electron/core/database/open.ts'
import { caller, TEST_NOW, testContext, type TestContext } from '../../support/context.ts'
import { fillBook } from '../../support/fill-book.ts'
import type { Result } from '../../../shared/result.ts'

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** Everything of the people, and where they are. */
const pictureOf = (db: Db) => ({
  contacts: db.prepare('SELECT * FROM contacts ORDER BY id').all(),
  tags: db.prepare('SELECT t.name, ct.contact_id FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id ORDER BY t.name, ct.contact_id').all(),
  names: db.prepare('SELECT name FROM tags ORDER BY name').pluck().all(),
  lists: db.prepare('SELECT list_id, contact_id FROM list_members ORDER BY 1, 2').all(),
})

describe('a change to many', () => {
  let book: TestContext
  const open = () => {
    const handlers = { ...careHandlers(book), ...contactsHandlers(book) }
    return caller(handlers)
  }
  let call: ReturnType<typeof open>
  beforeEach(() => {
    book = testContext()
    fillBook(book.db, 120, { now: TEST_NOW - 1000, list: 'Everybody' })
    call = open()
    book.now = TEST_NOW
  })
  afterEach(() => book.close())
  const ids = Array.from({ length: 60 }, (_, i) => i + 1)
  const found = async (query: string) => value(await call('contacts.page', { filter: { query }, sort: 'name', offset: 0, limit: 1 })).total

  it.each([
    ['a language', { kind: 'set', field: 'language', value: 'fr' }],
    ['no language', { kind: 'set', field: 'language', value: '' }],
    ['a region', { kind: 'set', field: 'region', value: 'OR' }],
    ['a postal code', { kind: 'set', field: 'postalCode', value: '97201' }],
    ['a field of one’s own', { kind: 'custom', key: 'stylist', value: 'Nora' }],
    ['an empty field of one’s own', { kind: 'custom', key: 'stylist', value: '' }],
    ['tags', { kind: 'tags', add: ['brand new', 'VIP'], remove: ['regular', 'new'] }],
    ['a list left', { kind: 'list', listId: 1, member: false }],
    ['removal', { kind: 'remove' }],
  ] as const)('%s is undone to the letter', async (_what, edit) => {
    const before = pictureOf(book.db)
    const change = value(await call('people.change', { who: { ids }, edit: structuredClone(edit) as never }))
    expect(change).toMatchObject({ state: 'done' })
    expect(change.people).toBeGreaterThan(0)
    expect(change.people).toBeLessThanOrEqual(60)
    expect(pictureOf(book.db)).not.toEqual(before)
    book.now += 29 * 86_400_000
    expect(value(await call('people.undo', { id: change.id })).state).toBe('undone')
    expect(pictureOf(book.db)).toEqual(before)
    expect(await call('people.undo', { id: change.id })).toMatchObject({ ok: false, error: { code: 'people-not-undoable' } })
  })

  it('counts only whom it changes, and says what it was', async () => {
    const change = value(await call('people.change', { who: { ids: [1, 2, 3] }, edit: { kind: 'list', listId: 1, member: true } }))
    expect(change).toMatchObject({ people: 0, detail: { kind: 'list', list: 'Everybody' } })
    expect(value(await call('people.changes', { offset: 0, limit: 10 })).total).toBe(0)
    await call('people.change', { who: { ids: [1, 2, 3] }, edit: { kind: 'custom', key: 'stylist', value: 'Zed' } })
    expect(value(await call('people.changes', { offset: 0, limit: 10 }))).toMatchObject({ total: 1, rows: [{ people: 3, state: 'done', detail: { label: 'stylist', value: 'Zed' } }] })
  })

  it('leaves what people changed since', async () => {
    const change = value(await call('people.change', { who: { ids }, edit: { kind: 'set', field: 'region', value: 'XX' } }))
    book.now += 1
    await call('contacts.save', { id: 5, region: 'Mine' })
    await call('contacts.save', { id: 6, email: 'new@example.com' })
    await call('people.undo', { id: change.id })
    expect(value(await call('contacts.get', { id: 5 })).region).toBe('Mine')
    const six = value(await call('contacts.get', { id: 6 }))
    expect(six).toMatchObject({ email: 'new@example.com', updatedAt: TEST_NOW + 1 })
    expect(six.region).not.toBe('XX')
  })

  it('keeps the search with it, there and back', async () => {
    const change = value(await call('people.change', { who: { ids }, edit: { kind: 'tags', add: ['zanzibar'], remove: [] } }))
    expect(await found('zanzibar')).toBe(60)
    await call('people.undo', { id: change.id })
    expect(await found('zanzibar')).toBe(0)
    const field = value(await call('people.change', { who: { ids }, edit: { kind: 'custom', key: 'city', value: 'Timbuktu' } }))
    expect(await found('timbuktu')).toBe(60)
    await call('people.undo', { id: field.id })
    expect(await found('timbuktu')).toBe(0)
  })

  it('can no longer be undone after 30 days', async () => {
    const change = value(await call('people.change', { who: { ids: [1] }, edit: { kind: 'remove' } }))
    book.now += 31 * 86_400_000
    expect(await call('people.undo', { id: change.id })).toMatchObject({ ok: false, error: { code: 'people-not-undoable' } })
  })

  it('refuses what is not there', async () => {
    expect(await call('people.change', { who: { ids: [1] }, edit: { kind: 'list', listId: 99, member: true } })).toMatchObject({ error: { code: 'people-list-gone' } })
    expect(await call('people.change', { who: { ids: [1] }, edit: { kind: 'custom', key: 'nothing', value: 'x' } })).toMatchObject({ error: { code: 'people-field-gone' } })
    expect(await call('people.change', { who: { ids: [1] }, edit: { kind: 'set', field: 'language', value: 'de' } })).toMatchObject({ error: { code: 'people-language' } })
  })

  it('of one person removed by hand stands among the changes, and both ways bring them back', async () => {
    const { undoId } = value(await call('contacts.remove', { who: { ids: [7] } }))
    const [change] = value(await call('people.changes', { offset: 0, limit: 1 })).rows
    expect(change).toMatchObject({ people: 1, detail: { kind: 'remove' }, state: 'done' })
    await call('contacts.undoRemove', { undoId })
    expect(value(await call('people.changes', { offset: 0, limit: 1 })).rows[0]).toMatchObject({ state: 'undone' })
    await call('contacts.remove', { who: { ids: [7] } })
    const [again] = value(await call('people.changes', { offset: 0, limit: 1 })).rows
    await call('people.undo', { id: again!.id })
    expect(value(await call('contacts.get', { id: 7 })).id).toBe(7)
  })
})
