/**
 * Consent that nobody gave in words, but that a law reads out of what a person did, for a time. As data: dated, sourced,
 * and for an update to replace. Not legal advice. Only Canada's ends by itself; elsewhere a sale is taken as it is
 * recorded (France and the United Kingdom let a shop write to its own customers about similar things until they refuse).
 */
import type { Purpose } from '../contract/common.ts'

export type ImpliedMethod = 'purchase' | 'inquiry'

export const IMPLIED_CONSENT = {
  /** The place whose rule it is, as in hours-data.ts. */
  place: 'CA',
  /** Calendar months for which it holds from the day of the sale, or of the question. */
  months: { purchase: 24, inquiry: 6 } satisfies Readonly<Record<ImpliedMethod, number>>,
  source: {
    en: 'Canada’s anti-spam law (CASL), s. 10(9) and 10(10): two years after a purchase, six months after an inquiry. Service messages are not offers, and keep no date.',
    fr: 'Loi canadienne anti-pourriel (LCAP), par. 10(9) et 10(10) : deux ans après un achat, six mois après une demande de renseignements. Les messages de service ne sont pas des offres, et n’ont pas d’échéance.',
  },
  /** ISO date on which the rule was last compared with its source. */
  asOf: '2026-11-23',
} as const

export const isImplied = (method: string): method is ImpliedMethod => Object.hasOwn(IMPLIED_CONSENT.months, method)

/**
 * The same moment `months` calendar months later, in UTC; on the last day of a month too short for it (29 February
 * two years later is 28 February). UTC, so that the same record ends at the same moment on every computer.
 */
export const monthsLater = (at: number, months: number): number => {
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  const later = date.setUTCDate(Math.min(day, lastDay))
  // A date no calendar reaches has long passed.
  return Number.isNaN(later) ? at : later
}

/**
 * When what was said so would end in a place that lets it end, ms UTC: from this moment on nothing may be sent on it. null
 * for a purpose and a method that never end. Whether the person is in such a place is a question of its own (implied-places.ts).
 */
export const endOfImplied = (method: string, purpose: Purpose, occurredAt: number): number | null =>
  purpose === 'marketing' && isImplied(method) ? monthsLater(occurredAt, IMPLIED_CONSENT.months[method]) : null
