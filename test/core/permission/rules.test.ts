import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rulesHandlers } from '../../../electron/core/permission/rules-api.ts'
import { createPeopleThread } from '../../../electron/core/segments/people-thread.ts'
import { decide, ownerRules } from '../../../electron/core/sending/decisions.ts'
import { writeRules } from '../../../electron/core/sending/sending-rules.ts'
import { DAY_FIELDS, EVERYWHERE } from '../../../shared/rules/decisions.ts'
import { caller } from '../../support/context.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { rigStart, startRig, type Rig } from '../../support/sending-rig.ts'

const HOUR = 3_600_000
/** Saturday 28 November 2026, 22:00 in Alabama: its Sunday begins in two hours. */
const SATURDAY_NIGHT = Date.UTC(2026, 10, 29, 4)
const alabamian = (n: number) => `+1205555010${String(n)}`

describe('a decision at the claim', () => {
  let rig: Rig
  let thread: ReturnType<typeof createPeopleThread>
  let call: ReturnType<typeof caller<'rules.get' | 'rules.decide' | 'rules.people'>>
  beforeEach(async () => {
    rig = await startRig()
    writeRules(rig.db, 'practice', { quietHours: true, perDay: null, perWeek: null })
    thread = createPeopleThread(rig.context, () => ({ now: 0, zone: 'UTC' }))
    call = caller(rulesHandlers(rig.context, thread, { ending: () => Promise.resolve([]), soon: () => Promise.resolve(0) }, () => rig.sending().rulesChanged()))
    rig.clock.jump(SATURDAY_NIGHT - rigStart)
    rig.sending().start()
  })
  afterEach(async () => {
    await thread.close()
    await rig.end()
  })

  const hold = (number: string) => rig.db.prepare(`SELECT hold, due_at AS dueAt FROM messages WHERE number = ?`).get(number) as { hold: string | null; dueAt: number }
  const settle = async () => {
    await rig.clock.advance(2_000)
    await rig.idle()
  }

  test('a Sunday in Alabama is opened with a reason, and what waited for Monday leaves on it; back to the rule closes it', async () => {
    rig.queue(1, { number: () => alabamian(1) })
    await settle()
    // Monday 8:00 there.
    expect(hold(alabamian(1))).toMatchObject({ hold: 'outside-hours', dueAt: Date.UTC(2026, 10, 30, 14) })

    expect(await call('rules.decide', { place: 'US-AL', changes: [{ field: 'sunday', value: [600, 1080] }], reason: '  ' })).toMatchObject({ ok: false, error: { code: 'rules-no-reason', field: 'reason' } })
    expect(ownerRules(rig.db)).toBeUndefined()
    const opened = await call('rules.decide', { place: 'US-AL', changes: [{ field: 'sunday', value: [600, 1080] }], reason: 'Our lawyer says the ban is for calls' })
    expect(opened).toMatchObject({ ok: true, value: { inForce: [{ place: 'US-AL', field: 'sunday', decided: { value: [600, 1080] }, written: { value: null }, reason: 'Our lawyer says the ban is for calls', writtenChanged: false }] } })
    await settle()
    expect(hold(alabamian(1))).toMatchObject({ hold: 'outside-hours', dueAt: Date.UTC(2026, 10, 29, 16) })
    await rig.until(() => rig.accepted().length === 1, 13 * HOUR, 60_000)
    expect(rig.clock.now()).toBeGreaterThanOrEqual(Date.UTC(2026, 10, 29, 16))

    await call('rules.decide', { place: 'US-AL', changes: [{ field: 'sunday', back: true }], reason: '' })
    rig.queue(1, { number: () => alabamian(2) })
    await settle()
    // Behind the one that had its place there before.
    expect(hold(alabamian(2))).toMatchObject({ hold: 'outside-hours', dueAt: Date.UTC(2026, 10, 30, 14) + 100 })
    const { value: view } = (await call('rules.get', {})) as Extract<Awaited<ReturnType<typeof call<'rules.get'>>>, { ok: true }>
    expect(view.rules).toBeNull()
    expect(view.history.map(({ decided, reason }) => [decided?.value ?? 'back', reason])).toEqual([['back', null], [[600, 1080], 'Our lawyer says the ban is for calls']])
  })

  test('it outlives a restart, and the service window holds for everybody', async () => {
    await call('rules.decide', { place: EVERYWHERE, changes: [{ field: 'service', value: [540, 1140] }], reason: 'Nobody answers us earlier' })
    await rig.crash()
    rig.sending().start()
    rig.queue(1, { number: () => alabamian(3), purpose: 'service', priority: 1 })
    await settle()
    expect(hold(alabamian(3))).toMatchObject({ hold: 'outside-hours', dueAt: Date.UTC(2026, 10, 29, 15) })
  })

  test('a whole week, and a most in a day of a place', async () => {
    const noon = [720, 780] as const
    await call('rules.decide', { place: 'US-AL', changes: [...DAY_FIELDS.map((field) => ({ field, value: [...noon] as [number, number] })), { field: 'cap24', value: 1 }], reason: 'At lunch, once a day' })
    rig.queue(1, { number: () => alabamian(4) })
    await rig.until(() => rig.accepted().length === 1, 15 * HOUR, 60_000)
    expect(rig.clock.now()).toBeGreaterThanOrEqual(Date.UTC(2026, 10, 29, 18))
    rig.queue(1, { number: () => alabamian(4), body: () => 'Another' })
    await settle()
    expect(rig.db.prepare(`SELECT hold, due_at AS dueAt FROM messages WHERE status = 'queued'`).get()).toMatchObject({ hold: 'too-often', dueAt: expect.any(Number) as number })
    await rig.until(() => rig.accepted().length === 2, 30 * HOUR, 60_000)
    expect(rig.clock.now()).toBeGreaterThanOrEqual(Date.UTC(2026, 10, 30, 18))
  })

  test('the same decision twice, or what is written already, is none', async () => {
    await call('rules.decide', { place: 'US-AL', changes: [{ field: 'monday', value: [480, 1260] }, { field: 'tuesday', back: true }], reason: '' })
    expect(await call('rules.get', {})).toMatchObject({ ok: true, value: { rules: null, inForce: [], history: [] } })
    const twice = { place: 'US-AL', changes: [{ field: 'cap24' as const, value: 2 }], reason: 'twice' }
    await call('rules.decide', twice)
    expect(await call('rules.decide', twice)).toMatchObject({ ok: true, value: { history: [{ id: 1 }] } })
  })

  test('a rule that is none is refused', async () => {
    for (const [place, field, value] of [['US-AL', 'sunday', [900, 600]], ['US-AL', 'holidays', true], ['US-AL', 'service', [60, 120]], ['nowhere', 'cap24', 3]] as const)
      expect(await call('rules.decide', { place, changes: [{ field, value: value as [number, number] }], reason: 'because' })).toMatchObject({ ok: false, error: { code: 'rules-not-fitting' } })
    expect(rig.db.prepare('SELECT count(*) FROM rule_decisions').pluck().get()).toBe(0)
  })

  test('when the data changed since, it says so; decisions are never changed or deleted', async () => {
    decide(rig.db, [{ place: 'US-FL', field: 'cap24', stored: { value: 2, written: { value: 5, asOf: '2025-01-01' } } }], 'an older rule', 1)
    expect(await call('rules.get', {})).toMatchObject({ ok: true, value: { rules: { places: { 'US-FL': { cap24: 2 } } }, inForce: [{ writtenChanged: true, written: { value: 5, asOf: '2025-01-01' } }] } })
    expect(() => rig.db.exec(`UPDATE rule_decisions SET reason = 'another'`)).toThrow(/never changed/)
    expect(() => rig.db.exec('DELETE FROM rule_decisions')).toThrow(/never deleted/)
  })

  test('the rules are one object until something is decided: answers are cached by it', () => {
    decide(rig.db, [{ place: 'US-FL', field: 'cap24', stored: { value: 2, written: { value: 3, asOf: '2026-11-23' } } }], 'less', 1)
    const rules = ownerRules(rig.db)
    expect(ownerRules(rig.db)).toBe(rules)
    decide(rig.db, [{ place: 'US-FL', field: 'cap24', stored: null }], '', 2)
    expect(ownerRules(rig.db)).toBeUndefined()
  })

  test('whom each rule holds for', async () => {
    const add = rig.db.prepare(`INSERT INTO contacts (number, country, region, created_at, updated_at) VALUES (?, ?, ?, 0, 0)`)
    add.run(alabamian(1), 'US', '')
    add.run(alabamian(2), 'US', '')
    add.run('+12125550100', 'US', '')
    add.run('+13055550100', 'US', '')
    add.run('+33639981234', 'FR', '')
    // A Canadian number of somebody in Texas; a toll-free one.
    add.run('+14165550123', 'US', 'Texas')
    add.run('+18005550123', null, '')
    expect(await call('rules.people', {})).toEqual({
      ok: true,
      value: { byRule: [{ place: 'US-AL', people: 2 }, { place: 'US', people: 1 }, { place: 'US-FL', people: 1 }, { place: 'FR', people: 1 }], unclear: 2 },
    })
  })
})

describe('through the front door', () => {
  let desk: TestCore
  const clock = createFakeClock(SATURDAY_NIGHT)
  afterEach(() => desk.end())

  test('an estimate counts by what was decided, after a restart too', async () => {
    desk = await startTestCore({ clock })
    await desk.call('queue.saveRules', { quietHours: true })
    const person = await desk.call('contacts.add', { number: alabamian(5) })
    await desk.call('consent.record', { number: alabamian(5), purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: clock.now() - HOUR, disclosure: 'Yes.', source: '' })
    const estimate = () => desk.call('campaigns.estimate', { audience: { kind: 'people', contactIds: [person.id] }, purpose: 'marketing', body: 'Figs', senderId: null, startsAt: SATURDAY_NIGHT + 14 * HOUR })
    expect(await estimate()).toMatchObject({ recipients: 1, outsideHours: 1 })
    await desk.call('rules.decide', { place: 'US-AL', changes: [{ field: 'sunday', value: [480, 1260] }], reason: 'A rule for calls' })
    expect(await estimate()).toMatchObject({ recipients: 1, outsideHours: 0 })
    await desk.restart()
    expect(await estimate()).toMatchObject({ outsideHours: 0 })
    await desk.call('rules.decide', { place: 'US-AL', changes: [{ field: 'sunday', back: true }], reason: 'We asked again' })
    expect(await estimate()).toMatchObject({ outsideHours: 1 })
    expect((await desk.call('rules.get', {})).history.map(({ reason }) => reason)).toEqual(['We asked again', 'A rule for calls'])
  })

  test('own caps are part of the history, and practice asks for no reason', async () => {
    desk = await startTestCore({ clock })
    await desk.call('queue.saveRules', { perDay: 2 })
    await desk.call('queue.saveRules', { perDay: null })
    expect((await desk.call('rules.get', {})).history).toMatchObject([{ place: 'own', field: 'perDay', decided: null, reason: null }, { place: 'own', field: 'perDay', decided: { value: 2 } }])
  })
})
