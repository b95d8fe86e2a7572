import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sortName } from '../../../electron/core/contacts/fold.ts'
import { compileRule } from '../../../electron/core/segments/compile.ts'
import { freshConsentSets, prepareConsentSets } from '../../../electron/core/segments/consent-sets.ts'
import { countPeople, firstPeople } from '../../../electron/core/segments/count.ts'
import type { Moment } from '../../../shared/rules/segments/calendar.ts'
import { tellTime } from '../../../electron/core/segments/moment.ts'
import { rule as ruleSchema, type Condition, type FieldTest, type Rule } from '../../../shared/rules/segments/rule.ts'
import { testContext, type TestContext } from '../../support/context.ts'
import { judge, type JudgedPerson } from '../../support/naive-rule.ts'

const DAY = 86_400_000
const zones = ['UTC', 'America/New_York', 'Europe/Paris', 'Pacific/Auckland', 'America/St_Johns', 'Africa/Casablanca'] as const
const orders = { birthday: 'dmy', visits: 'mdy', vip: 'mdy', size: 'mdy', note: 'mdy' } as const

// Values drawn from few, so that people and rules meet.
const texts = ['Élodie', 'elodie', 'Anne-Élodie', 'Mary Ann', 'José', 'Le Bœuf', 'o’brien', 'x', ' Ann ', 'ANN', '100%', '_', '']
const dates = ['1990-02-28', '1992-02-29', '2026-06-01', '01/06/1980', '6/1/1980', '3 mai 1990', 'May 3, 1990', '--02-29', '31 décembre', '2025-12-31', 'soon', '30/02/1990', '']
const numbers = ['0', '12', '12.5', '12,5', '1,000', '1 000', '-3', '€ 7', '007', 'many', '']
const yeses = ['yes', 'NO', 'oui', 'non', '1', '0', 'x', 'perhaps', '']
const choices = ['S', 'M', 'm', 'L', 'xl', '']
const statuses = ['queued', 'sending', 'accepted', 'sent', 'delivered', 'undelivered', 'failed', 'canceled', 'skipped', 'unknown']
const one = <T>(values: readonly T[]) => fc.constantFrom(...values)

const personWith = (now: number) =>
  fc.record({
    firstName: one(texts), lastName: one(texts), email: one(['', 'a@example.com', 'Zoé@example.org']), notes: one(['', 'likes tea', 'Thé']),
    country: one(['US', 'FR', 'GB', null]), region: one(['', 'OR', 'or', 'Île-de-France', 'ile-de-france']), postalCode: one(['', '97201', 'yo1 7HH', 'YO17', '75001']),
    language: one(['en', 'fr', null] as const),
    custom: fc.record({ birthday: one(dates), visits: one(numbers), vip: one(yeses), size: one(choices), note: one(texts) }, { requiredKeys: [] }),
    tags: fc.subarray(['vip', 'Brunch', 'fidèle']), lists: fc.subarray([1, 2, 3]), imports: fc.subarray([1, 2]),
    consent: fc.record({ marketing: one(['none', 'opted-in', 'opted-out'] as const), service: one(['none', 'opted-in', 'opted-out'] as const) }),
    messages: fc.array(fc.record({ claimedAt: fc.option(fc.integer({ min: now - 70 * DAY, max: now })), status: one(statuses) }), { maxLength: 4 }),
    replies: fc.array(fc.integer({ min: now - 70 * DAY, max: now }), { maxLength: 2 }),
    cannotGetTexts: fc.boolean(),
    createdAt: fc.integer({ min: now - 40 * DAY, max: now }), updatedAt: fc.integer({ min: now - 40 * DAY, max: now }),
  })

const text = one(texts.filter((value) => value.trim() !== ''))
const amount = one([-3, 0, 7, 12, 12.5, 1000, 3.25])
const day = one(['1990-05-03', '1980-06-01', '1980-01-06', '2026-06-01', '2025-12-31', '2024-02-29'])
const days = fc.integer({ min: 0, max: 60 })
const textTest: fc.Arbitrary<FieldTest> = fc.record({ op: one(['is', 'is-not', 'contains', 'contains-not', 'begins'] as const), value: text })
const numberTest: fc.Arbitrary<FieldTest> = fc.oneof(
  fc.record({ op: one(['number-is', 'number-is-not', 'more', 'less'] as const), value: amount }),
  fc.record({ op: fc.constant('number-between' as const), from: amount, to: amount }),
)
const dateTest: fc.Arbitrary<FieldTest> = fc.oneof(
  fc.record({ op: one(['on', 'before', 'after'] as const), day }),
  fc.record({ op: fc.constant('date-between' as const), from: day, to: day }),
  fc.record({ op: one(['last-days', 'next-days'] as const), days: fc.integer({ min: 0, max: 400 }) }),
  fc.record({ op: fc.constant('yearly' as const), when: one(['today', 'this-week', 'next-week', 'this-month', 'next-month'] as const) }),
)
const choiceTest: fc.Arbitrary<FieldTest> = fc.record({ op: one(['one-of', 'none-of'] as const), values: fc.array(one([...choices.filter((value) => value !== ''), 'Élodie', '12']), { minLength: 1, maxLength: 3 }) })
const plainTest: fc.Arbitrary<FieldTest> = fc.record({ op: one(['filled', 'empty', 'yes', 'no'] as const) })
const fieldTest = fc.oneof(plainTest, textTest, numberTest, dateTest, choiceTest)
const asked = (field: string, test: fc.Arbitrary<FieldTest>) => fc.record({ kind: fc.constant('field' as const), field: fc.constant(field), test })
const last = fc.oneof(fc.record({ when: one(['within', 'not-within'] as const), days }), fc.record({ when: one(['ever', 'never'] as const) }))
const since = fc.record({ when: one(['within', 'not-within'] as const), days })
const yes = fc.boolean()
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constant('tag' as const), has: yes, tag: one(['vip', 'BRUNCH', 'fidèle', 'nobody']) }),
  fc.record({ kind: fc.constant('list' as const), on: yes, listId: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('field' as const), field: one(['birthday', 'visits', 'vip', 'size', 'note', 'unknown']), test: fieldTest }),
  // And each field as its kind is asked, so that people and rules meet.
  asked('birthday', dateTest),
  asked('visits', numberTest),
  asked('size', choiceTest),
  asked('note', textTest),
  fc.record({ kind: fc.constant('about' as const), what: one(['first-name', 'last-name', 'email', 'notes'] as const), test: fc.oneof(textTest, fieldTest) }),
  fc.record({ kind: fc.constant('consent' as const), purpose: one(['marketing', 'service'] as const), is: one(['none', 'opted-in', 'opted-out'] as const) }),
  fc.record({ kind: one(['texted', 'replied'] as const), last }),
  fc.record({ kind: fc.constant('delivery' as const), what: one(['last-failed', 'cannot-get-texts'] as const), is: yes }),
  fc.record({ kind: fc.constant('country' as const), in: yes, countries: one([['FR'], ['FR', 'GB']]) }),
  fc.record({ kind: fc.constant('region' as const), in: yes, regions: one([['Or'], ['ILE-DE-FRANCE', 'OR']]) }),
  fc.record({ kind: fc.constant('postal-code' as const), in: yes, begins: one([['972'], ['YO1'], ['yo 17', '75']]) }),
  fc.record({ kind: fc.constant('area-code' as const), in: yes, codes: one([['202'], ['202', '415']]) }),
  fc.record({ kind: fc.constant('language' as const), is: one(['en', 'fr', null] as const) }),
  fc.record({ kind: one(['added', 'changed'] as const), since }),
  fc.record({ kind: fc.constant('imported' as const), by: yes, importId: fc.integer({ min: 1, max: 3 }) }),
)
const rules = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    condition,
    fc.record({ kind: fc.constant('group' as const), match: one(['all', 'any', 'none'] as const), of: fc.array(tie('rule'), { maxLength: 4 }) }),
  ),
})).rule

const numberOf = (index: number): string => (index % 4 === 0 ? `+3363998${String(index).padStart(4, '0')}` : `+1${index % 3 === 0 ? '202' : '415'}55501${String(index).padStart(2, '0')}`)

const fill = ({ db }: TestContext, people: readonly JudgedPerson[]): void => {
  db.exec(`
    DELETE FROM consent; DELETE FROM messages; DELETE FROM inbound_messages; DELETE FROM import_rows; DELETE FROM import_spans; DELETE FROM imports; DELETE FROM number_reach;
    DELETE FROM contacts; DELETE FROM tags; DELETE FROM lists; DELETE FROM custom_fields; DELETE FROM senders;
    INSERT INTO senders (id, address, name, kind, segments_per_second, created_at) VALUES (1, '+12025550100', '', 'long-code', 1, 1);
    INSERT INTO lists (id, name, created_at) VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 1);
    INSERT INTO imports (id, file_name, file_hash, bytes, plan, state, started_at) VALUES (1, 'a.csv', '1', 1, '{}', 'done', 1), (2, 'b.csv', '2', 1, '{}', 'done', 1);
    INSERT OR IGNORE INTO consent_events (id, number, purpose, state, method, occurred_at, zone, recorded_at, source, hash) VALUES (1, '+12025550199', 'service', 'opted-in', 'paper', 1, 'UTC', 1, '', x'00');`)
  for (const [key, order] of Object.entries(orders)) db.prepare('INSERT INTO custom_fields (key, label, created_at, date_order) VALUES (?, ?, 1, ?)').run(key, key, order)
  for (const p of people) {
    db.prepare(`INSERT INTO contacts (id, number, first_name, last_name, sort_name, email, notes, country, region, postal_code, language, custom, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
      p.id, p.number, p.firstName, p.lastName, sortName(p.firstName, p.lastName, p.number), p.email, p.notes, p.country, p.region, p.postalCode, p.language, JSON.stringify(p.custom), p.createdAt, p.updatedAt,
    )
    for (const tag of p.tags) {
      db.prepare('INSERT OR IGNORE INTO tags (name) VALUES (?)').run(tag)
      db.prepare('INSERT INTO contact_tags SELECT id, ? FROM tags WHERE name = ?').run(p.id, tag)
    }
    for (const list of p.lists) db.prepare('INSERT INTO list_members VALUES (?, ?)').run(list, p.id)
    // Whom an import added lies in spans of people next to each other, whom it changed row by row.
    if (p.imports.includes(1)) db.prepare("INSERT INTO import_rows (import_id, line, outcome, contact_id) VALUES (1, ?, 'updated', ?)").run(p.id, p.id)
    if (p.imports.includes(2)) db.prepare('INSERT INTO import_spans (import_id, line, contact_id, rows, row_no, created_no) VALUES (2, ?, ?, 3, ?, ?)').run(p.id, p.id, p.id, p.id)
    for (const purpose of ['marketing', 'service'] as const) if (p.consent[purpose] !== 'none') db.prepare('INSERT INTO consent (number, purpose, state, since_at, event_id) VALUES (?, ?, ?, 1, 1)').run(p.number, purpose, p.consent[purpose])
    for (const { claimedAt, status } of p.messages)
      db.prepare(`INSERT INTO messages (contact_id, number, body, purpose, priority, sender_id, segments, status, due_at, claimed_at, created_at, updated_at) VALUES (?, ?, '', 'service', 1, 1, 1, ?, 1, ?, 1, 1)`).run(p.id, p.number, status, claimedAt)
    for (const [index, at] of p.replies.entries()) db.prepare(`INSERT INTO inbound_messages (provider_sid, number, sender_address, body, received_at, handled_at) VALUES (?, ?, '', '', ?, 1)`).run(`${p.id}-${index}`, p.number, at)
    if (p.cannotGetTexts) db.prepare("INSERT INTO number_reach (number, reason, code, failures, failed_at, since_at) VALUES (?, 'landline', 30006, 1, 1, 1)").run(p.number)
  }
}

describe('the SQL of a rule', () => {
  let book: TestContext
  beforeEach(() => { book = testContext() })
  afterEach(() => book.close())

  test('finds whom plain TypeScript finds, at once, in pieces, counted, and the first by name', async () => {
    const started = fc.record({ now: fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2028, 11, 31) }), zone: one(zones) })
    await fc.assert(
      fc.asyncProperty(
        started.chain((moment) => fc.tuple(fc.constant(moment), fc.array(personWith(moment.now), { minLength: 1, maxLength: 12 }), fc.array(rules, { minLength: 12, maxLength: 12 }))),
        async ([moment, drawn, tried]) => {
          const people = drawn.map((person, index): JudgedPerson => ({ ...person, id: index * 3 + 1, number: numberOf(index) }))
          book.db.transaction(() => fill(book, people))()
          tellTime(book.db, () => moment)
          let stamp = 0
          for (const rule of [...tried, ...tried]) {
            // The second time with everybody's standing by id at hand, as a thread that counts keeps it.
            if (++stamp > tried.length) await prepareConsentSets(book.db, [rule], 'filled', () => Promise.resolve(), 0)
            else freshConsentSets(book.db, 'empty')
            const expected = people.filter((person) => judge(person, rule, { ...moment, dateOrder: orders })).map(({ id }) => id)
            const { where, ids, divisible } = compileRule(book.db, rule)
            const at = (found: { readonly sql: string; readonly params: readonly (string | number | null)[] }) => (book.db.prepare(found.sql).pluck().all(...found.params) as number[]).sort((a, b) => a - b)
            expect(at({ sql: `SELECT c.id FROM contacts c WHERE ${where.sql}`, params: where.params })).toEqual(expected)
            expect(at(ids())).toEqual(expected)
            if (divisible) expect([...at(ids({ from: 1, to: 9 })), ...at(ids({ from: 10, to: 99 }))]).toEqual(expected)
            expect(await countPeople(book.db, rule, () => Promise.resolve())).toBe(expected.length)
            const byName = (book.db.prepare('SELECT id FROM contacts ORDER BY sort_name, id').pluck().all() as number[]).filter((id) => expected.includes(id))
            expect(await firstPeople(book.db, rule, expected.length, 3, () => Promise.resolve())).toEqual(byName.slice(0, 3))
          }
        },
      ),
      { numRuns: 200 },
    )
  }, 120_000)

  test('holds nothing of the rule in its text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }).filter((value) => value.trim() !== ''), rules, (value, rule) => {
        const one: Rule = { kind: 'group', match: 'any', of: [{ kind: 'tag', has: true, tag: value }, { kind: 'field', field: 'note', test: { op: 'contains', value } }, rule] }
        const other: Rule = { ...one, of: [{ kind: 'tag', has: true, tag: 'q' }, { kind: 'field', field: 'size', test: { op: 'contains', value: 'q' } }, rule] }
        expect(compileRule(book.db, one).ids().sql).toBe(compileRule(book.db, other).ids().sql)
        expect(() => book.db.prepare(compileRule(book.db, one).ids().sql)).not.toThrow()
      }),
    )
  })

  test('a birthday on 29 February comes on the 28th in other years, and week and month follow the desk’s own day', () => {
    fill(book, [])
    const add = book.db.prepare(`INSERT INTO contacts (id, number, custom, created_at, updated_at) VALUES (?, ?, ?, 1, 1)`)
    add.run(1, '+12025550101', JSON.stringify({ birthday: '1992-02-29' }))
    add.run(2, '+12025550102', JSON.stringify({ birthday: '1990-02-28' }))
    add.run(3, '+12025550103', JSON.stringify({ birthday: '1 March' }))
    const found = (moment: Moment, when: 'today' | 'this-week' | 'next-month') => {
      const { sql, params } = compileRule(book.db, { kind: 'field', field: 'birthday', test: { op: 'yearly', when } }, moment).ids()
      return book.db.prepare(sql).pluck().all(...params)
    }
    expect(found({ now: Date.UTC(2026, 1, 28, 12), zone: 'UTC' }, 'today')).toEqual([1, 2])
    expect(found({ now: Date.UTC(2028, 1, 28, 12), zone: 'UTC' }, 'today')).toEqual([2])
    expect(found({ now: Date.UTC(2028, 1, 29, 12), zone: 'UTC' }, 'today')).toEqual([1])
    // In Auckland it is the 29th already.
    expect(found({ now: Date.UTC(2028, 1, 28, 12), zone: 'Pacific/Auckland' }, 'today')).toEqual([1])
    // Sunday ends the week: Monday is 1 March 2027.
    expect(found({ now: Date.UTC(2027, 1, 28, 12), zone: 'UTC' }, 'this-week')).toEqual([1, 2])
    expect(found({ now: Date.UTC(2027, 0, 31, 12), zone: 'UTC' }, 'next-month')).toEqual([1, 2])
  })
})

describe('a rule from outside', () => {
  const deep = (levels: number): unknown => (levels === 0 ? { kind: 'tag', has: true, tag: 'x' } : { kind: 'group', match: 'all', of: [deep(levels - 1)] })
  test('may be four groups deep and have sixty conditions, no more', () => {
    expect(ruleSchema.safeParse(deep(4)).success).toBe(true)
    expect(ruleSchema.safeParse(deep(5)).success).toBe(false)
    expect(ruleSchema.safeParse(deep(2_000)).success).toBe(false)
    const wide = (count: number) => ({ kind: 'group', match: 'any', of: Array.from({ length: 2 }, () => ({ kind: 'group', match: 'all', of: Array.from({ length: count / 2 }, () => deep(0)) })) })
    expect(ruleSchema.safeParse(wide(60)).success).toBe(true)
    expect(ruleSchema.safeParse(wide(62)).success).toBe(false)
  })
  test.each([
    [{ kind: 'field', field: 'a") OR 1', test: { op: 'filled' } }],
    [{ kind: 'field', field: 'a', test: { op: 'on', day: '2026-02-30' } }],
    [{ kind: 'texted', last: { when: 'within', days: -1 } }],
    [{ kind: 'tag', has: true, tag: '' }],
    [{ kind: 'nothing' }],
  ])('%j is refused', (wrong) => {
    expect(ruleSchema.safeParse(wrong).success).toBe(false)
  })
})
