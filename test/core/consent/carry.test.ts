import { createHmac } from 'node:crypto'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CARRIED_SOURCE, carryRefusals } from '../../../electron/core/consent/carry.ts'
import { eraseConsent } from '../../../electron/core/consent/erase.ts'
import { chainOf, firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { optIn, optOut, recordConsent } from '../../../electron/core/consent/record.ts'
import { suppress, suppressionKey } from '../../../electron/core/consent/suppressions.ts'
import { mayText } from '../../../electron/core/consent/state.ts'
import { suspend, suspendedSince } from '../../../electron/core/consent/suspensions.ts'
import { takeBackEntry } from '../../../electron/core/consent/take-back.ts'
import { openDatabase, type Db } from '../../../electron/core/database/open.ts'
import { TEST_NOW, testContext, type TestContext } from '../../support/context.ts'

const [ANN, BOB, CID, DOT] = ['+12025550143', '+12025550144', '+12025550145', '+12025550146'] as const

let book: TestContext
let backup: Db
beforeEach(() => { book = testContext() })
afterEach(() => {
  backup.close()
  book.close()
})

const agree = (db: Db, number: string) =>
  recordConsent(db, { number, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: TEST_NOW - 5, zone: 'UTC', recordedAt: TEST_NOW - 5, disclosure: 'Yes.', source: '', importId: null })
const said = (number: string, at: number) => ({ number, method: 'reply' as const, source: 'reply', at, zone: 'UTC' })
const backUpNow = (): void => {
  book.db.pragma('wal_checkpoint(TRUNCATE)')
  const file = join(book.folder, 'backup.sqlite')
  copyFileSync(book.databaseFile, file)
  backup = openDatabase(file)
}

test('a backup takes over every no that was said since, and nobody’s yes', () => {
  for (const number of [ANN, BOB, CID]) agree(book.db, number)
  optOut(book.db, said(CID, TEST_NOW - 4))
  backUpNow()
  optOut(book.db, said(ANN, TEST_NOW))
  optIn(book.db, said(CID, TEST_NOW))
  agree(book.db, DOT)
  book.db.transaction(() => eraseConsent(book.db, [BOB], TEST_NOW))()
  // Somebody made the standing say yes again; the record still says no.
  book.db.prepare(`UPDATE consent SET state = 'opted-in' WHERE number = ?`).run(ANN)

  expect(carryRefusals(backup, book.databaseFile, undefined, TEST_NOW + 9)).toBe(2)
  expect(([ANN, BOB, CID, DOT] as const).map((number) => mayText(backup, number, 'marketing', TEST_NOW + 9))).toEqual(['opted-out', 'opted-out', 'opted-out', 'no-consent'])
  expect(chainOf(backup, ANN, 'marketing').at(-1)).toMatchObject({ state: 'opted-out', source: CARRIED_SOURCE, occurredAt: TEST_NOW, recordedAt: TEST_NOW + 9 })
  expect(backup.prepare('SELECT count(*) FROM suppressions').pluck().get()).toBe(1)
  expect(firstTamperedEvent(backup)).toBeNull()
  expect(carryRefusals(backup, book.databaseFile, undefined, TEST_NOW + 9)).toBe(0)
})

test('who wrote what reads like a stop stays suspended, and a yes typed by mistake is no stop', () => {
  agree(book.db, ANN)
  agree(book.db, BOB)
  backUpNow()
  suspend(book.db, { number: ANN, inboundId: 7, found: 'please stop', sinceAt: TEST_NOW })
  suspend(book.db, { number: BOB, inboundId: 8, found: 'stop it', sinceAt: TEST_NOW })
  // BOB's was read by a person, and was none.
  book.db.prepare(`UPDATE suspensions SET decided_at = ?, decision = 'not' WHERE number = ?`).run(TEST_NOW + 1, BOB)
  const { id } = agree(book.db, DOT)
  expect(takeBackEntry(book.db, { eventId: id, source: '', zone: 'UTC', now: TEST_NOW })).toBe(true)

  expect(carryRefusals(backup, book.databaseFile, undefined, TEST_NOW + 9)).toBe(0)
  expect([ANN, BOB, DOT].map((number) => suspendedSince(backup, number))).toEqual([TEST_NOW, null, null])
  expect([ANN, BOB, DOT].map((number) => mayText(backup, number, 'marketing', TEST_NOW + 9))).toEqual(['suspended', 'yes', 'no-consent'])
})

test('a book that cannot be read stands in nobody’s way', () => {
  backUpNow()
  const broken = join(book.folder, 'broken.sqlite')
  writeFileSync(broken, 'no database at all, and long enough to be looked at as one'.repeat(40))
  expect(carryRefusals(backup, broken, undefined, TEST_NOW)).toBeNull()
  expect(carryRefusals(backup, join(book.folder, 'none.sqlite'), undefined, TEST_NOW)).toBeNull()
})

test('what stays of a number is HMAC-SHA-256 under the book’s key', () => {
  backUpNow()
  suppress(book.db, ANN, TEST_NOW)
  const expected = createHmac('sha256', Buffer.from(suppressionKey(book.db), 'hex')).update(ANN).digest()
  expect(book.db.prepare('SELECT number_hash FROM suppressions').pluck().get()).toEqual(expected)
})
