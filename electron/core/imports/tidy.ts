const SPACES = /[\s\u00ad\u200b\u200e\u200f\u2060\ufeff]+/g
// What needs no tidying: plain text without two spaces in a row or one at an end
const TIDY = /^(?:[\x21-\x7e\u00c0-\u024f]+(?: [\x21-\x7e\u00c0-\u024f]+)*)?$/

/** Trimmed, spaces of every kind made plain ones, accents composed, at most `most` characters. */
export const tidy = (text: string, most: number): string => {
  const clean = TIDY.test(text) ? text : text.normalize('NFC').replace(SPACES, ' ').trim()
  if (clean.length <= most) return clean
  // Never half of an emoji.
  return clean.slice(0, most).replace(/[\ud800-\udbff]$/, '').trim()
}
