import { afterEach, describe, expect, test } from 'vitest'
import { optOut } from '../../../electron/core/consent/record.ts'
import { stateOf } from '../../../electron/core/consent/state.ts'
import { rigNumber, startRig, type Rig, type RigOptions } from '../../support/sending-rig.ts'

const HOUR = 3_600_000
let rig: Rig
const start = async (options?: RigOptions) => {
  rig = await startRig(options)
  rig.sending().start()
}
afterEach(() => rig.end())
const shop = () => rig.db.prepare(`SELECT address FROM senders WHERE id = ?`).pluck().get(rig.senderId) as string

describe('found by reading', () => {
  test('a STOP that came while the program was shut counts before anything leaves', async () => {
    await start()
    await rig.clock.advance(5_000)
    await rig.idle()
    rig.queue(3, { startsAt: rig.clock.now() + HOUR })
    await rig.crash()
    rig.clock.jump(2 * HOUR)
    rig.carrier.injectInbound({ from: rigNumber(1), to: shop(), body: 'STOP' })
    rig.sending().start()
    await rig.until(() => (rig.counts().delivered ?? 0) === 2)
    expect(rig.counts()).toEqual({ delivered: 2, skipped: 1 })
    expect(rig.accepted().map(({ to_number }) => to_number)).not.toContain(rigNumber(1))
  })

  test('a claim held while the lid was closed is asked again', async () => {
    await start({ segmentsPerSecond: 0.5 })
    rig.queue(3)
    await rig.until(() => rig.accepted().length === 1)
    optOut(rig.db, { number: rigNumber(1), method: 'spoken', source: 'at the counter', at: rig.clock.now(), zone: 'UTC' })
    rig.clock.jump(HOUR)
    rig.sending().wake()
    await rig.until(() => (rig.counts().delivered ?? 0) === 2)
    expect(rig.counts()).toEqual({ delivered: 2, skipped: 1 })
  })

  test('a failure reported after the batch had ended is tried again by itself, and the batch ends again', async () => {
    await start()
    rig.queue(1)
    await rig.until(() => rig.accepted().length === 1)
    await rig.until(() => rig.db.prepare(`SELECT state FROM batches`).pluck().get() === 'done')
    const message = rig.accepted()[0]!
    // The carrier's network was congested: nothing was handed over (30001).
    rig.db.prepare(`UPDATE messages SET status = 'accepted'`).run()
    rig.failed(message.sid, 30001)
    await rig.until(() => rig.counts().queued === 1)
    await rig.until(() => rig.accepted().length === 2, HOUR, 10_000)
    await rig.until(() => rig.db.prepare(`SELECT state FROM batches`).pluck().get() === 'done')
    expect(rig.db.prepare(`SELECT sid FROM former_sids`).pluck().all()).toEqual([message.sid])
  })

  test('a campaign whose last message is skipped is done', async () => {
    await start()
    rig.queue(1, { consent: false })
    await rig.until(() => rig.db.prepare(`SELECT state FROM batches`).pluck().get() === 'done')
    expect(rig.counts()).toEqual({ skipped: 1 })
  })

  test('STOP and then START in one reading leave the person in', async () => {
    await start()
    rig.queue(1)
    await rig.until(() => rig.counts().delivered === 1)
    rig.carrier.injectInbound({ from: rigNumber(0), to: shop(), body: 'STOP' })
    rig.carrier.injectInbound({ from: rigNumber(0), to: shop(), body: 'START' })
    await rig.clock.advance(120_000)
    await rig.idle()
    expect(stateOf(rig.db, rigNumber(0), 'marketing')).toBe('opted-in')
  })

  test('a disk that was full while nothing else was to be written is noticed when it has room again', async () => {
    await start({ segmentsPerSecond: 200 })
    await rig.clock.advance(5_000)
    await rig.idle()
    // So many that their events do not fit into the pages that are there.
    rig.queue(400, { startsAt: rig.clock.now() + 10_000 })
    rig.db.pragma(`max_page_count = ${rig.db.pragma('page_count', { simple: true }) as number}`)
    await rig.clock.advance(60_000)
    await rig.idle()
    expect(rig.sending().waits().stopped).toBe(true)
    rig.db.pragma('max_page_count = 1000000')
    await rig.until(() => rig.counts().delivered === 400)
  })
})
