/** Public holidays, computed. */

export type HolidayCalendar = 'FR' | 'FR-AM' | 'FR-GF' | 'FR-GP' | 'FR-MQ' | 'FR-RE' | 'FR-YT'

const DAY = 86_400_000

type Calendar = { readonly fixed: readonly (readonly [month: number, day: number])[]; readonly afterEaster: readonly number[] }

// Code du travail L3133-1: eight fixed days, Easter Monday, Ascension, Whit Monday.
const FR: Calendar = {
  fixed: [[1, 1], [5, 1], [5, 8], [7, 14], [8, 15], [11, 1], [11, 11], [12, 25]],
  afterEaster: [1, 39, 50],
}
const frenchAnd = (fixed: Calendar['fixed'], afterEaster: readonly number[] = []): Calendar => ({
  fixed: [...FR.fixed, ...fixed],
  afterEaster: [...FR.afterEaster, ...afterEaster],
})

const CALENDARS: Readonly<Record<HolidayCalendar, Calendar>> = {
  FR,
  // L3134-13: Good Friday (everywhere here, though the law wants a Protestant church in the commune) and 26 December.
  'FR-AM': frenchAnd([[12, 26]], [-2]),
  // L3422-2: the day slavery was abolished.
  'FR-GF': frenchAnd([[6, 10]]),
  'FR-GP': frenchAnd([[5, 27]]),
  'FR-MQ': frenchAnd([[5, 22]]),
  'FR-RE': frenchAnd([[12, 20]]),
  'FR-YT': frenchAnd([[4, 27]]),
}

/**
 * Easter Sunday of a Gregorian year, as days since 1970-01-01; the anonymous computus (Meeus, Jones, Butcher).
 */
export const easterDay = (year: number): number => {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const rest = year % 100
  const leapCenturies = Math.floor(century / 4)
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - leapCenturies - moonShift + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const sum = epact + weekday - 7 * late + 114
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1) / DAY
}

const known = new Map<string, ReadonlySet<number>>()

/** The holidays of a year, as days since 1970-01-01. */
export const holidaysOf = (calendar: HolidayCalendar, year: number): ReadonlySet<number> => {
  const key = `${calendar} ${year}`
  const before = known.get(key)
  if (before) return before
  const { fixed, afterEaster } = CALENDARS[calendar]
  const easter = easterDay(year)
  const days = new Set([
    ...fixed.map(([month, day]) => Date.UTC(year, month - 1, day) / DAY),
    ...afterEaster.map((after) => easter + after),
  ])
  known.set(key, days)
  return days
}

/** Whether a local day, counted from 1970-01-01, is a public holiday. */
export const isHoliday = (calendar: HolidayCalendar, day: number): boolean =>
  holidaysOf(calendar, new Date(day * DAY).getUTCFullYear()).has(day)
