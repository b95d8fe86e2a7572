/**
 * npm run fuzz [-- --files N --seed S]: files nobody should send, read as an import would. The last line is its figures as JSON.
 * npm run fuzz -- --last-word N: so many sequences of whatever can be done, none of which may text whoever said no last.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { testContext } from '../support/context.ts'
import { act, playLastWord } from '../support/last-word.ts'
import { fuzzFile } from './files.ts'
import { tryFile } from './try-file.ts'

const { values } = parseArgs({ options: { files: { type: 'string', default: '10000' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) }, 'last-word': { type: 'string' } } })
const files = Number(values.files)
const seed = Number(values.seed)

if (values['last-word'] !== undefined) {
  const sequences = fc.sample(fc.array(act, { minLength: 10, maxLength: 60 }), { numRuns: Number(values['last-word']), seed })
  let offers = 0
  const wrong: string[] = []
  for (const [index, acts] of sequences.entries()) {
    const played = await playLastWord(acts)
    offers += played.offers
    for (const one of played.wrong) wrong.push(`sequence ${String(index)}: ${one}`)
    if (played.wrong.length > 0) console.error(JSON.stringify(acts))
    if ((index + 1) % 10 === 0) console.log(`${String(index + 1)} sequences, ${String(offers)} offers`)
  }
  console.log(JSON.stringify({ fuzz: 'last-word', ok: wrong.length === 0, sequences: sequences.length, acts: sequences.flat().length, seed, offers, wrong }))
  process.exit(wrong.length === 0 ? 0 : 1)
}
/** Longer than any file may take on a slow computer. */
const SLOWEST_MS = 20_000

const folder = mkdtempSync(join(tmpdir(), 'deskbell-fuzz-'))
const ctx = testContext()
const kinds = new Map<string, { files: number; refused: number; rows: number; people: number }>()
let slowest = 0
let failure: string | null = null
let done = 0
const began = performance.now()
for (const file of fc.sample(fuzzFile(true), { numRuns: files, seed })) {
  const path = join(folder, file.name)
  writeFileSync(path, file.bytes)
  const start = performance.now()
  try {
    const { outcome, rows, people } = await tryFile(ctx.db, path, done % 3 === 0 ? 'FR' : 'US')
    const kind = kinds.get(file.kind) ?? { files: 0, refused: 0, rows: 0, people: 0 }
    kinds.set(file.kind, { files: kind.files + 1, refused: kind.refused + (outcome === 'refused' ? 1 : 0), rows: kind.rows + rows, people: kind.people + people })
  } catch (error) {
    failure = `${file.kind}, file ${String(done)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
  const took = performance.now() - start
  slowest = Math.max(slowest, took)
  if (took > SLOWEST_MS) failure ??= `${file.kind}, file ${String(done)} took ${String(Math.round(took))} ms.`
  if (failure !== null) break
  done++
  if (done % 1000 === 0) console.log(`${String(done)} files`)
}
ctx.close()
rmSync(folder, { recursive: true, force: true })
console.table(Object.fromEntries(kinds))
if (failure !== null) console.error(failure)
const sum = (key: 'refused' | 'rows' | 'people'): number => [...kinds.values()].reduce((total, kind) => total + kind[key], 0)
console.log(JSON.stringify({
  fuzz: 'imports', ok: failure === null, files: done, seed, refused: sum('refused'), rows: sum('rows'), people: sum('people'), slowest_ms: Math.round(slowest), seconds: Math.round((performance.now() - began) / 1000), failure: failure?.split('\n')[0] ?? null,
}))
process.exitCode = failure === null ? 0 : 1
