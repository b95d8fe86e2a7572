/**
 * Which numbers a file has brought so far, and which fields it said of each, in 12 bytes a number: two million rows
 * stay small. E.164 has at most 15 digits, so a number is exact as a double. Open addressing, linear probing.
 */
export type Seen = {
  /** The mask stored for a number, or -1 for one not seen. */
  get(number: string): number
  set(number: string, mask: number): void
}

export const createSeen = (initial = 1 << 16): Seen => {
  let size = initial
  let keys = new Float64Array(size)
  let masks = new Int32Array(size)
  let used = 0

  const place = (key: number): number => {
    // Both halves of the number, multiplied by an odd constant (Knuth's 2654435761) so that neighbours spread.
    let at = (Math.imul(key % 4_294_967_296, 2_654_435_761) ^ Math.imul(Math.floor(key / 65_536), 2_246_822_519)) >>> 0
    at &= size - 1
    while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & (size - 1)
    return at
  }
  const grow = (): void => {
    const oldKeys = keys
    const oldMasks = masks
    size *= 2
    keys = new Float64Array(size)
    masks = new Int32Array(size)
    for (const [i, key] of oldKeys.entries()) {
      if (key === 0) continue
      const at = place(key)
      keys[at] = key
      masks[at] = oldMasks[i] as number
    }
  }
  const keyOf = (number: string): number => Number(number.slice(1))
  return {
    get(number) {
      const at = place(keyOf(number))
      return keys[at] === 0 ? -1 : (masks[at] as number)
    },
    set(number, mask) {
      const key = keyOf(number)
      const at = place(key)
      if (keys[at] === 0) {
        keys[at] = key
        used++
      }
      masks[at] = mask
      if (used * 2 > size) grow()
    },
  }
}
