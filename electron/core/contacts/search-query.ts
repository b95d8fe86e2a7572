import { backwards, pieces } from './fold.ts'

// A number as people type it: digits with spaces, dots, dashes, brackets or a plus between, no letters beside.
const NUMBER = /(?<![\p{L}\p{N}@._])\+?\(?\d(?:[\s().\-/]*\d)*(?![\p{L}\p{N}@_])/gu

const starts = (piece: string): string => `"${piece}" *`

/** "(202) 555-01" → what finds the numbers that begin with 20255501 or end with it. */
const numberTerm = (typed: string): string => {
  // 00 is how Europe dials abroad.
  const digits = typed.replaceAll(/\D/g, '').replace(/^00(?=[1-9])/, '')
  const forms = [starts(digits)]
  if (digits.length > 1 && digits.startsWith('1')) forms.push(starts(digits.slice(1)))
  // "+33 (0)6 39 …": the 0 in brackets is not dialled from abroad.
  if (/^\s*(?:\+|00)\d{1,3}\s*\(0\)/.test(typed)) forms.push(starts(typed.replace('(0)', '').replaceAll(/\D/g, '').replace(/^00/, '')))
  if (digits.length >= 3) forms.push(starts(backwards(digits)))
  return forms.length === 1 ? starts(digits) : `(${forms.join(' OR ')})`
}

/**
 * What was typed, as an FTS5 expression: every word must begin something, a number may begin or end one.
 * Null when nothing can be searched for (empty, or only punctuation).
 */
export const matchExpression = (query: string): string | null => {
  const terms: string[] = []
  const rest = query.normalize('NFKC').replaceAll(NUMBER, (typed) => {
    terms.push(numberTerm(typed))
    return ' '
  })
  // An address is looked for in one piece: "com" and "example" begin something of half the book.
  for (const word of rest.split(/\s+/)) terms.push(...(word.includes('@') ? [pieces(word).join('')].filter(Boolean) : pieces(word)).map(starts))
  return terms.length === 0 ? null : [...new Set(terms)].join(' AND ')
}
