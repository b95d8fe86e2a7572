import type { ConsentMethod } from '../../../shared/contract/consent.ts'
import type { Language, Purpose } from '../../../shared/contract/common.ts'
import { recordConsent } from '../consent/record.ts'
import { standingOf } from '../consent/state.ts'
import type { Context } from '../context.ts'
import { statement } from '../database/open.ts'
import { localZone } from '../sending/local-zone.ts'

/** One person's own yes, as they gave it. `occurredAt` in ms UTC. */
export type Agreement = {
  readonly number: string
  readonly purpose: Purpose
  readonly language: Language
  readonly method: ConsentMethod
  /** The exact words shown. */
  readonly disclosure: string
  readonly source: string
  readonly occurredAt: number
}

/** Double opt-in as this floor sees it: whether it is on, and the question that is then asked (ask.ts). */
export type Asking = {
  on(): boolean
  /** Queues the question; it waits for the network like everything in the queue. 'agreed': no question is needed. */
  ask(agreement: Agreement): 'asked' | 'agreed' | 'cannot'
}

/** A second tap, or an impatient Enter, is no second yes. */
const SAME_YES_MS = 2 * 60_000

/**
 * A yes given just now. With double opt-in, offers are asked for by text first; else it is on record at once, also behind
 * an earlier stop, since it is their own and newer. The same yes within two minutes is written once.
 */
export const sayYes = (context: Context, asking: Asking, agreement: Agreement): 'recorded' | 'asked' | 'cannot' => {
  const { db, clock } = context
  const { number, purpose, language: _language, ...said } = agreement
  if (purpose === 'marketing' && asking.on()) {
    const asked = asking.ask(agreement)
    if (asked !== 'agreed') return asked
  }
  const standing = standingOf(db, number, purpose)
  const last = standing?.state === 'opted-in' ? (statement(db, 'SELECT method, occurred_at AS at FROM consent_events WHERE id = ?').get(standing.eventId) as { readonly method: string; readonly at: number }) : null
  if (last !== null && last.method === said.method && Math.abs(said.occurredAt - last.at) < SAME_YES_MS) return 'recorded'
  recordConsent(db, { ...said, number, purpose, state: 'opted-in', zone: localZone(), recordedAt: clock.now(), importId: null })
  return 'recorded'
}
