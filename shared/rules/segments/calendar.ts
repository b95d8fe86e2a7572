/** Days counted from 1970-01-01, and which of them a rule's relative dates mean. */
import { offsetAt, stretchAt } from '../local-time.ts'
import type { Yearly } from './rule.ts'
import { isLeap } from './values.ts'

export const DAY_MS = 86_400_000

/** A moment as a rule sees it: `today` counted from 1970-01-01 in the business's zone. */
export type Moment = { readonly now: number; readonly zone: string }

/** The local day of a moment. */
export const todayOf = ({ now, zone }: Moment): number => Math.floor((now + offsetAt(zone, now)) / DAY_MS)

export const numberOfDay = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS

/** 'YYYY-MM-DD' as a day's number. */
export const dayNumber = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / DAY_MS

/** Where a local day begins, in milliseconds UTC; where clocks skip midnight, the first moment after it. */
export const startOfDay = (day: number, zone: string): number => {
  const local = day * DAY_MS
  const before = offsetAt(zone, local - DAY_MS)
  const after = offsetAt(zone, local + DAY_MS)
  // The larger offset comes first; where clocks go back over midnight, the first of the two counts.
  for (const offset of before >= after ? [before, after] : [after, before]) if (offsetAt(zone, local - offset) === offset) return local - offset
  return stretchAt(zone, local - before).start
}

/** Monday of a day's week. 1970-01-01 was a Thursday. */
const monday = (day: number): number => day - ((((day + 3) % 7) + 7) % 7)

/** The days a yearly test looks at, first and last. */
export const yearlySpan = (when: Yearly, today: number): readonly [from: number, to: number] => {
  const date = new Date(today * DAY_MS)
  const month = (ahead: number): readonly [number, number] => [
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1) / DAY_MS,
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead + 1, 0) / DAY_MS,
  ]
  switch (when) {
    case 'today':
      return [today, today]
    case 'this-week':
      return [monday(today), monday(today) + 6]
    case 'next-week':
      return [monday(today) + 7, monday(today) + 13]
    case 'this-month':
      return month(0)
    case 'next-month':
      return month(1)
  }
}

/**
 * The days of the year, as MMDD, that come round within a span. In a year without a 29 February those of that day are
 * remembered on the 28th.
 */
export const yearlyDays = (when: Yearly, today: number): readonly number[] => {
  const [from, to] = yearlySpan(when, today)
  const days: number[] = []
  for (let day = from; day <= to; day++) {
    const date = new Date(day * DAY_MS)
    const monthDay = (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
    days.push(monthDay)
    if (monthDay === 228 && !isLeap(date.getUTCFullYear())) days.push(229)
  }
  return days
}
