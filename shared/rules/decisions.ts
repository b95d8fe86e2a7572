/** What the owner decided about the rules of a place, laid over the data: field by field, so that new data keep working. */
import { HOURS, ruleOf, type PlaceRule, type Rules, type Week, type Window } from './hours-data.ts'

/** Sunday first, as in Week. */
export const DAY_FIELDS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
export type DayField = (typeof DAY_FIELDS)[number]
/** 'service' belongs to EVERYWHERE, the others to a place. */
export const RULE_FIELDS = [...DAY_FIELDS, 'holidays', 'cap24', 'service'] as const
export type RuleField = (typeof RULE_FIELDS)[number]

/** The place of what holds in all of them. */
export const EVERYWHERE = 'everywhere'
/** The place of the owner's own caps, whose values lie in the settings; fields 'perDay' and 'perWeek'. */
export const OWN_CAPS = 'own'

/** A day: its window, or null for never. 'holidays': whether they are kept. 'cap24': the most in any 24 hours, null for no cap. */
export type RuleValue = Window | boolean | number | null

export type Decided = { readonly place: string; readonly field: RuleField; readonly value: RuleValue }

export const isDay = (field: string): field is DayField => (DAY_FIELDS as readonly string[]).includes(field)

export const isWindow = (value: unknown): value is Window =>
  Array.isArray(value) && value.length === 2 && value.every((minutes) => Number.isInteger(minutes)) && value[0] >= 0 && value[0] < value[1] && value[1] <= 1440

/** A place rules can be found for: '*', a country, or a part of one. */
export const isPlace = (place: string): boolean => place === '*' || /^[A-Z]{2}(-[A-Z]{2})?$/.test(place)

/** Whether a field of a place can have this value. Holidays can be left out of a rule that has a calendar, never made up. */
export const fitsField = (place: string, field: RuleField, value: unknown): value is RuleValue => {
  if (field === 'service') return place === EVERYWHERE && isWindow(value)
  if (!isPlace(place)) return false
  if (field === 'holidays') return typeof value === 'boolean' && ruleOf(place).holidays !== null
  if (field === 'cap24') return value === null || (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 50)
  return value === null || isWindow(value)
}

const fieldOf = (rule: PlaceRule, field: Exclude<RuleField, 'service'>): RuleValue =>
  field === 'holidays' ? rule.holidays !== null : field === 'cap24' ? rule.cap24 : rule.marketing[DAY_FIELDS.indexOf(field)]!

/** What the data say of a field; with `overrides`, what is in force. */
export const writtenValue = (place: string, field: RuleField, overrides?: Rules): RuleValue =>
  field === 'service' ? (overrides?.service ?? HOURS.service) : fieldOf(ruleOf(place, overrides), field)

/** ISO date of the data a field comes from. */
export const writtenAsOf = (place: string, field: RuleField): string => (field === 'service' ? HOURS.asOf : ruleOf(place).asOf)

export const sameValue = (one: RuleValue, other: RuleValue): boolean => JSON.stringify(one) === JSON.stringify(other)

const windowWider = (than: Window | null, value: Window | null): boolean => value !== null && (than === null || value[0] < than[0] || value[1] > than[1])

/** Whether a value lets messages out where another does not. */
export const isWider = (field: RuleField, than: RuleValue, value: RuleValue): boolean => {
  switch (field) {
    case 'holidays':
      return than === true && value === false
    case 'cap24':
      return than !== null && (value === null || (value as number) > (than as number))
    default:
      return windowWider(than as Window | null, value as Window | null)
  }
}

/**
 * The rules in force: what was decided over the data. undefined where nothing is, which is the quicker. A decision about a
 * country holds for its parts without a rule of their own. What no longer fits the data (a calendar that is gone) says nothing.
 */
export const rulesFrom = (decided: readonly Decided[]): Rules | undefined => {
  const fitting = decided.filter(({ place, field, value }) => fitsField(place, field, value))
  if (fitting.length === 0) return undefined
  const service = fitting.find(({ field }) => field === 'service')?.value as Window | undefined
  const byPlace = Map.groupBy(fitting.filter(({ field }) => field !== 'service'), ({ place }) => place)
  let places: NonNullable<Rules['places']> = {}
  // Countries before their parts, whose days begin from what holds in the country.
  for (const place of [...byPlace.keys()].sort((one, other) => one.length - other.length)) {
    const of = new Map(byPlace.get(place)!.map(({ field, value }) => [field, value]))
    // A new object each time: answers are cached by it.
    const base = ruleOf(place, { places: { ...places } })
    const marketing = base.marketing.map((window, weekday) => (of.has(DAY_FIELDS[weekday]!) ? (of.get(DAY_FIELDS[weekday]!) as Window | null) : window)) as unknown as Week
    const some = DAY_FIELDS.some((field) => of.has(field))
    places = {
      ...places,
      [place]: {
        ...(some ? { marketing } : {}),
        ...(of.has('holidays') ? { holidays: of.get('holidays') === true ? base.holidays : null } : {}),
        ...(of.has('cap24') ? { cap24: of.get('cap24') as number | null } : {}),
      },
    }
  }
  return { ...(service === undefined ? {} : { service }), places }
}
