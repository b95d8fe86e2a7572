import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { KeywordFields, TalkPage } from '../../../shared/contract/inbox.ts'
import { createInbox, type Inbox } from '../../../electron/core/inbox/api.ts'
import { mayText, stateOf } from '../../../electron/core/consent/state.ts'
import { optOut } from '../../../electron/core/consent/record.ts'
import type { ProviderMessage } from '../../../electron/core/provider/provider.ts'
import { createBatch, openBatch } from '../../../electron/core/sending/batches.ts'
import { enqueue } from '../../../electron/core/sending/messages.ts'
import { takeInAll } from '../../../electron/core/sending/replies.ts'
import { saveNumbers } from '../../../electron/core/sending/senders.ts'
import { caller, testContext, type TestContext } from '../../support/context.ts'

const SHOP = '+12025550100'
const SAM = '+12025550143'
const HOUR = 3_600_000
const person = (n: number): string => `+1203555${String(100 + n).padStart(4, '0')}`

describe('the shop’s own words', () => {
  let context: TestContext
  let inbox: Inbox
  let woken = 0
  beforeEach(() => {
    woken = 0
    context = testContext()
    saveNumbers(context.db, [{ sid: 'PN', number: SHOP, name: 'shop', sms: true, mms: true }], context.now, 'US')
    inbox = createInbox(context, { provider: () => null }, () => ({ wake: () => void (woken += 1), look() {}, waits: () => ({ paused: false, stopped: false, offline: false }) }))
  })
  afterEach(() => { context.close() })

  const ask = () => caller<Extract<keyof Inbox['handlers'], string>>(inbox.handlers as never)
  const value = async <T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>): Promise<T> => {
    const got = await answer
    if (!got.ok) throw new Error(got.error.code)
    return got.value
  }
  const code = async (answer: Promise<{ ok: boolean; error?: { code: string } }>): Promise<string | undefined> => (await answer).error?.code
  const fields = (more: Partial<KeywordFields>): KeywordFields => ({
    word: 'MENU', answer: 'Today: soup.', tag: '', listId: null, optIn: null, disclosure: '', againHours: 24, quiet: false, active: true, ...more,
  })
  const save = (more: Partial<KeywordFields> & { id?: number }) => ask()('inbox.saveKeyword', fields(more) as never)
  let serial = 0
  const message = (from: string, body: string, more: Partial<ProviderMessage> = {}): ProviderMessage => ({
    sid: `SM${String(++serial).padStart(32, '0')}`, direction: 'inbound', to: SHOP, from, messagingServiceSid: null, body, status: 'received', segments: 1, priceMicros: null,
    currency: 'USD', errorCode: null, createdAt: context.now, sentAt: context.now, updatedAt: context.now, mediaCount: 0, ...more,
  })
  const write = (...messages: readonly ProviderMessage[]): void => {
    inbox.replies.taken(takeInAll(context.db, messages, context.now, inbox.replies))
  }
  const answers = () => context.db.prepare('SELECT number, body, priority, purpose, due_at AS dueAt FROM messages ORDER BY id').all() as { number: string; body: string; priority: number; purpose: string; dueAt: number }[]
  const tagsOf = (number: string) => context.db.prepare('SELECT t.name FROM contacts c JOIN contact_tags ct ON ct.contact_id = c.id JOIN tags t ON t.id = ct.tag_id WHERE c.number = ?').pluck().all(number)

  test('a word tags, lists, answers once, counts, and waits for nobody', async () => {
    const listId = Number(context.db.prepare(`INSERT INTO lists (name, created_at) VALUES ('Regulars', 1)`).run().lastInsertRowid)
    await value(save({ word: 'Vip', tag: 'vip', listId, answer: 'Welcome, {{ first_name | default: "friend" }}!' }))
    write(message(SAM, 'VIP!'))
    expect(answers()).toMatchObject([{ number: SAM, body: 'Welcome, friend!', priority: 0, purpose: 'service' }])
    expect(woken).toBe(1)
    expect(tagsOf(SAM)).toEqual(['vip'])
    expect(context.db.prepare('SELECT count(*) FROM list_members WHERE list_id = ?').pluck().get(listId)).toBe(1)
    expect(await value(ask()('inbox.counts', {} as never))).toEqual({ unread: 0, open: 0, all: 1 })

    // Once a day for each person and word; it still counts.
    context.now += HOUR
    write(message(SAM, 'vip'))
    expect(answers()).toHaveLength(1)
    context.now += 24 * HOUR
    write(message(SAM, 'vip'))
    expect(answers()).toHaveLength(2)
    expect(await value(ask()('inbox.keywords', {} as never))).toMatchObject([{ word: 'Vip', times: 3, people: 1, answered: 2 }])
    const { items } = (await value(ask()('inbox.messages', { number: SAM, before: null, limit: 10 } as never))) as unknown as TalkPage
    expect(items.map((item) => (item.kind === 'in' ? item.word : item.automatic))).toEqual(['Vip', true, 'Vip', 'Vip', true])
  })

  test('the same message twice is acted on once', async () => {
    await value(save({}))
    const once = message(SAM, 'menu')
    write(once)
    write(once, once)
    expect(answers()).toHaveLength(1)
    expect(await value(ask()('inbox.keywords', {} as never))).toMatchObject([{ times: 1 }])
  })

  test('only a whole message is a word; anything else is for a person', async () => {
    await value(save({}))
    write(message(SAM, 'Could you send me the menu?'), message(SAM, 'menus'), message(SAM, 'Automatic reply: MENU'))
    expect(answers()).toEqual([])
    expect(await value(ask()('inbox.counts', {} as never))).toMatchObject({ unread: 1 })
  })

  test('signing up needs the sentence people read, which is kept as proof', async () => {
    expect(await code(save({ word: 'JOIN', optIn: 'marketing' }))).toBe('keyword-disclosure')
    await value(save({ word: 'JOIN', optIn: 'marketing', disclosure: 'Text JOIN for offers, up to 4 a month. STOP ends.' }))
    optOut(context.db, { number: SAM, method: 'reply', source: 'reply: STOP', at: context.now - HOUR, zone: 'UTC' })
    write(message(SAM, 'Join'))
    expect(stateOf(context.db, SAM, 'marketing')).toBe('opted-in')
    // STOP ended both; the word brings back what it is for, and nothing else.
    expect(stateOf(context.db, SAM, 'service')).toBe('opted-out')
    expect(context.db.prepare(`SELECT e.method, e.source, d.text FROM consent_events e JOIN disclosures d ON d.id = e.disclosure_id WHERE e.number = ?`).all(SAM)).toEqual([
      { method: 'keyword', source: 'keyword: JOIN', text: 'Text JOIN for offers, up to 4 a month. STOP ends.' },
    ])
    expect(answers()).toMatchObject([{ number: SAM, purpose: 'marketing' }])
  })

  test('a word without sign-up gives no consent, and answers nobody who said stop', async () => {
    await value(save({}))
    optOut(context.db, { number: SAM, method: 'reply', source: 'reply: STOP', at: context.now - HOUR, zone: 'UTC' })
    write(message(SAM, 'menu'), message(person(1), 'menu'))
    expect(mayText(context.db, SAM, 'marketing', context.clock.now())).toBe('opted-out')
    expect(mayText(context.db, person(1), 'marketing', context.clock.now())).toBe('no-consent')
    expect(answers().map(({ number }) => number)).toEqual([person(1)])
    expect(context.db.prepare('SELECT quiet_because FROM keyword_hits WHERE number = ?').pluck().get(SAM)).toBe('opted-out')
  })

  test('no two programs answer each other for ever', async () => {
    const words = ['A1', 'A2', 'A3', 'A4', 'A5']
    for (const word of words) await value(save({ word, answer: `About ${word}` }))
    write(...words.map((word) => message(SAM, word)))
    // Three an hour to one number, whatever it sends.
    expect(answers()).toHaveLength(3)
    context.now += HOUR + 1
    write(message(SAM, 'A4'))
    expect(answers()).toHaveLength(4)
    // Our own numbers, and what is no person's number, get none.
    write(message(SHOP, 'A5'), message('22345', 'A5'), message('ACME', 'A5'))
    expect(answers()).toHaveLength(4)
    // A message of last week is not answered now.
    write(message(person(2), 'A5', { createdAt: context.now - 7 * 24 * HOUR }))
    expect(answers()).toHaveLength(4)
    expect(await code(save({ word: 'PING', answer: 'ping!' }))).toBe('keyword-echo')
    expect(await code(save({ word: 'PING', answer: 'Stop' }))).toBe('keyword-echo')
  })

  test('quiet words wait for the opening hours', async () => {
    const today = new Date(context.now).getDay()
    await value(ask()('inbox.saveSettings', { hours: { days: [0, 1, 2, 3, 4, 5, 6].filter((day) => day !== today), from: 540, to: 1080 } } as never))
    await value(save({ word: 'LATER', quiet: true }))
    await value(save({ word: 'NOW' }))
    write(message(SAM, 'later'), message(SAM, 'now'))
    const [later, now] = answers()
    expect(later!.dueAt).toBeGreaterThan(context.now)
    expect(now!.dueAt).toBe(context.now)
  })

  test('words everybody has cannot be had, and nothing is saved twice', async () => {
    expect(await code(save({ word: 'STOP' }))).toBe('keyword-reserved')
    expect(await code(save({ word: 'Oui' }))).toBe('keyword-reserved')
    expect(await code(save({ word: '...' }))).toBe('keyword-empty')
    const { id } = await value(save({ word: 'Menu' })) as { id: number }
    expect(await code(save({ word: 'menu!' }))).toBe('keyword-taken')
    await value(save({ id, word: 'menu', answer: 'Soup.' }))
    await value(ask()('inbox.removeKeyword', { id } as never))
    write(message(SAM, 'menu'))
    expect(answers()).toEqual([])
    await value(save({ word: 'Menu' }))
  })

  test('a tally counts each person once, by their last answer, within a week of the campaign', async () => {
    await value(save({ word: 'WIN', answer: '' }))
    const senderId = context.db.prepare('SELECT id FROM senders').pluck().get() as number
    context.db.exec(`INSERT INTO campaigns (id, name, plan, sealed, created_at, updated_at) VALUES (1, 'Quiz', '{}', '{}', 1, 1)`)
    createBatch(context.db, { id: 1, name: 'Quiz', startsAt: context.now })
    const put = enqueue(context.db, context.now)
    for (let n = 0; n < 7; n++) put({ batchId: 1, contactId: null, number: person(n), name: '', body: 'Answer 1 or 2', purpose: 'marketing', priority: 2, senderId, segments: 1, dueAt: context.now })
    openBatch(context.db, 1, context.now)
    context.db.prepare(`UPDATE messages SET status = 'delivered', claimed_at = ?`).run(context.now)
    context.now += HOUR
    write(
      message(person(0), '1'), message(person(0), '2!'), message(person(1), '2'), message(person(2), 'win'), message(person(3), 'I think it is the first one'),
      message(person(4), 'STOP'), message(SAM, '1'),
    )
    context.now += 8 * 24 * HOUR
    write(message(person(5), '1'))
    expect(await value(ask()('inbox.tally', { campaignId: 1 } as never))).toEqual({
      campaignId: 1, people: 5, other: 1, stops: 1,
      rows: [{ answer: '2', own: false, people: 2 }, { answer: 'WIN', own: true, people: 1 }],
    })
  })
})
