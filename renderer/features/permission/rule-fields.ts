import { DAY_FIELDS, EVERYWHERE, isWindow, RULE_FIELDS, type RuleField } from '../../../shared/rules/decisions.ts'
import { ruleOf, type Window } from '../../../shared/rules/hours-data.ts'

/** Monday first, as people read a week. */
export const WEEK = [...DAY_FIELDS.slice(1), DAY_FIELDS[0]] as const

/** The fields a place has: holidays only where the rule has a calendar. */
export const fieldsOf = (place: string): readonly RuleField[] =>
  place === EVERYWHERE ? ['service'] : [...WEEK, ...(ruleOf(place).holidays === null ? [] : (['holidays'] as const)), 'cap24']

export const isRuleField = (field: string): field is RuleField => (RULE_FIELDS as readonly string[]).includes(field)

/** The window of a day to begin with where there is none: another day's, else a working day's. */
export const startWindow = (windows: readonly (Window | null)[]): Window => windows.find((window) => isWindow(window)) ?? [540, 1200]
