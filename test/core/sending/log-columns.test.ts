import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { failureCause, logState, skipReason, UNDECIDED_MS, type MessageFilter } from '../../../shared/contract/messages.ts'
import { noteChanges, takeChanges } from '../../../electron/core/sending/log-changes.ts'
import { createLogColumns, type LogColumns } from '../../../electron/core/sending/log-columns.ts'
import { causeOf, stateOf, whereOf } from '../../../electron/core/sending/log-filter.ts'
import { logReasons } from '../../../electron/core/sending/log.ts'
import { errorCodes } from '../../../electron/core/provider/error-codes.ts'
import { testContext, TEST_NOW, type TestContext } from '../../support/context.ts'
import { fillLog } from '../../support/fill-log.ts'

const ROWS = 600
const DAYS = 20
const now = TEST_NOW
const waits = { paused: false, stopped: false, offline: false }
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const filters: fc.Arbitrary<MessageFilter> = fc
  .record({
    campaignId: optional(fc.integer({ min: 1, max: 5 })),
    contactId: fc.option(fc.integer({ min: 1, max: ROWS + 1 }), { nil: undefined, freq: 1 }),
    statuses: optional(fc.subarray([...logState.options])),
    senderId: optional(fc.constantFrom(900, 901, 902, 999)),
    from: optional(fc.integer({ min: now - DAYS * 86_400_000, max: now })),
    to: optional(fc.integer({ min: now - DAYS * 86_400_000, max: now })),
    codes: optional(fc.subarray([0, 30003, 30006, 99_999, 21610])),
    cause: optional(fc.constantFrom(...failureCause.options)),
    skip: optional(fc.constantFrom(...skipReason.options)),
    query: optional(fc.constantFrom('figs', 'FIG', 'noel', 'croiss', '2025550', '0143', 'stop out', 'zzz', '!', '')),
  })
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)))

let context: TestContext
let columns: LogColumns
const read = (): void => {
  while (!columns.step());
}
beforeEach(() => {
  context = testContext()
  fillLog(context.db, ROWS, { now, days: DAYS, batch: 150 })
  columns = createLogColumns(context.db)
  read()
})
afterEach(() => {
  context.close()
})

/** What the SQL of a filter finds, newest first. */
const bySql = (filter: MessageFilter): readonly number[] => {
  const { sql, params } = whereOf(context.db, filter, now)
  return context.db.prepare(`SELECT m.id FROM messages m ${sql} ORDER BY m.id DESC`).pluck().all(params) as number[]
}
const agree = (filter: MessageFilter): void => {
  const ids = bySql(filter)
  while (!columns.searchStep(filter));
  expect(columns.select(filter, { offset: 0, limit: 100_000 }, now)).toEqual({ ids, total: ids.length, atLeast: false })
  const middle = Math.floor(ids.length / 2)
  expect(columns.select(filter, { offset: middle, limit: 7 }, now)).toEqual({ ids: ids.slice(middle, middle + 7), total: ids.length, atLeast: false })
}

describe('the log in memory', () => {
  test('finds what SQL finds, whatever the filter, before and after its search is built', () => {
    fc.assert(fc.property(filters, agree), { numRuns: 150 })
    while (!columns.indexStep());
    fc.assert(fc.property(filters, agree), { numRuns: 150 })
  })

  test('its counts add up, and are those of SQL', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        while (!columns.searchStep(filter));
        const { states, failures, skips } = columns.tally(filter, now)
        const all = Object.values(states).reduce((sum, count) => sum + count, 0)
        expect(all).toBe(columns.select({ ...filter, statuses: [] }, { offset: 0, limit: 1 }, now).total)
        for (const state of logState.options) expect(states[state]).toBe(columns.select({ ...filter, statuses: [state] }, { offset: 0, limit: 1 }, now).total)
        const sql = logReasons(context.db, filter, waits, now)
        expect(new Map(failures.map((one) => [one.errorCode, one.messages]))).toEqual(new Map(sql.failures.map((one) => [one.errorCode, one.messages])))
        expect(new Map(skips.map((one) => [one.skip, one.messages]))).toEqual(new Map(sql.skips.map((one) => [one.skip, one.messages])))
      }),
      { numRuns: 100 },
    )
  })

  test('follows what is written, changed and deleted, also where ids are given out again', async () => {
    const { db } = context
    noteChanges(db)
    while (!columns.indexStep());
    const change = fc.oneof(
      fc.record({ kind: fc.constant('status' as const), id: fc.integer({ min: 1, max: ROWS }), status: fc.constantFrom('delivered', 'failed', 'skipped', 'sent') }),
      fc.record({ kind: fc.constant('erase' as const), id: fc.integer({ min: 1, max: ROWS }) }),
      fc.record({ kind: fc.constant('drop-last' as const), count: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 20 }), seed: fc.integer({ min: 2, max: 1_000_000_000 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), filters, async (rounds, filter) => {
        for (const round of rounds) {
          for (const one of round) {
            switch (one.kind) {
              case 'status':
                db.prepare('UPDATE messages SET status = ?, updated_at = ? WHERE id = ?').run(one.status, now, one.id)
                break
              case 'erase':
                db.prepare(`UPDATE messages SET number = '', name = '', body = '' WHERE id = ?`).run(one.id)
                break
              case 'drop-last':
                db.prepare('DELETE FROM messages WHERE id IN (SELECT id FROM messages ORDER BY id DESC LIMIT ?)').run(one.count)
                break
              case 'add':
                db.exec(`DELETE FROM former_sids; DELETE FROM inbound_messages; UPDATE messages SET provider_sid = NULL WHERE provider_sid IS NOT NULL`)
                fillLog(db, one.count, { now, days: 1, seed: one.seed, batch: 10_000 })
            }
          }
          await takeChanges(db, (ids) => columns.reread(ids))
          read()
          agree(filter)
          agree({ query: 'figs' })
          expect(columns.size()).toBe(db.prepare('SELECT count(*) FROM messages').pluck().get())
        }
      }),
      { numRuns: 25 },
    )
  })

  test('a search that is not at its end says so, and has the newest', () => {
    fillLog(context.db, 2_500, { now, days: 1, seed: 7, batch: 10_000 })
    read()
    const filter = { query: 'out' }
    expect(columns.searchStep(filter)).toBe(false)
    const early = columns.select(filter, { offset: 0, limit: 10 }, now)
    expect(early).toMatchObject({ atLeast: true, ids: bySql(filter).slice(0, 10) })
    agree(filter)
    expect(early.total).toBeLessThan(columns.select(filter, { offset: 0, limit: 10 }, now).total)
  })

  test('when most texts have changed, the search begins anew and finds the new ones', () => {
    fillLog(context.db, 21_000, { now, days: 1, seed: 8, batch: 30_000 })
    read()
    while (!columns.indexStep());
    context.db.exec(`UPDATE messages SET body = 'Closed on Monday' WHERE id % 50 <> 0`)
    columns.reread(context.db.prepare('SELECT id FROM messages').pluck().all() as number[])
    agree({ query: 'monday' })
    agree({ query: 'stop out' })
    while (!columns.indexStep());
    agree({ query: 'monday' })
    agree({ query: 'stop out' })
  })

  test('the same words under ids that are given out again are found, also after the search began anew', () => {
    const { db } = context
    const MORE = 30_000
    const addAlike = (seed: number): void => {
      fillLog(db, MORE, { now, days: 1, seed, batch: 30_000 })
      db.exec(`DELETE FROM former_sids; DELETE FROM inbound_messages; UPDATE messages SET provider_sid = NULL, name = '', number = '+12025550143', body = 'Closed on Monday' WHERE id > ${ROWS}`)
      read()
      while (!columns.indexStep());
      agree({ query: 'monday' })
    }
    addAlike(8)
    // From the first on, as SQLite takes a campaign's out: the last id stays until the end.
    for (let from = ROWS + 1; from <= ROWS + MORE; from += MORE / 4) {
      const ids = Array.from({ length: MORE / 4 }, (_, n) => from + n)
      db.prepare('DELETE FROM messages WHERE id BETWEEN ? AND ?').run(ids[0], ids.at(-1))
      columns.reread(ids)
      while (!columns.indexStep());
    }
    agree({ query: 'monday' })
    addAlike(9)
    agree({ query: '2025550143' })
  })

  test('a question after nothing new keeps what is known of its search', () => {
    fillLog(context.db, 2_500, { now, days: 1, seed: 7, batch: 10_000 })
    read()
    const filter = { query: 'out' }
    // Nothing is indexed: the newest are read through first, a stretch with each question.
    expect(columns.searchStep(filter)).toBe(false)
    columns.step()
    expect(columns.searchStep(filter)).toBe(true)
  })

  test('a message nobody answered for is undecided from 72 hours on', () => {
    expect(stateOf('sent', now - UNDECIDED_MS, now)).toBe('sent')
    expect(stateOf('sent', now - UNDECIDED_MS - 1, now)).toBe('undecided')
    expect(stateOf('accepted', now - UNDECIDED_MS - 1, now)).toBe('undecided')
    for (const status of ['delivered', 'unknown', 'failed', 'queued'] as const) expect(stateOf(status, 0, now)).toBe(status)
  })

  test('every code has a cause; without one, or with one nobody knows, it is unexplained', () => {
    for (const { code, class: cause } of errorCodes.values()) expect(causeOf(code)).toBe(cause)
    expect([null, 0, 99_999].map(causeOf)).toEqual(['unexplained', 'unexplained', 'unexplained'])
  })
})
