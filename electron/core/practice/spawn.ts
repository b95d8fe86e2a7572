import { Worker } from 'node:worker_threads'
import { silentLog, type Log } from '../environment.ts'
import type { Behaviour } from './behaviour.ts'
import type { FaultShares } from './faults.ts'
import type { MessageRow } from './store.ts'

/** What the thread is given; plain data only. */
export type PracticeWorkerData = {
  readonly file: string
  readonly speed: number
  readonly seed?: number
  readonly port?: number
  readonly nativeBinding?: string
  readonly behaviour?: Partial<Behaviour>
  readonly faults?: FaultShares
  readonly accountSid?: string
  readonly authToken?: string
}

export type ToWorker = { readonly kind: 'stop' } | { readonly kind: 'accepted' } | { readonly kind: 'faults'; readonly faults: FaultShares | null }
export type ToParent =
  | { readonly kind: 'ready'; readonly url: string; readonly accountSid: string; readonly authToken: string }
  | { readonly kind: 'failed'; readonly cause: string }
  | { readonly kind: 'stopped' }
  /** Answers to 'faults' and 'accepted', in the order they were asked. */
  | { readonly kind: 'answer'; readonly accepted: readonly MessageRow[] }
  | { readonly kind: 'log'; readonly level: keyof Log; readonly event: string; readonly fields: Record<string, unknown> | undefined }

export type SpawnOptions = Omit<PracticeWorkerData, 'speed'> & {
  /** The built worker, or worker.ts when running from source. */
  readonly workerUrl: URL
  /** How much faster than life its clock runs. Default 1. */
  readonly speed?: number
  readonly log?: Log
}

export type SpawnedCarrier = {
  readonly url: string
  readonly accountSid: string
  readonly authToken: string
  /** Resolves when they are in force. */
  setFaults(faults: FaultShares | null): Promise<void>
  /** Every message it ever took from a client, oldest first. */
  accepted(): Promise<readonly MessageRow[]>
  /** Resolves when its database is closed; twice is harmless. */
  stop(): Promise<void>
}

/** Runs a practice carrier in a worker thread. Rejects when it cannot start (a broken database, a taken port). */
export const spawnPracticeCarrier = (options: SpawnOptions): Promise<SpawnedCarrier> => {
  const { workerUrl, log = silentLog, speed = 1, ...rest } = options
  const workerData: PracticeWorkerData = { ...rest, speed }
  // It gets none of our environment: nothing in it is needed there.
  const worker = new Worker(workerUrl, { workerData, env: {}, name: 'practice-carrier' })
  const say = (message: ToWorker): void => worker.postMessage(message)
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  let stopping = false
  const waiting: { resolve(accepted: readonly MessageRow[]): void; reject(problem: Error): void }[] = []
  const ask = (message: ToWorker): Promise<readonly MessageRow[]> =>
    new Promise((resolve, reject) => {
      if (stopping) return reject(new Error('The practice carrier is stopped.'))
      waiting.push({ resolve, reject })
      say(message)
    })

  return new Promise((resolve, reject) => {
    worker.on('error', (problem) => {
      log.error('practice.thread-died', { cause: problem instanceof Error ? problem.message : 'unknown' })
      reject(problem)
    })
    void ended.then(() => {
      stopping = true
      const gone = new Error('The practice carrier has ended.')
      reject(gone)
      for (const one of waiting.splice(0)) one.reject(gone)
    })
    worker.on('message', (message: ToParent) => {
      switch (message.kind) {
        case 'log':
          log[message.level](message.event, message.fields)
          return
        case 'failed':
          reject(new Error(`The practice carrier could not start: ${message.cause}`))
          return
        case 'stopped':
          return
        case 'answer':
          waiting.shift()?.resolve(message.accepted)
          return
        case 'ready':
          resolve({
            url: message.url,
            accountSid: message.accountSid,
            authToken: message.authToken,
            setFaults: async (faults) => void (await ask({ kind: 'faults', faults })),
            accepted: () => ask({ kind: 'accepted' }),
            stop: async () => {
              if (!stopping) say({ kind: 'stop' })
              stopping = true
              await ended
            },
          })
      }
    })
  })
}
