/**
 * How many list requests it takes to follow messages from accepted to their end, whatever rate they leave at: the send
 * queue, the poller and a book as in life, on a clock that does not wait, against a list that pages as Twilio's does. One
 * in a hundred takes up to half an hour to arrive. Counted from the first message leaving to the last one's end; `value`
 * is the worst of four rates. Then 10,000 status changes arrive at once, in real time.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { problem } from '../../shared/messages/problems.ts'
import { recordConsentMany } from '../../electron/core/consent/record.ts'
import type { Context } from '../../electron/core/context.ts'
import { migrate } from '../../electron/core/database/migrate.ts'
import { openDatabase } from '../../electron/core/database/open.ts'
import { seededRandom, silentLog, systemClock, type Clock } from '../../electron/core/environment.ts'
import { createFiles } from '../../electron/core/files/files.ts'
import type { Provider, ProviderMessage } from '../../electron/core/provider/provider.ts'
import { createSending } from '../../electron/core/sending/api.ts'
import { createBatch } from '../../electron/core/sending/batches.ts'
import { enqueue } from '../../electron/core/sending/messages.ts'
import { saveNumbers } from '../../electron/core/sending/senders.ts'
import { createFakeClock } from '../support/fake-clock.ts'

export type PollBench = {
  readonly bench: 'poll'
  /** List requests for `rows` messages, at the worst of the rates. */
  readonly value: number
  readonly unit: 'requests'
  readonly limit: number
  readonly ratio: number
  /** 10,000 status changes, from the first page being there to the last on disk. */
  readonly apply_ms: number
  readonly delay_p99_ms: number
  readonly by_rate: Readonly<Record<string, number>>
  /** From its end to being on disk here, at the fastest rate: median and 99th percentile of all messages, in seconds. */
  readonly late_median_s: number
  readonly late_p99_s: number
}

const LIMIT = 200
/** Segments a second: an unregistered number, low-volume and middling registered ones, a short code. */
const RATES = [1, 3.75, 12, 100] as const
const SHOP = '+12025550100'
const START = Date.UTC(2026, 10, 23, 15)
const SPIN_MS = 1
const numberOf = (n: number): string => `+1${String(203 + Math.floor(n / 100))}55501${String(n % 100).padStart(2, '0')}`
const sidOf = (n: number): string => `SM${String(n).padStart(32, '0')}`

const bookIn = (folder: string, clock: Clock) => {
  const databaseFile = join(folder, 'book.sqlite')
  const db = openDatabase(databaseFile)
  migrate(db)
  saveNumbers(db, [{ sid: 'PN', number: SHOP, name: 'shop', sms: true, mms: true }], clock.now(), 'US')
  const context: Context = {
    mode: 'practice', db, databaseFile, nativeBinding: undefined, folder, clock, random: seededRandom(5), log: silentLog, files: createFiles(folder),
    settings: () => ({ language: 'en', theme: 'system', businessName: 'Corner Bakery', country: 'US', mode: 'practice', firstRunDone: true }),
    emit() {}, changed() {}, onClose() {}, problem: (code, params, field) => problem(code, 'en', params, field),
  }
  return { db, context, senderId: db.prepare('SELECT id FROM senders').pluck().get() as number }
}

type Life = { readonly message: ProviderMessage; readonly sentAt: number; readonly endsAt: number }

/** The other end: takes messages, moves them on with the clock, and lists them newest first. */
const carrier = (clock: Clock) => {
  const random = seededRandom(9)
  const lives: Life[] = []
  let lists = 0
  const now = ({ message, sentAt, endsAt }: Life): ProviderMessage => {
    const at = clock.now()
    return { ...message, status: at >= endsAt ? 'delivered' : at >= sentAt ? 'sent' : 'accepted' }
  }
  const unused = (): never => {
    throw new Error('The bench asks for nothing else.')
  }
  const provider: Provider = {
    send: ({ to, from, body }) => {
      const at = clock.now()
      // Twilio's times are whole seconds.
      const createdAt = Math.floor(at / 1000) * 1000
      const message: ProviderMessage = {
        sid: sidOf(lives.length), direction: 'outbound', to, from, messagingServiceSid: null, body, status: 'accepted', segments: 1, priceMicros: 8_300, currency: 'USD',
        errorCode: null, createdAt, sentAt: null, updatedAt: createdAt, mediaCount: 0,
      }
      const straggles = random() < 0.01
      lives.push({ message, sentAt: at + 1_000, endsAt: at + 2_000 + Math.round(random() * (straggles ? 1_800_000 : 6_000)) })
      return Promise.resolve({ kind: 'accepted', message })
    },
    list: (filter) => {
      lists += 1
      const before = 'next' in filter ? Number(filter.next) : lives.length
      const size = 'next' in filter ? 1_000 : (filter.pageSize ?? 50)
      const from = Math.max(0, before - size)
      const messages = lives.slice(from, before).toReversed().map(now)
      return Promise.resolve({ kind: 'ok', value: { messages, next: from > 0 ? String(from) : null } })
    },
    account: unused, balance: unused, numbers: unused, price: unused, fetch: unused, media: unused, download: unused, redact: unused, removeMedia: unused,
    close: () => Promise.resolve(),
  }
  return { provider, lives, lists: () => lists }
}

const followed = async (rows: number, rate: number): Promise<{ requests: number; late: readonly number[] }> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-poll-'))
  const standing = createFakeClock(START)
  // Of whole milliseconds, as a computer's.
  const clock: Clock = { ...standing, after: (ms, run) => standing.after(Math.ceil(ms), run) }
  const { db, context, senderId } = bookIn(folder, clock)
  try {
    db.pragma('synchronous = OFF')
    db.prepare('UPDATE senders SET segments_per_second = ?').run(rate)
    recordConsentMany(db, Array.from({ length: rows }, (_, n) => ({
      number: numberOf(n), purpose: 'marketing' as const, state: 'opted-in' as const, method: 'paper' as const, occurredAt: 0, zone: 'UTC', recordedAt: 0, disclosure: 'bench', source: 'bench', importId: null,
    })))
    db.transaction(() => {
      createBatch(db, { id: 1, name: 'bench', startsAt: clock.now() })
      const put = enqueue(db, clock.now())
      for (let n = 0; n < rows; n++) put({ batchId: 1, contactId: null, number: numberOf(n), name: '', body: `Hello ${n}`, purpose: 'marketing', priority: 2, senderId, segments: 1, dueAt: clock.now() })
    })()
    const { provider, lives, lists } = carrier(clock)
    const sending = createSending(context, { provider: () => provider })
    sending.batches.open(1, clock.now())
    sending.start()
    const open = db.prepare(`SELECT 1 FROM messages WHERE status NOT IN ('delivered', 'failed', 'undelivered', 'skipped', 'canceled') LIMIT 1`)
    const most = clock.now() + (rows / rate) * 1_000 + 4 * 3_600_000
    while (open.get() !== undefined) {
      if (clock.now() > most) throw new Error(`Not all of ${rows} came to their end at ${rate} a second.`)
      await standing.advance(1_000)
      // Pages are taken in steps; time stands still until they are.
      for (let i = 0; i < 30; i++) await new Promise<void>((resolve) => setImmediate(resolve))
    }
    await sending.stop()
    const known = db.prepare('SELECT provider_sid AS sid, updated_at AS at FROM messages').raw().all() as [string, number][]
    const ends = new Map(lives.map(({ message, endsAt }) => [message.sid, endsAt]))
    return { requests: lists(), late: known.map(([sid, at]) => (at - ends.get(sid)!) / 1_000).toSorted((a, b) => a - b) }
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A campaign's worth of messages have come to their end since the list was read last: what a computer finds when it wakes. */
const applied = async (rows: number): Promise<{ ms: number; p99: number }> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-poll-'))
  const { db, context, senderId } = bookIn(folder, systemClock)
  try {
    const at = Math.floor(Date.now() / 1000) * 1000 - 60_000
    const insert = db.prepare(`
      INSERT INTO messages (batch_id, number, body, purpose, priority, sender_id, segments, status, due_at, claimed_at, attempts, provider_sid, created_at, updated_at)
      VALUES (1, ?, 'Hello', 'marketing', 2, ?, 1, 'accepted', ?, ?, 1, ?, ?, ?)`)
    db.transaction(() => {
      createBatch(db, { id: 1, name: 'bench', startsAt: at })
      db.exec(`UPDATE batches SET state = 'open'`)
      for (let n = 0; n < rows; n++) insert.run(numberOf(n), senderId, at, at, sidOf(n), at, at)
    })()
    db.pragma('wal_checkpoint(TRUNCATE)')
    const { provider, lives } = carrier(systemClock)
    for (let n = 0; n < rows; n++) {
      const message: ProviderMessage = {
        sid: sidOf(n), direction: 'outbound', to: numberOf(n), from: SHOP, messagingServiceSid: null, body: 'Hello', status: 'delivered', segments: 1, priceMicros: 8_300, currency: 'USD',
        errorCode: null, createdAt: at, sentAt: at, updatedAt: at, mediaCount: 0,
      }
      lives.push({ message, sentAt: at, endsAt: at })
    }
    const sending = createSending(context, { provider: () => provider })
    await sending.ready()
    const delay = monitorEventLoopDelay({ resolution: SPIN_MS })
    delay.enable()
    // Its timer needs a turn to begin.
    await new Promise<void>((resolve) => setTimeout(resolve, 50))
    delay.reset()
    const begun = performance.now()
    sending.start()
    // By the index of what is open: the question must not cost as much as the work.
    const left = db.prepare(`SELECT 1 FROM messages WHERE status IN ('sending', 'unknown', 'accepted', 'sent') LIMIT 1`)
    while (left.get() !== undefined) await new Promise<void>((resolve) => setTimeout(resolve, 2))
    const ms = performance.now() - begun
    delay.disable()
    await sending.stop()
    return { ms, p99: delay.percentile(99) / 1e6 - SPIN_MS }
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const round = (value: number): number => Math.round(value * 100) / 100

export const run = async ({ rows = 10_000 }: { readonly rows?: number }): Promise<PollBench> => {
  const byRate: Record<string, number> = {}
  let late: readonly number[] = []
  for (const rate of RATES) {
    const one = await followed(rows, rate)
    byRate[String(rate)] = one.requests
    late = one.late
    console.log(`${rate} a second: ${one.requests} list requests; ${round(late[Math.floor(late.length / 2)]!)} s late in the median, ${round(late[Math.floor(late.length * 0.99)]!)} s at p99`)
  }
  const rounds = []
  for (let n = 0; n < 3; n++) rounds.push(await applied(rows))
  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
  const value = Math.max(...Object.values(byRate))
  return {
    bench: 'poll', value, unit: 'requests', limit: LIMIT, ratio: round(value / LIMIT),
    apply_ms: Math.round(middle(rounds.map(({ ms }) => ms))), delay_p99_ms: round(middle(rounds.map(({ p99 }) => p99))),
    by_rate: byRate, late_median_s: round(late[Math.floor(late.length / 2)]!), late_p99_s: round(late[Math.floor(late.length * 0.99)]!),
  }
}
