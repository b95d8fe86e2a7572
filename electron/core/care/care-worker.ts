import { parentPort, workerData } from 'node:worker_threads'
import { bulkStep, calmSearch, chooseForBulk, endBulk, MERGE_AFTER, mergeStep, toUndo, undoStep } from '../contacts/bulk.ts'
import { findChange } from '../contacts/changes.ts'
import { findDuplicates } from '../contacts/duplicates.ts'
import { openDatabase, type Db } from '../database/open.ts'
import { codeOf } from '../database/failures.ts'
import { tellTime } from '../segments/moment.ts'
import { erasePerson, StillSending } from './erase.ts'
import { exportPeople, ExportStopped, TooManyRows } from './export-file.ts'
import { LEAVE, type CareJob, type Ended, type ToMain } from './jobs.ts'

/** Changes many, looks for duplicates, writes exports, erases: on a thread of its own, in short transactions. */

const job = workerData as CareJob
const stop = new Int32Array(job.stop)
const say = (message: ToMain): void => parentPort!.postMessage(message)

const TELL_MS = 100
let toldAt = -Infinity
/** Answers whether to stop. */
const tell = (done: number, total: number): boolean => {
  const now = performance.now()
  if (now - toldAt >= TELL_MS || done === total) {
    toldAt = now
    say({ kind: 'progress', done, total })
  }
  return Atomics.load(stop, 0) !== 0
}

/** How long a transaction should take, and the fewest and most people in one: whoever else wants to write waits no longer. */
const STEP_MS = 8
const LEAST = 20
const MOST = 2_000

/** Between two transactions, for whoever waits to write; longer than SQLite's longest wait where somebody does. */
const BREATH_MS = 3
const LONG_BREATH_MS = 30

const change = (db: Db, changeId: number, before: number, step: (limit: number) => number, takeBack: ((limit: number) => number) | null): Ended => {
  let version = db.pragma('data_version', { simple: true })
  const breathe = (): void => {
    const now = db.pragma('data_version', { simple: true })
    Atomics.wait(stop, 0, Atomics.load(stop, 0), now === version ? BREATH_MS : LONG_BREATH_MS)
    version = now
  }
  // May be lost with the power: the journal and what it tells of go together.
  db.pragma('synchronous = NORMAL')
  let limit = 100
  /** As many people as go through in the time a step has, by what the last one took. */
  const timed = (run: (limit: number) => number): number => {
    const began = performance.now()
    const people = run(limit)
    const took = Math.max(0.5, performance.now() - began)
    // A slow moment of the computer halves it, no more.
    limit = Math.round(Math.min(MOST, Math.max(LEAST, limit * Math.min(1.5, Math.max(0.5, STEP_MS / took)))))
    return people
  }
  const undoing = takeBack === null
  calmSearch(db)
  let unmerged = 0
  for (let done = 0; ; ) {
    const people = timed(step)
    if (people === 0) break
    done += people
    unmerged += people
    if (!tell(done, Math.max(before, done))) {
      breathe()
      if (unmerged < MERGE_AFTER) continue
      mergeStep(db)
      unmerged = 0
      continue
    }
    if (Atomics.load(stop, 0) === LEAVE || undoing) {
      endBulk(db, changeId, undoing ? 'partly-undone' : 'interrupted')
      return { kind: 'stopped' }
    }
    while (timed(takeBack as (limit: number) => number) > 0) {
      if (Atomics.load(stop, 0) === LEAVE) {
        endBulk(db, changeId, 'interrupted')
        return { kind: 'stopped' }
      }
      breathe()
    }
    endBulk(db, changeId, 'canceled')
    return { kind: 'stopped' }
  }
  // What is left, or the next small change would have to merge it at once.
  for (let most = 20_000; most > 0 && Atomics.load(stop, 0) === 0 && mergeStep(db); most--) breathe()
  endBulk(db, changeId, undoing ? 'undone' : 'done')
  return { kind: 'done' }
}

const GONE: Ended = { kind: 'failed', code: 'gone', message: 'no such change' }

const run = async (db: Db): Promise<Ended> => {
  const { task } = job
  switch (task.kind) {
    case 'change': {
      const stored = findChange(db, task.changeId)
      if (stored === null) return GONE
      const total = chooseForBulk(db, task.who)
      return change(db, stored.id, total, (limit) => bulkStep(db, stored, limit), (limit) => undoStep(db, stored, job.now, limit))
    }
    case 'undo': {
      const stored = findChange(db, task.changeId)
      if (stored === null) return GONE
      return change(db, stored.id, toUndo(db, stored), (limit) => undoStep(db, stored, job.now, limit), null)
    }
    case 'duplicates': {
      const found = findDuplicates(db, tell)
      return Atomics.load(stop, 0) === 0 ? { kind: 'found', found } : { kind: 'stopped' }
    }
    case 'export':
      try {
        return { kind: 'exported', exported: await exportPeople(db, task.plan, tell) }
      } catch (cause) {
        if (cause instanceof ExportStopped) return { kind: 'stopped' }
        if (cause instanceof TooManyRows || cause instanceof RangeError) return { kind: 'failed', code: 'too-many-rows', message: cause.message }
        throw cause
      }
    case 'erase':
      try {
        return { kind: 'erased', erased: await erasePerson(task.task, tell) }
      } catch (cause) {
        if (cause instanceof StillSending) return { kind: 'failed', code: 'sending', message: 'a text is leaving' }
        throw cause
      }
  }
}

const answer = async (): Promise<Ended> => {
  let db: Db | null = null
  try {
    db = openDatabase(job.databaseFile, { nativeBinding: job.nativeBinding })
    tellTime(db, () => ({ now: job.now, zone: job.zone }))
    return await run(db)
  } catch (cause) {
    return { kind: 'failed', code: codeOf(cause) || 'internal', message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  } finally {
    db?.close()
  }
}

say({ kind: 'ended', ended: await answer() })
