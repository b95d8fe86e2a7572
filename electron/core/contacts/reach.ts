import type { Unreachable, UnreachablePage, UnreachableReason } from '../../../shared/contract/people.ts'
import { statement, type Db } from '../database/open.ts'

/**
 * Numbers that cannot get texts, learnt from what carriers answer. The codes are Twilio's (provider/error-codes.ts); how
 * many failures it takes is our own choice: a landline is one for good, a handset may be off or abroad for a day or two.
 */
type Meaning = { readonly reason: UnreachableReason; readonly failures: number }
const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  // "Landline or unreachable carrier", "'To' number cannot be a landline", "'To' number is not a valid mobile number".
  [30006, { reason: 'landline', failures: 1 }],
  [21635, { reason: 'landline', failures: 1 }],
  [21614, { reason: 'landline', failures: 1 }],
  // "Unknown destination handset": no longer in use, most likely.
  [30005, { reason: 'unknown', failures: 2 }],
  [21211, { reason: 'unknown', failures: 2 }],
  // "Unreachable destination handset", "not currently reachable via SMS": off, out of reach, or roaming.
  [30003, { reason: 'unreachable', failures: 3 }],
  [21612, { reason: 'unreachable', failures: 3 }],
])

/** Failures closer together than this are one: a phone that is off fails every text of the day. */
const ONE_FAILURE_MS = 20 * 3_600_000

type Stored = { readonly reason: UnreachableReason | null; readonly failures: number; readonly failedAt: number }

/** A carrier reported a text to `number` as failed. Marks the number when that was once too often. Answers whether it did now. */
export const noteFailure = (db: Db, number: string, code: number, now: number): boolean => {
  const meaning = MEANINGS.get(code)
  if (meaning === undefined) return false
  const known = statement(db, 'SELECT reason, failures, failed_at AS failedAt FROM number_reach WHERE number = ?').get(number) as Stored | undefined
  if (known !== undefined && known.reason !== null) return false
  const failures = known === undefined ? 1 : now - known.failedAt >= ONE_FAILURE_MS ? known.failures + 1 : known.failures
  const marked = failures >= meaning.failures
  statement(
    db,
    `INSERT INTO number_reach (number, reason, code, failures, failed_at, since_at) VALUES (@number, @reason, @code, @failures, @failedAt, @since)
     ON CONFLICT (number) DO UPDATE SET reason = @reason, code = @code, failures = @failures, failed_at = @failedAt, since_at = @since`,
  ).run({ number, reason: marked ? meaning.reason : null, code, failures, failedAt: known === undefined || failures > known.failures ? now : known.failedAt, since: marked ? now : null })
  return marked
}

/** A text arrived, or somebody wrote from there: the number gets texts after all. Answers whether it was marked. */
export const noteReached = (db: Db, number: string): boolean => {
  const known = statement(db, 'SELECT reason FROM number_reach WHERE number = ?').get(number) as Pick<Stored, 'reason'> | undefined
  if (known === undefined) return false
  statement(db, 'DELETE FROM number_reach WHERE number = ?').run(number)
  return known.reason !== null
}

/** Why a number gets no texts; null when it does, as far as anybody knows. About 1 µs. */
export const reachOf = (db: Db, number: string): Pick<Unreachable, 'reason' | 'code' | 'since'> | null =>
  (statement(db, 'SELECT reason, code, since_at AS since FROM number_reach WHERE number = ? AND reason IS NOT NULL').get(number) as Pick<Unreachable, 'reason' | 'code' | 'since'> | undefined) ?? null

/** A condition in SQL on the column `number` (of our own code, never from outside): that number gets no texts. */
export const unreachableCondition = (number: string): string => `EXISTS (SELECT 1 FROM number_reach u WHERE u.number = ${number} AND u.reason IS NOT NULL)`

/** A source of `number` in SQL: all numbers that get no texts. */
export const unreachableNumbers = '(SELECT number FROM number_reach WHERE reason IS NOT NULL)'

/** Marks taken off by a person, and what was counted with them. Answers how many. */
export const markReachable = (db: Db, who: { readonly ids: readonly number[] } | { readonly filter: { readonly reason?: UnreachableReason | undefined } }): number =>
  'ids' in who
    ? db
        .prepare('DELETE FROM number_reach WHERE reason IS NOT NULL AND number IN (SELECT number FROM contacts WHERE id IN (SELECT value FROM json_each(?)))')
        .run(JSON.stringify(who.ids)).changes
    : db.prepare('DELETE FROM number_reach WHERE reason IS NOT NULL AND (@reason IS NULL OR reason = @reason)').run({ reason: who.filter.reason ?? null }).changes

/** People whose numbers get no texts, the latest first. */
export const unreachablePage = (db: Db, { filter: { reason }, offset, limit }: { readonly filter: { readonly reason?: UnreachableReason | undefined }; readonly offset: number; readonly limit: number }): UnreachablePage => {
  const from = 'FROM number_reach u JOIN contacts c ON c.number = u.number WHERE u.reason IS NOT NULL'
  const counts: Record<UnreachableReason, number> = { landline: 0, unknown: 0, unreachable: 0 }
  for (const [each, people] of db.prepare(`SELECT u.reason, count(*) ${from} GROUP BY u.reason`).raw().all() as [UnreachableReason, number][]) counts[each] = people
  const rows = db
    .prepare(
      `SELECT c.id, c.number, c.first_name AS firstName, c.last_name AS lastName, u.reason, u.code, u.since_at AS since ${from}
       AND (@reason IS NULL OR u.reason = @reason) ORDER BY u.since_at DESC, u.number LIMIT @limit OFFSET @offset`,
    )
    .all({ reason: reason ?? null, limit, offset }) as Unreachable[]
  return { rows, counts, total: reason === undefined ? counts.landline + counts.unknown + counts.unreachable : counts[reason] }
}
