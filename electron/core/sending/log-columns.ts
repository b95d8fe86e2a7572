import { logState, messageStatus, skipReason, UNDECIDED_MS, type FailureCause, type LogState, type MessageFilter, type SkipReason } from '../../../shared/contract/messages.ts'
import { statement, type Db } from '../database/open.ts'
import { causeOf, codesOf } from './log-filter.ts'
import { createLogSearch } from './log-search.ts'
import { canSearch } from './log-text.ts'

/**
 * The log as columns in memory, on a thread of its own: 29 bytes a message, looked through whole in some milliseconds
 * for a million, so that any filter answers at once, and its counts with it, without an index on disk that every send
 * would have to keep up. Positions are the messages' ids. Text is found by log-search.ts.
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
   * Looks for the next of the messages whose text fits, newest first. @returns true when all are known. What is not in
   * the search yet takes some steps; until then `select` finds the newest of them, and says that there are more.
   */
  readonly searchStep: (filter: MessageFilter) => boolean
  readonly tally: (filter: MessageFilter, now: number) => Tally
  readonly each: (now: number, visit: (message: Message) => void) => void
  /** One message; null when it is not there. */
  readonly at: (id: number, now: number) => Message | null
  /** Of what was billed. Twilio bills an account in one currency. */
  readonly currency: () => string | null
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
type Raw = [id: number, batch: number | null, sender: number, status: string, code: number | null, skip: string | null, claimed: number | null, updated: number, price: number | null, currency: string | null]
const COLUMNS = 'id, batch_id, sender_id, status, error_code, skip, claimed_at, updated_at, price_micros, currency'

/** 1 at each state asked for; null for all. */
const wantedOf = ({ statuses: asked }: MessageFilter): Uint8Array | null => {
  if (asked === undefined || asked.length === 0) return null
  const wanted = new Uint8Array(states.length + 1)
  for (const state of asked) wanted[states.indexOf(state) + 1] = 1
  return wanted
}

export const createLogColumns = (db: Db): LogColumns => {
  const search = createLogSearch(db)
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
    search.reread(rows.map(([id]) => id))
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
      search.reread(some)
    }
    // The ids at the end are given out again.
    while (last > 0 && status[last] === 0) last -= 1
  }

  const stateAt = (id: number, undecidedBefore: number): number => {
    const is = status[id] as number
    return (is === ACCEPTED || is === SENT) && claimed[id] === 1 && (at[id] as number) < undecidedBefore ? UNDECIDED : is
  }

  /** Visits what fits the filter, `statuses` aside, newest first. */
  const pass = (filter: MessageFilter, now: number, visit: (id: number, state: number) => void): void => {
    const { campaignId, contactId, senderId, from = -Infinity, to = Infinity, cause, query } = filter
    const asked = canSearch(query) ? search.known(query, last) : null
    const kinds = cause === undefined ? null : codesOf(cause)
    const wanted = filter.codes === undefined ? null : new Set(filter.codes)
    const fits = filter.codes === undefined && kinds === null ? null : (number: number) => (wanted === null || wanted.has(number)) && (kinds === null || kinds.codes.has(number) !== kinds.not)
    const why = filter.skip === undefined ? 0 : skips.indexOf(filter.skip) + 1
    const timed = filter.from !== undefined || filter.to !== undefined
    const undecidedBefore = now - UNDECIDED_MS
    const ids = contactId === undefined ? null : (statement(db, 'SELECT id FROM messages WHERE contact_id = ? AND id <= ? ORDER BY id DESC').pluck().all(contactId, last) as number[])
    const count = ids?.length ?? last - (asked?.from ?? 1) + 1
    for (let n = 0; n < count; n += 1) {
      const id = ids === null ? last - n : (ids[n] as number)
      const is = status[id] as number
      if (is === 0) continue
      if (campaignId !== undefined && batch[id] !== campaignId) continue
      if (senderId !== undefined && sender[id] !== senderId) continue
      if (asked !== null && asked.has[id] !== asked.all) continue
      if (timed && !((at[id] as number) >= from && (at[id] as number) < to)) continue
      if (fits !== null && ((is !== FAILED && is !== UNDELIVERED) || !fits(code[id] as number))) continue
      if (why !== 0 && (is !== SKIPPED || skip[id] !== why)) continue
      visit(id, stateAt(id, undecidedBefore))
    }
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
    indexStep: () => search.indexStep(last),
    searchStep: ({ query }) => !canSearch(query) || search.findStep(query, last),
    select(filter, { offset, limit }, now) {
      if (Object.values(filter).every((value) => value === undefined)) return newest(offset, limit)
      const wanted = wantedOf(filter)
      const ids: number[] = []
      let total = 0
      pass(filter, now, (id, state) => {
        if (wanted !== null && wanted[state] === 0) return
        if (total >= offset && ids.length < limit) ids.push(id)
        total += 1
      })
      const { query } = filter
      return { ids, total, atLeast: canSearch(query) && search.known(query, last).from > 1 }
    },
    tally(filter, now) {
      const counts = new Uint32Array(states.length + 1)
      const wanted = wantedOf(filter)
      const byCode = new Map<number, number>()
      const bySkip = new Uint32Array(skips.length + 1)
      pass(filter, now, (id, state) => {
        counts[state]! += 1
        if (wanted !== null && wanted[state] === 0) return
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
  }
}
