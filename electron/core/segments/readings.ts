import { numberOfDay } from '../../../shared/rules/segments/calendar.ts'
import { readDay, readNumber, readYes } from '../../../shared/rules/segments/values.ts'
import { fold } from '../contacts/fold.ts'
import type { Db } from '../database/open.ts'

/** Text as rules compare it: no case, no accents, no spaces at the ends. */
export const folded = (text: string): string => fold(text).trim()

const prepared = new WeakSet<Db>()

/** How many values are remembered with what they were read as: choices and birthdays repeat. */
const REMEMBERED = 50_000

const remembering = <T>(read: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>()
  return (text) => {
    let value = known.get(text)
    if (value === undefined) {
      if (known.size >= REMEMBERED) known.clear()
      known.set(text, (value = read(text)))
    }
    return value
  }
}

/** Teaches a connection to read values as rules do: rule_fold, rule_number, rule_day, rule_year_day, rule_yes. */
export const prepareReadings = (db: Db): void => {
  if (prepared.has(db)) return
  prepared.add(db)
  const options = { deterministic: true, directOnly: true } as const
  const dayIn = { dmy: remembering((text) => readDay(text, 'dmy')), mdy: remembering((text) => readDay(text, 'mdy')) }
  const dayOf = (text: unknown, order: unknown) => (typeof text === 'string' && text !== '' ? dayIn[order === 'mdy' ? 'mdy' : 'dmy'](text) : null)
  const foldOf = remembering(folded)
  db.function('rule_fold', options, (text) => (typeof text === 'string' ? foldOf(text) : ''))
  db.function('rule_number', options, (text) => (typeof text === 'string' ? readNumber(text) : null))
  db.function('rule_day', options, (text, order) => {
    const day = dayOf(text, order)
    return day === null || day.year === null ? null : numberOfDay(day.year, day.month, day.day)
  })
  db.function('rule_year_day', options, (text, order) => {
    const day = dayOf(text, order)
    return day === null ? null : day.month * 100 + day.day
  })
  db.function('rule_yes', options, (text) => {
    const yes = typeof text === 'string' ? readYes(text) : null
    return yes === null ? null : yes ? 1 : 0
  })
}
