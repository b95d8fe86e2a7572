/**
 * Messages a second through the whole queue, unthrottled: claims and settlements on disk with synchronous=FULL, the
 * Twilio SDK, a practice carrier on another thread. The limit is the bare SDK against the same server in the same run.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import twilio from 'twilio'
import { recordConsentMany } from '../../electron/core/consent/record.ts'
import type { Context } from '../../electron/core/context.ts'
import { migrate } from '../../electron/core/database/migrate.ts'
import { openDatabase } from '../../electron/core/database/open.ts'
import { silentLog, systemClock } from '../../electron/core/environment.ts'
import { createFiles } from '../../electron/core/files/files.ts'
import { flawless } from '../../electron/core/practice/behaviour.ts'
import { spawnPracticeCarrier } from '../../electron/core/practice/spawn.ts'
import { createTwilioProvider } from '../../electron/core/provider/twilio.ts'
import { createSending } from '../../electron/core/sending/api.ts'
import { createBatch, openBatch } from '../../electron/core/sending/batches.ts'
import { enqueue } from '../../electron/core/sending/messages.ts'
import { saveNumbers } from '../../electron/core/sending/senders.ts'
import { workerUrl } from '../../electron/core/threads/worker-url.ts'
import { problem } from '../../shared/messages/problems.ts'
import { measureRates } from './send-rates.ts'
import { rigNumber } from '../support/sending-rig.ts'

const CONNECTIONS = 50
const ROUNDS = 7
const FROM = '+12025550100'

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

type Target = { readonly accountSid: string; readonly authToken: string; readonly url: string }

/** The SDK as its documentation shows it, with keep-alive and enough sockets; only the host is another. */
const bareSdk = async ({ accountSid, authToken, url }: Target, messages: number, run: number): Promise<number> => {
  const http = new twilio.RequestClient({ keepAlive: true, maxSockets: CONNECTIONS, maxTotalSockets: CONNECTIONS })
  const request = http.request.bind(http)
  http.request = (options) => request({ ...options, uri: options.uri.replace('https://api.twilio.com', url) })
  const client = twilio(accountSid, authToken, { httpClient: http })
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (next < messages) {
        const n = next++
        await client.messages.create({ to: rigNumber(n), from: FROM, body: `bare ${run} ${n}` })
      }
    }),
  )
  return messages / ((performance.now() - begun) / 1000)
}

const throughQueue = async (target: Target, folder: string, messages: number, run: number): Promise<number> => {
  const databaseFile = join(folder, `book-${run}.sqlite`)
  const db = openDatabase(databaseFile)
  migrate(db)
  const provider = createTwilioProvider({ accountSid: target.accountSid, authToken: target.authToken, baseUrl: target.url }, { log: silentLog, maxSockets: CONNECTIONS })
  saveNumbers(db, [{ sid: 'PN', number: FROM, name: 'shop', sms: true, mms: false }], Date.now())
  db.prepare(`UPDATE senders SET segments_per_second = 100000`).run()
  const senderId = db.prepare(`SELECT id FROM senders`).pluck().get() as number
  recordConsentMany(db, Array.from({ length: messages }, (_, n) => ({
    number: rigNumber(n), purpose: 'marketing' as const, state: 'opted-in' as const, method: 'paper' as const, occurredAt: 0, zone: 'UTC', recordedAt: 0,
    disclosure: 'bench', source: 'bench', importId: null,
  })))
  db.transaction(() => {
    createBatch(db, { id: 1, name: 'bench', startsAt: 0 })
    const put = enqueue(db, Date.now())
    for (let n = 0; n < messages; n++) {
      put({ batchId: 1, contactId: null, number: rigNumber(n), name: '', body: `queue ${run} ${n}`, purpose: 'marketing', priority: 2, senderId, segments: 1, dueAt: 0 })
    }
  })()
  let wake = () => {}
  const context: Context = {
    mode: 'practice', db, databaseFile, nativeBinding: undefined, folder, clock: systemClock, random: Math.random, log: silentLog, files: createFiles(folder),
    settings: () => ({ language: 'en', theme: 'system', businessName: 'Bench', country: 'US', mode: 'practice', firstRunDone: true }),
    emit() {}, changed: () => wake(), onClose() {}, problem: (code, params, field) => problem(code, 'en', params, field),
  }
  openBatch(db, 1, 0)
  await provider.balance()
  const sending = createSending(context, { provider: () => provider })
  const begun = performance.now()
  sending.start()
  const ended = db.prepare(`SELECT 1 FROM batches WHERE state = 'done'`)
  while (ended.get() === undefined) await new Promise<void>((resolve) => (wake = resolve))
  const seconds = (performance.now() - begun) / 1000
  await sending.stop()
  await provider.close()
  const accepted = db.prepare(`SELECT count(*) FROM messages WHERE provider_sid IS NOT NULL`).pluck().get() as number
  const others = db.prepare(`SELECT status, skip, error_code, count(*) FROM messages GROUP BY 1, 2, 3`).all()
  db.close()
  if (accepted !== messages) throw new Error(`${accepted} of ${messages} were accepted: ${JSON.stringify(others)}`)
  return messages / seconds
}

/** `rows`: messages a round, default 4,000. */
export const run = async ({ rows: messages = 4000 }: { rows?: number }) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-bench-'))
  const carrier = await spawnPracticeCarrier({ workerUrl: workerUrl('practice/practice-worker'), file: join(folder, 'carrier.sqlite'), behaviour: flawless })
  try {
    await bareSdk(carrier, 200, 0)
    const bare: number[] = []
    const queue: number[] = []
    /** Beside the ratio of the medians, round by round: a busy machine slows both of a round. */
    const ratios: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      bare.push(await bareSdk(carrier, messages, round))
      queue.push(await throughQueue(carrier, folder, messages, round))
      ratios.push(queue.at(-1)! / bare.at(-1)!)
    }
    const value = Math.round(median(queue))
    const limit = Math.round(median(bare))
    console.log(`${messages} messages a round, ${ROUNDS} rounds each in turn, ${CONNECTIONS} connections; medians`)
    console.table({ 'bare SDK': { 'messages/s': limit }, 'the queue, durable': { 'messages/s': value } })
    const rates = await measureRates()
    console.log('Keeping a rate; share of what the rate allows, and the most segments in any second')
    console.table(rates)
    return { bench: 'send', value, unit: 'messages/s', limit, ratio: Math.round((value / limit) * 1000) / 1000, ratio_by_round: Math.round(median(ratios) * 1000) / 1000, rates }
  } finally {
    await carrier.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
