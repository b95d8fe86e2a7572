const SPACES = /[\s\u00ad\u200b\u200e\u200f\u2060\ufeff]+/g
/** What needs no tidying: plain text of Latin letters without two spaces in a row or one at an end. In a loop, since every cell comes here. */
const isTidy = (text: string): boolean => {
  let space = true
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0x20) {
      if (space) return false
      space = true
    } else {
      if (unit < 0x21 || unit > 0x24f || (unit > 0x7e && unit < 0xc0)) return false
      space = false
    }
  }
  return !space || text === ''
}

/** Trimmed, spaces of every kind made plain ones, accents composed, at most `most` characters. */
export const tidy = (text: string, most: number): string => {
  const clean = isTidy(text) ? text : text.normalize('NFC').replace(SPACES, ' ').trim()
  if (clean.length <= most) return clean
  // Never half of an emoji.
  return clean.slice(0, most).replace(/[\ud800-\udbff]$/, '').trim()
}
