import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { breakCounts, breaksOf, checkNew, isKnownBroken, noteWhole, readCheckpoint, uncheckedEvents } from '../../../electron/core/consent/checkpoint.ts'
import { eraseConsent } from '../../../electron/core/consent/erase.ts'
import { joinNumbers } from '../../../electron/core/consent/joined.ts'
import { runCheck, type LedgerAnswer } from '../../../electron/core/consent/ledger.ts'
import { readWhole } from '../../../electron/core/consent/ledger-read.ts'
import { provenState } from '../../../electron/core/consent/proof.ts'
import { optIn, optOut, recordConsent, recordManyFromImport } from '../../../electron/core/consent/record.ts'
import { mayText, rebuildConsent } from '../../../electron/core/consent/state.ts'
import { takeBackFromNumber } from '../../../electron/core/consent/take-back.ts'
import type { Db } from '../../../electron/core/database/open.ts'
import { TEST_NOW, testContext, type TestContext } from '../../support/context.ts'

let book: TestContext
beforeEach(() => {
  book = testContext()
})
afterEach(() => book.close())

const numbers = ['+12025550143', '+12025550144', '+12025550145', '+33639981234'] as const
const [ANN, BOB] = numbers
const agree = (number: string, source = 'blue binder') =>
  recordConsent(book.db, { number, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: TEST_NOW, zone: 'UTC', recordedAt: TEST_NOW, disclosure: 'I agree to get offers.', source, importId: null })
const stop = (number: string) => optOut(book.db, { number, method: 'reply', source: 'reply: STOP', at: TEST_NOW + 1, zone: 'UTC' })

const whole = (db: Db, now = TEST_NOW) => {
  const before = readCheckpoint(db)
  const reading = readWhole(db, before?.eventId ?? 0, () => false)!
  expect(noteWhole(db, before, reading, now)).toBe(true)
  return reading
}
const newer = (db: Db): number => {
  let events = 0
  for (let checked = 1; checked > 0; events += checked) checked = checkNew(db, 3, TEST_NOW)
  return events
}
/** As somebody with another program would, past the triggers. */
const tamper = (sql: string, ...params: readonly unknown[]): void => {
  const triggers = book.db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'consent_events'`).all() as { name: string; sql: string }[]
  for (const { name } of triggers) book.db.exec(`DROP TRIGGER ${name}`)
  book.db.pragma('foreign_keys = OFF')
  book.db.prepare(sql).run(...params)
  book.db.pragma('foreign_keys = ON')
  for (const { sql: made } of triggers) book.db.exec(made)
}

describe('the checkpoint', () => {
  test('moves behind what is new, and what was verified is not read again', () => {
    agree(ANN)
    stop(ANN)
    expect(uncheckedEvents(book.db)).toBe(3)
    expect(newer(book.db)).toBe(3)
    expect(uncheckedEvents(book.db)).toBe(0)
    expect(newer(book.db)).toBe(0)
    agree(BOB)
    expect(newer(book.db)).toBe(1)
    expect(readCheckpoint(book.db)).toMatchObject({ events: 4, eventId: 4 })
    expect(breakCounts(book.db)).toEqual({ total: 0, unseen: 0 })
  })

  test.each([
    ['a word changed in it', `UPDATE consent_events SET state = 'opted-in' WHERE id = 2`, 'content'],
    ['its wording changed', `UPDATE disclosures SET text = 'I agree to everything.'`, 'content'],
    ['the one before taken out', `DELETE FROM consent_events WHERE id = 1`, 'order'],
  ])('a new record with %s is found by either look', (_what, sql, reason) => {
    agree(ANN)
    const [marketing] = stop(ANN)
    expect(marketing!.id).toBe(2)
    agree(ANN, 'second paper')
    tamper(sql)
    const { broken } = readWhole(book.db, 0, () => false)!
    expect(broken).toMatchObject([{ number: ANN, purpose: 'marketing', reason }])
    newer(book.db)
    expect(breaksOf(book.db)).toMatchObject([{ number: ANN, purpose: 'marketing', reason }])
    expect([mayText(book.db, ANN, 'marketing', Date.now()), mayText(book.db, ANN, 'service', Date.now())]).toEqual(['record-broken', 'opted-out'])
  })

  test('a record cut off from the end of its chain is missed, though its chain looks whole', () => {
    agree(ANN)
    agree(BOB)
    stop(ANN)
    whole(book.db)
    tamper(`DELETE FROM consent_events WHERE number = ? AND state = 'opted-out'`, ANN)
    expect(uncheckedEvents(book.db)).toBeLessThan(0)
    const reading = whole(book.db, TEST_NOW + 5)
    expect(reading.broken).toEqual([])
    expect(breaksOf(book.db)).toMatchObject([{ number: null, reason: 'missing', foundAt: TEST_NOW + 5, seenAt: null }])
    // And is missed once.
    whole(book.db, TEST_NOW + 6)
    expect(breakCounts(book.db).total).toBe(1)
  })

  test('an old record rewritten with a hash that fits is missed too, where nothing comes behind it', () => {
    agree(ANN)
    stop(ANN)
    whole(book.db)
    const other = testContext()
    const forged = recordConsent(other.db, { number: ANN, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: TEST_NOW, zone: 'UTC', recordedAt: TEST_NOW, disclosure: null, source: 'forged', importId: null })
    other.close()
    tamper(`DELETE FROM consent_events WHERE number = ? AND purpose = 'marketing'`, ANN)
    tamper(
      `INSERT INTO consent_events (id, number, purpose, state, method, occurred_at, zone, recorded_at, disclosure_id, source, import_id, previous_hash, hash) VALUES (2, ?, 'marketing', 'opted-in', 'paper', ?, 'UTC', ?, NULL, 'forged', NULL, NULL, ?)`,
      ANN, TEST_NOW, TEST_NOW, forged.hash,
    )
    expect(whole(book.db).broken).toEqual([])
    expect(breaksOf(book.db)).toMatchObject([{ number: null, reason: 'missing' }])
  })

  test('survives an erasure, also of the newest records, whose ids are given out again', () => {
    agree(ANN)
    agree(BOB)
    stop(BOB)
    whole(book.db)
    book.db.transaction(() => eraseConsent(book.db, [BOB], TEST_NOW))()
    expect(uncheckedEvents(book.db)).toBe(0)
    agree(numbers[2])
    expect(uncheckedEvents(book.db)).toBe(1)
    expect(newer(book.db)).toBe(1)
    whole(book.db)
    expect(breakCounts(book.db).total).toBe(0)
  })

  test('an erasure takes what was found broken of that number with it', () => {
    agree(ANN)
    tamper(`UPDATE consent_events SET source = 'other'`)
    newer(book.db)
    expect(isKnownBroken(book.db, ANN, 'marketing')).toBe(true)
    book.db.transaction(() => eraseConsent(book.db, [ANN], TEST_NOW))()
    whole(book.db)
    expect(breakCounts(book.db).total).toBe(0)
  })

  test('what no longer holds since somebody was erased meanwhile is not written down', () => {
    agree(ANN)
    agree(BOB)
    whole(book.db)
    const before = readCheckpoint(book.db)
    const reading = readWhole(book.db, before!.eventId, () => false)!
    book.db.transaction(() => eraseConsent(book.db, [ANN], TEST_NOW))()
    expect(noteWhole(book.db, before, reading, TEST_NOW)).toBe(false)
    expect(breakCounts(book.db).total).toBe(0)
  })

  test('finds nothing in whatever the program itself writes, erases and verifies, in any order', { timeout: 180_000 }, () => {
    const step = fc.record({
      do: fc.constantFrom('agree' as const, 'import' as const, 'stop' as const, 'start' as const, 'undo' as const, 'join' as const, 'erase' as const, 'newer' as const, 'whole' as const),
      number: fc.constantFrom(...numbers), other: fc.constantFrom(...numbers),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) => {
        book.close()
        book = testContext()
        const { db } = book
        for (const [index, { do: act, number, other }] of steps.entries()) {
          const at = TEST_NOW + index
          db.transaction(() => {
            switch (act) {
              case 'agree':
                return void agree(number, `paper ${String(index)}`)
              case 'import':
                return void recordManyFromImport(db, [number, other], ['marketing', 'service'], { method: 'paper', occurredAt: at, zone: 'UTC', recordedAt: at, disclosure: 'Yes.', source: 'list.csv', importId: 1 })
              case 'stop':
                return void optOut(db, { number, method: 'reply', source: 'reply: STOP', at, zone: 'UTC' })
              case 'start':
                return void optIn(db, { number, method: 'reply', source: 'reply: START', at, zone: 'UTC' })
              case 'undo':
                return void takeBackFromNumber(db, { importId: 1, source: 'list.csv', zone: 'UTC', now: at }, number)
              case 'join':
                return number === other ? undefined : joinNumbers(db, number, other, index + 1)
              case 'erase':
                return eraseConsent(db, [number], at)
              default:
                return undefined
            }
          })()
          if (act === 'newer') newer(db)
          if (act === 'whole') expect(whole(db)).toMatchObject({ broken: [], wrong: [] })
          for (const each of numbers)
            for (const purpose of ['marketing', 'service'] as const) {
              const kept = db.prepare('SELECT state FROM consent WHERE number = ? AND purpose = ?').pluck().get(each, purpose) ?? 'none'
              expect({ each, purpose, state: provenState(db, each, purpose, 0) }).toEqual({ each, purpose, state: kept })
            }
        }
        newer(db)
        expect(whole(db)).toMatchObject({ broken: [], wrong: [] })
        expect(breakCounts(db).total).toBe(0)
        expect(readCheckpoint(db)).toMatchObject({ events: db.prepare('SELECT count(*) FROM consent_events').pluck().get() })
      }),
      { numRuns: 25 },
    )
  })
})

describe('what is kept of the standings', () => {
  const check = (more: object = {}): Promise<LedgerAnswer> =>
    runCheck({ databaseFile: book.databaseFile, nativeBinding: undefined, now: TEST_NOW, whole: true, gently: false, stop: new SharedArrayBuffer(4), ...more })
  const standings = () => book.db.prepare('SELECT * FROM consent ORDER BY number, purpose').all()

  test.each([
    ['turned round', `UPDATE consent SET state = 'opted-in' WHERE state = 'opted-out'`],
    ['given a later day', 'UPDATE consent SET since_at = since_at + 1'],
    ['gone', 'DELETE FROM consent'],
    ['added', `INSERT INTO consent (number, purpose, state, since_at, event_id) VALUES ('+19995550100', 'service', 'opted-in', 1, 1), ('+12025550145', 'service', 'opted-in', 1, 1)`],
  ])('is derived anew from the records where it was %s', async (_what, sql) => {
    agree(ANN)
    stop(ANN)
    agree(BOB)
    // Joined to somebody who said stop, with and without a record of their own.
    joinNumbers(book.db, numbers[3], ANN, 1)
    joinNumbers(book.db, BOB, ANN, 2)
    const right = standings()
    book.db.exec(sql)
    expect(await check()).toMatchObject({ kind: 'whole', broken: 0 })
    expect(standings()).toEqual(right)
    rebuildConsent(book.db)
    expect(standings()).toEqual(right)
    expect(await check()).toMatchObject({ kind: 'whole', putRight: 0 })
  })

  test('never says yes for the records: they are asked before a message leaves', () => {
    agree(ANN)
    stop(ANN)
    book.db.exec(`UPDATE consent SET state = 'opted-in'`)
    expect(mayText(book.db, ANN, 'marketing', Date.now())).toBe('yes')
    expect(provenState(book.db, ANN, 'marketing', Date.now())).toBe('opted-out')
    tamper(`UPDATE consent_events SET state = 'opted-in'`)
    expect(provenState(book.db, ANN, 'marketing', Date.now())).toBe('broken')
    expect(provenState(book.db, BOB, 'marketing', Date.now())).toBe('none')
  })

  test('is looked at on a thread that ends when it is told to, and says what went wrong', async () => {
    agree(ANN)
    const stopped = new SharedArrayBuffer(4)
    new Int32Array(stopped)[0] = 1
    expect(await check({ stop: stopped })).toEqual({ kind: 'stopped' })
    expect(await check({ databaseFile: `${book.folder}/nowhere/book.sqlite` })).toMatchObject({ kind: 'failed' })
    expect(await check({ whole: false })).toEqual({ kind: 'newer', events: 1 })
  })
})
