/** May this person be texted, for what, since when, and how does one know. */
import type { CheckedNumber, CheckedPurpose, StandingReason } from '../../../shared/contract/consent.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { verifyChain } from '../consent/chain.ts'
import { isKnownBroken } from '../consent/checkpoint.ts'
import { chainOf, consentHistory, toConsentEvent } from '../consent/events.ts'
import { endsFor } from '../consent/implied.ts'
import { joinedStanding, otherNumbers } from '../consent/joined.ts'
import { provenState } from '../consent/proof.ts'
import { mayText } from '../consent/state.ts'
import { ERASED_SOURCE, erasedAt } from '../consent/suppressions.ts'
import { suspendedSince } from '../consent/suspensions.ts'
import { contactNames } from '../contacts/names.ts'
import { reachOf } from '../contacts/reach.ts'
import { statement, type Db } from '../database/open.ts'

export const PURPOSES = ['marketing', 'service'] as const satisfies readonly Purpose[]

const openQuestion = (db: Db, number: string, purpose: Purpose): number | null =>
  (statement(db, `SELECT asked_at FROM opt_in_requests WHERE number = ? AND purpose = ? AND state = 'waiting'`).pluck().get(number, purpose) as number | undefined) ?? null

const expiryOf = (db: Db, number: string, purpose: Purpose): number | null =>
  !endsFor(db, number) ? null : (statement(db, 'SELECT expires_at FROM consent WHERE number = ? AND purpose = ?').pluck().get(number, purpose) as number | null | undefined) ?? null

/** One purpose of one number: derived from the records, not from what is kept of them, and never a yes where the sender says no. */
const checkPurpose = (db: Db, number: string, purpose: Purpose, now: number): CheckedPurpose => {
  const chain = chainOf(db, number, purpose)
  const last = chain.at(-1)
  const intact = chain.length === 0 ? null : verifyChain(chain).ok && !isKnownBroken(db, number, purpose)
  const standing = joinedStanding(db, number, purpose)
  const rests = standing === null ? undefined : (chain.find(({ id }) => id === standing.eventId) ?? otherNumbers(db, number).flatMap((one) => chainOf(db, one, purpose)).find(({ id }) => id === standing.eventId))
  const erased = erasedAt(db, number)
  const suspended = suspendedSince(db, number)
  const expiresAt = expiryOf(db, number, purpose)
  const told = (reason: StandingReason, since: number | null): CheckedPurpose => ({
    purpose, may: reason === 'agreed', reason, since, event: rests === undefined ? null : toConsentEvent(rests, endsFor(db, rests.number)), expiresAt, intact, askedAt: openQuestion(db, number, purpose),
  })
  if (intact === false) return told('record-broken', null)
  if (standing === null) {
    if (erased !== null) return told('erased', erased)
    if ((last?.method as string | undefined) === 'expired') return told('expired', last!.occurredAt)
    return last === undefined ? told('never-said', null) : told('taken-back', last.occurredAt)
  }
  if (standing.state === 'opted-out') {
    if (rests?.source === ERASED_SOURCE) return told('erased', standing.sinceAt)
    return told(rests !== undefined && rests.number !== number ? 'stopped-elsewhere' : 'stopped', standing.sinceAt)
  }
  if (erased !== null && standing.sinceAt <= erased) return told('erased', erased)
  if (suspended !== null) return told('suspended', suspended)
  // The sender's own question, last: whatever else it knows of.
  if (mayText(db, number, purpose, now) === 'yes' && provenState(db, number, purpose, now) === 'opted-in') return told('agreed', standing.sinceAt)
  return expiresAt === null ? told('record-broken', null) : told('expired', expiresAt)
}

/** Everything there is to know of one number at `now` (ms UTC), in the contact book or not. */
export const checkNumber = (db: Db, number: string, now: number): CheckedNumber => {
  const known = contactNames(db, [number]).get(number)
  return {
    number,
    contactId: known?.id ?? null,
    name: known?.name ?? '',
    purposes: PURPOSES.map((purpose) => checkPurpose(db, number, purpose, now)),
    events: consentHistory(db, number),
    otherNumbers: otherNumbers(db, number),
    erasedAt: erasedAt(db, number),
    suspendedAt: suspendedSince(db, number),
    unreachable: reachOf(db, number) !== null,
  }
}
