import { afterEach, describe, expect, test } from 'vitest'
import type { MessagePlan } from '../../../shared/contract/campaigns.ts'
import { addSegment, removeSegment, saveSegment, undoRemoveSegment } from '../../../electron/core/segments/store.ts'
import type { Rule } from '../../../shared/rules/segments/rule.ts'
import { startCampaignRig, type CampaignRig } from '../../support/campaign-rig.ts'

let rig: CampaignRig
afterEach(() => rig.end())

const vip: Rule = { kind: 'tag', has: true, tag: 'vip' }
const notLately: Rule = { kind: 'group', match: 'all', of: [vip, { kind: 'texted', last: { when: 'not-within', days: 7 } }] }

describe('a campaign to a segment', () => {
  test('goes to whoever its rule finds at approval, whatever it found before or finds later', async () => {
    rig = await startCampaignRig()
    rig.sending().start()
    const people = [await rig.person(0), await rig.person(1), await rig.person(2)]
    const tag = async (indexes: readonly number[]) => rig.call('contacts.tag', { who: { ids: indexes.map((index) => people[index]!.id) }, add: ['vip'], remove: [] })
    await tag([0])
    const segment = addSegment(rig.db, 'Best', notLately, 1)!
    const plan: MessagePlan = { audience: { kind: 'segment', segmentId: segment.id }, purpose: 'marketing', body: 'Hello', senderId: null }
    const draft = await rig.call('campaigns.saveDraft', { name: '', plan })
    expect(draft).toMatchObject({ audienceName: 'Best', audienceGone: false })
    expect(await rig.call('campaigns.estimate', plan)).toMatchObject({ audience: 1, recipients: 1 })
    await tag([1])
    expect(await rig.ask('campaigns.approve', { id: draft.id, sendAt: null, expected: 1 })).toMatchObject({ ok: false, error: { code: 'campaigns-audience-changed' } })
    await rig.call('campaigns.approve', { id: draft.id, sendAt: null, expected: 2 })
    await tag([2])
    await rig.until(() => rig.accepted().length === 2)
    expect(rig.accepted().map((row) => row.to_number).toSorted()).toEqual([people[0]!.number, people[1]!.number].toSorted())
    // Whoever was just texted is not in it any more.
    expect(await rig.call('campaigns.estimate', plan)).toMatchObject({ audience: 1 })
  })

  test('whose segment was removed says so, is not sent, and is as before when the removal is undone', async () => {
    rig = await startCampaignRig()
    rig.sending().start()
    const ann = await rig.person(0)
    await rig.call('contacts.tag', { who: { ids: [ann.id] }, add: ['vip'], remove: [] })
    const segment = addSegment(rig.db, 'Best', vip, 1)!
    const plan: MessagePlan = { audience: { kind: 'segment', segmentId: segment.id }, purpose: 'marketing', body: 'Hello', senderId: null }
    const { id } = await rig.call('campaigns.saveDraft', { name: '', plan })
    const undoId = removeSegment(rig.db, segment.id, rig.clock.now())!
    expect(await rig.call('campaigns.get', { id })).toMatchObject({ audienceName: 'Best', audienceGone: true })
    // Going on writing keeps the name of what is gone.
    expect(await rig.call('campaigns.saveDraft', { id, name: '', plan: { body: 'Hello again' } })).toMatchObject({ audienceName: 'Best', audienceGone: true })
    for (const asked of [rig.ask('campaigns.estimate', plan), rig.ask('campaigns.approve', { id, sendAt: null, expected: 1 })]) {
      expect(await asked).toMatchObject({ ok: false, error: { code: 'campaigns-audience-gone', field: 'audience' } })
    }
    undoRemoveSegment(rig.db, undoId)
    expect(await rig.call('campaigns.get', { id })).toMatchObject({ audienceGone: false })
    saveSegment(rig.db, segment.id, { rule: { kind: 'group', match: 'none', of: [vip] } }, 2)
    expect(await rig.call('campaigns.estimate', plan)).toMatchObject({ audience: 0 })
  })
})
