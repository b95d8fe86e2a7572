import { afterEach, describe, expect, test } from 'vitest'
import type { MessagePlan } from '../../../shared/contract/campaigns.ts'
import { startCampaignRig, type CampaignRig } from '../../support/campaign-rig.ts'
import { rigNumber, type RigOptions } from '../../support/sending-rig.ts'

let rig: CampaignRig
const start = async (options: RigOptions = {}) => {
  rig = await startCampaignRig(options)
  rig.sending().start()
}
afterEach(() => rig.end())

const plan = (body: string, more: Partial<MessagePlan> = {}): MessagePlan => ({ audience: { kind: 'everybody' }, purpose: 'marketing', body, senderId: null, ...more })
const draft = async (body: string, more: Partial<MessagePlan> = {}) => rig.call('campaigns.saveDraft', { name: '', plan: plan(body, more) })

describe('before sending', () => {
  test('the estimate counts merged messages, says who is left out and why, and adds up', async () => {
    await start({ segmentsPerSecond: 2 })
    await rig.person(0, { firstName: 'Zoé' })
    await rig.person(1, { firstName: 'x'.repeat(150) })
    await rig.person(2, { firstName: '' })
    await rig.person(3, { firstName: 'Ann', purposes: [] })
    await rig.person(4, { firstName: 'Bob' })
    await rig.call('consent.record', { number: rigNumber(4), purpose: 'marketing', state: 'opted-out', method: 'spoken', occurredAt: rig.clock.now(), disclosure: null, source: '' })
    const estimate = await rig.call('campaigns.estimate', plan('Hello {{ first_name | default: "there" }}, see you!'))
    expect(estimate).toMatchObject({ audience: 5, recipients: 3, segments: 4, unicode: 0, seconds: 2, longest: { segments: 2 }, costIsPractice: true })
    expect(estimate.leftOut).toEqual(expect.arrayContaining([{ reason: 'no-consent', people: 1 }, { reason: 'opted-out', people: 1 }]))
    expect(estimate.missing).toEqual([{ field: 'first_name', people: 1, fallback: 'there' }])
    expect(estimate.cost!.micros).toBe(4 * 12_800)
    expect(estimate.recipients + estimate.leftOut.reduce((sum, { people }) => sum + people, 0)).toBe(estimate.audience)
  })

  test('empty and over-long merged messages are left out', async () => {
    await start()
    await rig.person(0, { custom: { gift: 'soap' } })
    await rig.person(1)
    await rig.person(2, { custom: { gift: 'y'.repeat(400) } })
    const estimate = await rig.call('campaigns.estimate', plan('{{ gift }}'.repeat(5)))
    expect(estimate.recipients).toBe(1)
    expect(estimate.leftOut).toEqual(expect.arrayContaining([{ reason: 'empty-message', people: 1 }, { reason: 'too-long', people: 1 }]))
  })

  test('the preview leafs through the people who will get it, and shows what is sent, to the letter', async () => {
    await start()
    await rig.person(0, { firstName: 'Ann' })
    await rig.person(1, { firstName: 'Nobody', purposes: [] })
    await rig.person(2, { firstName: '{{ business }}' })
    const message = plan('Dear {{ first_name }} — {{ business }}')
    const shown = [await rig.call('campaigns.recipient', { ...message, index: 0 }), await rig.call('campaigns.recipient', { ...message, index: 1 })]
    expect(await rig.call('campaigns.recipient', { ...message, index: 2 })).toBeNull()
    expect(shown.map((recipient) => recipient!.text)).toEqual(['Dear Ann — Corner Bakery', 'Dear {{ business }} — Corner Bakery'])
    const { id } = await draft(message.body)
    await rig.call('campaigns.approve', { id, sendAt: null, expected: 2 })
    await rig.until(() => rig.accepted().length === 2)
    expect(rig.accepted().map(({ body }) => body).toSorted()).toEqual(shown.map((recipient) => recipient!.text).toSorted())
  })

  test('lists, tags, chosen people', async () => {
    await start()
    const [ann, bob, cid] = [await rig.person(0), await rig.person(1), await rig.person(2)]
    const list = await rig.call('lists.add', { name: 'Regulars' })
    await rig.call('lists.addPeople', { id: list.id, who: { ids: [ann.id, bob.id] } })
    await rig.call('contacts.tag', { who: { ids: [cid.id] }, add: ['vip'], remove: [] })
    const count = async (audience: MessagePlan['audience']) => (await rig.call('campaigns.estimate', plan('Hi', { audience }))).recipients
    expect(await count({ kind: 'list', listId: list.id })).toBe(2)
    expect(await count({ kind: 'tag', tag: 'VIP' })).toBe(1)
    expect(await count({ kind: 'people', contactIds: [ann.id, cid.id] })).toBe(2)
    expect(await count({ kind: 'everybody' })).toBe(3)
    expect((await draft('Hi', { audience: { kind: 'list', listId: list.id } })).audienceName).toBe('Regulars')
  })

  test('a service message needs its own permission', async () => {
    await start()
    await rig.person(0, { purposes: ['marketing'] })
    await rig.person(1, { purposes: ['service'] })
    expect((await rig.call('campaigns.estimate', plan('Tomorrow at 3', { purpose: 'service' }))).recipients).toBe(1)
  })
})

describe('approving', () => {
  test('another number of recipients than the person saw is refused, and nothing is sent', async () => {
    await start()
    await rig.person(0)
    const { id } = await draft('Hi')
    await rig.person(1)
    const refused = await rig.ask('campaigns.approve', { id, sendAt: null, expected: 1 })
    expect(refused).toMatchObject({ ok: false, error: { code: 'campaigns-audience-changed' } })
    expect((await rig.call('campaigns.get', { id })).state).toBe('draft')
    await rig.clock.advance(30_000)
    expect(rig.accepted()).toHaveLength(0)
  })

  test.each([
    ['no message', '   ', 'campaigns-no-body'],
    ['a broken merge field', 'Hi {{ first_name', 'campaigns-body'],
  ])('%s is refused', async (_, body, code) => {
    await start()
    await rig.person(0)
    const { id } = await draft(body)
    expect(await rig.ask('campaigns.approve', { id, sendAt: null, expected: 1 })).toMatchObject({ ok: false, error: { code, field: 'body' } })
  })

  test('nobody to send to is refused', async () => {
    await start()
    const { id } = await draft('Hi')
    expect(await rig.ask('campaigns.approve', { id, sendAt: null, expected: 1 })).toMatchObject({ ok: false, error: { code: 'campaigns-nobody' } })
  })

  test('ten seconds to take it back, then it goes out and ends', async () => {
    await start()
    for (let n = 0; n < 5; n++) await rig.person(n)
    const { id } = await draft('Fresh bread')
    const approved = await rig.call('campaigns.approve', { id, sendAt: null, expected: 5 })
    expect(approved).toMatchObject({ state: 'counting-down', name: 'Fresh bread', counts: { total: 5, queued: 5 } })
    expect(approved.startsAt! - rig.clock.now()).toBeGreaterThanOrEqual(10_000)
    await rig.clock.advance(9_000)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(0)
    const back = await rig.call('campaigns.takeBack', { id })
    expect(back).toMatchObject({ state: 'draft', startsAt: null, counts: { total: 0 } })
    await rig.clock.advance(60_000)
    expect(rig.accepted()).toHaveLength(0)
    await rig.call('campaigns.approve', { id, sendAt: null, expected: 5 })
    await rig.until(() => rig.accepted().length === 5)
    expect(await rig.ask('campaigns.takeBack', { id })).toMatchObject({ ok: false, error: { code: 'campaigns-too-late' } })
    await rig.until(() => (rig.counts().delivered ?? 0) === 5)
    const done = await rig.call('campaigns.get', { id })
    expect(done).toMatchObject({ state: 'done', counts: { delivered: 5, total: 5 } })
    expect(done.billedCost!.micros).toBeGreaterThan(0)
  })

  test('at a moment: scheduled, still there after a restart, sent then and not before', async () => {
    await start()
    await rig.person(0)
    const { id } = await draft('Later')
    const at = rig.clock.now() + 3_600_000
    expect((await rig.call('campaigns.approve', { id, sendAt: at, expected: 1 })).state).toBe('scheduled')
    await rig.restart()
    expect((await rig.call('campaigns.get', { id })).state).toBe('scheduled')
    await rig.clock.advance(3_590_000)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(0)
    await rig.until(() => rig.accepted().length === 1, 20_000)
  })

  test('what was approved is sealed: later edits and new people change nothing', async () => {
    await start()
    const ann = await rig.person(0, { firstName: 'Ann' })
    const { id } = await draft('Hi {{ first_name }}')
    await rig.call('campaigns.approve', { id, sendAt: null, expected: 1 })
    await rig.call('contacts.save', { id: ann.id, firstName: 'Beth' })
    await rig.person(1)
    expect(await rig.ask('campaigns.saveDraft', { id, name: 'x', plan: { body: 'other' } })).toMatchObject({ ok: false, error: { code: 'campaigns-already-approved' } })
    await rig.until(() => rig.accepted().length === 1)
    await rig.clock.advance(10_000)
    await rig.idle()
    expect(rig.accepted().map(({ body }) => body)).toEqual(['Hi Ann'])
  })

  test('pause, resume, cancel and copy', async () => {
    await start({ segmentsPerSecond: 1 })
    for (let n = 0; n < 10; n++) await rig.person(n)
    const { id } = await draft('Slowly')
    await rig.call('campaigns.approve', { id, sendAt: null, expected: 10 })
    await rig.until(() => rig.accepted().length >= 2)
    expect((await rig.call('campaigns.pause', { id })).state).toBe('paused')
    expect((await rig.call('messages.page', { filter: { campaignId: id, statuses: ['queued'] }, offset: 0, limit: 10 })).rows[0]).toMatchObject({ hold: 'paused' })
    expect((await rig.call('campaigns.resume', { id })).state).toBe('sending')
    await rig.until(() => rig.accepted().length >= 4)
    expect((await rig.call('campaigns.cancel', { id })).state).toBe('canceled')
    expect(await rig.ask('campaigns.resume', { id })).toMatchObject({ ok: false })
    await rig.until(() => (rig.counts().queued ?? 0) === 0)
    const copy = await rig.call('campaigns.copy', { id })
    expect(copy).toMatchObject({ state: 'draft', plan: { body: 'Slowly' } })
    await rig.call('campaigns.remove', { id: copy.id })
    expect(await rig.ask('campaigns.remove', { id })).toMatchObject({ ok: false })
  })

  test('a crash while the messages are being written leaves the draft and no message', async () => {
    await start()
    await rig.person(0)
    const { id } = await draft('Hi')
    await rig.call('campaigns.approve', { id, sendAt: null, expected: 1 })
    // As the crash leaves it: sealed, its batch not opened yet.
    rig.db.prepare(`UPDATE batches SET state = 'preparing'`).run()
    await rig.restart()
    expect(await rig.call('campaigns.get', { id })).toMatchObject({ state: 'draft', counts: { total: 0 } })
    await rig.clock.advance(60_000)
    await rig.idle()
    expect(rig.accepted()).toHaveLength(0)
  })
})
