import { afterEach, describe, expect, test } from 'vitest'
import { batchTotals } from '../../../electron/core/sending/totals.ts'
import { removeBatch, takeBackBatch } from '../../../electron/core/sending/batches.ts'
import { reconsiderHeld, rescheduleMessages, retryMessages } from '../../../electron/core/sending/by-hand.ts'
import { openDatabase } from '../../../electron/core/database/open.ts'
import { startRig, type Rig } from '../../support/sending-rig.ts'

const MANY = 1300
const HOUR = 3_600_000
let rig: Rig
afterEach(() => rig.end())

/** Runs `work`; how often something else had its turn before it was over. */
const turnsWithin = async (work: () => Promise<unknown>): Promise<number> => {
  let turns = 0
  let over = false
  const turn = (): void => {
    if (over) return
    turns += 1
    setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  over = true
  return turns
}
const always = () => true
/** True for the first `n` times. */
const times = (n: number) => () => n-- > 0

describe('what a person does to many messages', () => {
  test('another time, another try, other rules: in steps, to every one of them and no other', async () => {
    rig = await startRig()
    const { db, clock, queue } = rig
    const batch = queue(MANY, { startsAt: clock.now() + HOUR })
    const later = clock.now() + 5 * HOUR
    expect(await turnsWithin(() => rescheduleMessages(db, { filter: { campaignId: batch } }, later, clock.now(), always))).toBeGreaterThan(1)
    expect(db.prepare(`SELECT count(*) FROM messages WHERE due_at = ?`).pluck().get(later)).toBe(MANY)

    db.prepare(`UPDATE messages SET status = iif(id % 2, 'failed', 'delivered'), error_code = iif(id % 2, 30001, NULL)`).run()
    db.prepare(`UPDATE batches SET state = 'done'`).run()
    let retried = 0
    expect(await turnsWithin(async () => { retried = await retryMessages(db, { filter: { campaignId: batch } }, clock.now(), always) })).toBeGreaterThan(1)
    expect(retried).toBe(MANY / 2)
    expect(rig.counts()).toEqual({ queued: MANY / 2, delivered: MANY / 2 })
    expect(db.prepare(`SELECT state FROM batches`).pluck().get()).toBe('open')

    db.prepare(`UPDATE messages SET hold = 'outside-hours', due_at = ? WHERE status = 'queued'`).run(later)
    expect(await turnsWithin(() => reconsiderHeld(db, clock.now(), always))).toBeGreaterThan(1)
    expect(db.prepare(`SELECT count(*) FROM messages WHERE hold IS NOT NULL`).pluck().get()).toBe(0)
  })

  test('a choice by hand is kept to', async () => {
    rig = await startRig()
    rig.queue(20, { startsAt: rig.clock.now() + HOUR })
    const later = rig.clock.now() + 5 * HOUR
    expect(await rescheduleMessages(rig.db, { ids: [3, 7, 99_999] }, later, rig.clock.now(), always)).toBe(2)
    expect(rig.db.prepare(`SELECT id FROM messages WHERE due_at = ?`).pluck().all(later)).toEqual([3, 7])
  })

  test('nothing leaves while another time is being given to all of them', async () => {
    rig = await startRig({ segmentsPerSecond: 200 })
    rig.sending().start()
    await rig.until(() => rig.sending().network() === 'online', 5_000)
    rig.queue(MANY, { startsAt: rig.clock.now() + 5_000 })
    await rig.clock.advance(4_900)
    const given = rig.sending().handlers['messages.reschedule']({ who: { filter: {} }, dueAt: rig.clock.now() + HOUR })
    await rig.clock.advance(2_000)
    expect(await given).toMatchObject({ ok: true, value: { changed: MANY } })
    await rig.clock.advance(60_000)
    expect(rig.accepted()).toHaveLength(0)
  })
})

describe('taking a batch back', () => {
  test('interrupted: nothing of it leaves, and the next start removes what is left', async () => {
    rig = await startRig({ segmentsPerSecond: 200 })
    const batch = rig.queue(MANY, { startsAt: rig.clock.now() + 1_000 })
    expect(takeBackBatch(rig.db, batch, rig.clock.now())).toBe(true)
    await removeBatch(rig.db, batch, times(1))
    const left = rig.counts().queued!
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(MANY)
    rig.sending().start()
    await rig.clock.advance(60_000)
    await rig.until(() => rig.counts().queued === undefined)
    expect(rig.db.prepare(`SELECT count(*) FROM batches`).pluck().get()).toBe(0)
    expect(rig.db.prepare(`SELECT count(*) FROM message_events`).pluck().get()).toBe(0)
    expect(rig.accepted()).toHaveLength(0)
  })
})

describe('running totals', () => {
  test('follow claims, settlements, rollbacks, removals and what another thread adds', async () => {
    rig = await startRig({ segmentsPerSecond: 100 })
    const { db } = rig
    const exact = (batch: number) => {
      const rows = db.prepare(`SELECT status, count(*) AS n, sum(segments) AS segments FROM messages WHERE batch_id = ? GROUP BY status`).all(batch) as { status: string; n: number; segments: number }[]
      return { byStatus: Object.fromEntries(rows.map(({ status, n }) => [status, n])), segments: rows.reduce((sum, row) => sum + row.segments, 0) }
    }
    const holds = (batch: number) => expect(batchTotals(db, batch)).toMatchObject(exact(batch))
    const gone = rig.queue(40, { startsAt: rig.clock.now() + HOUR })
    holds(gone)
    rig.sending().start()
    expect(await rig.sending().batches.takeBack(gone)).toBe(true)
    expect(batchTotals(db, gone)).toEqual({ byStatus: {}, segments: 0, billed: null })
    // Their ids are given out again.
    const batch = rig.queue(30, { body: (n) => 'Hello '.repeat(n * 6 + 1) })
    holds(batch)
    expect(() => db.transaction(() => {
      db.prepare(`UPDATE messages SET status = 'failed'`).run()
      throw new Error('no')
    })()).toThrow('no')
    holds(batch)
    const other = openDatabase(rig.context.databaseFile)
    other.prepare(`INSERT INTO messages (batch_id, number, body, purpose, priority, sender_id, segments, status, due_at, created_at, updated_at) VALUES (?, '', '', 'marketing', 2, 1, 4, 'canceled', 0, 0, 0)`).run(batch)
    other.close()
    holds(batch)
    await rig.until(() => rig.counts().delivered === 30)
    holds(batch)
    expect(batchTotals(db, batch).segments).toBeGreaterThan(34)
  })
})
