import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordConsentMany } from '../../electron/core/consent/record.ts'
import type { Context } from '../../electron/core/context.ts'
import { migrate } from '../../electron/core/database/migrate.ts'
import { openDatabase } from '../../electron/core/database/open.ts'
import { seededRandom, silentLog } from '../../electron/core/environment.ts'
import { createFiles } from '../../electron/core/files/files.ts'
import { flawless, type Behaviour } from '../../electron/core/practice/behaviour.ts'
import { createPracticeCarrier } from '../../electron/core/practice/carrier.ts'
import type { Faults } from '../../electron/core/practice/faults.ts'
import { createTwilioProvider } from '../../electron/core/provider/twilio.ts'
import type { Provider } from '../../electron/core/provider/provider.ts'
import { createSending, type Sending } from '../../electron/core/sending/api.ts'
import { createBatch } from '../../electron/core/sending/batches.ts'
import { enqueue } from '../../electron/core/sending/messages.ts'
import { saveNumbers } from '../../electron/core/sending/senders.ts'
import { problem } from '../../shared/messages/problems.ts'
import type { Purpose } from '../../shared/contract/common.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'

/** A book, the sending capability and the practice carrier, all on one clock that stands still until told. */
export type Rig = Awaited<ReturnType<typeof startRig>>

export type RigOptions = {
  readonly faults?: Faults
  readonly behaviour?: Partial<Behaviour>
  readonly timeoutMs?: number
  readonly segmentsPerSecond?: number
  /** The carrier's clock stays as it is when the computer's is set. */
  readonly carrierKeepsTime?: boolean
}

export const rigStart = Date.UTC(2026, 10, 23, 15)

export const startRig = async (options: RigOptions = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-rig-'))
  const clock: FakeClock = createFakeClock(rigStart)
  const carrier = createPracticeCarrier({
    file: join(folder, 'carrier.sqlite'), clock: options.carrierKeepsTime ? { ...clock, now: () => rigStart + clock.monotonic() } : clock, random: seededRandom(7), log: silentLog, behaviour: { ...flawless, ...options.behaviour },
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  })
  await carrier.start()
  const databaseFile = join(folder, 'book.sqlite')
  const db = openDatabase(databaseFile)
  migrate(db)

  let underWay = 0
  const connect = (): Provider => {
    const real = createTwilioProvider(
      { accountSid: carrier.accountSid, authToken: carrier.authToken, baseUrl: carrier.url },
      { log: silentLog, timeoutMs: options.timeoutMs ?? 30_000 },
    )
    // Counts what is under way, so that time only passes when nothing is.
    return new Proxy(real, {
      get: (target, name: keyof Provider) => {
        const method = target[name] as (...args: unknown[]) => Promise<unknown>
        return async (...args: unknown[]) => {
          underWay += 1
          try {
            return await method.apply(target, args)
          } finally {
            underWay -= 1
          }
        }
      },
    })
  }
  let provider: Provider | null = connect()
  const numbers = await provider.numbers()
  if (numbers.kind !== 'ok') throw new Error('the practice carrier has no numbers')
  saveNumbers(db, numbers.value, clock.now(), 'US')
  const rate = options.segmentsPerSecond ?? 10
  db.prepare(`UPDATE senders SET segments_per_second = ?`).run(rate)
  const senderIds = db.prepare(`SELECT id FROM senders ORDER BY is_default DESC, id`).pluck().all() as number[]
  const senderId = senderIds[0]!

  const context: Context = {
    mode: 'practice', db, databaseFile, nativeBinding: undefined, folder, clock, random: seededRandom(11), log: silentLog,
    files: createFiles(folder),
    settings: () => ({ language: 'en', theme: 'system', businessName: 'Corner Bakery', country: 'US', mode: 'practice', firstRunDone: true }),
    emit() {},
    changed() {},
    onClose() {},
    problem: (code, params, field) => problem(code, 'en', params, field),
  }
  let sending: Sending = createSending(context, { provider: () => provider })

  const idle = async (): Promise<void> => {
    do {
      for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve))
    } while (underWay > 0)
  }

  /** Lets time pass in small steps, never while a request is under way, until `done` or `most` milliseconds are over. */
  const until = async (done: () => boolean, most = 600_000, step = 100, whileBusy = false): Promise<void> => {
    const end = clock.now() + most
    for (;;) {
      // With `whileBusy` also during requests: for answers that take the carrier's own time.
      if (whileBusy) await new Promise<void>((resolve) => setTimeout(resolve, 1))
      else await idle()
      if (done()) return
      if (clock.now() >= end) throw new Error(`not reached within ${most} ms; ${JSON.stringify(counts())}`)
      await clock.advance(step)
    }
  }

  const counts = (): Record<string, number> =>
    Object.fromEntries((db.prepare(`SELECT status, count(*) AS n FROM messages GROUP BY status`).all() as { status: string; n: number }[]).map(({ status, n }) => [status, n]))

  let lastBatch = 0
  /** Queues `bodies` (or `count` of them) to numbers of people who agreed, as a campaign would. @returns the batch's id. */
  const queue = (count: number, more: { body?: (n: number) => string; startsAt?: number; number?: (n: number) => string; sender?: number; priority?: 0 | 1 | 2; purpose?: Purpose; consent?: boolean } = {}): number => {
    const id = ++lastBatch
    const startsAt = more.startsAt ?? clock.now()
    const number = more.number ?? rigNumber
    const purpose = more.purpose ?? 'marketing'
    if (more.consent !== false) {
      recordConsentMany(db, Array.from({ length: count }, (_, n) => ({
        number: number(n), purpose, state: 'opted-in' as const, method: 'paper' as const, occurredAt: rigStart - 86_400_000, zone: 'America/New_York',
        recordedAt: rigStart - 86_400_000, disclosure: 'You agreed.', source: 'test', importId: null,
      })))
    }
    db.transaction(() => {
      createBatch(db, { id, name: `Batch ${id}`, startsAt })
      const put = enqueue(db, clock.now())
      for (let n = 0; n < count; n++) {
        put({ batchId: id, contactId: null, number: number(n), name: '', body: more.body?.(n) ?? `Hello ${id}/${n}`, purpose, priority: more.priority ?? 2, senderId: more.sender ?? senderId, segments: 1, dueAt: startsAt })
      }
    })()
    sending.batches.open(id, startsAt)
    return id
  }

  return {
    clock, carrier, db, context, folder, senderId, senderIds, until, idle, counts, queue,
    sending: () => sending,
    provider: () => provider,
    /** What the carrier's networks reported later: this message was not delivered. */
    failed(sid: string, code: number) {
      const other = openDatabase(join(folder, 'carrier.sqlite'))
      other.prepare(`UPDATE messages SET status = 'undelivered', error_code = ?, next_at = NULL WHERE sid = ?`).run(code, sid)
      other.close()
    },
    /** What the carrier took from us, however often. */
    accepted: () => carrier.accepted(),
    /** As a crash leaves it: the process is gone, the files stay. */
    async crash() {
      const gone = sending
      provider = null
      await gone.stop()
      provider = connect()
      sending = createSending(context, { provider: () => provider })
    },
    setProvider(value: 'none' | 'practice') {
      provider = value === 'none' ? null : connect()
    },
    async end() {
      await sending.stop()
      await provider?.close()
      await carrier.stop()
      db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The n-th number of a range (area codes from 203 on, past the practice shop's own 202) reserved for fiction; 80,000 of them. */
export const rigNumber = (n: number): string => `+1${String(203 + Math.floor(n / 100))}55501${String(n % 100).padStart(2, '0')}`
