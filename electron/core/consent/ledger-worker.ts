import { parentPort, workerData } from 'node:worker_threads'
import { codeOf } from '../database/failures.ts'
import { openDatabase, type Db } from '../database/open.ts'
import { checkNew, noteWhole, readCheckpoint } from './checkpoint.ts'
import { refreshJoined } from './joined.ts'
import type { LedgerAnswer, LedgerJob } from './ledger.ts'
import { readWhole } from './ledger-read.ts'

/** Verifies the ledger on a thread of its own: reads at one moment, writes in transactions of a few milliseconds. */

const job = workerData as LedgerJob
const stop = new Int32Array(job.stop)
const stopped = (): boolean => Atomics.load(stop, 0) !== 0

/** Events verified, or numbers put right, in one transaction. */
const NEW_AT_ONCE = 500
const RIGHT_AT_ONCE = 100
/** What others get of the processor while nobody waits for the answer. */
const REST_MS = 10
const BREATH_MS = 3
const rest = (ms: number): boolean => {
  if (ms > 0) Atomics.wait(stop, 0, 0, ms)
  return stopped()
}

const checkWhole = (db: Db): LedgerAnswer => {
  const before = readCheckpoint(db)
  const began = performance.now()
  const reading = readWhole(db, before?.eventId ?? 0, () => rest(job.gently ? REST_MS : 0))
  if (reading === null) return { kind: 'stopped' }
  const ms = Math.round(performance.now() - began)
  if (!noteWhole(db, before, reading, job.now)) return { kind: 'stopped' }
  for (let at = 0; at < reading.wrong.length; at += RIGHT_AT_ONCE) {
    if (at > 0 && rest(BREATH_MS)) return { kind: 'stopped' }
    db.transaction(() => {
      for (const number of reading.wrong.slice(at, at + RIGHT_AT_ONCE)) refreshJoined(db, number)
    }).immediate()
  }
  return { kind: 'whole', events: reading.events, broken: reading.brokenTotal, putRight: reading.wrong.length, ms }
}

const checkNewer = (db: Db): LedgerAnswer => {
  let events = 0
  for (;;) {
    const checked = checkNew(db, NEW_AT_ONCE, job.now)
    events += checked
    if (checked < NEW_AT_ONCE) return { kind: 'newer', events }
    if (rest(BREATH_MS)) return { kind: 'stopped' }
  }
}

const answer = (): LedgerAnswer => {
  let db: Db | null = null
  try {
    db = openDatabase(job.databaseFile, { nativeBinding: job.nativeBinding })
    return job.whole ? checkWhole(db) : checkNewer(db)
  } catch (cause) {
    return { kind: 'failed', code: codeOf(cause) || 'internal', message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  } finally {
    db?.close()
  }
}

parentPort!.postMessage(answer())
