import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Log } from '../../../electron/core/environment.ts'
import type { Fault } from '../../../electron/core/practice/faults.ts'
import type { SeenExchange } from '../../../electron/core/practice/server.ts'
import { retryAfterMs } from '../../../electron/core/provider/transport.ts'
import { messageOf, priceOf } from '../../../electron/core/provider/twilio-records.ts'
import { createTwilioProvider } from '../../../electron/core/provider/twilio.ts'
import { customer, noon, shopNumber, startPractice, type Practice } from '../../support/practice.ts'

const secretWords = 'Your table is ready, Marie-Ange'
const message = { to: customer, from: shopNumber, body: secretWords, smartEncoded: false }

let practice: Practice
let logged: unknown[][]
let seen: SeenExchange[]
const log = (): Log => {
  const write = (...line: unknown[]) => void logged.push(line)
  return { debug: write, info: write, warn: write, error: write }
}
beforeEach(async () => {
  logged = []
  seen = []
  practice = await startPractice({ provider: { log: log(), now: () => noon }, onExchange: (exchange) => seen.push(exchange) })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await practice.end()
})

/** An adapter that gives up soon: real milliseconds, but only for answers that never come. */
const impatient = () => {
  const { accountSid, authToken, url } = practice.carrier
  return createTwilioProvider({ accountSid, authToken, baseUrl: url }, { log: log(), timeoutMs: 600 })
}

/** Neither the token, nor the header it makes, nor the message's words are anywhere in there. */
const expectClean = (...things: unknown[]): void => {
  const { accountSid, authToken } = practice.carrier
  const text = inspect(things, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null })
  const forbidden = [authToken, Buffer.from(`${accountSid}:${authToken}`).toString('base64'), 'Basic ', secretWords, encodeURIComponent(secretWords), 'Marie-Ange']
  for (const word of forbidden) expect(text).not.toContain(word)
}

describe('what a fault becomes', () => {
  const cases: readonly [string, Fault, unknown, number][] = [
    ['429', { kind: 'throttle' }, { kind: 'throttled', retryAfterMs: null }, 0],
    ['429 with seconds', { kind: 'throttle', retryAfter: 7 }, { kind: 'throttled', retryAfterMs: 7_000 }, 0],
    ['429 with a date', { kind: 'throttle', retryAfter: new Date(noon + 90_000).toUTCString() }, { kind: 'throttled', retryAfterMs: 90_000 }, 0],
    ['500 before accepting', { kind: 'error', status: 500, accept: false }, { kind: 'unknown', cause: 'http-500' }, 0],
    ['500 after accepting', { kind: 'error', status: 500, accept: true }, { kind: 'unknown', cause: 'http-500' }, 1],
    ['503 after accepting', { kind: 'error', status: 503, accept: true }, { kind: 'unknown', cause: 'http-503' }, 1],
    ['408', { kind: 'error', status: 408, accept: true }, { kind: 'unknown', cause: 'http-408' }, 1],
    ['a hang before accepting', { kind: 'hang', accept: false }, { kind: 'unknown' }, 0],
    ['a hang after accepting', { kind: 'hang', accept: true }, { kind: 'unknown' }, 1],
    ['a reset before accepting', { kind: 'reset', accept: false }, { kind: 'unknown', cause: 'ECONNRESET' }, 0],
    ['a reset after accepting', { kind: 'reset', accept: true }, { kind: 'unknown', cause: 'ECONNRESET' }, 1],
    ['nonsense', { kind: 'garbage' }, { kind: 'unknown', cause: 'unreadable-answer' }, 1],
    ['a late list', { kind: 'late-list', ms: 5_000 }, { kind: 'accepted' }, 1],
  ]
  test.each(cases)('%s', async (_, fault, outcome, taken) => {
    const { carrier } = practice
    const provider = fault.kind === 'hang' ? impatient() : practice.provider
    carrier.setFaults(({ operation }) => (operation === 'create' ? fault : null))
    expect(await provider.send(message)).toMatchObject(outcome as object)
    expect(carrier.accepted()).toHaveLength(taken)
    // Once: the SDK repeats nothing by itself.
    expect(seen).toHaveLength(1)
    expectClean(logged)
  })

  test('the same on a connection that has been used before', async () => {
    const { carrier, provider } = practice
    expect(await provider.send(message)).toMatchObject({ kind: 'accepted' })
    carrier.setFaults(() => ({ kind: 'reset', accept: true }))
    expect(await provider.send(message)).toEqual({ kind: 'unknown', cause: 'ECONNRESET' })
    expect(carrier.accepted()).toHaveLength(2)
  })

  test('a late list hides what was taken, for so long', async () => {
    const { carrier, provider, clock } = practice
    carrier.setFaults(({ operation }) => (operation === 'create' ? { kind: 'late-list', ms: 5_000 } : null))
    await provider.send(message)
    expect(await provider.list({ to: customer })).toEqual({ kind: 'ok', value: { messages: [], next: null } })
    await clock.advance(5_000)
    expect(await provider.list({ to: customer })).toMatchObject({ kind: 'ok', value: { messages: [{ to: customer, body: secretWords }] } })
  })

  test('a slow answer arrives', async () => {
    const { carrier, clock, end } = await startPractice()
    const provider = createTwilioProvider({ accountSid: carrier.accountSid, authToken: carrier.authToken, baseUrl: carrier.url }, { log: log() })
    carrier.setFaults(() => ({ kind: 'slow', ms: 60_000 }))
    const sending = provider.send(message)
    await vi.waitUntil(() => clock.pending() === 1, { interval: 2 })
    await clock.advance(60_000)
    expect(await sending).toMatchObject({ kind: 'accepted' })
    await provider.close()
    await end()
  })

  test('reading gives failures their name, and repeats a reset once', async () => {
    const { carrier, provider } = practice
    const read = () => provider.list({ to: customer })
    carrier.setFaults(({ count }) => (count === 1 ? { kind: 'reset', accept: false } : null))
    expect(await read()).toMatchObject({ kind: 'ok' })
    carrier.setFaults(() => ({ kind: 'reset', accept: false }))
    expect(await read()).toEqual({ kind: 'failed', cause: 'ECONNRESET' })
    carrier.setFaults(() => ({ kind: 'error', status: 503, accept: false }))
    expect(await read()).toEqual({ kind: 'failed', cause: 'http-503' })
    carrier.setFaults(() => ({ kind: 'throttle', retryAfter: 2 }))
    expect(await read()).toEqual({ kind: 'throttled', retryAfterMs: 2_000 })
    carrier.setFaults(() => ({ kind: 'garbage' }))
    expect(await read()).toEqual({ kind: 'failed', cause: 'unreadable-answer' })
    carrier.setFaults(() => ({ kind: 'hang', accept: false }))
    expect(await impatient().list({ to: customer })).toMatchObject({ kind: 'failed' })
  })

  test('declared shares come out about as declared, the same for the same seed', async () => {
    const run = async () => {
      const { carrier, provider, end } = await startPractice({ faults: { seed: 4, throttle: 0.2, errorAfter: 0.2, resetBefore: 0.1 } })
      const kinds: string[] = []
      for (let i = 0; i < 150; i++) kinds.push((await provider.send({ ...message, body: `n ${i}` })).kind)
      const taken = carrier.accepted().length
      await end()
      return { kinds, taken }
    }
    const first = await run()
    expect(await run()).toEqual(first)
    const count = (kind: string) => first.kinds.filter((one) => one === kind).length
    expect(count('throttled')).toBeGreaterThan(15)
    expect(count('unknown')).toBeGreaterThan(25)
    expect(count('accepted')).toBeGreaterThan(45)
    expect(first.taken).toBeGreaterThan(count('accepted'))
    expect(first.taken).toBeLessThanOrEqual(count('accepted') + count('unknown'))
  })
})

describe('no way to Twilio', () => {
  const credentials = () => ({ accountSid: practice.carrier.accountSid, authToken: practice.carrier.authToken })

  test('nobody listens: offline, and nothing left', async () => {
    await practice.carrier.stop()
    const provider = createTwilioProvider({ ...credentials(), baseUrl: 'http://127.0.0.1:1' }, { log: log() })
    const outcome = await provider.send(message)
    expect(outcome).toEqual({ kind: 'offline', cause: 'ECONNREFUSED' })
    expect(await provider.list({})).toEqual({ kind: 'offline', cause: 'ECONNREFUSED' })
    expectClean(outcome, logged, provider)
  })

  test('a name that does not exist: offline', async () => {
    const provider = createTwilioProvider({ ...credentials(), baseUrl: 'http://carrier.invalid' }, { log: log() })
    expect(await provider.send(message)).toMatchObject({ kind: 'offline', cause: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) as unknown })
  })

  test('a server that never finishes the TLS handshake: offline, since no request can have left', async () => {
    const server = createServer(() => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const provider = createTwilioProvider({ ...credentials(), baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}` }, { log: log(), timeoutMs: 100 })
    expect(await provider.send(message)).toMatchObject({ kind: 'offline' })
    await provider.close()
    server.close()
  })

  test('a connection that is taken and dropped at once: unknown', async () => {
    const server = createServer((socket) => socket.on('data', () => socket.resetAndDestroy()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const provider = createTwilioProvider({ ...credentials(), baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, { log: log() })
    const outcome = await provider.send(message)
    expect(outcome).toEqual({ kind: 'unknown', cause: 'ECONNRESET' })
    expectClean(outcome, logged, provider)
    await provider.close()
    server.close()
  })

  test('an answer that is an HTML page is refused without a code, or unknown', async () => {
    const page = (status: string) => `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>`
    const answers = ['302 Found', '403 Forbidden', '502 Bad Gateway', '201 Created']
    const server = createServer((socket) => socket.once('data', () => socket.end(page(answers.shift()!))))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const provider = createTwilioProvider({ ...credentials(), baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, { log: log() })
    expect(await provider.send(message)).toEqual({ kind: 'unknown', cause: 'http-302' })
    expect(await provider.send(message)).toMatchObject({ kind: 'refused', refusal: { httpStatus: 403, code: 0, class: 'account-stop' } })
    expect(await provider.send(message)).toEqual({ kind: 'unknown', cause: 'http-502' })
    expect(await provider.send(message)).toEqual({ kind: 'unknown', cause: 'unreadable-answer' })
    await provider.close()
    server.close()
  })
})

describe('the account', () => {
  test('a wrong password is refused and stops everything', async () => {
    const { carrier } = practice
    const provider = createTwilioProvider({ accountSid: carrier.accountSid, authToken: 'f'.repeat(32), baseUrl: carrier.url }, { log: log() })
    const refusal = { httpStatus: 401, code: 20003, class: 'account-stop' }
    expect(await provider.account()).toMatchObject({ kind: 'refused', refusal })
    expect(await provider.send(message)).toMatchObject({ kind: 'refused', refusal })
    expect(carrier.accepted()).toHaveLength(0)
    await provider.close()
  })
  test.each([['', 'x'], ['SK' + '0'.repeat(32), 'x'], ['AC' + '0'.repeat(32), ''], ['AC123', 'x']])('credentials that cannot be (%s, %s) are refused without asking', async (accountSid, authToken) => {
    const provider = createTwilioProvider({ accountSid, authToken, baseUrl: practice.carrier.url }, { log: log() })
    expect(await provider.account()).toMatchObject({ kind: 'refused', refusal: { code: 20003, class: 'account-stop' } })
    expect(seen).toEqual([])
  })
  test('numbers, balance and prices in our terms', async () => {
    const { provider, carrier } = practice
    expect(await provider.account()).toEqual({ kind: 'ok', value: { sid: carrier.accountSid, name: 'Practice account', status: 'active', trial: false } })
    const numbers = await provider.numbers()
    expect(numbers).toMatchObject({ kind: 'ok', value: [{ number: shopNumber, sms: true, mms: true }, { number: '+18005550199' }, { number: '+33639980100', mms: false }] })
    expect(await provider.price('US')).toEqual({ kind: 'ok', value: { country: 'US', segmentMicros: 8_300, currency: 'USD' } })
    expect(await provider.price('AQ')).toMatchObject({ kind: 'refused', refusal: { code: 20404 } })
    expect(await provider.fetch(`SM${'0'.repeat(32)}`)).toMatchObject({ kind: 'refused', refusal: { code: 20404, httpStatus: 404 } })
  })
})

describe('care', () => {
  test('the environment does not reach in', async () => {
    for (const [name, value] of Object.entries({ HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', TWILIO_REGION: 'au1', TWILIO_EDGE: 'sydney', TWILIO_LOG_LEVEL: 'debug', TWILIO_CA_BUNDLE: '/no/such/file', TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}` })) vi.stubEnv(name, value)
    const print = vi.spyOn(console, 'log')
    const { carrier } = practice
    const provider = createTwilioProvider({ accountSid: carrier.accountSid, authToken: carrier.authToken, baseUrl: carrier.url }, { log: log() })
    expect(await provider.send(message)).toMatchObject({ kind: 'accepted' })
    expect(print).not.toHaveBeenCalled()
    print.mockRestore()
    await provider.close()
  })

  test('a next page somewhere else is not followed', async () => {
    for (const next of ['https://evil.example/2010-04-01', 'http://api.twilio.com/2010-04-01', 'https://api.twilio.com.evil.example/']) {
      expect(await practice.provider.list({ next })).toEqual({ kind: 'failed', cause: 'foreign-address' })
    }
    expect(seen).toEqual([])
  })

  test('connections are limited and Twilio’s count is kept', async () => {
    const { carrier } = practice
    let running = 0
    let most = 0
    const waiting: (() => void)[] = []
    const server = createServer((socket) => {
      socket.once('data', () => {
        most = Math.max(most, ++running)
        waiting.push(() => {
          running--
          socket.end('HTTP/1.1 429 Too Many\r\nTwilio-Concurrent-Requests: 42\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
        })
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const other = createTwilioProvider({ accountSid: carrier.accountSid, authToken: carrier.authToken, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, { log: log() })
    other.setMaxSockets(3)
    expect(other.concurrentRequests()).toBeNull()
    const sending = Promise.all(Array.from({ length: 9 }, () => other.send(message)))
    for (let answered = 0; answered < 9; answered++) {
      await vi.waitUntil(() => waiting.length === Math.min(3, 9 - answered), { interval: 2 })
      waiting.shift()!()
    }
    expect((await sending).map(({ kind }) => kind)).toEqual(Array(9).fill('throttled'))
    expect(most).toBe(3)
    expect(other.concurrentRequests()).toBe(42)
    await other.close()
    server.close()
  })

  test('Retry-After in all its forms', () => {
    expect(retryAfterMs('3', noon)).toBe(3_000)
    expect(retryAfterMs(' 0 ', noon)).toBe(0)
    expect(retryAfterMs('1.5', noon)).toBe(1_500)
    expect(retryAfterMs(new Date(noon + 4_000).toUTCString(), noon)).toBe(4_000)
    expect(retryAfterMs(new Date(noon - 4_000).toUTCString(), noon)).toBe(0)
    for (const nothing of [undefined, null, '', 'soon', '-5 apples', 7]) expect(retryAfterMs(nothing, noon)).toBeNull()
  })

  test('a record is read with care', () => {
    const sid = `SM${'a'.repeat(32)}`
    expect(messageOf({ sid: 'hello' })).toBeNull()
    expect(messageOf({})).toBeNull()
    expect(messageOf({ sid, price: '-0.00830', priceUnit: 'usd', status: 'teleported', numSegments: 'many', dateSent: 'never', direction: 'outbound-reply', dateCreated: new Date(noon) })).toMatchObject({
      priceMicros: 8_300, currency: 'USD', status: 'accepted', segments: 0, sentAt: null, direction: 'outbound', createdAt: noon, updatedAt: noon, errorCode: null,
    })
  })

  test('the dearest network’s long-code price counts', () => {
    const prices = (...list: [string, string][]) => ({ prices: list.map(([number_type, current_price]) => ({ number_type, current_price })) })
    const record = { isoCountry: 'US', priceUnit: 'usd', outboundSmsPrices: [prices(['local', '0.0083'], ['shortcode', '0.5']), prices(['mobile', '0.0091'], ['toll free', '0.7'])] }
    expect(priceOf(record)).toEqual({ country: 'US', segmentMicros: 9_100, currency: 'USD' })
    expect(priceOf({ ...record, outboundSmsPrices: [prices(['shortcode', '0.5'])] }).segmentMicros).toBe(500_000)
    expect(() => priceOf({ ...record, outboundSmsPrices: [] })).toThrow('no price')
  })
})
