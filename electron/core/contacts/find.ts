import type { ContactFilter } from '../../../shared/contract/contacts.ts'
import { consentCondition, numbersWith } from '../consent/state.ts'
import type { Db } from '../database/open.ts'
import { matchExpression } from './search-query.ts'

/** A piece of SQL and what is bound to it, in order. */
type Piece = { readonly sql: string; readonly params: readonly (string | number)[] }

/**
 * A filter as SQL. Conditions speak of `c` (contacts); the narrowest of them is the table the search starts from.
 * `walk`: the conditions for going through contacts in the order of an index; null when the words typed need the search table.
 */
export type Found = {
  readonly count: Piece
  /** FROM … WHERE … with contacts as `c`. */
  readonly from: Piece
  readonly walk: Piece | null
  /** The ids the search table finds, unsorted; null without words. */
  readonly words: Piece | null
  /** The same filter twice is the same key. */
  readonly key: string
}

const and = (...pieces: readonly Piece[]): Piece => ({
  sql: pieces.map(({ sql }) => sql).join(' AND ') || 'true',
  params: pieces.flatMap(({ params }) => params),
})

/** What may be asked of `filter` in SQL. A tag nobody has finds nobody. */
export const findWith = (db: Db, filter: ContactFilter): Found => {
  const match = filter.query === undefined ? null : matchExpression(filter.query)
  const tagId = filter.tag === undefined ? null : ((db.prepare('SELECT id FROM tags WHERE name = ?').pluck().get(filter.tag) as number | undefined) ?? 0)

  const members = (id: string): Piece[] => [
    ...(filter.listId === undefined ? [] : [{ sql: `EXISTS (SELECT 1 FROM list_members m WHERE m.list_id = ? AND m.contact_id = ${id})`, params: [filter.listId] }]),
    ...(tagId === null ? [] : [{ sql: `EXISTS (SELECT 1 FROM contact_tags ct WHERE ct.tag_id = ? AND ct.contact_id = ${id})`, params: [tagId] }]),
  ]
  const consents: Piece[] = (['marketing', 'service'] as const).flatMap((purpose) => {
    const state = filter[purpose]
    return state === undefined ? [] : [{ sql: consentCondition('c.number', purpose, state), params: [] }]
  })
  const rest = [...members('c.id'), ...consents]
  const key = JSON.stringify([match, filter.listId ?? null, tagId, filter.marketing ?? null, filter.service ?? null])

  if (match !== null) {
    const found: Piece = { sql: 'contacts_search MATCH ?', params: [match] }
    const where = and(found, ...rest)
    const from: Piece = { sql: `FROM contacts_search CROSS JOIN contacts c ON c.id = contacts_search.rowid WHERE ${where.sql}`, params: where.params }
    // Consent goes by number, so it needs the contact's row; lists and tags do not.
    const alone = and(found, ...members('contacts_search.rowid'))
    const ids = consents.length > 0 ? from : { sql: `FROM contacts_search WHERE ${alone.sql}`, params: alone.params }
    return {
      count: { sql: `SELECT count(*) ${ids.sql}`, params: ids.params },
      words: { sql: `SELECT contacts_search.rowid ${ids.sql}`, params: ids.params },
      from,
      walk: null,
      key,
    }
  }

  const walk = and(...rest)
  if (filter.listId !== undefined || tagId !== null) {
    const [table, column] = filter.listId !== undefined ? (['list_members', 'list_id'] as const) : (['contact_tags', 'tag_id'] as const)
    const start: Piece = { sql: `d.${column} = ?`, params: [filter.listId ?? tagId ?? 0] }
    const where = and(start, ...rest.slice(1))
    const from: Piece = { sql: `FROM ${table} d CROSS JOIN contacts c ON c.id = d.contact_id WHERE ${where.sql}`, params: where.params }
    const count = rest.length > 1 ? from : { sql: `FROM ${table} d WHERE ${start.sql}`, params: start.params }
    return { count: { sql: `SELECT count(*) ${count.sql}`, params: count.params }, words: null, from, walk, key }
  }
  // Few have said stop: start from them.
  const stopped = (['marketing', 'service'] as const).find((purpose) => filter[purpose] === 'opted-out')
  const source = stopped === undefined ? 'contacts c' : `${numbersWith(stopped, 'opted-out')} k CROSS JOIN contacts c ON c.number = k.number`
  const from: Piece = { sql: `FROM ${source} WHERE ${walk.sql}`, params: walk.params }
  return { count: { sql: `SELECT count(*) ${from.sql}`, params: from.params }, words: null, from, walk, key }
}
