import { logState, messageStatus, skipReason, UNDECIDED_MS, type FailureCause, type LogState, type MessageFilter, type SkipReason } from '../../../shared/contract/messages.ts'
import { openDatabase, statement, type Db } from '../database/open.ts'
import { causeOf, codesOf } from './log-filter.ts'
import { digitsOf, expressionOf, textTest, wordsOf } from './log-text.ts'

/**
 * The log as columns in memory, on a thread of its own: 29 bytes a message, looked through whole in some milliseconds
 * for a million, so that any filter answers at once, and its counts with it, without an index on disk that every send
 * would have to keep up. Positions are the messages' ids. Text is found in a search index in memory, built in the
 * background; what it does not hold yet is read through.
 */
export type LogColumns = {
  /** Messages up to this id are here. */
  readonly upto: () => number
  readonly size: () => number
  /** True when everything there was is read. Reads the next stretch otherwise. */
  readonly step: () => boolean
  /** Reads these anew: they changed, or are gone. */
  readonly reread: (ids: readonly number[]) => void
  /** Adds the next stretch to the search. @returns true when all is in. */
  readonly indexStep: () => boolean
  readonly select: (filter: MessageFilter, stretch: { readonly offset: number; readonly limit: number }, now: number) => Selected
  /**
   * Looks for the next of the messages whose text fits, newest first. @returns true when all are known. Words that most
   * messages have take some steps; until then `select` finds the newest of them, and says that there are more.
   */
  readonly searchStep: (filter: MessageFilter) => boolean
  readonly tally: (filter: MessageFilter, now: number) => Tally
  readonly each: (now: number, visit: (message: Message) => void) => void
  /** One message; null when it is not there. */
  readonly at: (id: number, now: number) => Message | null
  /** Of what was billed. Twilio bills an account in one currency. */
  readonly currency: () => string | null
  readonly close: () => void
}

/** `atLeast`: the search is not at its end; `total` counts what it found so far. */
export type Selected = { readonly ids: readonly number[]; readonly total: number; readonly atLeast: boolean }
export type Tally = {
  readonly states: Record<LogState, number>
  readonly failures: readonly { readonly errorCode: number | null; readonly cause: FailureCause; readonly messages: number }[]
  readonly skips: readonly { readonly skip: SkipReason; readonly messages: number }[]
}

/** One message as the columns know it; the same object is used for the next. `price` in micros, null: not billed. */
export type Message = { id: number; state: LogState; batch: number; left: boolean; at: number; price: number | null }

const statuses = messageStatus.options
const skips = skipReason.options
const states = logState.options
const statusNumber = new Map<string, number>(statuses.map((status, index) => [status, index + 1]))
const UNDECIDED = states.indexOf('undecided') + 1
const ACCEPTED = statuses.indexOf('accepted') + 1
const SENT = statuses.indexOf('sent') + 1
const FAILED = statuses.indexOf('failed') + 1
const UNDELIVERED = statuses.indexOf('undelivered') + 1
const SKIPPED = statuses.indexOf('skipped') + 1
const QUEUED = statuses.indexOf('queued') + 1
const CANCELED = statuses.indexOf('canceled') + 1
const NO_PRICE = -2_147_483_648

/** Rows read in one step: some 10 ms. */
const STRETCH = 5_000
/** Messages put into the search in one step, and in one transaction: each leaves a piece that has to be merged. */
const INDEX_STRETCH = 250
const INDEX_COMMIT = 20_000
/** Found messages taken from the search in one step, and messages not in it yet that are read through in one. */
const HIT_STRETCH = 5_000
const SCAN_STRETCH = 2_000

type Raw = [id: number, batch: number | null, sender: number, status: string, code: number | null, skip: string | null, claimed: number | null, updated: number, price: number | null, currency: string | null]
const COLUMNS = 'id, batch_id, sender_id, status, error_code, skip, claimed_at, updated_at, price_micros, currency'

export const createLogColumns = (db: Db): LogColumns => {
  let room = 1_024
  let last = 0
  let size = 0
  let currency: string | null = null
  let status = new Uint8Array(room)
  let skip = new Uint8Array(room)
  let batch = new Int32Array(room)
  let sender = new Int32Array(room)
  let code = new Int32Array(room)
  let price = new Int32Array(room)
  /** When it left; what never left has when it last changed. */
  let at = new Float64Array(room)
  /** 1: it left, or may have. */
  let claimed = new Uint8Array(room)

  const grow = (needed: number): void => {
    if (needed < room) return
    while (room <= needed) room *= 2
    const more = <T extends Uint8Array | Int32Array | Float64Array>(made: T, old: T): T => (made.set(old), made)
    status = more(new Uint8Array(room), status)
    skip = more(new Uint8Array(room), skip)
    batch = more(new Int32Array(room), batch)
    sender = more(new Int32Array(room), sender)
    code = more(new Int32Array(room), code)
    price = more(new Int32Array(room), price)
    at = more(new Float64Array(room), at)
    claimed = more(new Uint8Array(room), claimed)
  }

  const put = ([id, batchId, senderId, word, errorCode, why, claimedAt, updatedAt, micros, unit]: Raw): void => {
    grow(id)
    if (status[id] === 0) size += 1
    status[id] = statusNumber.get(word) ?? 0
    skip[id] = why === null ? 0 : skips.indexOf(why as SkipReason) + 1
    batch[id] = batchId ?? 0
    sender[id] = senderId
    code[id] = errorCode ?? 0
    price[id] = micros ?? NO_PRICE
    at[id] = claimedAt ?? updatedAt
    claimed[id] = claimedAt === null ? 0 : 1
    if (unit !== null && micros !== null) currency = unit
  }

  const step = (): boolean => {
    const rows = statement(db, `SELECT ${COLUMNS} FROM messages WHERE id > ? ORDER BY id LIMIT ${STRETCH}`).raw().all(last) as Raw[]
    for (const row of rows) put(row)
    last = rows.at(-1)?.[0] ?? last
    return rows.length < STRETCH
  }

  const reread = (ids: readonly number[]): void => {
    for (let from = 0; from < ids.length; from += 1_000) {
      const some = ids.slice(from, from + 1_000).filter((id) => id <= last)
      const found = statement(db, `SELECT ${COLUMNS} FROM messages WHERE id IN (SELECT value FROM json_each(?))`).raw().all(JSON.stringify(some)) as Raw[]
      for (const id of some) {
        if (status[id] !== 0) size -= 1
        status[id] = 0
      }
      for (const row of found) put(row)
      forget(some)
    }
    // The ids at the end are given out again.
    while (last > 0 && status[last] === 0) last -= 1
    indexed = Math.min(indexed, last)
    committed = Math.min(committed, indexed)
  }

  // The search: rebuilt with every start, never on disk, so that nothing of an erased person can stay in it.
  const texts = openDatabase(':memory:')
  texts.exec(`CREATE VIRTUAL TABLE log_search USING fts5 (words, digits, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3', detail = none)`)
  texts.exec(`INSERT INTO log_search (log_search, rank) VALUES ('hashsize', 16777216)`)
  let indexed = 0
  let committed = 0
  let version = 0

  const commit = (): void => {
    if (texts.inTransaction) texts.exec('COMMIT')
    committed = indexed
  }

  const forget = (ids: readonly number[]): void => {
    version += 1
    commit()
    const remove = statement(texts, 'DELETE FROM log_search WHERE rowid = ?')
    const add = statement(texts, 'INSERT INTO log_search (rowid, words, digits) VALUES (?, ?, ?)')
    const row = statement(db, 'SELECT name, body, number FROM messages WHERE id = ?').raw()
    texts.transaction(() => {
      for (const id of ids) {
        if (id > indexed) continue
        remove.run(id)
        const found = row.get(id) as [string, string, string] | undefined
        if (found !== undefined) add.run(id, wordsOf(found[0], found[1]), digitsOf(found[2]))
      }
    })()
  }

  const indexStep = (): boolean => {
    if (!texts.inTransaction) texts.exec('BEGIN')
    const rows = statement(db, `SELECT id, name, body, number FROM messages WHERE id > ? AND id <= ? ORDER BY id LIMIT ${INDEX_STRETCH}`).raw().all(indexed, last) as [number, string, string, string][]
    const add = statement(texts, 'INSERT INTO log_search (rowid, words, digits) VALUES (?, ?, ?)')
    for (const [id, name, body, number] of rows) add.run(id, wordsOf(name, body), digitsOf(number))
    indexed = rows.at(-1)?.[0] ?? last
    const done = rows.length < INDEX_STRETCH
    if (done || indexed - committed >= INDEX_COMMIT) commit()
    return done
  }

  /** What is known of the search asked last: 1 for each id found, all from `from` on looked at. */
  let search: { readonly query: string; readonly version: number; readonly upto: number; readonly found: Uint8Array; from: number } | null = null

  const searchOf = (query: string): NonNullable<typeof search> => {
    if (search?.query !== query || search.version !== version || search.upto !== last) search = { query, version, upto: last, found: new Uint8Array(last + 1), from: last + 1 }
    return search
  }

  const searchStep = ({ query }: MessageFilter): boolean => {
    const expression = expressionOf(query)
    if (query === undefined || expression === null) return true
    const asked = searchOf(query)
    if (asked.from <= 1) return true
    if (asked.from - 1 > indexed) {
      const from = Math.max(indexed, asked.from - 1 - SCAN_STRETCH)
      const test = textTest(query)
      const rows = statement(db, 'SELECT id, name, number, body FROM messages WHERE id > ? AND id < ?').raw().all(from, asked.from) as [number, string, string, string][]
      for (const [id, name, number, body] of rows) if (test(name, number, body)) asked.found[id] = 1
      asked.from = from + 1
      return asked.from <= 1
    }
    const ids = statement(texts, `SELECT rowid FROM log_search WHERE log_search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ${HIT_STRETCH}`).pluck().all(expression, asked.from) as number[]
    for (const id of ids) asked.found[id] = 1
    asked.from = ids.length < HIT_STRETCH ? 1 : (ids.at(-1) as number)
    return asked.from <= 1
  }

  const stateAt = (id: number, undecidedBefore: number): number => {
    const is = status[id] as number
    return (is === ACCEPTED || is === SENT) && claimed[id] === 1 && (at[id] as number) < undecidedBefore ? UNDECIDED : is
  }

  /** Visits what fits the filter, `statuses` aside, newest first. */
  const pass = (filter: MessageFilter, now: number, visit: (id: number, state: number) => void): void => {
    const { campaignId, contactId, senderId, from = -Infinity, to = Infinity, cause, query } = filter
    const asked = query === undefined || expressionOf(query) === null ? null : searchOf(query)
    const found = asked?.found ?? null
    const codes = filter.codes === undefined ? null : new Set(filter.codes)
    const kinds = cause === undefined ? null : codesOf(cause)
    const why = filter.skip === undefined ? 0 : skips.indexOf(filter.skip) + 1
    const failures = codes !== null || kinds !== null
    const timed = filter.from !== undefined || filter.to !== undefined
    const undecidedBefore = now - UNDECIDED_MS
    const look = (id: number): void => {
      const is = status[id] as number
      if (is === 0) return
      if (campaignId !== undefined && batch[id] !== campaignId) return
      if (senderId !== undefined && sender[id] !== senderId) return
      if (found !== null && found[id] !== 1) return
      if (timed && !((at[id] as number) >= from && (at[id] as number) < to)) return
      if (failures) {
        if (is !== FAILED && is !== UNDELIVERED) return
        if (codes !== null && !codes.has(code[id] as number)) return
        if (kinds !== null && kinds.codes.has(code[id] as number) === kinds.not) return
      }
      if (why !== 0 && (is !== SKIPPED || skip[id] !== why)) return
      visit(id, stateAt(id, undecidedBefore))
    }
    if (contactId !== undefined) {
      const ids = statement(db, 'SELECT id FROM messages WHERE contact_id = ? AND id <= ? ORDER BY id DESC').pluck().all(contactId, last) as number[]
      for (const id of ids) look(id)
    } else for (let id = last, to = asked?.from ?? 1; id >= to; id -= 1) look(id)
  }

  /** A stretch of the whole log: as a rule no id is missing, and its place is known. */
  const newest = (offset: number, limit: number): Selected => {
    const ids: number[] = []
    let id = size === last ? last - offset : last
    for (let skipped = size === last ? offset : 0; id > 0 && ids.length < limit; id -= 1) {
      if (status[id] === 0) continue
      if (skipped < offset) skipped += 1
      else ids.push(id)
    }
    return { ids, total: size, atLeast: false }
  }

  const message: Message = { id: 0, state: 'queued', batch: 0, left: false, at: 0, price: null }
  const read = (id: number, undecidedBefore: number): Message => {
    const is = status[id] as number
    message.id = id
    message.state = states[stateAt(id, undecidedBefore) - 1] as LogState
    message.batch = batch[id] as number
    message.left = is !== QUEUED && is !== CANCELED && is !== SKIPPED && claimed[id] === 1
    message.at = at[id] as number
    message.price = price[id] === NO_PRICE ? null : (price[id] as number)
    return message
  }

  return {
    upto: () => last,
    size: () => size,
    step,
    reread,
    indexStep,
    searchStep,
    select(filter, { offset, limit }, now) {
      if (Object.values(filter).every((value) => value === undefined)) return newest(offset, limit)
      const wanted = filter.statuses === undefined || filter.statuses.length === 0 ? null : new Set<number>(filter.statuses.map((state) => states.indexOf(state) + 1))
      const ids: number[] = []
      let total = 0
      pass(filter, now, (id, state) => {
        if (wanted !== null && !wanted.has(state)) return
        if (total >= offset && ids.length < limit) ids.push(id)
        total += 1
      })
      const { query } = filter
      return { ids, total, atLeast: query !== undefined && expressionOf(query) !== null && searchOf(query).from > 1 }
    },
    tally(filter, now) {
      const counts = new Uint32Array(states.length + 1)
      const wanted = filter.statuses === undefined || filter.statuses.length === 0 ? null : new Set<number>(filter.statuses.map((state) => states.indexOf(state) + 1))
      const byCode = new Map<number, number>()
      const bySkip = new Uint32Array(skips.length + 1)
      pass(filter, now, (id, state) => {
        counts[state]! += 1
        if (wanted !== null && !wanted.has(state)) return
        if (state === FAILED || state === UNDELIVERED) byCode.set(code[id] as number, (byCode.get(code[id] as number) ?? 0) + 1)
        else if (state === SKIPPED) bySkip[skip[id] as number]! += 1
      })
      return {
        states: Object.fromEntries(states.map((state, index) => [state, counts[index + 1]])) as Record<LogState, number>,
        failures: [...byCode].map(([number, messages]) => ({ errorCode: number === 0 ? null : number, cause: causeOf(number === 0 ? null : number), messages })).sort((one, other) => other.messages - one.messages || (one.errorCode ?? 0) - (other.errorCode ?? 0)),
        skips: skips.map((why, index) => ({ skip: why, messages: bySkip[index + 1] as number })).filter(({ messages }) => messages > 0).sort((one, other) => other.messages - one.messages),
      }
    },
    each(now, visit) {
      const undecidedBefore = now - UNDECIDED_MS
      for (let id = 1; id <= last; id += 1) if (status[id] !== 0) visit(read(id, undecidedBefore))
    },
    at: (id, now) => (id > last || status[id] === 0 ? null : read(id, now - UNDECIDED_MS)),
    currency: () => currency,
    close: () => void texts.close(),
  }
}
