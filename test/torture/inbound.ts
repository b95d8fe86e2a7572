/**
 * People write while the process that takes their messages in is killed again and again. In the end each message has
 * been acted on exactly once: stored, counted, its STOP or its word acted on, and answered with one text.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../electron/core/database/migrate.ts'
import { openDatabase, type Db } from '../../electron/core/database/open.ts'
import { scaledClock, seededRandom, silentLog } from '../../electron/core/environment.ts'
import { saveKeyword } from '../../electron/core/inbox/keywords.ts'
import { flawless } from '../../electron/core/practice/behaviour.ts'
import { createPracticeCarrier } from '../../electron/core/practice/carrier.ts'
import { saveNumbers } from '../../electron/core/sending/senders.ts'
import type { SenderSetup } from './sender-process.ts'

export type InboundResult = {
  readonly kills: number
  readonly messages: number
  /** Rows of messages; of them those that were one of the shop's words. */
  readonly taken: number
  readonly words: number
  /** Answers the carrier took, and people who got more than one. */
  readonly answered: number
  readonly answeredTwice: number
  /** Opt-out events: two for each STOP. */
  readonly optOuts: number
  readonly unread: number
  readonly tagged: number
}

const SPEED = 40
const SHOP = '+12025550100'
/** 100 in each area code; 211 is none, and nobody is tagged there. */
const numberOf = (n: number): string => `+1${String(n < 800 ? 203 + Math.floor(n / 100) : 204 + Math.floor(n / 100))}55501${String(n % 100).padStart(2, '0')}`
/** Half are a word, a quarter say stop, a quarter are for people. */
const bodyOf = (n: number): string => (n % 2 === 1 ? 'Menu!' : n % 4 === 0 ? 'STOP' : `A question, number ${n}`)

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const live = async (setup: SenderSetup): Promise<ChildProcess> => {
  const child = fork(new URL('inbound-process.ts', import.meta.url))
  child.send(setup)
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => { throw new Error('the process that reads died by itself') })])
  return child
}

const end = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

const count = (db: Db, sql: string): number => db.prepare(sql).pluck().get() as number

/** @throws when the process dies of something else than our kill, or what is left never comes in. */
export const tortureInbound = async ({ kills, messages, seed }: { readonly kills: number; readonly messages: number; readonly seed: number }): Promise<InboundResult> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-inbound-'))
  const databaseFile = join(folder, 'book.sqlite')
  const random = seededRandom(seed)
  const origin = Date.now()
  const clock = scaledClock(SPEED, origin)
  const carrier = createPracticeCarrier({ file: join(folder, 'carrier.sqlite'), clock, random, log: silentLog, behaviour: flawless })
  const db = openDatabase(databaseFile)
  migrate(db)
  saveNumbers(db, [{ sid: 'PN', number: SHOP, name: 'shop', sms: true, mms: true }], clock.now(), 'US')
  db.prepare('UPDATE senders SET segments_per_second = 1000').run()
  saveKeyword(db, { word: 'MENU', answer: 'Today: soup.', tag: 'menu', listId: null, optIn: null, disclosure: '', againHours: 24 * 365, quiet: false, active: true }, clock.now())
  await carrier.start()
  const setup: SenderSetup = { databaseFile, url: carrier.url, accountSid: carrier.accountSid, authToken: carrier.authToken, speed: SPEED, origin }
  try {
    // What is older than a book's first look at the list is not its own.
    await end(await live(setup))
    const begin = await live(setup)
    while (db.prepare(`SELECT 1 FROM book_settings WHERE key = 'poll'`).get() === undefined) await pause(20)
    await end(begin)
    let written = 0
    const writeSome = (share: number): void => {
      const until = Math.min(messages, Math.ceil(messages * share))
      for (; written < until; written++) carrier.injectInbound({ from: numberOf(written), to: SHOP, body: bodyOf(written) })
    }
    for (let kill = 0; kill < kills; kill++) {
      writeSome((kill + 0.5) / kills)
      const reader = await live(setup)
      writeSome((kill + 1) / kills)
      // Loading the library takes a good part of a life; the rest of it goes into taking in.
      await pause(150 + random() * 900)
      await end(reader)
    }
    writeSome(1)
    const last = await live(setup)
    const patience = Date.now() + 120_000
    const left = () => count(db, 'SELECT count(*) FROM inbound_messages') < messages || count(db, `SELECT count(*) FROM messages WHERE status IN ('queued', 'sending', 'unknown')`) > 0
    while (left() && Date.now() < patience) await pause(50)
    // Nothing more may come of what is in.
    await pause(500)
    await end(last)
    const accepted = carrier.accepted().map(({ to_number: to }) => to)
    if (carrier.accepted().some(({ body }) => body !== 'Today: soup.')) throw new Error('something was sent that nobody asked for')
    return {
      kills, messages, taken: count(db, 'SELECT count(*) FROM inbound_messages'), words: count(db, 'SELECT count(*) FROM keyword_hits'), answered: new Set(accepted).size,
      answeredTwice: accepted.length - new Set(accepted).size, optOuts: count(db, 'SELECT count(*) FROM consent_events'), unread: count(db, 'SELECT coalesce(sum(unread), 0) FROM conversations'),
      tagged: count(db, 'SELECT count(*) FROM contact_tags'),
    }
  } finally {
    db.close()
    await carrier.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What must come of so many messages. */
export const expectedOf = (messages: number): Omit<InboundResult, 'kills'> => {
  const all = Array.from({ length: messages }, (_, n) => bodyOf(n))
  const menus = all.filter((body) => body === 'Menu!').length
  const stops = all.filter((body) => body === 'STOP').length
  return { messages, taken: messages, words: menus, answered: menus, answeredTwice: 0, optOuts: 2 * stops, unread: messages - menus - stops, tagged: menus }
}
