import { afterEach, describe, expect, test } from 'vitest'
import { errorCodes } from '../../../electron/core/provider/error-codes.ts'
import { afterFailure, isPassing } from '../../../electron/core/sending/after-failure.ts'
import { carrierDay } from '../../../electron/core/sending/daily-cap.ts'
import { writeRules } from '../../../electron/core/sending/sending-rules.ts'
import { rigNumber, rigStart, startRig, type Rig, type RigOptions } from '../../support/sending-rig.ts'

const HOUR = 3_600_000
let rig: Rig
/** Monday 15:00 UTC: 10:00 in New York, 7:00 in Los Angeles, 16:00 in Paris. */
const start = async (options?: RigOptions) => {
  rig = await startRig(options)
  writeRules(rig.db, 'practice', { quietHours: true, perDay: 1, perWeek: 4 })
  rig.sending().start()
}
afterEach(() => rig?.end())

/** California: 8 to 21, Pacific time. */
const californian = (n: number) => `+131055501${String(n).padStart(2, '0')}`
const row = (number: string) => rig.db.prepare(`SELECT status, hold, skip, due_at AS dueAt FROM messages WHERE number = ? ORDER BY id DESC LIMIT 1`).get(number) as { status: string; hold: string | null; skip: string | null; dueAt: number }

describe('quiet hours', () => {
  test('who sleeps gets it in the morning, who is awake at once', async () => {
    await start()
    rig.queue(1, { number: () => californian(1) })
    rig.queue(1, { number: () => rigNumber(1) })
    await rig.until(() => rig.accepted().length === 1)
    expect(rig.accepted()[0]!.to_number).toBe(rigNumber(1))
    expect(row(californian(1))).toMatchObject({ status: 'queued', hold: 'outside-hours', dueAt: rigStart + HOUR })
    await rig.until(() => rig.accepted().length === 2, 2 * HOUR, 60_000)
    expect(rig.clock.now()).toBeGreaterThanOrEqual(rigStart + HOUR)
    expect(rig.clock.now()).toBeLessThan(rigStart + HOUR + 2 * 60_000)
  })

  test('the contact’s own zone wins over the number’s', async () => {
    await start()
    rig.db.prepare(`INSERT INTO contacts (number, time_zone, created_at, updated_at) VALUES (?, 'Europe/Paris', 0, 0)`).run(californian(2))
    rig.queue(1, { number: () => californian(2) })
    await rig.until(() => rig.accepted().length === 1, 5_000)
  })

  test('what waits for the same minute is spread at the sender’s rate', async () => {
    await start({ segmentsPerSecond: 2 })
    rig.queue(20, { number: californian })
    await rig.clock.advance(5_000)
    await rig.idle()
    const due = rig.db.prepare(`SELECT due_at FROM messages ORDER BY due_at`).pluck().all() as number[]
    expect(due[0]).toBe(rigStart + HOUR)
    expect(due.at(-1)! - due[0]!).toBe(19 * 500)
  })

  test('a reply keeps no hours; a service message keeps 7 to 22', async () => {
    await start()
    rig.queue(1, { number: () => californian(3), priority: 0, consent: false })
    rig.queue(1, { number: () => californian(4), priority: 1, purpose: 'service' })
    await rig.until(() => rig.accepted().length === 2, 5_000)
    rig.clock.jump(-HOUR)
    rig.queue(1, { number: () => californian(5), priority: 1, purpose: 'service' })
    await rig.clock.advance(5_000)
    await rig.idle()
    expect(row(californian(5))).toMatchObject({ status: 'queued', hold: 'outside-hours' })
  })

  test('what would come too late to be of use is skipped and says so', async () => {
    await start()
    const id = rig.queue(1, { number: () => californian(6), startsAt: rig.clock.now() + 1000 })
    rig.db.prepare(`UPDATE messages SET valid_until_at = ? WHERE batch_id = ?`).run(rigStart + HOUR / 2, id)
    await rig.clock.advance(5_000)
    await rig.idle()
    expect(row(californian(6))).toMatchObject({ status: 'skipped', skip: 'expired' })
  })
})

describe('not too often', () => {
  test('one offer a day: the second waits for tomorrow; service messages do not count', async () => {
    await start()
    const to = () => rigNumber(5)
    rig.queue(1, { number: to })
    await rig.until(() => rig.accepted().length === 1)
    rig.queue(1, { number: to })
    rig.queue(1, { number: to, purpose: 'service', priority: 1, body: () => 'Your appointment' })
    await rig.until(() => rig.accepted().length === 2)
    expect(rig.accepted()[1]!.body).toBe('Your appointment')
    expect(rig.db.prepare(`SELECT hold FROM messages WHERE status = 'queued'`).pluck().get()).toBe('too-often')
    await rig.until(() => rig.accepted().length === 3, 30 * HOUR, 600_000)
    expect(rig.clock.now() - rigStart).toBeGreaterThanOrEqual(24 * HOUR)
  })

  test('without caps nothing waits', async () => {
    await start()
    writeRules(rig.db, 'practice', { perDay: null, perWeek: null })
    rig.queue(3, { number: () => rigNumber(6), body: (n) => `Offer ${n}` })
    await rig.until(() => rig.accepted().length === 3, 10_000)
  })
})

describe('the sender’s day', () => {
  test('the cap holds, across a restart, until the carrier’s midnight', async () => {
    await start({ segmentsPerSecond: 10 })
    writeRules(rig.db, 'practice', { quietHours: false })
    rig.db.prepare(`UPDATE senders SET daily_cap = 3`).run()
    rig.queue(8)
    await rig.until(() => rig.accepted().length === 3)
    await rig.crash()
    rig.sending().start()
    await rig.clock.advance(60_000)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(3)
    const midnight = carrierDay(rig.clock.now()).endsAt
    await rig.until(() => rig.accepted().length === 6, 24 * HOUR, 600_000)
    expect(rig.clock.now()).toBeGreaterThanOrEqual(midnight)
  })

  test('the carrier’s day is Pacific, in summer and winter', () => {
    expect(carrierDay(Date.UTC(2026, 0, 15, 7, 59))).toEqual({ day: '2026-01-14', endsAt: Date.UTC(2026, 0, 15, 8) })
    expect(carrierDay(Date.UTC(2026, 6, 15, 7, 1))).toEqual({ day: '2026-07-15', endsAt: Date.UTC(2026, 6, 16, 7) })
  })
})

describe('order', () => {
  test('a flood of service messages does not starve the offers', async () => {
    await start({ segmentsPerSecond: 2 })
    writeRules(rig.db, 'practice', { quietHours: false, perDay: null, perWeek: null })
    rig.queue(60, { number: (n) => rigNumber(n), purpose: 'service', priority: 1 })
    rig.queue(4, { number: (n) => rigNumber(80 + n), body: () => 'offer' })
    await rig.until(() => rig.accepted().length >= 40)
    const offers = rig.accepted().slice(0, 40).filter(({ body }) => body === 'offer').length
    expect(offers).toBeGreaterThanOrEqual(2)
  })
})

describe('after a failure', () => {
  const now = rigStart

  test('every known code, at the request and reported later, leads somewhere, and nothing repeats for ever', () => {
    expect(errorCodes.size).toBe(81)
    for (const code of errorCodes.keys()) {
      for (const reported of [true, false]) {
        const first = afterFailure(code, 400, reported, 1, now)
        if (first.kind === 'retry' || first.kind === 'sender-waits') expect(first.at).toBeGreaterThan(now)
        // What was reported as failed is tried again once at the most, unless a day's limit held it back unseen.
        if (reported && first.kind === 'retry') expect(afterFailure(code, 400, true, 2, now)).toEqual({ kind: 'final', passing: true })
      }
    }
  })

  test('what may have been delivered is never repeated by itself', () => {
    for (const code of [30003, 30008, 30036, 30410, 30453]) expect(afterFailure(code, 0, true, 1, now).kind).toBe('final')
  })

  test('for good or for now', () => {
    expect([21610, 21211, 30005, 30006, 30007, 21617].map(isPassing)).toEqual(Array(6).fill(false))
    expect([30003, 30008, 30034, 30002, 30001].map(isPassing)).toEqual(Array(5).fill(true))
    expect(isPassing(null)).toBe(false)
    expect(isPassing(99_999)).toBe(false)
  })

  test('a day’s limit waits for the carrier’s next day', () => {
    expect(afterFailure(30023, 0, true, 1, now)).toEqual({ kind: 'sender-waits', at: carrierDay(now).endsAt })
  })
})

describe('by hand', () => {
  test('retry sends what failed for a passing reason, and only that', async () => {
    await start({ behaviour: { unreachable: 1 } })
    writeRules(rig.db, 'practice', { quietHours: false, perDay: null, perWeek: null })
    rig.queue(2, { number: (n) => (n === 0 ? '+15005550001' : rigNumber(n)) })
    await rig.until(() => (rig.counts().undelivered ?? 0) === 1 && (rig.counts().failed ?? 0) === 1)
    expect(await rig.sending().handlers['messages.retry']({ who: { filter: {} } })).toEqual({ ok: true, value: { retried: 1 } })
    await rig.until(() => rig.accepted().length === 2)
    await rig.until(() => (rig.counts().undelivered ?? 0) === 1)
    expect(rig.db.prepare(`SELECT count(DISTINCT number) FROM messages WHERE status = 'failed'`).pluck().get()).toBe(1)
  })

  test('another time for what waits', async () => {
    await start()
    writeRules(rig.db, 'practice', { quietHours: false, perDay: null, perWeek: null })
    rig.queue(2, { startsAt: rig.clock.now() + HOUR })
    const at = rig.clock.now() + 2 * HOUR
    expect(await rig.sending().handlers['messages.reschedule']({ who: { filter: { statuses: ['queued'] } }, dueAt: at })).toEqual({ ok: true, value: { changed: 2 } })
    await rig.clock.advance(1.5 * HOUR)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(0)
    await rig.until(() => rig.accepted().length === 2, HOUR, 10_000)
  })

  test('a changed rule is asked again at once', async () => {
    await start()
    rig.queue(1, { number: () => californian(7) })
    await rig.clock.advance(2_000)
    await rig.idle()
    expect(row(californian(7)).hold).toBe('outside-hours')
    await rig.sending().handlers['queue.saveRules']({ quietHours: false })
    await rig.until(() => rig.accepted().length === 1, 5_000)
  })
})
