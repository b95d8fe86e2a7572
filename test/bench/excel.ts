/** How long an import of an Excel file takes, the look into it included, against the same rows as CSV. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import writeExcel from 'write-excel-file/node'
import type { ImportPlan } from '../../shared/contract/imports.ts'
import { unwrap } from '../../shared/result.ts'
import { createFiles } from '../../electron/core/files/files.ts'
import { inspect } from '../../electron/core/imports/inspect.ts'
import { startImport } from '../../electron/core/imports/run.ts'
import { testContext } from '../support/context.ts'
import { personAt } from '../support/people.ts'

export type ExcelBench = {
  /** Seconds for the Excel file, from choosing it to everything being in the book. */
  readonly value: number
  readonly unit: 's'
  /** Three times the seconds of the same rows as CSV, in the same run. */
  readonly limit: number
  readonly ratio: number
  readonly rows: number
}

const REPEATS = 3
const HEADER = ['First Name', 'Last Name', 'Phone', 'Email', 'City', 'State', 'Zip', 'Language', 'Tags', 'Stylist']

const rowAt = (i: number): readonly string[] => {
  const p = personAt(i)
  return [p.firstName, p.lastName, p.number, p.email, p.city, p.region, p.postalCode, p.language, p.tags.join(', '), p.custom['stylist'] ?? '']
}

const importOnce = async (path: string, rows: number): Promise<number> => {
  const base = testContext()
  try {
    const files = createFiles(base.folder)
    const ctx = { ...base, files, clock: { ...base.clock, now: () => Date.now(), monotonic: () => performance.now() } }
    const start = performance.now()
    const found = await inspect(ctx.db, path, {}, ctx.settings())
    const plan: ImportPlan = {
      fileId: files.grant(path).fileId, reading: found.reading, mapping: found.columns.map(({ guess }) => guess), list: { name: 'Everybody' }, tags: [], onConflict: 'fill',
      consent: { purposes: ['marketing'], method: 'paper', occurredAt: Date.UTC(2026, 0, 5), disclosure: 'I agree to get texts.', source: 'blue binder', onlyWhereOptedIn: false },
    }
    const run = await unwrap(startImport(ctx, plan)).ended
    const took = (performance.now() - start) / 1000
    if (run.state !== 'done' || run.rows !== rows || run.created + run.duplicates !== rows) throw new Error(`The import went wrong: ${JSON.stringify(run)}`)
    // The housekeeping after the end is not measured, nor may it run into the next round.
    await pause(1000)
    return took
  } finally {
    base.close()
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
const round = (value: number): number => Number(value.toFixed(3))

/** Medians of three interleaved runs. */
export const run = async ({ rows = 50_000 }: { readonly rows?: number } = {}): Promise<ExcelBench> => {
  const place = testContext()
  try {
    const excel = join(place.folder, 'people.xlsx')
    const csv = join(place.folder, 'people.csv')
    const all = Array.from({ length: rows }, (_, i) => rowAt(i))
    await writeExcel([HEADER, ...all.map((row) => row.map((cell) => (cell === '' ? null : cell)))]).toFile(excel)
    writeFileSync(csv, [HEADER, ...all].map((row) => row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')).join('\n'))
    const ours: number[] = []
    const plain: number[] = []
    for (let i = 0; i < REPEATS; i++) {
      plain.push(await importOnce(csv, rows))
      ours.push(await importOnce(excel, rows))
    }
    const result: ExcelBench = { value: round(median(ours)), unit: 's', limit: round(median(plain) * 3), ratio: Number((median(ours) / median(plain)).toFixed(2)), rows }
    console.table({ 'Excel': { seconds: result.value, 'times CSV': result.ratio }, 'CSV': { seconds: round(median(plain)), 'times CSV': 1 } })
    return result
  } finally {
    place.close()
  }
}
