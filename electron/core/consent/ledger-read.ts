/**
 * Reads the ledger through, as it lies on disk: every event hashed anew, every chain followed, every standing derived and
 * compared with the one that is kept. One pass by number over two tables that lie in that order.
 */
import { hash } from 'node:crypto'
import type { EventMethod } from '../../../shared/contract/consent.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { statement, type Db } from '../database/open.ts'
import { canonicalOf } from './chain.ts'
import { joinedStanding } from './joined.ts'
import { standingAfter, standingOfChain, type Standing } from './rules.ts'

/** An event with its hashes as lower-case hex; '' where there is none before. */
export type LedgerRow = readonly [
  id: number, number: string, purpose: Purpose, state: 'opted-in' | 'opted-out', method: EventMethod, occurredAt: number, zone: string, recordedAt: number,
  disclosureId: number | null, source: string, importId: number | null, previousHash: string, hash: string,
]
// Hex from SQLite costs a third of a Buffer for each.
export const LEDGER_COLUMNS = `e.id, e.number, e.purpose, e.state, e.method, e.occurred_at, e.zone, e.recorded_at, e.disclosure_id, e.source, e.import_id,
  lower(hex(e.previous_hash)), lower(hex(e.hash))`

/** A chain's first event that is not as it was written. */
export type BrokenChain = { readonly number: string; readonly purpose: Purpose; readonly eventId: number; readonly reason: 'content' | 'order'; readonly recordedAt: number }

/** SHA-256 of the wordings, read once each: few of them stand behind very many events. */
export type Wordings = (id: number) => string | null
export const wordingsOf = (db: Db): Wordings => {
  const known = new Map<number, string | null>()
  return (id) => {
    let digest = known.get(id)
    if (digest === undefined) {
      const text = statement(db, 'SELECT text FROM disclosures WHERE id = ?').pluck().get(id) as string | undefined
      known.set(id, (digest = text === undefined ? null : hash('sha256', text)))
    }
    return digest
  }
}

/** A text as JSON.stringify writes it; imports repeat theirs a hundred thousand times. */
const quoter = (): ((text: string) => string) => {
  let last = ''
  let quoted = '""'
  return (text) => {
    if (text !== last) {
      last = text
      quoted = JSON.stringify(text)
    }
    return quoted
  }
}
const quoteMethod = quoter()
const quoteZone = quoter()
const quoteSource = quoter()
/** Nothing to escape in it. */
const PLAIN = /^[+\d]*$/

/** The hash an event ought to have, as hex; '' where its wording is gone. */
export const hashOfRow = (row: LedgerRow, wordings: Wordings): string => {
  const [, number, purpose, state, method, occurredAt, zone, recordedAt, disclosureId, source, importId, previousHash] = row
  const wording = disclosureId === null ? null : wordings(disclosureId)
  if (disclosureId !== null && wording === null) return ''
  // `canonicalOf`, put together from parts that repeat (a test holds both to the same): a third of the time.
  return hash(
    'sha256',
    PLAIN.test(number)
      ? `["deskbell-consent-1","${number}","${purpose}","${state}",${quoteMethod(method)},${String(occurredAt)},${quoteZone(zone)},${String(recordedAt)},${wording === null ? 'null' : `"${wording}"`},${quoteSource(source)},${importId === null ? 'null' : String(importId)},${previousHash === '' ? 'null' : `"${previousHash}"`}]`
      : canonicalOf({ number, purpose, state, method, occurredAt, zone, recordedAt, source, importId }, wording, previousHash === '' ? null : previousHash),
  )
}

/** The first event of one chain, oldest first, that does not fit; null when it is whole. */
export const breakOf = (chain: readonly LedgerRow[], wordings: Wordings): BrokenChain | null => {
  let previous = ''
  for (const row of chain) {
    const reason = row[11] !== previous ? 'order' : hashOfRow(row, wordings) !== row[12] ? 'content' : null
    if (reason !== null) return { number: row[1], purpose: row[2], eventId: row[0], reason, recordedAt: row[7] }
    previous = row[12]
  }
  return null
}

/** Events that only end what another had said. */
const ALONE_NOTHING: ReadonlySet<string> = new Set(['import-undone', 'entry-undone', 'expired'])
const saidOf = ([, , purpose, state, method, occurredAt, , , , , importId]: LedgerRow) => ({ purpose, state, method, occurredAt, importId })

const standingOfRows = (chain: readonly LedgerRow[]): Standing | null => {
  const [first] = chain
  // By far the most: somebody agreed once.
  if (chain.length === 1 && first !== undefined && !ALONE_NOTHING.has(first[4])) return standingAfter(null, saidOf(first), first[0])
  return standingOfChain(chain.map((row) => ({ ...saidOf(row), id: row[0] })))
}

/** The sum of hashes, in eight numbers of 32 bits: whatever the order, and what is erased can be taken off again. */
export type Sum = Uint32Array
export const emptySum = (): Sum => new Uint32Array(8)
const scratch = Buffer.alloc(32)
export const addHash = (sum: Sum, hex: string, sign: 1 | -1 = 1): void => {
  // A hash that was tampered with may have another length: what is missing counts as nothing.
  if (scratch.write(hex, 'hex') < 32) scratch.fill(0, hex.length >> 1)
  for (let i = 0; i < 8; i++) sum[i] = (sum[i] as number) + sign * scratch.readUInt32BE(i * 4)
}
const addSum = (sum: Sum, other: Sum): Sum => sum.map((lane, i) => lane + (other[i] as number))
export const sumToBytes = (sum: Sum): Buffer => {
  const bytes = Buffer.alloc(32)
  sum.forEach((lane, i) => bytes.writeUInt32BE(lane, i * 4))
  return bytes
}
export const sumFromBytes = (bytes: Uint8Array): Sum => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: 8 }, (_, i) => view.getUint32(i * 4))
}

export type WholeReading = {
  readonly events: number
  readonly lastId: number
  readonly sum: Sum
  /** Of the events up to `upTo`: what the checkpoint ought to say. */
  readonly eventsUpTo: number
  readonly sumUpTo: Sum
  readonly broken: readonly BrokenChain[]
  readonly brokenTotal: number
  /** Numbers whose kept standing is another than their events say. */
  readonly wrong: readonly string[]
}

const PIECE = 5_000
/** What is told of chains, and kept; a book with more than these needs its backup. */
const BROKEN_KEPT = 1_000

type KeptRow = readonly [number: string, purpose: Purpose, state: 'opted-in' | 'opted-out', sinceAt: number, eventId: number, expiresAt: number | null]

/**
 * Reads the whole ledger in one look, as it was at one moment. `rest` is called after every 5,000 events with how many were
 * read, and says whether to stop. @returns null when it was stopped.
 */
export const readWhole = (db: Db, upTo: number, rest: (read: number) => boolean): WholeReading | null =>
  db.transaction(() => {
    const wordings = wordingsOf(db)
    const events = db.prepare(
      `SELECT ${LEDGER_COLUMNS} FROM consent_events e INDEXED BY consent_events_by_number WHERE (e.number, e.purpose, e.id) > (?, ?, ?) ORDER BY e.number, e.purpose, e.id LIMIT ${PIECE}`,
    ).raw()
    const kept = db.prepare(`SELECT number, purpose, state, since_at, event_id, expires_at FROM consent WHERE (number, purpose) > (?, ?) ORDER BY number, purpose LIMIT ${PIECE}`).raw()
    const joined = new Set(db.prepare('SELECT DISTINCT kept FROM joined_numbers').pluck().all() as string[])

    let keptRows: readonly KeptRow[] = []
    let keptAt = 0
    let keptPlace: readonly [string, string] = ['', '']
    const nextKept = (): KeptRow | undefined => {
      if (keptAt >= keptRows.length) {
        keptRows = kept.all(...keptPlace) as KeptRow[]
        keptAt = 0
        const last = keptRows.at(-1)
        if (last !== undefined) keptPlace = [last[0], last[1]]
      }
      return keptRows[keptAt]
    }
    const wrong = new Set<string>()
    const broken: BrokenChain[] = []
    let brokenTotal = 0
    /** What is kept of a number and purpose; whatever is kept before it in order belongs to no chain. */
    const keptOf = (number: string, purpose: Purpose): KeptRow | null => {
      for (;;) {
        const row = nextKept()
        if (row === undefined) return null
        if (row[0] === number && row[1] === purpose) {
          keptAt++
          return row
        }
        if (row[0] > number || (row[0] === number && row[1] > purpose)) return null
        // Its number has no chain of its own, but may be joined to one that has.
        const ought = joined.has(row[0]) ? joinedStanding(db, row[0], row[1]) : null
        if (!sameStanding(row, ought)) wrong.add(row[0])
        keptAt++
      }
    }
    let chain: LedgerRow[] = []
    const end = (): void => {
      const [first] = chain
      if (first === undefined) return
      const found = breakOf(chain, wordings)
      if (found !== null) {
        brokenTotal++
        if (broken.length < BROKEN_KEPT) broken.push(found)
      }
      const ought = joined.has(first[1]) ? joinedStanding(db, first[1], first[2]) : standingOfRows(chain)
      if (!sameStanding(keptOf(first[1], first[2]), ought)) wrong.add(first[1])
      chain = []
    }

    const sumBehind = emptySum()
    const sumUpTo = emptySum()
    let read = 0
    let eventsUpTo = 0
    let lastId = 0
    let place: readonly [string, string, number] = ['', '', 0]
    for (;;) {
      const rows = events.all(...place) as LedgerRow[]
      for (const row of rows) {
        const [first] = chain
        if (first !== undefined && (first[1] !== row[1] || first[2] !== row[2])) end()
        chain.push(row)
        if (row[0] <= upTo) {
          eventsUpTo++
          addHash(sumUpTo, row[12])
        } else addHash(sumBehind, row[12])
        if (row[0] > lastId) lastId = row[0]
      }
      read += rows.length
      const last = rows.at(-1)
      if (last === undefined) break
      place = [last[1], last[2], last[0]]
      if (rest(read)) return null
    }
    end()
    // Kept standings behind the last chain.
    keptOf('\u{10ffff}', 'service')
    // Somebody joined to a number with a stop has a standing without an event of their own.
    for (const number of joined)
      for (const purpose of ['marketing', 'service'] as const) if (!sameStanding(keptStanding(db, number, purpose), joinedStanding(db, number, purpose))) wrong.add(number)
    return { events: read, lastId, sum: addSum(sumUpTo, sumBehind), eventsUpTo, sumUpTo, broken, brokenTotal, wrong: [...wrong] }
  })()

const keptStanding = (db: Db, number: string, purpose: Purpose): KeptRow | null =>
  (statement(db, 'SELECT number, purpose, state, since_at, event_id, expires_at FROM consent WHERE number = ? AND purpose = ?').raw().get(number, purpose) as KeptRow | undefined) ?? null

const sameStanding = (kept: KeptRow | null, ought: Standing | null): boolean =>
  kept === null || ought === null ? kept === ought : kept[2] === ought.state && kept[3] === ought.sinceAt && kept[4] === ought.eventId && kept[5] === ought.expiresAt

/** The new events behind `after`, at most `limit`, verified each against the one before it in its chain. */
export const readNew = (db: Db, after: number, limit: number): { readonly rows: readonly LedgerRow[]; readonly broken: readonly BrokenChain[] } => {
  const wordings = wordingsOf(db)
  const rows = statement(db, `SELECT ${LEDGER_COLUMNS} FROM consent_events e WHERE e.id > ? ORDER BY e.id LIMIT ?`).raw().all(after, limit) as LedgerRow[]
  const before = statement(db, 'SELECT lower(hex(hash)) FROM consent_events WHERE number = ? AND purpose = ? AND id < ? ORDER BY id DESC LIMIT 1').pluck()
  const broken = rows.flatMap((row): BrokenChain[] => {
    const previous = (before.get(row[1], row[2], row[0]) as string | undefined) ?? ''
    const reason = row[11] !== previous ? 'order' : hashOfRow(row, wordings) !== row[12] ? 'content' : null
    return reason === null ? [] : [{ number: row[1], purpose: row[2], eventId: row[0], reason, recordedAt: row[7] }]
  })
  return { rows, broken }
}
