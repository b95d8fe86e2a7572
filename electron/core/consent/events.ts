import type { ConsentEvent } from '../../../shared/contract/consent.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { endOfImplied, isImplied } from '../../../shared/rules/implied-consent.ts'
import type { Db } from '../database/open.ts'
import { endsFor } from './implied.ts'
import { verifyChain, type ChainedConsent } from './chain.ts'

const COLUMNS = `
  e.id, e.number, e.purpose, e.state, e.method, e.occurred_at AS occurredAt, e.zone, e.recorded_at AS recordedAt,
  d.text AS disclosure, e.source, e.import_id AS importId, e.previous_hash AS previousHash, e.hash`

/** What the window sees of an event; `ends`: whether implied consent ends by itself where its number is. */
export const toConsentEvent = (event: ChainedConsent, ends: boolean): ConsentEvent => {
  const { importId: _importId, previousHash: _previousHash, hash: _hash, ...seen } = event
  return { ...seen, expiresAt: ends && seen.state === 'opted-in' ? endOfImplied(seen.method, seen.purpose, seen.occurredAt) : null }
}

/** Everything a number ever said, newest first, all purposes. */
export const consentHistory = (db: Db, number: string): readonly ConsentEvent[] =>
  (
    db
      .prepare(`SELECT ${COLUMNS} FROM consent_events e LEFT JOIN disclosures d ON d.id = e.disclosure_id WHERE e.number = ? ORDER BY e.id DESC`)
      .all(number) as ChainedConsent[]
  ).map((event) => toConsentEvent(event, isImplied(event.method) && endsFor(db, number)))

/** Where a reading of all events stands. */
export type EventPlace = { readonly number: string; readonly purpose: Purpose; readonly id: number }

/** At most `limit` events behind `place`, by number and purpose, oldest first. */
export const eventsAfter = (db: Db, place: EventPlace | null, limit: number): readonly ChainedConsent[] =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM consent_events e LEFT JOIN disclosures d ON d.id = e.disclosure_id
       WHERE (e.number, e.purpose, e.id) > (?, ?, ?) ORDER BY e.number, e.purpose, e.id LIMIT ?`,
    )
    .all(place?.number ?? '', place?.purpose ?? '', place?.id ?? 0, limit) as ChainedConsent[]

/** The chain of one number and purpose, oldest first. */
export const chainOf = (db: Db, number: string, purpose: Purpose): readonly ChainedConsent[] =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM consent_events e LEFT JOIN disclosures d ON d.id = e.disclosure_id
       WHERE e.number = ? AND e.purpose = ? ORDER BY e.id`,
    )
    .all(number, purpose) as ChainedConsent[]

/** The first event of the whole book that is not as it was written, or null. */
export const firstTamperedEvent = (db: Db): EventPlace | null => {
  let place: EventPlace | null = null
  let chain: ChainedConsent[] = []
  const broken = (): EventPlace | null => {
    const check = verifyChain(chain)
    return check.ok ? null : (chain[check.index] ?? null)
  }
  for (;;) {
    const events = eventsAfter(db, place, 20_000)
    for (const event of events) {
      const [first] = chain
      if (first !== undefined && (first.number !== event.number || first.purpose !== event.purpose)) {
        const found = broken()
        if (found !== null) return found
        chain = []
      }
      chain.push(event)
      place = event
    }
    if (events.length === 0) return broken()
  }
}
