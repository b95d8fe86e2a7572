/** Characters that force Unicode: as a person can be shown them, and what a text would cost without them. */
import { countSegmentsCautious, type UnicodeCharacter } from '../../../shared/sms/segments.ts'


/** What stands for a character that cannot be seen. */
export type CharacterLook = { readonly kind: 'visible'; readonly text: string } | { readonly kind: 'space' } | { readonly kind: 'invisible' }

export const lookOf = (char: string): CharacterLook => {
  if (/^\p{Z}$/u.test(char) || char === '\t') return { kind: 'space' }
  if (/^[\p{C}\p{M}]$/u.test(char) || char === '\u200b') return { kind: 'invisible' }
  return { kind: 'visible', text: char }
}

export type Savings = {
  /** Segments as the text stands. */
  readonly now: number
  /** Segments once all that stands in the words and has a plain equivalent is replaced. */
  readonly replaced: number
  /** Segments once what has none is taken out of the words too. */
  readonly without: number
  /** Segments if nothing kept it from plain letters, whoever the characters come from. */
  readonly plain: number
}

/**
 * What replacing and taking out would save in a merged text. A replacement can be longer than what it replaces
 * (an ellipsis becomes three dots), so it may save nothing, or cost.
 */
export const savingsOf = (text: string, body: string, characters: readonly UnicodeCharacter[]): Savings => {
  const change = (of: string, which: readonly UnicodeCharacter[]) => which.reduce((so, { char, replacement }) => so.replaceAll(char, replacement ?? ''), of)
  const count = (of: string) => countSegmentsCautious(of).segments
  const own = characters.filter(({ char }) => body.includes(char))
  return {
    now: count(text),
    replaced: count(change(text, own.filter(({ replacement }) => replacement !== null))),
    without: count(change(text, own)),
    plain: count(change(text, characters)),
  }
}
