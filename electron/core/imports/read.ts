/** The reading thread: file → rows → people, chunk by chunk, to the writing thread. Never touches the book. */
import { createHash } from 'node:crypto'
import type { MessagePort } from 'node:worker_threads'
import { firstHashes } from '../consent/first-hashes.ts'
import type { HashedPart, Piece, ReadJob, ReadMessage, SaidPart, SearchMessage } from './jobs.ts'
import { OPTED } from './opt-in.ts'
import { createPieces } from './pieces.ts'
import { customColumns, rowToContact } from './row.ts'
import { readRows, stampOf } from './reading/file.ts'
import { ROWS_MERGED } from './reading/limits.ts'
import { Refusal, refusalOf } from './reading/refusals.ts'
import { CANCEL, waitForOthers } from './signals.ts'
import { createSeen, type Seen } from './seen.ts'

/** Pieces in a chunk, and so in one transaction of the writing thread: about a tenth of a second there. The first chunk has one, so that it starts early. */
const CHUNK_PIECES = 20
/** Numbers in one part of what people say: about a tenth of a second for each purpose when it is written down. */
const SAID_NUMBERS = 15_000

/** `searcher` is there only where the search is built aside. */
export const read = (job: ReadJob, port: MessagePort, pieces: MessagePort, searcher: MessagePort | null): void => {
  const say = (message: ReadMessage): void => port.postMessage(message)
  const give = (piece: Piece & { readonly search: Uint8Array<ArrayBuffer> }, firstId: number): void => {
    const { people, search } = piece
    if (searcher === null) return pieces.postMessage(piece, [people.buffer as ArrayBuffer, search.buffer])
    searcher.postMessage({ kind: 'people', firstId, search } satisfies SearchMessage, [search.buffer])
    pieces.postMessage({ ...piece, search: null } satisfies Piece, [people.buffer as ArrayBuffer])
  }
  let searching = searcher !== null
  const searched = (): void => {
    if (searching) searcher?.postMessage({ kind: 'end' } satisfies SearchMessage)
    searching = false
  }
  const giveHashes = (part: HashedPart): void => pieces.postMessage(part, Object.values(part.hashes).map(({ buffer }) => buffer as ArrayBuffer))
  try {
    run(job, searcher !== null, say, give, giveHashes, searched)
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) say({ kind: 'refused', code: refusal.code, params: refusal.params })
    else say({ kind: 'crashed', cause: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
  searched()
}

type Said = { readonly says: SaidPart['says']; readonly numbers: () => string[] }

/** What is to be written down: a "no" on any row outweighs every "yes". */
const saidOf = (seen: Seen, unsaidAgrees: boolean | null): readonly Said[] => {
  const parts = (says: SaidPart['says'], digits: Float64Array): readonly Said[] =>
    Array.from({ length: Math.ceil(digits.length / SAID_NUMBERS) }, (_, i) => ({
      says,
      // Sorted as text, where numbers of several lengths meet. Made anew each time: all of them at once are large.
      numbers: () => Array.from(digits.subarray(i * SAID_NUMBERS, (i + 1) * SAID_NUMBERS), (number) => `+${number}`).sort(),
    }))
  return [
    ...parts('stop', seen.digits((strictest) => strictest <= OPTED.stop)),
    ...parts('no', seen.digits((strictest) => strictest > OPTED.stop && strictest <= OPTED.no)),
    ...(unsaidAgrees === null ? [] : parts('yes', seen.digits((strictest, kindest) => strictest >= OPTED.unsaid && (unsaidAgrees || kindest === OPTED.yes)))),
  ]
}

const run = (job: ReadJob, searching: boolean, say: (message: ReadMessage) => void, give: (piece: Piece & { readonly search: Uint8Array<ArrayBuffer> }, firstId: number) => void, giveHashes: (part: HashedPart) => void, searched: () => void): void => {
  const signals = new Int32Array(job.cancel)
  const stamp = stampOf(job.path)
  if (stamp.bytes !== job.stamp.bytes || stamp.changedAt !== job.stamp.changedAt) throw new Refusal('imports-file-changed')

  const readRow = rowToContact(job)
  const seen = createSeen(stamp.bytes)
  const builder = createPieces(seen, customColumns(job).map(({ key }) => key), job.tags)
  let header = job.reading.hasHeader
  let nextId = job.aside?.firstId ?? 0
  let pieces = 0
  let sent = 0
  let chunkPieces = 1

  const sendChunk = (bytesRead: number): void => {
    if (pieces > 0) say({ kind: 'chunk', bytesRead, pieces })
    pieces = 0
    chunkPieces = CHUNK_PIECES
  }
  const flush = (bytesRead: number): void => {
    if (builder.rows === 0) return
    const piece = builder.finish()
    give(piece, nextId)
    nextId += piece.count
    if (++pieces >= chunkPieces) sendChunk(bytesRead)
    waitForOthers(signals, ++sent, searching)
  }

  const hash = createHash('sha256')
  for (const piece of readRows(job.path, job.reading, (bytes) => void hash.update(bytes))) {
    if (Atomics.load(signals, CANCEL) !== 0) return
    for (const row of piece.rows) {
      if (header) {
        header = false
        continue
      }
      builder.add(row, readRow(row))
      if (builder.rows >= ROWS_MERGED) flush(piece.bytesRead)
    }
  }
  flush(stamp.bytes)
  sendChunk(stamp.bytes)
  const after = stampOf(job.path)
  if (after.bytes !== stamp.bytes || after.changedAt !== stamp.changedAt) throw new Refusal('imports-file-changed')
  say({ kind: 'all' })
  searched()
  const said = saidOf(seen, job.unsaidAgrees)
  say({ kind: 'end', hash: hash.digest('hex'), said: said.map(({ says, numbers }) => ({ says, numbers: `["${numbers().join('","')}"]` })) })
  // While the others write and search: this thread is through.
  for (const [part, { says, numbers }] of said.entries()) {
    if (says !== 'yes') continue
    if (Atomics.load(signals, CANCEL) !== 0) return
    const these = numbers()
    giveHashes({ part, hashes: Object.fromEntries(job.consent.purposes.map((purpose) => [purpose, firstHashes(job.consent.imported, purpose, these)])) })
    waitForOthers(signals, ++sent, false)
  }
}
