import type { z } from 'zod'
import type { ContactFilter, contactSort } from '../../../shared/contract/contacts.ts'
import type { Db } from '../database/open.ts'
import { findWith, type Found } from './find.ts'
import type { Watch } from './watch.ts'

export type ContactSort = z.infer<typeof contactSort>

/** A stretch of the people a filter finds: their ids in order, and how many there are in all. */
export type IdPage = { readonly ids: readonly number[]; readonly total: number }

/**
 * Up to so many people are sorted and kept whole. Beyond, those found by words come in the order in which they
 * were added (sorting 50,000 names at each key pressed would be felt, and nobody reads so far); without words
 * the table is walked in the order of its index.
 */
export const SORTED_WHOLE = 5_000

/** Filters remembered at once. */
const REMEMBERED = 32

type Key = readonly (string | number)[]
/** A known place: the row at `offset` has this key. */
type Anchor = { readonly offset: number; readonly key: Key }
type Known = { readonly found: Found; readonly total: number; whole: readonly number[] | null; readonly anchors: Anchor[] }

const ORDERS = {
  name: { columns: ['c.sort_name', 'c.id'], down: false },
  recent: { columns: ['c.updated_at', 'c.id'], down: true },
} as const

const orderBy = (sort: ContactSort): string => ORDERS[sort].columns.map((column) => `${column} ${ORDERS[sort].down ? 'DESC' : 'ASC'}`).join(', ')

const nearest = (anchors: readonly Anchor[], offset: number): Anchor | null =>
  anchors.reduce<Anchor | null>((best, anchor) => (anchor.offset <= offset && (best === null || anchor.offset > best.offset) ? anchor : best), null)

/**
 * Finds stretches of the contact table. Totals, small results and the keys of rows once reached ("anchors", from
 * which the next stretch is a short walk) are remembered until people, tags, lists or consent change.
 */
export const createPages = (db: Db, watch: Watch) => {
  let stamp = ''
  const remembered = new Map<string, Known>()

  const lookUp = (found: Found, sort: ContactSort): Known => {
    // Words are mostly few people: what they are answers how many at the same time.
    if (found.words !== null) {
      const ids = db.prepare(`${found.words.sql} LIMIT ${SORTED_WHOLE + 1}`).pluck().all(...found.words.params) as number[]
      if (ids.length <= SORTED_WHOLE) {
        const sorted = db.prepare(`SELECT c.id FROM contacts c WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY ${orderBy(sort)}`)
        return { found, total: ids.length, whole: sorted.pluck().all(JSON.stringify(ids)) as number[], anchors: [] }
      }
    }
    return { found, total: db.prepare(found.count.sql).pluck().get(...found.count.params) as number, whole: null, anchors: [] }
  }

  const know = (filter: ContactFilter, sort: ContactSort): Known => {
    const now = watch.stamp()
    if (now !== stamp) remembered.clear()
    stamp = now
    const found = findWith(db, filter)
    const key = `${sort} ${found.key}`
    const known = remembered.get(key) ?? lookUp(found, sort)
    // The one asked for last is forgotten last.
    remembered.delete(key)
    remembered.set(key, known)
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value as string)
    return known
  }

  const whole = ({ found }: Known, sort: ContactSort): readonly number[] =>
    db.prepare(`SELECT c.id ${found.from.sql} ORDER BY ${orderBy(sort)}`).pluck().all(...found.from.params) as number[]

  /** Walks from the nearest place known, or from the end when that is nearer. */
  const walk = ({ found, total, anchors }: Known, sort: ContactSort, offset: number, limit: number): readonly number[] => {
    const words = found.walk === null
    const { columns, down } = words ? { columns: ['contacts_search.rowid'], down: false } : ORDERS[sort]
    const source = found.walk === null ? found.from : { sql: `FROM contacts c WHERE ${found.walk.sql}`, params: found.walk.params }
    const anchor = nearest(anchors, offset)
    const last = Math.min(offset + limit, total)
    const fromEnd = !words && total - last < offset - (anchor?.offset ?? 0)
    const backwards = down !== fromEnd
    const order = columns.map((column) => `${column} ${backwards ? 'DESC' : 'ASC'}`).join(', ')
    const from = fromEnd || anchor === null ? null : anchor
    const start = from === null ? '' : ` AND (${columns.join(', ')}) ${down ? '<=' : '>='} (${columns.map(() => '?').join(', ')})`
    const rows = db
      .prepare(`SELECT ${columns.join(', ')} ${source.sql}${start} ORDER BY ${order} LIMIT ? OFFSET ?`)
      .raw()
      .all(...source.params, ...(from?.key ?? []), last - offset, fromEnd ? total - last : offset - (from?.offset ?? 0)) as Key[]
    if (fromEnd) rows.reverse()
    const [first] = rows
    const end = rows.at(-1)
    if (first !== undefined && !anchors.some((known) => known.offset === offset)) anchors.push({ offset, key: first })
    if (end !== undefined && !anchors.some((known) => known.offset === last - 1)) anchors.push({ offset: last - 1, key: end })
    if (anchors.length > 200) anchors.splice(0, 100)
    return rows.map((row) => row.at(-1) as number)
  }

  return {
    /** At most `limit` ids, `offset` rows down. */
    page(filter: ContactFilter, sort: ContactSort, offset: number, limit: number): IdPage {
      const known = know(filter, sort)
      if (offset >= known.total) return { ids: [], total: known.total }
      if (known.total > SORTED_WHOLE) return { ids: walk(known, sort, offset, limit), total: known.total }
      known.whole ??= whole(known, sort)
      return { ids: known.whole.slice(offset, offset + limit), total: known.total }
    },
  }
}

export type Pages = ReturnType<typeof createPages>
