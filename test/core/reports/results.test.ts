import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Money } from '../../../shared/money.ts'
import { createAnswerBook } from '../../../electron/core/reports/answer-book.ts'
import { campaignResults, compareCampaigns, type Source } from '../../../electron/core/reports/campaign-results.ts'
import { rateOf } from '../../../electron/core/reports/intervals.ts'
import { bestHour, HOUR_NEEDS, trendsOf } from '../../../electron/core/reports/trends.ts'
import { createLogColumns } from '../../../electron/core/sending/log-columns.ts'
import type { Db } from '../../../electron/core/database/open.ts'
import { testContext, TEST_NOW, type TestContext } from '../../support/context.ts'
import { fillLog } from '../../support/fill-log.ts'

const now = TEST_NOW
const HOUR = 3_600_000
let context: TestContext
let close: (() => void)[] = []
beforeEach(() => {
  context = testContext()
})
afterEach(() => {
  for (const one of close) one()
  close = []
  context.close()
})

const sourceOf = (db: Db): Source => {
  const columns = createLogColumns(db)
  while (!columns.step());
  const answers = createAnswerBook(db)
  while (!answers.step(columns, now));
  return { db, columns, answers }
}
const micros = (money: Money | null): number => money?.micros ?? 0

type History = { readonly status: string; readonly at: number; readonly price: number | null; readonly former: readonly (number | null)[]; readonly replies: readonly { readonly after: number; readonly stop: boolean }[] }
const history: fc.Arbitrary<History> = fc.record({
  status: fc.constantFrom('queued', 'sending', 'accepted', 'sent', 'delivered', 'delivered', 'delivered', 'undelivered', 'failed', 'canceled', 'skipped', 'unknown'),
  at: fc.integer({ min: now - 200 * HOUR, max: now }),
  price: fc.option(fc.integer({ min: 0, max: 90_000 })),
  former: fc.array(fc.option(fc.integer({ min: 0, max: 90_000 })), { maxLength: 2 }),
  replies: fc.array(fc.record({ after: fc.integer({ min: 0, max: 100 * HOUR }), stop: fc.boolean() }), { maxLength: 2 }),
})
const notLeft = new Set(['queued', 'canceled', 'skipped'])

/** Writes histories as campaign `batch`, each message to a number of its own. */
const write = (db: Db, batch: number, histories: readonly History[]): void => {
  db.prepare(`INSERT OR IGNORE INTO senders (id, address, name, kind, segments_per_second, created_at) VALUES (1, '+12025550100', 'Shop', 'long-code', 1, 1)`).run()
  db.prepare(`INSERT INTO batches (id, name, state, starts_at) VALUES (?, 'A', 'done', 1)`).run(batch)
  for (const [n, { status, at, price, former, replies }] of histories.entries()) {
    const left = !notLeft.has(status)
    const number = `+1203555${String(batch).padStart(1, '0')}${String(n).padStart(3, '0')}`
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO messages (batch_id, number, name, body, purpose, priority, sender_id, segments, status, skip, due_at, claimed_at, price_micros, currency, created_at, updated_at)
         VALUES (?, ?, '', 'Hi', 'marketing', 2, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(batch, number, status, status === 'skipped' ? 'expired' : null, at, left ? at : null, price, price === null ? null : 'USD', at, at + 5)
    for (const [tries, one] of former.entries()) db.prepare('INSERT INTO former_sids VALUES (?, ?, ?, ?, ?)').run(`S${batch}-${n}-${tries}`, lastInsertRowid, batch, one, 'USD')
    for (const [which, { after, stop }] of replies.entries()) {
      db.prepare(`INSERT INTO inbound_messages (provider_sid, number, sender_address, body, keyword, received_at, handled_at) VALUES (?, ?, '', '', ?, ?, 1)`).run(`I${batch}-${n}-${which}`, number, stop ? 'stop' : null, at + after)
    }
  }
}

describe('results', () => {
  test('add up, whatever happened to the messages', () => {
    fc.assert(
      fc.property(fc.array(history, { minLength: 1, maxLength: 30 }), fc.array(history, { maxLength: 5 }), (mine, others) => {
        const { db } = context
        db.exec('BEGIN')
        try {
          write(db, 1, mine)
          write(db, 2, others)
          const source = sourceOf(db)
          const results = campaignResults(source, 1, now)
          const sum = (of: (one: History) => number) => mine.reduce((total, one) => total + of(one), 0)
          const left = (one: History) => !notLeft.has(one.status)
          expect(results.total).toBe(mine.length)
          expect(Object.values(results.states).reduce((a, b) => a + b, 0)).toBe(mine.length)
          expect(results.states.delivered).toBe(sum(({ status }) => (status === 'delivered' ? 1 : 0)))
          expect(results.states.undecided).toBe(sum(({ status, at }) => ((status === 'sent' || status === 'accepted') && at < now - 72 * HOUR ? 1 : 0)))
          expect(results.failures.reduce((total, { messages }) => total + messages, 0)).toBe(results.states.failed + results.states.undelivered)
          expect(results.skips.reduce((total, { messages }) => total + messages, 0)).toBe(results.states.skipped)
          expect(results.left).toBe(sum((one) => (left(one) ? 1 : 0)))
          // Money: the parts are the whole, and the whole is every price there is, repeated tries included.
          const { total, delivered, notDelivered, open, retries, unpriced } = results.billed
          expect(micros(total)).toBe(micros(delivered) + micros(notDelivered) + micros(open) + micros(retries))
          expect(micros(total)).toBe(sum(({ price, former }) => (price ?? 0) + former.reduce<number>((all, one) => all + (one ?? 0), 0)))
          expect(total === null).toBe(mine.every(({ price, former }) => price === null && former.every((one) => one === null)))
          expect(unpriced).toBe(sum((one) => (left(one) && one.price === null ? 1 : 0)))
          // People: each counts once, and nobody answers or leaves whom nothing reached.
          const reached = (one: History) => left(one) && one.status !== 'failed' && one.status !== 'undelivered'
          expect(results.answered).toMatchObject({ of: sum((one) => (reached(one) ? 1 : 0)), hits: sum((one) => (reached(one) && one.replies.some(({ after, stop }) => !stop && after <= 72 * HOUR) ? 1 : 0)) })
          expect(results.answers.stops24).toBe(sum((one) => (reached(one) && one.replies.some(({ after, stop }) => stop && after <= 24 * HOUR) ? 1 : 0)))
          expect(results.answers.stops72).toBe(results.stopped.hits)
          expect(results.answers.stops24).toBeLessThanOrEqual(results.answers.stops72)
          // Time: everything that came to its end is in the picture or told beside it.
          const ended = results.moments.reduce((all, moment) => all + moment.delivered + moment.failed, 0) + results.later
          expect(ended).toBe(results.states.delivered + results.states.failed + results.states.undelivered)
          expect(results.moments.length).toBeLessThanOrEqual(48)
          // Months: together they are all campaigns.
          const { months } = trendsOf(source, 12, now)
          expect(months).toHaveLength(12)
          const all = [...mine, ...others]
          expect(months.reduce((total, month) => total + month.left, 0)).toBe(all.filter(left).length)
          expect(months.reduce((total, month) => total + micros(month.billed), 0)).toBe(all.reduce((total, { price, former }) => total + (price ?? 0) + former.reduce<number>((a, one) => a + (one ?? 0), 0), 0))
        } finally {
          db.exec('ROLLBACK')
        }
      }),
      { numRuns: 60 },
    )
  })

  test('an answer goes to the last message before it, but never to a reply of ours', () => {
    const { db } = context
    const at = now - 100 * HOUR
    write(db, 1, [{ status: 'delivered', at, price: null, former: [], replies: [] }])
    write(db, 2, [{ status: 'delivered', at: at + HOUR, price: null, former: [], replies: [] }])
    db.exec(`UPDATE messages SET number = '+12035550001'`)
    db.exec(`INSERT INTO messages (number, name, body, purpose, priority, sender_id, segments, status, due_at, claimed_at, created_at, updated_at) SELECT number, '', 'Thanks', 'service', 0, 1, 1, 'delivered', 1, ${at + 2 * HOUR}, 1, 1 FROM messages LIMIT 1`)
    db.prepare(`INSERT INTO inbound_messages (provider_sid, number, sender_address, body, keyword, received_at, handled_at) VALUES ('I', '+12035550001', '', 'Yes', NULL, ?, 1)`).run(at + 3 * HOUR)
    const source = sourceOf(db)
    expect(campaignResults(source, 1, now).answered.hits).toBe(0)
    expect(campaignResults(source, 2, now).answered.hits).toBe(1)
  })

  test('two campaigns: chance is called chance, and a clear difference a difference', () => {
    const { db } = context
    const at = now - 100 * HOUR
    const of = (arrived: number, lost: number): History[] => [
      ...Array.from({ length: arrived }, () => ({ status: 'delivered', at, price: null, former: [], replies: [] })),
      ...Array.from({ length: lost }, () => ({ status: 'undelivered', at, price: null, former: [], replies: [] })),
    ]
    write(db, 1, of(90, 10))
    write(db, 2, of(86, 14))
    write(db, 3, of(60, 40))
    write(db, 4, of(8, 2))
    write(db, 5, of(90, 10).map((one) => ({ ...one, at: now - HOUR })))
    const source = sourceOf(db)
    const verdict = (first: number, second: number, measure: string) => compareCampaigns(source, first, second, now).find((one) => one.measure === measure)!.verdict
    expect(verdict(1, 2, 'delivered')).toBe('unclear')
    expect(verdict(1, 3, 'delivered')).toBe('first')
    expect(verdict(3, 1, 'delivered')).toBe('second')
    expect(verdict(1, 4, 'delivered')).toBe('few')
    expect(verdict(1, 5, 'answered')).toBe('early')
    expect(verdict(1, 1, 'delivered')).toBe('unclear')
  })

  test('the best hour is named only with enough messages on enough days, and when it stands out', () => {
    const hour = (at: number, hits: number, of: number, days = 5) => ({ hour: at, answered: rateOf(hits, of), days })
    expect(bestHour([])).toEqual({ kind: 'few', needed: HOUR_NEEDS, hours: 0 })
    expect(bestHour([hour(9, 60, 400), hour(17, 3, 30)])).toMatchObject({ kind: 'few', hours: 1 })
    expect(bestHour([hour(9, 60, 400), hour(17, 20, 400, 1)])).toMatchObject({ kind: 'few', hours: 1 })
    expect(bestHour([hour(9, 60, 400), hour(17, 20, 400)])).toMatchObject({ kind: 'clear', hour: 9 })
    expect(bestHour([hour(9, 30, 400), hour(17, 24, 400)])).toEqual({ kind: 'unclear' })
  })

  test('a long log of all kinds adds up too', () => {
    const { db } = context
    fillLog(db, 4_000, { now, days: 100, batch: 1_000 })
    const source = sourceOf(db)
    const { months, hours, counted } = trendsOf(source, 12, now)
    const left = db.prepare(`SELECT count(*) FROM messages WHERE claimed_at IS NOT NULL AND status NOT IN ('queued', 'canceled', 'skipped')`).pluck().get()
    expect(months.reduce((sum, month) => sum + month.left, 0)).toBe(left)
    expect(hours.reduce((sum, { answered }) => sum + answered.of, 0)).toBe(counted)
    const all = [1, 2, 3, 4].map((id) => campaignResults(source, id, now))
    expect(all.reduce((sum, { total }) => sum + total, 0)).toBe(db.prepare('SELECT count(*) FROM messages WHERE batch_id IS NOT NULL').pluck().get())
  })
})
