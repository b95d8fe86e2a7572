import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { passUntil, settle } from '../../support/until.ts'

const SHOP = '+12025550100'
const SAM = '+12025550143'
const ANN = '+12025550144'
const BOB = '+12025550145'
const DAY = 86_400_000
const person = (n: number): string => `+1${String(203 + Math.floor(n / 10_000))}555${String(n % 10_000).padStart(4, '0')}`

describe('opt-outs as lists', () => {
  let desk: TestCore
  let clock: FakeClock
  beforeEach(async () => {
    clock = createFakeClock(Date.UTC(2026, 10, 23, 15))
    desk = await startTestCore({ clock })
  })
  afterEach(() => desk.end())

  const until = (holds: () => boolean | Promise<boolean>): Promise<void> => passUntil(clock, holds)
  const add = async (text: string, more: Partial<{ purposes: 'everything' | 'marketing'; occurredAt: number; note: string }> = {}) => {
    const list = await desk.call('optOuts.readList', { text })
    return desk.call('optOuts.addList', { listId: list.listId, purposes: 'everything', occurredAt: clock.now() - DAY, note: '', ...more })
  }
  const agree = (number: string, purpose: 'marketing' | 'service') =>
    desk.call('consent.record', { number, purpose, state: 'opted-in', method: 'paper', occurredAt: clock.now() - 10 * DAY, disclosure: 'I agree.', source: 'binder' })
  const page = async (query = '') => (await desk.call('optOuts.page', { offset: 0, limit: 100, ...(query === '' ? {} : { query }) })).rows
  const stateOf = async (number: string) => {
    const said = await desk.call('consent.history', { number })
    return (['marketing', 'service'] as const).map((purpose) => said.find((one) => one.purpose === purpose)?.state ?? 'none')
  }
  const queue = (number: string): void => {
    desk.db().prepare(`INSERT INTO messages (number, body, purpose, priority, sender_id, segments, status, due_at, created_at, updated_at)
      SELECT ?, 'Half price', 'marketing', 2, id, 1, 'queued', ?, ?, ? FROM senders WHERE address = ?`).run(number, clock.now(), clock.now(), clock.now(), SHOP)
  }
  const fileOf = (name: string, text: string): string => {
    const path = join(desk.folder, name)
    writeFileSync(path, text)
    return path
  }

  test('pasted in any shape: what is recognised, out already, new, in the book, no number, and would no longer go', async () => {
    await desk.call('contacts.add', { number: ANN })
    await add('(202) 555-0143')
    queue(ANN)
    const list = await desk.call('optOuts.readList', { text: 'Numbers\n202-555-0143\r\n+1 (202) 555.0144\t2025550145; 202 555 0146\n\nAnn, 202 555 0144\nnone here\n12' })
    expect(list).toMatchObject({ numbers: 4, alreadyOut: 1, inBook: 1, notNumbers: 3, samples: ['Numbers', 'none here', '12'], repeated: 1, waiting: 1, name: 'Pasted list' })
    expect(await desk.call('optOuts.addList', { listId: list.listId, purposes: 'everything', occurredAt: clock.now() - DAY, note: 'old program' })).toEqual({ added: 3, alreadyOut: 1 })
    expect(await page()).toMatchObject([
      ...['+12025550146', BOB, ANN].map((number) => ({ number, how: 'list', source: 'list: Pasted list (old program)', purposes: ['marketing', 'service'], at: clock.now() - DAY, waiting: number === ANN ? 1 : 0 })),
      { number: SAM, source: 'list: Pasted list' },
    ])
    // Also for those not in the book; the book itself has nobody new.
    expect((await desk.call('today.get', {})).contacts).toBe(1)
    // At the claim it takes effect on what is queued.
    desk.core.wake()
    await until(() => desk.db().prepare(`SELECT status FROM messages`).pluck().get() !== 'queued')
    expect(desk.db().prepare('SELECT status, skip FROM messages').get()).toEqual({ status: 'skipped', skip: 'opted-out' })
    // Nobody on a list gets a confirmation.
    expect(desk.carrier().accepted()).toEqual([])
    expect(await desk.problem('optOuts.addList', { listId: list.listId, purposes: 'everything', occurredAt: clock.now(), note: '' })).toMatchObject({ code: 'stop-list-gone' })
  })

  test('only offers, a date to come, a list without numbers', async () => {
    await agree(SAM, 'marketing')
    await agree(SAM, 'service')
    expect(await add('2025550143', { purposes: 'marketing' })).toEqual({ added: 1, alreadyOut: 0 })
    expect(await stateOf(SAM)).toEqual(['opted-out', 'opted-in'])
    expect(await page()).toMatchObject([{ number: SAM, purposes: ['marketing'] }])
    // What is missing is added to what was said.
    expect(await add('2025550143')).toEqual({ added: 1, alreadyOut: 0 })
    expect(await stateOf(SAM)).toEqual(['opted-out', 'opted-out'])
    expect((await desk.call('consent.history', { number: SAM })).filter(({ state }) => state === 'opted-out')).toHaveLength(2)
    const list = await desk.call('optOuts.readList', { text: '2025550144' })
    expect(await desk.problem('optOuts.addList', { listId: list.listId, purposes: 'everything', occurredAt: clock.now() + DAY, note: '' })).toMatchObject({ code: 'consent-in-future', field: 'occurredAt' })
    expect(await desk.problem('optOuts.readList', { text: 'hello\nworld' })).toMatchObject({ code: 'stop-list-empty' })
    expect(await desk.problem('optOuts.readList', { fileId: 'nothing' })).toMatchObject({ code: 'imports-file-gone' })
  })

  test('a file: the columns that hold numbers, both phones of a person, not their order numbers', async () => {
    const path = fileOf('left.csv', 'Order no;Nom;Téléphone;Portable\n2025550199;Ann;+33 1 99 00 12 34;06 39 98 12 34\n2025550198;Bob;;"+33 6 39 98 56 78"\n3;Nobody;;\n')
    await desk.call('settings.save', { country: 'FR' })
    const list = await desk.call('optOuts.readList', { fileId: desk.core.files.grant(path).fileId })
    expect(list).toMatchObject({ name: 'left.csv', numbers: 3, notNumbers: 1 })
    await desk.call('optOuts.addList', { listId: list.listId, purposes: 'everything', occurredAt: clock.now(), note: '' })
    expect((await page()).map(({ number }) => number).toSorted()).toEqual(['+33199001234', '+33639981234', '+33639985678'])
    expect((await desk.call('consent.history', { number: '+33639985678' }))[0]).toMatchObject({ method: 'import', source: 'list: left.csv', state: 'opted-out' })
  })

  test('a list of thousands goes in steps, tells how far it is, and pages, searches and exports afterwards', async () => {
    const numbers = Array.from({ length: 3_000 }, (_, n) => person(n))
    const list = await desk.call('optOuts.readList', { text: numbers.join('\n') })
    expect(list).toMatchObject({ numbers: 3_000, alreadyOut: 0 })
    let most = 0
    const watching = (async () => {
      for (;;) {
        const { progress } = await desk.call('optOuts.adding', {})
        if (progress === null && most > 0) return
        most = Math.max(most, progress?.done ?? 0)
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
    })()
    const adding = desk.call('optOuts.addList', { listId: list.listId, purposes: 'everything', occurredAt: clock.now(), note: '' })
    const second = await desk.call('optOuts.readList', { text: '2025550143' })
    expect(await desk.problem('optOuts.addList', { listId: second.listId, purposes: 'everything', occurredAt: clock.now(), note: '' })).toMatchObject({ code: 'stop-list-busy' })
    expect(await adding).toEqual({ added: 3_000, alreadyOut: 0 })
    await watching
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(3_000)
    const all = await desk.call('optOuts.page', { offset: 2_990, limit: 100 })
    expect(all.total).toBe(3_000)
    expect(all.rows).toHaveLength(10)
    expect((await page('555-2999')).map(({ number }) => number)).toEqual([person(2_999)])
    expect(await page('nobody')).toEqual([])
    const ticket = await desk.call('optOuts.export', {})
    const rows = readFileSync(desk.core.files.path(ticket.fileId)!, 'utf8').trimEnd().split('\r\n')
    expect(rows[0]).toBe('\ufeffNumber,Name,Out of,Since (UTC),How,Source')
    expect(new Set(rows.slice(1).map((row) => row.split(',')[0]))).toEqual(new Set(numbers))
    expect(rows[1]).toMatch(/^\+1\d{10},,everything,2026-11-23T15:\d\d:\d\d\.\d{3}Z,on a list,list: Pasted list$/)
  })

  test('an opt-out survives erasing and a list that comes again; nothing of what they wrote stays', async () => {
    await desk.call('contacts.add', { number: SAM, firstName: 'Sam' })
    desk.carrier().injectInbound({ from: SAM, to: SHOP, body: 'please stop texting me quietly' })
    desk.core.wake()
    const db = desk.db()
    await until(() => db.prepare('SELECT count(*) FROM suspensions').pluck().get() === 1)
    await desk.call('people.erase', { number: SAM, lastFour: SAM.slice(-4) })
    expect((db.prepare('SELECT (SELECT count(*) FROM suspensions) + (SELECT count(*) FROM opt_out_confirmations)').pluck().get())).toBe(0)
    expect(await page()).toEqual([])
    expect(await add('2025550143\n2025550144')).toEqual({ added: 1, alreadyOut: 1 })
    expect((await page()).map(({ number }) => number)).toEqual([ANN])

    // A file in which everybody agrees brings nobody back.
    const { fileId } = desk.core.files.grant(fileOf('again.csv', `Phone\n${SAM}\n${ANN}\n${BOB}\n`))
    const { reading } = await desk.call('imports.inspect', { fileId })
    const { id } = await desk.call('imports.start', {
      fileId, reading, mapping: ['number'], list: null, tags: [], onConflict: 'fill',
      consent: { purposes: ['marketing', 'service'], method: 'paper', occurredAt: clock.now(), disclosure: 'I agree.', source: 'binder', onlyWhereOptedIn: false },
    })
    await until(() => db.prepare(`SELECT state FROM imports WHERE id = ?`).pluck().get(id) === 'done')
    await settle()
    expect(await Promise.all([SAM, ANN, BOB].map(stateOf))).toEqual([['opted-out', 'opted-out'], ['opted-out', 'opted-out'], ['opted-in', 'opted-in']])
  })
})
