import type { ConsentState } from '../../../shared/contract/consent.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import type { Db } from '../database/open.ts'
import type { ChainedConsent } from './chain.ts'
import { standingOfChain, type Standing } from './rules.ts'
import { isKnownBroken } from './checkpoint.ts'
import { eventsAfter, type EventPlace } from './events.ts'
import { endsFor } from './implied.ts'
import { refreshAllJoined } from './joined.ts'
import { statementsOf } from './statements.ts'
import { suspendedSince } from './suspensions.ts'
import { erasedAt } from './suppressions.ts'

/** Where a number stands for a purpose. */
export const stateOf = (db: Db, number: string, purpose: Purpose): ConsentState =>
  (statementsOf(db).state.get(number, purpose) as ConsentState | undefined) ?? 'none'

/** The standing with its date and event; null when nothing was ever said. */
export const standingOf = (db: Db, number: string, purpose: Purpose): Standing | null =>
  (statementsOf(db).standing.get(number, purpose) as Standing | undefined) ?? null

/**
 * 'suspended': they wrote something that reads like a stop, and nobody has decided yet. 'record-broken': the records of this
 * number are not as they were written, and nothing they say is trusted.
 */
export type MayText = 'yes' | 'opted-out' | 'suspended' | 'no-consent' | 'record-broken'

/**
 * Whether a message of this purpose may go to this number now; asked again inside the transaction that claims a message.
 * Each purpose needs an opt-in of its own: agreeing to reminders is not agreeing to offers, nor the reverse
 * (RULES.md, Consent: two purposes, recorded apart). Whoever was erased on request must have agreed anew since. Implied
 * consent is over at its last moment, swept or not. `now` in ms UTC. Some 3 µs.
 */
export const mayText = (db: Db, number: string, purpose: Purpose, now: number): MayText => {
  if (isKnownBroken(db, number, purpose)) return 'record-broken'
  const found = (statementsOf(db).stateNow.get(now, number, purpose) as ConsentState | 'ended' | undefined) ?? 'none'
  const state = found !== 'ended' ? found : endsFor(db, number) ? 'none' : 'opted-in'
  switch (state) {
    case 'opted-in': {
      if (suspendedSince(db, number) !== null) return 'suspended'
      const erased = erasedAt(db, number)
      return erased !== null && (standingOf(db, number, purpose)?.sinceAt ?? 0) <= erased ? 'opted-out' : 'yes'
    }
    case 'opted-out':
      return 'opted-out'
    case 'none':
      return suspendedSince(db, number) === null ? 'no-consent' : 'suspended'
  }
}

/** Whether a yes rests on implied consent alone, which ends by itself: such people may still be asked to say it in words. */
export const restsOnImplied = (db: Db, number: string, purpose: Purpose): boolean => (standingOf(db, number, purpose)?.expiresAt ?? null) !== null && endsFor(db, number)

/** The standing of many numbers at once; numbers of which nothing is known are not in the answer. */
export const statesOf = (db: Db, numbers: readonly string[]): ReadonlyMap<string, Partial<Readonly<Record<Purpose, ConsentState>>>> => {
  const states = new Map<string, Partial<Record<Purpose, ConsentState>>>()
  for (const [number, purpose, state] of statementsOf(db).states.all(JSON.stringify(numbers)) as [string, Purpose, ConsentState][])
    states.set(number, { ...states.get(number), [purpose]: state })
  return states
}

/** A condition in SQL on the column `number` (of our own code, never from outside): where that number stands. */
export const consentCondition = (number: string, purpose: Purpose, state: ConsentState): string =>
  state === 'none'
    ? `NOT EXISTS (SELECT 1 FROM consent k WHERE k.number = ${number} AND k.purpose = '${purpose}')`
    : `EXISTS (SELECT 1 FROM consent k WHERE k.number = ${number} AND k.purpose = '${purpose}' AND k.state = '${state}')`

/** A source of `number` in SQL: all numbers that stand so. */
export const numbersWith = (purpose: Purpose, state: Exclude<ConsentState, 'none'>): string =>
  `(SELECT number FROM consent WHERE purpose = '${purpose}' AND state = '${state}')`

/**
 * Derives every standing anew from the events, in one transaction. Answers how many numbers and purposes there are.
 * The result equals what recording kept up to date (a test holds it to that).
 */
export const rebuildConsent = (db: Db): number => {
  const insert = db.prepare('INSERT INTO consent (number, purpose, state, since_at, event_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)')
  return db
    .transaction(() => {
      db.exec('DELETE FROM consent')
      let written = 0
      let place: EventPlace | null = null
      let chain: ChainedConsent[] = []
      const write = () => {
        const standing = standingOfChain(chain)
        if (place === null || standing === null) return
        insert.run(place.number, place.purpose, standing.state, standing.sinceAt, standing.eventId, standing.expiresAt)
        written += 1
      }
      for (;;) {
        const events = eventsAfter(db, place, 20_000)
        for (const event of events) {
          if (place !== null && (place.number !== event.number || place.purpose !== event.purpose)) {
            write()
            chain = []
          }
          chain.push(event)
          place = event
        }
        if (events.length === 0) break
      }
      write()
      refreshAllJoined(db)
      return written
    })
    .immediate()
}
