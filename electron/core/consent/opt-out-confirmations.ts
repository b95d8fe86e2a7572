import { statement, type Db } from '../database/open.ts'
import { stateOf } from './state.ts'
import { erasedAt } from './suppressions.ts'

/**
 * The one message that confirms an opt-out: once, within five minutes, no promotion (RULES.md, Consent; 47 CFR
 * 64.1200(a)(12)). Who wrote it down here may be sent exactly that message although they said stop.
 */
export const CONFIRMED_WITHIN_MS = 5 * 60_000
/** However often somebody comes and goes: two programs that answer each other must not go on for ever. */
const MOST_A_DAY = 3
const DAY_MS = 86_400_000

/** True when the opt-out of this event may still be confirmed: nobody did, and not too many were of late. */
export const mayConfirm = (db: Db, eventId: number, number: string, now: number): boolean =>
  erasedAt(db, number) === null &&
  statement(db, 'SELECT 1 FROM opt_out_confirmations WHERE event_id = ?').get(eventId) === undefined &&
  (statement(db, 'SELECT count(*) FROM opt_out_confirmations WHERE number = ? AND at > ?').pluck().get(number, now - DAY_MS) as number) < MOST_A_DAY

/** The opt-out of this event is confirmed by this message. In the caller's transaction. */
export const noteConfirmation = (db: Db, eventId: number, number: string, messageId: number, now: number): void => {
  statement(db, 'INSERT INTO opt_out_confirmations (event_id, number, message_id, at) VALUES (?, ?, ?, ?)').run(eventId, number, messageId, now)
}

/** Whether a message confirms an opt-out that still stands; anybody who came back or was erased meanwhile needs none. */
export const confirmsOptOut = (db: Db, messageId: number, number: string): boolean =>
  statement(db, 'SELECT 1 FROM opt_out_confirmations WHERE message_id = ? AND number = ?').get(messageId, number) !== undefined &&
  erasedAt(db, number) === null &&
  stateOf(db, number, 'marketing') === 'opted-out' &&
  stateOf(db, number, 'service') === 'opted-out'

/** Everything about these numbers. In the caller's transaction. */
export const eraseConfirmations = (db: Db, numbers: readonly string[]): void => {
  statement(db, 'DELETE FROM opt_out_confirmations WHERE number IN (SELECT value FROM json_each(?))').run(JSON.stringify(numbers))
}

/** When opt-outs of a number were confirmed, oldest first. */
export const confirmationsOf = (db: Db, number: string): readonly { readonly number: string; readonly at: number }[] =>
  statement(db, 'SELECT number, at FROM opt_out_confirmations WHERE number = ? ORDER BY at').all(number) as { number: string; at: number }[]
