/** The main thread's part of undoing an import: start it, hear of it, and let it go on after a restart. */
import { Worker } from 'node:worker_threads'
import type { ImportRun } from '../../../shared/contract/imports.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { UndoJob, UndoMessage } from './jobs.ts'
import { createTeller, currentRun, runningOf, threadsOf, type Running } from './running.ts'
import { beginUndo, undoRow } from './undo-done.ts'

/** Starts undoing a finished import whole; `ended` settles when it is over, or stopped until the next start. */
export const startUndo = (ctx: Context, id: number): Result<{ readonly run: ImportRun; readonly ended: Promise<ImportRun> }> => {
  const run = currentRun(ctx, id)
  if (run === null) return ctx.problem('not-found')
  const live = runningOf(ctx).get(id)
  if (run.state === 'undoing' && live !== undefined) return ok({ run, ended: live.ended })
  if (run.state === 'undone') return ok({ run, ended: Promise.resolve(run) })
  if (run.state !== 'done' && run.state !== 'undoing') return ctx.problem('imports-not-done')
  if (runningOf(ctx).size > 0) return ctx.problem('imports-busy-undo')
  if (run.state === 'done') beginUndo(ctx.db, id)
  const ended = spawn(ctx, id)
  ctx.changed('imports')
  return ok({ run: currentRun(ctx, id) as ImportRun, ended })
}

/** Undoes one row of a finished import, at once. */
export const undoOneRow = (ctx: Context, id: number, line: number): Result<ImportRun> => {
  const run = currentRun(ctx, id)
  if (run === null) return ctx.problem('not-found')
  if (run.state === 'undone' || run.state === 'undoing') return ok(run)
  if (run.state !== 'done') return ctx.problem('imports-not-done')
  if (!undoRow(ctx.db, id, line, ctx.clock.now())) return ctx.problem('imports-row-did-nothing', {}, 'line')
  ctx.changed('contacts', 'lists', 'imports', 'consent', 'today')
  return ok(currentRun(ctx, id) as ImportRun)
}

/** Goes on with what a restart interrupted. */
export const resumeUndos = (ctx: Context): void => {
  const ids = ctx.db.prepare("SELECT id FROM imports WHERE state = 'done' AND undo ->> '$.whole' = 1 AND undo ->> '$.place' IS NOT NULL ORDER BY id").pluck().all() as number[]
  // One after the other: they are few, and each wants the whole book.
  const next = (): void => {
    const id = ids.shift()
    if (id !== undefined && runningOf(ctx).size === 0) void spawn(ctx, id).then((run) => (run.state === 'undone' ? next() : undefined))
  }
  next()
}

const spawn = (ctx: Context, id: number): Promise<ImportRun> => {
  const cancel = new SharedArrayBuffer(4)
  const job: UndoJob = { role: 'undo', importId: id, databaseFile: ctx.databaseFile, nativeBinding: ctx.nativeBinding, now: ctx.clock.now(), cancel }
  const worker = new Worker(workerUrl('imports/import-worker'), { workerData: job })
  const { promise: ended, resolve } = Promise.withResolvers<ImportRun>()
  const { promise: settled, resolve: settle } = Promise.withResolvers<null>()
  const alive = threadsOf(ctx)
  const gone = new Promise<void>((left) => void worker.once('exit', () => { left() })).then(() => void alive.delete(gone))
  alive.add(gone)
  const live: Running = {
    id, progress: 0, counts: null, ended, settled,
    settle: () => { settle(null) },
    cancel: () => { Atomics.store(new Int32Array(cancel), 0, 1) },
  }
  runningOf(ctx).set(id, live)
  const tell = createTeller(ctx, id)
  let over = false
  const end = (): void => {
    if (over) return
    over = true
    runningOf(ctx).delete(id)
    const run = currentRun(ctx, id) as ImportRun
    ctx.emit('import.progress', run)
    ctx.changed('contacts', 'lists', 'imports', 'consent', 'today')
    settle(null)
    resolve(run)
  }
  worker.on('message', (message: UndoMessage) => {
    switch (message.kind) {
      case 'progress':
        live.progress = message.progress
        return tell()
      case 'ended':
        return end()
      case 'failed':
        // It goes on at the next start, or when asked again.
        ctx.log.error('import.undo-failed', { importId: id, cause: message.cause })
        return end()
    }
  })
  worker.on('error', (error) => {
    ctx.log.error('import.undo-failed', { importId: id, cause: error.stack ?? error.message })
    end()
  })
  worker.on('exit', end)
  return ended
}
