/**
 * When people may be texted, by place, as data: dated, sourced, and for the owner to see and override. Not legal
 * advice. Where sources differ the strictest is written here. A place without an entry has its country's rule
 * ('US-NY' → 'US'), and a country without one has the rule of '*'. Entries never inherit: each says everything.
 */
import type { HolidayCalendar } from './holidays.ts'

/** Local minutes after midnight, from inclusive, to exclusive, 0–1440; from ≥ to means never. */
export type Window = readonly [from: number, to: number]
/** Sunday first, as Date counts; null is a day without marketing. */
export type Week = readonly [Window | null, Window | null, Window | null, Window | null, Window | null, Window | null, Window | null]

export type PlaceRule = {
  readonly name: { readonly en: string; readonly fr: string }
  readonly marketing: Week
  /** No marketing on these days. */
  readonly holidays: HolidayCalendar | null
  /** Most marketing messages to one number in any rolling 24 hours. */
  readonly cap24: number | null
  /** Where the rule comes from, in our own words. */
  readonly source: { readonly en: string; readonly fr: string }
  /** ISO date on which the rule was last compared with its source. */
  readonly asOf: string
}

export type HoursRules = {
  readonly asOf: string
  /** Service messages, every day and in every place: exempt from the rules below, but nobody likes a text at night. */
  readonly service: Window
  readonly places: Readonly<Record<string, PlaceRule>> & { readonly '*': PlaceRule }
}

/** What the owner changed: whole days or single fields of a place, also of one without an entry. Keep the object: answers are cached by it. */
export type Rules = {
  readonly service?: Window
  readonly places?: Readonly<Record<string, Partial<PlaceRule>>>
}

const AS_OF = '2026-11-23'

const hours = (from: number, to: number): Window => [from * 60, to * 60]
/** The same window every day, but for the days named. */
const week = (usual: Window, but: { readonly saturday?: Window | null; readonly sunday?: Window | null } = {}): Week => [
  but.sunday === undefined ? usual : but.sunday,
  usual, usual, usual, usual, usual,
  but.saturday === undefined ? usual : but.saturday,
]

const place = (
  en: string, fr: string, marketing: Week, source: PlaceRule['source'],
  more: { readonly holidays?: HolidayCalendar; readonly cap24?: number } = {},
): PlaceRule => ({ name: { en, fr }, marketing, holidays: more.holidays ?? null, cap24: more.cap24 ?? null, source, asOf: AS_OF })

const NO_SUNDAY_STATE = { en: 'State telephone solicitation law: none on Sunday; otherwise the federal hours.', fr: 'Loi de l’État sur le démarchage téléphonique : jamais le dimanche ; sinon les heures fédérales.' }
const EIGHT_TO_EIGHT = { en: 'State telephone solicitation law: none before 8 in the morning or after 8 in the evening.', fr: 'Loi de l’État sur le démarchage téléphonique : rien avant 8 h ni après 20 h.' }
/** Working days in the French sense (jours ouvrables) are Monday to Saturday. */
const FRENCH = week(hours(8, 20), { sunday: null })
const FRENCH_SOURCE = { en: 'Working days from 8 to 20, not on Sunday or a public holiday; the trade’s charter allows until 22, the earlier end is taken.', fr: 'Jours ouvrables de 8 h à 20 h, ni le dimanche ni un jour férié ; la charte de la profession va jusqu’à 22 h, la fin la plus tôt est retenue.' }

export const HOURS: HoursRules = {
  asOf: AS_OF,
  service: hours(7, 22),
  places: {
    '*': place('Elsewhere', 'Ailleurs', week(hours(8, 21)), { en: 'No rule known: a careful default.', fr: 'Aucune règle connue : un choix prudent.' }),
    'US': place('United States', 'États-Unis', week(hours(8, 21)), { en: 'Federal rule on telephone solicitation, 47 CFR 64.1200(c)(1): 8 to 21, the called person’s time.', fr: 'Règle fédérale sur le démarchage téléphonique, 47 CFR 64.1200(c)(1) : de 8 h à 21 h, à l’heure de la personne appelée.' }),
    'US-AL': place('Alabama', 'Alabama', week(hours(8, 21), { sunday: null }), NO_SUNDAY_STATE),
    'US-CT': place('Connecticut', 'Connecticut', week(hours(9, 20)), { en: 'State telephone solicitation law: 9 to 20.', fr: 'Loi de l’État sur le démarchage téléphonique : de 9 h à 20 h.' }),
    'US-FL': place('Florida', 'Floride', week(hours(8, 20)), { en: 'Florida Telephone Solicitation Act, s. 501.059: 8 to 20, at most three in 24 hours.', fr: 'Florida Telephone Solicitation Act, art. 501.059 : de 8 h à 20 h, au plus trois en 24 heures.' }, { cap24: 3 }),
    'US-LA': place('Louisiana', 'Louisiane', week(hours(8, 21), { sunday: null }), NO_SUNDAY_STATE),
    'US-MD': place('Maryland', 'Maryland', week(hours(8, 20)), EIGHT_TO_EIGHT),
    'US-MS': place('Mississippi', 'Mississippi', week(hours(8, 21), { sunday: null }), NO_SUNDAY_STATE),
    'US-NJ': place('New Jersey', 'New Jersey', week(hours(8, 20)), EIGHT_TO_EIGHT),
    'US-OK': place('Oklahoma', 'Oklahoma', week(hours(8, 20)), EIGHT_TO_EIGHT),
    'US-RI': place('Rhode Island', 'Rhode Island', week(hours(9, 18), { saturday: hours(10, 17), sunday: hours(10, 17) }), { en: 'State telephone solicitation law: 9 to 18, at the weekend 10 to 17.', fr: 'Loi de l’État sur le démarchage téléphonique : de 9 h à 18 h, le week-end de 10 h à 17 h.' }),
    'US-TX': place('Texas', 'Texas', week(hours(9, 21), { sunday: hours(12, 21) }), { en: 'Texas Business and Commerce Code, ch. 301: 9 to 21, on Sunday from 12.', fr: 'Texas Business and Commerce Code, ch. 301 : de 9 h à 21 h, le dimanche à partir de midi.' }),
    'CA': place('Canada', 'Canada', week(hours(9, 21.5), { saturday: hours(10, 18), sunday: hours(10, 18) }), { en: 'The CRTC’s calling hours: 9 to 21:30, at the weekend 10 to 18. Written for calls; a careful default for texts.', fr: 'Heures d’appel du CRTC : de 9 h à 21 h 30, le week-end de 10 h à 18 h. Écrites pour les appels ; un choix prudent pour les SMS.' }),
    'GB': place('United Kingdom', 'Royaume-Uni', week(hours(8, 21)), { en: 'No statutory hours for texts: a careful default.', fr: 'Pas d’heures légales pour les SMS : un choix prudent.' }),
    'FR': place('France', 'France', FRENCH, FRENCH_SOURCE, { holidays: 'FR' }),
    'FR-AM': place('Alsace-Moselle', 'Alsace-Moselle', FRENCH, FRENCH_SOURCE, { holidays: 'FR-AM' }),
    'FR-GF': place('French Guiana', 'Guyane', FRENCH, FRENCH_SOURCE, { holidays: 'FR-GF' }),
    'FR-GP': place('Guadeloupe', 'Guadeloupe', FRENCH, FRENCH_SOURCE, { holidays: 'FR-GP' }),
    'FR-MQ': place('Martinique', 'Martinique', FRENCH, FRENCH_SOURCE, { holidays: 'FR-MQ' }),
    'FR-RE': place('Réunion', 'La Réunion', FRENCH, FRENCH_SOURCE, { holidays: 'FR-RE' }),
    'FR-YT': place('Mayotte', 'Mayotte', FRENCH, FRENCH_SOURCE, { holidays: 'FR-YT' }),
  },
}

/** The place whose rule a place has by the data: its own, else its country's, else '*'. */
export const ruleIdOf = (id: string): string => {
  if (Object.hasOwn(HOURS.places, id)) return id
  const country = id.split('-')[0]!
  return Object.hasOwn(HOURS.places, country) ? country : '*'
}

const merged = new WeakMap<Rules, Map<string, PlaceRule>>()

const find = (id: string, overrides: Rules | undefined): PlaceRule => {
  const parent = id === '*' ? null : id.includes('-') ? id.slice(0, id.indexOf('-')) : '*'
  const own = Object.hasOwn(HOURS.places, id) ? HOURS.places[id] : undefined
  const base = own ?? (parent === null ? HOURS.places['*'] : find(parent, overrides))
  const places = overrides?.places
  return places && Object.hasOwn(places, id) ? { ...base, ...places[id] } : base
}

/**
 * The rule in force in a place: the owner's fields over the data's. An unknown id has its country's rule, else that of '*'.
 * @example ruleOf('US-NY') // the rule of 'US'
 */
export const ruleOf = (id: string, overrides?: Rules): PlaceRule => {
  if (!overrides) return find(id, undefined)
  const known = merged.get(overrides) ?? new Map<string, PlaceRule>()
  merged.set(overrides, known)
  const rule = known.get(id) ?? find(id, overrides)
  known.set(id, rule)
  return rule
}
