/**
 * How long a whole import takes (reading, numbers, duplicates, outcome of every row, list, tags, consent, search) against
 * the sqlite3 program's `.import` of the same file into a table with a unique number.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { ImportPlan } from '../../shared/contract/imports.ts'
import { unwrap } from '../../shared/result.ts'
import { createFiles } from '../../electron/core/files/files.ts'
import { startImport } from '../../electron/core/imports/run.ts'
import { testContext } from '../support/context.ts'
import { personAt } from '../support/people.ts'

export type ImportBench = {
  readonly bench: 'import'
  /** Seconds, from the call to everything being in the book. */
  readonly value: number
  readonly unit: 's'
  /** Seconds of `sqlite3 .import` of the same file, in the same run. */
  readonly limit: number
  readonly ratio: number
  readonly rows: number
  readonly delay_p99_ms: number
  readonly rss_mb: number
}

const REPEATS = 3

/** A shop's list: ten columns as Shopify and others name them, numbers in five notations. */
const writeList = (path: string, rows: number): void => {
  const file = openSync(path, 'w')
  let text = 'First Name,Last Name,Phone,Email,City,State,Zip,Language,Tags,Stylist\n'
  for (let i = 0; i < rows; i++) {
    const p = personAt(i)
    const d = p.number.slice(2)
    const styles = [p.number, `(${d.slice(0, 3)}) ${d.slice(3, 6)}-${d.slice(6)}`, `${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6)}`, d, `+1 ${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6)}`]
    const number = p.number.startsWith('+1') ? styles[i % 5] : p.number
    text += `${p.firstName},${p.lastName},${number},${p.email},${p.city},${p.region},${p.postalCode},${p.language},${p.tags.length > 1 ? `"${p.tags.join(', ')}"` : p.tags.join('')},${p.custom['stylist'] ?? ''}\n`
    if (text.length > 1 << 20) {
      writeSync(file, text)
      text = ''
    }
  }
  writeSync(file, text)
  closeSync(file)
}

const plan = (fileId: string): ImportPlan => ({
  fileId,
  reading: { encoding: 'utf-8', delimiter: ',', hasHeader: true },
  mapping: ['first-name', 'last-name', 'number', 'email', 'custom', 'region', 'postal-code', 'language', 'tags', 'custom'],
  list: { name: 'Everybody' },
  tags: [],
  consent: { purposes: ['marketing'], method: 'paper', occurredAt: Date.UTC(2026, 0, 5), disclosure: 'I agree to get texts.', source: 'blue binder', onlyWhereOptedIn: false },
  onConflict: 'fill',
})

const seconds = async (work: () => unknown): Promise<number> => {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

const importOnce = async (file: string, rows: number): Promise<{ seconds: number; p99: number }> => {
  const ctx = testContext()
  try {
    const files = createFiles(ctx.folder)
    const context = { ...ctx, files, clock: { ...ctx.clock, now: () => Date.now(), monotonic: () => performance.now() } }
    const ticket = files.grant(file)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const took = await seconds(async () => {
      const { ended } = unwrap(startImport(context, plan(ticket.fileId)))
      const run = await ended
      if (run.state !== 'done' || run.rows !== rows || run.created + run.duplicates !== rows) throw new Error(`The import went wrong: ${JSON.stringify(run)}`)
    })
    delay.disable()
    // The housekeeping after the end is not measured, nor may it run into the next round.
    await pause(1500)
    return { seconds: took, p99: delay.percentile(99) / 1e6 }
  } finally {
    ctx.close()
  }
}

const sqliteOnce = (file: string, book: string): void => {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(book + ending, { force: true })
  execFileSync('sqlite3', [book, 'CREATE TABLE people (first, last, number TEXT UNIQUE, email, city, state, zip, language, tags, stylist)', '.mode csv', `.import --skip 1 "${file}" people`], { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Medians of three interleaved runs. Needs the `sqlite3` program. */
export const run = async ({ rows = 100_000 }: { readonly rows?: number } = {}): Promise<ImportBench> => {
  const place = testContext()
  try {
    const file = join(place.folder, 'people.csv')
    writeList(file, rows)
    const ours: { seconds: number; p99: number }[] = []
    const theirs: number[] = []
    let rss = 0
    for (let i = 0; i < REPEATS; i++) {
      theirs.push(await seconds(() => sqliteOnce(file, join(place.folder, 'sqlite3.db'))))
      ours.push(await importOnce(file, rows))
      rss = Math.max(rss, process.resourceUsage().maxRSS / 1024)
    }
    const value = median(ours.map((one) => one.seconds))
    const limit = median(theirs)
    const result: ImportBench = {
      bench: 'import', value: round(value, 3), unit: 's', limit: round(limit, 3), ratio: round(value / limit, 2), rows,
      delay_p99_ms: round(Math.max(...ours.map((one) => one.p99)), 1), rss_mb: Math.round(rss),
    }
    console.log(`Import of ${rows.toLocaleString('en')} rows (${(statSync(file).size / 1e6).toFixed(1)} MB), medians of ${REPEATS}`)
    console.table({
      'whole import': { seconds: result.value, 'rows/s': Math.round(rows / value), 'times .import': result.ratio },
      'sqlite3 .import': { seconds: result.limit, 'rows/s': Math.round(rows / limit), 'times .import': 1 },
    })
    console.log(`Main thread delay ${result.delay_p99_ms} ms at p99; at most ${result.rss_mb} MB of memory.`)
    return result
  } finally {
    place.close()
  }
}

const round = (value: number, places: number): number => Number(value.toFixed(places))
