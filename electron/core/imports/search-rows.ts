/** What the search keeps of people, from the rows of a piece. */
import { digitForms } from '../contacts/fold.ts'
import type { PersonRow, Piece } from './jobs.ts'
import { searchText } from './search-text.ts'

// What JSON leaves as it stands.
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))
// Digits, spaces, and the one mark, written so that the whole text needs one byte a character.
const quotedDigits = (forms: string): string => `"${forms.replace('\ue000', '\\ue000')}"`

const utf8 = new TextEncoder()
const text = new TextDecoder()

/**
 * Piece after piece, in the order of the file: the JSON array of [words, digits] for the people each brings for the first
 * time, in UTF-8.
 */
export const createSearchRows = (): ((piece: Pick<Piece, 'people' | 'tagged' | 'tags'>) => Uint8Array) => {
  const names: string[] = []
  return ({ people, tagged, tags }) => {
    for (const { local, name } of tags) names[local] = name
    const rows = JSON.parse(text.decode(people)) as readonly PersonRow[]
    const tagWords: (string | undefined)[] = []
    for (const { local, places } of tagged) for (const place of places) tagWords[place] = `${tagWords[place] ?? ''} ${names[local] as string}`
    const parts = rows.map(([number, , firstName, lastName, , email, , , , , custom], place) => {
      let words = `${firstName} ${lastName}${tagWords[place] ?? ''}`
      for (const key in custom) words += ` ${custom[key] as string}`
      return `[${quoted(searchText(words, email))},${quotedDigits(digitForms(number))}]`
    })
    return utf8.encode(`[${parts.join(',')}]`)
  }
}
