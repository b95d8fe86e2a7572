import type { Purpose } from '../../../shared/contract/common.ts'
import type { MessageAbout, SkipReason } from '../../../shared/contract/messages.ts'
import { capsOf, fatigueWait, type Caps } from '../../../shared/rules/fatigue.ts'
import { isAllowed, nextAllowed, zonesFor, type Who } from '../../../shared/rules/hours.ts'
import { placesOf } from '../../../shared/rules/places.ts'
import { confirmsOptOut } from '../consent/opt-out-confirmations.ts'
import { mayAsk } from '../consent/requests.ts'
import { provenState } from '../consent/proof.ts'
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
  /** The message, where it is in the queue already. */
  readonly id?: number
  readonly number: string
  readonly purpose: Purpose
  /** 0: an answer the person waits for, which keeps no hours and tires nobody. */
  readonly priority: number
  readonly validUntil: number | null
  readonly about?: MessageAbout | null
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
       WHERE number = ? AND purpose = 'marketing' AND about IS NULL AND claimed_at > ? AND status IN ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'undelivered')`,
    ).all(number, now - WEEK_MS) as { at: number }[]
  ).map(({ at }) => at)

/** Validity, then consent, then whether the number gets texts at all, then hours, then how often; the first that says no decides. */
export const permitFor = (db: Db, { id, number, purpose, priority, validUntil, about = null }: Applicant, now: number, rules: SendingRules): Permit => {
  if (validUntil !== null && now > validUntil) return { kind: 'never', reason: 'expired' }
  // The one message that goes to somebody who said stop: that they did. Of no use to whoever came back since.
  if (about === 'opt-out-confirmation') return id !== undefined && confirmsOptOut(db, id, number) ? YES : { kind: 'never', reason: 'expired' }
  // The question itself needs no consent, and tires nobody.
  const asking = about === 'opt-in-request'
  // Whoever wrote first may be answered; whoever said stop, or what reads like it, may not.
  const consent = asking && id !== undefined ? mayAsk(db, id, now) : mayText(db, number, purpose, now)
  if (consent === 'opted-out' || consent === 'suspended' || consent === 'expired' || consent === 'record-broken' || (consent !== 'yes' && priority > 0)) return { kind: 'never', reason: consent }
  if (!asking) {
    // The standing that is kept for speed sends nothing by itself: the records behind it must say the same.
    const proven = provenState(db, number, purpose, now)
    if (proven === 'broken') return { kind: 'never', reason: 'record-broken' }
    if (proven === 'opted-out' || (proven === 'none' && priority > 0)) return { kind: 'never', reason: proven === 'none' ? 'no-consent' : proven }
  }
  if (priority === 0) return YES
  if (reachOf(db, number) !== null) return { kind: 'never', reason: 'unreachable' }
  // Where they live matters to hours and to the caps of a place, which go together.
  const who = rules.quietHours ? whoIs(db, number) : null
  if (who !== null && !isAllowed(now, who, purpose, rules.overrides)) {
    return waitUntil(nextAllowed(now, who, purpose, rules.overrides) ?? now + HOPELESS_MS, 'outside-hours', validUntil)
  }
  if (purpose !== 'marketing' || asking) return YES
  const own = { perDay: rules.perDay ?? Infinity, perWeek: rules.perWeek ?? Infinity }
  const caps: Caps = who === null ? own : capsOf(who.places, own, rules.overrides)
  if (caps.perDay === Infinity && caps.perWeek === Infinity && caps.rolling24 === undefined) return YES
  const free = fatigueWait(recentMarketing(db, number, now), now, caps)
  if (free !== null && free <= now) return YES
  const from = free ?? now + HOPELESS_MS
  return waitUntil((who === null ? from : nextAllowed(from, who, purpose, rules.overrides)) ?? from, 'too-often', validUntil)
}

const waitUntil = (until: number, hold: 'outside-hours' | 'too-often', validUntil: number | null): Permit =>
  validUntil !== null && until > validUntil ? { kind: 'never', reason: 'expired' } : { kind: 'wait', hold, until }
