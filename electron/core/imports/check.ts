/** The main thread's part of a dry run: start it, hear of it, show its rows, forget it. One for each book at a time. */
import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { Page } from '../../../shared/contract/common.ts'
import type { CallParsed } from '../../../shared/contract/index.ts'
import type { CheckFigure, CheckRow, ImportCheck, OptInSaid, RejectReason, RowOutcome } from '../../../shared/contract/imports.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import type { Db } from '../database/open.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { CheckFile, CheckJob, CheckMessage, FileProblem } from './check-job.ts'
import { headersOf } from './inspect.ts'
import { OPTED } from './opt-in.ts'
import { cellsOf } from './queries.ts'
import { firstRows, MOST_COLUMNS, stampOf } from './reading/file.ts'
import { Refusal, refusalOf } from './reading/refusals.ts'
import { sayProblem } from './run.ts'

type Check = {
  shown: ImportCheck
  readonly out: string
  readonly cancel: SharedArrayBuffer
  readonly worker: Worker
  /** Settles when the thread is gone. */
  readonly gone: Promise<void>
  db: Db | null
}

const current = new WeakMap<Context, Check>()

const lookAt = (ctx: Context, file: CallParsed<'imports.check'>['files'][number], path: string): CheckFile => {
  const stamp = stampOf(path)
  const rows = firstRows(path, file.reading, 200)
  if (rows.length === 0) throw new Refusal('imports-empty')
  if (rows.length === 1 && file.reading.hasHeader) throw new Refusal('imports-header-only')
  const headers = headersOf(rows, file.reading.hasHeader, ctx.settings().language)
  if (headers.length > MOST_COLUMNS) throw new Refusal('imports-too-many-columns', { columns: headers.length, most: MOST_COLUMNS })
  if (!file.mapping.includes('number') && !file.mapping.includes('mobile')) throw new Refusal('imports-no-number-column')
  return { path, stamp, reading: file.reading, mapping: file.mapping, headers }
}

/** Ends the dry run there is, if any, and removes what it found. Settles when its thread has let go of everything. */
export const endCheck = async (ctx: Context, id: string | null = null): Promise<void> => {
  const check = current.get(ctx)
  if (check === undefined || (id !== null && check.shown.id !== id)) return
  current.delete(ctx)
  Atomics.store(new Int32Array(check.cancel), 0, 1)
  await check.gone
  check.db?.close()
  try {
    rmSync(check.out, { force: true })
  } catch {
    // The outbox is swept at the next start.
  }
}

/** Starts one in the place of the one before. Files that cannot be read are told with it; only when all are bad it is refused. */
export const startCheck = async (ctx: Context, plan: CallParsed<'imports.check'>): Promise<Result<ImportCheck>> => {
  await endCheck(ctx)
  const say = sayProblem(ctx)
  const good: CheckFile[] = []
  const files: { fileName: string; rows: number; problem: string | null }[] = []
  /** Of the good files, their place among all. */
  const places: number[] = []
  let refused: Result<never> | null = null
  for (const [i, file] of plan.files.entries()) {
    const path = ctx.files.path(file.fileId)
    try {
      if (path === null) throw new Refusal('imports-file-gone')
      good.push(lookAt(ctx, file, path))
      places.push(i)
      files.push({ fileName: basename(path), rows: 0, problem: null })
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal === null) throw error
      refused ??= ctx.problem(refusal.code, refusal.params)
      files.push({ fileName: path === null ? '' : basename(path), rows: 0, problem: say({ code: refusal.code, params: refusal.params }) })
    }
  }
  if (good.length === 0 && refused !== null) return refused
  const place = ctx.files.create('check.sqlite')
  const cancel = new SharedArrayBuffer(4)
  const { tags, consent, onConflict } = plan
  const job: CheckJob = { tags, consent, onConflict, out: place.path, databaseFile: ctx.databaseFile, nativeBinding: ctx.nativeBinding, country: ctx.settings().country, files: good, cancel }
  const worker = new Worker(workerUrl('imports/check-worker'), { workerData: job, resourceLimits: { maxYoungGenerationSizeMb: 64 } })
  const gone = new Promise<void>((left) => void worker.once('exit', () => { left() }))
  const nothing = { rows: 0, created: 0, updated: 0, unchanged: 0, duplicates: 0, rejected: 0 }
  const check: Check = {
    shown: {
      id: randomUUID(), state: 'running', progress: 0, problem: null, ...nothing, reasons: [], stillOptedOut: 0, optedOut: 0, mayTextNow: { marketing: 0, service: 0 }, mayText: { marketing: 0, service: 0 }, files,
    },
    out: place.path, cancel, worker, gone, db: null,
  }
  const fail = (cause: string): void => {
    if (check.shown.state !== 'running') return
    ctx.log.error('import.check-failed', { cause })
    check.shown = { ...check.shown, state: 'failed', problem: say({ code: 'internal', params: {} }) }
  }
  const problemOf = (problem: FileProblem | null): string | null => {
    if (problem?.cause != null) ctx.log.error('import.check-failed', { cause: problem.cause })
    return problem === null ? null : say({ code: problem.code, params: problem.params })
  }
  worker.on('message', (message: CheckMessage) => {
    switch (message.kind) {
      case 'progress':
        check.shown = {
          ...check.shown, ...message.counts, progress: message.progress,
          files: check.shown.files.map((file, i) => ({ ...file, rows: message.files[places.indexOf(i)] ?? file.rows })),
        }
        return
      case 'done': {
        const ended = check.shown.files.map((file, i) => {
          const found = message.files[places.indexOf(i)]
          return found === undefined ? file : { ...file, rows: found.rows, problem: problemOf(found.problem) }
        })
        const bad = ended.every(({ problem }) => problem !== null)
        check.shown = { ...check.shown, ...message.figures, files: ended, progress: 1, state: bad ? 'failed' : 'done', problem: bad ? (ended[0]?.problem ?? null) : null }
        return
      }
      case 'canceled':
        check.shown = { ...check.shown, state: 'canceled' }
        return
    }
  })
  worker.on('error', (error) => { fail(error instanceof Error ? (error.stack ?? error.message) : String(error)) })
  worker.on('exit', () => { fail('ended without an answer') })
  current.set(ctx, check)
  return ok(check.shown)
}

/** How far it is, or what it found; null for one that is no longer kept. */
export const checked = (ctx: Context, id: string): ImportCheck | null => {
  const check = current.get(ctx)
  return check === undefined || check.shown.id !== id ? null : check.shown
}

/** Settles with the result; for tests. */
export const checkEnded = async (ctx: Context, id: string): Promise<ImportCheck | null> => {
  await current.get(ctx)?.gone
  return checked(ctx, id)
}

const SAID = Object.fromEntries(Object.entries(OPTED).map(([said, code]) => [code, said as OptInSaid]))

type StoredRow = { file: number; line: number; outcome: RowOutcome; reason: RejectReason | null; number: string | null; name: string; raw: string | null; opted: number; out: 0 | 1; changes: string | null }

/** A page of the rows behind a figure; null while there is none to show. */
export const checkRows = (ctx: Context, { id, figure, offset, limit }: CallParsed<'imports.checkRows'>): Page<CheckRow> | null => {
  const check = current.get(ctx)
  if (check === undefined || check.shown.id !== id || check.shown.state !== 'done') return null
  const db = (check.db ??= new Database(check.out, { readonly: true, ...(ctx.nativeBinding === undefined ? {} : { nativeBinding: ctx.nativeBinding }) }))
  const where = whereOf(figure)
  const total = db.prepare(`SELECT count(*) FROM rows ${where}`).pluck().get({ figure }) as number
  const rows = db.prepare(`SELECT file, line, outcome, reason, number, name, raw, opted, out, changes FROM rows ${where} ORDER BY file, line LIMIT @limit OFFSET @offset`).all({ figure, limit, offset }) as StoredRow[]
  return {
    total,
    rows: rows.map(({ opted, out, raw, changes, ...row }) => ({
      ...row, raw: cellsOf(raw).join(', '), says: SAID[opted] ?? 'unsaid', optedOut: out === 1, changes: changes === null ? [] : (JSON.parse(changes) as CheckRow['changes']),
    })),
  }
}

const whereOf = (figure: CheckFigure | undefined): string => {
  switch (figure) {
    case undefined:
      return ''
    case 'opted-out':
      return 'WHERE out = 1'
    case 'created':
    case 'updated':
    case 'unchanged':
    case 'duplicate':
    case 'rejected':
      return 'WHERE outcome = @figure'
  }
}
