/**
 * Kills the sending process at random moments, also between the carrier's accept and its answer, among 429s, 5xx,
 * resets, hangs and late lists; restarts it; and compares with what the carrier accepted.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordConsentMany } from '../../electron/core/consent/record.ts'
import { migrate } from '../../electron/core/database/migrate.ts'
import { openDatabase } from '../../electron/core/database/open.ts'
import { scaledClock, seededRandom } from '../../electron/core/environment.ts'
import { createBatch, openBatch } from '../../electron/core/sending/batches.ts'
import { enqueue } from '../../electron/core/sending/messages.ts'
import { saveNumbers } from '../../electron/core/sending/senders.ts'
import type { CarrierSetup, FromCarrier, ToCarrier } from './carrier-process.ts'
import type { FromSender, SenderSetup } from './sender-process.ts'

export type TortureOptions = {
  readonly kills: number
  readonly messages: number
  readonly seed: number
  /** Told of each step, for a person. */
  readonly say: (text: string) => void
}
export type TortureResult = {
  readonly bench: 'torture'
  readonly seed: number
  readonly kills: number
  readonly messages: number
  readonly lost: number
  readonly duplicated: number
  readonly unknown_left: number
}

/** The look-ups of unknown messages take minutes of patience; at this speed, seconds. */
const SPEED = 40
/** How long a life lasts, in real milliseconds. */
const SHORTEST_MS = 120
const LONGEST_MS = 1200
/** One message in fifty has a twin: the same words to the same number. */
const TWIN_EVERY = 50
const FROM = '+12025550100'

const numberOf = (n: number): string => `+1${String(203 + Math.floor(n / 100))}55501${String(n % 100).padStart(2, '0')}`
/** The n-th message; of a pair of twins both get the same number and words. */
const contentOf = (n: number): { number: string; body: string } => {
  const twin = n % TWIN_EVERY === 1 ? n - 1 : n
  return { number: numberOf(twin % 50_000), body: `Torture ${twin}` }
}

const fillBook = (file: string, messages: number, now: number): void => {
  const db = openDatabase(file)
  migrate(db)
  saveNumbers(db, [{ sid: 'PN', number: FROM, name: 'shop', sms: true, mms: false }], now)
  db.prepare(`UPDATE senders SET segments_per_second = 100000`).run()
  const senderId = db.prepare(`SELECT id FROM senders`).pluck().get() as number
  const numbers = [...new Set(Array.from({ length: messages }, (_, n) => contentOf(n).number))]
  recordConsentMany(db, numbers.map((number) => ({
    number, purpose: 'marketing' as const, state: 'opted-in' as const, method: 'paper' as const, occurredAt: 0, zone: 'UTC', recordedAt: 0,
    disclosure: 'torture', source: 'torture', importId: null,
  })))
  db.transaction(() => {
    createBatch(db, { id: 1, name: 'torture', startsAt: now })
    const put = enqueue(db, now)
    for (let n = 0; n < messages; n++) {
      put({ batchId: 1, contactId: null, name: '', purpose: 'marketing', priority: 2, senderId, segments: 1, dueAt: now, ...contentOf(n) })
    }
    openBatch(db, 1, now)
  })()
  db.close()
}

/** Waits for one kind of message; rejects when the process ends first. */
const heard = <M extends { kind: string }, K extends M['kind']>(child: ChildProcess, kind: K): Promise<Extract<M, { kind: K }>> =>
  new Promise((resolve, reject) => {
    const listen = (message: M) => {
      if (message.kind !== kind) return
      child.off('message', listen)
      child.off('exit', died)
      resolve(message as Extract<M, { kind: K }>)
    }
    const died = (code: number | null) => {
      child.off('message', listen)
      reject(new Error(`a process of the torture ended by itself (${code}) before “${kind}”`))
    }
    child.on('message', listen)
    child.once('exit', died)
  })

const folderOf = (file: string) => new URL(file, import.meta.url)

/** Runs the whole torture. @throws when a process dies of something else than our kill, or nothing moves for minutes. */
export const torture = async ({ kills, messages, seed, say }: TortureOptions): Promise<TortureResult> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-torture-'))
  const databaseFile = join(folder, 'book.sqlite')
  const random = seededRandom(seed)
  const origin = Date.now()
  fillBook(databaseFile, messages, scaledClock(SPEED, origin).now())
  const carrier = fork(folderOf('carrier-process.ts'))
  const toCarrier = (message: ToCarrier) => void carrier.send(message)
  try {
    const setup: CarrierSetup = { file: join(folder, 'carrier.sqlite'), speed: SPEED, origin, seed }
    toCarrier({ kind: 'setup', setup })
    const { url, accountSid, authToken } = await heard<FromCarrier, 'ready'>(carrier, 'ready')
    const senderSetup: SenderSetup = { databaseFile, url, accountSid, authToken, speed: SPEED, origin }

    const live = async (): Promise<ChildProcess> => {
      const sender = fork(folderOf('sender-process.ts'))
      sender.send(senderSetup)
      await heard<FromSender, 'ready'>(sender, 'ready')
      return sender
    }

    let killed = 0
    let finishedEarly = false
    while (killed < kills && !finishedEarly) {
      const sender = await live()
      const done = heard<FromSender, 'done'>(sender, 'done').then(() => 'done' as const, () => 'gone' as const)
      const wait = SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS)
      let outcome: 'done' | 'gone' | 'time' | 'accepted'
      if (killed % 3 === 0) {
        // In the worst moment: the carrier has it, we have not heard.
        toCarrier({ kind: 'ambush' })
        outcome = await Promise.race([heard<FromCarrier, 'accepted-unanswered'>(carrier, 'accepted-unanswered').then(() => 'accepted' as const, () => 'gone' as const), done, sleep(20_000)])
      } else outcome = await Promise.race([sleep(wait), done])
      if (outcome === 'gone') throw new Error('the sending process died by itself')
      finishedEarly = outcome === 'done'
      sender.kill('SIGKILL')
      await once(sender, 'exit')
      killed += 1
      if (killed % 10 === 0) say(`${killed} kills`)
    }

    say('no more kills: the rest goes out in peace')
    toCarrier({ kind: 'calm' })
    const last = await live()
    const end = await Promise.race([heard<FromSender, 'done'>(last, 'done'), sleep(600_000)])
    last.kill('SIGKILL')
    if (end === 'time') say('gave up waiting for the end')

    toCarrier({ kind: 'accepted' })
    const { messages: accepted } = await heard<FromCarrier, 'accepted'>(carrier, 'accepted')
    return { bench: 'torture', seed, kills: killed, messages, ...compare(accepted, messages), unknown_left: unknownLeft(databaseFile) }
  } finally {
    carrier.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

const sleep = (ms: number): Promise<'time'> => new Promise((resolve) => setTimeout(() => resolve('time'), ms).unref())

const keyOf = ({ number, body }: { number: string; body: string }): string => `${number} ${body}`

/** What the carrier took against what was queued, twins counted. */
const compare = (accepted: readonly { to: string; body: string }[], messages: number): { lost: number; duplicated: number } => {
  const left = new Map<string, number>()
  for (let n = 0; n < messages; n++) left.set(keyOf(contentOf(n)), (left.get(keyOf(contentOf(n))) ?? 0) + 1)
  for (const { to, body } of accepted) {
    const key = keyOf({ number: to, body })
    left.set(key, (left.get(key) ?? 0) - 1)
  }
  let lost = 0
  let duplicated = 0
  for (const difference of left.values()) {
    if (difference > 0) lost += difference
    else duplicated -= difference
  }
  return { lost, duplicated }
}

const unknownLeft = (databaseFile: string): number => {
  const db = openDatabase(databaseFile)
  const left = db.prepare(`SELECT count(*) FROM messages WHERE status IN ('unknown', 'sending', 'queued')`).pluck().get() as number
  db.close()
  return left
}
