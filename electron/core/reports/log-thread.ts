import { Worker } from 'node:worker_threads'
import type { Db } from '../database/open.ts'
import { noteChanges, takeChanges } from '../sending/log-changes.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { LogAnswers, LogReply, LogRequest, LogSetup, LogWord } from './log-worker.ts'

/** The thread that holds the log, started when first asked. */
export type LogThread = {
  /** Equal questions that wait are asked once. @throws whatever went wrong in the thread, with SQLite's code. */
  ask<K extends LogRequest['kind']>(request: Extract<LogRequest, { kind: K }>): Promise<LogAnswers[K]>
  close(): Promise<void>
}

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }

export const createLogThread = (setup: LogSetup, db: Db, now: () => number): LogThread => {
  let worker: Worker | null = null
  let noting = false
  let last = 0
  let closed = false
  const waiting = new Map<number, Waiting>()
  /** The one under way, and the one behind it that every later asker shares: it sees all that was written before. */
  const running = new Map<string, Promise<unknown>>()
  const next = new Map<string, Promise<unknown>>()

  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  const start = (): Worker => {
    const started = new Worker(workerUrl('reports/log-worker'), { workerData: { databaseFile: setup.databaseFile, nativeBinding: setup.nativeBinding } satisfies LogSetup })
    started.unref()
    started.on('message', (reply: LogReply) => {
      const asked = waiting.get(reply.id)
      waiting.delete(reply.id)
      if ('failed' in reply) asked?.reject(Object.assign(new Error(reply.failed.message), { code: reply.failed.code }))
      else asked?.resolve(reply.value)
    })
    started.on('error', failAll)
    started.on('exit', () => {
      if (worker === started) worker = null
      failAll(new Error('the log worker ended'))
    })
    if (!noting) noteChanges(db)
    noting = true
    return started
  }

  const send = async (request: LogRequest): Promise<unknown> => {
    if (closed) throw new Error('the book is closed')
    const here = (worker ??= start())
    const say = (word: LogWord) => here.postMessage(word)
    await takeChanges(db, (ids) => say({ kind: 'changed', ids }))
    return new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, { resolve, reject })
      say({ kind: 'ask', id, request, now: now() })
    })
  }

  const ask = (request: LogRequest): Promise<unknown> => {
    const key = JSON.stringify(request)
    const before = running.get(key)
    if (before === undefined) {
      const answer = send(request).finally(() => running.delete(key))
      running.set(key, answer)
      return answer
    }
    const shared = next.get(key)
    if (shared !== undefined) return shared
    const answer = before
      .catch(() => undefined)
      .then(() => {
        next.delete(key)
        return ask(request)
      })
    next.set(key, answer)
    return answer
  }

  return {
    ask: (request) => ask(request) as Promise<never>,
    close: () =>
      new Promise((resolve) => {
        closed = true
        if (worker === null) return resolve()
        worker.once('exit', () => resolve())
        worker.postMessage({ kind: 'close' } satisfies LogWord)
      }),
  }
}
