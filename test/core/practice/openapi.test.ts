import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practiceService } from '../../../electron/core/practice/account.ts'
import type { SeenExchange } from '../../../electron/core/practice/server.ts'
import { createJudge, type Judge } from '../../support/openapi.ts'
import { customer, noon, rawCall, shopNumber, startPractice, type Practice } from '../../support/practice.ts'

let judge: Judge
let practice: Practice
const seen: SeenExchange[] = []

beforeAll(async () => {
  judge = createJudge()
  practice = await startPractice({ onExchange: (exchange) => seen.push(exchange) })
}, 180_000)
afterAll(() => practice.end())

const account = () => `/2010-04-01/Accounts/${practice.carrier.accountSid}`
const messages = () => `${account()}/Messages.json`
const create = (form: Record<string, string>) => rawCall(practice.carrier, 'POST', messages(), form)

/** Every exchange since the last call of this, held against the description. */
const judged = (): readonly string[] =>
  seen.splice(0).flatMap((exchange) => {
    expect(exchange.reply).not.toBeNull()
    return judge.answer(exchange.method, exchange.path, exchange.reply!.status, exchange.reply!.body).map((text) => `${exchange.method} ${exchange.path} ${exchange.reply!.status}: ${text}`)
  })

describe('the judge itself', () => {
  test('passes Twilio’s own answers but for fields its examples leave out', () => {
    expect(judge.examples().filter((text) => !text.includes('must have required property'))).toEqual([])
  })
  test('catches a wrong answer and a wrong request', () => {
    const path = messages()
    expect(judge.answer('POST', path, 201, { sid: 'SM1' }).length).toBeGreaterThan(5)
    expect(judge.answer('POST', path, 202, {})).toEqual(['status 202 is not foreseen'])
    const form = new URLSearchParams({ To: customer, ValidityPeriod: 'soon', Colour: 'red' })
    const heard = { method: 'POST', path, query: new URLSearchParams(), form, contentType: 'application/x-www-form-urlencoded' }
    const wrong = judge.request(heard)
    expect(wrong).toHaveLength(2)
    expect(wrong.join('\n')).toContain('/ValidityPeriod must be integer')
    expect(wrong.join('\n')).toContain('"additionalProperty":"Colour"')
    expect(judge.request({ ...heard, path: '/2010-04-01/Accounts/nobody/Messages.json' }).join()).toContain('AccountSid')
  })
})

describe('what the practice carrier answers', () => {
  test('messages in every state, fetched, listed, canceled, redacted and deleted', async () => {
    const { carrier, clock } = practice
    await create({ To: customer, From: shopNumber, Body: 'Hello' })
    await create({ To: customer, MessagingServiceSid: practiceService, Body: 'Hello' })
    const scheduled = await create({ To: customer, MessagingServiceSid: practiceService, Body: 'Later', ScheduleType: 'fixed', SendAt: new Date(noon + 3_600_000).toISOString() })
    const media = await create({ To: customer, From: shopNumber, MediaUrl: 'https://example.com/a.png' })
    expect(media.body.sid).toMatch(/^MM/)
    carrier.injectInbound({ from: customer, to: shopNumber, body: 'HELP' })
    for (let step = 0; step < 12; step++) {
      await rawCall(carrier, 'GET', messages())
      await rawCall(carrier, 'GET', `${account()}/Messages/${media.body.sid}.json`)
      await clock.advance(500)
    }
    const path = `${account()}/Messages/${scheduled.body.sid}.json`
    await rawCall(carrier, 'POST', path, { Status: 'canceled' })
    await rawCall(carrier, 'POST', path, { Body: '' })
    await rawCall(carrier, 'DELETE', path)
    const statuses = new Set(seen.flatMap(({ reply }) => (reply?.body as { status?: string; messages?: { status: string }[] } | null)?.messages?.map((m) => m.status) ?? []))
    expect([...statuses].sort()).toEqual(['accepted', 'delivered', 'queued', 'received', 'scheduled', 'sending', 'sent'])
    expect(seen.map(({ reply }) => reply!.status)).toContain(204)
    expect(judged()).toEqual([])
  })

  test('files that came with a message, listed and removed', async () => {
    const sid = practice.carrier.injectInbound({ from: customer, to: shopNumber, body: 'See', media: [{ contentType: 'image/png', data: Buffer.from('png') }] })
    const files = (await rawCall(practice.carrier, 'GET', `${account()}/Messages/${sid}/Media.json`)).body['media_list'] as { sid: string }[]
    const path = `${account()}/Messages/${sid}/Media/${files[0]!.sid}.json`
    expect(await rawCall(practice.carrier, 'DELETE', path)).toEqual({ status: 204, body: null })
    expect(await rawCall(practice.carrier, 'DELETE', path)).toMatchObject({ status: 404, body: { code: 20404 } })
    expect(await rawCall(practice.carrier, 'GET', `${account()}/Messages/${sid}/Media.json`)).toMatchObject({ body: { media_list: [] } })
    expect(judged()).toEqual([])
  })

  test('undelivered messages', async () => {
    const other = await startPractice({ behaviour: { filtered: 1 }, onExchange: (exchange) => seen.push(exchange) })
    const path = `/2010-04-01/Accounts/${other.carrier.accountSid}/Messages.json`
    await rawCall(other.carrier, 'POST', path, { To: customer, From: shopNumber, Body: 'Hello' })
    await other.clock.advance(60_000)
    const list = await rawCall(other.carrier, 'GET', path)
    expect(list.body).toMatchObject({ messages: [{ status: 'undelivered', error_code: 30007, error_message: 'Message filtered' }] })
    await other.end()
    expect(judged()).toEqual([])
  })

  test('pages forwards and back, empty and filtered lists', async () => {
    for (let i = 0; i < 5; i++) await create({ To: customer, From: shopNumber, Body: `Page ${i}` })
    let next: string | null = `${messages()}?PageSize=2&To=${encodeURIComponent(customer)}`
    let last = ''
    while (next !== null) {
      last = next
      next = (await rawCall(practice.carrier, 'GET', next)).body.next_page_uri as string | null
    }
    const { body } = await rawCall(practice.carrier, 'GET', last)
    expect((await rawCall(practice.carrier, 'GET', body.previous_page_uri as string)).status).toBe(200)
    await rawCall(practice.carrier, 'GET', `${messages()}?To=%2B12025550199`)
    await rawCall(practice.carrier, 'GET', `${messages()}?DateSent=2026-11-23`)
    await rawCall(practice.carrier, 'GET', `${messages()}?DateSent%3E=2026-11-23&DateSent%3C=2026-11-24`)
    expect(judged()).toEqual([])
  })

  test('account, balance, numbers and prices', async () => {
    for (const path of [`${account()}.json`, `${account()}/Balance.json`, `${account()}/IncomingPhoneNumbers.json`, '/v1/Messaging/Countries/US', '/v1/Messaging/Countries/FR']) {
      expect((await rawCall(practice.carrier, 'GET', path)).status).toBe(200)
    }
    expect(judged()).toEqual([])
  })

  const good = { To: customer, From: shopNumber, Body: 'Hello' }
  const scheduled = { To: customer, MessagingServiceSid: practiceService, Body: 'x', ScheduleType: 'fixed' }
  test.each<[string, number, Record<string, string>]>([
    ['no recipient', 21604, { From: shopNumber, Body: 'x' }],
    ['no sender', 21603, { To: customer, Body: 'x' }],
    ['nothing to say', 21602, { To: customer, From: shopNumber }],
    ['too long', 21617, { ...good, Body: 'x'.repeat(1_601) }],
    ['not a number', 21211, { ...good, To: 'Marie' }],
    ['texting oneself', 21211, { ...good, To: shopNumber }],
    ['a sender of somebody else', 21606, { ...good, From: '+12025550177' }],
    ['a sender that is none', 21212, { ...good, From: '???' }],
    ['a service of nobody', 21705, { To: customer, Body: 'x', MessagingServiceSid: `MG${'f'.repeat(32)}` }],
    ['validity of nothing', 21624, { ...good, ValidityPeriod: '0' }],
    ['validity of a day', 21624, { ...good, ValidityPeriod: '86400' }],
    ['a bad picture', 21620, { ...good, MediaUrl: 'picture.png' }],
    ['a picture from France', 21621, { To: '+33639980155', From: '+33639980100', MediaUrl: 'https://example.com/a.png' }],
    ['scheduled for no moment', 35111, scheduled],
    ['scheduled without a service', 35118, { ...good, ScheduleType: 'fixed', SendAt: '2026-11-24T12:00:00Z' }],
    ['scheduled too soon', 35114, { ...scheduled, SendAt: '2026-11-23T12:01:00Z' }],
    ['scheduled too late', 35114, { ...scheduled, SendAt: '2027-11-23T12:01:00Z' }],
  ])('%s is refused with %i', async (_, code, form) => {
    const before = practice.carrier.accepted().length
    expect(await create(form)).toMatchObject({ status: 400, body: { code, status: 400 } })
    expect(practice.carrier.accepted()).toHaveLength(before)
    expect(judged()).toEqual([])
  })

  test('what is not there, not ours, or not allowed', async () => {
    const { carrier } = practice
    const settled = await create(good)
    const path = `${account()}/Messages/${settled.body.sid}.json`
    expect(await rawCall(carrier, 'DELETE', path)).toMatchObject({ status: 409, body: { code: 20009 } })
    expect(await rawCall(carrier, 'POST', path, { Body: '' })).toMatchObject({ status: 409, body: { code: 20009 } })
    expect(await rawCall(carrier, 'POST', path, { Status: 'canceled' })).toMatchObject({ status: 400, body: { code: 30409 } })
    expect(await rawCall(carrier, 'POST', path, { Body: 'other words' })).toMatchObject({ status: 400 })
    for (const gone of [`${account()}/Messages/SM${'0'.repeat(32)}.json`, `${account()}/Calls.json`, `/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`, '/v1/Messaging/Countries/AQ', '/']) {
      expect(await rawCall(carrier, 'GET', gone)).toMatchObject({ status: 404, body: { code: 20404 } })
    }
    expect(await rawCall(carrier, 'GET', messages(), {}, 'wrong')).toMatchObject({ status: 401, body: { code: 20003 } })
    expect(judged()).toEqual([])
  })
})

describe('what our adapter asks', () => {
  test('every request it makes is one Twilio describes', async () => {
    const { provider, clock } = practice
    seen.splice(0)
    const sent = await provider.send({ to: customer, from: shopNumber, body: 'Été 👍 & co', smartEncoded: true, validitySeconds: 14_400 })
    await provider.send({ to: customer, from: practiceService, body: 'Hello', smartEncoded: false })
    if (sent.kind !== 'accepted') throw new Error(sent.kind)
    await clock.advance(60_000)
    await provider.fetch(sent.message.sid)
    const page = await provider.list({ to: customer, from: shopNumber, sentAfter: noon, sentBefore: noon + 86_400_000, pageSize: 1 })
    if (page.kind !== 'ok' || page.value.next === null) throw new Error('one page only')
    await provider.list({ next: page.value.next })
    await provider.account()
    await provider.balance()
    await provider.numbers()
    await provider.price('US')
    const received = practice.carrier.injectInbound({ from: customer, to: shopNumber, body: 'See', media: [{ contentType: 'image/png', data: Buffer.from('png') }] })
    const files = await provider.media(received)
    if (files.kind !== 'ok') throw new Error(files.kind)
    expect(await provider.removeMedia(received, files.value[0]!.sid)).toEqual({ kind: 'ok', value: null })
    expect(await provider.redact(received)).toEqual({ kind: 'ok', value: null })
    expect(seen.map(({ reply }) => reply?.status)).toEqual([201, 201, 200, 200, 200, 200, 200, 200, 200, 200, 204, 200])
    expect(seen.flatMap((exchange) => judge.request(exchange))).toEqual([])
    expect(seen[0]!.form.get('Body')).toBe('Été 👍 & co')
    expect(judged()).toEqual([])
  })
})
