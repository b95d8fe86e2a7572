/** The file both threads of an import start from. Plain Node only. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import type { ReadJob, WriteJob } from './jobs.ts'

const job = workerData as (ReadJob | WriteJob) & { readonly port: MessagePort; readonly pieces: MessagePort }

// Each thread loads only its own half: the reading one needs no book, the writing one no telephone rules.
switch (job.role) {
  case 'read': {
    const { read } = await import('./read.ts')
    read(job, job.port, job.pieces)
    job.port.close()
    job.pieces.close()
    break
  }
  case 'write': {
    const { apply } = await import('./apply.ts')
    apply(job, job.port, job.pieces, parentPort as MessagePort)
    break
  }
}
