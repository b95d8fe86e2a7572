import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUp } from '../../../electron/core/database/backups.ts'
import { firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { mayText } from '../../../electron/core/consent/state.ts'
import { createFileLog, type FileLog } from '../../../electron/core/logging/log.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { fillBook } from '../../support/fill-book.ts'

const NUMBER = '+12025550187'
const yes = { purpose: 'marketing', state: 'opted-in', method: 'paper', disclosure: 'Yes, send me your news.', source: 'green binder' } as const

/** Every file of a folder, with its bytes. */
const filesOf = (folder: string): readonly (readonly [string, Buffer])[] =>
  readdirSync(folder, { recursive: true }).flatMap((name) => {
    const path = join(folder, String(name))
    return statSync(path).isFile() ? [[String(name), readFileSync(path)] as const] : []
  })

describe('many people, in the book of a core', () => {
  let desk: TestCore
  beforeEach(async () => {
    desk = await startTestCore({ ready: false })
    fillBook(desk.db(), 3_000, { now: desk.clock.now(), list: 'Everybody' })
  })
  afterEach(() => desk.end())

  it('are changed on a thread of their own, with progress, and brought back', async () => {
    const told: number[] = []
    desk.core.on((name, data) => {
      if (name === 'people.progress') told.push((data as { done: number }).done)
    })
    const before = desk.db().prepare('SELECT * FROM contacts ORDER BY id').all()
    const change = await desk.call('people.change', { who: { filter: { query: 'm' } }, edit: { kind: 'set', field: 'region', value: 'Everywhere' } })
    const { total } = await desk.call('contacts.page', { filter: { query: 'm' }, sort: 'name', offset: 0, limit: 1 })
    expect(change).toMatchObject({ state: 'done', people: total })
    expect(Math.max(...told)).toBe(total)
    expect(await desk.call('people.undo', { id: change.id })).toMatchObject({ state: 'undone' })
    expect(desk.db().prepare('SELECT * FROM contacts ORDER BY id').all()).toEqual(before)
  })

  it('are removed and brought back by the thousand', async () => {
    const change = await desk.call('people.change', { who: { filter: {} }, edit: { kind: 'remove' } })
    expect(change).toMatchObject({ people: 3_000, state: 'done' })
    expect((await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 1 })).total).toBe(0)
    await desk.call('people.undo', { id: change.id })
    expect((await desk.call('contacts.page', { filter: { listId: 1 }, sort: 'name', offset: 0, limit: 1 })).total).toBe(3_000)
  })

  it('that are being changed are left as they were when a person stops it', async () => {
    const before = desk.db().prepare('SELECT * FROM contacts ORDER BY id').all()
    const begun = desk.next('people.progress', ({ done }) => done > 0)
    const change = desk.call('people.change', { who: { filter: {} }, edit: { kind: 'custom', key: 'stylist', value: 'Nobody' } })
    const { id } = await begun
    expect(await desk.call('people.stop', { id })).toEqual({ stopped: true })
    expect((await change).state).toBe('canceled')
    expect(desk.db().prepare('SELECT * FROM contacts ORDER BY id').all()).toEqual(before)
    expect(await desk.call('people.jobs', {})).toEqual([])
  })

  it('stay as far as they came when the program ends, and can be brought back after', async () => {
    const before = desk.db().prepare('SELECT * FROM contacts ORDER BY id').all()
    const begun = desk.next('people.progress', ({ done }) => done > 0)
    void desk.ask('people.change', { who: { filter: {} }, edit: { kind: 'set', field: 'region', value: 'Half' } })
    await begun
    await desk.restart()
    const [change] = (await desk.call('people.changes', { offset: 0, limit: 1 })).rows
    expect(change).toMatchObject({ state: 'interrupted' })
    expect(change!.people).toBeGreaterThan(0)
    expect(change!.people).toBeLessThan(3_000)
    await desk.call('people.undo', { id: change!.id })
    expect(desk.db().prepare('SELECT * FROM contacts ORDER BY id').all()).toEqual(before)
  })
})

describe('numbers that cannot get texts', () => {
  let desk: TestCore
  beforeEach(async () => {
    desk = await startTestCore()
  })
  afterEach(() => desk.end())

  it('are left out, listed, and texted again when a person knows better', async () => {
    const ana = await desk.call('contacts.add', { number: NUMBER, firstName: 'Ana' })
    await desk.call('consent.record', { ...yes, number: NUMBER, occurredAt: desk.clock.now() - 5000 })
    desk.db().prepare(`INSERT INTO number_reach VALUES (?, 'landline', 30006, 1, 1, 1)`).run(NUMBER)
    const plan = { audience: { kind: 'everybody' }, purpose: 'marketing', body: 'Hello', senderId: null } as const
    expect(await desk.call('campaigns.estimate', plan)).toMatchObject({ recipients: 0, leftOut: [{ reason: 'unreachable', people: 1 }] })
    expect(await desk.call('people.unreachable', { filter: {}, offset: 0, limit: 10 })).toMatchObject({ total: 1, counts: { landline: 1 }, rows: [{ id: ana.id, code: 30006 }] })
    expect(await desk.call('people.markReachable', { who: { filter: { reason: 'landline' } } })).toEqual({ changed: 1 })
    expect(await desk.call('people.reach', { number: NUMBER })).toBeNull()
    expect((await desk.call('campaigns.estimate', plan)).recipients).toBe(1)
  })
})

describe('one person', () => {
  let desk: TestCore
  let folder: string
  let log: FileLog
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deskbell-erase-'))
    log = createFileLog(folder)
    desk = await startTestCore({ folder, log })
  })
  afterEach(async () => {
    await desk.end()
    await log.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const addZephyrine = async () => {
    const person = await desk.call('contacts.add', {
      number: NUMBER, firstName: 'Zephyrine', lastName: 'Quastelbrook', email: 'zephyrine@quastelbrook.example', notes: 'allergic to lavendrella', tags: ['zephyrtag'],
      custom: { Pet: 'Mirabellinchen' },
    })
    await desk.call('consent.record', { ...yes, number: NUMBER, occurredAt: desk.clock.now() - 5000 })
    return person
  }
  const sendTo = async (contactId: number, body: string) => {
    const draft = await desk.call('campaigns.saveDraft', { name: 'Test', plan: { audience: { kind: 'people', contactIds: [contactId] }, purpose: 'marketing', body } })
    await desk.call('campaigns.approve', { id: draft.id, sendAt: null, expected: 1 })
    // Ten seconds to take it back are not waited for here.
    desk.db().prepare('UPDATE messages SET due_at = 0').run()
    desk.db().prepare('UPDATE batches SET starts_at = 0').run()
    desk.core.wake()
    await desk.until(async () => (await desk.call('messages.counts', { filter: {} })).delivered === 1)
  }

  it('goes without a trace but for the keyed hash: book, log, backups, files', { timeout: 60_000 }, async () => {
    const bystander = await desk.call('contacts.add', { number: '+12025550111', firstName: 'Bystander', lastName: 'Stays' })
    await desk.call('consent.record', { ...yes, number: '+12025550111', disclosure: 'I agree to stay.', occurredAt: desk.clock.now() - 5000 })
    const person = await addZephyrine()
    await sendTo(person.id, 'Dear {{ first_name }}, the quinceberry sale starts.')
    desk.carrier().injectInbound({ from: NUMBER, to: '+15005550006', body: 'thanks, flibbertigibbet' })
    desk.core.wake()
    await desk.until(() => desk.db().prepare('SELECT count(*) FROM inbound_messages').pluck().get() === 1)
    await desk.call('people.change', { who: { ids: [person.id] }, edit: { kind: 'custom', key: 'pet', value: 'Mirabellinchen the second' } })
    await desk.call('contacts.save', { id: person.id, notes: 'allergic to lavendrella and dust' })
    await backUp({ folder: join(folder, 'practice'), nativeBinding: undefined, now: desk.clock.now() })
    await desk.call('people.file', { number: NUMBER })
    const traces = ['12025550187', 'Zephyrine', 'zephyrine', 'Quastelbrook', 'quastelbrook', 'lavendrella', 'zephyrtag', 'Mirabellinchen', 'mirabellinchen', 'flibbertigibbet']
    const before = filesOf(folder)
    expect(traces.filter((trace) => !before.some(([, bytes]) => bytes.includes(trace)))).toEqual([])

    expect(await desk.call('people.eraseLook', { number: NUMBER })).toMatchObject({ contactId: person.id, name: 'Zephyrine Quastelbrook', messages: 1, replies: 1, consentEvents: 1, backups: 1 })
    expect(await desk.problem('people.erase', { number: NUMBER, lastFour: '0000' })).toMatchObject({ code: 'erase-digits' })
    expect(await desk.call('people.erase', { number: NUMBER, lastFour: '0187' })).toEqual({ backupsRewritten: 1, backupsRemoved: 0, restAtClose: false })

    for (const [name, bytes] of filesOf(folder)) {
      const left = traces.filter((trace) => bytes.includes(trace) || bytes.includes(Buffer.from(trace, 'utf16le')))
      expect({ name, left }).toEqual({ name, left: [] })
    }
    const db = desk.db()
    expect(db.prepare('SELECT count(*) FROM suppressions').pluck().get()).toBe(1)
    expect(firstTamperedEvent(db)).toBeNull()
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.prepare('SELECT count(*) FROM erasing').pluck().get()).toBe(0)
    expect(await desk.call('contacts.get', { id: bystander.id })).toMatchObject({ marketing: 'opted-in', lastName: 'Stays' })
    expect((await desk.call('messages.counts', { filter: {} })).delivered).toBe(1)
    expect(() => db.exec('DELETE FROM consent_events')).toThrow(/never deleted/)
  })

  it('who comes back after an erasure cannot be texted, by hand or by an import, until they say so themselves', async () => {
    await addZephyrine()
    await desk.call('people.erase', { number: NUMBER, lastFour: '0187' })
    const again = await desk.call('contacts.add', { number: NUMBER, firstName: 'Z' })
    expect(again).toMatchObject({ marketing: 'opted-out', service: 'opted-out', consentHistory: [{ source: 'erased on request' }, { source: 'erased on request' }] })
    expect(mayText(desk.db(), NUMBER, 'marketing', desk.clock.now())).toBe('opted-out')
    expect(await desk.problem('consent.record', { ...yes, number: NUMBER, occurredAt: desk.clock.now() - 60_000 })).toMatchObject({ code: 'consent-older-than-stop' })
    await desk.call('consent.record', { ...yes, number: NUMBER, occurredAt: desk.clock.now() + 1000 })
    expect(mayText(desk.db(), NUMBER, 'marketing', desk.clock.now())).toBe('yes')
  })

  it('who is being texted is not erased half-way', async () => {
    const person = await addZephyrine()
    const db = desk.db()
    db.prepare(`INSERT INTO messages (contact_id, number, body, purpose, priority, sender_id, segments, status, due_at, claimed_at, created_at, updated_at)
      VALUES (?, ?, 'x', 'marketing', 2, (SELECT min(id) FROM senders), 1, 'unknown', 1, 1, 1, 1)`).run(person.id, NUMBER)
    expect(await desk.problem('people.erase', { number: NUMBER, lastFour: '0187' })).toMatchObject({ code: 'erase-sending' })
    expect(await desk.call('contacts.get', { id: person.id })).toMatchObject({ lastName: 'Quastelbrook' })
  })

  it('gets everything there is about them in one file', async () => {
    const person = await addZephyrine()
    await sendTo(person.id, 'Hello {{ first_name }}')
    const ticket = await desk.call('people.file', { number: NUMBER })
    expect(ticket.name).not.toContain('2025550')
    const file = JSON.parse(readFileSync(desk.core.files.path(ticket.fileId)!, 'utf8')) as Record<string, unknown>
    expect(file).toMatchObject({
      format: 'deskbell-person', version: 1, numbers: [NUMBER],
      person: { firstName: 'Zephyrine', tags: ['zephyrtag'], ownFields: [{ field: 'Pet', value: 'Mirabellinchen' }] },
      consent: [{ said: 'opted-in', exactWords: yes.disclosure, source: 'green binder' }],
      messagesSent: [{ text: 'Hello Zephyrine', status: 'delivered', campaign: 'Test' }],
    })
    expect(await desk.problem('people.file', { number: '+12025550100' })).toMatchObject({ code: 'person-unknown' })
    expect(existsSync(desk.core.files.path(ticket.fileId)!)).toBe(true)
  })
})
