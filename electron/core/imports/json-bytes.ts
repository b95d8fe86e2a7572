/**
 * JSON written straight into UTF-8. A million people are some 200 MB of it: as JavaScript strings they would be made,
 * joined, encoded and thrown away again, a third of what reading a file takes.
 */
export type JsonBytes = {
  /** Characters below 128 that need no care: brackets, commas, numbers, text known to be plain digits. */
  ascii(text: string): void
  /** A text as JSON has it, with its quotation marks. */
  text(value: string): void
  /** What was written since the last `take`, in memory of its own. */
  take(): Uint8Array<ArrayBuffer>
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** UTF-8 takes up to three bytes for a UTF-16 unit, an escape up to six. */
const MOST_BYTES_A_UNIT = 6

const utf8 = new TextEncoder()

export const createJsonBytes = (): JsonBytes => {
  let bytes = new Uint8Array(1 << 16)
  let at = 0

  const room = (units: number): void => {
    const needed = at + units * MOST_BYTES_A_UNIT + 2
    if (needed <= bytes.length) return
    const more = new Uint8Array(Math.max(needed, bytes.length * 2))
    more.set(bytes.subarray(0, at))
    bytes = more
  }
  return {
    ascii(text) {
      const length = text.length
      room(length)
      const into = bytes
      const from = at
      for (let i = 0; i < length; i++) into[from + i] = text.charCodeAt(i)
      at = from + length
    },
    text(value) {
      const length = value.length
      room(length)
      const into = bytes
      const from = at + 1
      into[at] = QUOTE
      for (let i = 0; i < length; i++) {
        const unit = value.charCodeAt(i)
        if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) {
          // Escapes, and what is not a character at all, as JSON.stringify has them.
          at += utf8.encodeInto(JSON.stringify(value), into.subarray(at)).written
          return
        }
        into[from + i] = unit
      }
      into[from + length] = QUOTE
      at = from + length + 1
    },
    take() {
      const taken = bytes.slice(0, at)
      at = 0
      return taken
    },
  }
}
