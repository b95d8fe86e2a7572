import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import Database from 'better-sqlite3'
import { migrate } from '../../../electron/core/database/migrate.ts'
import type { Db } from '../../../electron/core/database/open.ts'
import type { ProviderNumber } from '../../../electron/core/provider/provider.ts'
import { readPulse } from '../../../electron/core/sending/pulse.ts'
import { distrustAfterRestore } from '../../../electron/core/sending/after-restore.ts'
import { readQueueState } from '../../../electron/core/sending/queue-state.ts'
import { allSenders, defaultSender, kindOf, pauseSender, rateOf, saveNumbers, sendersForDispatch } from '../../../electron/core/sending/senders.ts'
import { startTestCore } from '../../support/core.ts'

const number = (address: string, more: Partial<ProviderNumber> = {}): ProviderNumber => ({ sid: `PN${address}`, number: address, name: `Shop ${address}`, sms: true, mms: false, ...more })
const us = number('+12025550100')
const tollFree = number('+18005550199')
const french = number('+33639980100')

describe('kindOf', () => {
  it.each([
    ['+12025550100', 'long-code', 'US', 1],
    ['+14165550123', 'long-code', 'CA', 1],
    ['+18005550199', 'toll-free', 'US', 3],
    ['+18885550199', 'toll-free', 'US', 3],
    ['+33639980100', 'foreign-long-code', 'FR', 10],
    ['+447700900123', 'foreign-long-code', 'GB', 10],
    ['72345', 'short-code', null, 100],
    ['BellShop', 'alphanumeric', null, 10],
    [`MG${'0'.repeat(32)}`, 'messaging-service', null, 1],
  ] as const)('takes %s for %s of %s at %d', (address, kind, country, rate) => {
    expect(kindOf(address)).toEqual({ kind, country })
    expect(rateOf(kind)).toBe(rate)
  })
})

describe('senders of a book', () => {
  let db: Db
  beforeEach(() => {
    db = new Database(':memory:')
    db.pragma('foreign_keys = ON')
    migrate(db)
  })
  afterEach(() => void db.close())

  it('prefers a number of the business’s country', () => {
    saveNumbers(db, [us, french], 1, 'FR')
    expect(defaultSender(db)?.address).toBe(french.number)
  })

  it('takes the first where there is none, and leaves out what cannot text', () => {
    expect(defaultSender(db)).toBeNull()
    saveNumbers(db, [number('+12025550101', { sms: false }), tollFree], 1, 'DE')
    expect(allSenders(db, 'en').map(({ address }) => address)).toEqual([tollFree.number])
    expect(defaultSender(db)?.segmentsPerSecond).toBe(3)
  })

  it('keeps what the owner set, takes back what comes back, and finds another default for one that went', () => {
    saveNumbers(db, [us, tollFree], 1, 'US')
    db.prepare(`UPDATE senders SET kind = '10dlc-mid', segments_per_second = 50 WHERE address = ?`).run(us.number)
    saveNumbers(db, [tollFree], 2, 'US')
    expect(defaultSender(db)?.address).toBe(tollFree.number)
    expect(sendersForDispatch(db)).toHaveLength(1)
    saveNumbers(db, [us, tollFree], 3, 'US')
    expect(defaultSender(db)?.address).toBe(tollFree.number)
    expect(allSenders(db, 'en').find(({ address }) => address === us.number)).toMatchObject({ kind: '10dlc-mid', segmentsPerSecond: 50, isDefault: false })
  })

  it('pauses one alone, once, and says why in words', () => {
    saveNumbers(db, [us, tollFree], 1)
    expect(pauseSender(db, us.number, 30034)).toBe(true)
    expect(pauseSender(db, us.number, 30032)).toBe(false)
    expect(pauseSender(db, '+12025550109', 30034)).toBe(false)
    expect(sendersForDispatch(db).map(({ address }) => address)).toEqual([tollFree.number])
    const [english, other] = [allSenders(db, 'en'), allSenders(db, 'fr')].map((all) => all.find(({ address }) => address === us.number)!.pausedReason)
    expect(english).toMatch(/\w+\. \w+/)
    expect(other).not.toBe(english)
  })

  it('after a restore: what may have left is looked up, what is still to come waits, and a person lets it go on', () => {
    saveNumbers(db, [us], 1)
    db.exec(`INSERT INTO batches (id, name, state, starts_at) VALUES (1, 'Hello', 'open', 1)`)
    const add = db.prepare(`INSERT INTO messages (id, batch_id, number, sender_id, purpose, priority, body, segments, status, due_at, claimed_at, created_at, updated_at)
      VALUES (?, 1, '+12025550143', 1, 'marketing', 2, 'Hello', 1, ?, ?, ?, 1, 1)`)
    add.run(1, 'queued', 100, null)
    add.run(2, 'sending', 100, 150)
    add.run(3, 'queued', 9_000, null)
    add.run(4, 'delivered', 100, 120)
    add.run(5, 'unknown', 100, 130)
    distrustAfterRestore(db, 500, 1_000)
    expect(db.prepare('SELECT id, status, claimed_at AS at FROM messages ORDER BY id').all()).toEqual([
      { id: 1, status: 'unknown', at: 500 },
      { id: 2, status: 'unknown', at: 150 },
      { id: 3, status: 'queued', at: null },
      { id: 4, status: 'delivered', at: 120 },
      { id: 5, status: 'unknown', at: 130 },
    ])
    expect(db.prepare(`SELECT message_id FROM message_events WHERE detail = 'restored' ORDER BY 1`).pluck().all()).toEqual([1, 2])
    expect(readQueueState(db)).toMatchObject({ pausedByOwner: true, pausedFor: 'restored' })
    const facts = { ...readQueueState(db), offline: false, trouble: null, blockedUntil: () => 0 }
    expect(readPulse(db, facts, true, 2_000, 'en')).toMatchObject({ state: 'paused', reason: expect.stringContaining('backup was restored') })
    expect(readPulse(db, { pausedByOwner: true, stoppedCode: null, offline: false, trouble: null, blockedUntil: () => 0 }, true, 2_000, 'en').reason).toBeNull()
  })
})

describe('senders.*', () => {
  it('change only what was asked, and forget the old default', async () => {
    const test = await startTestCore()
    const [first, second] = await test.call('senders.all', {})
    expect(await test.call('senders.save', { id: second!.id, kind: '10dlc' })).toMatchObject({ kind: '10dlc', segmentsPerSecond: 3.75, isDefault: false })
    expect(await test.call('senders.save', { id: second!.id, kind: '10dlc', segmentsPerSecond: 2 })).toMatchObject({ segmentsPerSecond: 2 })
    await test.call('senders.save', { id: second!.id, isDefault: true })
    expect((await test.call('senders.all', {})).filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([second!.id])
    test.db().prepare('UPDATE senders SET paused_code = 30034 WHERE id = ?').run(first!.id)
    expect(await test.call('senders.resume', { id: first!.id })).toMatchObject({ pausedReason: null })
    expect(await test.problem('senders.resume', { id: 999 })).toMatchObject({ code: 'not-found' })
    expect(await test.problem('senders.save', { id: 999, isDefault: true })).toMatchObject({ code: 'not-found' })
    expect(await test.problem('senders.save', { id: first!.id, segmentsPerSecond: 0 })).toMatchObject({ code: 'bad-input', field: 'segmentsPerSecond' })
    await test.end()
  })
})
