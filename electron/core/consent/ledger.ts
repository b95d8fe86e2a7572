/** Keeps the ledger verified: what is new soon after it was written, the whole now and then and whenever somebody asks. */
import { Worker } from 'node:worker_threads'
import type { LedgerState } from '../../../shared/contract/consent.ts'
import type { Context } from '../context.ts'
import { listBackups } from '../database/backups.ts'
import type { Timer } from '../environment.ts'
import { workerUrl } from '../threads/worker-url.ts'
import { breakCounts, breaksOf, readCheckpoint, uncheckedEvents } from './checkpoint.ts'

export type LedgerJob = {
  readonly databaseFile: string
  readonly nativeBinding: string | undefined
  readonly now: number
  readonly whole: boolean
  /** Leaves the processor to others now and then. */
  readonly gently: boolean
  /** One Int32; not 0: end. */
  readonly stop: SharedArrayBuffer
}
export type LedgerAnswer =
  | { readonly kind: 'whole'; readonly events: number; readonly broken: number; readonly putRight: number; /** Reading took so long. */ readonly ms: number }
  | { readonly kind: 'newer'; readonly events: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

export type Ledger = {
  state(): LedgerState
  /** Verifies everything; a second call waits for the first. */
  checkWhole(): Promise<LedgerAnswer>
  /** No check runs while `run` does: one that reads would hold what an erasure must write over. */
  resting<T>(run: () => Promise<T>): Promise<T>
}

/** Not while the program starts. */
const NEW_AFTER_MS = 4_000
const WHOLE_AFTER_MS = 90_000
const AGAIN_MS = 3_600_000
/** How old the last look at the whole may get. */
export const WHOLE_EVERY_MS = 7 * 86_400_000
/** With more new events than this, reading everything in order is quicker. */
const MANY_NEW = 50_000

/** One check in a thread. Resolves when the thread is gone and its connection with it. */
export const runCheck = (job: LedgerJob): Promise<LedgerAnswer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('consent/ledger-worker'), { workerData: job, env: {}, name: 'ledger' })
    let answer: LedgerAnswer | null = null
    worker.once('message', (said: LedgerAnswer) => (answer = said))
    worker.once('error', reject)
    worker.once('exit', () => (answer === null ? reject(new Error('The thread ended without an answer.')) : resolve(answer)))
  })

export const createLedger = (context: Context): Ledger => {
  const { db, clock, log } = context
  let running: { readonly stop: Int32Array; readonly whole: boolean; readonly ended: Promise<LedgerAnswer> } | null = null
  let resting = 0
  let closed = false
  let timer: Timer = { cancel() {} }

  const end = async (): Promise<void> => {
    if (running === null) return
    Atomics.store(running.stop, 0, 1)
    Atomics.notify(running.stop, 0)
    await running.ended.catch(() => undefined)
  }

  const start = (whole: boolean, gently: boolean): Promise<LedgerAnswer> => {
    const stop = new SharedArrayBuffer(4)
    const before = breakCounts(db).total
    const ended = runCheck({ databaseFile: context.databaseFile, nativeBinding: context.nativeBinding, now: clock.now(), whole, gently, stop }).finally(() => (running = null))
    running = { stop: new Int32Array(stop), whole, ended }
    context.changed('consent')
    return ended.then(
      (answer) => {
        if (closed) return answer
        if (answer.kind === 'failed') log.error('ledger.check-failed', { code: answer.code, cause: answer.message })
        if (answer.kind === 'whole') log.info('ledger.checked', { events: answer.events, broken: answer.broken, putRight: answer.putRight, ms: answer.ms })
        const { total } = breakCounts(db)
        if (total > before) log.error('ledger.broken', { found: total - before })
        if (answer.kind === 'whole' && answer.putRight > 0) context.changed('contacts', 'segments')
        context.changed('consent', 'today')
        return answer
      },
    )
  }

  /** What is due now, if anything. */
  const look = async (): Promise<void> => {
    if (closed || resting > 0 || running !== null) return
    const checkpoint = readCheckpoint(db)
    const fresh = uncheckedEvents(db)
    if (fresh === 0 && checkpoint === null) return
    const old = checkpoint === null || checkpoint.wholeAt === 0 || clock.now() - checkpoint.wholeAt > WHOLE_EVERY_MS || checkpoint.wholeAt > clock.now()
    // Fewer than there were: some were cut off at the end.
    if (fresh < 0 || fresh > MANY_NEW) await start(true, true)
    else if (fresh > 0) await start(false, true)
    if (old && !closed && resting === 0 && running === null && started) await start(true, true)
  }
  let started = false
  const plan = (ms: number, next: number): void => {
    timer = clock.after(ms, () => {
      look()
        .catch((cause: unknown) => log.error('ledger.check-failed', { cause: String(cause) }))
        .finally(() => {
          started = true
          if (!closed) plan(next, AGAIN_MS)
        })
    })
  }
  plan(NEW_AFTER_MS, WHOLE_AFTER_MS)
  context.onClose(async () => {
    closed = true
    timer.cancel()
    await end()
  })

  return {
    state() {
      const checkpoint = readCheckpoint(db)
      const counts = breakCounts(db)
      return {
        events: checkpoint?.events ?? 0, checkedAt: checkpoint?.checkedAt ?? null, wholeAt: checkpoint === null || checkpoint.wholeAt === 0 ? null : checkpoint.wholeAt,
        unchecked: Math.max(0, uncheckedEvents(db)), checking: running?.whole === true, broken: breaksOf(db).map(({ seenAt, ...one }) => ({ ...one, seen: seenAt !== null })), ...counts,
        backups: counts.total === 0 ? [] : listBackups(context.folder),
      }
    },
    async checkWhole() {
      if (running?.whole === true) return running.ended
      if (running !== null) await end()
      return resting > 0 ? { kind: 'stopped' } : start(true, false)
    },
    async resting(run) {
      resting++
      try {
        await end()
        return await run()
      } finally {
        resting--
      }
    },
  }
}
