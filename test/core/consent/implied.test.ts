import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chainOf, consentHistory, firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { endImplied, endingNumbers } from '../../../electron/core/consent/ending.ts'
import { optIn, optOut, recordConsent, recordManyFromImport, type ImportedConsent } from '../../../electron/core/consent/record.ts'
import { mayText, rebuildConsent, stateOf } from '../../../electron/core/consent/state.ts'
import { takeBackFromNumber } from '../../../electron/core/consent/take-back.ts'
import type { NewConsent } from '../../../electron/core/consent/chain.ts'
import { startRig, rigStart, type Rig } from '../../support/sending-rig.ts'
import { startTestCore } from '../../support/core.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { TEST_NOW, testContext, type TestContext } from '../../support/context.ts'

let book: TestContext
beforeEach(() => {
  book = testContext()
})
afterEach(() => book.close())

const DAY = 86_400_000
const TORONTO = '+14165550123'
const BOSTON = '+16175550123'
const PARIS = '+33639981234'
const BOUGHT = Date.UTC(2024, 1, 29, 15)
/** A leap day's purchase, two years on. */
const ENDS = Date.UTC(2026, 1, 28, 15)

const said = (more: Partial<NewConsent> = {}): NewConsent => ({
  number: TORONTO, purpose: 'marketing', state: 'opted-in', method: 'purchase', occurredAt: BOUGHT, zone: 'America/Toronto', recordedAt: BOUGHT, disclosure: null, source: 'till', importId: null, ...more,
})
const imported = (more: Partial<ImportedConsent> = {}): ImportedConsent => ({
  method: 'purchase', occurredAt: BOUGHT, zone: 'America/Toronto', recordedAt: BOUGHT, disclosure: null, source: 'till.csv', importId: 7, ...more,
})
const sweep = (now: number): number => {
  let ended = 0
  for (const numbers of endingNumbers(book.db, -Infinity, now)) {
    endImplied(book.db, numbers, 'UTC', now)
    ended += numbers.length
  }
  return ended
}
const may = (number: string, at: number, purpose: 'marketing' | 'service' = 'marketing') => mayText(book.db, number, purpose, at)
const standings = () => book.db.prepare('SELECT * FROM consent ORDER BY number, purpose').all()

describe('implied consent in Canada', () => {
  test('is over at its last moment, swept or not, and sweeping changes nothing about that', () => {
    recordConsent(book.db, said())
    expect([may(TORONTO, ENDS - 1), may(TORONTO, ENDS)]).toEqual(['yes', 'no-consent'])
    expect(sweep(ENDS - 1)).toBe(0)
    expect(sweep(ENDS)).toBe(1)
    expect(stateOf(book.db, TORONTO, 'marketing')).toBe('none')
    expect([may(TORONTO, ENDS - 1), may(TORONTO, ENDS)]).toEqual(['no-consent', 'no-consent'])
    expect(sweep(ENDS + DAY)).toBe(0)
    expect(chainOf(book.db, TORONTO, 'marketing').map(({ method, occurredAt }) => [method, occurredAt])).toEqual([['purchase', BOUGHT], ['expired', ENDS]])
    expect(firstTamperedEvent(book.db)).toBeNull()
  })

  test('an inquiry holds six months; for service nothing ends', () => {
    recordConsent(book.db, said({ method: 'inquiry' }))
    recordConsent(book.db, said({ purpose: 'service' }))
    const ends = Date.UTC(2024, 7, 29, 15)
    expect([may(TORONTO, ends - 1), may(TORONTO, ends), may(TORONTO, ends + 3650 * DAY, 'service')]).toEqual(['yes', 'no-consent', 'yes'])
  })

  test('elsewhere a purchase stays what it was', () => {
    for (const number of [BOSTON, PARIS]) recordConsent(book.db, said({ number }))
    expect(sweep(ENDS + 3650 * DAY)).toBe(0)
    expect([may(BOSTON, ENDS + DAY), may(PARIS, ENDS + DAY)]).toEqual(['yes', 'yes'])
    expect(consentHistory(book.db, BOSTON)[0]!.expiresAt).toBeNull()
    expect(consentHistory(book.db, TORONTO)).toEqual([])
  })

  test('it goes by where the person is now: an address put right counts at once', () => {
    recordConsent(book.db, said({ number: BOSTON }))
    const { lastInsertRowid } = book.db.prepare(`INSERT INTO contacts (number, country, created_at, updated_at) VALUES (?, 'CA', 0, 0)`).run(BOSTON)
    expect(may(BOSTON, ENDS)).toBe('no-consent')
    expect(consentHistory(book.db, BOSTON)[0]!.expiresAt).toBe(ENDS)
    book.db.prepare(`UPDATE contacts SET country = 'US' WHERE id = ?`).run(lastInsertRowid)
    expect(may(BOSTON, ENDS)).toBe('yes')
    expect(sweep(ENDS)).toBe(0)
  })

  test('a newer purchase renews, an older one does not; a later end outlasts an earlier one', () => {
    recordConsent(book.db, said())
    recordConsent(book.db, said({ occurredAt: BOUGHT - 300 * DAY }))
    expect(may(TORONTO, ENDS)).toBe('no-consent')
    // An inquiry a month before the end carries it on for less than the purchase would have.
    recordConsent(book.db, said({ method: 'inquiry', occurredAt: ENDS - 30 * DAY }))
    expect([may(TORONTO, ENDS), may(TORONTO, ENDS + 140 * DAY), may(TORONTO, ENDS + 160 * DAY)]).toEqual(['yes', 'yes', 'no-consent'])
    recordConsent(book.db, said({ occurredAt: ENDS + DAY }))
    // A question asked meanwhile takes nothing away.
    recordConsent(book.db, said({ method: 'inquiry', occurredAt: ENDS + 2 * DAY }))
    expect([may(TORONTO, ENDS + 700 * DAY), may(TORONTO, ENDS + 740 * DAY)]).toEqual(['yes', 'no-consent'])
  })

  test('what ended may be begun anew by another purchase, by hand or in bulk', () => {
    for (const number of [TORONTO, '+14165550124']) recordConsent(book.db, said({ number }))
    sweep(ENDS)
    recordConsent(book.db, said({ occurredAt: ENDS + DAY }))
    expect(recordManyFromImport(book.db, [BOSTON, '+14165550124'], ['marketing'], imported({ occurredAt: ENDS + DAY }))).toMatchObject({ recorded: 2 })
    expect([may(TORONTO, ENDS + 2 * DAY), may('+14165550124', ENDS + 2 * DAY), may(TORONTO, ENDS + 740 * DAY)]).toEqual(['yes', 'yes', 'no-consent'])
    expect(firstTamperedEvent(book.db)).toBeNull()
  })

  test('a yes of their own never ends, whenever it came and whatever was bought since', () => {
    recordConsent(book.db, said({ number: '+14165550124', method: 'paper', occurredAt: BOUGHT - DAY }))
    recordConsent(book.db, said({ number: '+14165550124' }))
    recordConsent(book.db, said())
    // Learnt of late: an older form, found in a drawer.
    recordConsent(book.db, said({ method: 'paper', occurredAt: BOUGHT - 400 * DAY }))
    expect(sweep(ENDS + DAY)).toBe(0)
    expect([may(TORONTO, ENDS + 4000 * DAY), may('+14165550124', ENDS + 4000 * DAY)]).toEqual(['yes', 'yes'])
  })

  test('a stop stays a stop: neither its end nor another purchase changes it', () => {
    recordConsent(book.db, said())
    optOut(book.db, { number: TORONTO, method: 'reply', source: 'reply: STOP', at: BOUGHT + DAY, zone: 'UTC' })
    recordConsent(book.db, said({ occurredAt: BOUGHT + 2 * DAY }))
    recordConsent(book.db, said({ method: 'inquiry', occurredAt: BOUGHT + 3 * DAY }))
    expect(sweep(ENDS + DAY)).toBe(0)
    expect(may(TORONTO, ENDS + DAY)).toBe('opted-out')
  })

  test('START after it ended gives back no offers', () => {
    recordConsent(book.db, said())
    sweep(ENDS)
    optIn(book.db, { number: TORONTO, method: 'reply', source: 'reply: START', at: ENDS + DAY, zone: 'UTC' })
    expect([may(TORONTO, ENDS + DAY), may(TORONTO, ENDS + DAY, 'service')]).toEqual(['no-consent', 'yes'])
  })

  test('an import of purchases on both sides of the border, its end, and its undoing', () => {
    const canadians = Array.from({ length: 30 }, (_, n) => `+1416555${String(1000 + n)}`)
    const americans = Array.from({ length: 30 }, (_, n) => `+1617555${String(1000 + n)}`)
    expect(recordManyFromImport(book.db, [...canadians, ...americans], ['marketing', 'service'], imported())).toMatchObject({ recorded: 120 })
    const kept = standings()
    rebuildConsent(book.db)
    expect(standings()).toEqual(kept)
    expect(canadians.map((number) => may(number, ENDS))).toEqual(canadians.map(() => 'no-consent'))
    expect(americans.map((number) => may(number, ENDS))).toEqual(americans.map(() => 'yes'))
    expect(sweep(ENDS)).toBe(30)
    const undone = { importId: 7, source: 'till.csv', zone: 'UTC', now: ENDS + DAY }
    for (const number of [...canadians, ...americans]) takeBackFromNumber(book.db, undone, number)
    expect(standings()).toEqual([])
    expect(firstTamperedEvent(book.db)).toBeNull()
  })

  const method = fc.constantFrom('purchase' as const, 'inquiry' as const, 'paper' as const, 'import' as const, 'reply' as const)
  const step = fc.oneof(
    fc.record({ do: fc.constant('say' as const), number: fc.constantFrom(TORONTO, BOSTON), method, out: fc.boolean(), ago: fc.nat(900) }),
    fc.record({ do: fc.constant('bulk' as const), numbers: fc.subarray([TORONTO, BOSTON, PARIS], { minLength: 1 }), method, ago: fc.nat(900), importId: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ do: fc.constant('undo' as const), number: fc.constantFrom(TORONTO, BOSTON), importId: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ do: fc.constant('sweep' as const) }),
  )
  test('in any order: rebuilt is what was kept, sweeping ends exactly what is over, and the chain is whole', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        book.close()
        book = testContext()
        let now = BOUGHT
        for (const one of steps) {
          now += 60 * DAY
          if (one.do === 'say') recordConsent(book.db, said({ number: one.number, method: one.method, state: one.out ? 'opted-out' : 'opted-in', occurredAt: now - one.ago * DAY, recordedAt: now }))
          else if (one.do === 'bulk') recordManyFromImport(book.db, one.numbers, ['marketing'], imported({ method: one.method, occurredAt: now - one.ago * DAY, recordedAt: now, importId: one.importId }))
          else if (one.do === 'undo') takeBackFromNumber(book.db, { importId: one.importId, source: 'x', zone: 'UTC', now }, one.number)
          else {
            const before = [TORONTO, BOSTON, PARIS].map((number) => may(number, now))
            sweep(now)
            expect([TORONTO, BOSTON, PARIS].map((number) => may(number, now))).toEqual(before)
            // What a screen counts and what may be sent to are one after a sweep.
            expect(stateOf(book.db, TORONTO, 'marketing') === 'opted-in').toBe(may(TORONTO, now) === 'yes')
          }
          const kept = standings()
          rebuildConsent(book.db)
          expect(standings()).toEqual(kept)
        }
        expect(firstTamperedEvent(book.db)).toBeNull()
      }),
      { numRuns: 40 },
    )
  })
})

describe('at the claim', () => {
  let rig: Rig
  afterEach(() => rig.end())

  test('a message that comes due a moment after the end is left out, without any sweep', async () => {
    rig = await startRig()
    rig.sending().start()
    const bought = Date.UTC(2024, 10, 23, 16)
    recordConsent(rig.db, said({ occurredAt: bought }))
    const ends = Date.UTC(2026, 10, 23, 16)
    expect(ends - rigStart).toBe(3_600_000)
    rig.queue(1, { number: () => TORONTO, consent: false, startsAt: ends - 60_000 })
    rig.queue(1, { number: () => TORONTO, consent: false, startsAt: ends + 60_000 })
    await rig.until(() => (rig.counts().skipped ?? 0) === 1, 2 * 3_600_000, 5_000)
    expect(rig.accepted()).toHaveLength(1)
    expect(rig.db.prepare(`SELECT skip FROM messages WHERE status = 'skipped'`).pluck().get()).toBe('no-consent')
  })

  test('goes by the records, also where what is kept of them knows of no end', async () => {
    rig = await startRig()
    rig.sending().start()
    recordConsent(rig.db, said({ occurredAt: Date.UTC(2024, 10, 20, 16) }))
    rig.db.exec(`UPDATE consent SET expires_at = NULL`)
    rig.queue(1, { number: () => TORONTO, consent: false })
    await rig.until(() => (rig.counts().skipped ?? 0) === 1, 3_600_000, 5_000)
    expect(rig.accepted()).toHaveLength(0)
  })
})

describe('by itself', () => {
  test('told a month before, ended at the start and every hour, and a screen’s counts follow', async () => {
    const clock = createFakeClock(ENDS - 31 * DAY)
    const desk = await startTestCore({ clock })
    try {
      const person = await desk.call('contacts.add', { number: TORONTO, firstName: 'Ann', lastName: 'Roy' })
      await desk.call('contacts.add', { number: BOSTON })
      for (const number of [TORONTO, BOSTON])
        await desk.call('consent.record', { number, purpose: 'marketing', state: 'opted-in', method: 'purchase', occurredAt: BOUGHT, disclosure: null, source: 'till' })
      expect((await desk.call('today.get', {})).needs).toEqual([])
      clock.jump(2 * DAY)
      expect((await desk.call('today.get', {})).needs).toMatchObject([{ kind: 'consent-ending', text: expect.stringMatching(/^One person’s implied consent ends within 30 days/) as string }])
      expect(await desk.call('rules.ending', { days: 30 })).toEqual({ total: 1, soonest: [{ contactId: person.id, name: 'Ann Roy', number: TORONTO, expiresAt: ENDS }] })
      expect(await desk.call('rules.ending', { days: 28 })).toMatchObject({ total: 0 })
      const { listId } = await desk.call('rules.listEnding', { days: 30, name: 'Ask again' })
      expect(await desk.call('contacts.page', { filter: { listId }, sort: 'name', offset: 0, limit: 10 })).toMatchObject({ total: 1, rows: [{ number: TORONTO, marketing: 'opted-in' }] })
      const file = await desk.call('rules.exportEnding', { days: 30 })
      expect(file.name).toMatch(/^consent-ending-.*\.csv$/)

      clock.jump(29 * DAY - 1000)
      expect((await desk.call('contacts.get', { id: person.id })).marketing).toBe('opted-in')
      const ended = desk.next('changed', ({ topics }) => topics.includes('consent'))
      await clock.advance(3_600_000)
      await ended
      const after = await desk.call('contacts.get', { id: person.id })
      expect(after).toMatchObject({ marketing: 'none', consentHistory: [{ method: 'expired', expiresAt: null }, { method: 'purchase', expiresAt: ENDS }] })
      expect((await desk.call('today.get', {})).needs).toEqual([])

      // Another one ends while the program is closed.
      await desk.call('consent.record', { number: TORONTO, purpose: 'marketing', state: 'opted-in', method: 'inquiry', occurredAt: clock.now() - 180 * DAY, disclosure: null, source: 'asked for a price' })
      clock.jump(30 * DAY)
      await desk.restart()
      await desk.until(async () => (await desk.call('contacts.get', { id: person.id })).marketing === 'none')
    } finally {
      await desk.end()
    }
  })

  test('what ended counts as nothing said: an import of the same people goes in, and an undone one leaves no trace of standing', async () => {
    recordManyFromImport(book.db, [TORONTO], ['marketing'], imported())
    sweep(TEST_NOW)
    expect(recordManyFromImport(book.db, [TORONTO], ['marketing'], imported())).toEqual({ recorded: 1, known: 0, keptOut: [] })
    expect(may(TORONTO, TEST_NOW)).toBe('no-consent')
    expect(sweep(TEST_NOW)).toBe(1)
  })
})
