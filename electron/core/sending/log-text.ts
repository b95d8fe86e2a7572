import { BACKWARDS, digitForms, reversed, searchable } from '../contacts/fold.ts'
import { matchExpression } from '../contacts/search-query.ts'

/**
 * What a search of the log finds: every word typed begins a word of the name or the message, a number begins or ends the
 * recipient's. The very rules of the contact book, so that both screens find alike.
 */

/** The words of a message, as a search sees them. */
export const wordsOf = (name: string, body: string): string => searchable(`${name} ${body}`)
export const digitsOf = (number: string): string => (number.startsWith('+') ? digitForms(number) : number)

const TOKEN = new RegExp(`[\\p{L}\\p{N}${BACKWARDS}]+`, 'gu')
export const tokensOf = (text: string): readonly string[] => text.match(TOKEN) ?? []

/** Whether anything can be searched for; what cannot finds everything. */
export const canSearch = (query: string | undefined): query is string => query !== undefined && matchExpression(query) !== null

/** What must be there, each in one of several ways: as the start of a token. Empty when nothing can be searched for. */
export const termsOf = (query: string): readonly (readonly string[])[] =>
  (matchExpression(query)?.split(' AND ') ?? []).map((term) => [...term.matchAll(/"([^"]*)"/g)].map(([, start]) => start as string))

/** A test of one message. */
export const textTest = (query: string): ((name: string, number: string, body: string) => boolean) => {
  const terms = termsOf(query)
  return (name, number, body) => {
    const tokens = tokensOf(`${wordsOf(name, body)} ${digitsOf(number)}`)
    return terms.every((starts) => starts.some((start) => tokens.some((token) => token.startsWith(start))))
  }
}

/** A test of one number in E.164 against the ways of one term; null when none of them is of digits. */
export const numberTest = (starts: readonly string[]): ((number: string) => boolean) | null => {
  const ways = starts.filter((start) => new RegExp(`^${BACKWARDS}?\\d+$`, 'u').test(start))
  if (ways.length === 0) return null
  // Cheap, and true for whatever the forms can hold: most numbers need no more.
  const parts = ways.map((way) => (way.startsWith(BACKWARDS) ? reversed(way) : way.replace(/^0/, '')))
  return (number) => parts.some((part) => number.includes(part)) && digitForms(number).split(' ').some((form) => ways.some((way) => form.startsWith(way)))
}
