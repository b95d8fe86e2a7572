import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { FileTicket } from '../../../shared/contract/common.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import { exportRejected } from './export-rejected.ts'
import { inspect } from './inspect.ts'
import { preview } from './preview.ts'
import { allRuns, rowsPage } from './queries.ts'
import { stampOf } from './reading/file.ts'
import { asProblem, cancelImport, currentRun, rememberStamp, sayProblem, startImport } from './run.ts'
import { sampleFile } from './sample.ts'

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
    'imports.paste': () => ctx.problem('not-found'),
    'imports.check': () => ctx.problem('not-found'),
    'imports.checked': () => ctx.problem('not-found'),
    'imports.checkRows': () => ctx.problem('not-found'),
    'imports.endCheck': () => ctx.problem('not-found'),
    'imports.startAll': () => ctx.problem('not-found'),
    'imports.batch': () => ctx.problem('not-found'),
    'imports.remembered': () => ok([]),
    'imports.forget': () => ok(null),
    'imports.start': (plan) => {
      const started = startImport(ctx, plan)
      return started.ok ? ok(started.value.run) : started
    },
    'imports.cancel': async ({ id }) => {
      const run = await cancelImport(ctx, id)
      return run === null ? ctx.problem('not-found') : ok(run)
    },
    'imports.undo': () => ctx.problem('not-found'),
    'imports.undoRow': () => ctx.problem('not-found'),
    'imports.get': ({ id }) => {
      const run = currentRun(ctx, id)
      return run === null ? ctx.problem('not-found') : ok(run)
    },
    'imports.all': () => ok(allRuns(ctx.db, sayProblem(ctx)).map((run) => (run.state === 'running' ? (currentRun(ctx, run.id) ?? run) : run))),
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
