import { parentPort, workerData } from 'node:worker_threads'
import type { Audience, Recipient } from '../../../shared/contract/campaigns.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { todayOf, type Moment } from '../../../shared/rules/segments/calendar.ts'
import { compileTemplate } from '../../../shared/sms/merge.ts'
import { mergeSource } from '../contacts/audience.ts'
import { openDatabase } from '../database/open.ts'
import { tellTime } from '../segments/moment.ts'
import { enqueue } from '../sending/messages.ts'
import { countMessages, eligibleOf, mergeFor, recipientAt, unfit, type Count, type EligibleAudience, type HoursAt } from './audience.ts'

/** Reads audiences, merges and counts on a thread of its own; writes the queue in short transactions. */

export type WorkerSetup = { readonly databaseFile: string; readonly nativeBinding: string | undefined }
export type Who = { readonly audience: Audience; readonly purpose: Purpose; readonly body: string; readonly business: string }
export type WorkerRequest =
  | ({ readonly kind: 'count'; readonly hours: HoursAt | null } & Who)
  | ({ readonly kind: 'recipient'; readonly index: number } & Who)
  | ({ readonly kind: 'enqueue'; readonly batchId: number; readonly senderId: number; readonly priority: 1 | 2; readonly dueAt: number; readonly validUntil: number | null; readonly now: number } & Who)
export type WorkerAnswer =
  | { readonly kind: 'count'; readonly count: Count }
  | { readonly kind: 'recipient'; readonly recipient: Recipient | null }
  | { readonly kind: 'enqueue'; readonly messages: number; readonly segments: number }
  /** A newer count was asked for meanwhile. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

/** Short enough that a write on the main thread hardly waits. */
const ROWS_A_TRANSACTION = 500

const setup = workerData as WorkerSetup
const db = openDatabase(setup.databaseFile, { nativeBinding: setup.nativeBinding })
const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

let moment: Moment = { now: Date.now(), zone: 'UTC' }
tellTime(db, () => moment)

let cached: { key: string; eligible: EligibleAudience } | null = null
const eligible = ({ audience, purpose }: Who): EligibleAudience => {
  // data_version changes with every commit of another connection: then the audience is read again.
  const key = JSON.stringify([audience, purpose, audience.kind === 'segment' ? todayOf(moment) : null, db.pragma('data_version', { simple: true })])
  if (cached?.key !== key || moment.now >= cached.eligible.until) cached = { key, eligible: eligibleOf(db, audience, purpose, moment.now) }
  return cached.eligible
}

const enqueueAll = async (request: Extract<WorkerRequest, { kind: 'enqueue' }>): Promise<WorkerAnswer> => {
  const { body, business, batchId, senderId, priority, dueAt, validUntil, purpose, now } = request
  const compiled = compileTemplate(body)
  if (!compiled.ok) return { kind: 'failed', code: 'campaigns-body', message: 'the message does not compile' }
  const source = mergeSource(db)
  const { ids } = eligibleOf(db, request.audience, purpose, now)
  let messages = 0
  let segments = 0
  for (let from = 0; from < ids.length; from += ROWS_A_TRANSACTION) {
    db.transaction(() => {
      const put = enqueue(db, now)
      for (const id of ids.slice(from, from + ROWS_A_TRANSACTION)) {
        const person = source(id)
        if (person === null) continue
        const merged = mergeFor(person, compiled.template, business)
        if (unfit(merged.text) !== null) continue
        put({
          batchId, contactId: id, number: person.number, name: `${person.firstName} ${person.lastName}`.trim(), body: merged.text,
          purpose, priority, senderId, segments: merged.segments, dueAt, validUntil,
        })
        messages += 1
        segments += merged.segments
      }
    }).immediate()
    await pause()
  }
  return { kind: 'enqueue', messages, segments }
}

let newestCount = 0
const answer = async (id: number, request: WorkerRequest): Promise<WorkerAnswer> => {
  switch (request.kind) {
    case 'recipient':
      return { kind: 'recipient', recipient: recipientAt(db, eligible(request), request.index, request.body, request.business) }
    case 'count': {
      const superseded = new Error('superseded')
      try {
        const count = await countMessages(db, eligible(request), request.body, request.business, async () => {
          await pause()
          if (id !== newestCount) throw superseded
        }, request.hours)
        return { kind: 'count', count }
      } catch (error) {
        if (error === superseded) return { kind: 'superseded' }
        throw error
      }
    }
    case 'enqueue':
      return enqueueAll(request)
  }
}

parentPort!.on('message', ({ id, request, now }: { id: number; request: WorkerRequest | { kind: 'close' }; now?: Moment }) => {
  if (request.kind === 'close') {
    db.close()
    process.exit(0)
  }
  if (now !== undefined) moment = now
  if (request.kind === 'count') newestCount = id
  answer(id, request)
    .catch((error: unknown): WorkerAnswer => {
      const { code = 'internal', message } = error as Error & { code?: string }
      return { kind: 'failed', code, message }
    })
    .then((result) => parentPort!.postMessage({ id, answer: result }))
    .catch(() => undefined)
})
