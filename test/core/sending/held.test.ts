import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { recordConsentMany } from '../../../electron/core/consent/record.ts'
import { migrate } from '../../../electron/core/database/migrate.ts'
import { openDatabase, type Db } from '../../../electron/core/database/open.ts'
import { distrustAfterRestore } from '../../../electron/core/sending/after-restore.ts'
import { claimMessages } from '../../../electron/core/sending/claim.ts'
import { carrierDay, leftToday } from '../../../electron/core/sending/daily-cap.ts'
import { logPage, logReasons } from '../../../electron/core/sending/log.ts'
import { enqueue, settle } from '../../../electron/core/sending/messages.ts'
import { reconcile } from '../../../electron/core/sending/reconcile.ts'
import { saveNumbers, sendersHandlers } from '../../../electron/core/sending/senders.ts'
import type { Provider } from '../../../electron/core/provider/provider.ts'
import { rigNumber, rigStart, startRig, type Rig, type RigOptions } from '../../support/sending-rig.ts'

const DAY = 86_400_000
let rig: Rig | null = null
const start = async (options?: RigOptions): Promise<Rig> => {
  rig = await startRig(options)
  rig.sending().start()
  return rig
}
afterEach(async () => {
  await rig?.end()
  rig = null
})
const waits = { paused: false, stopped: false, offline: false }
const reasons = (from: Rig) => logReasons(from.db, {}, waits, from.clock.now()).holds

describe('a sender that cannot send', () => {
  test('paused: what waits keeps nothing awake, says so, and goes on when it may', async () => {
    const { db, sending, queue, until, senderId, clock, counts } = await start()
    db.prepare(`UPDATE senders SET paused_code = 0 WHERE id = ?`).run(senderId)
    sending().wake()
    queue(3)
    await clock.advance(30_000)
    expect(sending().pulse()).toMatchObject({ state: 'held', total: 3, done: 0 })
    expect(reasons(rig!)).toEqual([{ hold: 'sender-paused', messages: 3, until: null }])
    db.prepare(`UPDATE senders SET paused_code = NULL WHERE id = ?`).run(senderId)
    sending().wake()
    expect(sending().pulse().state).toBe('sending')
    await until(() => counts().delivered === 3)
  })

  test('gone from the account: an honest reason, and a campaign that can be canceled', async () => {
    const { db, sending, queue, until, senderId, clock, counts } = await start()
    db.prepare(`UPDATE senders SET removed_at = 1 WHERE id = ?`).run(senderId)
    sending().wake()
    const batch = queue(3)
    await clock.advance(30_000)
    expect(sending().pulse().state).toBe('held')
    expect(reasons(rig!)).toEqual([{ hold: 'sender-removed', messages: 3, until: null }])
    expect(sending().batches.cancel(batch)).toBe(true)
    await until(() => counts().canceled === 3)
    expect(sending().pulse().state).toBe('idle')
  })

  test('with its day used up: scheduled for the carrier’s next day, which the log says too', async () => {
    const { db, sending, queue, until, clock, accepted } = await start({ segmentsPerSecond: 50 })
    db.prepare(`UPDATE senders SET daily_cap = 2`).run()
    queue(5)
    await until(() => accepted().length === 2)
    await clock.advance(10_000)
    const { endsAt } = carrierDay(clock.now())
    expect(sending().pulse()).toMatchObject({ state: 'scheduled', nextAt: endsAt })
    expect(logPage(db, { statuses: ['queued'] }, { offset: 0, limit: 1 }, waits, clock.now()).rows[0]).toMatchObject({ hold: 'daily-cap', until: endsAt })
  })

  test('a text longer than the day’s limit waits for a higher one, and leaves then', async () => {
    const { db, sending, queue, until, clock, counts, context, senderId } = await start({ segmentsPerSecond: 50 })
    db.prepare(`UPDATE senders SET daily_cap = 2`).run()
    queue(2)
    db.prepare(`UPDATE messages SET segments = 3 WHERE id = 1`).run()
    await until(() => counts().delivered === 1)
    expect(reasons(rig!)).toEqual([{ hold: 'over-daily-cap', messages: 1, until: null }])
    const line = { provider: () => null, ready: () => Promise.resolve() }
    await sendersHandlers(context, line, () => sending().wake())['senders.save']({ id: senderId, dailyCap: 10 })
    await until(() => counts().delivered === 2, 60_000)
    expect(clock.now() - rigStart).toBeLessThan(120_000)
  })

  test('told to wait by the carrier: scheduled for then', async () => {
    const { sending, queue, clock, idle } = await start({ faults: ({ operation }) => (operation === 'create' ? { kind: 'throttle', retryAfter: 600 } : null) })
    queue(2)
    await clock.advance(5_000)
    await idle()
    const { state, nextAt } = sending().pulse()
    expect(state).toBe('scheduled')
    expect(nextAt! - clock.now()).toBeGreaterThan(500_000)
  })

  test('paused with a request under way: stopping waits for its answer', async () => {
    const { db, sending, queue, senderId, until, counts } = await start({ faults: ({ operation }) => (operation === 'create' ? { kind: 'slow', ms: 4_000 } : null) })
    queue(1)
    await until(() => counts().sending === 1, 20_000, 50, true)
    db.prepare(`UPDATE senders SET paused_code = 0 WHERE id = ?`).run(senderId)
    sending().wake()
    expect(sending().busy()).toBe(1)
    let stopped = false
    void sending().stop().then(() => void (stopped = true))
    await until(() => stopped, 60_000, 200, true)
    expect(counts()).toEqual({ accepted: 1 })
  })
})

describe('the sender’s day', () => {
  const book = (cap: number | null): Db => {
    const db = openDatabase(':memory:')
    migrate(db)
    saveNumbers(db, [{ sid: 'PN', number: '+12025550100', name: '', sms: true, mms: false }], 0)
    db.prepare(`UPDATE senders SET daily_cap = ?`).run(cap)
    return db
  }
  const fill = (db: Db, segments: readonly number[]) => {
    recordConsentMany(db, segments.map((_, n) => ({
      number: rigNumber(n), purpose: 'marketing' as const, state: 'opted-in' as const, method: 'paper' as const, occurredAt: 1, zone: 'UTC', recordedAt: 1,
      disclosure: 'x', source: 'x', importId: null,
    })))
    const put = enqueue(db, 0)
    for (const [n, count] of segments.entries())
      put({ batchId: null, contactId: null, number: rigNumber(n), name: '', body: 'x', purpose: 'marketing', priority: 2, senderId: 1, segments: count, dueAt: 0 })
  }
  const claim = (db: Db, now: number, limit: number) =>
    claimMessages(db, { senderId: 1, now, limit, turn: 0, rules: { quietHours: false, perDay: null, perWeek: null }, spread: (until) => until })

  test('whatever the sizes: no day carries more than the cap, and everything that fits into a day leaves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 25 }), fc.integer({ min: 1, max: 5 }), (cap, sizes, limit) => {
        const db = book(cap)
        fill(db, sizes)
        let left = 0
        for (let day = 0; day < sizes.length + 1; day++) {
          const now = rigStart + day * DAY
          let today = 0
          for (let more = claim(db, now, limit); more.claims.length > 0; more = claim(db, now, limit)) {
            today += more.claims.reduce((sum, { segments }) => sum + segments, 0)
            left += more.claims.length
          }
          expect(today).toBeLessThanOrEqual(cap)
          // Nothing is asked for again before it can come to something.
          expect(claim(db, now, limit).again ?? Infinity).toBeGreaterThan(now)
        }
        expect(left).toBe(sizes.filter((size) => size <= cap).length)
        expect(logReasons(db, {}, waits, rigStart).holds.map(({ hold }) => hold)).toEqual(sizes.some((size) => size > cap) ? ['over-daily-cap'] : [])
        db.close()
      }),
      { numRuns: 60 },
    )
  })

  test('the carrier’s own count of segments is what is counted', () => {
    const db = book(10)
    fill(db, [1])
    const [first] = claim(db, rigStart, 1).claims
    settle(db, [{ kind: 'status', id: first!.id, status: 'accepted', sid: 'SM1', segments: 3 }], rigStart)
    expect(leftToday(db, 1, rigStart)).toEqual({ cap: 10, left: 7 })
    db.close()
  })

  test('after a restore, what is found never to have left gives back what it was counted with, and no more', () => {
    const db = book(10)
    fill(db, [2, 3])
    const [first] = claim(db, rigStart, 1).claims
    settle(db, [{ kind: 'status', id: first!.id, status: 'accepted', sid: 'SM1', segments: 2 }], rigStart)
    distrustAfterRestore(db, rigStart, rigStart + 1000)
    expect(leftToday(db, 1, rigStart).left).toBe(5)
    settle(db, [{ kind: 'requeue', id: 2, dueAt: null, detail: 'never-arrived', attempted: true }], rigStart + 2000)
    expect(leftToday(db, 1, rigStart).left).toBe(8)
    db.close()
  })
})

test('stopping ends a pass of look-ups between two of them', async () => {
  const db = openDatabase(':memory:')
  migrate(db)
  saveNumbers(db, [{ sid: 'PN', number: '+12025550100', name: '', sms: true, mms: false }], 0)
  const add = db.prepare(`INSERT INTO messages (number, body, purpose, priority, sender_id, segments, status, due_at, claimed_at, created_at, updated_at) VALUES (?, 'x', 'marketing', 2, 1, 1, 'unknown', 0, 0, 0, 0)`)
  for (let n = 0; n < 100; n++) add.run(rigNumber(n))
  let looks = 0
  let going = true
  const provider = {
    list: () => {
      going = ++looks < 10
      return Promise.resolve({ kind: 'ok', value: { messages: [], next: null } })
    },
  } as unknown as Provider
  const watched = new Map(Array.from({ length: 100 }, (_, n) => [n + 1, { since: 0, looked: 0 }]))
  const { settlements } = await reconcile({ db, provider, now: () => 10_000_000, watched, lead: 0, going: () => going })
  expect(looks).toBeLessThan(20)
  expect(settlements.length).toBeLessThan(looks)
  db.close()
})
