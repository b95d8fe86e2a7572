/** What the owner decided about the rules of places, and why: append only, the newest of a place and field counts. */
import { isDay, OWN_CAPS, RULE_FIELDS, rulesFrom, type Decided, type RuleField, type RuleValue } from '../../../shared/rules/decisions.ts'
import type { Rules } from '../../../shared/rules/hours-data.ts'
import { statement, type Db } from '../database/open.ts'

/** The rule as it was written when something was decided about it. `asOf`: ISO date of the data. */
export type Written = { readonly value: RuleValue; readonly asOf: string }
/** A row of the table. `stored` null: back to the rule. */
export type Decision = {
  readonly id: number
  readonly place: string
  readonly field: string
  readonly stored: { readonly value: RuleValue; readonly written: Written } | null
  readonly reason: string
  readonly at: number
}

/** In the place of a reason where none is asked for: towards the rule, or to less. */
export const NO_REASON = '-'

type Row = Omit<Decision, 'stored'> & { readonly value: string | null }
const decisionOf = ({ value, ...row }: Row): Decision => ({ ...row, stored: value === null ? null : (JSON.parse(value) as Decision['stored']) })

/** Newest first. */
export const decisionHistory = (db: Db, limit = 500): readonly Decision[] =>
  (statement(db, 'SELECT id, place, field, value, reason, at FROM rule_decisions ORDER BY id DESC LIMIT ?').all(limit) as Row[]).map(decisionOf)

/** Those that count now, oldest first; without what went back to the rule. */
export const decisionsInForce = (db: Db): readonly Decision[] =>
  (
    statement(
      db,
      `SELECT id, place, field, value, reason, at FROM rule_decisions d
       WHERE value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rule_decisions n WHERE n.place = d.place AND n.field = d.field AND n.id > d.id) ORDER BY id`,
    ).all() as Row[]
  ).map(decisionOf)

const isField = (field: string): field is RuleField => isDay(field) || (RULE_FIELDS as readonly string[]).includes(field)

const known = new WeakMap<Db, { readonly newest: number; readonly rules: Rules | undefined }>()

/** The rules with what the owner decided, for isAllowed and its like; the same object until something is decided. About 1 µs. */
export const ownerRules = (db: Db): Rules | undefined => {
  const newest = (statement(db, 'SELECT max(id) FROM rule_decisions').pluck().get() as number | null) ?? 0
  const before = known.get(db)
  if (before?.newest === newest) return before.rules
  const decided = decisionsInForce(db).flatMap(({ place, field, stored }): Decided[] => (place !== OWN_CAPS && isField(field) && stored !== null ? [{ place, field, value: stored.value }] : []))
  const rules = rulesFrom(decided)
  known.set(db, { newest, rules })
  return rules
}

export type NewDecision = Omit<Decision, 'id' | 'reason' | 'at'>

/** Writes decisions down, all under one reason. In the caller's transaction. */
export const decide = (db: Db, decisions: readonly NewDecision[], reason: string, at: number): void => {
  const insert = statement(db, 'INSERT INTO rule_decisions (place, field, value, reason, at) VALUES (?, ?, ?, ?, ?)')
  for (const { place, field, stored } of decisions) insert.run(place, field, stored === null ? null : JSON.stringify(stored), reason === '' ? NO_REASON : reason, at)
}

type Caps = { readonly perDay: number | null; readonly perWeek: number | null }
type CapsChange = { readonly perDay?: number | null | undefined; readonly perWeek?: number | null | undefined }
const CAPS = ['perDay', 'perWeek'] as const

/** Keeps what became of the owner's own caps among the decisions. In the caller's transaction. */
export const recordCaps = (db: Db, now: Caps, change: CapsChange, start: Caps, reason: string, at: number): void =>
  decide(
    db,
    CAPS.flatMap((cap): NewDecision[] => {
      const value = change[cap]
      if (value === undefined || value === now[cap]) return []
      return [{ place: OWN_CAPS, field: cap, stored: value === start[cap] ? null : { value, written: { value: start[cap], asOf: '' } } }]
    }),
    reason,
    at,
  )
