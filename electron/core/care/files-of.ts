import { closeSync, existsSync, openSync, readSync, writeSync } from 'node:fs'

const PIECE = 4 * 1024 * 1024

/** Goes through a file in pieces that overlap, so that no needle is cut in two. */
const look = (file: string, needles: readonly string[], found: (at: number, length: number) => 'on' | 'stop'): void => {
  const wanted = needles.filter((needle) => needle.length > 4).map((needle) => Buffer.from(needle, 'utf8'))
  if (!existsSync(file) || wanted.length === 0) return
  const overlap = Math.max(...wanted.map(({ length }) => length)) - 1
  const handle = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(PIECE)
    for (let at = 0; ; at += PIECE - overlap) {
      const length = readSync(handle, buffer, 0, PIECE, at)
      const piece = buffer.subarray(0, length)
      for (const needle of wanted)
        for (let place = piece.indexOf(needle); place >= 0; place = piece.indexOf(needle, place + 1)) if (found(at + place, needle.length) === 'stop') return
      if (length < PIECE) return
    }
  } finally {
    closeSync(handle)
  }
}

/** Whether any of these texts stands in the file, as UTF-8. A gigabyte takes a few seconds. */
export const fileHolds = (file: string, needles: readonly string[]): boolean => {
  let holds = false
  look(file, needles, () => {
    holds = true
    return 'stop'
  })
  return holds
}

/** Writes x over these texts where they stand, the file's length as it is: a log somebody writes to may be treated so. */
export const hideInFile = (file: string, needles: readonly string[]): number => {
  const places: [number, number][] = []
  look(file, needles, (at, length) => {
    places.push([at, length])
    return 'on'
  })
  if (places.length === 0) return 0
  const handle = openSync(file, 'r+')
  try {
    for (const [at, length] of places) writeSync(handle, Buffer.alloc(length, 'x'), 0, length, at)
  } finally {
    closeSync(handle)
  }
  return places.length
}
