import type { Purpose } from '../../../shared/contract/common.ts'
import type { SkipReason } from '../../../shared/contract/messages.ts'
import { capsOf, fatigueWait, type Caps } from '../../../shared/rules/fatigue.ts'
import { isAllowed, nextAllowed, zonesFor, type Who } from '../../../shared/rules/hours.ts'
import { placesOf } from '../../../shared/rules/places.ts'
import { mayText } from '../consent/state.ts'
import { reachOf } from '../contacts/reach.ts'
import { whereabouts } from '../contacts/whereabouts.ts'
import { statement, type Db } from '../database/open.ts'
import { localZone } from './local-zone.ts'
import type { SendingRules } from './sending-rules.ts'

/** Whether a message may leave now: asked in the transaction that claims it. */
export type Permit =
  | { readonly kind: 'yes' }
  | { readonly kind: 'never'; readonly reason: SkipReason }
  | { readonly kind: 'wait'; readonly hold: 'outside-hours' | 'too-often'; readonly until: number }

export type Applicant = {
  readonly number: string
  readonly purpose: Purpose
  /** 0: an answer the person waits for, which keeps no hours and tires nobody. */
  readonly priority: number
  readonly validUntil: number | null
}

const WEEK_MS = 7 * 86_400_000
const YES: Permit = { kind: 'yes' }
/** Nobody knows when it would be allowed: looked at again after this, a person can help by filling in a time zone. */
const HOPELESS_MS = 86_400_000

/** Where a number's owner is, as far as anybody knows; every candidate zone and place counts. */
export const whoIs = (db: Db, number: string): Who => {
  const known = whereabouts(db, number)
  return {
    zones: zonesFor(known?.timeZone ?? null, number, localZone()),
    places: placesOf({ number, country: known?.country ?? null, region: known?.region ?? null, postalCode: known?.postalCode ?? null }),
  }
}

/** Times of marketing messages that reached or may have reached a number in the week before `now`. */
const recentMarketing = (db: Db, number: string, now: number): readonly number[] =>
  (
    statement(
      db,
      `SELECT claimed_at AS at FROM messages
       WHERE number = ? AND purpose = 'marketing' AND claimed_at > ? AND status IN ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'undelivered')`,
    ).all(number, now - WEEK_MS) as { at: number }[]
  ).map(({ at }) => at)

/** Validity, then consent, then whether the number gets texts at all, then hours, then how often; the first that says no decides. */
export const permitFor = (db: Db, { number, purpose, priority, validUntil }: Applicant, now: number, rules: SendingRules): Permit => {
  if (validUntil !== null && now > validUntil) return { kind: 'never', reason: 'expired' }
  // Whoever wrote first may be answered; whoever said stop may not.
  const consent = mayText(db, number, purpose)
  if (consent === 'opted-out' || (consent !== 'yes' && priority > 0)) return { kind: 'never', reason: consent }
  if (priority === 0) return YES
  if (reachOf(db, number) !== null) return { kind: 'never', reason: 'unreachable' }
  // Where they live matters to hours and to the caps of a place, which go together.
  const who = rules.quietHours ? whoIs(db, number) : null
  if (who !== null && !isAllowed(now, who, purpose)) {
    return waitUntil(nextAllowed(now, who, purpose) ?? now + HOPELESS_MS, 'outside-hours', validUntil)
  }
  if (purpose !== 'marketing') return YES
  const own = { perDay: rules.perDay ?? Infinity, perWeek: rules.perWeek ?? Infinity }
  const caps: Caps = who === null ? own : capsOf(who.places, own)
  if (caps.perDay === Infinity && caps.perWeek === Infinity && caps.rolling24 === undefined) return YES
  const free = fatigueWait(recentMarketing(db, number, now), now, caps)
  if (free !== null && free <= now) return YES
  const from = free ?? now + HOPELESS_MS
  return waitUntil((who === null ? from : nextAllowed(from, who, purpose)) ?? from, 'too-often', validUntil)
}

const waitUntil = (until: number, hold: 'outside-hours' | 'too-often', validUntil: number | null): Permit =>
  validUntil !== null && until > validUntil ? { kind: 'never', reason: 'expired' } : { kind: 'wait', hold, until }
