import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { optIn, optOut, recordConsentMany } from '../../../electron/core/consent/record.ts'
import { mayText } from '../../../electron/core/consent/state.ts'
import { migrate } from '../../../electron/core/database/migrate.ts'
import { openDatabase } from '../../../electron/core/database/open.ts'
import { alignBatch, cancelBatch, createBatch, openBatch, pauseBatch, resumeBatch } from '../../../electron/core/sending/batches.ts'
import { claimMessages } from '../../../electron/core/sending/claim.ts'
import { enqueue, markUnknownAfterCrash, settle, type Settlement } from '../../../electron/core/sending/messages.ts'
import { couldBe, matchUnknown, reconcile } from '../../../electron/core/sending/reconcile.ts'
import { batchTotals } from '../../../electron/core/sending/totals.ts'
import { saveNumbers } from '../../../electron/core/sending/senders.ts'
import type { MessageStatus } from '../../../shared/contract/messages.ts'
import type { Provider, ProviderMessage } from '../../../electron/core/provider/provider.ts'
import { rigNumber } from '../../support/sending-rig.ts'

const MESSAGES = 6
const statuses = ['accepted', 'sent', 'delivered', 'undelivered', 'failed', 'canceled', 'unknown'] as const

/** DESIGN.md, a message's life: where each status may lead. */
const mayFollow: Readonly<Record<MessageStatus, readonly MessageStatus[]>> = {
  // 'accepted' after a requeue: the provider had it after all.
  queued: ['sending', 'skipped', 'canceled', 'accepted'],
  sending: ['queued', 'unknown', 'accepted', 'sent', 'delivered', 'undelivered', 'failed', 'canceled'],
  unknown: ['queued', 'accepted', 'sent', 'delivered', 'undelivered', 'failed', 'canceled'],
  accepted: ['sent', 'delivered', 'undelivered', 'failed', 'canceled'],
  sent: ['delivered', 'undelivered', 'failed', 'canceled'],
  // 'undelivered' may be followed by the one retry of a message that was never handed over.
  undelivered: ['queued'],
  delivered: [], failed: [], canceled: [], skipped: [],
}

type Step =
  | { readonly do: 'claim'; readonly limit: number }
  | { readonly do: 'status'; readonly message: number; readonly status: (typeof statuses)[number] }
  | { readonly do: 'requeue' | 'retry' | 'stop' | 'start'; readonly message: number }
  | { readonly do: 'crash' | 'pause' | 'resume' | 'cancel' | 'align' }

const message = fc.integer({ min: 0, max: MESSAGES - 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('claim' as const), limit: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('status' as const), message, status: fc.constantFrom(...statuses) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('requeue' as const, 'retry' as const, 'stop' as const, 'start' as const), message }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'pause' as const, 'resume' as const, 'cancel' as const, 'align' as const) }) },
)

const play = (steps: readonly Step[]): void => {
  const db = openDatabase(':memory:')
  try {
    migrate(db)
    saveNumbers(db, [{ sid: 'PN', number: '+12025550100', name: '', sms: true, mms: false }], 0)
    recordConsentMany(db, Array.from({ length: MESSAGES }, (_, n) => ({
      number: rigNumber(n), purpose: 'marketing' as const, state: 'opted-in' as const, method: 'paper' as const, occurredAt: 1, zone: 'UTC', recordedAt: 1,
      disclosure: 'x', source: 'x', importId: null,
    })))
    let now = 1000
    createBatch(db, { id: 1, name: '', startsAt: 0 })
    const put = enqueue(db, now)
    const ids = Array.from({ length: MESSAGES }, (_, n) =>
      put({ batchId: 1, contactId: null, number: rigNumber(n), name: '', body: 'x', purpose: 'marketing', priority: 2, senderId: 1, segments: 1, dueAt: 0 }),
    )
    // From here on they follow.
    expect(batchTotals(db, 1).byStatus).toEqual({ queued: MESSAGES })
    openBatch(db, 1, 0)
    const claimed = new Map<number, number>()
    let turn = 0
    for (const move of steps) {
      now += 1000
      const id = 'message' in move ? ids[move.message]! : 0
      switch (move.do) {
        case 'claim':
          for (const { id: got, number } of claimMessages(db, {
            senderId: 1, now, limit: move.limit, turn: turn++, rules: { quietHours: false, perDay: null, perWeek: null }, spread: (until) => until,
          }).claims) {
            // The claim itself is the permission: the person agrees and the batch is open at this very moment.
            expect(mayText(db, number, 'marketing', now)).toBe('yes')
            expect(db.prepare(`SELECT state FROM batches`).pluck().get()).toBe('open')
            claimed.set(got, (claimed.get(got) ?? 0) + 1)
          }
          break
        case 'status': {
          // Only what was claimed can have an answer.
          if (!claimed.has(id)) break
          const settlement: Settlement = { kind: 'status', id, status: move.status, ...(move.status === 'accepted' ? { sid: `SM${id}-${now}` } : {}) }
          settle(db, [settlement], now)
          break
        }
        case 'requeue':
          settle(db, [{ kind: 'requeue', id, dueAt: null, detail: 'x', attempted: true }], now)
          break
        case 'retry':
          settle(db, [{ kind: 'retry', id, dueAt: now, errorCode: 30001 }], now)
          break
        case 'stop':
          optOut(db, { number: rigNumber(move.message), method: 'reply', source: 'STOP', at: now, zone: 'UTC' })
          break
        case 'start':
          optIn(db, { number: rigNumber(move.message), method: 'reply', source: 'START', at: now, zone: 'UTC' })
          break
        case 'crash':
          markUnknownAfterCrash(db, now)
          break
        case 'pause':
          pauseBatch(db, 1)
          break
        case 'resume':
          resumeBatch(db, 1)
          break
        case 'cancel':
          cancelBatch(db, 1, now)
          break
        case 'align':
          alignBatch(db, 1, now)
          break
      }
    }
    const counted = db.prepare(`SELECT status, count(*) FROM messages WHERE batch_id = 1 GROUP BY 1 ORDER BY 1`).raw().all()
    expect(Object.entries(batchTotals(db, 1).byStatus).sort()).toEqual(counted)
    for (const id of ids) {
      const history = db.prepare(`SELECT status FROM message_events WHERE message_id = ? ORDER BY id`).pluck().all(id) as MessageStatus[]
      for (const [n, status] of history.entries()) {
        if (n === 0) expect(status).toBe('queued')
        else expect(mayFollow[history[n - 1]!], history.join(' → ')).toContain(status)
      }
      if (history.includes('accepted')) expect(history.slice(0, history.indexOf('accepted'))).toContain('sending')
      // Every time it was on its way, it had been claimed for exactly that.
      expect(history.filter((status) => status === 'sending')).toHaveLength(claimed.get(id) ?? 0)
      expect(db.prepare(`SELECT status FROM messages WHERE id = ?`).pluck().get(id)).toBe(history.at(-1))
    }
  } finally {
    db.close()
  }
}

describe('a message’s life', () => {
  test('whatever happens in whatever order: no send without a claim, no status backwards', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), play), { numRuns: 300 })
  })
})

describe('looking up unknown messages', () => {
  test('behind a full pass there is another one', async () => {
    const db = openDatabase(':memory:')
    migrate(db)
    saveNumbers(db, [{ sid: 'PN', number: '+12025550100', name: '', sms: true, mms: false }], 0)
    db.prepare(`
      WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO messages (number, body, purpose, priority, sender_id, segments, status, due_at, claimed_at, created_at, updated_at)
      SELECT '+1203555' || printf('%04d', i), 'x', 'marketing', 2, 1, 1, 'unknown', 0, 0, 0, 0 FROM n`).run()
    const provider = { list: () => Promise.resolve({ kind: 'ok', value: { messages: [], next: null } }) } as unknown as Provider
    const now = 10_000_000
    const pass = () => reconcile({
      db, provider, now: () => now, watched: new Map(Array.from({ length: 5001 }, (_, n) => [n + 1, { since: 0, looked: 0 }])), lead: 0, going: () => true,
    })
    const first = await pass()
    expect(first.settlements).toHaveLength(5000)
    expect(first.again).not.toBeNull()
    settle(db, first.settlements, now)
    const second = await pass()
    expect(second).toMatchObject({ settlements: [{ kind: 'requeue' }], again: null })
    db.close()
  })

  const listed = (n: number, more: Partial<ProviderMessage> = {}): ProviderMessage => ({
    sid: `SM${n}`, direction: 'outbound', to: rigNumber(0), from: '+12025550100', messagingServiceSid: null, body: 'Hi', status: 'queued', segments: 1,
    priceMicros: null, currency: 'USD', errorCode: null, createdAt: 1_000_000 + n, sentAt: null, updatedAt: 0, mediaCount: 0, ...more,
  })
  const unknown = (id: number, more = {}) => ({ id, number: rigNumber(0), body: 'Hi', claimedAt: 1_000_000 + id, address: '+12025550100', ...more })

  test('k copies listed settle exactly k of n equal messages, each with a sid of its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }), fc.array(fc.integer({ min: 0, max: 5 })), (n, k, owned) => {
        const known = new Set(owned.map((sid) => `SM${sid}`))
        const free = Array.from({ length: k }, (_, i) => `SM${i}`).filter((sid) => !known.has(sid)).length
        const matches = matchUnknown(Array.from({ length: n }, (_, i) => unknown(i)), Array.from({ length: k }, (_, i) => listed(i)), (sid) => known.has(sid))
        expect(matches.size).toBe(Math.min(n, free))
        expect(new Set([...matches.values()].map(({ sid }) => sid)).size).toBe(matches.size)
      }),
    )
  })

  test.each([
    ['other words', { body: 'Ho' }],
    ['another number', { to: rigNumber(1) }],
    ['another sender', { from: '+12025550101' }],
    ['a reply', { direction: 'inbound' as const }],
    ['days too old', { createdAt: 1_000_000 - 3 * 86_400_000 }],
  ])('%s is not it', (_, more) => {
    expect(couldBe(unknown(1), listed(1, more))).toBe(false)
  })

  test('a trial account’s prefix and a computer whose zone is wrong do not hide it', () => {
    expect(couldBe(unknown(1), listed(1, { body: 'Sent from your Twilio trial account - Hi' }))).toBe(true)
    expect(couldBe(unknown(1), listed(1, { createdAt: 1_000_000 - 12 * 3_600_000 }))).toBe(true)
    expect(couldBe(unknown(1, { address: 'MG1' }), listed(1, { messagingServiceSid: 'MG1' }))).toBe(true)
  })
})
