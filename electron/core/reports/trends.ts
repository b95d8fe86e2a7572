import type { BestHour, HourResults, MonthResults, Trends } from '../../../shared/contract/results.ts'
import { formerPrices } from '../sending/former-tries.ts'
import { ANSWER_MS } from './answer-book.ts'
import { isDecided, mayHaveArrived, type Source } from './campaign-results.ts'
import { differenceOf, rateOf, zFor } from './intervals.ts'

/** An hour says something from so many messages on, sent on so many days; our own choice, told on the screen. */
export const HOUR_NEEDS = 200
const HOUR_DAYS = 3

/** The first moments of the last `months` months in this computer's zone, oldest first, and of the next one. */
const monthStarts = (months: number, now: number): readonly number[] => {
  const today = new Date(now)
  return Array.from({ length: months + 1 }, (_, index) => new Date(today.getFullYear(), today.getMonth() - months + 1 + index, 1).getTime())
}

/** Which hour is clearly better than all others together; hours compared are few, so each has to stand out by more. */
export const bestHour = (hours: readonly (HourResults & { readonly days: number })[]): BestHour => {
  const enough = hours.filter(({ answered, days }) => answered.of >= HOUR_NEEDS && days >= HOUR_DAYS)
  const top = enough.toSorted((one, other) => other.answered.share - one.answered.share)[0]
  if (enough.length < 2 || top === undefined) return { kind: 'few', needed: HOUR_NEEDS, hours: enough.length }
  const others = enough.filter(({ hour }) => hour !== top.hour)
  const elsewhere = rateOf(others.reduce((sum, { answered }) => sum + answered.hits, 0), others.reduce((sum, { answered }) => sum + answered.of, 0))
  return differenceOf(top.answered, elsewhere, zFor(enough.length)).low > 0 ? { kind: 'clear', hour: top.hour, here: top.answered, elsewhere } : { kind: 'unclear' }
}

/** Months and hours of the day, from one look through the log. */
export const trendsOf = ({ db, columns, answers }: Source, months: number, now: number): Trends => {
  const starts = monthStarts(months, now)
  const sums = Array.from({ length: months }, () => ({ left: 0, decided: 0, delivered: 0, reached: 0, answered: 0, stopped: 0, undecided: 0, micros: 0, priced: 0 }))
  const hourly = Array.from({ length: 24 }, () => ({ of: 0, hits: 0, days: new Set<number>() }))
  let counted = 0
  // Messages lie by age: the month found last is most often right.
  let last = 0
  const monthOf = (at: number): number => {
    if (at < starts[0]! || at >= starts[months]!) return -1
    while (at < starts[last]!) last -= 1
    while (at >= starts[last + 1]!) last += 1
    return last
  }
  let hourStart = NaN
  let hour = 0
  let day = 0
  columns.each(now, ({ id, state, left, at, price }) => {
    const sum = sums[monthOf(at)]
    if (sum === undefined) return
    if (price !== null) {
      sum.micros += price
      sum.priced += 1
    }
    if (!left) return
    sum.left += 1
    if (isDecided(state)) sum.decided += 1
    if (state === 'delivered') sum.delivered += 1
    if (state === 'undecided') sum.undecided += 1
    if (!mayHaveArrived(state, left)) return
    const echo = answers.of(id)
    sum.reached += 1
    if (echo !== undefined && echo.answers > 0) sum.answered += 1
    if (echo !== undefined && echo.stopAfter !== null) sum.stopped += 1
    if (at > now - ANSWER_MS) return
    // Zones differ by quarters of an hour: within one, the hour is the same.
    const quarter = Math.floor(at / 900_000)
    if (quarter !== hourStart) {
      const local = new Date(at)
      hourStart = quarter
      hour = local.getHours()
      day = Math.floor((at - local.getTimezoneOffset() * 60_000) / 86_400_000)
    }
    const one = hourly[hour]!
    counted += 1
    one.of += 1
    if (echo !== undefined && echo.answers > 0) one.hits += 1
    one.days.add(day)
  })
  let formerCurrency: string | null = null
  for (const { messageId, micros, currency } of formerPrices(db)) {
    const message = columns.at(messageId, now)
    const sum = message === null ? undefined : sums[monthOf(message.at)]
    if (sum === undefined) continue
    sum.micros += micros
    sum.priced += 1
    formerCurrency ??= currency
  }
  const currency = columns.currency() ?? formerCurrency
  const hours = hourly.flatMap(({ of, hits, days }, index) => (of === 0 ? [] : [{ hour: index, answered: rateOf(hits, of), days: days.size }]))
  return {
    months: sums.map(({ left, decided, delivered, reached, answered, stopped, undecided, micros, priced }, index): MonthResults => ({
      at: starts[index]!, left, undecided,
      delivered: rateOf(delivered, decided), answered: rateOf(answered, reached), stopped: rateOf(stopped, reached),
      billed: priced > 0 && currency !== null ? { micros, currency } : null,
    })),
    hours: hours.map(({ hour, answered }) => ({ hour, answered })),
    best: bestHour(hours),
    counted,
  }
}
