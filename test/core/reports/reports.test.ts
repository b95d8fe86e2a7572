import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { startCampaignRig, type CampaignRig } from '../../support/campaign-rig.ts'
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
    const id = await sendTo([{ n: 0, firstName: 'Ann' }, { n: 1, firstName: 'Zoé' }, { n: 2, firstName: '100%' }], 'Come & taste, {{ first_name }}')
    await rig.until(() => rig.counts().delivered === 3)
    const page = await rig.call('messages.page', { filter: {}, offset: 0, limit: 2 })
    expect(page.total).toBe(3)
    expect(page.rows).toHaveLength(2)
    expect(page.rows[0]!.id).toBeGreaterThan(page.rows[1]!.id)
    const find = async (query: string) => (await rig.call('messages.page', { filter: { query }, offset: 0, limit: 10 })).rows.map((row) => row.name)
    expect(await find('zoé')).toEqual(['Zoé'])
    expect(await find('100%')).toEqual(['100%'])
    expect(await find('%')).toEqual(['100%'])
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
