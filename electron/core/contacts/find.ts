import { todayOf } from '../../../shared/rules/segments/calendar.ts'
import type { ContactFilter } from '../../../shared/contract/contacts.ts'
import { asksMessages, type Rule } from '../../../shared/rules/segments/rule.ts'
import type { Db } from '../database/open.ts'
import { compileRule, type IdRange, type Piece } from '../segments/compile.ts'
import { momentOf } from '../segments/moment.ts'
import { segmentRule } from '../segments/store.ts'
import { matchExpression } from './search-query.ts'

/**
 * A filter as SQL. Conditions speak of `c` (contacts); the narrowest of them is the table the search starts from.
 */
export type Found = {
  readonly count: Piece
  /** FROM … WHERE … with contacts as `c`. */
  readonly from: Piece
  /** The ids the search table finds, unsorted; null without words. */
  readonly words: Piece | null
  /** The ids, each once, in no order. */
  ids(range?: IdRange): Piece
  /** Whether finding the ids piece by piece costs no more than at once. */
  readonly divisible: boolean
  /** Nothing is asked: everybody. */
  readonly everybody: boolean
  /** The same filter twice on the same day is the same key. */
  readonly key: string
}

const and = (...pieces: readonly Piece[]): Piece => ({
  sql: pieces.map(({ sql }) => sql).join(' AND ') || 'true',
  params: pieces.flatMap(({ params }) => params),
})

/** Nobody: what a segment finds that is no more. */
const nobody: Rule = { kind: 'group', match: 'any', of: [] }

/** What is asked besides words, as one rule. */
export const rulesOf = (db: Db, filter: ContactFilter): readonly Rule[] => [
  ...(filter.listId === undefined ? [] : [{ kind: 'list', on: true, listId: filter.listId } as const]),
  ...(filter.tag === undefined ? [] : [{ kind: 'tag', has: true, tag: filter.tag } as const]),
  ...(['marketing', 'service'] as const).flatMap((purpose) => {
    const is = filter[purpose]
    return is === undefined ? [] : [{ kind: 'consent', purpose, is } as const]
  }),
  ...(filter.segmentId === undefined ? [] : [segmentRule(db, filter.segmentId) ?? nobody]),
  ...(filter.rule === undefined ? [] : [filter.rule]),
]

/** What may be asked of `filter` in SQL. A tag nobody has finds nobody. */
export const findWith = (db: Db, filter: ContactFilter): Found => {
  const match = filter.query === undefined ? null : matchExpression(filter.query)
  const rules = rulesOf(db, filter)
  const whole: Rule = rules.length === 1 ? (rules[0] as Rule) : { kind: 'group', match: 'all', of: rules }
  const { where, ids: idsByRule, divisible } = compileRule(db, whole)
  const saved = filter.segmentId !== undefined || filter.rule !== undefined
  // What a rule says of messages changes without anybody in the book changing.
  const messages = saved && asksMessages(whole) ? [db.pragma('data_version', { simple: true }), db.prepare('SELECT total_changes()').pluck().get()] : null
  const key = JSON.stringify([match, rules, saved ? todayOf(momentOf(db)) : null, messages])

  if (match !== null) {
    const found: Piece = { sql: 'contacts_search MATCH ?', params: [match] }
    const all = and(found, ...(rules.length === 0 ? [] : [where]))
    const joined: Piece = { sql: `FROM contacts_search CROSS JOIN contacts c ON c.id = contacts_search.rowid WHERE ${all.sql}`, params: all.params }
    // Words alone need no contact's row.
    const ids = rules.length === 0 ? { sql: `FROM contacts_search WHERE ${all.sql}`, params: all.params } : joined
    const idsOf = (range?: IdRange): Piece => {
      const asked = range === undefined ? ids : and(ids, { sql: 'contacts_search.rowid BETWEEN ? AND ?', params: [range.from, range.to] })
      return { sql: `SELECT contacts_search.rowid AS id ${asked.sql}`, params: asked.params }
    }
    return { count: { sql: `SELECT count(*) ${ids.sql}`, params: ids.params }, words: idsOf(), ids: idsOf, from: joined, divisible, everybody: false, key }
  }

  const all = idsByRule()
  const from: Piece =
    all.sql.startsWith('SELECT c.id AS id FROM contacts c WHERE')
      ? { sql: `FROM contacts c WHERE ${where.sql}`, params: where.params }
      : { sql: `FROM (${all.sql}) found CROSS JOIN contacts c ON c.id = found.id WHERE true`, params: all.params }
  return { count: { sql: `SELECT count(*) FROM (${all.sql})`, params: all.params }, words: null, ids: idsByRule, from, divisible, everybody: rules.length === 0, key }
}
