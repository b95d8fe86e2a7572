/** The searching thread: builds the search of a large first import beside the book while the others read and write. */
import type { MessagePort } from 'node:worker_threads'
import type { ReadMessage, SearchJob, SearchMessage } from './jobs.ts'
import { createAside, type Aside } from './search-aside.ts'
import { createSearchRows } from './search-rows.ts'
import { CANCEL, searchedPieces } from './signals.ts'

/** `reader` brings what the search keeps of people, `writer` hears the end. */
export const search = (job: SearchJob, reader: MessagePort, writer: MessagePort): void => {
  const signals = new Int32Array(job.cancel)
  const say = (message: ReadMessage): void => writer.postMessage(message)
  const searchRows = createSearchRows()
  let aside: Aside | null = null
  let over = false
  const end = (message: ReadMessage): void => {
    over = true
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
  attempt(() => {
    aside = createAside(job.aside.file, job.nativeBinding, job.aside.sql, job.bytes)
  })
  reader.on('message', (message: SearchMessage) => {
    if (over) return
    if (Atomics.load(signals, CANCEL) !== 0) return end({ kind: 'searched' })
    switch (message.kind) {
      case 'people':
        attempt(() => aside?.add(message.firstId, searchRows(message)))
        return searchedPieces(signals, 1)
      case 'end':
        return end({ kind: 'searched' })
    }
  })
  // The reading thread ended without a word: it failed, and the writing one takes everything back.
  reader.on('close', () => void (over || end({ kind: 'searched' })))
}
