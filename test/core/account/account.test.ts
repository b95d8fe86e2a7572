import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryVault, seededRandom, silentLog, systemClock, type Vault } from '../../../electron/core/environment.ts'
import { flawless } from '../../../electron/core/practice/behaviour.ts'
import { createPracticeCarrier, type PracticeCarrier } from '../../../electron/core/practice/carrier.ts'
import type { Faults } from '../../../electron/core/practice/faults.ts'
import { secretName } from '../../../electron/core/account/api.ts'
import { startTestCore, type TestCore, type TestCoreOptions } from '../../support/core.ts'

const accountSid = `AC${'5'.repeat(32)}`
const authToken = 'f'.repeat(32)
const elsewhere = { accountSid: `AC${'9'.repeat(32)}`, authToken: 'not used' }

/** A second practice carrier in the place of Twilio itself. */
let twilio: PracticeCarrier
let test: TestCore
let vault: Vault

beforeEach(async () => {
  twilio = createPracticeCarrier({ file: ':memory:', clock: systemClock, random: seededRandom(3), log: silentLog, behaviour: flawless, accountSid, authToken })
  await twilio.start()
  vault = memoryVault()
})
afterEach(async () => {
  await test.end()
  await twilio.stop()
})

const start = async (options: TestCoreOptions = {}): Promise<void> => {
  test = await startTestCore({ vault, providerOverride: { ...elsewhere, baseUrl: twilio.url }, ...options })
}

describe('connecting', () => {
  it('checks the account, fetches its numbers, keeps the secret in the vault and turns to live', async () => {
    await start()
    const account = await test.call('account.connect', { accountSid, authToken })
    expect(account).toMatchObject({ mode: 'live', connected: { name: 'Practice account', sidEnd: '5555', trial: false }, secretKnown: true })
    expect(await vault.get(secretName)).toBe(authToken)
    const senders = await test.call('senders.all', {})
    expect(senders.map(({ kind }) => kind).sort()).toEqual(['foreign-long-code', 'long-code', 'toll-free'])
    expect(senders.filter(({ isDefault }) => isDefault).map(({ country }) => country)).toEqual(['US'])
    expect(await test.call('settings.get', {})).toMatchObject({ mode: 'live' })
  })

  it('never hands out the SID or the token', async () => {
    await start()
    const account = await test.call('account.connect', { accountSid, authToken })
    for (const answer of [account, await test.call('settings.get', {}), await test.call('settings.about', {})]) {
      expect(JSON.stringify(answer)).not.toContain(accountSid)
      expect(JSON.stringify(answer)).not.toContain(authToken)
    }
  })

  it('refuses a wrong token and a wrong SID, and changes nothing', async () => {
    await start()
    for (const wrong of [{ accountSid, authToken: 'wrong' }, { accountSid: `AC${'1'.repeat(32)}`, authToken }]) {
      expect(await test.problem('account.connect', wrong)).toMatchObject({ code: 'account-wrong-secret' })
    }
    expect(await test.problem('account.connect', { accountSid: 'AC123', authToken })).toMatchObject({ code: 'bad-input', field: 'accountSid' })
    expect(await vault.get(secretName)).toBeNull()
    expect(await test.call('account.get', {})).toMatchObject({ mode: 'practice' })
  })

  it('says that Twilio cannot be reached', async () => {
    await start()
    await twilio.stop()
    expect(await test.problem('account.connect', { accountSid, authToken })).toMatchObject({ code: 'account-unreachable' })
    expect(await vault.get(secretName)).toBeNull()
  })

  it.each<[string, Faults]>([
    ['throttles', () => ({ kind: 'throttle' })],
    ['breaks', () => ({ kind: 'error', status: 503, accept: false })],
    ['fails at the numbers', ({ operation }) => (operation === 'numbers' ? { kind: 'error', status: 500, accept: false } : null)],
  ])('changes nothing when it %s', async (_what, faults) => {
    await start()
    twilio.setFaults(faults)
    expect(await test.problem('account.connect', { accountSid, authToken })).toMatchObject({ code: 'account-unreachable' })
    expect(await vault.get(secretName)).toBeNull()
    expect(await test.call('account.get', {})).toMatchObject({ mode: 'practice' })
  })

  it.each<[string, Vault]>([
    ['none', { ...memoryVault(), kind: 'none' }],
    ['one that refuses', { ...memoryVault(), set: () => Promise.reject(new Error('locked')) }],
  ])('keeps nothing when there is no vault: %s', async (_what, refusing) => {
    await start({ vault: refusing })
    expect(await test.problem('account.connect', { accountSid, authToken })).toMatchObject({ code: 'account-vault' })
    expect(await test.call('account.get', {})).toMatchObject({ mode: 'practice' })
  })

  it('is the other way to end the first run, once the business has a name', async () => {
    await start({ firstRunDone: false })
    await test.call('settings.save', { businessName: 'Bell & Co', country: 'US' })
    await test.call('account.connect', { accountSid, authToken })
    expect(await test.call('settings.get', {})).toMatchObject({ firstRunDone: true, mode: 'live' })
  })
})

describe('two modes', () => {
  it('never mix: each has its own people and senders', async () => {
    await start()
    await test.call('lists.add', { name: 'Practice people' })
    await test.call('account.connect', { accountSid, authToken })
    expect(await test.call('lists.all', {})).toEqual([])
    await test.call('lists.add', { name: 'Real people' })
    expect(await test.call('account.switchMode', { mode: 'practice' })).toMatchObject({ mode: 'practice', connected: { sidEnd: '5555' } })
    expect((await test.call('lists.all', {})).map(({ name }) => name)).toEqual(['Practice people'])
    await test.call('account.switchMode', { mode: 'live' })
    expect((await test.call('lists.all', {})).map(({ name }) => name)).toEqual(['Real people'])
  })

  it('survive a restart', async () => {
    await start()
    await test.call('account.connect', { accountSid, authToken })
    await test.restart()
    expect(await test.call('account.get', {})).toMatchObject({ mode: 'live', connected: { sidEnd: '5555' }, secretKnown: true })
    expect(await test.call('senders.all', {})).toHaveLength(3)
  })

  it('tells when the secret is gone, and takes it again', async () => {
    await start()
    await test.call('account.connect', { accountSid, authToken })
    await vault.remove(secretName)
    await test.restart()
    expect(await test.call('account.get', {})).toMatchObject({ mode: 'live', secretKnown: false })
    expect(await test.problem('senders.refresh', {})).toMatchObject({ code: 'account-missing' })
    expect((await test.call('today.get', {})).needs.map(({ kind }) => kind)).toContain('secret-missing')
    expect(await test.call('account.connect', { accountSid, authToken })).toMatchObject({ secretKnown: true })
    expect(await test.call('senders.refresh', {})).toHaveLength(3)
  })

  it('forgets the secret when disconnecting, and keeps the live book', async () => {
    await start()
    await test.call('account.connect', { accountSid, authToken })
    await test.call('lists.add', { name: 'Real people' })
    expect(await test.call('account.disconnect', {})).toMatchObject({ mode: 'practice' })
    expect(await vault.get(secretName)).toBeNull()
    await test.call('account.connect', { accountSid, authToken })
    expect(await test.call('lists.all', {})).toHaveLength(1)
  })

  it('are one while no account is connected', async () => {
    test = await startTestCore({ vault })
    expect(await test.problem('account.switchMode', { mode: 'live' })).toMatchObject({ code: 'account-missing' })
    expect(await test.call('account.get', {})).toMatchObject({ mode: 'practice', connected: null, secretKnown: true })
  })

  it('go to the development account when one is given', async () => {
    await start({ providerOverride: { accountSid, authToken, baseUrl: twilio.url } })
    expect(await test.call('account.switchMode', { mode: 'live' })).toMatchObject({ mode: 'live', connected: { sidEnd: '5555' }, secretKnown: true })
    await test.call('senders.refresh', {})
    expect(await test.call('senders.all', {})).toHaveLength(3)
  })

  it('do not change while messages are on their way', async () => {
    await start()
    const [sender] = await test.call('senders.all', {})
    const db = test.db()
    // As sending leaves it: an open batch whose message is due, and a queue that runs.
    db.prepare(`INSERT INTO batches (id, name, state, starts_at) VALUES (99, 'Hello', 'open', 1)`).run()
    const message = db.prepare(`INSERT INTO messages (batch_id, number, sender_id, purpose, priority, body, segments, status, due_at, created_at, updated_at)
      VALUES (99, '+12025550143', ?, 'marketing', 2, ?, 1, 'queued', 1, 1, 1)`)
    for (let n = 0; n < 30; n++) message.run(sender!.id, `Hello ${n}`)
    expect((await test.call('queue.pulse', {})).state).toBe('sending')
    expect(test.core.busy()).toBeGreaterThan(0)
    expect(await test.problem('account.connect', { accountSid, authToken })).toMatchObject({ code: 'account-busy' })
    expect(await test.problem('account.disconnect', {})).toMatchObject({ code: 'account-busy' })
    await test.call('queue.pause', {})
    expect(await test.call('account.connect', { accountSid, authToken })).toMatchObject({ mode: 'live' })
  })
})

describe('account.get', () => {
  it('knows the balance soon, and whether the network is there', async () => {
    await start()
    await test.until(async () => (await test.call('account.get', {})).balance !== null)
    expect(await test.call('account.get', {})).toMatchObject({ network: 'online', balance: { currency: 'USD' } })
    await test.carrier().stop()
    await test.ask('senders.refresh', {})
    expect((await test.call('account.get', {})).network).toBe('offline')
  })
})
