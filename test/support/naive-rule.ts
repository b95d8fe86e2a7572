import type { Condition, FieldTest, LastTime, Rule } from '../../shared/rules/segments/rule.ts'
import { readDay, readNumber, readYes } from '../../shared/rules/segments/values.ts'

/** A person with everything a rule can ask about, for judging rules in plain TypeScript. */
export type JudgedPerson = {
  readonly id: number
  readonly number: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly notes: string
  readonly country: string | null
  readonly region: string
  readonly postalCode: string
  readonly language: 'en' | 'fr' | null
  readonly custom: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly lists: readonly number[]
  readonly imports: readonly number[]
  readonly consent: Readonly<Record<'marketing' | 'service', 'none' | 'opted-in' | 'opted-out'>>
  /** In the order in which they were written. `claimedAt` null: never left. */
  readonly messages: readonly { readonly claimedAt: number | null; readonly status: string }[]
  readonly replies: readonly number[]
  readonly cannotGetTexts: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

export type JudgedMoment = { readonly now: number; readonly zone: string; readonly dateOrder: Readonly<Record<string, 'dmy' | 'mdy'>> }

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('ß', 'ss').trim()

/** The local date of a moment, as a Date at UTC midnight. */
const localDate = (at: number, zone: string): Date => {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  return new Date(Date.UTC(parts['year']!, parts['month']! - 1, parts['day']!))
}
const plusDays = (date: Date, days: number): Date => new Date(date.getTime() + days * 86_400_000)

const yearlySpan = (when: string, today: Date): readonly Date[] => {
  const weekday = (today.getUTCDay() + 6) % 7
  const [y, m] = [today.getUTCFullYear(), today.getUTCMonth()]
  const run = (from: Date, days: number): readonly Date[] => Array.from({ length: days }, (_, i) => plusDays(from, i))
  switch (when) {
    case 'today':
      return [today]
    case 'this-week':
      return run(plusDays(today, -weekday), 7)
    case 'next-week':
      return run(plusDays(today, 7 - weekday), 7)
    case 'this-month':
      return run(new Date(Date.UTC(y, m, 1)), new Date(Date.UTC(y, m + 1, 0)).getUTCDate())
    default:
      return run(new Date(Date.UTC(y, m + 1, 1)), new Date(Date.UTC(y, m + 2, 0)).getUTCDate())
  }
}

const judgeValue = (value: string | undefined, test: FieldTest, { now, zone }: JudgedMoment, order: 'dmy' | 'mdy'): boolean => {
  const text = value ?? ''
  const said = plain(text)
  const day = text === '' ? null : readDay(text, order)
  const date = day === null || day.year === null ? null : new Date(Date.UTC(day.year, day.month - 1, day.day))
  const number = text === '' ? null : readNumber(text)
  const today = localDate(now, zone)
  const between = (from: Date, to: Date): boolean => date !== null && date >= from && date <= to
  switch (test.op) {
    case 'filled':
      return text !== ''
    case 'empty':
      return text === ''
    case 'is':
      return said === plain(test.value)
    case 'is-not':
      return said !== plain(test.value)
    case 'contains':
      return said.includes(plain(test.value))
    case 'contains-not':
      return !said.includes(plain(test.value))
    case 'begins':
      return said.startsWith(plain(test.value))
    case 'number-is':
      return number === test.value
    case 'number-is-not':
      return number !== test.value
    case 'more':
      return number !== null && number > test.value
    case 'less':
      return number !== null && number < test.value
    case 'number-between':
      return number !== null && number >= Math.min(test.from, test.to) && number <= Math.max(test.from, test.to)
    case 'on':
      return between(new Date(test.day), new Date(test.day))
    case 'before':
      return date !== null && date < new Date(test.day)
    case 'after':
      return date !== null && date > new Date(test.day)
    case 'date-between':
      return between(new Date(test.from), new Date(test.to)) || between(new Date(test.to), new Date(test.from))
    case 'last-days':
      return between(plusDays(today, -test.days), today)
    case 'next-days':
      return between(today, plusDays(today, test.days))
    case 'yearly':
      return day !== null && yearlySpan(test.when, today).some((each) => {
        const [month, dayOfMonth] = [each.getUTCMonth() + 1, each.getUTCDate()]
        const leap = new Date(Date.UTC(each.getUTCFullYear(), 1, 29)).getUTCMonth() === 1
        return (day.month === month && day.day === dayOfMonth) || (day.month === 2 && day.day === 29 && !leap && month === 2 && dayOfMonth === 28)
      })
    case 'yes':
      return readYes(text) === true
    case 'no':
      return readYes(text) === false
    case 'one-of':
      return test.values.some((each) => plain(each) === said)
    case 'none-of':
      return !test.values.some((each) => plain(each) === said)
  }
}

const judgeLast = (times: readonly number[], last: LastTime, moment: JudgedMoment): boolean => {
  const recently = (days: number): boolean => times.some((at) => localDate(at, moment.zone) >= plusDays(localDate(moment.now, moment.zone), -days))
  switch (last.when) {
    case 'ever':
      return times.length > 0
    case 'never':
      return times.length === 0
    case 'within':
      return recently(last.days)
    case 'not-within':
      return !recently(last.days)
  }
}

const reached = new Set(['sending', 'unknown', 'accepted', 'sent', 'delivered', 'undelivered'])
const upper = (text: string): string => text.replaceAll(' ', '').replace(/[a-z]/g, (letter) => letter.toUpperCase())

const judgeCondition = (person: JudgedPerson, node: Condition, moment: JudgedMoment): boolean => {
  const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  switch (node.kind) {
    case 'tag':
      return person.tags.some((tag) => asciiLower(tag) === asciiLower(node.tag)) === node.has
    case 'list':
      return person.lists.includes(node.listId) === node.on
    case 'field':
      return judgeValue(person.custom[node.field], node.test, moment, moment.dateOrder[node.field] ?? 'mdy')
    case 'about':
      return judgeValue({ 'first-name': person.firstName, 'last-name': person.lastName, email: person.email, notes: person.notes }[node.what], node.test, moment, 'mdy')
    case 'consent':
      return person.consent[node.purpose] === node.is
    case 'texted':
      return judgeLast(person.messages.flatMap(({ claimedAt, status }) => (claimedAt !== null && reached.has(status) ? [claimedAt] : [])), node.last, moment)
    case 'replied':
      return judgeLast(person.replies, node.last, moment)
    case 'delivery': {
      if (node.what === 'cannot-get-texts') return person.cannotGetTexts === node.is
      const last = person.messages.filter(({ status }) => reached.has(status) || status === 'failed').at(-1)
      return (last?.status === 'failed' || last?.status === 'undelivered') === node.is
    }
    case 'country':
      return (person.country !== null && node.countries.includes(person.country)) === node.in
    case 'region':
      return node.regions.some((region) => plain(region) === plain(person.region)) === node.in
    case 'postal-code':
      return node.begins.some((begin) => upper(person.postalCode).startsWith(upper(begin))) === node.in
    case 'area-code':
      return (/^\+1\d{10}$/.test(person.number) && node.codes.includes(person.number.slice(2, 5))) === node.in
    case 'language':
      return person.language === node.is
    case 'added':
    case 'changed':
      return judgeLast([node.kind === 'added' ? person.createdAt : person.updatedAt], node.since, moment)
    case 'imported':
      return person.imports.includes(node.importId) === node.by
  }
}

/** Whether a rule holds for somebody: what the SQL must agree with. */
export const judge = (person: JudgedPerson, node: Rule, moment: JudgedMoment): boolean => {
  if (node.kind !== 'group') return judgeCondition(person, node, moment)
  switch (node.match) {
    case 'all':
      return node.of.every((part) => judge(person, part, moment))
    case 'any':
      return node.of.some((part) => judge(person, part, moment))
    case 'none':
      return !node.of.some((part) => judge(person, part, moment))
  }
}
