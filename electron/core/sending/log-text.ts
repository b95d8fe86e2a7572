import { BACKWARDS, digitForms, searchable } from '../contacts/fold.ts'
import { matchExpression } from '../contacts/search-query.ts'

/**
 * What a search of the log finds: every word typed begins a word of the name or the message, a number begins or ends the
 * recipient's. The very rules of the contact book, so that both screens find alike.
 */

/** The words of a message, as a search sees them. */
export const wordsOf = (name: string, body: string): string => searchable(`${name} ${body}`)
export const digitsOf = (number: string): string => (number.startsWith('+') ? digitForms(number) : number)

/** For full-text search; null when nothing can be searched for, which finds everything. */
export const expressionOf = (query: string | undefined): string | null => (query === undefined ? null : matchExpression(query))

const TOKEN = new RegExp(`[\\p{L}\\p{N}${BACKWARDS}]+`, 'gu')

/** The same as a test of one message, for where there is no index: the expression above is read, so that both agree. */
export const textTest = (query: string): ((name: string, number: string, body: string) => boolean) => {
  const expression = expressionOf(query)
  if (expression === null) return () => true
  const terms = expression.split(' AND ').map((term) => [...term.matchAll(/"([^"]*)"/g)].map(([, start]) => start as string))
  return (name, number, body) => {
    const tokens = `${wordsOf(name, body)} ${digitsOf(number)}`.match(TOKEN) ?? []
    return terms.every((starts) => starts.some((start) => tokens.some((token) => token.startsWith(start))))
  }
}
