import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { careHandlers } from '../../../electron/core/care/api.ts'
import { optOut } from '../../../electron/core/consent/record.ts'
import { mayText } from '../../../electron/core/consent/state.ts'
import { contactsHandlers } from '../../../electron/core/contacts/api.ts'
import { findDuplicates, nameKey } from '../../../electron/core/contacts/duplicates.ts'
import type { ContactFields } from '../../../electron/core/contacts/write.ts'
import { caller, TEST_NOW, testContext, type TestContext } from '../../support/context.ts'
import type { Result } from '../../../shared/result.ts'
import { recordConsent } from '../../../electron/core/consent/record.ts'

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
const A = '+12025550101'
const B = '+12025550102'

describe('likely the same person', () => {
  let book: TestContext
  const open = () => caller({ ...careHandlers(book), ...contactsHandlers(book) })
  let call: ReturnType<typeof open>
  let next = 100
  const add = async (fields: Partial<ContactFields>) => value(await call('contacts.add', { number: `+120255501${String(next++ % 100).padStart(2, '0')}`, ...fields })).id
  const groups = () => findDuplicates(book.db, () => false).groups
  beforeEach(() => {
    book = testContext()
    call = open()
  })
  afterEach(() => book.close())

  it('knows a name whatever its order, accents, case and marks', () => {
    expect(nameKey('Renée', 'Le Gall')).toBe(nameKey('LE-GALL', 'renee'))
    expect(nameKey('Ana', '')).toBe('')
    expect(nameKey('Ana', 'Ruiz')).not.toBe(nameKey('Ana', 'Ruis'))
  })

  it('is found by e-mail, by name and place, by name alone, the likeliest first', async () => {
    const byName = [await add({ firstName: 'José', lastName: 'Peña' }), await add({ firstName: 'Pena', lastName: 'Jose', postalCode: '97201' })]
    const byPlace = [await add({ firstName: 'Zoë', lastName: 'Hill', postalCode: 'YO1 7HH' }), await add({ firstName: 'zoe', lastName: 'HILL', postalCode: 'yo17hh' })]
    const byMail = [await add({ firstName: 'Sam', email: 'sam@example.com' }), await add({ lastName: 'Fox', email: 'SAM@example.com ' })]
    const surely = [await add({ firstName: 'Ann', lastName: 'Lee', email: 'ann@example.com' }), await add({ firstName: 'Ann', lastName: 'Lee', email: 'ann@example.com' })]
    // The same name in two places is two people.
    await add({ firstName: 'Mary', lastName: 'Major', postalCode: '10001' })
    await add({ firstName: 'Mary', lastName: 'Major', postalCode: '20002' })
    expect(groups()).toEqual([
      { ids: surely, reasons: ['same-email-and-name', 'same-name'] },
      { ids: byPlace, reasons: ['same-name-and-postal-code'] },
      { ids: byMail, reasons: ['same-email'] },
      { ids: byName, reasons: ['same-name'] },
    ])
  })

  it('says nothing by a name that many share, nor by an address of a whole office', async () => {
    for (let i = 0; i < 5; i++) await add({ firstName: 'Jean', lastName: 'Martin' })
    for (let i = 0; i < 9; i++) await add({ firstName: `Person${String(i)}`, email: 'office@example.com' })
    expect(groups()).toEqual([])
  })

  it('is not asked about again once they are different people', async () => {
    const ids = [await add({ firstName: 'Ann', lastName: 'Lee', email: 'a@example.com' }), await add({ firstName: 'Ann', lastName: 'Lee', email: 'a@example.com' })]
    expect(groups()).toHaveLength(1)
    expect(value(await call('people.notSame', { ids }))).toEqual({ remembered: 1 })
    expect(groups()).toEqual([])
    expect(value(await call('people.maybeSame', { ids }))).toEqual({ forgotten: 1 })
    expect(groups()).toHaveLength(1)
  })
})

describe('merging', () => {
  let book: TestContext
  const open = () => caller({ ...careHandlers(book), ...contactsHandlers(book) })
  let call: ReturnType<typeof open>
  let a: number
  let b: number
  const said = (number: string, state: 'opted-in' | 'opted-out', at: number) =>
    recordConsent(book.db, { number, purpose: 'marketing', state, method: 'paper', occurredAt: at, zone: 'UTC', recordedAt: at, disclosure: null, source: '', importId: null })
  beforeEach(async () => {
    book = testContext()
    call = open()
    a = value(await call('contacts.add', { number: A, firstName: 'Ana', lastName: 'Ruiz', notes: 'likes mint', tags: ['vip'], custom: { Size: 'M', Dog: 'Rex' } })).id
    b = value(await call('contacts.add', { number: B, firstName: 'Anna', lastName: 'Ruiz', email: 'ana@example.com', postalCode: '97201', notes: 'allergic', tags: ['regular'], custom: { Size: 'L', Cat: 'Tom' } })).id
    const list = value(await call('lists.add', { name: 'Tuesday' }))
    await call('lists.addPeople', { id: list.id, who: { ids: [b] } })
    book.now = TEST_NOW + 1000
  })
  afterEach(() => book.close())

  it('keeps what is chosen, fills what is missing, adds up tags, lists and notes, and goes back to the letter', async () => {
    const before = book.db.prepare('SELECT * FROM contacts ORDER BY id').all()
    const change = value(await call('people.merge', { keep: a, drop: [b], fields: { firstName: b, 'custom:size': b } }))
    expect(change).toMatchObject({ people: 2, detail: { kind: 'merge', contactId: a, name: 'Anna Ruiz' } })
    expect(value(await call('contacts.get', { id: a }))).toMatchObject({
      number: A, firstName: 'Anna', lastName: 'Ruiz', email: 'ana@example.com', postalCode: '97201', notes: 'likes mint\n\nallergic', tags: ['regular', 'vip'],
      lists: [{ name: 'Tuesday' }], custom: { size: 'L', dog: 'Rex', cat: 'Tom' },
    })
    expect(await call('contacts.get', { id: b })).toMatchObject({ ok: false })
    expect(value(await call('people.otherNumbers', { contactId: a }))).toEqual([B])
    expect(value(await call('contacts.page', { filter: { query: 'ana@example.com' }, sort: 'name', offset: 0, limit: 9 })).rows.map(({ id }) => id)).toEqual([a])

    expect(value(await call('people.undo', { id: change.id })).state).toBe('undone')
    expect(book.db.prepare('SELECT * FROM contacts ORDER BY id').all()).toEqual(before)
    expect(value(await call('contacts.get', { id: a })).tags).toEqual(['vip'])
    expect(value(await call('contacts.get', { id: b }))).toMatchObject({ tags: ['regular'], lists: [{ name: 'Tuesday' }] })
    expect(value(await call('people.otherNumbers', { contactId: a }))).toEqual([])
    expect(value(await call('contacts.page', { filter: { query: 'ana@example.com' }, sort: 'name', offset: 0, limit: 9 })).rows.map(({ id }) => id)).toEqual([b])
  })

  it('is undone around what was changed since', async () => {
    const change = value(await call('people.merge', { keep: a, drop: [b], fields: { firstName: b } }))
    book.now += 1000
    await call('contacts.save', { id: a, firstName: 'Annabel' })
    await call('people.undo', { id: change.id })
    expect(value(await call('contacts.get', { id: a }))).toMatchObject({ firstName: 'Annabel', email: '', notes: 'likes mint' })
  })

  it('carries no agreement to another number', async () => {
    said(B, 'opted-in', TEST_NOW)
    await call('people.merge', { keep: a, drop: [b], fields: {} })
    expect(mayText(book.db, A, 'marketing', TEST_NOW)).toBe('no-consent')
    expect(value(await call('contacts.get', { id: a })).marketing).toBe('none')
  })

  it('counts a stop on either number, until the person says otherwise on the one kept; undone, each has its own word again', async () => {
    said(A, 'opted-in', TEST_NOW - 5000)
    said(B, 'opted-out', TEST_NOW - 9000)
    const change = value(await call('people.merge', { keep: a, drop: [b], fields: {} }))
    expect(mayText(book.db, A, 'marketing', TEST_NOW)).toBe('opted-out')
    await call('people.undo', { id: change.id })
    expect(mayText(book.db, A, 'marketing', TEST_NOW)).toBe('yes')
    expect(mayText(book.db, B, 'marketing', TEST_NOW)).toBe('opted-out')
    await call('people.merge', { keep: a, drop: [b], fields: {} })
    said(A, 'opted-in', TEST_NOW + 2000)
    expect(mayText(book.db, A, 'marketing', TEST_NOW)).toBe('yes')
    optOut(book.db, { number: B, method: 'reply', source: 'reply: STOP', at: TEST_NOW + 3000, zone: 'UTC' })
    expect(mayText(book.db, A, 'marketing', TEST_NOW)).toBe('opted-out')
    expect(mayText(book.db, A, 'service', TEST_NOW)).toBe('opted-out')
  })

  it('keeps the history of both within reach, and gives it back', async () => {
    book.db.exec(`INSERT INTO senders (id, address, name, kind, segments_per_second, created_at) VALUES (1, '+12025550100', 'Shop', 'long-code', 1, 5)`)
    const send = book.db.prepare(`INSERT INTO messages (contact_id, number, body, purpose, priority, sender_id, segments, status, due_at, created_at, updated_at) VALUES (?, ?, 'x', 'service', 1, 1, 1, 'delivered', 1, 1, 1)`)
    send.run(a, A)
    send.run(b, B)
    const owners = () => book.db.prepare('SELECT number, contact_id FROM messages ORDER BY id').raw().all()
    const change = value(await call('people.merge', { keep: a, drop: [b], fields: {} }))
    expect(owners()).toEqual([[A, a], [B, a]])
    await call('people.undo', { id: change.id })
    expect(owners()).toEqual([[A, a], [B, b]])
  })

  it('refuses people who are gone', async () => {
    await call('contacts.remove', { who: { ids: [b] } })
    expect(await call('people.merge', { keep: a, drop: [b], fields: {} })).toMatchObject({ ok: false, error: { code: 'merge-gone' } })
  })
})
