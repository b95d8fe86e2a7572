/** The imports of a book that are running or being undone, and the threads that work on them. */
import type { ImportRun } from '../../../shared/contract/imports.ts'
import { problem, problemCodes } from '../../../shared/messages/problems.ts'
import type { Context } from '../context.ts'
import type { Counts } from './jobs.ts'
import { findRun, type StoredProblem } from './queries.ts'

/** Between two `import.progress` events. */
const PROGRESS_MS = 200

export type Running = {
  readonly id: number
  progress: number
  counts: Counts | null
  /** When it is over, or so far that it cannot be canceled any more. */
  readonly settled: Promise<null>
  settle(): void
  /** The end of it: the import as it then is in the book. */
  readonly ended: Promise<ImportRun>
  /** Asks it to stop: a running import is taken back, one being undone goes on another time. */
  cancel(): void
}

const running = new WeakMap<Context, Map<number, Running>>()
export const runningOf = (ctx: Context): Map<number, Running> => {
  const map = running.get(ctx) ?? new Map<number, Running>()
  running.set(ctx, map)
  return map
}

/** A stored problem in the owner's words. */
export const sayProblem = (ctx: Context) => (stored: StoredProblem): string => {
  const code = problemCodes.find((known) => known === stored.code) ?? 'internal'
  return problem(code, ctx.settings().language, stored.params).error.message
}

/** An import as it stands, running ones with their progress; null when there is none of this id. */
export const currentRun = (ctx: Context, id: number): ImportRun | null => {
  const run = findRun(ctx.db, id, sayProblem(ctx))
  const live = runningOf(ctx).get(id)
  if (run === null || live === undefined) return run
  return run.state === 'running' ? { ...run, ...live.counts, progress: live.progress } : run.state === 'undoing' ? { ...run, progress: live.progress } : run
}

/** Announces how far an import is, a few times a second at most. */
export const createTeller = (ctx: Context, id: number): (() => void) => {
  let told = -Infinity
  return () => {
    const now = ctx.clock.monotonic()
    if (now - told < PROGRESS_MS) return
    told = now
    const run = currentRun(ctx, id)
    if (run) ctx.emit('import.progress', run)
  }
}

/** Threads that may still be tidying up after an import is over. */
const threads = new WeakMap<Context, Set<Promise<unknown>>>()
export const threadsOf = (ctx: Context): Set<Promise<unknown>> => {
  const alive = threads.get(ctx) ?? new Set<Promise<unknown>>()
  threads.set(ctx, alive)
  return alive
}
