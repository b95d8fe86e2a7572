/**
 * How far the ledger was verified, and what was found. The checkpoint counts the events up to one id and sums their hashes,
 * whatever their order: a record cut off from the end of its chain, which the chain itself cannot show, is missed there, and
 * an erasure takes its own off in the transaction that erases. It lies in the book, so that a backup has its own.
 */
import { statement, type Db } from '../database/open.ts'
import { addHash, emptySum, readNew, sumFromBytes, sumToBytes, type BrokenChain, type Sum, type WholeReading } from './ledger-read.ts'

export type Checkpoint = {
  readonly eventId: number
  readonly events: number
  readonly digest: Uint8Array
  /** Milliseconds UTC. */
  readonly checkedAt: number
  readonly wholeAt: number
}

export const readCheckpoint = (db: Db): Checkpoint | null =>
  (statement(db, 'SELECT event_id AS eventId, events, digest, checked_at AS checkedAt, whole_at AS wholeAt FROM consent_checkpoint').get() as Checkpoint | undefined) ?? null

const write = (db: Db, eventId: number, events: number, sum: Sum, checkedAt: number, wholeAt: number): void => {
  statement(db, 'INSERT OR REPLACE INTO consent_checkpoint (id, event_id, events, digest, checked_at, whole_at) VALUES (1, ?, ?, ?, ?, ?)').run(eventId, events, sumToBytes(sum), checkedAt, wholeAt)
}

export const lastEventId = (db: Db): number => statement(db, 'SELECT coalesce(max(id), 0) FROM consent_events').pluck().get() as number

/** Events not verified yet; negative where the newest verified ones are gone. Next to nothing. */
export const uncheckedEvents = (db: Db): number => lastEventId(db) - (readCheckpoint(db)?.eventId ?? 0)

/** What the events of the numbers in `erasing` added to the checkpoint goes with them. Before they are deleted, in the same transaction. */
export const forgetErasing = (db: Db): void => {
  statement(db, 'DELETE FROM consent_breaks WHERE number IN (SELECT number FROM erasing)').run()
  const now = readCheckpoint(db)
  if (now === null) return
  const sum = sumFromBytes(now.digest)
  const gone = statement(db, 'SELECT lower(hex(hash)) FROM consent_events WHERE id <= ? AND number IN (SELECT number FROM erasing)').pluck().all(now.eventId) as string[]
  for (const hash of gone) addHash(sum, hash, -1)
  // Ids are given out again from the highest that is left.
  const eventId = statement(db, 'SELECT coalesce(max(id), 0) FROM consent_events WHERE id <= ? AND number NOT IN (SELECT number FROM erasing)').pluck().get(now.eventId) as number
  write(db, eventId, now.events - gone.length, sum, now.checkedAt, now.wholeAt)
}

const addBreak = (db: Db, found: BrokenChain, now: number): void => {
  statement(
    db,
    `INSERT INTO consent_breaks (number, purpose, event_id, reason, recorded_at, found_at) SELECT @number, @purpose, @eventId, @reason, @recordedAt, @now
     WHERE NOT EXISTS (SELECT 1 FROM consent_breaks WHERE number = @number AND purpose = @purpose)`,
  ).run({ ...found, now })
}

const addMissing = (db: Db, now: number): void => {
  statement(db, `INSERT INTO consent_breaks (reason, found_at) VALUES ('missing', ?)`).run(now)
}

/** Verifies at most `limit` new events and moves the checkpoint behind them, in one transaction. Answers how many; 0 at the end. */
export const checkNew = (db: Db, limit: number, now: number): number =>
  db
    .transaction(() => {
      const before = readCheckpoint(db)
      const { rows, broken } = readNew(db, before?.eventId ?? 0, limit)
      for (const found of broken) addBreak(db, found, now)
      const sum = before === null ? emptySum() : sumFromBytes(before.digest)
      for (const row of rows) addHash(sum, row[12])
      write(db, rows.at(-1)?.[0] ?? before?.eventId ?? 0, (before?.events ?? 0) + rows.length, sum, now, before?.wholeAt ?? 0)
      return rows.length
    })
    .immediate()

/**
 * Writes down what reading the whole ledger came to, in one transaction. @returns false when somebody was erased meanwhile,
 * so that it no longer holds.
 */
export const noteWhole = (db: Db, before: Checkpoint | null, reading: WholeReading, now: number): boolean =>
  db
    .transaction(() => {
      const at = readCheckpoint(db)
      if (at?.eventId !== before?.eventId || at?.events !== before?.events) return false
      // A chain that is broken explains another sum; fewer events are missing in any case.
      const missing = before !== null && (reading.eventsUpTo !== before.events || (reading.broken.length === 0 && Buffer.compare(sumToBytes(reading.sumUpTo), before.digest) !== 0))
      const stay = JSON.stringify(reading.broken.map(({ number, purpose }) => `${number} ${purpose}`))
      statement(db, `DELETE FROM consent_breaks WHERE number IS NOT NULL AND number || ' ' || purpose NOT IN (SELECT value FROM json_each(?))`).run(stay)
      for (const found of reading.broken) addBreak(db, found, now)
      if (missing) addMissing(db, now)
      write(db, reading.lastId, reading.events, reading.sum, now, now)
      return true
    })
    .immediate()

export type StoredBreak = {
  readonly id: number
  readonly number: string | null
  readonly purpose: 'marketing' | 'service' | null
  readonly eventId: number | null
  readonly reason: 'content' | 'order' | 'missing'
  readonly recordedAt: number | null
  readonly foundAt: number
  readonly seenAt: number | null
}

const BREAK = 'id, number, purpose, event_id AS eventId, reason, recorded_at AS recordedAt, found_at AS foundAt, seen_at AS seenAt'

/** What is not as it was written, the latest found first, at most 200. */
export const breaksOf = (db: Db): readonly StoredBreak[] => statement(db, `SELECT ${BREAK} FROM consent_breaks ORDER BY found_at DESC, id LIMIT 200`).all() as StoredBreak[]

export const breakCounts = (db: Db): { readonly total: number; readonly unseen: number } =>
  statement(db, 'SELECT count(*) AS total, count(*) - count(seen_at) AS unseen FROM consent_breaks').get() as { total: number; unseen: number }

/** The owner knows. */
export const markBreaksSeen = (db: Db, now: number): void => void statement(db, 'UPDATE consent_breaks SET seen_at = ? WHERE seen_at IS NULL').run(now)

/** Whether a chain of this number was found broken. About 1 µs where none is. */
export const isKnownBroken = (db: Db, number: string, purpose: string): boolean =>
  statement(db, 'SELECT EXISTS (SELECT 1 FROM consent_breaks)').pluck().get() === 1 &&
  statement(db, 'SELECT EXISTS (SELECT 1 FROM consent_breaks WHERE number = ? AND purpose = ?)').pluck().get(number, purpose) === 1
