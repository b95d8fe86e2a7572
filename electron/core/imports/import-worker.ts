/** The file both threads of an import start from. Plain Node only. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import type { ApplyJob, StageJob } from './jobs.ts'

const job = workerData as (StageJob | ApplyJob) & { readonly port: MessagePort }

// Each thread loads only its own half: the reading one needs no book, the writing one no telephone rules.
switch (job.role) {
  case 'stage': {
    const { stage } = await import('./stage.ts')
    stage(job, job.port)
    job.port.close()
    break
  }
  case 'apply': {
    const { apply } = await import('./apply.ts')
    apply(job, job.port, parentPort as MessagePort)
    break
  }
}
