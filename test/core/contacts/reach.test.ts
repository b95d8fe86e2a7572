import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { markReachable, noteFailure, noteReached, reachOf } from '../../../electron/core/contacts/reach.ts'
import { TEST_NOW, testContext, type TestContext } from '../../support/context.ts'

const NUMBER = '+12025550143'
const DAY = 86_400_000

describe('a number that gets no texts', () => {
  let book: TestContext
  beforeEach(() => {
    book = testContext()
  })
  afterEach(() => book.close())
  const fails = (code: number, ...days: readonly number[]) => days.map((day) => noteFailure(book.db, NUMBER, code, TEST_NOW + day * DAY))

  it('is a landline at once', () => {
    expect(fails(30006, 0)).toEqual([true])
    expect(reachOf(book.db, NUMBER)).toEqual({ reason: 'landline', code: 30006, since: TEST_NOW })
  })

  it('is not in use after two failures, never reached after three, on different days', () => {
    expect(fails(30005, 0, 0.5, 1)).toEqual([false, false, true])
    book.db.prepare('INSERT INTO contacts (id, number, created_at, updated_at) VALUES (1, ?, 1, 1)').run(NUMBER)
    expect(markReachable(book.db, { ids: [2] })).toBe(0)
    expect(markReachable(book.db, { ids: [1] })).toBe(1)
    expect(fails(30003, 0, 0.1, 1, 1.2, 2)).toEqual([false, false, false, false, true])
    expect(reachOf(book.db, NUMBER)?.reason).toBe('unreachable')
  })

  it('is forgiven by a text that arrives, between failures and after', () => {
    fails(30003, 0, 1)
    noteReached(book.db, NUMBER)
    expect(fails(30003, 2, 3)).toEqual([false, false])
    fails(30003, 4)
    expect(reachOf(book.db, NUMBER)).not.toBeNull()
    expect(noteReached(book.db, NUMBER)).toBe(true)
    expect(reachOf(book.db, NUMBER)).toBeNull()
  })

  it('is no matter of a filter, a rate or a stop', () => {
    expect([30007, 30001, 21610, 30034, 99999].flatMap((code) => fails(code, 0, 1, 2, 3))).not.toContain(true)
    expect(book.db.prepare('SELECT count(*) FROM number_reach').pluck().get()).toBe(0)
  })
})
