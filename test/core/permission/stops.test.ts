import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { carrierAnswers } from '../../../shared/rules/carrier-words.ts'
import { suppress } from '../../../electron/core/consent/suppressions.ts'
import { recordCarrierOptOut } from '../../../electron/core/sending/consequences.ts'
import { keywordOf } from '../../../electron/core/practice/behaviour.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { passUntil, settle } from '../../support/until.ts'

const SHOP = '+12025550100'
const TOLL_FREE = '+18005550199'
const SAM = '+12025550143'
const ANN = '+12025550144'
const MINUTE = 60_000

describe('stops', () => {
  let desk: TestCore
  let clock: FakeClock
  beforeEach(async () => {
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
    await clock.advance(2_000)
  }
  const agree = (number: string, purpose: 'marketing' | 'service', daysAgo = 10) =>
    desk.call('consent.record', { number, purpose, state: 'opted-in', method: 'paper', occurredAt: clock.now() - daysAgo * 86_400_000, disclosure: 'I agree.', source: 'binder' })
  const sentTo = (number: string) => desk.carrier().accepted().filter((one) => one.to_number === number).map(({ body }) => body)
  const messages = (number: string) => desk.db().prepare('SELECT status, skip, about, body FROM messages WHERE number = ? ORDER BY id').all(number) as { status: string; skip: string | null; about: string | null; body: string }[]
  const waiting = async () => (await desk.call('optOuts.waiting', {})).rows
  const history = (number: string) => desk.call('consent.history', { number })

  test('a sentence suspends at once, also what is queued, for offers and service; the answers wait for the decision', async () => {
    await desk.call('contacts.add', { number: SAM, firstName: 'Sam', lastName: 'Ortiz' })
    await agree(SAM, 'marketing')
    await agree(SAM, 'service')
    await write(SAM, 'Hi, please stop texting me. I moved.')
    const [stop] = await waiting()
    expect(stop).toMatchObject({ number: SAM, name: 'Sam Ortiz', text: 'Hi, please stop texting me. I moved.', found: 'stop texting', waiting: 0 })
    expect((await desk.call('optOuts.waitingOf', { number: SAM })).stop).toEqual(stop)
    expect(await desk.call('inbox.conversation', { number: SAM })).toMatchObject({ cannotAnswer: 'suspended', unread: 1 })
    expect((await desk.call('inbox.page', { filter: 'open', after: null, limit: 10 })).rows[0]).toMatchObject({ number: SAM, suspended: true, stopped: false })
    expect(await desk.problem('inbox.answer', { number: SAM, body: 'Sorry!' })).toMatchObject({ code: 'inbox-suspended' })
    expect((await desk.call('today.get', {})).needs).toMatchObject([{ kind: 'stops-to-decide' }])
    // No evidence yet: nobody has read it.
    expect((await history(SAM)).map(({ state }) => state)).toEqual(['opted-in', 'opted-in'])
    // A second sentence while it waits changes nothing.
    await write(SAM, 'no more texts!!')
    expect(await waiting()).toMatchObject([{ found: 'stop texting' }])
  })

  test('“Yes, they want no more texts” records their words, dated when they wrote, and confirms once', async () => {
    await agree(SAM, 'marketing')
    await write(SAM, 'retirez-moi de votre liste')
    const [stop] = await waiting()
    const decided = await desk.call('optOuts.decide', { number: SAM, wantsOut: true })
    expect(decided).toEqual({ number: SAM, notSent: 0, confirms: true })
    expect(await waiting()).toEqual([])
    const records = (await history(SAM)).filter(({ state }) => state === 'opted-out')
    expect(records.map(({ purpose, method, source, occurredAt }) => ({ purpose, method, source, occurredAt }))).toEqual(
      ['service', 'marketing'].map((purpose) => ({ purpose, method: 'reply', source: 'reply: retirez-moi de votre liste', occurredAt: stop!.at })),
    )
    await until(() => sentTo(SAM).length === 1)
    expect(sentTo(SAM)).toEqual(['Bell & Co: you will get no more texts from us. Reply START to come back.'])
    expect((await desk.call('optOuts.page', { offset: 0, limit: 10 })).rows).toMatchObject([{ number: SAM, how: 'sentence', purposes: ['marketing', 'service'], source: 'reply: retirez-moi de votre liste' }])
    expect(await desk.problem('optOuts.decide', { number: SAM, wantsOut: false })).toMatchObject({ code: 'stop-decided' })
    // Whoever is out already is not asked about again.
    await write(SAM, 'I said stop texting me')
    expect(await waiting()).toEqual([])
    expect(sentTo(SAM)).toHaveLength(1)
  })

  test('“No, keep texting” lifts it, records nothing, and says what was not sent', async () => {
    await agree(SAM, 'marketing')
    await write(SAM, 'Please stop these messages')
    desk.db().prepare(`INSERT INTO messages (number, body, purpose, priority, sender_id, segments, status, due_at, created_at, updated_at)
      SELECT ?, 'Half price', 'marketing', 2, id, 1, 'queued', ?, ?, ? FROM senders WHERE address = ?`).run(SAM, clock.now(), clock.now(), clock.now(), SHOP)
    expect(await waiting()).toMatchObject([{ waiting: 1 }])
    desk.core.wake()
    await until(() => messages(SAM)[0]!.status !== 'queued')
    expect(messages(SAM)).toMatchObject([{ status: 'skipped', skip: 'suspended' }])
    expect(await desk.call('optOuts.decide', { number: SAM, wantsOut: false })).toEqual({ number: SAM, notSent: 1, confirms: false })
    expect((await history(SAM)).map(({ state }) => state)).toEqual(['opted-in'])
    await desk.call('inbox.answer', { number: SAM, body: 'All right.' })
    await until(() => sentTo(SAM).includes('All right.'))
    expect(sentTo(SAM)).toEqual(['All right.'])
  })

  test('STOP and START of their own end it; YES does not', async () => {
    await agree(SAM, 'marketing')
    await write(SAM, 'take my number off your list')
    await write(SAM, 'Yes')
    expect(await waiting()).toHaveLength(1)
    await write(SAM, 'START')
    expect(await waiting()).toEqual([])
    expect((await history(SAM))[0]).toMatchObject({ state: 'opted-in', purpose: 'marketing', method: 'reply', source: 'reply: START' })
    expect(await desk.call('inbox.conversation', { number: SAM })).toMatchObject({ cannotAnswer: null })

    await write(SAM, 'lose my number')
    expect(await waiting()).toHaveLength(1)
    await write(SAM, 'STOP')
    expect(await waiting()).toEqual([])
    expect(await desk.call('inbox.conversation', { number: SAM })).toMatchObject({ cannotAnswer: 'opted-out' })
    // The carrier answered that one itself.
    expect(sentTo(SAM)).toEqual([])
    await write(SAM, 'START')
    expect(await desk.call('inbox.conversation', { number: SAM })).toMatchObject({ cannotAnswer: null })
  })

  test('our own numbers, letters and machines that are no person are never suspended', async () => {
    await write(TOLL_FREE, 'please stop texting me')
    await write('BANK', 'please stop texting me')
    expect(await waiting()).toEqual([])
  })

  test('a keyword the carrier does not know is confirmed once, in their language, and never answered back and forth', async () => {
    await agree(SAM, 'marketing')
    await write(SAM, 'ARRÊT')
    await until(() => sentTo(SAM).length === 1)
    expect(sentTo(SAM)[0]).toBe('Bell & Co : vous ne recevrez plus de messages de notre part. Pour revenir, répondez START.')
    expect(messages(SAM)).toMatchObject([{ about: 'opt-out-confirmation', skip: null }])
    await write(SAM, 'ARRET')
    await write(SAM, 'opt out')
    await write(SAM, 'arrêtez de m’écrire')
    await clock.advance(10 * MINUTE)
    await settle()
    expect(sentTo(SAM)).toHaveLength(1)
    // Whoever came back and leaves again is confirmed again; two programs that text each other stop at three a day.
    for (let again = 0; again < 5; again++) {
      await write(SAM, 'START')
      await write(SAM, 'désabonner')
    }
    await clock.advance(MINUTE)
    await settle()
    expect(sentTo(SAM)).toHaveLength(3)
    expect(desk.db().prepare('SELECT count(*) FROM opt_out_confirmations').pluck().get()).toBe(3)
  })

  test('what the carrier confirms is not confirmed twice: by word and kind of number', async () => {
    await write(SAM, 'Unsubscribe')
    await write(ANN, 'UNSUBSCRIBE', TOLL_FREE)
    await until(() => sentTo(ANN).length === 1)
    expect(sentTo(SAM)).toEqual([])
    expect(desk.carrier().accepted().map(({ from_number }) => from_number)).toEqual([TOLL_FREE])
    const words = ['STOP', 'stop', ' Stop ', 'Stop.', 'STOPALL', 'unsubscribe', 'CANCEL', 'end', 'quit', 'revoke', 'optout', 'opt out', 'ARRET', 'arrêt', 'désabonner', 'stop stop', 'please stop']
    for (const word of words) for (const tollFree of [false, true]) expect([word, carrierAnswers(word, tollFree)]).toEqual([word, keywordOf(word, tollFree) === 'stop'])
  })

  test('not after five minutes, not for whoever came back or was erased', async () => {
    await desk.call('queue.pause', {})
    await write(SAM, 'ARRET')
    await write(ANN, 'ARRET')
    expect([messages(SAM)[0]!.status, messages(ANN)[0]!.status]).toEqual(['queued', 'queued'])
    await write(ANN, 'START')
    await clock.advance(6 * MINUTE)
    await desk.call('queue.resume', {})
    await until(() => messages(SAM)[0]!.status !== 'queued' && messages(ANN)[0]!.status !== 'queued')
    expect([messages(SAM)[0], messages(ANN)[0]]).toMatchObject([{ status: 'skipped', skip: 'expired' }, { status: 'skipped', skip: 'expired' }])
    expect(desk.carrier().accepted()).toEqual([])

    const gone = '+12025550146'
    suppress(desk.db(), gone, clock.now())
    await write(gone, 'ARRET')
    expect(messages(gone)).toEqual([])

    const late = '+12025550145'
    await write(late, 'please remove me from your list')
    await clock.advance(6 * MINUTE)
    expect(await desk.call('optOuts.decide', { number: late, wantsOut: true })).toMatchObject({ confirms: false })
    expect(messages(late)).toEqual([])
  })

  test('each is told by how it came; what is noted by hand or by the carrier ends the waiting, too', async () => {
    for (const number of [SAM, ANN]) await agree(number, 'marketing')
    await write(SAM, 'no more texts')
    await write(ANN, 'no more texts')
    for (const purpose of ['marketing', 'service'] as const)
      await desk.call('consent.record', { number: SAM, purpose, state: 'opted-out', method: 'spoken', occurredAt: clock.now(), disclosure: null, source: 'on the phone' })
    recordCarrierOptOut(desk.db(), ANN, 21610, clock.now())
    await write('+12025550145', 'Stop')
    expect(await waiting()).toEqual([])
    expect((await desk.call('optOuts.page', { offset: 0, limit: 10 })).rows.map(({ number, how, source }) => [number, how, source])).toEqual([
      ['+12025550145', 'keyword', 'reply: Stop'], [ANN, 'carrier', 'carrier error 21610'], [SAM, 'by-hand', 'on the phone'],
    ])
  })

  test('nothing else goes to whoever is out, whatever it says it is', async () => {
    await write(SAM, 'STOP')
    desk.db().prepare(`INSERT INTO messages (number, body, purpose, priority, sender_id, segments, status, due_at, about, created_at, updated_at)
      SELECT ?, 'Half price', 'service', 0, id, 1, 'queued', ?, 'opt-out-confirmation', ?, ? FROM senders WHERE address = ?`).run(SAM, clock.now(), clock.now(), clock.now(), SHOP)
    desk.core.wake()
    await until(() => messages(SAM)[0]!.status !== 'queued')
    expect(messages(SAM)).toMatchObject([{ status: 'skipped' }])
  })

  test('“Cancel” alone is a stop to the carrier; it waits for a look, as it may have meant an appointment', async () => {
    await agree(SAM, 'service')
    await write(SAM, 'Cancel')
    expect(await desk.call('inbox.conversation', { number: SAM })).toMatchObject({ cannotAnswer: 'opted-out', unread: 1 })
    expect((await desk.call('inbox.messages', { number: SAM, before: null, limit: 10 })).items).toMatchObject([{ kind: 'in', text: 'Cancel', keyword: 'stop' }])
    expect(sentTo(SAM)).toEqual([])
    await write(ANN, 'can you cancel my 3 pm')
    expect(await waiting()).toEqual([])
    expect(await desk.call('inbox.conversation', { number: ANN })).toMatchObject({ cannotAnswer: null })
  })

  test('a campaign leaves out the suspended and says so; a stop counts for every sender', async () => {
    for (const number of [SAM, ANN]) {
      await desk.call('contacts.add', { number })
      await agree(number, 'marketing')
    }
    await write(SAM, 'no more messages please')
    const plan = { purpose: 'marketing', audience: { kind: 'everybody' }, body: 'Figs are in.', senderId: null } as const
    expect(await desk.call('campaigns.estimate', plan)).toMatchObject({ recipients: 1, leftOut: [{ reason: 'suspended', people: 1 }] })
    await write(ANN, 'STOP', TOLL_FREE)
    expect(await desk.problem('inbox.answer', { number: ANN, body: 'Hello' })).toMatchObject({ code: 'inbox-opted-out' })
  })
})
