import { parentPort, workerData } from 'node:worker_threads'
import type { MessageFilter, MessageReasons } from '../../../shared/contract/messages.ts'
import type { CampaignResults, Comparison, Trends } from '../../../shared/contract/results.ts'
import { openDatabase } from '../database/open.ts'
import { createLogColumns, type Selected, type Tally } from '../sending/log-columns.ts'
import { logHolds, type QueueWaits } from '../sending/log.ts'
import { createAnswerBook } from './answer-book.ts'
import { campaignResults, compareCampaigns } from './campaign-results.ts'
import { trendsOf } from './trends.ts'

/** Looks through the delivery log and makes figures of it, on a thread of its own with a connection that cannot write. */

export type LogSetup = { readonly databaseFile: string; readonly nativeBinding: string | undefined }

export type LogRequest =
  | { readonly kind: 'page'; readonly filter: MessageFilter; readonly offset: number; readonly limit: number }
  | { readonly kind: 'tally'; readonly filter: MessageFilter }
  | { readonly kind: 'reasons'; readonly filter: MessageFilter; readonly waits: QueueWaits }
  | { readonly kind: 'campaign'; readonly campaignId: number }
  | { readonly kind: 'compare'; readonly first: number; readonly second: number }
  | { readonly kind: 'trends'; readonly months: number }
  /** Resolves when the search of the log is built to its end; for the bench. */
  | { readonly kind: 'ready' }
export type LogAnswers = {
  readonly page: Selected
  readonly tally: Tally
  readonly reasons: { readonly tally: Tally; readonly holds: MessageReasons['holds'] }
  readonly campaign: CampaignResults
  readonly compare: readonly Comparison[]
  readonly trends: Trends
  readonly ready: { readonly messages: number }
}
export type LogWord = { readonly kind: 'ask'; readonly id: number; readonly request: LogRequest; readonly now: number } | { readonly kind: 'changed'; readonly ids: readonly number[] } | { readonly kind: 'close' }
export type LogReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failed: { readonly code: string; readonly message: string } }

const { databaseFile, nativeBinding } = workerData as LogSetup
const db = openDatabase(databaseFile, { nativeBinding, readonly: true })
const columns = createLogColumns(db)
const answers = createAnswerBook(db)
const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

const answer = (request: LogRequest, now: number): LogAnswers[keyof LogAnswers] => {
  switch (request.kind) {
    case 'page':
      return columns.select(request.filter, request, now)
    case 'tally':
      return columns.tally(request.filter, now)
    case 'reasons': {
      const tally = columns.tally(request.filter, now)
      // The tally counts every state, whichever are asked for.
      const { statuses = [] } = request.filter
      const waiting = tally.states.queued > 0 && (statuses.length === 0 || statuses.includes('queued'))
      return { tally, holds: !waiting ? [] : logHolds(db, request.filter, request.waits, now) }
    }
    case 'campaign':
      return campaignResults({ db, columns, answers }, request.campaignId, now)
    case 'compare':
      return compareCampaigns({ db, columns, answers }, request.first, request.second, now)
    case 'trends':
      return trendsOf({ db, columns, answers }, request.months, now)
    case 'ready':
      return { messages: columns.size() }
  }
}

/** The first page of the whole log is there before the log is read: it needs no more than the newest ids. */
const early = (request: LogRequest): Selected | null => {
  if (request.kind !== 'page' || Object.keys(request.filter).length > 0) return null
  return {
    ids: db.prepare('SELECT id FROM messages ORDER BY id DESC LIMIT ? OFFSET ?').pluck().all(request.limit, request.offset) as number[],
    total: db.prepare('SELECT count(*) FROM messages').pluck().get() as number,
    atLeast: false,
  }
}

let indexing: Promise<void> | null = null
/** Builds the search while nobody asks for anything. */
const index = (): Promise<void> =>
  (indexing ??= (async () => {
    while (!columns.indexStep()) await pause()
  })().finally(() => { indexing = null }))

const handle = async (request: LogRequest, now: number): Promise<unknown> => {
  if (columns.upto() === 0 || (loading && request.kind === 'page')) {
    const first = early(request)
    if (first !== null) {
      void catchUp(now)
      return first
    }
  }
  // One that is under way may have passed what was written just now.
  if (catching !== null) await catching
  await catchUp(now)
  if ('filter' in request) await searchThrough(request.filter, request.kind === 'page' ? PAGE_MS : Infinity)
  const value = answer(request, now)
  void index()
  if (request.kind === 'ready') await index()
  return value
}

/** How long the first page of a search waits for its end; what is found by then is shown, and asked for again. */
const PAGE_MS = 40
const searchThrough = async (filter: MessageFilter, most: number): Promise<void> => {
  const start = performance.now()
  while (!columns.searchStep(filter) && performance.now() - start < most) if (most === Infinity) await pause()
}

let catching: Promise<void> | null = null
/** Until the whole log was read once. */
let loading = true
/** Reads what is new, in steps, so that changes and other questions have their turn. Without a pause it ends before it is noted: hence the `finally` of the promise. */
const catchUp = (now: number): Promise<void> =>
  (catching ??= (async () => {
    while (!columns.step()) await pause()
    loading = false
    while (!answers.step(columns, now)) await pause()
  })().finally(() => { catching = null }))

const post = (reply: LogReply): void => parentPort!.postMessage(reply)

parentPort!.on('message', (word: LogWord) => {
  switch (word.kind) {
    case 'close':
      db.close()
      process.exit(0)
      break
    case 'changed':
      columns.reread(word.ids)
      break
    case 'ask':
      handle(word.request, word.now)
        .then((value) => post({ id: word.id, value }))
        .catch((error: unknown) => {
          const { code = 'internal', message } = error as Error & { code?: string }
          post({ id: word.id, failed: { code, message } })
        })
  }
})
