import { afterEach, describe, expect, test } from 'vitest'
import type { FaultPlan } from '../../../electron/core/practice/faults.ts'
import { optOut } from '../../../electron/core/consent/record.ts'
import { mayText, stateOf } from '../../../electron/core/consent/state.ts'
import { rigNumber, startRig, type Rig, type RigOptions } from '../../support/sending-rig.ts'

let rig: Rig
const start = async (options?: RigOptions) => {
  rig = await startRig(options)
  rig.sending().start()
  return rig
}
afterEach(() => rig.end())

const settled = () => !['queued', 'sending', 'accepted', 'sent', 'unknown'].some((status) => (rig.counts()[status] ?? 0) > 0)
/** How often the carrier took each text. */
const copies = () => Object.values(Object.groupBy(rig.accepted(), ({ body }) => body)).map((all) => all!.length)
/** A fault for the n-th attempt to send (1-based). */
const onSend = (fault: (n: number) => ReturnType<FaultPlan>): FaultPlan => {
  let sends = 0
  return ({ operation }) => (operation === 'create' ? fault(++sends) : null)
}

describe('the queue', () => {
  test('sends everything once, at the sender’s rate, and follows each message to its end', async () => {
    await start({ segmentsPerSecond: 10 })
    const begun = rig.clock.now()
    rig.queue(50)
    await rig.until(() => rig.accepted().length === 50)
    expect(rig.clock.now() - begun).toBeGreaterThanOrEqual(4_800)
    expect(rig.clock.now() - begun).toBeLessThanOrEqual(6_000)
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 50 })
    expect(copies()).toEqual(Array(50).fill(1))
    expect(rig.db.prepare(`SELECT state FROM batches`).pluck().get()).toBe('done')
    expect(rig.db.prepare(`SELECT DISTINCT group_concat(status, ' ') FROM message_events GROUP BY message_id`).pluck().all()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^queued sending accepted (sent )?delivered$/)]),
    )
  })

  test('nothing leaves before its time', async () => {
    await start()
    rig.queue(3, { startsAt: rig.clock.now() + 60_000 })
    await rig.clock.advance(59_000)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(0)
    await rig.until(() => rig.accepted().length === 3, 5_000)
  })

  test('a take-back in time leaves no trace; afterwards it is refused', async () => {
    await start()
    const early = rig.queue(3, { startsAt: rig.clock.now() + 10_000 })
    expect(await rig.sending().batches.takeBack(early)).toBe(true)
    const late = rig.queue(3, { startsAt: rig.clock.now() + 1_000 })
    await rig.until(() => rig.accepted().length === 3)
    expect(await rig.sending().batches.takeBack(late)).toBe(false)
    expect(rig.accepted().every(({ body }) => body.startsWith(`Hello ${late}/`))).toBe(true)
  })

  test('pause stops within a message, resume goes on, cancel ends: nothing lost, nothing twice', async () => {
    await start({ segmentsPerSecond: 5 })
    const batch = rig.queue(40)
    await rig.until(() => rig.accepted().length >= 10)
    rig.sending().batches.pause(batch)
    await rig.idle()
    const atPause = rig.accepted().length
    await rig.clock.advance(30_000)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(atPause)
    rig.sending().batches.resume(batch)
    await rig.until(() => rig.accepted().length >= atPause + 10)
    rig.sending().batches.cancel(batch)
    await rig.until(settled)
    const { delivered = 0, canceled = 0 } = rig.counts()
    expect(delivered + canceled).toBe(40)
    expect(delivered).toBe(rig.accepted().length)
    expect(copies().every((n) => n === 1)).toBe(true)
  })

  test('a paused queue stays paused across a restart', async () => {
    await start()
    await rig.sending().handlers['queue.pause']({})
    rig.queue(2)
    await rig.crash()
    rig.sending().start()
    await rig.clock.advance(10_000)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(0)
    await rig.sending().handlers['queue.resume']({})
    await rig.until(() => rig.accepted().length === 2)
  })

  test('replies overtake service, service overtakes promotions', async () => {
    await start({ segmentsPerSecond: 1 })
    rig.queue(5, { body: (n) => `promo ${n}` })
    rig.queue(1, { body: () => 'reminder', priority: 1, number: () => rigNumber(70) })
    rig.queue(1, { body: () => 'reply', priority: 0, number: () => rigNumber(71) })
    await rig.until(() => rig.accepted().length === 7)
    const order = rig.accepted().map(({ body }) => body)
    expect(order.indexOf('reply')).toBeLessThan(order.indexOf('reminder'))
    expect(order.indexOf('reminder')).toBeLessThan(order.indexOf('promo 2'))
  })
})

describe('permission', () => {
  test('who says stop after being queued is skipped, with the reason', async () => {
    await start({ segmentsPerSecond: 1 })
    rig.queue(5)
    optOut(rig.db, { number: rigNumber(4), method: 'reply', source: 'reply: STOP', at: rig.clock.now(), zone: 'UTC' })
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 4, skipped: 1 })
    expect(rig.db.prepare(`SELECT number, skip FROM messages WHERE status = 'skipped'`).get()).toEqual({ number: rigNumber(4), skip: 'opted-out' })
  })

  test('who never agreed is not texted', async () => {
    await start()
    rig.queue(2, { consent: false })
    await rig.until(settled)
    expect(rig.counts()).toEqual({ skipped: 2 })
    expect(rig.accepted()).toHaveLength(0)
  })

  test('STOP and START by reply act at once, and only once each', async () => {
    await start()
    rig.queue(1)
    await rig.until(settled)
    const [{ sender_address: to = '' } = {}] = [{ sender_address: rig.db.prepare(`SELECT address FROM senders WHERE id = ?`).pluck().get(rig.senderId) as string }]
    rig.carrier.injectInbound({ from: rigNumber(0), to, body: 'Arrêt' })
    await rig.until(() => stateOf(rig.db, rigNumber(0), 'marketing') === 'opted-out')
    expect(mayText(rig.db, rigNumber(0), 'service', rig.clock.now())).toBe('opted-out')
    rig.carrier.injectInbound({ from: rigNumber(0), to, body: 'start' })
    await rig.until(() => stateOf(rig.db, rigNumber(0), 'marketing') === 'opted-in')
    await rig.clock.advance(300_000)
    await rig.idle()
    expect(rig.db.prepare(`SELECT count(*) FROM inbound_messages`).pluck().get()).toBe(2)
    expect(rig.db.prepare(`SELECT state FROM consent_events WHERE number = ? AND purpose = 'marketing' ORDER BY id`).pluck().all(rigNumber(0))).toEqual(['opted-in', 'opted-out', 'opted-in'])
  })

  test('the carrier’s 21610 is an opt-out', async () => {
    await start()
    rig.queue(1, { number: () => '+15005550004' })
    await rig.until(settled)
    expect(rig.db.prepare(`SELECT status, error_code FROM messages`).get()).toEqual({ status: 'failed', error_code: 21610 })
    expect(stateOf(rig.db, '+15005550004', 'marketing')).toBe('opted-out')
  })
})

describe('when something breaks', () => {
  test('one bad number never stops a batch', async () => {
    await start()
    rig.queue(5, { number: (n) => (n === 1 ? '+15005550001' : rigNumber(n)) })
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 4, failed: 1 })
  })

  test('a bad sender pauses only itself', async () => {
    await start()
    rig.db.prepare(`INSERT INTO senders (address, name, kind, segments_per_second, created_at) VALUES ('+15005550007', 'broken', 'long-code', 10, 0)`).run()
    const broken = rig.db.prepare(`SELECT id FROM senders WHERE name = 'broken'`).pluck().get() as number
    rig.sending().wake()
    rig.queue(3, { sender: broken })
    rig.queue(3, { number: (n) => rigNumber(50 + n) })
    await rig.until(() => (rig.counts().delivered ?? 0) === 3)
    expect(rig.counts()).toEqual({ delivered: 3, queued: 3 })
    expect(rig.db.prepare(`SELECT paused_code FROM senders WHERE id = ?`).pluck().get(broken)).toBe(21606)
  })

  test('a 429 loses and doubles nothing, and Retry-After is kept', async () => {
    await start({ faults: onSend((n) => (n % 3 === 0 ? { kind: 'throttle', retryAfter: 20 } : null)) })
    const begun = rig.clock.now()
    rig.queue(6)
    await rig.until(() => rig.accepted().length === 6)
    expect(rig.clock.now() - begun).toBeGreaterThanOrEqual(40_000)
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 6 })
    expect(copies()).toEqual(Array(6).fill(1))
  })

  test.each([
    ['an error after accepting', { kind: 'error', status: 500, accept: true }],
    ['an error before accepting', { kind: 'error', status: 503, accept: false }],
    ['a reset after accepting', { kind: 'reset', accept: true }],
    ['a reset before accepting', { kind: 'reset', accept: false }],
    ['garbage', { kind: 'garbage' }],
  ] as const)('%s: looked up, adopted or sent again, never twice', async (_, fault) => {
    await start({ faults: onSend((n) => (n === 2 || n === 4 ? fault : null)) })
    rig.queue(6)
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 6 })
    expect(copies()).toEqual(Array(6).fill(1))
  })

  test.each([true, false])('a hang (accepted: %s) ends with a time-out and is looked up', async (accept) => {
    await start({ timeoutMs: 300, faults: onSend((n) => (n === 1 ? { kind: 'hang', accept } : null)) })
    rig.queue(3)
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 3 })
    expect(copies()).toEqual(Array(3).fill(1))
  })

  test('a late list is waited for', async () => {
    let sends = 0
    await start({ faults: ({ operation }) => (operation !== 'create' ? null : ++sends === 1 ? { kind: 'late-list', ms: 45_000 } : null) })
    rig.queue(1)
    await rig.until(() => rig.accepted().length === 1)
    // As a crash between the carrier's accept and its answer leaves it.
    rig.db.prepare(`UPDATE messages SET status = 'sending', provider_sid = NULL`).run()
    await rig.crash()
    rig.sending().start()
    expect(rig.counts()).toEqual({ unknown: 1 })
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 1 })
    expect(rig.accepted()).toHaveLength(1)
  })

  test('what becomes unknown while others are being looked up is looked up too', async () => {
    // Every look takes four seconds; the second answer is lost in the middle of the first look.
    await start({ faults: ({ operation }) => (operation === 'create' ? { kind: 'reset', accept: true } : operation === 'list' ? { kind: 'slow', ms: 4_000 } : null) })
    rig.queue(1)
    rig.queue(1, { startsAt: rig.clock.now() + 4_500, number: () => rigNumber(9) })
    await rig.until(settled, 300_000, 100, true)
    expect(rig.counts()).toEqual({ delivered: 2 })
    expect(rig.accepted()).toHaveLength(2)
  })

  test('two equal messages to one number are told apart', async () => {
    await start({ segmentsPerSecond: 100, faults: onSend((n) => (n === 1 ? { kind: 'reset', accept: true } : n === 2 ? { kind: 'reset', accept: false } : null)) })
    rig.queue(2, { number: () => rigNumber(0), body: () => 'the very same' })
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 2 })
    expect(rig.accepted()).toHaveLength(2)
  })

  test('no network: messages wait and go out by themselves when it returns', async () => {
    await start()
    await rig.carrier.stop()
    rig.queue(4)
    await rig.clock.advance(60_000)
    await rig.idle()
    expect(rig.sending().network()).toBe('offline')
    expect(rig.counts()).toEqual({ queued: 4 })
    await rig.carrier.start()
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 4 })
    expect(copies()).toEqual(Array(4).fill(1))
  })

  test('without an account nothing is tried, and it goes on when one is there', async () => {
    await start()
    rig.setProvider('none')
    rig.queue(2)
    await rig.clock.advance(10_000)
    await rig.idle()
    expect(rig.counts()).toEqual({ queued: 2 })
    rig.setProvider('practice')
    rig.sending().wake()
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 2 })
  })

  test('statuses never go backwards', async () => {
    await start()
    rig.queue(1)
    await rig.until(settled)
    rig.db.prepare(`UPDATE messages SET status = 'delivered'`).run()
    const before = rig.db.prepare(`SELECT count(*) FROM message_events`).pluck().get()
    await rig.clock.advance(200_000)
    await rig.idle()
    expect(rig.counts()).toEqual({ delivered: 1 })
    expect(rig.db.prepare(`SELECT count(*) FROM message_events`).pluck().get()).toBe(before)
  })

  test('a full disk stops claiming instead of losing track', async () => {
    await start({ segmentsPerSecond: 100 })
    rig.queue(30)
    await rig.until(() => rig.accepted().length >= 5)
    const pages = rig.db.pragma('page_count', { simple: true }) as number
    rig.db.pragma(`max_page_count = ${pages}`)
    await rig.clock.advance(20_000)
    await rig.idle()
    rig.db.pragma('max_page_count = 1000000')
    await rig.until(settled)
    expect(rig.counts()).toEqual({ delivered: 30 })
    expect(copies()).toEqual(Array(30).fill(1))
  })
})
