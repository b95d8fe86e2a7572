/**
 * How fast segments are counted: 200-character messages of three kinds, against the least any counter must do, which
 * is to look at each character once.
 */
import { countSegments } from '../../shared/sms/segments.ts'

export type SegmentsBench = {
  readonly bench: 'segments'
  readonly value: number
  readonly unit: 'messages/s'
  /** Messages a second whose characters were only looked at, in the same run. */
  readonly limit: number
  /** limit / value: how many times the least possible work it takes. */
  readonly ratio: number
}

const LENGTH = 200
const SENTENCE = 'Hello Anna, your table for four is ready at 7 pm. See you soon, the team of Salon Lila! '

/** A kind of message; texts are flat strings, as they come out of a database. */
const kinds: readonly { readonly name: string; readonly write: (i: number) => string }[] = [
  { name: 'GSM-7', write: (i) => `${i} ${SENTENCE.repeat(3)}` },
  { name: 'GSM-7 with extension characters', write: (i) => `${i} [10 €] {a|b} ${SENTENCE.repeat(3)}` },
  { name: 'UCS-2, accents and emoji', write: (i) => `${i} ${SENTENCE} À bientôt, forêt ☀️ 😀 ${SENTENCE.repeat(2)}` },
]

const flat = (text: string): string => JSON.parse(JSON.stringify(text.slice(0, LENGTH))) as string

const look = (text: string): number => {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i)
  return sum
}

/** Messages a second through `work`, and a sum so that the work cannot be left out. */
const rate = (texts: readonly string[], rounds: number, work: (text: string) => number): number => {
  let sum = 0
  const start = performance.now()
  for (let round = 0; round < rounds; round++) for (const text of texts) sum += work(text)
  const seconds = (performance.now() - start) / 1000
  if (sum === 0) throw new Error('Nothing was counted.')
  return (texts.length * rounds) / seconds
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

const REPEATS = 7

/** Medians of interleaved runs over `rows` messages each (300,000 unless told). */
const measure = (texts: readonly string[], rows: number): { readonly value: number; readonly limit: number } => {
  const rounds = Math.max(1, Math.round(rows / texts.length))
  const count = (text: string): number => countSegments(text).segments
  const values: number[] = []
  const limits: number[] = []
  // The first run only warms up.
  for (let i = 0; i <= REPEATS; i++) {
    const [value, limit] = [rate(texts, rounds, count), rate(texts, rounds, look)]
    if (i === 0) continue
    values.push(value)
    limits.push(limit)
  }
  return { value: median(values), limit: median(limits) }
}

const line = (name: string, { value, limit }: { readonly value: number; readonly limit: number }): string =>
  `${name.padEnd(34)}${Math.round(value).toLocaleString('en').padStart(12)}${Math.round(limit).toLocaleString('en').padStart(14)}${(limit / value).toFixed(2).padStart(8)}`

/** Prints a table for people and gives the figure over the mix of all kinds. `rows` are messages per run. */
export const run = async ({ rows = 300_000 }: { readonly rows?: number } = {}): Promise<SegmentsBench> => {
  const pools = kinds.map(({ name, write }) => ({ name, texts: Array.from({ length: 1000 }, (_, i) => flat(write(i))) }))
  const mixed = Array.from({ length: 3000 }, (_, i) => pools[i % 3]?.texts[Math.floor(i / 3)] as string)
  console.log(`${'200 characters, messages a second'.padEnd(34)}${'counted'.padStart(12)}${'looked at'.padStart(14)}${'ratio'.padStart(8)}`)
  // The mix first, while the machine's compiler has seen nothing else.
  const all = measure(mixed, rows)
  for (const { name, texts } of pools) console.log(line(name, measure(texts, Math.round(rows / 3))))
  console.log(line('mixed', all))
  return { bench: 'segments', value: Math.round(all.value), unit: 'messages/s', limit: Math.round(all.limit), ratio: Number((all.limit / all.value).toFixed(3)) }
}
