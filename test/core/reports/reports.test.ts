import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { startCampaignRig, type CampaignRig } from '../../support/campaign-rig.ts'
import { carrierDay, countToday } from '../../../electron/core/sending/daily-cap.ts'
import { pauseSender } from '../../../electron/core/sending/senders.ts'
import { writeRules } from '../../../electron/core/sending/sending-rules.ts'
import { rigNumber } from '../../support/sending-rig.ts'

let rig: CampaignRig
afterEach(() => rig.end())

const sendTo = async (people: readonly { n: number; firstName: string }[], body: string) => {
  for (const { n, firstName } of people) await rig.person(n, { firstName })
  const { id } = await rig.call('campaigns.saveDraft', { name: 'Tasting', plan: { audience: { kind: 'everybody' }, purpose: 'marketing', body, senderId: null } })
  await rig.call('campaigns.approve', { id, sendAt: null, expected: people.length })
  return id
}

describe('the delivery log', () => {
  test('shows each message with its history, filters and finds', async () => {
    rig = await startCampaignRig()
    rig.sending().start()
    const id = await sendTo([{ n: 0, firstName: 'Ann' }, { n: 1, firstName: 'Zoé' }, { n: 2, firstName: 'Percy' }], 'Come & taste, {{ first_name }}')
    await rig.until(() => rig.counts().delivered === 3)
    const page = await rig.call('messages.page', { filter: {}, offset: 0, limit: 2 })
    expect(page.total).toBe(3)
    expect(page.rows).toHaveLength(2)
    expect(page.rows[0]!.id).toBeGreaterThan(page.rows[1]!.id)
    const find = async (query: string) => (await rig.call('messages.page', { filter: { query }, offset: 0, limit: 10 })).rows.map((row) => row.name)
    expect(await find('zoé')).toEqual(['Zoé'])
    expect(await find('ZOE taste')).toEqual(['Zoé'])
    expect(await find('ast')).toEqual([])
    // Nothing to search for finds everything.
    expect(await find('%')).toHaveLength(3)
    expect(await find(rigNumber(0).slice(-7))).toEqual(['Ann'])
    expect(await rig.call('messages.counts', { filter: { campaignId: id, statuses: ['failed'] } })).toMatchObject({ delivered: 3, failed: 0 })
    const detail = await rig.call('messages.get', { id: page.rows[0]!.id })
    expect(detail.events.map(({ status }) => status)).toEqual(expect.arrayContaining(['queued', 'sending', 'accepted', 'delivered']))
    expect(detail.providerSid).toMatch(/^SM[0-9a-f]{32}$/)
  })

  test('says why a message waits', async () => {
    rig = await startCampaignRig()
    rig.sending().start()
    const id = await sendTo([{ n: 0, firstName: 'Ann' }], 'Hi')
    const hold = async () => (await rig.call('messages.page', { filter: { campaignId: id }, offset: 0, limit: 1 })).rows[0]!.hold
    expect(await hold()).toBe('countdown')
    await rig.carrier.stop()
    await rig.clock.advance(20_000)
    await rig.idle()
    expect(await hold()).toBe('waiting-for-network')
    expect((await rig.call('today.get', {})).active).toHaveLength(1)
    await rig.sending().handlers['queue.pause']({})
    expect(await hold()).toBe('paused')
    await rig.carrier.start()
    await rig.sending().handlers['queue.resume']({})
    await rig.until(() => rig.counts().delivered === 1)
    expect(await hold()).toBeNull()
  })

  describe('counts by reason', () => {
    const reasons = (filter = {}) => rig.call('messages.reasons', { filter })
    /** The counts agree with what the rows themselves say, whatever the state. */
    const agree = async (filter = {}) => {
      const { rows } = await rig.call('messages.page', { filter, offset: 0, limit: 500 })
      const { holds, failures, skips } = await reasons(filter)
      const count = (values: readonly (string | number | null)[]) => Object.fromEntries(values.map((value) => [String(value), values.filter((one) => one === value).length]))
      expect(Object.fromEntries(holds.map(({ hold, messages }) => [hold, messages]))).toEqual(count(rows.flatMap(({ hold }) => (hold === null ? [] : [hold]))))
      expect(Object.fromEntries(failures.map(({ errorCode, messages }) => [String(errorCode), messages]))).toEqual(
        count(rows.filter(({ status }) => status === 'failed' || status === 'undelivered').map(({ errorCode }) => errorCode)),
      )
      expect(Object.fromEntries(skips.map(({ skip, messages }) => [skip, messages]))).toEqual(count(rows.flatMap(({ skip }) => (skip === null ? [] : [skip]))))
      for (const { errorCode, retryable } of failures) expect(rows.find((row) => row.errorCode === errorCode)?.retryable).toBe(retryable)
      for (const { hold, until } of holds) {
        const due = Math.min(...rows.filter((row) => row.hold === hold).map(({ dueAt }) => dueAt))
        if (hold !== 'daily-cap') expect(until).toBe(due > rig.clock.now() ? due : null)
      }
      return holds.map(({ hold }) => hold).sort()
    }

    test('the holds of each moment of the queue', async () => {
      rig = await startCampaignRig()
      const now = rig.clock.now()
      const address = rig.db.prepare(`SELECT address FROM senders WHERE id = ?`).pluck().get(rig.senderId) as string
      rig.queue(3, { startsAt: now + 10_000 })
      rig.queue(2, { startsAt: now + 3_600_000 })
      rig.queue(4, { startsAt: now - 1_000 })
      const held = rig.db.prepare(`UPDATE messages SET hold = ?, due_at = ? WHERE id = (SELECT max(id) FROM messages WHERE due_at <= ?)`)
      held.run('outside-hours', now + 7_200_000, now)
      held.run('too-often', now + 9_000_000, now)
      held.run('retry-later', now + 60_000, now)
      rig.db.prepare(`UPDATE messages SET status = 'failed', error_code = 30003 WHERE id = 1`).run()
      rig.db.prepare(`UPDATE messages SET status = 'undelivered', error_code = 30006 WHERE id = 2`).run()
      rig.db.prepare(`UPDATE messages SET status = 'skipped', skip = 'expired' WHERE id = 3`).run()
      expect(await agree()).toEqual(['outside-hours', 'retry-later', 'scheduled', 'sender-limit', 'too-often'])
      expect(await reasons()).toMatchObject({ failures: [{ errorCode: 30003, messages: 1, retryable: true }, { errorCode: 30006, retryable: false }], skips: [{ skip: 'expired', messages: 1 }] })
      rig.db.prepare(`UPDATE senders SET daily_cap = 5`).run()
      countToday(rig.db, rig.senderId, 5, now)
      expect(await agree()).toContain('daily-cap')
      expect((await reasons()).holds.find(({ hold }) => hold === 'daily-cap')?.until).toBe(carrierDay(now).endsAt)
      pauseSender(rig.db, address, 30034)
      expect(await agree()).toContain('sender-paused')
      await rig.sending().handlers['queue.pause']({})
      expect(await agree()).toEqual(['outside-hours', 'paused', 'retry-later', 'scheduled', 'too-often'])
      expect(await agree({ statuses: ['failed'] })).toEqual([])
      rig.db.prepare(`UPDATE batches SET state = 'paused'`).run()
      expect(await agree()).toEqual(['paused'])
    })

    test('what a person gave another time is scheduled, not to be taken back', async () => {
      rig = await startCampaignRig()
      const startsAt = rig.clock.now() + 10_000
      rig.queue(2, { startsAt })
      expect(await agree()).toEqual(['countdown'])
      await rig.sending().handlers['messages.reschedule']({ who: { ids: [1] }, dueAt: startsAt + 3_600_000 })
      expect(await agree()).toEqual(['countdown', 'scheduled'])
    })

    test('what waits for its hours is not going out: the pulse says when it will', async () => {
      rig = await startCampaignRig()
      const now = rig.clock.now()
      rig.queue(2, { startsAt: now - 1_000 })
      expect(rig.sending().pulse()).toMatchObject({ state: 'sending', done: 0, total: 2 })
      rig.db.prepare(`UPDATE messages SET hold = 'outside-hours', due_at = ? + id`).run(now + 3_600_000)
      expect(rig.sending().pulse()).toMatchObject({ state: 'scheduled', nextAt: now + 3_600_001 })
    })

    test('a cap that was reached yesterday holds nothing today', async () => {
      rig = await startCampaignRig()
      rig.db.prepare(`UPDATE senders SET daily_cap = 5`).run()
      countToday(rig.db, rig.senderId, 5, rig.clock.now() - 24 * 3_600_000)
      rig.queue(1, { startsAt: rig.clock.now() - 1_000 })
      expect(await agree()).toEqual(['sender-limit'])
    })
  })

  test('an estimate says who would be outside their hours when it starts, where hours are kept', async () => {
    rig = await startCampaignRig()
    // Monday 15:00 UTC: 10:00 in New York, 7:00 in Los Angeles; offers from 8.
    const add = async (number: string) => {
      const contact = await rig.call('contacts.add', { number })
      await rig.call('consent.record', { number: contact.number, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: rig.clock.now() - 1000, disclosure: 'You agreed.', source: 'test' })
    }
    for (const number of ['+12125550101', '+12125550102', '+13105550101']) await add(number)
    const plan = { audience: { kind: 'everybody' as const }, purpose: 'marketing' as const, body: 'Hi', senderId: null }
    const outside = async (more: { startsAt?: number | null }) => (await rig.call('campaigns.estimate', { ...plan, ...more })).outsideHours
    expect(await outside({ startsAt: null })).toBeNull()
    writeRules(rig.db, 'practice', { quietHours: true })
    expect(await outside({})).toBeNull()
    expect(await outside({ startsAt: null })).toBe(1)
    expect(await outside({ startsAt: rig.clock.now() + 2 * 3_600_000 })).toBe(0)
    expect(await outside({ startsAt: rig.clock.now() + 14 * 3_600_000 })).toBe(3)
  })

  test('exports as CSV with formulas defused', async () => {
    rig = await startCampaignRig()
    rig.sending().start()
    await sendTo([{ n: 0, firstName: '=HYPERLINK("x")' }], 'Hi "you",\nbye')
    await rig.until(() => rig.counts().delivered === 1)
    const ticket = await rig.call('messages.export', { filter: {} })
    const text = readFileSync(rig.context.files.path(ticket.fileId)!, 'utf8')
    expect(ticket.name).toMatch(/^delivery-log-\d{4}-\d\d-\d\d\.csv$/)
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(text).toContain(`"'=HYPERLINK(""x"")"`)
    expect(text).toContain('"Hi ""you"",\nbye"')
    expect(text).toContain('Delivered')
  })

  test('today adds up what left, what came of it, and what needs a person', async () => {
    rig = await startCampaignRig()
    rig.sending().start()
    await sendTo([{ n: 0, firstName: 'Ann' }, { n: 1, firstName: 'Bob' }], 'Hi')
    await rig.until(() => rig.counts().delivered === 2)
    const to = rig.db.prepare(`SELECT address FROM senders WHERE id = ?`).pluck().get(rig.senderId) as string
    rig.carrier.injectInbound({ from: rigNumber(0), to, body: 'STOP' })
    await rig.clock.advance(70_000)
    await rig.idle()
    expect(await rig.call('today.get', {})).toMatchObject({ contacts: 2, optedIn: 1, optedOut: 1, sent24h: 2, delivered24h: 2, failed24h: 0, stops24h: 1, needs: [] })
  })
})
