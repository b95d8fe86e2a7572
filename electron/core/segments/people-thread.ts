import { Worker } from 'node:worker_threads'
import type { Moment } from '../../../shared/rules/segments/calendar.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { PeopleAnswer, PeopleRequest, WorkerSetup } from './people-worker.ts'

/** A thread that looks through the book, started when first needed and again should it ever die. */
export type PeopleThread = {
  ask<K extends PeopleRequest['kind']>(request: Extract<PeopleRequest, { kind: K }>): Promise<Extract<PeopleAnswer, { kind: K | 'superseded' }>>
  close(): Promise<void>
}

/** @throws (from `ask`) whatever went wrong in the thread, with SQLite's code. */
export const createPeopleThread = ({ databaseFile, nativeBinding }: WorkerSetup, moment: () => Moment): PeopleThread => {
  let worker: Worker | null = null
  let last = 0
  let closed = false
  const waiting = new Map<number, (answer: PeopleAnswer) => void>()

  const failAll = (message: string) => {
    for (const resolve of waiting.values()) resolve({ kind: 'failed', code: 'internal', message })
    waiting.clear()
  }

  const start = (): Worker => {
    const started = new Worker(workerUrl('segments/people-worker'), { workerData: { databaseFile, nativeBinding } satisfies WorkerSetup })
    started.unref()
    started.on('message', ({ id, answer }: { id: number; answer: PeopleAnswer }) => {
      waiting.get(id)?.(answer)
      waiting.delete(id)
    })
    started.on('error', (error) => failAll(error.message))
    started.on('exit', () => {
      if (worker === started) worker = null
      failAll('the people worker ended')
    })
    return started
  }

  return {
    ask: async (request) => {
      if (closed) throw new Error('the book is closed')
      const answer = await new Promise<PeopleAnswer>((resolve) => {
        worker ??= start()
        const id = ++last
        waiting.set(id, resolve)
        worker.postMessage({ id, request, now: moment() })
      })
      if (answer.kind === 'failed') throw Object.assign(new Error(answer.message), { code: answer.code })
      return answer as Extract<PeopleAnswer, { kind: typeof request.kind | 'superseded' }>
    },
    close: () =>
      new Promise((resolve) => {
        closed = true
        if (worker === null) return resolve()
        const closing = worker
        closing.once('exit', () => resolve())
        closing.postMessage({ id: 0, request: { kind: 'close' }, now: moment() })
      }),
  }
}
