import { statement, type Db } from '../database/open.ts'

/**
 * Numbers whose owner wrote something that reads like a stop (shared/rules/wording.ts). Nothing is sent to them until a
 * person has read it. A suspension is no evidence: what is decided about it becomes some.
 */
export type Suspension = {
  readonly id: number
  readonly number: string
  readonly inboundId: number
  /** What the detector found in their words. */
  readonly found: string
  /** When they wrote, ms UTC. */
  readonly sinceAt: number
}
/** 'superseded': they said STOP or START themselves, or were recorded otherwise. */
export type Decision = 'opt-out' | 'not' | 'superseded'

const COLUMNS = 'id, number, inbound_id AS inboundId, found, since_at AS sinceAt'

const anybody = (db: Db): boolean => statement(db, 'SELECT EXISTS (SELECT 1 FROM suspensions WHERE decided_at IS NULL)').pluck().get() === 1

/**
 * Since when nothing may be sent to a number, in ms UTC; null when it may. What was written from another number of the same
 * person (merged entries) counts, as a stop there would. About 1 µs while nobody is suspended, else 4.
 */
export const suspendedSince = (db: Db, number: string): number | null =>
  anybody(db)
    ? (statement(
        db,
        `SELECT min(since_at) FROM suspensions WHERE decided_at IS NULL
           AND number IN (SELECT @number UNION ALL SELECT other FROM joined_numbers WHERE kept = @number)`,
      ).pluck().get({ number }) as number | null)
    : null

/** The open one that keeps this number from being texted, the oldest first; it may be of another number of theirs. */
export const openSuspension = (db: Db, number: string): Suspension | null =>
  anybody(db)
    ? ((statement(
        db,
        `SELECT ${COLUMNS} FROM suspensions WHERE decided_at IS NULL
           AND number IN (SELECT @number UNION ALL SELECT other FROM joined_numbers WHERE kept = @number) ORDER BY since_at, id LIMIT 1`,
      ).get({ number }) as Suspension | undefined) ?? null)
    : null

/** From now on nothing goes to this number; words that follow while it waits change nothing. True when it is news. In the caller's transaction. */
export const suspend = (db: Db, { number, inboundId, found, sinceAt }: Omit<Suspension, 'id'>): boolean =>
  statement(db, 'INSERT OR IGNORE INTO suspensions (number, inbound_id, found, since_at) VALUES (?, ?, ?, ?)').run(number, inboundId, found, sinceAt).changes === 1

/** Ends the open suspension of exactly this number; false when there is none. In the caller's transaction. */
export const endSuspension = (db: Db, number: string, decision: Decision, now: number): boolean =>
  statement(db, 'UPDATE suspensions SET decided_at = ?, decision = ? WHERE number = ? AND decided_at IS NULL').run(now, decision, number).changes === 1

/** Those that wait for a decision, the oldest first. */
export const openSuspensions = (db: Db, limit: number): readonly Suspension[] =>
  statement(db, `SELECT ${COLUMNS} FROM suspensions WHERE decided_at IS NULL ORDER BY since_at, id LIMIT ?`).all(limit) as Suspension[]

/** All of a number, decided ones too, oldest first. */
export const suspensionsOf = (db: Db, number: string): readonly (Suspension & { readonly decidedAt: number | null; readonly decision: Decision | null })[] =>
  statement(db, `SELECT ${COLUMNS}, decided_at AS decidedAt, decision FROM suspensions WHERE number = ? ORDER BY id`).all(number) as (Suspension & { decidedAt: number | null; decision: Decision | null })[]

export const countSuspended = (db: Db): number => statement(db, 'SELECT count(*) FROM suspensions WHERE decided_at IS NULL').pluck().get() as number

/** Everything about these numbers. In the caller's transaction. */
export const eraseSuspensions = (db: Db, numbers: readonly string[]): void => {
  statement(db, 'DELETE FROM suspensions WHERE number IN (SELECT value FROM json_each(?))').run(JSON.stringify(numbers))
}
