import type { Purpose } from '../../../shared/contract/common.ts'
import { statement, type Db } from '../database/open.ts'
import { forgetErasing } from './checkpoint.ts'
import { refreshJoined } from './joined.ts'
import { eraseConfirmations } from './opt-out-confirmations.ts'
import { recordConsent } from './record.ts'
import { suppress } from './suppressions.ts'
import { eraseSuspensions } from './suspensions.ts'

/**
 * Takes everything said on these numbers out of the ledger and leaves their keyed hash. The only place where evidence
 * is deleted: the trigger lets go exactly the numbers named in `erasing`, which is empty again at the end of the same
 * transaction. Each number has a chain of its own, so those of others stay whole and verifiable.
 * In the caller's transaction.
 */
export const eraseConsent = (db: Db, numbers: readonly string[], now: number): void => {
  const list = JSON.stringify(numbers)
  // Who is kept from texts by a stop on one of these numbers stays so: it becomes their own record.
  const kept = statement(
    db,
    `SELECT k.number, k.purpose, k.since_at AS sinceAt FROM consent k JOIN consent_events e ON e.id = k.event_id
     WHERE e.number IN (SELECT value FROM json_each(@list)) AND k.number <> e.number AND k.number NOT IN (SELECT value FROM json_each(@list))`,
  ).all({ list }) as { number: string; purpose: Purpose; sinceAt: number }[]
  for (const { number, purpose, sinceAt } of kept)
    recordConsent(db, { number, purpose, state: 'opted-out', method: 'other', occurredAt: sinceAt, zone: 'UTC', recordedAt: now, disclosure: null, source: 'said on another number', importId: null })
  statement(db, 'INSERT INTO erasing SELECT value FROM json_each(?)').run(list)
  const joined = statement(db, 'SELECT DISTINCT kept FROM joined_numbers WHERE other IN (SELECT number FROM erasing) AND kept NOT IN (SELECT number FROM erasing)').pluck().all() as string[]
  statement(db, 'DELETE FROM joined_numbers WHERE kept IN (SELECT number FROM erasing) OR other IN (SELECT number FROM erasing)').run()
  for (const one of joined) refreshJoined(db, one)
  statement(db, 'DELETE FROM consent WHERE number IN (SELECT number FROM erasing)').run()
  forgetErasing(db)
  statement(db, 'DELETE FROM opt_in_requests WHERE number IN (SELECT number FROM erasing)').run()
  statement(db, 'DELETE FROM consent_events WHERE number IN (SELECT number FROM erasing)').run()
  statement(db, 'DELETE FROM erasing').run()
  eraseSuspensions(db, numbers)
  eraseConfirmations(db, numbers)
  for (const number of numbers) suppress(db, number, now)
}

/** How many records there are of a number. */
export const consentEventCount = (db: Db, number: string): number => statement(db, 'SELECT count(*) FROM consent_events WHERE number = ?').pluck().get(number) as number
