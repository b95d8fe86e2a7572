import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHash } from 'node:crypto'
import { canonical, firstHasher, hashOf, nextHasher, verifyChain, type ChainedConsent, type NewConsent } from '../../../electron/core/consent/chain.ts'
import { chainOf, firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { recordConsent, recordConsentMany } from '../../../electron/core/consent/record.ts'
import { TEST_NOW, testContext, type TestContext } from '../../support/context.ts'

let book: TestContext
beforeEach(() => {
  book = testContext()
})
afterEach(() => book.close())

const NUMBER = '+12025550143'
const said = (more: Partial<NewConsent> = {}): NewConsent => ({
  number: NUMBER, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: TEST_NOW - 1000, zone: 'America/New_York',
  recordedAt: TEST_NOW, disclosure: 'I agree to get offers.', source: 'blue binder', importId: null, ...more,
})

const text = fc.string({ unit: 'binary', maxLength: 30 })
const anyEvent = fc.record<NewConsent>({
  number: fc.constant(NUMBER),
  purpose: fc.constant('marketing'),
  state: fc.constantFrom('opted-in', 'opted-out'),
  method: fc.constantFrom('web-form', 'paper', 'keyword', 'spoken', 'purchase', 'import', 'reply', 'carrier', 'by-hand', 'front-desk', 'other'),
  occurredAt: fc.integer({ min: 0, max: TEST_NOW }),
  zone: fc.constantFrom('Europe/Paris', 'America/Chicago'),
  recordedAt: fc.integer({ min: 0, max: TEST_NOW }),
  disclosure: fc.option(text.filter((t) => t !== '')),
  source: text,
  importId: fc.option(fc.integer({ min: 1, max: 9 })),
})

describe('the bytes of an event', () => {
  test('are exactly as documented, so that others can check them', () => {
    const wording = createHash('sha256').update('I agree to get offers.').digest('hex')
    const bytes = `["deskbell-consent-1","${NUMBER}","marketing","opted-in","paper",${TEST_NOW - 1000},"America/New_York",${TEST_NOW},"${wording}","say \\"yes\\"",7,null]`
    const event = said({ source: 'say "yes"', importId: 7 })
    expect(canonical(event, null)).toBe(bytes)
    expect(hashOf(event, null).toString('hex')).toBe(createHash('sha256').update(bytes, 'utf8').digest('hex'))
    expect(canonical(event, Buffer.alloc(32, 0xab))).toBe(`${bytes.slice(0, -5)}"${'ab'.repeat(32)}"]`)
  })

  test('are the same when an import puts them together', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(firstHasher({ ...event, number: '' })(NUMBER, 'service')).toEqual(hashOf({ ...event, purpose: 'service' }, null))
      }),
    )
  })

  test('are the same when undoing an import puts them together', () => {
    fc.assert(
      fc.property(anyEvent, fc.uint8Array({ minLength: 32, maxLength: 32 }), (event, previous) => {
        const hash = nextHasher({ ...event, number: '' })(NUMBER, 'service', Buffer.from(previous).toString('hex'))
        expect(hash).toBe(hashOf({ ...event, purpose: 'service' }, previous).toString('hex'))
      }),
    )
  })
})

describe('the chain', () => {
  test('holds for whatever was recorded, as read back from the book', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 8 }), (events) => {
        const book = testContext()
        recordConsentMany(book.db, events)
        const chain = chainOf(book.db, NUMBER, 'marketing')
        expect(chain).toHaveLength(events.length)
        expect(verifyChain(chain)).toEqual({ ok: true })
        expect(firstTamperedEvent(book.db)).toBeNull()
        book.close()
      }),
      { numRuns: 25 },
    )
  })

  const changed: { readonly [K in keyof Omit<ChainedConsent, 'id'>]: (value: ChainedConsent[K]) => ChainedConsent[K] } = {
    number: () => '+12025550144',
    purpose: () => 'service',
    state: (state) => (state === 'opted-in' ? 'opted-out' : 'opted-in'),
    method: (method) => (method === 'spoken' ? 'paper' : 'spoken'),
    occurredAt: (at) => at + 1,
    zone: (zone) => `${zone} `,
    recordedAt: (at) => at - 1,
    disclosure: (wording) => (wording === null ? 'x' : null),
    source: (source) => `${source}.`,
    importId: (id) => (id === null ? 1 : null),
    previousHash: (hash) => (hash === null ? Buffer.alloc(32) : null),
    hash: (hash) => Buffer.from(hash).fill(0, 0, 1).fill((hash[0] ?? 0) ^ 1, 0, 1),
  }

  test('shows any change of any field, at the event that was changed', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 1, maxLength: 6 }), fc.nat(), fc.constantFrom(...(Object.keys(changed) as (keyof typeof changed)[])),
        (events, at, field) => {
          const chain: ChainedConsent[] = []
          for (const [index, event] of events.entries()) {
            const previousHash = chain.at(-1)?.hash ?? null
            chain.push({ ...event, id: index + 1, previousHash, hash: hashOf(event, previousHash) })
          }
          const index = at % chain.length
          const event = chain[index] as ChainedConsent
          const forged = chain.with(index, { ...event, [field]: (changed[field] as (value: unknown) => unknown)(event[field]) })
          expect(verifyChain(forged)).toMatchObject({ ok: false, index })
        },
      ),
    )
  })

  test('shows an event taken out, and two exchanged', () => {
    const chain = [1, 2, 3].map((n) => recordConsent(book.db, said({ source: `paper ${n}` })))
    expect(verifyChain(chain)).toEqual({ ok: true })
    expect(verifyChain(chain.toSpliced(1, 1))).toEqual({ ok: false, index: 1, reason: 'order' })
    expect(verifyChain(chain.toSpliced(0, 1))).toEqual({ ok: false, index: 0, reason: 'order' })
    expect(verifyChain([chain[1]!, chain[0]!, chain[2]!])).toEqual({ ok: false, index: 0, reason: 'order' })
  })

  test('of a book whose file was edited behind its back names the event', () => {
    recordConsent(book.db, said())
    const second = recordConsent(book.db, said({ state: 'opted-out', method: 'reply', source: 'reply: STOP' }))
    recordConsent(book.db, said({ number: '+12025550144' }))
    expect(firstTamperedEvent(book.db)).toBeNull()
    book.db.exec('DROP TRIGGER consent_events_stay')
    book.db.prepare("UPDATE consent_events SET state = 'opted-in' WHERE id = ?").run(second.id)
    expect(firstTamperedEvent(book.db)).toMatchObject({ id: second.id, number: NUMBER })
  })

  test('covers the wording too, which lies in a table of its own', () => {
    const event = recordConsent(book.db, said())
    book.db.exec("UPDATE disclosures SET text = 'I agree to everything.'")
    expect(firstTamperedEvent(book.db)).toMatchObject({ id: event.id })
  })
})

describe('the events', () => {
  test('cannot be changed or deleted', () => {
    recordConsent(book.db, said())
    expect(() => book.db.exec("UPDATE consent_events SET source = 'other'")).toThrow('never changed')
    expect(() => book.db.exec('DELETE FROM consent_events')).toThrow('never deleted')
    expect(() => book.db.exec('INSERT OR REPLACE INTO consent_events SELECT * FROM consent_events')).toThrow('never deleted')
  })
})
