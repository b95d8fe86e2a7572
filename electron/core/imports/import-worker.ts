/** The file all threads of an import start from. Plain Node only. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import type { ReadJob, SearchJob, UndoJob, WriteJob } from './jobs.ts'

type Ports = {
  /** To the thread that writes; for that one, from the thread that reads. */
  readonly port: MessagePort
  /** Where the pieces go, from the reading thread to the writing one. */
  readonly pieces: MessagePort | null
  /** Between the reading and the searching thread; for the writing one, from the searching thread. */
  readonly search: MessagePort | null
}
const job = workerData as ((ReadJob | SearchJob | WriteJob) & Ports) | UndoJob

// Each thread loads only its own part: the reading one needs no book, the writing one no telephone rules.
switch (job.role) {
  case 'read': {
    const { read } = await import('./read.ts')
    read(job, job.port, job.pieces as MessagePort, job.search)
    for (const port of [job.port, job.pieces, job.search]) port?.close()
    break
  }
  case 'search': {
    const { search } = await import('./search.ts')
    search(job, job.search as MessagePort, job.port)
    break
  }
  case 'write': {
    const { apply } = await import('./apply.ts')
    apply(job, job.port, job.pieces as MessagePort, job.search, parentPort as MessagePort)
    break
  }
  case 'undo': {
    const { undoApply } = await import('./undo-apply.ts')
    undoApply(job, parentPort as MessagePort)
    break
  }
}
