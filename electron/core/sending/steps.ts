import { statement, type Db } from '../database/open.ts'

/**
 * Long work on the book in short steps, each a transaction of its own, so that the window and the other lanes have
 * their turn in between. Written so that a crash between two steps leaves each message either as before or done.
 */

/** Lets everything else run that is waiting. */
export const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Repeats `step` until it changes nothing, or until `going` is false. @returns the sum of what it changed. */
export const inSteps = async (going: () => boolean, step: () => number): Promise<number> => {
  let sum = 0
  while (going()) {
    const changed = step()
    if (changed === 0) break
    sum += changed
    await breath()
  }
  return sum
}

/** Ids looked at in one step; those of messages are handed out in order, so this is as many rows at the most. */
const WINDOW = 300

/**
 * Does `step` for every stretch of message ids there is now, both ends included, while `going`. What is written meanwhile is behind
 * the last stretch and left alone.
 * @returns the sum of what the steps changed.
 */
export const throughMessages = async (db: Db, going: () => boolean, step: (from: number, to: number) => number): Promise<number> => {
  const { first, last } = statement(db, `SELECT min(id) AS first, max(id) AS last FROM messages`).get() as { first: number | null; last: number | null }
  let sum = 0
  for (let from = first ?? 1; from <= (last ?? 0) && going(); from += WINDOW) {
    sum += step(from, from + WINDOW - 1)
    await breath()
  }
  return sum
}
