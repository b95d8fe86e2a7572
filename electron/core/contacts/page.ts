import type { z } from 'zod'
import type { ContactFilter, contactSort } from '../../../shared/contract/contacts.ts'
import { statement, type Db } from '../database/open.ts'
import { findWith, type Found } from './find.ts'
import type { Watch } from './watch.ts'

export type ContactSort = z.infer<typeof contactSort>

/** A stretch of the people a filter finds: their ids in order, and how many there are in all. */
export type IdPage = { readonly ids: readonly number[]; readonly total: number }

/**
 * Up to so many people found by words are sorted. Beyond, they come in the order in which they were added: sorting
 * 50,000 names at each key pressed would be felt, and nobody reads so far.
 */
export const SORTED_WHOLE = 5_000

/** Ids remembered at once, over all filters: 8 MB for each million. */
const REMEMBERED_IDS = 6_000_000
const REMEMBERED = 64
/** Ids looked at between two pauses: some 10 ms for a rule that reads every row. */
const PIECE = 10_000

type Key = readonly (string | number)[]
/** A known place in everybody: the row at `offset` has this key. */
type Anchor = { readonly offset: number; readonly key: Key }
/**
 * What a filter finds, in order; the many that words find, all of them only once somebody reads so far; or the way
 * through everybody, who are not worth writing down.
 */
type Known =
  | { readonly kind: 'ids'; readonly ids: ArrayLike<number> }
  | { readonly kind: 'words'; readonly total: number; ids: ArrayLike<number>; readonly found: Found }
  | { readonly kind: 'everybody'; readonly total: number; readonly anchors: Anchor[] }

const ORDERS = {
  name: { columns: ['c.sort_name', 'c.id'], down: false },
  recent: { columns: ['c.updated_at', 'c.id'], down: true },
} as const

const orderBy = (sort: ContactSort): string => ORDERS[sort].columns.map((column) => `${column} ${ORDERS[sort].down ? 'DESC' : 'ASC'}`).join(', ')

const nearest = (anchors: readonly Anchor[], offset: number): Anchor | null =>
  anchors.reduce<Anchor | null>((best, anchor) => (anchor.offset <= offset && (best === null || anchor.offset > best.offset) ? anchor : best), null)

export type PagesOptions = {
  /** When what was remembered holds no more. */
  readonly watch: Watch
  /** Lets others in between two pieces of a long search. */
  readonly pause?: () => Promise<void>
}

/**
 * Finds stretches of the contact table: everybody by walking an index from the nearest place known, whoever a filter
 * finds by their ids in order, which are remembered until people, tags, lists or consent change.
 */
export const createPages = (db: Db, { watch, pause }: PagesOptions) => {
  let stamp = ''
  const remembered = new Map<string, Promise<Known>>()
  const sizes = new Map<string, number>()
  const orders = new Map<ContactSort, Promise<Uint32Array>>()

  const highestId = (): number => (statement(db, 'SELECT max(id) FROM contacts').pluck().get() as number | null) ?? 0

  /** Everybody's ids by name or by date: with it, any number of people is put in order by looking through it. */
  const orderOf = (sort: ContactSort): Promise<Uint32Array> => {
    const known = orders.get(sort)
    if (known !== undefined) return known
    const build = async (): Promise<Uint32Array> => {
      const { columns: [column], down } = ORDERS[sort]
      const order = new Uint32Array(statement(db, 'SELECT count(*) FROM contacts').pluck().get() as number)
      let place = 0
      let from: Key | null = null
      const start = (key: Key | null): string => (key === null ? '' : `WHERE (${column}, c.id) ${down ? '<' : '>'} (?, ?)`)
      for (;;) {
        const rows = statement(db, `SELECT ${column}, c.id FROM contacts c ${start(from)} ORDER BY ${orderBy(sort)} LIMIT ${PIECE * 2}`).raw().all(...(from ?? [])) as [string | number, number][]
        for (const [, id] of rows) order[place++] = id
        if (rows.length < PIECE * 2) return order.subarray(0, place)
        from = rows.at(-1) as Key
        await pause?.()
      }
    }
    const building = build()
    orders.set(sort, building)
    return building
  }

  const inOrder = async (ids: readonly number[], sort: ContactSort): Promise<ArrayLike<number>> => {
    if (ids.length <= SORTED_WHOLE) {
      const sorted = db.prepare(`SELECT c.id FROM contacts c WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY ${orderBy(sort)}`)
      return sorted.pluck().all(JSON.stringify(ids)) as number[]
    }
    const chosen = new Uint8Array(highestId() + 1)
    for (const id of ids) chosen[id] = 1
    const order = await orderOf(sort)
    const sorted = new Uint32Array(ids.length)
    let place = 0
    for (const id of order) if (chosen[id] === 1) sorted[place++] = id
    return sorted.subarray(0, place)
  }

  const idsOf = async (found: Found): Promise<readonly number[]> => {
    const top = highestId()
    if (pause === undefined || !found.divisible || found.words !== null || top <= PIECE) {
      const { sql, params } = found.ids()
      return db.prepare(sql).pluck().all(...params) as number[]
    }
    const ids: number[] = []
    const piece = db.prepare(found.ids({ from: 0, to: 0 }).sql).pluck()
    for (let from = 1; from <= top; from += PIECE) {
      for (const id of piece.all(...found.ids({ from, to: from + PIECE - 1 }).params) as number[]) ids.push(id)
      await pause()
    }
    return ids
  }

  const lookUp = async (found: Found, sort: ContactSort): Promise<Known> => {
    if (found.everybody) return { kind: 'everybody', total: statement(db, 'SELECT count(*) FROM contacts').pluck().get() as number, anchors: [] }
    if (found.words === null) return { kind: 'ids', ids: await inOrder(await idsOf(found), sort) }
    const ids = db.prepare(`${found.words.sql} LIMIT ${SORTED_WHOLE + 1}`).pluck().all(...found.words.params) as number[]
    if (ids.length <= SORTED_WHOLE) return { kind: 'ids', ids: await inOrder(ids, sort) }
    return { kind: 'words', total: db.prepare(found.count.sql).pluck().get(...found.count.params) as number, ids, found }
  }

  const forgetOldest = (): void => {
    const held = (): number => [...sizes.values()].reduce((sum, size) => sum + size, 0)
    while (remembered.size > REMEMBERED || (remembered.size > 1 && held() > REMEMBERED_IDS)) {
      const oldest = remembered.keys().next().value as string
      remembered.delete(oldest)
      sizes.delete(oldest)
    }
  }

  const know = (filter: ContactFilter, sort: ContactSort): Promise<Known> => {
    const now = watch.stamp()
    if (now !== stamp) {
      remembered.clear()
      sizes.clear()
      orders.clear()
    }
    stamp = now
    const found = findWith(db, filter)
    const key = `${sort} ${found.key}`
    let known = remembered.get(key)
    if (known === undefined) {
      known = lookUp(found, sort)
      known.then(
        (what) => {
          if (remembered.get(key) === known) sizes.set(key, what.kind === 'everybody' ? 0 : what.ids.length)
          forgetOldest()
        },
        () => remembered.delete(key),
      )
    }
    // The one asked for last is forgotten last.
    remembered.delete(key)
    remembered.set(key, known)
    return known
  }

  /** Walks from the nearest place known, or from the end when that is nearer. */
  const walk = ({ total, anchors }: Extract<Known, { kind: 'everybody' }>, sort: ContactSort, offset: number, limit: number): readonly number[] => {
    const { columns, down } = ORDERS[sort]
    const anchor = nearest(anchors, offset)
    const last = Math.min(offset + limit, total)
    const fromEnd = total - last < offset - (anchor?.offset ?? 0)
    const backwards = down !== fromEnd
    const order = columns.map((column) => `${column} ${backwards ? 'DESC' : 'ASC'}`).join(', ')
    const from = fromEnd || anchor === null ? null : anchor
    const start = from === null ? '' : `WHERE (${columns.join(', ')}) ${down ? '<=' : '>='} (${columns.map(() => '?').join(', ')})`
    const rows = statement(db, `SELECT ${columns.join(', ')} FROM contacts c ${start} ORDER BY ${order} LIMIT ? OFFSET ?`)
      .raw()
      .all(...(from?.key ?? []), last - offset, fromEnd ? total - last : offset - (from?.offset ?? 0)) as Key[]
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
    async page(filter: ContactFilter, sort: ContactSort, offset: number, limit: number): Promise<IdPage> {
      const known = await know(filter, sort)
      if (known.kind === 'everybody') return { ids: offset >= known.total ? [] : walk(known, sort, offset, limit), total: known.total }
      if (known.kind === 'words' && Math.min(offset + limit, known.total) > known.ids.length) known.ids = Uint32Array.from(await idsOf(known.found))
      return { ids: Array.prototype.slice.call(known.ids, offset, offset + limit) as number[], total: known.kind === 'words' ? known.total : known.ids.length }
    },
  }
}

export type Pages = ReturnType<typeof createPages>
