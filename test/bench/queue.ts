/**
 * A long queue costs nothing while it waits and little when it moves: the time one claim takes among a million
 * messages, and the processor time of 100,000 messages that wait for tomorrow.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordConsentMany } from '../../electron/core/consent/record.ts'
import type { Context } from '../../electron/core/context.ts'
import { migrate } from '../../electron/core/database/migrate.ts'
import { openDatabase, type Db } from '../../electron/core/database/open.ts'
import { silentLog, systemClock } from '../../electron/core/environment.ts'
import { createFiles } from '../../electron/core/files/files.ts'
import { createSending } from '../../electron/core/sending/api.ts'
import { createBatch, openBatch } from '../../electron/core/sending/batches.ts'
import { claimMessages } from '../../electron/core/sending/claim.ts'
import { enqueue } from '../../electron/core/sending/messages.ts'
import { saveNumbers } from '../../electron/core/sending/senders.ts'
import { problem } from '../../shared/messages/problems.ts'

const CLAIMS = 400
const WAITING = 100_000
const IDLE_S = 10
/** The issue's own limit. */
const LIMIT_MS = 2
const DAY_MS = 86_400_000

const numberOf = (n: number): string => `+1203${String(2_000_000 + (n % 7_000_000)).padStart(7, '0')}`

const fill = (db: Db, messages: number, dueAt: number): number => {
  saveNumbers(db, [{ sid: 'PN', number: '+12025550100', name: '', sms: true, mms: false }], 0)
  const senderId = db.prepare(`SELECT id FROM senders`).pluck().get() as number
  for (let from = 0; from < messages; from += 50_000) {
    const part = Array.from({ length: Math.min(50_000, messages - from) }, (_, i) => from + i)
    recordConsentMany(db, part.map((n) => ({
      number: numberOf(n), purpose: 'marketing' as const, state: 'opted-in' as const, method: 'paper' as const, occurredAt: 0, zone: 'UTC', recordedAt: 0,
      disclosure: 'bench', source: 'bench', importId: null,
    })))
    db.transaction(() => {
      if (from === 0) createBatch(db, { id: 1, name: 'bench', startsAt: dueAt })
      const put = enqueue(db, dueAt)
      for (const n of part) {
        put({ batchId: 1, contactId: null, number: numberOf(n), name: '', body: 'Hello', purpose: 'marketing', priority: 2, senderId, segments: 1, dueAt: dueAt + n })
      }
    })()
  }
  openBatch(db, 1, dueAt)
  return senderId
}

const claimTimes = (db: Db, senderId: number, now: number): readonly number[] =>
  Array.from({ length: CLAIMS }, (_, turn) => {
    const begun = performance.now()
    const { claims } = claimMessages(db, {
      senderId, now, limit: 1, turn, rules: { quietHours: false, perDay: 1, perWeek: 4 }, spread: (until) => until,
    })
    if (claims.length !== 1) throw new Error('nothing was claimed')
    return performance.now() - begun
  }).toSorted((a, b) => a - b)

/** Processor milliseconds of this process in `IDLE_S` seconds of a queue that waits for tomorrow, against the same without a queue. */
const idleCost = async (db: Db | null, folder: string, databaseFile: string): Promise<number> => {
  const context = (book: Db): Context => ({
    mode: 'practice', db: book, databaseFile, nativeBinding: undefined, folder, clock: systemClock, random: Math.random, log: silentLog, files: createFiles(folder),
    settings: () => ({ language: 'en', theme: 'system', businessName: 'Bench', country: 'US', mode: 'practice', firstRunDone: true }),
    emit() {}, changed() {}, onClose() {}, problem: (code, params, field) => problem(code, 'en', params, field),
  })
  const sending = db === null ? null : createSending(context(db), { provider: () => null })
  sending?.start()
  await new Promise((resolve) => setTimeout(resolve, 500))
  const before = process.cpuUsage()
  await new Promise((resolve) => setTimeout(resolve, IDLE_S * 1000))
  const { user, system } = process.cpuUsage(before)
  await sending?.stop()
  return (user + system) / 1000
}

/** `rows`: messages in the long queue, default 1,000,000. */
export const run = async ({ rows = 1_000_000 }: { rows?: number }) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-bench-'))
  try {
    const long = openDatabase(join(folder, 'long.sqlite'))
    migrate(long)
    const now = Date.now()
    const senderId = fill(long, rows, now - DAY_MS * 30)
    const times = claimTimes(long, senderId, now + DAY_MS)
    long.close()

    const file = join(folder, 'waiting.sqlite')
    const waiting = openDatabase(file)
    migrate(waiting)
    fill(waiting, WAITING, now + DAY_MS)
    const idle = await idleCost(null, folder, file)
    const withQueue = await idleCost(waiting, folder, file)
    waiting.close()

    const at = (share: number) => Math.round(times[Math.floor(times.length * share)]! * 1000) / 1000
    console.log(`${rows} messages due, ${CLAIMS} claims of one each, on disk before it returns; ${WAITING} messages that wait, ${IDLE_S} s`)
    console.table({
      'claim, median (ms)': { value: at(0.5) }, 'claim, p95 (ms)': { value: at(0.95) },
      'waiting, CPU (ms)': { value: Math.round(withQueue) }, 'nothing at all, CPU (ms)': { value: Math.round(idle) },
    })
    return {
      bench: 'queue', value: at(0.5), unit: 'ms', limit: LIMIT_MS, ratio: Math.round((at(0.5) / LIMIT_MS) * 1000) / 1000,
      claim_p95_ms: at(0.95), rows, waiting: WAITING, waiting_cpu_ms: Math.round(withQueue), idle_cpu_ms: Math.round(idle), seconds: IDLE_S,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
