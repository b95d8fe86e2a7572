import { afterEach, describe, expect, test } from 'vitest'
import { campaignResults } from '../../../electron/core/reports/campaign-results.ts'
import { createAnswerBook } from '../../../electron/core/reports/answer-book.ts'
import { createLogColumns } from '../../../electron/core/sending/log-columns.ts'
import { noteFormerPrice } from '../../../electron/core/sending/former-tries.ts'
import { batchTotals } from '../../../electron/core/sending/totals.ts'
import { startCampaignRig, type CampaignRig } from '../../support/campaign-rig.ts'
import { rigNumber } from '../../support/sending-rig.ts'

let rig: CampaignRig
afterEach(() => rig.end())

const newest = async () => (await rig.call('messages.page', { filter: {}, offset: 0, limit: 10 })).rows[0]!

describe('sending again', () => {
  test('what is added after the log was read is in the log, in its counts and in its search', async () => {
    rig = await startCampaignRig()
    rig.queue(1)
    rig.sending().start()
    await rig.until(() => rig.counts().delivered === 1)
    const found = async () => [
      (await rig.call('messages.page', { filter: {}, offset: 0, limit: 10 })).total,
      (await rig.call('messages.page', { filter: { query: 'hello' }, offset: 0, limit: 10 })).total,
      Object.values(await rig.call('messages.counts', { filter: {} })).reduce((sum, count) => sum + count, 0),
    ]
    for (const times of [1, 2, 3, 4]) {
      // Twice: the first question after it may find it on its way in.
      expect(await found()).toEqual([times, times, times])
      expect(await found()).toEqual([times, times, times])
      await rig.call('messages.resend', { id: 1 })
    }
  })

  test('makes a new message that passes the same checks', async () => {
    rig = await startCampaignRig()
    rig.queue(1)
    rig.sending().start()
    await rig.until(() => rig.counts().delivered === 1)
    const { id } = await rig.call('messages.resend', { id: 1 })
    expect(id).toBe(2)
    await rig.until(() => rig.accepted().length === 2)
    expect(await newest()).toMatchObject({ id: 2, body: 'Hello 1/0', number: rigNumber(0), campaignId: null })
    expect(rig.counts()).not.toHaveProperty('skipped')
  })

  test('leaves whoever said stop alone', async () => {
    rig = await startCampaignRig()
    rig.queue(1)
    rig.sending().start()
    await rig.until(() => rig.counts().delivered === 1)
    await rig.call('consent.record', { number: rigNumber(0), purpose: 'marketing', state: 'opted-out', method: 'spoken', occurredAt: rig.clock.now(), disclosure: '', source: 'test' })
    await rig.call('messages.resend', { id: 1 })
    await rig.until(() => rig.counts().skipped === 1)
    expect(await newest()).toMatchObject({ status: 'skipped', skip: 'opted-out' })
    expect(rig.accepted()).toHaveLength(1)
  })

  test('is refused while the first one’s fate is open, and for words that were erased', async () => {
    rig = await startCampaignRig()
    rig.queue(2)
    expect(await rig.ask('messages.resend', { id: 1 })).toMatchObject({ ok: false, error: { code: 'resend-open' } })
    rig.db.exec(`UPDATE messages SET status = 'delivered', body = '', number = '' WHERE id = 2`)
    expect(await rig.ask('messages.resend', { id: 2 })).toMatchObject({ ok: false, error: { code: 'resend-erased' } })
    expect(await rig.ask('messages.resend', { id: 99 })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(rig.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(2)
  })

  test('a message tried twice is billed twice', async () => {
    rig = await startCampaignRig()
    const batch = rig.queue(1)
    rig.sending().start()
    await rig.until(() => rig.counts().delivered === 1)
    rig.db.exec(`UPDATE messages SET status = 'undelivered', error_code = 30003, price_micros = 8000, currency = 'USD'`)
    const sid = rig.db.prepare('SELECT provider_sid FROM messages').pluck().get() as string
    expect(await rig.sending().handlers['messages.retry']({ who: { ids: [1] } })).toMatchObject({ value: { retried: 1 } })
    expect(batchTotals(rig.db, batch).billed).toEqual({ micros: 8000, currency: 'USD' })
    await rig.until(() => rig.accepted().length === 2)
    await rig.idle()
    rig.db.exec(`UPDATE messages SET status = 'delivered', price_micros = 9000, currency = 'USD'`)
    // The price of the first try may be known only later, or change.
    expect(noteFormerPrice(rig.db, sid, 8500, 'USD')).toBe(true)
    expect(noteFormerPrice(rig.db, sid, 8500, 'USD')).toBe(false)
    expect(noteFormerPrice(rig.db, sid, null, null)).toBe(false)
    expect(batchTotals(rig.db, batch).billed).toEqual({ micros: 17_500, currency: 'USD' })
    const columns = createLogColumns(rig.db)
    while (!columns.step());
    const { billed } = campaignResults({ db: rig.db, columns, answers: createAnswerBook(rig.db) }, batch, rig.clock.now())
    expect(billed).toMatchObject({ total: { micros: 17_500 }, delivered: { micros: 9000 }, retries: { micros: 8500 } })
  })
})
