/** The thread that undoes a finished import. */
import type { MessagePort } from 'node:worker_threads'
import { openDatabase } from '../database/open.ts'
import type { UndoJob, UndoMessage } from './jobs.ts'
import { tidySearch } from './undo.ts'
import { undoDone } from './undo-done.ts'

/** Between two transactions, for whoever waits to write. */
const BREATH_MS = 2

export const undoApply = (job: UndoJob, port: MessagePort): void => {
  const say = (message: UndoMessage): void => port.postMessage(message)
  const db = openDatabase(job.databaseFile, { nativeBinding: job.nativeBinding })
  const canceled = new Int32Array(job.cancel)
  const began = performance.now()
  try {
    // Each step notes how far it came: what a power failure takes is done again.
    db.pragma('synchronous = NORMAL')
    db.pragma('wal_autocheckpoint = 10000')
    const through = undoDone(db, job.importId, job.now + Math.round(performance.now() - began), (progress) => {
      say({ kind: 'progress', progress })
      return Atomics.wait(canceled, 0, 0, BREATH_MS) === 'timed-out'
    })
    say({ kind: 'ended' })
    // Stopped, it merges when it is through another time; and nobody waits for this to close the book.
    if (through) tidySearch(db, () => Atomics.load(canceled, 0) === 0)
    db.pragma('wal_checkpoint(PASSIVE)')
  } catch (error) {
    say({ kind: 'failed', cause: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  } finally {
    db.close()
  }
}
