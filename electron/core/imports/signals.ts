/** A few whole numbers that all threads of an import see at once. */

/** Anything but 0 means stop. */
export const CANCEL = 0
/** Pieces the searching thread is through with, and the writing one. */
const SEARCHED = 1
const WRITTEN = 2

export const newSignals = (): SharedArrayBuffer => new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT)

/** Some 20 MB that lie between the reading and the writing thread. */
const MOST_UNWRITTEN = 100
/** The same for the searching one, which comes last on purpose (search.ts). */
export const KEPT_UNSEARCHED = 120
const MOST_UNSEARCHED = KEPT_UNSEARCHED + MOST_UNWRITTEN
/** Also looked up from time to time, since a cancel wakes somebody else. */
const LOOK_MS = 100

const tell = (signals: Int32Array, which: number, pieces: number): void => {
  Atomics.add(signals, which, pieces)
  Atomics.notify(signals, which)
}
export const searchedPieces = (signals: Int32Array, pieces: number): void => { tell(signals, SEARCHED, pieces) }
export const writtenPieces = (signals: Int32Array, pieces: number): void => { tell(signals, WRITTEN, pieces) }

/** Keeps the reading thread, which has sent so many pieces, from running far ahead of the others. */
export const waitForOthers = (signals: Int32Array, sent: number, searching: boolean): void => {
  for (const [which, most] of searching ? ([[SEARCHED, MOST_UNSEARCHED], [WRITTEN, MOST_UNWRITTEN]] as const) : ([[WRITTEN, MOST_UNWRITTEN]] as const))
    for (;;) {
      const done = Atomics.load(signals, which)
      if (sent - done <= most || Atomics.load(signals, CANCEL) !== 0) break
      Atomics.wait(signals, which, done, LOOK_MS)
    }
}
