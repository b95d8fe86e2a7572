/**
 * Which numbers a file has brought so far, which fields it said of each, and what it says of texting them, in 14 bytes a
 * number: two million rows stay small. E.164 has at most 15 digits, so a number is exact as a double. Open addressing,
 * linear probing.
 */
import { OPTED, type OptIn } from './opt-in.ts'

export type Seen = {
  /** The mask stored for a number, or -1 for one not seen. */
  get(number: string): number
  set(number: string, mask: number): void
  /** Takes note of what a row of a number that was set says. */
  say(number: string, said: OptIn): void
  /** The digits of all numbers for whose strictest and kindest saying (as OPTED has them) `which` holds, in their order. */
  digits(which: (strictest: number, kindest: number) => boolean): Float64Array
}

const NOTHING_SAID = -128

/** The digits of an E.164 number as a number. */
const keyOf = (number: string): number => {
  let key = 0
  for (let i = 1; i < number.length; i++) key = key * 10 + number.charCodeAt(i) - 48
  return key
}

/** Places are twice the numbers, and a row of a list has about 100 bytes: growing needs both tables at once. */
const PLACES_A_BYTE = 2 / 100
const [FEWEST, MOST_AT_FIRST] = [1 << 16, 1 << 21]

/** @param bytes the size of the file */
export const createSeen = (bytes = 0): Seen => {
  let size = FEWEST
  while (size < bytes * PLACES_A_BYTE && size < MOST_AT_FIRST) size *= 2
  let keys = new Float64Array(size)
  let masks = new Int32Array(size)
  let strictest = new Int8Array(size)
  let kindest = new Int8Array(size).fill(NOTHING_SAID)
  let used = 0

  /** The number asked about last, and its place: it is asked about several times in a row. */
  let lastNumber = ''
  let lastAt = 0

  const place = (key: number): number => {
    // Both halves of the number, multiplied by an odd constant (Knuth's 2654435761) so that neighbours spread.
    // No `%`: of doubles it is a call.
    const high = Math.floor(key / 65_536)
    let at = (Math.imul(key - high * 65_536, 2_654_435_761) ^ Math.imul(high, 2_246_822_519)) >>> 0
    at &= size - 1
    while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & (size - 1)
    return at
  }
  const placeOf = (number: string): number => {
    if (number === lastNumber) return lastAt
    lastNumber = number
    return (lastAt = place(keyOf(number)))
  }
  const grow = (): void => {
    const old = { keys, masks, strictest, kindest }
    lastNumber = ''
    size *= 2
    keys = new Float64Array(size)
    masks = new Int32Array(size)
    strictest = new Int8Array(size)
    kindest = new Int8Array(size).fill(NOTHING_SAID)
    for (let i = 0; i < old.keys.length; i++) {
      const key = old.keys[i] as number
      if (key === 0) continue
      const at = place(key)
      keys[at] = key
      masks[at] = old.masks[i] as number
      strictest[at] = old.strictest[i] as number
      kindest[at] = old.kindest[i] as number
    }
  }
  return {
    get(number) {
      const at = placeOf(number)
      return keys[at] === 0 ? -1 : (masks[at] as number)
    },
    set(number, mask) {
      const at = placeOf(number)
      if (keys[at] === 0) {
        keys[at] = keyOf(number)
        used++
      }
      masks[at] = mask
      if (used * 2 > size) grow()
    },
    say(number, said) {
      const at = placeOf(number)
      const opted = OPTED[said]
      if (kindest[at] === NOTHING_SAID) strictest[at] = kindest[at] = opted
      else {
        if (opted < (strictest[at] as number)) strictest[at] = opted
        if (opted > (kindest[at] as number)) kindest[at] = opted
      }
    },
    digits(which) {
      const found = new Float64Array(used)
      let count = 0
      for (let i = 0; i < size; i++) if (keys[i] !== 0 && which(strictest[i] as number, kindest[i] as number)) found[count++] = keys[i] as number
      return found.subarray(0, count).sort()
    },
  }
}
