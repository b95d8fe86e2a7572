/** Numbers read a second, and whether the quick way and the library agree on every one of a million mixed numbers. */
import { isDeepStrictEqual } from 'node:util'
import { seededRandom } from '../../electron/core/environment.ts'
import { normaliseWithLibrary } from '../../shared/phone/library.ts'
import { normaliseNumber } from '../../shared/phone/normalise.ts'
import { mixedNumber } from '../support/mixed-numbers.ts'

export type NumbersBench = {
  readonly bench: 'numbers'
  /** Numbers a second, as an import reads them. */
  readonly value: number
  readonly unit: 'numbers/s'
  /** The same through the library alone, in the same run. */
  readonly limit: number
  readonly ratio: number
  readonly rows: number
  /** Numbers that are some. */
  readonly found: number
  /** On which both ways differ: none may. */
  readonly differences: number
}

const BATCH = 50_000

export const run = ({ rows = 1_000_000, seed = Date.now() % 2 ** 31 }: { readonly rows?: number; readonly seed?: number } = {}): NumbersBench => {
  const random = seededRandom(seed)
  let quickMs = 0
  let libraryMs = 0
  let found = 0
  let differences = 0
  for (let done = 0; done < rows; done += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, rows - done) }, () => mixedNumber(random))
    const start = performance.now()
    const quick = numbers.map(({ raw, country }) => normaliseNumber(raw, country))
    const middle = performance.now()
    const careful = numbers.map(({ raw, country }) => normaliseWithLibrary(raw, country))
    libraryMs += performance.now() - middle
    quickMs += middle - start
    for (const [i, one] of quick.entries()) {
      if (one.ok) found++
      if (isDeepStrictEqual(one, careful[i])) continue
      differences++
      if (differences <= 10) console.log(`${JSON.stringify(numbers[i])}: ${JSON.stringify(one)}, the library: ${JSON.stringify(careful[i])}`)
    }
  }
  const value = Math.round(rows / (quickMs / 1000))
  const limit = Math.round(rows / (libraryMs / 1000))
  console.log(`${rows.toLocaleString('en')} mixed numbers (seed ${seed}), ${found.toLocaleString('en')} of them found: ${differences} differences. ${value.toLocaleString('en')} a second, the library alone ${limit.toLocaleString('en')}.`)
  if (differences > 0) process.exitCode = 1
  return { bench: 'numbers', value, unit: 'numbers/s', limit, ratio: Number((value / limit).toFixed(2)), rows, found, differences }
}
