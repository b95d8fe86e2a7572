import { Worker } from 'node:worker_threads'
import type { Moment } from '../../../shared/rules/segments/calendar.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from './audience-worker.ts'

/** The audience worker, started when first needed and again should it ever die. */
export type AudienceThread = {
  ask<K extends WorkerRequest['kind']>(request: Extract<WorkerRequest, { kind: K }>): Promise<Extract<WorkerAnswer, { kind: K | 'superseded' | 'failed' }>>
  close(): Promise<void>
}

/** `moment`: the time, for the rules of segments. */
export const createAudienceThread = (setup: WorkerSetup, moment: () => Moment): AudienceThread => {
  let worker: Worker | null = null
  let last = 0
  const waiting = new Map<number, (answer: WorkerAnswer) => void>()

  const failAll = (message: string) => {
    for (const resolve of waiting.values()) resolve({ kind: 'failed', code: 'internal', message })
    waiting.clear()
  }

  const start = (): Worker => {
    const started = new Worker(workerUrl('campaigns/audience-worker'), { workerData: setup })
    started.unref()
    started.on('message', ({ id, answer }: { id: number; answer: WorkerAnswer }) => {
      waiting.get(id)?.(answer)
      waiting.delete(id)
    })
    started.on('error', (error) => failAll(error.message))
    started.on('exit', () => {
      if (worker === started) worker = null
      failAll('the audience worker ended')
    })
    return started
  }

  return {
    ask: (request) =>
      new Promise((resolve) => {
        worker ??= start()
        const id = ++last
        waiting.set(id, resolve as (answer: WorkerAnswer) => void)
        worker.postMessage({ id, request, now: moment() })
      }),
    close: () =>
      new Promise((resolve) => {
        if (worker === null) return resolve()
        const closing = worker
        closing.once('exit', () => resolve())
        closing.postMessage({ id: 0, request: { kind: 'close' } })
      }),
  }
}
