/**
 * What undoing an import does to permission. Evidence is never deleted: an opt-in the import alone brought is followed by
 * an event that takes it back ('import-undone'), and from then on counts as never said. What people said otherwise, before
 * or since, stays, and so does every opt-out the file brought.
 */
import type { Purpose } from '../../../shared/contract/common.ts'
import { statement, type Db } from '../database/open.ts'
import { hashOf, nextHasher, type ChainedConsent, type NewConsent } from './chain.ts'
import { chainOf } from './events.ts'
import { heardOn } from './joined.ts'
import { standingOfChain } from './rules.ts'
import { standingOf } from './state.ts'

export type TakenBack = {
  readonly importId: number
  /** Of the import: its file. */
  readonly source: string
  readonly zone: string
  readonly now: number
}

const said = ({ importId, source, zone, now }: TakenBack, number: string, purpose: Purpose): NewConsent => ({
  number, purpose, state: 'opted-out', method: 'import-undone', occurredAt: now, zone, recordedAt: now, disclosure: null, source, importId,
})

/** One number and purpose, whatever its chain. True where a permission ended with it. */
const takeBackOne = (db: Db, undone: TakenBack, number: string, purpose: Purpose): boolean => {
  const chain = chainOf(db, number, purpose)
  const last = chain.findLast((event) => event.importId === undone.importId && (event.state === 'opted-in' || event.method === 'import-undone'))
  if (last === undefined || last.method === 'import-undone') return false
  return appendTakenBack(db, said(undone, number, purpose), chain)
}

/** Writes what takes an opt-in back behind its chain and derives the standing anew. True where a permission ended with it. */
const appendTakenBack = (db: Db, event: NewConsent, chain: readonly ChainedConsent[]): boolean => {
  const { number, purpose } = event
  const previousHash = chain.at(-1)?.hash ?? null
  const id = Number(
    statement(
      db,
      `INSERT INTO consent_events (number, purpose, state, method, occurred_at, zone, recorded_at, disclosure_id, source, import_id, previous_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)`,
    ).run(number, purpose, event.state, event.method, event.occurredAt, event.zone, event.recordedAt, event.source, event.importId, previousHash, hashOf(event, previousHash)).lastInsertRowid,
  )
  const was = standingOf(db, number, purpose)
  const standing = standingOfChain([...chain, { ...event, id }])
  if (standing === null) statement(db, 'DELETE FROM consent WHERE number = ? AND purpose = ?').run(number, purpose)
  else
    statement(db, 'INSERT OR REPLACE INTO consent (number, purpose, state, since_at, event_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)').run(number, purpose, standing.state, standing.sinceAt, standing.eventId, standing.expiresAt)
  heardOn(db, number)
  return was?.state === 'opted-in' && standingOf(db, number, purpose)?.state !== 'opted-in'
}

/**
 * Takes back one opt-in that was typed by mistake, as long as nothing was said since for its number and purpose. The record
 * stays and one behind it says so ('entry-undone'). Answers whether it did. In the caller's transaction.
 */
export const takeBackEntry = (db: Db, { eventId, source, zone, now }: { readonly eventId: number; readonly source: string; readonly zone: string; readonly now: number }): boolean => {
  const place = statement(db, "SELECT number, purpose FROM consent_events WHERE id = ? AND state = 'opted-in'").get(eventId) as { number: string; purpose: Purpose } | undefined
  if (place === undefined) return false
  const chain = chainOf(db, place.number, place.purpose)
  if (chain.at(-1)?.id !== eventId) return false
  appendTakenBack(db, { ...place, state: 'opted-out', method: 'entry-undone', occurredAt: now, zone, recordedAt: now, disclosure: null, source, importId: null }, chain)
  return true
}

const PURPOSES = ['marketing', 'service'] as const satisfies readonly Purpose[]

/** What an import alone said of one number. Answers whether any permission ended. In the caller's transaction. */
export const takeBackFromNumber = (db: Db, undone: TakenBack, number: string): boolean =>
  PURPOSES.map((purpose) => takeBackOne(db, undone, number, purpose)).includes(true)

// What the statement below asks for; set before each run, as the words differ with each import.
let hashNext: ReturnType<typeof nextHasher>
const registered = new WeakSet<Db>()

/**
 * The next opt-ins of an import, behind the event `after` and up to `until`: at most `limit`. Answers the last one it came
 * to, null where there was none, and the people whose permission ended; somebody in two of these batches counts in both.
 * May be interrupted and done again. In the caller's transaction.
 */
export const takeBackFromImport = (db: Db, undone: TakenBack, after: number, until: number, limit: number): { readonly last: number; readonly people: number } | null => {
  const { last, events } = statement(
    db,
    `SELECT max(id) AS last, count(*) AS events FROM (SELECT id FROM consent_events WHERE id > ? AND id <= ? AND import_id = ? AND state = 'opted-in' ORDER BY id LIMIT ?)`,
  ).get(after, until, undone.importId, limit) as { last: number | null; events: number }
  if (last === null) return null
  if (!registered.has(db)) {
    db.function('taken_back_hash', { directOnly: true }, (number, purpose, previous) => hashNext(number as string, purpose as Purpose, previous as string))
    registered.add(db)
  }
  hashNext = nextHasher(said(undone, '', 'service'))
  // Chains of this one event, by far the most, in one statement; those of joined numbers by themselves.
  const newest = statement(db, 'SELECT max(id) FROM consent_events').pluck().get() as number
  const plain = statement(
    db,
    `INSERT INTO consent_events (number, purpose, state, method, occurred_at, zone, recorded_at, disclosure_id, source, import_id, previous_hash, hash)
     SELECT e.number, e.purpose, 'opted-out', 'import-undone', @now, @zone, @now, NULL, @source, @importId, e.hash, unhex(taken_back_hash(e.number, e.purpose, lower(hex(e.hash))))
     FROM consent_events e
     WHERE e.id > @after AND e.id <= @last AND e.import_id = @importId AND e.state = 'opted-in' AND e.previous_hash IS NULL
       AND NOT EXISTS (SELECT 1 FROM joined_numbers)
       AND NOT EXISTS (SELECT 1 FROM consent_events l WHERE l.number = e.number AND l.purpose = e.purpose AND l.id > e.id)
     ORDER BY e.id`,
  ).run({ ...undone, after, last }).changes
  if (plain > 0) statement(db, 'DELETE FROM consent WHERE (number, purpose) IN (SELECT number, purpose FROM consent_events WHERE id > ?)').run(newest)
  const people = plain === 0 ? 0 : (statement(db, 'SELECT count(DISTINCT number) FROM consent_events NOT INDEXED WHERE id > ?').pluck().get(newest) as number)
  if (plain === events) return { last, people }
  const others = statement(
    db,
    `SELECT e.number, e.purpose FROM consent_events e WHERE e.id > @after AND e.id <= @last AND e.import_id = @importId AND e.state = 'opted-in'
       AND NOT EXISTS (SELECT 1 FROM consent_events l WHERE l.number = e.number AND l.purpose = e.purpose AND l.id > @newest)`,
  ).all({ after, last, newest, importId: undone.importId }) as { number: string; purpose: Purpose }[]
  const counted = statement(db, 'SELECT EXISTS (SELECT 1 FROM consent_events WHERE number = ? AND id BETWEEN ? AND ?)').pluck()
  const more = new Set<string>()
  for (const { number, purpose } of others) if (takeBackOne(db, undone, number, purpose) && counted.get(number, newest + 1, newest + plain) === 0) more.add(number)
  return { last, people: people + more.size }
}
