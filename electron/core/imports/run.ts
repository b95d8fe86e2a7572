/** The main thread's part of an import: start it, hear of it, stop it. */
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { basename } from 'node:path'
import type { ImportPlan, ImportRun } from '../../../shared/contract/imports.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { isImplied } from '../../../shared/rules/implied-consent.ts'
import type { Context } from '../context.ts'
import { workerUrl } from '../threads/worker-url.ts'
import { importedConsent } from './imported-consent.ts'
import { headersOf } from './inspect.ts'
import type { AsideJob, ReadJob, SearchJob, WriteJob, WriteMessage } from './jobs.ts'
import { insertRun, type StoredPlan } from './queries.ts'
import { recoverImport } from './recover.ts'
import { firstRows, MOST_BYTES, MOST_COLUMNS, stampOf, type FileStamp } from './reading/file.ts'
import { Refusal, refusalOf } from './reading/refusals.ts'
import { createTeller, currentRun, runningOf, threadsOf, type Running } from './running.ts'
import { newSignals } from './signals.ts'
import { asideFile, removeAside } from './search-aside.ts'

/** From this many bytes on, the search of people imported into an empty book is built beside it. */
const ASIDE_BYTES = 1 << 18

/** Files as they were when they were inspected, by ticket, so that a change in between is noticed. */
const inspected = new WeakMap<Context, Map<string, FileStamp>>()
export const rememberStamp = (ctx: Context, fileId: string, stamp: FileStamp): void => {
  const map = inspected.get(ctx) ?? new Map<string, FileStamp>()
  inspected.set(ctx, map.set(fileId, stamp))
}

const problemOf = (ctx: Context, error: unknown): Result<never> => {
  const refusal = refusalOf(error)
  if (refusal === null) throw error
  return ctx.problem(refusal.code, refusal.params)
}

/** What a plan needs of the file, checked before anything is written. @throws Refusal */
const look = (ctx: Context, plan: ImportPlan, path: string): { readonly stamp: FileStamp; readonly headers: readonly string[] } => {
  const stamp = stampOf(path)
  const known = inspected.get(ctx)?.get(plan.fileId)
  if (known && (known.bytes !== stamp.bytes || known.changedAt !== stamp.changedAt)) throw new Refusal('imports-file-changed')
  if (stamp.bytes > MOST_BYTES) throw new Refusal('imports-too-big')
  const rows = firstRows(path, plan.reading, 200)
  if (rows.length === 0) throw new Refusal('imports-empty')
  if (rows.length === 1 && plan.reading.hasHeader) throw new Refusal('imports-header-only')
  const headers = headersOf(rows, plan.reading.hasHeader, ctx.settings().language)
  if (headers.length > MOST_COLUMNS) throw new Refusal('imports-too-many-columns', { columns: headers.length, most: MOST_COLUMNS })
  if (!plan.mapping.includes('number') && !plan.mapping.includes('mobile')) throw new Refusal('imports-no-number-column')
  return { stamp, headers }
}

/** Starts an import in the background; `ended` settles when it is over, however it ends. */
export const startImport = (ctx: Context, plan: ImportPlan): Result<{ readonly run: ImportRun; readonly ended: Promise<ImportRun> }> => {
  const path = ctx.files.path(plan.fileId)
  if (path === null) return ctx.problem('imports-file-gone')
  if (runningOf(ctx).size > 0) return ctx.problem('imports-busy')
  // Nobody was shown any words where the law reads consent out of a sale or a question.
  if (plan.consent.purposes.length > 0 && plan.consent.disclosure === '' && !isImplied(plan.consent.method)) return ctx.problem('imports-no-disclosure', {}, 'consent.disclosure')
  if (plan.list !== null && 'id' in plan.list && ctx.db.prepare('SELECT 1 FROM lists WHERE id = ?').get(plan.list.id) === undefined) return ctx.problem('not-found', {}, 'list')
  let found: ReturnType<typeof look>
  try {
    found = look(ctx, plan, path)
  } catch (error) {
    return problemOf(ctx, error)
  }
  const at = ctx.clock.now()
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const stored: StoredPlan = { ...plan, headers: found.headers, zone }
  const id = insertRun(ctx.db, { fileName: basename(path), bytes: found.stamp.bytes, plan: stored, at, listName: plan.list !== null && 'name' in plan.list ? plan.list.name : null })
  const ended = spawn(ctx, id, path, stored, found.stamp, at)
  ctx.changed('imports')
  return ok({ run: currentRun(ctx, id) as ImportRun, ended })
}

const asideOf = (ctx: Context, id: number, stamp: FileStamp): AsideJob | null => {
  if (stamp.bytes < ASIDE_BYTES) return null
  const { empty, firstId, sql } = ctx.db
    .prepare(
      `SELECT NOT EXISTS (SELECT 1 FROM contacts) AS empty, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'contacts'), 0) + 1 AS firstId,
         (SELECT sql FROM sqlite_schema WHERE name = 'contacts_search') AS sql`,
    )
    .get() as { empty: 0 | 1; firstId: number; sql: string }
  return empty === 1 ? { file: asideFile(ctx.folder, id), sql, firstId } : null
}

const spawn = (ctx: Context, id: number, path: string, plan: StoredPlan, stamp: FileStamp, at: number): Promise<ImportRun> => {
  const cancel = newSignals()
  const aside = asideOf(ctx, id, stamp)
  const { port1, port2 } = new MessageChannel()
  const pieces = new MessageChannel()
  const common = { nativeBinding: ctx.nativeBinding, headers: plan.headers, aside, cancel }
  const readJob: ReadJob = {
    ...common, role: 'read', path, stamp, reading: plan.reading, mapping: plan.mapping, country: ctx.settings().country, tags: plan.tags,
    unsaidAgrees: plan.consent.purposes.length === 0 ? null : !(plan.mapping.includes('opt-in') && plan.consent.onlyWhereOptedIn),
    consent: { imported: importedConsent(plan, basename(path), at, id), purposes: plan.consent.purposes },
  }
  const writeJob: WriteJob = {
    ...common, role: 'write', importId: id, databaseFile: ctx.databaseFile, folder: ctx.folder, fileName: basename(path), bytes: stamp.bytes, plan, at, zone: plan.zone,
  }
  const url = workerUrl('imports/import-worker')
  // Rows live for one piece: with room for a few the collector finds them dead instead of moving them about.
  const limitsOf = ({ role }: { readonly role: string }) => ({ maxYoungGenerationSizeMb: role === 'read' ? 48 : 16 })
  const toSearch = aside === null ? null : new MessageChannel()
  const fromSearch = aside === null ? null : new MessageChannel()
  const start = (given: ReadJob | WriteJob | SearchJob, ports: Readonly<Record<'port' | 'pieces' | 'search', MessagePort | null>>): Worker =>
    new Worker(url, { workerData: { ...given, ...ports }, transferList: Object.values(ports).filter((one) => one !== null), resourceLimits: limitsOf(given) })
  const reader = start(readJob, { port: port1, pieces: pieces.port1, search: toSearch?.port1 ?? null })
  const writer = start(writeJob, { port: port2, pieces: pieces.port2, search: fromSearch?.port2 ?? null })
  const searcher = aside === null || toSearch === null || fromSearch === null
    ? []
    : [start({ role: 'search', aside, nativeBinding: ctx.nativeBinding, bytes: stamp.bytes, cancel }, { port: fromSearch.port1, pieces: null, search: toSearch.port2 })]
  const everyThread = [reader, writer, ...searcher]
  const gone = Promise.all(everyThread.map((thread) => new Promise<void>((left) => void thread.once('exit', () => left()))))
  const { promise: ended, resolve } = Promise.withResolvers<ImportRun>()
  const { promise: settled, resolve: settle } = Promise.withResolvers<null>()
  const tell = createTeller(ctx, id)
  let over = false
  const { folder } = ctx
  const swept = gone.then(() => {
    alive.delete(swept)
    try {
      removeAside(folder, id)
    } catch (cause) {
      ctx.log.warn('import.file-left', { importId: id, cause: String(cause) })
    }
  })
  const alive = threadsOf(ctx).add(swept)

  const live: Running = {
    id,
    progress: 0,
    counts: null,
    settled,
    settle: () => { settle(null) },
    ended,
    cancel() {
      Atomics.store(new Int32Array(cancel), 0, 1)
      Atomics.notify(new Int32Array(cancel), 0)
    },
  }
  runningOf(ctx).set(id, live)

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
  /** A thread died without a word: what it left is taken back here. */
  const crashed = (thread: string) => (cause: unknown): void => {
    if (over) return
    ctx.log.error('import.thread-died', { importId: id, thread, cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
    void Promise.all(everyThread.map((one) => one.terminate())).then(() => {
      recoverImport(ctx, id, { code: 'internal', params: {} })
      end()
    })
  }
  reader.on('error', crashed('reading'))
  writer.on('error', crashed('writing'))
  for (const one of searcher) one.on('error', crashed('searching'))
  writer.on('exit', () => void (over || crashed('writing')('ended without an answer')))
  writer.on('message', (message: WriteMessage) => {
    switch (message.kind) {
      case 'progress': {
        live.progress = message.progress
        live.counts = message.counts
        return tell()
      }
      case 'sealed':
        return live.settle()
      case 'ended':
        return end()
      case 'failed':
        if (message.cause !== null) ctx.log.error('import.failed', { importId: id, code: message.code, cause: message.cause })
        return end()
    }
  })
  return ended
}

/** Stops an import and waits until the book is as it was. One already being finished is finished: it is answered as it runs on. */
export const cancelImport = async (ctx: Context, id: number): Promise<ImportRun | null> => {
  const live = runningOf(ctx).get(id)
  const run = currentRun(ctx, id)
  // Undoing is not canceled: it is what takes back.
  if (live === undefined || run?.state !== 'running') return run
  live.cancel()
  await live.settled
  return currentRun(ctx, id)
}

/** Before the book closes: running imports are canceled, undoing stops until the next start, and no thread has the book open any more when this answers. */
export const stopImports = async (ctx: Context): Promise<void> => {
  await Promise.all([...runningOf(ctx).keys()].map((id) => {
    const live = runningOf(ctx).get(id)
    live?.cancel()
    return live?.ended
  }))
  await Promise.all(threadsOf(ctx))
}

/** The problem of a refusal as an answer; other errors are thrown on. */
export const asProblem = (ctx: Context, error: unknown): Result<never> => problemOf(ctx, error)


export { currentRun, sayProblem } from './running.ts'
