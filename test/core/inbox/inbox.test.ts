import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { optIn, optOut } from '../../../electron/core/consent/record.ts'
import { suppress } from '../../../electron/core/consent/suppressions.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { passUntil, settle } from '../../support/until.ts'

const SHOP = '+12025550100'
const TOLL_FREE = '+18005550199'
const SAM = '+12025550143'
const ANN = '+12025550144'

describe('the inbox', () => {
  let desk: TestCore
  let clock: FakeClock
  beforeEach(async () => {
    clock = createFakeClock(Date.UTC(2026, 10, 23, 15))
    desk = await startTestCore({ clock })
  })
  afterEach(() => desk.end())

  const until = (holds: () => boolean | Promise<boolean>): Promise<void> => passUntil(clock, holds)
  const write = (from: string, body: string, to = SHOP): void => {
    desk.carrier().injectInbound({ from, to, body })
    // Read soon: how soon by itself is a test of its own.
    desk.core.wake()
  }
  const list = (input: Partial<{ filter: 'open' | 'unread' | 'done' | 'all'; query: string; hold: string; after: string | null; limit: number }> = {}) =>
    desk.call('inbox.page', { filter: 'open', after: null, limit: 50, ...input })
  const has = async (messages: number): Promise<boolean> => (desk.db().prepare('SELECT count(*) FROM inbound_messages').pluck().get() as number) >= messages
  const talk = (number: string) => desk.call('inbox.messages', { number, before: null, limit: 50 })

  test('a message opens a conversation, unread ones first; reading, doing and undoing it', async () => {
    await desk.call('contacts.add', { number: SAM, firstName: 'Sam', lastName: 'Ortiz' })
    write(ANN, 'Is the table still free?')
    await until(() => has(1))
    await clock.advance(5_000)
    write(SAM, 'See you at nine')
    await until(() => has(2))
    const { rows } = await list()
    expect(rows.map(({ number, name, lastText, unread }) => ({ number, name, lastText, unread }))).toEqual([
      { number: SAM, name: 'Sam Ortiz', lastText: 'See you at nine', unread: 1 },
      { number: ANN, name: '', lastText: 'Is the table still free?', unread: 1 },
    ])
    expect(await desk.call('inbox.counts', {})).toEqual({ unread: 2, open: 2, all: 2 })

    const head = await desk.call('inbox.conversation', { number: SAM })
    expect(head).toMatchObject({ unread: 1, sender: SHOP, cannotAnswer: null, contactId: rows[0]!.contactId })
    expect(await desk.call('inbox.mark', { numbers: [SAM], read: true, upTo: head.lastInId! })).toEqual({ changed: 1 })
    expect((await list()).rows.map(({ number }) => number)).toEqual([ANN, SAM])
    // While it is being read it keeps the place it had.
    expect((await list({ hold: SAM })).rows.map(({ number }) => number)).toEqual([SAM, ANN])
    expect((await list({ filter: 'unread' })).rows.map(({ number }) => number)).toEqual([ANN])

    await desk.call('inbox.mark', { numbers: [SAM], done: true })
    expect((await list()).rows.map(({ number }) => number)).toEqual([ANN])
    expect((await list({ filter: 'done' })).rows.map(({ number }) => number)).toEqual([SAM])
    write(SAM, 'Or at ten?')
    await until(() => has(3))
    expect((await list()).rows[0]).toMatchObject({ number: SAM, unread: 1, done: false })
    await desk.call('inbox.mark', { numbers: [ANN], read: true })
    await desk.call('inbox.mark', { numbers: [ANN], read: false })
    expect((await list()).rows.find(({ number }) => number === ANN)).toMatchObject({ unread: 1 })
  })

  test('what comes in while one reads stays unread', async () => {
    write(SAM, 'one')
    await until(() => has(1))
    const { lastInId } = await desk.call('inbox.conversation', { number: SAM })
    write(SAM, 'two')
    await until(() => has(2))
    await desk.call('inbox.mark', { numbers: [SAM], read: true, upTo: lastInId! })
    expect(await desk.call('inbox.conversation', { number: SAM })).toMatchObject({ unread: 1 })
    await desk.call('inbox.mark', { numbers: [SAM], done: true, upTo: lastInId! })
    expect(await desk.call('inbox.conversation', { number: SAM })).toMatchObject({ unread: 1, done: false })
  })

  test('an answer leaves from the number they wrote to, ahead of everything, and its state is shown', async () => {
    write(SAM, 'Do you have figs?', TOLL_FREE)
    await until(() => has(1))
    await desk.call('inbox.answer', { number: SAM, body: 'Yes, two kilos.' })
    await until(async () => desk.carrier().accepted().length === 1)
    expect(desk.carrier().accepted()[0]).toMatchObject({ from_number: TOLL_FREE, to_number: SAM, body: 'Yes, two kilos.' })
    await until(async () => (await talk(SAM)).items.some((item) => item.kind === 'out' && item.status === 'delivered'))
    expect((await talk(SAM)).items).toMatchObject([{ kind: 'in', text: 'Do you have figs?' }, { kind: 'out', text: 'Yes, two kilos.', campaignId: null, automatic: false }])
    expect((await list()).rows[0]).toMatchObject({ lastText: 'Yes, two kilos.', lastOurs: true, unread: 0 })
  })

  test('nobody who said stop or was erased is answered, and the reason is told', async () => {
    write(SAM, 'STOP')
    await until(() => has(1))
    // Acted on already: it waits for nobody.
    expect((await list()).rows).toEqual([])
    expect((await list({ filter: 'all' })).rows[0]).toMatchObject({ number: SAM, unread: 0, done: true, stopped: true })
    expect((await desk.problem('inbox.answer', { number: SAM, body: 'Sorry' })).code).toBe('inbox-opted-out')
    expect(await desk.call('inbox.conversation', { number: SAM })).toMatchObject({ cannotAnswer: 'opted-out' })
    await clock.advance(5_000)
    write(SAM, 'START')
    await until(() => has(2))
    expect(await desk.call('inbox.conversation', { number: SAM })).toMatchObject({ cannotAnswer: null })

    suppress(desk.db(), ANN, clock.now())
    expect((await desk.problem('inbox.answer', { number: ANN, body: 'Hello' })).code).toBe('inbox-erased')
    expect(await desk.call('inbox.conversation', { number: ANN })).toMatchObject({ cannotAnswer: 'erased' })
    optIn(desk.db(), { number: ANN, method: 'reply', source: 'reply: START', at: clock.now() + 1_000, zone: 'UTC' })
    expect(await desk.call('inbox.conversation', { number: ANN })).toMatchObject({ cannotAnswer: null })
    expect(await desk.call('inbox.conversation', { number: '22345' })).toMatchObject({ cannotAnswer: 'no-number' })
    expect((await desk.problem('inbox.answer', { number: ANN, body: '   ' })).code).toBe('inbox-empty')
  })

  test('who says stop after an answer was written gets it not', async () => {
    write(SAM, 'Hello?')
    await until(() => has(1))
    await desk.call('queue.pause', {})
    const { messageId } = await desk.call('inbox.answer', { number: SAM, body: 'One moment' })
    optOut(desk.db(), { number: SAM, method: 'spoken', source: 'on the phone', at: clock.now(), zone: 'UTC' })
    await desk.call('queue.resume', {})
    await until(async () => (await desk.call('messages.get', { id: messageId })).status === 'skipped')
    expect(desk.carrier().accepted()).toEqual([])
  })

  test('pages go on where they ended while others write', async () => {
    for (let n = 0; n < 6; n++) write(`+1203555010${String(n)}`, `Message ${String(n)}`)
    await until(() => has(6))
    const first = await list({ limit: 3 })
    expect(first.rows).toHaveLength(3)
    write(ANN, 'In between')
    await until(() => has(7))
    const second = await list({ limit: 3, after: first.next })
    expect(second.rows).toHaveLength(3)
    expect(second.next).toBeNull()
    expect(new Set([...first.rows, ...second.rows].map(({ number }) => number)).size).toBe(6)
    // A conversation is read from its end, page by page.
    for (let n = 0; n < 5; n++) write(SAM, `Line ${String(n)}`)
    await until(() => has(12))
    const end = await desk.call('inbox.messages', { number: SAM, before: null, limit: 2 })
    expect(end.items.map((item) => item.text)).toEqual(['Line 3', 'Line 4'])
    const above = await desk.call('inbox.messages', { number: SAM, before: end.before, limit: 10 })
    expect(above.items.map((item) => item.text)).toEqual(['Line 0', 'Line 1', 'Line 2'])
    expect(above.before).toBeNull()
  })

  test('search finds names, numbers, and words of both sides', async () => {
    await desk.call('contacts.add', { number: SAM, firstName: 'Élodie', lastName: 'Bœuf' })
    write(SAM, 'Avez-vous des figues ?')
    write(ANN, 'Apricots please')
    await until(() => has(2))
    await desk.call('inbox.answer', { number: ANN, body: 'Ripe tomorrow, promised.' })
    const found = async (query: string) => (await list({ filter: 'all', query })).rows.map(({ number }) => number)
    expect(await found('elodie')).toEqual([SAM])
    expect(await found('555-0144')).toEqual([ANN])
    expect(await found('figue')).toEqual([SAM])
    expect(await found('promised ripe')).toEqual([ANN])
    expect(await found('promised figs')).toEqual([])
    expect((await list({ filter: 'all', query: 'apricot' })).rows[0]).toMatchObject({ lastText: 'Apricots please', lastOurs: false })
  })

  test('canned answers are filled in with what the person is called', async () => {
    await desk.call('contacts.add', { number: SAM, firstName: 'Sam' })
    const saved = await desk.call('inbox.saveCanned', { name: 'Hours', body: 'Hi {{ first_name | default: "there" }}, we open at 9. {{ business }}' })
    expect(await desk.call('inbox.canned', {})).toEqual([saved])
    expect(await desk.call('inbox.fill', { body: saved.body, number: SAM })).toEqual({ text: 'Hi Sam, we open at 9. Bell & Co', missing: [] })
    expect(await desk.call('inbox.fill', { body: saved.body, number: ANN })).toEqual({ text: 'Hi there, we open at 9. Bell & Co', missing: [] })
    expect(await desk.call('inbox.fill', { body: 'Dear {{ last_name }}', number: SAM })).toEqual({ text: 'Dear ', missing: ['last_name'] })
    expect((await desk.problem('inbox.saveCanned', { name: 'hours', body: 'x' })).code).toBe('inbox-name-taken')
    expect((await desk.problem('inbox.saveCanned', { name: 'Other', body: '{{ oops' })).code).toBe('inbox-body')
    await desk.call('inbox.removeCanned', { id: saved.id })
    expect(await desk.call('inbox.canned', {})).toEqual([])
  })

  test('the desktop is told as much as the settings say', async () => {
    await desk.call('contacts.add', { number: SAM, firstName: 'Sam' })
    const told: unknown[] = []
    desk.core.on((event, data) => { if ((event as string) === 'inbox.arrived') told.push(data) })
    write(SAM, 'A secret')
    await until(() => has(1))
    await desk.call('inbox.saveSettings', { notifyText: false })
    write(SAM, 'Another secret')
    await until(() => has(2))
    write(SAM, 'STOP')
    await until(() => has(3))
    await desk.call('inbox.saveSettings', { notify: false })
    write(ANN, 'Hello')
    await until(() => has(4))
    expect(told).toEqual([{ title: 'Sam', text: 'A secret', number: SAM }, { title: 'New message', text: 'Somebody wrote to you', number: SAM }])
  })

  test('replies are read within 15 seconds while somebody looks, within two minutes else', async () => {
    write(SAM, 'first')
    await until(() => has(1))
    await clock.advance(100_000)
    await settle()
    desk.carrier().injectInbound({ from: SAM, to: SHOP, body: 'second' })
    const start = clock.now()
    await until(() => has(2))
    expect(clock.now() - start).toBeLessThanOrEqual(120_000)
    for (let n = 3; n < 8; n++) {
      await desk.call('inbox.look', {})
      desk.carrier().injectInbound({ from: SAM, to: SHOP, body: `number ${String(n)}` })
      const from = clock.now()
      await until(() => has(n))
      expect(clock.now() - from).toBeLessThanOrEqual(15_000)
    }
  })

  test('erasing somebody leaves nothing of the conversation, and none of its words', async () => {
    write(SAM, 'flibbertigibbet')
    await until(() => has(1))
    await desk.call('inbox.answer', { number: SAM, body: 'snollygoster' })
    const db = desk.db()
    const inPages = () => db.prepare(`SELECT count(*) FROM conversation_words_data WHERE instr(block, CAST('libbertigibb' AS BLOB)) > 0`).pluck().get()
    expect(inPages()).toBe(1)
    db.exec(`UPDATE inbound_messages SET number = '', body = ''; UPDATE messages SET number = '', body = '', name = ''`)
    expect(await desk.call('inbox.counts', {})).toEqual({ unread: 0, open: 0, all: 0 })
    expect((await list({ filter: 'all', query: 'flibbertigibbet' })).rows).toEqual([])
    expect(inPages()).toBe(0)
  })
})
