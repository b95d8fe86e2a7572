import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { FileTicket } from '../../../shared/contract/common.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { ImportPlan, ImportRun } from '../../../shared/contract/imports.ts'
import type { Context } from '../context.ts'
import { findBatch, startBatch } from './batch.ts'
import { checked, checkRows, endCheck, startCheck } from './check.ts'
import { exportRejected } from './export-rejected.ts'
import { inspect } from './inspect.ts'
import { pasteFile } from './paste.ts'
import { allRemembered, forget, remember } from './remember.ts'
import { preview } from './preview.ts'
import { allRuns, rowsPage, storedPlan } from './queries.ts'
import { stampOf } from './reading/file.ts'
import { asProblem, cancelImport, currentRun, rememberStamp, sayProblem, startImport } from './run.ts'
import { sampleFile } from './sample.ts'
import { startUndo, undoOneRow } from './undo-thread.ts'

/** The calls of imports; what refuses a file comes back as a sentence. */
export const importsHandlers = (ctx: Context): HandlersOf<'imports'> => {
  const withFile = async <T>(fileId: string, work: (path: string) => T | Promise<T>): Promise<Result<T>> => {
    const path = ctx.files.path(fileId)
    if (path === null) return ctx.problem('imports-file-gone')
    try {
      return ok(await work(path))
    } catch (error) {
      return asProblem(ctx, error)
    }
  }
  /** The answers are kept from the moment an import begins: also one that is canceled was answered. */
  const began = (plan: ImportPlan, run: ImportRun): void => {
    remember(ctx.db, plan, storedPlan(ctx.db, run.id)?.headers ?? [], run.fileName, ctx.clock.now())
  }
  ctx.onClose(() => endCheck(ctx))
  return {
    'imports.sample': (): Result<FileTicket> => {
      try {
        return ok(sampleFile(ctx))
      } catch (error) {
        return asProblem(ctx, error)
      }
    },
    'imports.inspect': ({ fileId, reading }) =>
      withFile(fileId, async (path) => {
        rememberStamp(ctx, fileId, stampOf(path))
        return inspect(ctx.db, path, reading ?? {}, ctx.settings())
      }),
    'imports.preview': ({ fileId, ...plan }) => withFile(fileId, (path) => preview(ctx.db, path, plan, ctx.settings())),
    'imports.paste': ({ text }) => {
      if (text.trim() === '') return ctx.problem('imports-empty')
      try {
        return ok(pasteFile(ctx, text))
      } catch (error) {
        return asProblem(ctx, error)
      }
    },
    'imports.check': (plan) => startCheck(ctx, plan),
    'imports.checked': ({ id }) => {
      const check = checked(ctx, id)
      return check === null ? ctx.problem('imports-check-gone') : ok(check)
    },
    'imports.checkRows': (page) => {
      const rows = checkRows(ctx, page)
      return rows === null ? ctx.problem('imports-check-gone') : ok(rows)
    },
    'imports.endCheck': async ({ id }) => {
      await endCheck(ctx, id)
      return ok(null)
    },
    'imports.startAll': ({ plans }) => startBatch(ctx, plans, began),
    'imports.batch': ({ id }) => {
      const batch = findBatch(ctx, id)
      return batch === null ? ctx.problem('not-found') : ok(batch)
    },
    'imports.remembered': () => ok(allRemembered(ctx.db)),
    'imports.forget': ({ fingerprint }) => {
      forget(ctx.db, fingerprint)
      ctx.changed('imports')
      return ok(null)
    },
    'imports.start': (plan) => {
      const started = startImport(ctx, plan)
      if (!started.ok) return started
      began(plan, started.value.run)
      return ok(started.value.run)
    },
    'imports.cancel': async ({ id }) => {
      const run = await cancelImport(ctx, id)
      return run === null ? ctx.problem('not-found') : ok(run)
    },
    'imports.undo': ({ id }) => {
      const started = startUndo(ctx, id)
      return started.ok ? ok(started.value.run) : started
    },
    'imports.undoRow': ({ id, line }) => undoOneRow(ctx, id, line),
    'imports.get': ({ id }) => {
      const run = currentRun(ctx, id)
      return run === null ? ctx.problem('not-found') : ok(run)
    },
    'imports.all': () => ok(allRuns(ctx.db, sayProblem(ctx)).map((run) => (run.state === 'running' || run.state === 'undoing' ? (currentRun(ctx, run.id) ?? run) : run))),
    'imports.rows': (page) => ok(rowsPage(ctx.db, page)),
    'imports.exportRejected': ({ id }) => {
      const run = currentRun(ctx, id)
      if (run === null) return ctx.problem('not-found')
      try {
        return ok(exportRejected(ctx, id, run.fileName))
      } catch (error) {
        return asProblem(ctx, error)
      }
    },
  }
}
