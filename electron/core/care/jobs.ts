/** Long work on people, each in a thread of its own, with progress and a stop. */
import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Job, JobKind } from '../../../shared/contract/people.ts'
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import type { Context } from '../context.ts'
import type { Found } from '../contacts/duplicates.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { Erased, EraseTask } from './erase.ts'
import type { Exported, ExportPlan } from './export-file.ts'

export type Task =
  /** Works through the people of a choice; the change is in the journal already. */
  | { readonly kind: 'change'; readonly changeId: number; readonly who: ContactChoice }
  | { readonly kind: 'undo'; readonly changeId: number }
  | { readonly kind: 'duplicates' }
  | { readonly kind: 'export'; readonly plan: ExportPlan }
  | { readonly kind: 'erase'; readonly task: EraseTask }

/** What a thread is given. `stop`: one Int32, STOP or LEAVE it once it is not 0. */
export type CareJob = {
  readonly databaseFile: string
  readonly nativeBinding: string | undefined
  readonly now: number
  readonly zone: string
  readonly stop: SharedArrayBuffer
  readonly task: Task
}
/** A person wants it stopped: what was done is taken back. The book closes: it stays as far as it is. */
export const STOP = 1
export const LEAVE = 2

export type Ended =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'exported'; readonly exported: Exported }
  | { readonly kind: 'erased'; readonly erased: Erased }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
export type ToMain = { readonly kind: 'progress'; readonly done: number; readonly total: number } | { readonly kind: 'ended'; readonly ended: Ended }

export type Jobs = {
  run(kind: JobKind, task: Task): Promise<Ended>
  stop(id: string): boolean
  all(): readonly Job[]
  /** Of one of these kinds. */
  busy(...kinds: readonly JobKind[]): boolean
}

export const createJobs = (context: Context): Jobs => {
  const running = new Map<string, { job: Job; readonly stop: Int32Array; readonly ended: Promise<unknown> }>()
  const tell = (job: Job): void => context.emit('people.progress', job)
  context.onClose(async () => {
    for (const { stop } of running.values()) {
      Atomics.store(stop, 0, LEAVE)
      Atomics.notify(stop, 0)
    }
    await Promise.allSettled([...running.values()].map(({ ended }) => ended))
  })
  return {
    run(kind, task) {
      const id = randomUUID()
      const stop = new SharedArrayBuffer(4)
      const job: CareJob = {
        databaseFile: context.databaseFile, nativeBinding: context.nativeBinding, now: context.clock.now(),
        zone: new Intl.DateTimeFormat().resolvedOptions().timeZone, stop, task,
      }
      const ended = new Promise<Ended>((resolve, reject) => {
        const worker = new Worker(workerUrl('care/care-worker'), { workerData: job, env: {}, name: `people-${kind}` })
        let answer: Ended | null = null
        worker.on('message', (message: ToMain) => {
          const entry = running.get(id)
          if (message.kind === 'ended') answer = message.ended
          else if (entry !== undefined) tell((entry.job = { ...entry.job, done: message.done, total: message.total }))
        })
        worker.once('error', reject)
        // Only when it is gone are its connection and its file free.
        worker.once('exit', () => (answer === null ? reject(new Error('The thread ended without an answer.')) : resolve(answer)))
      }).finally(() => {
        const entry = running.get(id)
        running.delete(id)
        if (entry !== undefined) tell({ ...entry.job, ended: true })
      })
      const first: Job = { id, kind, done: 0, total: 0, ended: false }
      running.set(id, { job: first, stop: new Int32Array(stop), ended })
      tell(first)
      return ended
    },
    stop(id) {
      const entry = running.get(id)
      if (entry === undefined) return false
      Atomics.compareExchange(entry.stop, 0, 0, STOP)
      Atomics.notify(entry.stop, 0)
      return true
    },
    all: () => [...running.values()].map(({ job }) => job),
    busy: (...kinds) => [...running.values()].some(({ job }) => kinds.includes(job.kind)),
  }
}
