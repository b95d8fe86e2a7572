/** Several imports, one after the other. Each is an import of its own; the batch only says where it stands. */
import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { ImportBatch, ImportPlan, ImportRun } from '../../../shared/contract/imports.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import { stampOf } from './reading/file.ts'
import { currentRun, startImport } from './run.ts'

type File = { readonly fileName: string; readonly bytes: number; runId: number | null; ended: ImportRun | null; problem: string | null }
type Batch = { readonly id: string; readonly files: readonly File[]; over: boolean }

const batches = new WeakMap<Context, Map<string, Batch>>()

const show = (ctx: Context, { id, files, over }: Batch): ImportBatch => {
  const runs = files.map(({ runId, ended }) => (ended !== null ? ended : runId === null ? null : currentRun(ctx, runId)))
  const bytes = Math.max(1, files.reduce((sum, file) => sum + file.bytes, 0))
  const done = files.reduce((sum, file, i) => sum + file.bytes * (file.ended !== null || file.problem !== null ? 1 : (runs[i]?.progress ?? 0)), 0)
  return { id, state: over ? 'done' : 'running', progress: over ? 1 : done / bytes, files: files.map(({ fileName, problem }, i) => ({ fileName, run: runs[i] ?? null, problem })) }
}

export const findBatch = (ctx: Context, id: string): ImportBatch | null => {
  const batch = batches.get(ctx)?.get(id)
  return batch === undefined ? null : show(ctx, batch)
}

const sizeOf = (path: string | null): number => {
  try {
    return path === null ? 0 : stampOf(path).bytes
  } catch {
    return 0
  }
}

/**
 * Starts them in order; one that cannot begin or fails is told and the next begins. Canceling the one that runs ends
 * the batch; those before it stay. `started` is told each plan that began. Refused when the very first cannot begin for another import.
 */
export const startBatch = (ctx: Context, plans: readonly ImportPlan[], started: (plan: ImportPlan, run: ImportRun) => void): Result<ImportBatch> => {
  const files = plans.map((plan): File => {
    const path = ctx.files.path(plan.fileId)
    return { fileName: path === null ? '' : basename(path), bytes: sizeOf(path), runId: null, ended: null, problem: null }
  })
  const batch: Batch = { id: randomUUID(), files, over: false }
  const known = batches.get(ctx) ?? new Map<string, Batch>()
  if ([...known.values()].some(({ over }) => !over)) return ctx.problem('imports-busy')

  const next = (at: number): Result<unknown> => {
    const file = files[at]
    const plan = plans[at]
    if (file === undefined || plan === undefined) {
      batch.over = true
      ctx.changed('imports')
      return ok(null)
    }
    const start = startImport(ctx, plan)
    if (!start.ok) {
      file.problem = start.error.message
      if (at === 0 && start.error.code === 'imports-busy') return start
      return next(at + 1)
    }
    file.runId = start.value.run.id
    started(plan, start.value.run)
    void start.value.ended.then((run) => {
      file.ended = run
      // Canceled by the person or by the closing book: nothing more begins.
      if (run.state === 'canceled') batch.over = true
      else next(at + 1)
      ctx.changed('imports')
    })
    return ok(null)
  }
  const first = next(0)
  if (!first.ok) return first
  batches.set(ctx, known.set(batch.id, batch))
  return ok(show(ctx, batch))
}
