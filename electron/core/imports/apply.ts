/**
 * The writing thread: rows → book, a chunk to a transaction.
 *
 * Why so: one transaction for everything would keep every other writer out for seconds, and consent events can never be
 * deleted again. So contacts, tags and lists go in by chunks, each with what it takes to undo it (import_rows); until all
 * are in, a cancel or a crash takes them out again (undo.ts). Then `applied` is set together with the totals: from there
 * on the import is only finished, never undone. Consent comes after that, and recording it twice writes it once.
 */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads'
import { openDatabase } from '../database/open.ts'
import { finish, recordConsents } from './finish.ts'
import type { HashedPart, Piece, ReadMessage, SaidHashes, WriteJob, WriteMessage } from './jobs.ts'
import { refusalOf } from './reading/refusals.ts'
import { removeAside } from './search-aside.ts'
import { writtenPieces } from './signals.ts'
import { tidySearch, undoImport } from './undo.ts'
import { createWriter } from './write.ts'

/** Between two transactions, for whoever waits to write: SQLite asks again after 1, 2, 5, 10 … ms. */
const BREATH_MS = 2
/** The same while somebody else is writing: longer than SQLite's longest wait of 100 ms. */
const LONG_BREATH_MS = 110
/** Of the progress, what reading and storing people makes up; the rest is what they said and the search. */
const READ_PART = 0.8
/** Chunks after which the log is copied into the book, so that it does not grow with the file. */
const CHUNKS_TO_CHECKPOINT = 60

/** The owner thought better of it. */
class Canceled extends Error {}

/** `searcherPort` is there only where the search is built aside. */
export const apply = (job: WriteJob, readerPort: MessagePort, pieces: MessagePort, searcherPort: MessagePort | null, port: MessagePort): void => {
  const say = (message: WriteMessage): void => port.postMessage(message)
  const db = openDatabase(job.databaseFile, { nativeBinding: job.nativeBinding })
  // Until the last commit an import may be lost with the power: it is undone at the next start anyway.
  db.pragma('synchronous = NORMAL')
  db.pragma('wal_autocheckpoint = 0')
  db.pragma('cache_spill = OFF')
  // Sorting a million names for an index goes to threads, which SQLite gives it only where what is sorted may lie in a file.
  db.pragma('temp_store = FILE')
  db.pragma('threads = 2')
  // Rows written here refer to rows this thread wrote or has just seen: looking each up again would double the time.
  db.pragma('foreign_keys = OFF')
  const canceled = new Int32Array(job.cancel)
  const writer = createWriter(db, job, () => receiveMessageOnPort(pieces)?.message as Piece)
  // The owner's clock may run apart from the computer's (the demo's does): what passed here counts from its start.
  const began = performance.now()
  const now = (): number => job.at + Math.round(performance.now() - began)
  let over = false
  /** From here on nothing can be taken back. */
  let sealed = false
  let written = false
  let searched = searcherPort === null
  let chunks = 0
  let hashed: HashedPart | null = null
  const breathe = (): void => void Atomics.wait(canceled, 0, 0, writer.othersWrote() ? LONG_BREATH_MS : BREATH_MS)

  /** The hashes of a part, where the reading thread has made them by now; none where it has not. */
  const hashesOf = (part: number): SaidHashes => {
    while (hashed === null || hashed.part < part) {
      const next = receiveMessageOnPort(pieces)?.message as HashedPart | undefined
      if (next === undefined) return {}
      hashed = next
    }
    return hashed.part === part ? hashed.hashes : {}
  }

  const close = (): void => {
    over = true
    // Nobody need wait for this one any more.
    writtenPieces(canceled, 1 << 30)
    for (const one of [readerPort, pieces, searcherPort]) one?.close()
    db.close()
  }
  /** Frees its room where possible: Windows keeps a file the reading thread still has open; the main thread removes it after both ended. */
  const discardAside = (): void => {
    try {
      removeAside(job.folder, job.importId)
    } catch {
      // Removed later.
    }
  }
  const takeBack = (state: 'canceled' | 'failed', problem: { code: string; params: Readonly<Record<string, string | number>> } | null, cause: string | null): void => {
    try {
      discardAside()
      db.pragma('foreign_keys = ON')
      undoImport(db, job.importId, now(), state, problem)
    } catch (error) {
      // Most likely the disk: the import stays 'running' in the book and is taken back at the next start.
      cause ??= String(error)
    }
    close()
    say(state === 'canceled' ? { kind: 'ended', state } : { kind: 'failed', code: problem?.code ?? 'internal', params: problem?.params ?? {}, cause })
  }
  const fail = (error: unknown): void => {
    const refusal = refusalOf(error)
    takeBack('failed', refusal ?? { code: 'internal', params: {} }, refusal ? null : error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  /** Everybody is in the book; what could not be done is done at the next start. */
  const later = (error: unknown): void => {
    close()
    say({ kind: 'failed', code: refusalOf(error)?.code ?? 'imports-finish-later', params: {}, cause: String(error) })
  }
  /** Once all is written down and the search is built. */
  const complete = (): void => {
    if (!written || !searched) return
    try {
      writer.search()
      finish(db, job.importId, now())
    } catch (error) {
      return later(error)
    }
    say({ kind: 'ended', state: 'done' })
    // The rest is housekeeping.
    over = true
    for (const one of [readerPort, pieces, searcherPort]) one?.close()
    tidySearch(db)
    db.pragma('wal_checkpoint(PASSIVE)')
    db.close()
  }

  const hear = (message: ReadMessage): void => {
    if (over) return
    if (!sealed && Atomics.load(canceled, 0) !== 0) return takeBack('canceled', null, null)
    switch (message.kind) {
      case 'chunk': {
        try {
          writer.chunk(message.pieces)
          writtenPieces(canceled, message.pieces)
        } catch (error) {
          return fail(error)
        }
        say({ kind: 'progress', progress: Math.min(READ_PART, (message.bytesRead / Math.max(1, job.bytes)) * READ_PART), counts: { ...writer.counts } })
        if (++chunks % CHUNKS_TO_CHECKPOINT === 0) db.pragma('wal_checkpoint(PASSIVE)')
        breathe()
        return
      }
      case 'all': {
        say({ kind: 'progress', progress: READ_PART, counts: { ...writer.counts } })
        // Indexes and the search are written in one go, in order: what is full need not wait in memory for the commit.
        db.pragma('cache_spill = ON')
        try {
          writer.complete(() => {
            if (Atomics.load(canceled, 0) !== 0) throw new Canceled()
          })
        } catch (error) {
          return error instanceof Canceled ? takeBack('canceled', null, null) : fail(error)
        }
        return
      }
      case 'end': {
        try {
          writer.seal(message.hash, message.said)
        } catch (error) {
          return fail(error)
        }
        sealed = true
        say({ kind: 'sealed' })
        try {
          recordConsents(db, job.importId, (part) => {
            writtenPieces(canceled, 1)
            say({ kind: 'progress', progress: READ_PART + part * (1 - READ_PART), counts: { ...writer.counts } })
            breathe()
          }, hashesOf)
        } catch (error) {
          return later(error)
        }
        written = true
        return complete()
      }
      case 'searched':
        searched = true
        return complete()
      case 'unsearched':
        searched = true
        writer.discardSearch()
        return complete()
      case 'refused':
        return takeBack('failed', { code: message.code, params: message.params }, null)
      case 'crashed':
        return takeBack('failed', { code: 'internal', params: {} }, message.cause)
    }
  }
  readerPort.on('message', hear)
  searcherPort?.on('message', hear)
  // A cancel that comes while the reading thread is silent.
  const watch = async (): Promise<void> => {
    const waiting = Atomics.waitAsync(canceled, 0, 0)
    if (waiting.async) await waiting.value
    if (!over && !sealed) takeBack('canceled', null, null)
  }
  void watch()
}
