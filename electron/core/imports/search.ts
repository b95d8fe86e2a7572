/** The searching thread: builds the search of a large first import beside the book while the others read and write. */
import type { MessagePort } from 'node:worker_threads'
import type { ReadMessage, SearchJob, SearchMessage } from './jobs.ts'
import { createAside, type Aside } from './search-aside.ts'
import { CANCEL, KEPT_UNSEARCHED, searchedPieces } from './signals.ts'

type People = Extract<SearchMessage, { readonly kind: 'people' }>

/** `reader` brings what the search keeps of people, `writer` hears the end. */
export const search = (job: SearchJob, reader: MessagePort, writer: MessagePort): void => {
  const signals = new Int32Array(job.cancel)
  const say = (message: ReadMessage): void => writer.postMessage(message)
  let aside: Aside | null = null
  // Nobody waits for the search before all are in and the writing thread works alone: until then it lets the others go
  // first, as far as memory goes.
  let waiting: People[] = []
  let over = false
  const end = (message: ReadMessage): void => {
    over = true
    waiting = []
    // Nobody need wait for this one any more.
    searchedPieces(signals, 1 << 30)
    try {
      aside?.close()
    } finally {
      say(message)
      reader.close()
      writer.close()
    }
  }
  const attempt = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      // The search is then written anew.
      end({ kind: 'unsearched', cause: String(error) })
    }
  }
  const work = (keep: number): void => {
    while (waiting.length > keep && !over && Atomics.load(signals, CANCEL) === 0) {
      const { firstId, search } = waiting.shift() as People
      attempt(() => aside?.add(firstId, search))
      if (!over) searchedPieces(signals, 1)
    }
  }
  attempt(() => {
    aside = createAside(job.aside.file, job.nativeBinding, job.aside.sql, job.bytes)
  })
  reader.on('message', (message: SearchMessage) => {
    if (over) return
    if (Atomics.load(signals, CANCEL) !== 0) return end({ kind: 'searched' })
    switch (message.kind) {
      case 'people':
        waiting.push(message)
        return work(KEPT_UNSEARCHED)
      case 'end':
        work(0)
        return over ? undefined : end({ kind: 'searched' })
    }
  })
  // The reading thread ended without a word: it failed, and the writing one takes everything back.
  reader.on('close', () => void (over || end({ kind: 'searched' })))
}
