import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { practiceService } from '../../../electron/core/practice/account.ts'
import { fateOf, flawless, keywordOf, lifelike } from '../../../electron/core/practice/behaviour.ts'
import { createPracticeCarrier } from '../../../electron/core/practice/carrier.ts'
import { spawnPracticeCarrier } from '../../../electron/core/practice/spawn.ts'
import { createTwilioProvider } from '../../../electron/core/provider/twilio.ts'
import type { ProviderMessage } from '../../../electron/core/provider/provider.ts'
import { seededRandom, silentLog } from '../../../electron/core/environment.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { customer, noon, rawCall, shopNumber, startPractice, tollFreeNumber, type Practice } from '../../support/practice.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
const start = async (options: Parameters<typeof startPractice>[0] = {}): Promise<Practice> => {
  const practice = await startPractice(options)
  ends.push(practice.end)
  return practice
}
const send = async ({ provider }: Practice, over: { to?: string; from?: string; body?: string } = {}) => {
  const outcome = await provider.send({ to: customer, from: shopNumber, body: 'Hello', smartEncoded: false, ...over })
  return outcome.kind === 'accepted' ? outcome.message : outcome
}
const accepted = async (practice: Practice, over: Parameters<typeof send>[1] = {}): Promise<ProviderMessage> => {
  const outcome = await send(practice, over)
  if ('kind' in outcome) throw new Error(JSON.stringify(outcome))
  return outcome
}
const listAll = async ({ provider }: Practice, filter: Parameters<Practice['provider']['list']>[0] = {}): Promise<readonly ProviderMessage[]> => {
  const page = await provider.list(filter)
  if (page.kind !== 'ok') throw new Error(JSON.stringify(page))
  return page.value.next === null ? page.value.messages : [...page.value.messages, ...(await listAll({ provider } as Practice, { next: page.value.next }))]
}
const now = async (practice: Practice, sid: string): Promise<ProviderMessage> => {
  const answer = await practice.provider.fetch(sid)
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer))
  return answer.value
}
const second = 1_000

describe('the life of a message', () => {
  test('queued, sending, sent, delivered, each at its time, with the price once sent', async () => {
    const practice = await start()
    const { sid } = await accepted(practice, { body: 'x'.repeat(161) })
    const lived: ProviderMessage[] = []
    for (let step = 0; step < 100; step++) {
      const message = await now(practice, sid)
      if (message.status !== lived.at(-1)?.status) lived.push(message)
      await practice.clock.advance(100)
    }
    expect(lived.map(({ status }) => status)).toEqual(['queued', 'sending', 'sent', 'delivered'])
    expect(lived.map(({ priceMicros }) => priceMicros)).toEqual([null, null, 2 * 8_300, 2 * 8_300])
    expect(lived.map(({ segments }) => segments)).toEqual([2, 2, 2, 2])
    expect(lived[1]!.sentAt).toBeNull()
    expect(lived[3]!.sentAt).toBe(lived[2]!.sentAt)
    expect(lived.map(({ updatedAt }) => updatedAt)).toEqual(lived.map(({ updatedAt }) => updatedAt).toSorted((a, b) => a - b))
    expect(await practice.provider.balance()).toEqual({ kind: 'ok', value: { micros: 1_000_000_000 - 2 * 8_300, currency: 'USD' } })
  })

  test('nobody asked for an hour: the times are those of the events, not of the question', async () => {
    const practice = await start()
    const { sid } = await accepted(practice)
    await practice.clock.advance(3_600 * second)
    const message = await now(practice, sid)
    expect(message.status).toBe('delivered')
    expect(message.updatedAt).toBeLessThan(noon + 20 * second)
    expect(message.sentAt).toBeGreaterThanOrEqual(noon)
    expect(message.sentAt).toBeLessThan(message.updatedAt + 1)
  })

  test('a Messaging Service decides on the sender and the segments after accepting', async () => {
    const practice = await start()
    const first = await accepted(practice, { from: practiceService, to: '+33639980155' })
    expect(first).toMatchObject({ status: 'accepted', from: '', segments: 0, messagingServiceSid: practiceService })
    await practice.clock.advance(60 * second)
    expect(await now(practice, first.sid)).toMatchObject({ status: 'delivered', from: '+33639980100', segments: 1, priceMicros: 80_000 })
  })

  test('a scheduled one leaves at its moment', async () => {
    const { carrier, clock } = await start()
    const path = `/2010-04-01/Accounts/${carrier.accountSid}/Messages`
    const { body } = await rawCall(carrier, 'POST', `${path}.json`, { To: customer, MessagingServiceSid: practiceService, Body: 'x', ScheduleType: 'fixed', SendAt: new Date(noon + 3_600 * second).toISOString() })
    await clock.advance(3_599 * second)
    expect((await rawCall(carrier, 'GET', `${path}/${body.sid}.json`)).body.status).toBe('scheduled')
    await clock.advance(60 * second)
    expect((await rawCall(carrier, 'GET', `${path}/${body.sid}.json`)).body.status).toBe('delivered')
  })

  test('survives stop and start in the middle, credentials and address too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'practice-'))
    ends.push(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'carrier.db')
    const practice = await start({ file })
    const sids = await Promise.all(Array.from({ length: 20 }, async (_, i) => (await accepted(practice, { body: `Hello ${i}` })).sid))
    await practice.clock.advance(second)
    const before = (await listAll(practice)).map(({ sid, status }) => [sid, status])
    const { url } = practice.carrier
    await practice.carrier.stop()
    expect(await send(practice)).toMatchObject({ kind: expect.stringMatching(/^(offline|unknown)$/) as unknown })
    await practice.carrier.start()
    expect(practice.carrier.url).toBe(url)
    expect((await listAll(practice)).map(({ sid, status }) => [sid, status])).toEqual(before)
    await practice.clock.advance(60 * second)
    const after = await listAll(practice)
    expect(after.map(({ sid }) => sid).toSorted()).toEqual(sids.toSorted())
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set(['delivered']))
    // A new program on the same file knows itself again, and gives no SID twice.
    const { accountSid, authToken } = practice.carrier
    await practice.carrier.stop()
    const again = createPracticeCarrier({ file, clock: practice.clock, random: seededRandom(99), log: silentLog, behaviour: flawless })
    ends.push(() => again.stop())
    await again.start()
    expect([again.accountSid, again.authToken]).toEqual([accountSid, authToken])
    await rawCall(again, 'POST', `/2010-04-01/Accounts/${accountSid}/Messages.json`, { To: customer, From: shopNumber, Body: 'x' })
    expect(new Set(again.accepted().map(({ sid }) => sid)).size).toBe(21)
  })
})

describe('people', () => {
  test('STOP blocks the pair, is confirmed once, and START lifts it', async () => {
    const practice = await start()
    const { carrier, clock } = practice
    await accepted(practice)
    carrier.injectInbound({ from: customer, to: shopNumber, body: ' stop ' })
    carrier.injectInbound({ from: customer, to: shopNumber, body: 'STOP' })
    await clock.advance(60 * second)
    expect(await send(practice)).toMatchObject({ kind: 'refused', refusal: { code: 21610, class: 'opt-out', httpStatus: 400 } })
    await accepted(practice, { from: '+33639980100' })
    await accepted(practice, { to: '+12025550144' })
    const list = await listAll(practice, { to: customer })
    const confirmations = list.filter(({ body }) => body.startsWith('You are unsubscribed'))
    expect(confirmations).toHaveLength(1)
    expect(confirmations[0]).toMatchObject({ direction: 'outbound', from: shopNumber, status: 'delivered' })
    expect(await listAll(practice, { from: customer })).toMatchObject([{ direction: 'inbound', status: 'received', to: shopNumber, body: 'STOP' }, { body: ' stop ' }])
    carrier.injectInbound({ from: customer, to: shopNumber, body: 'Unstop' })
    await accepted(practice)
  })

  test('sentences and French are only words to the carrier', async () => {
    const practice = await start()
    for (const body of ['please stop texting me', 'ARRÊT', 'opt out', 'stop.']) practice.carrier.injectInbound({ from: customer, to: shopNumber, body })
    await accepted(practice)
    expect(await listAll(practice, { to: customer })).toHaveLength(1)
  })

  test('toll-free: the network keeps the STOP and drops what follows', async () => {
    const practice = await start()
    practice.carrier.injectInbound({ from: customer, to: tollFreeNumber, body: 'UNSUBSCRIBE' })
    const fine = await accepted(practice, { from: tollFreeNumber, body: 'one' })
    practice.carrier.injectInbound({ from: customer, to: tollFreeNumber, body: 'STOP' })
    const blocked = await accepted(practice, { from: tollFreeNumber, body: 'two' })
    await practice.clock.advance(60 * second)
    expect((await now(practice, fine.sid)).status).toBe('delivered')
    expect(await now(practice, blocked.sid)).toMatchObject({ status: 'undelivered', errorCode: 30004 })
    expect([keywordOf('yes', false), keywordOf('YES', true), keywordOf('help', false), keywordOf('Cancel', true)]).toEqual(['start', null, 'help', null])
  })

  test('some answer by themselves; one who stops is not texted again until START', async () => {
    const practice = await start({ behaviour: { stops: 1, returns: 1 } })
    // Of the ways to say it only the carrier's own words count: find somebody who uses one.
    let to = ''
    for (let i = 101; to === ''; i++) {
      const person = `+1202555${String(i).padStart(4, '0')}`
      await accepted(practice, { to: person })
      await practice.clock.advance(150 * second)
      const [answer] = await listAll(practice, { from: person })
      if (answer && keywordOf(answer.body, false) === 'stop') to = person
    }
    expect(await send(practice, { to })).toMatchObject({ kind: 'refused', refusal: { code: 21610 } })
    await practice.clock.advance(3_600 * second)
    await accepted(practice, { to })
    expect((await listAll(practice, { from: to })).map(({ body }) => keywordOf(body, false))).toEqual(['start', 'stop'])
  })

  test('a fate hangs on seed, person and words, not on the order, and shares are as told', () => {
    const people = Array.from({ length: 4_000 }, (_, i) => `+1${200 + Math.floor(i / 100)}55501${String(i % 100).padStart(2, '0')}`)
    const draw = (to: string) => fateOf(5, lifelike, shopNumber, to, 'Hello')
    expect(people.toReversed().map(draw).toReversed()).toEqual(people.map(draw))
    const share = (hit: (fate: ReturnType<typeof fateOf>) => boolean) => people.filter((to) => hit(draw(to))).length / people.length
    expect(share((fate) => fate.errorCode === null)).toBeGreaterThan(0.93)
    expect(share((fate) => fate.errorCode === null)).toBeLessThan(0.99)
    expect(share((fate) => fate.replies.length > 0)).toBeGreaterThan(0.04)
    for (const code of [30003, 30005, 30006, 30007, 30008]) expect(share((fate) => fate.errorCode === code)).toBeGreaterThan(0)
    // A dead number stays dead, whatever it is told.
    const dead = people.filter((to) => draw(to).errorCode === 30005)
    expect(dead.map((to) => fateOf(5, lifelike, shopNumber, to, 'Other words').errorCode)).toEqual(dead.map(() => 30005))
  })
})

describe('lists', () => {
  test('pages have neither gaps nor repeats while new messages arrive', async () => {
    const practice = await start()
    for (let i = 0; i < 23; i++) await accepted(practice, { body: `old ${i}` })
    const seen: string[] = []
    let page = await practice.provider.list({ pageSize: 5 })
    for (let turn = 0; ; turn++) {
      if (page.kind !== 'ok') throw new Error(page.kind)
      seen.push(...page.value.messages.map(({ body }) => body))
      await accepted(practice, { body: `new ${turn}` })
      if (page.value.next === null) break
      page = await practice.provider.list({ next: page.value.next })
    }
    expect(seen).toEqual(Array.from({ length: 23 }, (_, i) => `old ${22 - i}`))
  })

  test('filters by people and by the day it was sent; an unsent one has none', async () => {
    const practice = await start()
    await accepted(practice, { body: 'sent' })
    await practice.clock.advance(60 * second)
    await accepted(practice, { body: 'waiting' })
    await accepted(practice, { to: '+12025550144', body: 'other' })
    const bodies = async (filter: Parameters<typeof listAll>[1]) => (await listAll(practice, filter)).map(({ body }) => body)
    expect(await bodies({ to: customer })).toEqual(['waiting', 'sent'])
    expect(await bodies({ from: shopNumber })).toEqual(['other', 'waiting', 'sent'])
    expect(await bodies({ sentAfter: noon - 86_400_000 })).toEqual(['sent'])
    expect(await bodies({ sentAfter: noon + 86_400_000 })).toEqual([])
    expect(await bodies({ sentBefore: noon - second })).toEqual([])
    expect(await bodies({ to: customer, sentAfter: noon, sentBefore: noon + 86_400_000, pageSize: 1 })).toEqual(['sent'])
  })

  test('thousands of messages move on in one go', async () => {
    const practice = await start()
    const { carrier } = practice
    await Promise.all(Array.from({ length: 2_000 }, (_, i) => accepted(practice, { to: `+1202555${String(101 + (i % 99)).padStart(4, '0')}`, body: `Hello ${i}` })))
    await practice.clock.advance(60 * second)
    const list = await listAll(practice, { pageSize: 1_000 })
    expect(list).toHaveLength(2_000)
    expect(new Set(list.map(({ status }) => status))).toEqual(new Set(['delivered']))
    expect(carrier.accepted()).toHaveLength(2_000)
  })
})

describe('magic numbers', () => {
  test.each([['+15005550001', 21212], ['+15005550007', 21606], ['+15005550008', 21611]])('from %s: %i', async (from, code) => {
    expect(await send(await start(), { from })).toMatchObject({ kind: 'refused', refusal: { code } })
  })
  test.each([['+15005550001', 21211], ['+15005550002', 21612], ['+15005550003', 21408], ['+15005550004', 21610], ['+15005550009', 21614]])('to %s: %i', async (to, code) => {
    expect(await send(await start(), { to })).toMatchObject({ kind: 'refused', refusal: { code } })
    expect(await send(await start(), { to, from: '+15005550006' })).toMatchObject({ kind: 'refused', refusal: { code } })
  })
  test('from +15005550006: fine', async () => {
    expect(await send(await start(), { from: '+15005550006' })).toMatchObject({ status: 'queued' })
  })
})

test('runs on a thread of its own and ends when told', async () => {
  const carrier = await spawnPracticeCarrier({ workerUrl: new URL('../../../electron/core/practice/practice-worker.ts', import.meta.url), file: ':memory:', seed: 1, speed: 50 })
  const provider = createTwilioProvider({ ...carrier, baseUrl: carrier.url }, { log: silentLog })
  expect(await provider.account()).toMatchObject({ kind: 'ok', value: { status: 'active', trial: false, sid: carrier.accountSid } })
  const message = { to: customer, from: shopNumber, body: 'x', smartEncoded: false }
  const sent = await provider.send(message)
  await carrier.setFaults({ seed: 1, throttle: 1 })
  expect(await provider.send(message)).toMatchObject({ kind: 'throttled' })
  expect(sent).toMatchObject({ kind: 'accepted', message: { sid: (await carrier.accepted()).map(({ sid }) => sid).join() } })
  await provider.close()
  await carrier.stop()
  await carrier.stop()
  await expect(carrier.accepted()).rejects.toThrow(/stopped/)
  expect(await provider.account()).toMatchObject({ kind: 'offline', cause: 'ECONNREFUSED' })
  await provider.close()
})

test('a thread that cannot start says why', async () => {
  const workerUrl = new URL('../../../electron/core/practice/practice-worker.ts', import.meta.url)
  await expect(spawnPracticeCarrier({ workerUrl, file: join(tmpdir(), 'no', 'such', 'folder', 'x.db') })).rejects.toThrow(/could not start/)
})

test('the fake clock runs what falls due in order', async () => {
  const clock = createFakeClock(noon)
  const ran: [string, number][] = []
  clock.after(20, () => ran.push(['b', clock.now() - noon]))
  clock.after(10, () => {
    ran.push(['a', clock.now() - noon])
    clock.after(5, () => ran.push(['c', clock.now() - noon]))
  })
  clock.after(12, () => ran.push(['never', 0])).cancel()
  await clock.advance(30)
  expect(ran).toEqual([['a', 10], ['c', 15], ['b', 20]])
  expect([clock.now() - noon, clock.monotonic(), clock.pending()]).toEqual([30, 30, 0])
})
