/** How long undoing a finished import takes. */
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { startImport, stopImports } from '../../electron/core/imports/run.ts'
import { startUndo } from '../../electron/core/imports/undo-thread.ts'
import { unwrap } from '../../shared/result.ts'
import { bookWith, writeList } from './import-list.ts'

export type UndoBench = {
  readonly bench: 'undo'
  /** Where nearly everybody goes. */
  readonly value: number
  readonly unit: 's'
  readonly limit: number
  readonly ratio: number
  /** Where every tenth was changed since and stays. */
  readonly tenth_stays_s: number
  readonly loop_delay_p99_ms: number
  readonly rows: number
}

const LIMIT_S = 60

type Undone = { readonly seconds: number; readonly delayP99: number }

/**
 * Imports a list of `rows`, then somebody is added by hand and every `each`-th changed (0: one of them), as in days of
 * work, so that each of the list is looked at; then undoes it. Seconds from the call to the end, and how long the main
 * thread was held up meanwhile (p99, ms).
 */
export const timeUndo = async (rows: number, each = 0): Promise<Undone> => {
  const file = join(tmpdir(), `deskbell-undo-${process.pid}.csv`)
  writeList(file, rows)
  const { ctx, context, plan } = bookWith(file)
  try {
    const run = await unwrap(startImport(context, plan)).ended
    if (run.state !== 'done' || run.created !== rows) throw new Error(`The import went wrong: ${JSON.stringify(run)}`)
    // Its housekeeping is not part of undoing.
    await stopImports(context)
    ctx.db.exec("INSERT INTO contacts (number, first_name, created_at, updated_at) VALUES ('+442079460999', 'By hand', 1, 1)")
    const changed = ctx.db
      .prepare("UPDATE contacts SET first_name = 'Changed', updated_at = updated_at + 1 WHERE created_at <> 1 AND iif(@each = 0, id = (SELECT min(id) FROM contacts), id % @each = 0)")
      .run({ each }).changes
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const start = performance.now()
    const undone = await unwrap(startUndo(context, run.id)).ended
    const seconds = (performance.now() - start) / 1000
    delay.disable()
    const left = ctx.db.prepare('SELECT count(*) FROM contacts').pluck().get()
    if (undone.state !== 'undone' || undone.undo?.removed !== rows - changed || undone.undo.kept !== changed || undone.undo.withdrawn !== rows || left !== 1 + changed) throw new Error(`Undoing went wrong: ${JSON.stringify(undone)}`)
    await stopImports(context)
    return { seconds, delayP99: delay.percentile(99) / 1e6 }
  } finally {
    ctx.close()
    rmSync(file, { force: true })
  }
}

/** Both ways undoing goes: all at once where few stay, else piece by piece. */
export const run = async ({ rows = 100_000 }: { readonly rows?: number } = {}): Promise<UndoBench> => {
  const few = await timeUndo(rows)
  console.log(`An import of ${rows.toLocaleString('en')} rows was undone in ${few.seconds.toFixed(1)} s (main thread held up ${few.delayP99.toFixed(1)} ms, p99).`)
  const many = await timeUndo(rows, 10)
  console.log(`Where every tenth of them stays, in ${many.seconds.toFixed(1)} s (${many.delayP99.toFixed(1)} ms).`)
  const value = Number(few.seconds.toFixed(1))
  return {
    bench: 'undo', value, unit: 's', limit: LIMIT_S, ratio: Number((value / LIMIT_S).toFixed(2)), tenth_stays_s: Number(many.seconds.toFixed(1)),
    loop_delay_p99_ms: Number(Math.max(few.delayP99, many.delayP99).toFixed(2)), rows,
  }
}
