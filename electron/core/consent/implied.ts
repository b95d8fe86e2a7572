import { endsIn } from '../../../shared/rules/implied-places.ts'
import { whereabouts } from '../contacts/whereabouts.ts'
import { statement, type Db } from '../database/open.ts'

/**
 * Whether implied consent ends by itself where the number's owner may be: the contact's country, region and postal code
 * now, or the number's own place. Asked when it matters and kept nowhere, so that a corrected address counts at once and
 * the standings follow from the events alone.
 */
export const endsFor = (db: Db, number: string): boolean => {
  const known = whereabouts(db, number)
  return endsIn({ number, country: known?.country ?? null, region: known?.region ?? null, postalCode: known?.postalCode ?? null })
}

/** When the next implied consent is over, wherever it is, after `now`; null when none will be. From the index: 5 µs. */
export const nextEnd = (db: Db, now: number): number | null =>
  statement(db, 'SELECT min(expires_at) FROM consent WHERE expires_at > ?').pluck().get(now) as number | null
