/** Windows' Western encoding, for programs that know no other. */

// What stands at 0x80 to 0x9f (WHATWG Encoding Standard, index windows-1252); the other bytes are as in Unicode.
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const bytes: ReadonlyMap<string, number> = new Map([...HIGH].map((letter, index) => [letter, 0x80 + index]))

/** The text in windows-1252; `unfit` is told each letter it has not, which becomes "?". Decomposed accents are put together first. */
export const toWindows1252 = (text: string, unfit: (letter: string) => void): Buffer => {
  const composed = text.normalize('NFC')
  const out = Buffer.alloc(composed.length)
  let length = 0
  for (const letter of composed) {
    const code = letter.codePointAt(0) as number
    const byte = code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : bytes.get(letter)
    if (byte === undefined) unfit(letter)
    out[length++] = byte ?? 0x3f
  }
  return out.subarray(0, length)
}

const UNFIT = new RegExp(`[^\\u0000-\\u007f\\u00a0-\\u00ff${HIGH.replaceAll(/[\\\]^-]/g, '\\$&')}]`, 'u')

/** Whether every letter of the text is one of windows-1252's. */
export const fitsWindows1252 = (text: string): boolean => !UNFIT.test(text.normalize('NFC'))
