/** A place's rule in a few words, for people. */
import { ruleOf, type Rules, type Window } from './hours-data.ts'

type Language = 'en' | 'fr'

/** Monday first, as people read a week; indices as in Week. */
const READING_ORDER = [1, 2, 3, 4, 5, 6, 0] as const

const WORDS = {
  en: {
    days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
    not: ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'],
    every: 'every day', colon: ': ', holidays: 'public holidays', never: 'never', notOn: 'not on ', or: ' or ',
    hours: (from: string, to: string) => `${from} to ${to}`,
    one: (day: string) => day,
    two: (first: string, second: string) => `${first} and ${second}`,
    run: (first: string, last: string) => `${first} to ${last}`,
    cap: (count: number) => `at most ${count} in any 24 hours`,
  },
  fr: {
    days: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
    not: ['le dimanche', 'le lundi', 'le mardi', 'le mercredi', 'le jeudi', 'le vendredi', 'le samedi'],
    every: 'tous les jours', colon: '\u00a0: ', holidays: 'les jours fériés', never: 'jamais', notOn: 'pas ', or: ' ni ',
    hours: (from: string, to: string) => `de ${from} à ${to}`,
    one: (day: string) => `le ${day}`,
    two: (first: string, second: string) => `le ${first} et le ${second}`,
    run: (first: string, last: string) => `du ${first} au ${last}`,
    cap: (count: number) => `au plus ${count} en 24 heures`,
  },
} as const

const clock = (minutes: number, language: Language): string => {
  const hour = Math.floor(minutes / 60)
  const minute = minutes % 60
  const padded = String(minute).padStart(2, '0')
  switch (language) {
    case 'fr':
      return `${hour}\u00a0h${minute === 0 ? '' : `\u00a0${padded}`}`
    case 'en': {
      if (minutes === 720) return 'noon'
      if (minutes % 1440 === 0) return 'midnight'
      return `${hour % 12 === 0 ? 12 : hour % 12}${minute === 0 ? '' : `:${padded}`}\u00a0${hour < 12 ? 'am' : 'pm'}`
    }
  }
}

/** A day's window in words, without its day. @example windowWords([480, 1260], 'en') // '8 am to 9 pm' */
export const windowWords = (window: Window | null, language: Language): string =>
  isNever(window) ? WORDS[language].never : WORDS[language].hours(clock(window[0], language), clock(window[1], language))

/** A time of day in words: 510 is '8:30 am', '8 h 30'. */
export const timeWords = (minutes: number, language: Language): string => clock(minutes, language)

const isNever = (window: Window | null): window is null => !window || window[0] >= window[1]

/** Neighbouring days with the same window, in reading order. */
const runsOf = (week: readonly (Window | null)[]): { readonly window: Window | null; readonly days: number[] }[] => {
  const runs: { window: Window | null; days: number[] }[] = []
  for (const day of READING_ORDER) {
    const window = isNever(week[day] ?? null) ? null : week[day]!
    const last = runs.at(-1)
    if (last && last.window?.[0] === window?.[0] && last.window?.[1] === window?.[1]) last.days.push(day)
    else runs.push({ window, days: [day] })
  }
  return runs
}

/**
 * When marketing may go to a place, in one short sentence without a full stop; times hold no-break spaces.
 * @example describeHours('US-FL', 'en') // 'Florida: 8 am to 8 pm every day, at most 3 in any 24 hours'
 */
export const describeHours = (placeId: string, language: Language, overrides?: Rules): string => {
  const words = WORDS[language]
  const rule = ruleOf(placeId, overrides)
  const runs = runsOf(rule.marketing)

  const daysInWords = (days: readonly number[]): string => {
    const [first, last] = [words.days[days[0]!]!, words.days[days.at(-1)!]!]
    if (days.length === 7) return words.every
    if (days.length > 2) return words.run(first, last)
    return days.length === 2 ? words.two(first, last) : words.one(first)
  }

  const open = runs.flatMap(({ window, days }) =>
    window ? [`${words.hours(clock(window[0], language), clock(window[1], language))} ${daysInWords(days)}`] : [],
  )
  if (open.length === 0) return `${rule.name[language]}${words.colon}${words.never}`

  const not: string[] = runs.flatMap(({ window, days }) => (window ? [] : days.map((day) => words.not[day]!)))
  if (rule.holidays) not.push(words.holidays)
  const last = not.pop()
  const parts = [
    ...open,
    ...(last === undefined ? [] : [words.notOn + (not.length > 0 ? `${not.join(', ')}${words.or}${last}` : last)]),
    ...(rule.cap24 === null ? [] : [words.cap(rule.cap24)]),
  ]
  return `${rule.name[language]}${words.colon}${parts.join(', ')}`
}
