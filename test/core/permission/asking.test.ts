import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askToConfirm } from '../../../electron/core/permission/ask.ts'
import type { KeywordFields } from '../../../shared/contract/inbox.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { passUntil, settle } from '../../support/until.ts'

const SHOP = '+12025550100'
const TOLL_FREE = '+18005550199'
const SAM = '+12025550143'
const ANN = '+12025550144'
const BEA = '+12025550145'
const HOUR = 3_600_000
const DAY = 86_400_000
const READ = 'Text JOIN for offers from Bell & Co, up to 4 a month. Msg & data rates may apply. HELP for help, STOP to stop.'

describe('asking twice', () => {
  let desk: TestCore
  let clock: FakeClock
  beforeEach(async () => {
    // A Monday, ten in the morning in New York.
    clock = createFakeClock(Date.UTC(2026, 10, 23, 15))
    desk = await startTestCore({ clock })
  })
  afterEach(() => desk.end())

  const until = (holds: () => boolean | Promise<boolean>): Promise<void> => passUntil(clock, holds)
  const taken = (): number => desk.db().prepare('SELECT count(*) FROM inbound_messages').pluck().get() as number
  const write = async (from: string, body: string, to = SHOP): Promise<void> => {
    const before = taken()
    desk.carrier().injectInbound({ from, to, body })
    desk.core.wake()
    await until(() => taken() > before)
  }
  type Sent = { readonly body: string; readonly about: string | null; readonly status: string; readonly priority: number; readonly address: string; readonly skip: string | null }
  const sentTo = (number: string): readonly Sent[] =>
    desk.db().prepare('SELECT m.body, m.about, m.status, m.priority, m.skip, s.address FROM messages m JOIN senders s ON s.id = m.sender_id WHERE m.number = ? ORDER BY m.id').all(number) as Sent[]
  /** Everything queued has come to its end. */
  const out = () => until(() => desk.db().prepare(`SELECT count(*) FROM messages WHERE status IN ('queued', 'sending', 'accepted', 'sent', 'unknown') AND hold IS NULL`).pluck().get() === 0)
  const mayGet = async (number: string) => (await desk.call('consent.history', { number })).filter(({ purpose }) => purpose === 'marketing')[0]?.state ?? 'none'
  const asked = (number: string) => desk.call('asking.ofNumber', { number })
  const keyword = (more: Partial<KeywordFields> = {}) =>
    desk.call('inbox.saveKeyword', { word: 'JOIN', answer: 'Welcome aboard, here is our menu.', tag: '', listId: null, optIn: 'marketing', disclosure: READ, againHours: 24, quiet: false, active: true, ...more })
  const talk = async (number: string) => (await desk.call('inbox.messages', { number, before: null, limit: 50 })).items

  test('JOIN asks, YES opts in with the words they answered, and one confirmation follows', async () => {
    await keyword()
    await write(SAM, 'Join', TOLL_FREE)
    await out()
    expect(await mayGet(SAM)).toBe('none')
    const [question, ...rest] = sentTo(SAM)
    expect(rest).toEqual([])
    expect(question).toMatchObject({ about: 'opt-in-request', status: 'delivered', priority: 0, address: TOLL_FREE })
    expect(question!.body).toBe('Reply YES to get offers from Bell & Co: up to 4 messages a month. No purchase needed. Message and data rates may apply. Reply HELP for help, STOP to stop.')
    expect(await desk.call('asking.requests', { waiting: true, offset: 0, limit: 10 })).toMatchObject({ total: 1, rows: [{ number: SAM, method: 'keyword', source: 'keyword: JOIN', state: 'waiting' }] })

    await write(SAM, 'yes!', TOLL_FREE)
    await out()
    expect(await desk.call('consent.history', { number: SAM })).toMatchObject([
      { purpose: 'marketing', state: 'opted-in', method: 'reply', disclosure: question!.body, source: 'reply: yes! (signed up: keyword: JOIN)' },
    ])
    expect(await asked(SAM)).toMatchObject([{ state: 'agreed' }])
    expect(sentTo(SAM).slice(1)).toMatchObject([{ about: 'opt-in-confirmation', status: 'delivered', address: TOLL_FREE }])
    expect(sentTo(SAM)[1]!.body).toBe('Thank you, you will get offers from Bell & Co: up to 4 messages a month. Message and data rates may apply. Reply HELP for help, STOP to stop.')
    // Nobody need look at it, and the conversation tells what happened.
    expect(await desk.call('inbox.counts', {})).toMatchObject({ unread: 0 })
    expect((await talk(SAM)).map((item) => (item.kind === 'in' ? item.confirmed : item.about))).toEqual([null, 'opt-in-request', 'agreed', 'opt-in-confirmation'])

    // Another YES means nothing more.
    await write(SAM, 'YES', TOLL_FREE)
    await out()
    expect(sentTo(SAM)).toHaveLength(2)
    expect(await desk.call('consent.history', { number: SAM })).toHaveLength(1)
  })

  test('somebody who reads French is asked in French, and answers OUI', async () => {
    await desk.call('contacts.add', { number: SAM, language: 'fr' })
    await keyword()
    await write(SAM, 'join')
    await out()
    await write(SAM, 'Oui')
    await out()
    expect(await mayGet(SAM)).toBe('opted-in')
    expect(sentTo(SAM).map(({ body }) => body)).toEqual([
      `Répondez OUI pour recevoir les offres de Bell & Co : jusqu'à 4 messages par mois. Sans obligation d'achat. Des frais de message et de données peuvent s'appliquer. Répondez AIDE pour de l'aide, STOP pour ne plus en recevoir.`,
      `Merci, vous recevrez les offres de Bell & Co : jusqu'à 4 messages par mois. Des frais de message et de données peuvent s'appliquer. Répondez AIDE pour de l'aide, STOP pour ne plus en recevoir.`,
    ])
  })

  test('with double opt-in off, the word is enough and its own answer goes out', async () => {
    await keyword()
    await desk.call('asking.save', { doubleOptIn: false })
    await write(SAM, 'join')
    await out()
    expect(await mayGet(SAM)).toBe('opted-in')
    expect(sentTo(SAM).map(({ body }) => body)).toEqual(['Welcome aboard, here is our menu.'])
    expect(await asked(SAM)).toEqual([])
  })

  test('a word for service messages asks nothing', async () => {
    await keyword({ word: 'VISIT', optIn: 'service' })
    await write(SAM, 'visit')
    await out()
    expect(sentTo(SAM).map(({ about }) => about)).toEqual([null])
  })

  test('after seven days a YES is an ordinary message, with a note', async () => {
    await keyword()
    await write(SAM, 'join')
    await out()
    clock.jump(7 * DAY)
    await clock.advance(60_000)
    expect(await asked(SAM)).toMatchObject([{ state: 'expired' }])
    await write(SAM, 'YES')
    await out()
    expect(await mayGet(SAM)).toBe('none')
    expect(sentTo(SAM)).toHaveLength(1)
    expect(await desk.call('inbox.counts', {})).toMatchObject({ unread: 1 })
    expect((await talk(SAM)).at(-1)).toMatchObject({ kind: 'in', text: 'YES', confirmed: 'late' })
    // They may sign up anew.
    await write(SAM, 'join')
    await out()
    await write(SAM, 'yes')
    await out()
    expect(await mayGet(SAM)).toBe('opted-in')
  })

  test('a YES sent in time counts however late it is read', async () => {
    await keyword()
    await write(SAM, 'join')
    await out()
    clock.jump(6 * DAY)
    await settle()
    // Written while the program was closed; the practice carrier keeps it.
    await desk.restart()
    const carrier = desk.carrier()
    carrier.injectInbound({ from: SAM, to: SHOP, body: 'YES' })
    // Asleep until it had run out.
    clock.jump(2 * DAY)
    expect(await asked(SAM)).toMatchObject([{ state: 'expired' }])
    desk.core.wake()
    await until(() => taken() === 2)
    await out()
    expect(await mayGet(SAM)).toBe('opted-in')
    expect(await asked(SAM)).toMatchObject([{ state: 'agreed' }])
  })

  test('the same message twice, and a restart in between, confirm once', async () => {
    await keyword()
    await write(SAM, 'join')
    await out()
    await write(SAM, 'YES')
    // The answer is on disk; nothing has left when the program ends.
    await desk.restart()
    desk.core.wake()
    await until(() => sentTo(SAM).every(({ status }) => status === 'delivered'))
    await clock.advance(60_000)
    await settle()
    await desk.restart()
    desk.core.wake()
    await clock.advance(60_000)
    await out()
    expect(sentTo(SAM).map(({ about }) => about)).toEqual(['opt-in-request', 'opt-in-confirmation'])
    expect(await desk.call('consent.history', { number: SAM })).toHaveLength(1)
    // And what the network took is exactly that.
    expect(desk.carrier().accepted()).toHaveLength(2)
  })

  test('whoever answers STOP or NO is left in peace', async () => {
    await keyword()
    for (const [number, word] of [[SAM, 'STOP'], [ANN, 'Non merci']] as const) {
      await write(number, 'join')
      await out()
      await write(number, word)
      await out()
      expect(await asked(number)).toMatchObject([{ state: 'refused' }])
      await write(number, 'yes')
      await out()
    }
    // A YES after a STOP is a START: what they had, which is nothing for offers.
    expect(await mayGet(SAM)).toBe('opted-out')
    // So is a no to the question: neither a yes that comes behind it nor an import changes that.
    expect(await mayGet(ANN)).toBe('opted-out')
    expect(sentTo(ANN)).toHaveLength(1)
    expect(sentTo(SAM).filter(({ about }) => about === 'opt-in-confirmation')).toEqual([])
    const people = [SAM, ANN]
    for (const number of people) await desk.call('contacts.add', { number })
    const ids = (await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 10 })).rows.map(({ id }) => id)
    expect(await desk.call('asking.ask', { who: { ids }, source: 'counter card' })).toEqual({
      people: 2, ask: 0, skipped: [{ why: 'opted-out', people: 2 }],
    })
  })

  test('a question that waits does not leave after a STOP', async () => {
    await keyword()
    await desk.call('queue.pause', {})
    await write(SAM, 'join')
    await write(SAM, 'stop')
    await desk.call('queue.resume', {})
    await until(() => sentTo(SAM)[0]?.status === 'skipped')
    expect(sentTo(SAM)).toMatchObject([{ about: 'opt-in-request', skip: 'opted-out' }])
  })

  test('whoever left and signs up again is asked, and gets only what they say yes to', async () => {
    await keyword()
    await desk.call('consent.record', { number: SAM, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: clock.now() - DAY, disclosure: READ, source: 'card' })
    await write(SAM, 'ARRET')
    await clock.advance(60_000)
    await write(SAM, 'join')
    await out()
    expect(sentTo(SAM)).toMatchObject([{ about: 'opt-out-confirmation', status: 'delivered' }, { about: 'opt-in-request', status: 'delivered' }])
    await write(SAM, 'yes')
    await out()
    const history = await desk.call('consent.history', { number: SAM })
    expect(history.map(({ purpose, state }) => `${purpose} ${state}`)).toEqual(['marketing opted-in', 'service opted-out', 'marketing opted-out', 'marketing opted-in'])
  })

  test('two open questions: a yes answers the one they read last', async () => {
    const settings = await desk.call('settings.get', {})
    askToConfirm({ db: desk.db(), clock, settings: () => settings }, {
      number: SAM, purpose: 'service', language: 'en', method: 'web-form', disclosure: null, source: 'our website', occurredAt: clock.now(),
    })
    desk.core.wake()
    await out()
    await clock.advance(60_000)
    await keyword()
    await write(SAM, 'join')
    await out()
    expect((await asked(SAM)).map(({ purpose, state }) => [purpose, state])).toEqual([['marketing', 'waiting'], ['service', 'waiting']])
    await write(SAM, 'yes')
    await out()
    expect((await asked(SAM)).map(({ purpose, state }) => [purpose, state])).toEqual([['marketing', 'agreed'], ['service', 'waiting']])
    await write(SAM, 'yes')
    await out()
    expect((await desk.call('consent.history', { number: SAM })).map(({ purpose, state }) => `${purpose} ${state}`)).toEqual(['service opted-in', 'marketing opted-in'])
  })

  test('signing up twice in a day asks once; a day later it asks again', async () => {
    await keyword()
    await write(SAM, 'join')
    await write(SAM, 'join')
    await out()
    expect(sentTo(SAM)).toHaveLength(1)
    clock.jump(DAY + HOUR)
    await write(SAM, 'join')
    await out()
    expect(sentTo(SAM)).toHaveLength(2)
    expect((await asked(SAM)).map(({ state }) => state)).toEqual(['waiting', 'canceled'])
  })

  test('a list that is asked keeps hours, and leaves out whoever said stop, agreed or was asked before', async () => {
    await desk.call('queue.saveRules', { quietHours: true })
    for (const number of [SAM, ANN, BEA]) await desk.call('contacts.add', { number })
    await desk.call('consent.record', { number: ANN, purpose: 'marketing', state: 'opted-out', method: 'spoken', occurredAt: clock.now() - DAY, disclosure: null, source: 'at the till' })
    await desk.call('consent.record', { number: BEA, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: clock.now() - DAY, disclosure: READ, source: 'card' })
    // Eleven at night where they are.
    clock.jump(13 * HOUR)
    const everybody = { who: { filter: {} }, source: 'cards at the counter' } as const
    const expected = { people: 3, ask: 1, skipped: expect.arrayContaining([{ why: 'opted-out', people: 1 }, { why: 'agreed', people: 1 }]) as unknown }
    expect(await desk.call('asking.preview', { who: everybody.who })).toEqual(expected)
    expect(await desk.call('asking.ask', everybody)).toEqual(expected)
    await until(() => desk.db().prepare('SELECT hold FROM messages').pluck().get() === 'outside-hours')
    expect(sentTo(SAM)).toMatchObject([{ status: 'queued', priority: 1, about: 'opt-in-request' }])
    expect((await asked(SAM))[0]).toMatchObject({ leftAt: null, method: 'by-hand', source: 'cards at the counter' })
    // Nothing else goes meanwhile, and a YES to something they have not read opts nobody in.
    await write(SAM, 'yes')
    expect(await mayGet(SAM)).toBe('none')
    clock.jump(11 * HOUR)
    desk.core.wake()
    await out()
    expect(sentTo(SAM)).toMatchObject([{ status: 'delivered' }])
    // A campaign opens no conversation, and neither does this; and never a reminder.
    expect(await desk.call('asking.ask', everybody)).toMatchObject({ ask: 0 })
    clock.jump(8 * DAY)
    expect(await desk.call('asking.preview', { who: everybody.who })).toMatchObject({ ask: 0, skipped: expect.arrayContaining([{ why: 'asked-lately', people: 1 }]) as unknown })
    clock.jump(90 * DAY)
    expect(await desk.call('asking.preview', { who: everybody.who })).toMatchObject({ ask: 1 })
  })

  test('whoever was erased is asked by nobody but themselves', async () => {
    await desk.call('contacts.add', { number: SAM })
    await desk.call('people.erase', { number: SAM, lastFour: SAM.slice(-4) })
    await clock.advance(60_000)
    const again = await desk.call('contacts.add', { number: SAM })
    expect(await desk.call('asking.ask', { who: { ids: [again.id] }, source: 'counter' })).toEqual({ people: 1, ask: 0, skipped: [{ why: 'erased', people: 1 }] })
    await keyword()
    await write(SAM, 'join')
    await out()
    await write(SAM, 'yes')
    await out()
    expect(sentTo(SAM).map(({ about, status }) => [about, status])).toEqual([['opt-in-request', 'delivered'], ['opt-in-confirmation', 'delivered']])
    expect(await mayGet(SAM)).toBe('opted-in')
  })

  test('a yes that may be to something else is left to a person', async () => {
    await keyword()
    await write(SAM, 'join')
    await out()
    await desk.call('inbox.answer', { number: SAM, body: 'Thanks! Shall we keep your table on Tuesday?' })
    await out()
    await write(SAM, 'yes')
    await out()
    expect(await mayGet(SAM)).toBe('none')
    expect(await desk.call('inbox.counts', {})).toMatchObject({ unread: 1 })
    expect(await asked(SAM)).toMatchObject([{ state: 'waiting' }])
    // Their no is clear all the same.
    await write(SAM, 'no')
    expect(await asked(SAM)).toMatchObject([{ state: 'refused' }])
  })

  test('a stop learnt of late still stops a question of the owner’s', async () => {
    const { id } = await desk.call('contacts.add', { number: SAM })
    await desk.call('queue.pause', {})
    expect(await desk.call('asking.ask', { who: { ids: [id] }, source: 'counter' })).toMatchObject({ ask: 1 })
    await desk.call('consent.record', { number: SAM, purpose: 'marketing', state: 'opted-out', method: 'spoken', occurredAt: clock.now() - DAY, disclosure: null, source: 'yesterday at the till' })
    await desk.call('queue.resume', {})
    await until(() => sentTo(SAM)[0]?.status === 'skipped')
    expect(sentTo(SAM)).toMatchObject([{ skip: 'opted-out' }])
  })

  test('a question taken back opts nobody in', async () => {
    await keyword()
    await write(SAM, 'join')
    await out()
    const id = (await asked(SAM))[0]!.id
    await desk.call('asking.cancel', { id })
    expect((await desk.problem('asking.cancel', { id })).code).toBe('asking-over')
    await write(SAM, 'yes')
    await out()
    expect(await mayGet(SAM)).toBe('none')
    expect(await desk.call('inbox.counts', {})).toMatchObject({ unread: 1 })
  })

  test('AIDE is answered once an hour; HELP only where the carrier does not', async () => {
    await desk.call('asking.save', { contact: '+1 202 555 0177' })
    await write(SAM, 'Aide')
    await write(SAM, 'AIDE')
    await write(ANN, 'HELP')
    await out()
    expect(sentTo(SAM).map(({ about, body }) => [about, body])).toEqual([['help', 'Bell & Co : une question sur nos messages ? +1 202 555 0177. Répondez STOP pour ne plus en recevoir.']])
    expect(sentTo(ANN)).toEqual([])
    // Somebody asks for help: a person should know.
    expect(await desk.call('inbox.counts', {})).toMatchObject({ unread: 2 })
    await desk.call('asking.save', { answerHelp: true })
    await write(ANN, 'info')
    await out()
    expect(sentTo(ANN).map(({ body }) => body)).toEqual(['Bell & Co: a question about our texts? +1 202 555 0177. Reply STOP to stop.'])
    await write(BEA, 'stop')
    await write(BEA, 'aide')
    await out()
    expect(sentTo(BEA).filter(({ about }) => about === 'help')).toEqual([])
  })
})
