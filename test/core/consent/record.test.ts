import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ConsentMethod } from '../../../shared/contract/consent.ts'
import type { NewConsent } from '../../../electron/core/consent/chain.ts'
import { chainOf, firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { firstHashes } from '../../../electron/core/consent/first-hashes.ts'
import { joinNumbers } from '../../../electron/core/consent/joined.ts'
import { optIn, optOut, recordConsent, recordFromImport, recordManyFromImport, type ImportedConsent } from '../../../electron/core/consent/record.ts'
import { mayText, rebuildConsent, stateOf } from '../../../electron/core/consent/state.ts'
import { TEST_NOW, testContext, type TestContext } from '../../support/context.ts'

let book: TestContext
beforeEach(() => {
  book = testContext()
})
afterEach(() => book.close())

const ANN = '+12025550143'
const BOB = '+12025550144'
const imported = (more: Partial<ImportedConsent> = {}): ImportedConsent => ({
  method: 'web-form', occurredAt: TEST_NOW, zone: 'America/New_York', recordedAt: TEST_NOW, disclosure: 'I agree.', source: 'list.csv', importId: 1, ...more,
})
const said = (more: Partial<NewConsent> = {}): NewConsent => ({
  number: ANN, purpose: 'marketing', state: 'opted-in', method: 'by-hand', occurredAt: TEST_NOW, zone: 'America/New_York', recordedAt: TEST_NOW,
  disclosure: null, source: 'said so at the till', importId: null, ...more,
})
const word = (at: number, source: string) => ({ number: ANN, method: 'reply' as const, source, at, zone: 'UTC' })
const standings = () => book.db.prepare('SELECT * FROM consent ORDER BY number, purpose').all()

describe('who may be texted', () => {
  test('each purpose needs a yes of its own', () => {
    expect(mayText(book.db, ANN, 'service', TEST_NOW)).toBe('no-consent')
    recordConsent(book.db, said({ purpose: 'service' }))
    expect(mayText(book.db, ANN, 'service', TEST_NOW)).toBe('yes')
    expect(mayText(book.db, ANN, 'marketing', TEST_NOW)).toBe('no-consent')
    recordConsent(book.db, said({ purpose: 'marketing' }))
    expect(mayText(book.db, ANN, 'marketing', TEST_NOW)).toBe('yes')
    expect(mayText(book.db, BOB, 'marketing', TEST_NOW)).toBe('no-consent')
  })

  test('STOP ends both purposes, a narrowed one only its own', () => {
    recordManyFromImport(book.db, [ANN, BOB], ['marketing', 'service'], imported())
    optOut(book.db, word(TEST_NOW + 1, 'reply: STOP'))
    expect([mayText(book.db, ANN, 'marketing', TEST_NOW), mayText(book.db, ANN, 'service', TEST_NOW)]).toEqual(['opted-out', 'opted-out'])
    optOut(book.db, { ...word(TEST_NOW + 1, 'no offers, please'), number: BOB, purposes: ['marketing'] })
    expect([mayText(book.db, BOB, 'marketing', TEST_NOW), mayText(book.db, BOB, 'service', TEST_NOW)]).toEqual(['opted-out', 'yes'])
  })

  test('STOP of somebody unknown is remembered', () => {
    optOut(book.db, word(TEST_NOW, 'reply: STOP'))
    expect(mayText(book.db, ANN, 'marketing', TEST_NOW)).toBe('opted-out')
  })

  test('an opt-out learnt of late counts all the same', () => {
    recordConsent(book.db, said({ occurredAt: TEST_NOW }))
    optOut(book.db, word(TEST_NOW - 5000, 'voice mail'))
    expect(mayText(book.db, ANN, 'marketing', TEST_NOW)).toBe('opted-out')
  })
})

describe('coming back', () => {
  test('START gives back what was agreed to once, nothing more', () => {
    recordConsent(book.db, said({ purpose: 'service' }))
    optOut(book.db, word(TEST_NOW + 1000, 'reply: STOP'))
    optIn(book.db, word(TEST_NOW + 1000, 'reply: START'))
    expect(mayText(book.db, ANN, 'service', TEST_NOW)).toBe('yes')
    expect(mayText(book.db, ANN, 'marketing', TEST_NOW)).toBe('opted-out')
  })

  test('START of somebody unknown is for service only', () => {
    optIn(book.db, word(TEST_NOW, 'reply: START'))
    expect([stateOf(book.db, ANN, 'marketing'), stateOf(book.db, ANN, 'service')]).toEqual(['none', 'opted-in'])
  })

  test.each<[ConsentMethod, number, string]>([
    ['by-hand', 1, 'opted-in'],
    ['by-hand', 0, 'opted-out'],
    ['by-hand', -1, 'opted-out'],
    ['paper', 1, 'opted-in'],
    ['purchase', 1, 'opted-out'],
    ['import', 1, 'opted-out'],
    ['reply', 0, 'opted-in'],
    ['reply', -1, 'opted-out'],
  ])('after an opt-out, %s dated %i ms later leaves the number %s', (method, later, state) => {
    optOut(book.db, word(TEST_NOW, 'reply: STOP'))
    recordConsent(book.db, said({ method, occurredAt: TEST_NOW + later }))
    expect(stateOf(book.db, ANN, 'marketing')).toBe(state)
  })
})

describe('imports', () => {
  test('hashes made elsewhere are those the book would make, and wrong ones are found', () => {
    const of = imported({ source: 'a "list"\ud800.csv', disclosure: '' })
    const numbers = [ANN, BOB]
    recordManyFromImport(book.db, numbers, ['marketing', 'service'], of, { marketing: firstHashes(of, 'marketing', numbers), service: firstHashes(of, 'service', numbers) })
    expect(book.db.prepare('SELECT count(*) FROM consent_events').pluck().get()).toBe(4)
    expect(firstTamperedEvent(book.db)).toBeNull()
    recordManyFromImport(book.db, ['+12025550145'], ['service'], of, { service: firstHashes(of, 'marketing', ['+12025550145']) })
    expect(firstTamperedEvent(book.db)).not.toBeNull()
  })

  test('never bring back whoever said stop, and write nothing about them', () => {
    optOut(book.db, word(TEST_NOW - 1000, 'reply: STOP'))
    const outcome = recordManyFromImport(book.db, [BOB, ANN], ['marketing', 'service'], imported())
    expect(outcome).toEqual({ recorded: 2, known: 0, keptOut: [ANN] })
    expect(recordFromImport(book.db, ANN, 'marketing', imported())).toBe('kept-out')
    expect(chainOf(book.db, ANN, 'marketing')).toHaveLength(1)
    expect(mayText(book.db, BOB, 'marketing', TEST_NOW)).toBe('yes')
  })

  test('write the same agreement once, another one again', () => {
    expect(recordFromImport(book.db, ANN, 'marketing', imported())).toBe('recorded')
    expect(recordFromImport(book.db, ANN, 'marketing', imported({ importId: 2 }))).toBe('known')
    expect(recordFromImport(book.db, ANN, 'marketing', imported({ importId: 2, disclosure: 'I agree to more.' }))).toBe('recorded')
    expect(chainOf(book.db, ANN, 'marketing')).toHaveLength(2)
    expect(firstTamperedEvent(book.db)).toBeNull()
  })

  test('may hold two numbers of one person, of whom only one ever said anything', () => {
    joinNumbers(book.db, BOB, ANN, 1)
    recordConsent(book.db, said())
    expect(recordManyFromImport(book.db, [ANN, BOB], ['marketing', 'service'], imported())).toEqual({ recorded: 4, known: 0, keptOut: [] })
    const derived = standings()
    rebuildConsent(book.db)
    expect(standings()).toEqual(derived)
  })

  test('may hold a number twice', () => {
    expect(recordManyFromImport(book.db, [ANN, BOB, ANN], ['service'], imported())).toEqual({ recorded: 2, known: 0, keptOut: [] })
  })

  const method = fc.constantFrom<ConsentMethod>('web-form', 'paper', 'keyword', 'spoken', 'purchase', 'import', 'reply', 'carrier', 'by-hand', 'front-desk', 'other')
  const anImport = fc.record({ method, occurredAt: fc.integer({ min: 0, max: TEST_NOW * 2 }), purposes: fc.subarray(['marketing', 'service'] as const), importId: fc.nat() })

  test('in no sequence flip opted-out to opted-in, whatever they say of themselves', () => {
    fc.assert(
      fc.property(fc.array(anImport, { minLength: 1, maxLength: 10 }), fc.nat(9), (imports, stopAt) => {
        const book = testContext()
        for (const [index, { purposes, ...of }] of imports.entries()) {
          if (index === stopAt % imports.length) optOut(book.db, word(TEST_NOW, 'reply: STOP'))
          recordManyFromImport(book.db, [ANN], purposes, imported(of))
          // The same through the lower door.
          for (const purpose of purposes) if (index >= stopAt % imports.length) recordConsent(book.db, said({ ...of, purpose }))
        }
        expect([stateOf(book.db, ANN, 'marketing'), stateOf(book.db, ANN, 'service')]).toEqual(['opted-out', 'opted-out'])
        book.close()
      }),
      { numRuns: 40 },
    )
  })
})

describe('the standings', () => {
  const step = fc.record({
    number: fc.constantFrom(ANN, BOB, '+33639981234'), purpose: fc.constantFrom('marketing' as const, 'service' as const), state: fc.constantFrom('opted-in' as const, 'opted-out' as const),
    method: fc.constantFrom<ConsentMethod>('paper', 'reply', 'import', 'by-hand'), occurredAt: fc.integer({ min: TEST_NOW - 5, max: TEST_NOW }), bulk: fc.boolean(),
  })

  test('rebuilt from the events are what recording made of them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        book.close()
        book = testContext()
        for (const { bulk, ...event } of steps) {
          if (bulk) recordManyFromImport(book.db, [event.number, BOB], [event.purpose], imported({ method: event.method, occurredAt: event.occurredAt }))
          else recordConsent(book.db, said(event))
        }
        const derived = standings()
        expect(rebuildConsent(book.db)).toBe(derived.length)
        expect(standings()).toEqual(derived)
        expect(firstTamperedEvent(book.db)).toBeNull()
      }),
      { numRuns: 40 },
    )
  })
})
