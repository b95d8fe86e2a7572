import type { Condition, FieldTest, LastTime, Yearly } from './rule.ts'
import { alternatives, type Clauses, type RuleNames } from './words-shape.ts'

const said = (text: string): string => `“${text}”`
const any = (values: readonly string[]): string => alternatives(values, 'or')

const within = (days: number): string => (days === 0 ? 'today' : days === 1 ? 'since yesterday' : `in the last ${days} days`)

const YEARLY: Readonly<Record<Yearly, string>> = { today: 'today', 'this-week': 'this week', 'next-week': 'next week', 'this-month': 'this month', 'next-month': 'next month' }

/** `what`: “Birthday”, or "first name". */
const value = (what: string, test: FieldTest, { day, number }: RuleNames): string => {
  const whose = `whose ${what}`
  switch (test.op) {
    case 'filled':
      return `who have something in ${what}`
    case 'empty':
      return `who have nothing in ${what}`
    case 'is':
      return `${whose} is ${said(test.value)}`
    case 'is-not':
      return `${whose} is not ${said(test.value)}`
    case 'contains':
      return `${whose} contains ${said(test.value)}`
    case 'contains-not':
      return `${whose} does not contain ${said(test.value)}`
    case 'begins':
      return `${whose} begins with ${said(test.value)}`
    case 'number-is':
      return `${whose} is ${number(test.value)}`
    case 'number-is-not':
      return `${whose} is not ${number(test.value)}`
    case 'more':
      return `${whose} is more than ${number(test.value)}`
    case 'less':
      return `${whose} is less than ${number(test.value)}`
    case 'number-between':
      return `${whose} is from ${number(Math.min(test.from, test.to))} to ${number(Math.max(test.from, test.to))}`
    case 'on':
      return `${whose} is ${day(test.day)}`
    case 'before':
      return `${whose} is before ${day(test.day)}`
    case 'after':
      return `${whose} is after ${day(test.day)}`
    case 'date-between': {
      const [from, to] = test.from <= test.to ? [test.from, test.to] : [test.to, test.from]
      return `${whose} is from ${day(from)} to ${day(to)}`
    }
    case 'last-days':
      return `${whose} is ${test.days === 0 ? 'today' : test.days === 1 ? 'yesterday or today' : `within the last ${test.days} days`}`
    case 'next-days':
      return `${whose} is ${test.days === 0 ? 'today' : test.days === 1 ? 'today or tomorrow' : `within the next ${test.days} days`}`
    case 'yearly':
      return `${whose} comes round ${YEARLY[test.when]}`
    case 'yes':
      return `${whose} is yes`
    case 'no':
      return `${whose} is no`
    case 'one-of':
      return `${whose} is ${any(test.values.map(said))}`
    case 'none-of':
      return `${whose} is not ${any(test.values.map(said))}`
  }
}

const happened = (last: LastTime, did: string, didNot: string, ever: string, never: string): string => {
  switch (last.when) {
    case 'within':
      return `${did} ${within(last.days)}`
    case 'not-within':
      return `${didNot} ${within(last.days)}`
    case 'ever':
      return ever
    case 'never':
      return never
  }
}

const ABOUT = { 'first-name': 'first name', 'last-name': 'last name', email: 'email address', notes: 'note' } as const
const PURPOSE = { marketing: 'offers', service: 'service messages' } as const
const LANGUAGE = { en: 'English', fr: 'French' } as const

const condition = (node: Condition, names: RuleNames): string => {
  switch (node.kind) {
    case 'tag':
      return `who ${node.has ? 'have' : 'do not have'} the tag ${said(node.tag)}`
    case 'list': {
      const name = names.list(node.listId)
      return `who are ${node.on ? '' : 'not '}on ${name === null ? 'a list that is no more' : `the list ${said(name)}`}`
    }
    case 'field': {
      const name = names.field(node.field)
      return value(name === null ? `removed field ${said(node.field)}` : said(name), node.test, names)
    }
    case 'about':
      if (node.test.op === 'filled') return `who have ${node.what === 'email' ? 'an' : 'a'} ${ABOUT[node.what]}`
      if (node.test.op === 'empty') return `who have no ${ABOUT[node.what]}`
      return value(ABOUT[node.what], node.test, names)
    case 'consent':
      switch (node.is) {
        case 'opted-in':
          return `who agreed to ${PURPOSE[node.purpose]}`
        case 'opted-out':
          return `who said stop to ${PURPOSE[node.purpose]}`
        case 'none':
          return `who were never asked about ${PURPOSE[node.purpose]}`
      }
    // eslint-disable-next-line no-fallthrough -- every state returns.
    case 'texted':
      return happened(node.last, 'who were texted', 'who were not texted', 'who were texted before', 'who were never texted')
    case 'replied':
      return happened(node.last, 'who wrote to you', 'who did not write to you', 'who have written to you', 'who have never written to you')
    case 'delivery':
      return node.what === 'last-failed'
        ? `whose last message ${node.is ? 'did not arrive' : 'did not fail'}`
        : `whose number ${node.is ? 'cannot' : 'can'} get texts`
    case 'country':
      return `whose country is ${node.in ? '' : 'not '}${any(node.countries.map(names.country))}`
    case 'region':
      return `whose state or region is ${node.in ? '' : 'not '}${any(node.regions.map(said))}`
    case 'postal-code':
      return `whose postal code ${node.in ? 'begins' : 'does not begin'} with ${any(node.begins)}`
    case 'area-code':
      return `whose area code is ${node.in ? '' : 'not '}${any(node.codes)}`
    case 'language':
      return node.is === null ? 'whose language is not known' : `whose language is ${LANGUAGE[node.is]}`
    case 'added':
    case 'changed':
      return `who were ${node.kind} ${node.since.when === 'within' ? within(node.since.days) : node.since.days === 0 ? 'before today' : `more than ${node.since.days} ${node.since.days === 1 ? 'day' : 'days'} ago`}`
    case 'imported': {
      const name = names.importOf(node.importId)
      return `who ${node.by ? 'came' : 'did not come'} with ${name === null ? 'an import that is no more' : `the import ${said(name)}`}`
    }
  }
}

export const englishClauses: Clauses = {
  and: 'and',
  or: 'or',
  anybody: 'whoever they are',
  nobody: 'who cannot exist',
  everybody: 'Everybody in your contact book.',
  nobodyAtAll: 'Nobody.',
  except: (those) => `who are not among those ${those}`,
  sentence: (clauses) => `People ${clauses}.`,
  condition,
}
