/**
 * Twilio's Smart Encoding, done here, so that what is previewed is what is sent. The replacements are Twilio's own
 * (smart-encoding.json): an ellipsis becomes three dots, some spaces two, a tab seven, zero-width characters vanish;
 * letters with accents that GSM-7 lacks stay.
 */
import replacements from './smart-encoding.json' with { type: 'json' }

const BY_CHARACTER: ReadonlyMap<string, string> = new Map(Object.entries(replacements))

// Built from code points, so that nothing in the table can mean something to the expression.
const REPLACEABLE = new RegExp(
  `[${[...BY_CHARACTER.keys()].map((char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`).join('')}]`,
  'gu',
)

/** What Smart Encoding puts in place of one character ('' removes it); null when it leaves it alone. */
export const smartReplacement = (char: string): string | null => BY_CHARACTER.get(char) ?? null

/** The text with every character replaced that Smart Encoding replaces. Doing it twice changes nothing more. */
export const smartEncode = (text: string): string =>
  text.replace(REPLACEABLE, (char) => BY_CHARACTER.get(char) as string)

/** A character Smart Encoding would replace, and by what. */
export type Replaceable = { readonly char: string; readonly replacement: string; readonly count: number }

/** What smartEncode would change in the text: distinct characters in order of appearance, with how often each stands there. */
export const replaceable = (text: string): readonly Replaceable[] => {
  const found = new Map<string, number>()
  for (const [char] of text.matchAll(REPLACEABLE)) found.set(char, (found.get(char) ?? 0) + 1)
  return [...found].map(([char, count]) => ({ char, replacement: BY_CHARACTER.get(char) as string, count }))
}
