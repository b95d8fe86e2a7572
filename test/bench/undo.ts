/** How long undoing a finished import takes. */
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startImport, stopImports } from '../../electron/core/imports/run.ts'
import { startUndo } from '../../electron/core/imports/undo-thread.ts'
import { unwrap } from '../../shared/result.ts'
import { bookWith, writeList } from './import-list.ts'

/**
 * Imports a list of `rows`, then somebody is added by hand and somebody changed, as in days of work, so that each of the
 * list is looked at; then undoes it. Seconds from the call to the end.
 */
export const undoSeconds = async (rows: number): Promise<number> => {
  const file = join(tmpdir(), `deskbell-undo-${process.pid}.csv`)
  writeList(file, rows)
  const { ctx, context, plan } = bookWith(file)
  try {
    const run = await unwrap(startImport(context, plan)).ended
    if (run.state !== 'done' || run.created !== rows) throw new Error(`The import went wrong: ${JSON.stringify(run)}`)
    // Its housekeeping is not part of undoing.
    await stopImports(context)
    ctx.db.exec(`
      INSERT INTO contacts (number, first_name, created_at, updated_at) VALUES ('+442079460999', 'By hand', 1, 1);
      UPDATE contacts SET first_name = 'Changed', updated_at = updated_at + 1 WHERE id = (SELECT min(id) FROM contacts)`)
    const start = performance.now()
    const undone = await unwrap(startUndo(context, run.id)).ended
    const seconds = (performance.now() - start) / 1000
    const left = ctx.db.prepare('SELECT count(*) FROM contacts').pluck().get()
    if (undone.state !== 'undone' || undone.undo?.removed !== rows - 1 || undone.undo.kept !== 1 || undone.undo.withdrawn !== rows || left !== 2) throw new Error(`Undoing went wrong: ${JSON.stringify(undone)}`)
    await stopImports(context)
    return seconds
  } finally {
    ctx.close()
    rmSync(file, { force: true })
  }
}
