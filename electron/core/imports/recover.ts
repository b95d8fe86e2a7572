/** What a crash left of an import: taken out, or finished when everybody was in. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import { finish, recordConsents } from './finish.ts'
import { restoreIndexes } from './late-indexes.ts'
import { storedPlan, type StoredProblem } from './queries.ts'
import { removeAside, searchAnew } from './search-aside.ts'
import { undoImport } from './undo.ts'
import { resumeUndos } from './undo-thread.ts'

/** Puts one import that is 'running' in the book but in no thread to an end. */
export const recoverImport = (ctx: Context, id: number, problem: StoredProblem): void => {
  if (ctx.db.prepare("SELECT 1 FROM imports WHERE id = ? AND state = 'running'").get(id) === undefined) return
  removeAside(ctx.folder, id)
  const plan = storedPlan(ctx.db, id)
  if (plan?.applied !== 1) return undoImport(ctx.db, id, ctx.clock.now(), 'failed', problem)
  recordConsents(ctx.db, id)
  if (plan.aside === 1) searchAnew(ctx.db, id)
  finish(ctx.db, id, ctx.clock.now())
}

/**
 * Called when the book opens, before anything else uses it: imports cut short by a crash or a power failure are taken out
 * again and marked 'failed' with a sentence; one whose people were all in is finished instead, and one being undone is undone further, in the background. Answers how many there were.
 */
export const recoverImports = (ctx: Context): number => {
  const ids = ctx.db.prepare("SELECT id FROM imports WHERE state = 'running' ORDER BY id DESC").pluck().all() as number[]
  for (const id of ids) recoverImport(ctx, id, { code: 'imports-interrupted', params: {} })
  restoreIndexes(ctx.db)
  for (const name of readdirSync(ctx.folder)) if (/^import-\d+\.stage/.test(name)) rmSync(join(ctx.folder, name), { force: true })
  resumeUndos(ctx)
  return ids.length
}
