import { z } from 'zod'
import { RULE_FIELDS, type RuleValue } from '../rules/decisions.ts'
import type { Rules } from '../rules/hours-data.ts'
import { call } from './define.ts'
import { nothing, type FileTicket } from './common.ts'

/** What the owner decided about one field of a place's rule, or about their own caps (place 'own', fields 'perDay' and 'perWeek'). */
export type RuleDecision = {
  readonly id: number
  readonly place: string
  readonly field: string
  /** null: back to the rule as it is written. */
  readonly decided: { readonly value: RuleValue } | null
  /** The rule as it was written then, and the date of that data; null where `decided` is. */
  readonly written: { readonly value: RuleValue; readonly asOf: string } | null
  /** null where none was asked for. */
  readonly reason: string | null
  readonly at: number
}

export type RulesView = {
  /** The owner's fields over those of the data (hours-data.ts); null while nothing is decided. */
  readonly rules: Rules | null
  /** Those that count now. `writtenChanged`: the data say something else than when it was decided. */
  readonly inForce: readonly (RuleDecision & { readonly writtenChanged: boolean })[]
  /** Everything ever decided, newest first, at most 500. */
  readonly history: readonly RuleDecision[]
}

/** Whose implied consent ends by itself, and when (ms UTC). */
export type EndingConsent = { readonly contactId: number; readonly name: string; readonly number: string; readonly expiresAt: number }

const field = z.enum(RULE_FIELDS)
const value = z.union([z.tuple([z.number().int(), z.number().int()]), z.boolean(), z.number().int(), z.null()])
const within = z.object({ days: z.number().int().min(1).max(731) })

/** Quiet hours and limits by place, with their sources, and what the owner decided otherwise. */
export const rulesCalls = {
  'rules.get': call<RulesView>()(nothing),
  /** How many people each rule of the data holds for; `unclear`: may be in places of several rules, all of which hold for them. */
  'rules.people': call<{ readonly byRule: readonly { readonly place: string; readonly people: number }[]; readonly unclear: number }>()(nothing),
  /**
   * Changes fields of a place, or takes them back to the rule as it is written. Every change wants a reason; going back does
   * not. What it held is asked again at once.
   */
  'rules.decide': call<RulesView>()(
    z.object({
      place: z.string().max(12),
      changes: z.array(z.union([z.object({ field, value }).strict(), z.object({ field, back: z.literal(true) }).strict()])).min(1).max(RULE_FIELDS.length),
      reason: z.string().trim().max(500),
    }),
  ),
  /** People whose implied consent ends within so many days, soonest first, at most 200 of `total`. */
  'rules.ending': call<{ readonly total: number; readonly soonest: readonly EndingConsent[] }>()(within),
  /** All of them as CSV. */
  'rules.exportEnding': call<FileTicket>()(within),
  /** Puts all of them on a list of that name, a new one or one there is. */
  'rules.listEnding': call<{ readonly listId: number; readonly people: number }>()(within.extend({ name: z.string().trim().min(1).max(80) })),
}
