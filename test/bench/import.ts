/**
 * How long a whole import takes (reading, numbers, duplicates, outcome of every row, list, tags, consent, search) against
 * the sqlite3 program's `.import` of the same file into a table with a unique number.
 */
import { execFileSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { unwrap } from '../../shared/result.ts'
import { cancelImport, startImport, stopImports } from '../../electron/core/imports/run.ts'
import { testContext } from '../support/context.ts'
import { bookWith } from './import-list.ts'

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
  /** The most the process had resident by the end of its first import, and by the end of its third: what is freed stays with the allocator. */
  readonly rss_mb: number
  readonly rss_third_mb: number
  /** From canceling, with nine in ten people in the book, to the book being as it was. */
  readonly cancel_ms: number
}

const REPEATS = 3

const seconds = async (work: () => unknown): Promise<number> => {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

const importOnce = async (file: string, rows: number): Promise<{ seconds: number; p99: number }> => {
  const { ctx, context, plan } = bookWith(file)
  try {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const took = await seconds(async () => {
      const { ended } = unwrap(startImport(context, plan))
      const run = await ended
      if (run.state !== 'done' || run.rows !== rows || run.created + run.duplicates !== rows) throw new Error(`The import went wrong: ${JSON.stringify(run)}`)
    })
    delay.disable()
    // The housekeeping after the end is not measured, nor may it run into the next round.
    await stopImports(context)
    return { seconds: took, p99: delay.percentile(99) / 1e6 }
  } finally {
    ctx.close()
  }
}

/** Cancels when nearly everybody is in the book; how long until it is as it was. */
const cancelOnce = async (file: string, rows: number): Promise<number> => {
  const { ctx, context, plan } = bookWith(file)
  try {
    const { run, ended } = unwrap(startImport(context, plan))
    const written = ctx.db.prepare('SELECT coalesce(max(id), 0) FROM contacts').pluck()
    while ((written.get() as number) < rows * 0.9) await pause(5)
    const took = await seconds(() => cancelImport(context, run.id))
    const { state } = await ended
    const left = ctx.db.prepare('SELECT (SELECT count(*) FROM contacts) + (SELECT count(*) FROM list_members) + (SELECT count(*) FROM lists) + (SELECT count(*) FROM consent_events)').pluck().get()
    if (state !== 'canceled' || left !== 0) throw new Error(`Canceling went wrong: ${state}, ${left} rows left.`)
    await stopImports(context)
    return took * 1000
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
    // By a process of its own: its memory is none of the import's.
    execFileSync(process.execPath, [fileURLToPath(new URL('import-list.ts', import.meta.url)), file, String(rows)])
    const ours: { seconds: number; p99: number }[] = []
    const theirs: number[] = []
    const rss: number[] = []
    for (let i = 0; i < REPEATS; i++) {
      theirs.push(await seconds(() => sqliteOnce(file, join(place.folder, 'sqlite3.db'))))
      ours.push(await importOnce(file, rows))
      rss.push(process.resourceUsage().maxRSS / 1024)
    }
    const canceled = await cancelOnce(file, rows)
    const value = median(ours.map((one) => one.seconds))
    const limit = median(theirs)
    const result: ImportBench = {
      bench: 'import', value: round(value, 3), unit: 's', limit: round(limit, 3), ratio: round(value / limit, 2), rows,
      delay_p99_ms: round(Math.max(...ours.map((one) => one.p99)), 1), rss_mb: Math.round(rss[0] as number), rss_third_mb: Math.round(rss.at(-1) as number), cancel_ms: Math.round(canceled),
    }
    console.log(`Import of ${rows.toLocaleString('en')} rows (${(statSync(file).size / 1e6).toFixed(1)} MB), medians of ${REPEATS}`)
    console.table({
      'whole import': { seconds: result.value, 'rows/s': Math.round(rows / value), 'times .import': result.ratio },
      'sqlite3 .import': { seconds: result.limit, 'rows/s': Math.round(rows / limit), 'times .import': 1 },
    })
    console.log(`Main thread delay ${result.delay_p99_ms} ms at p99; at most ${result.rss_mb} MB of memory for one import, ${result.rss_third_mb} by the end of the third; canceled in ${result.cancel_ms} ms.`)
    return result
  } finally {
    place.close()
  }
}

const round = (value: number, places: number): number => Number(value.toFixed(places))
