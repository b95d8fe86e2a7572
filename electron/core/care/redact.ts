import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Redaction } from '../../../shared/contract/messages.ts'
import { ok } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import { statement, type Db } from '../database/open.ts'
import type { Timer } from '../environment.ts'
import type { Provider, ProviderAnswer } from '../provider/provider.ts'
import { cameWithFiles, nextReceived, nextSent, type AtCarrier } from '../sending/at-carrier.ts'

/**
 * Empties messages at the carrier once they are as old as the owner wishes: words and files, what was sent and what came.
 * Here they stay. One request at a time, never while a campaign goes out, and every one may be repeated: a place is kept
 * up to which everything is empty, and what the carrier refused is noted and asked for again.
 */
export type RedactionNeeds = {
  provider(): Provider | null
  /** Messages are going out: these come first. */
  sending(): boolean
  /** Files of this message are still to be fetched. */
  filesWaiting(sid: string): boolean
}

export type Redactor = {
  readonly handlers: Pick<HandlersOf<'messages'>, 'messages.redaction' | 'messages.saveRedaction'>
  /** There is an account, the computer woke up. */
  wake(): void
}

const DAY_MS = 86_400_000
/** Between two messages: some 10,000 in an hour. */
const PACE_MS = 250
/** Looked again with nothing to do, while a campaign goes out, after a 429 without a time, without a network, after a failure at the other end, when the account is refused. */
const IDLE_MS = 3_600_000
const BUSY_MS = 60_000
const THROTTLED_MS = 60_000
const OFFLINE_MS = 5 * 60_000
const FAILED_MS = 60_000
const REFUSED_MS = 3_600_000
/** What fails at the other end so many times in a row is left for later, so that it holds up nothing else. */
const MOST_FAILURES = 5
/** After the first, second, third refusal of one message; daily from then on. */
const AGAIN_MS = [3_600_000, 6 * 3_600_000, DAY_MS] as const
const KEY = 'redaction'

/** `sentAt`, `receivedId`: up to here everything is empty, but for what is in redactions_left. */
type Kept = { readonly days: number | null; readonly sentAt: number; readonly receivedId: number }
const read = (db: Db): Kept => ({ days: null, sentAt: 0, receivedId: 0, ...readSetting<Partial<Kept>>(db, KEY) })

/** 'done': nothing is left there; 'later', 'failed': of this message; a wait is for all of them. */
type Outcome = 'done' | 'later' | 'failed' | { readonly waitMs: number }

const GONE = 20404
const outcomeOf = (answer: ProviderAnswer<unknown>): Outcome => {
  switch (answer.kind) {
    case 'ok':
      return 'done'
    case 'refused':
      if (answer.refusal.code === GONE || answer.refusal.httpStatus === 404) return 'done'
      return answer.refusal.class === 'account-stop' ? { waitMs: REFUSED_MS } : answer.refusal.class === 'rate' ? { waitMs: THROTTLED_MS } : 'later'
    case 'throttled':
      return { waitMs: Math.max(answer.retryAfterMs ?? 0, THROTTLED_MS) }
    case 'offline':
      return { waitMs: OFFLINE_MS }
    case 'failed':
      return 'failed'
  }
}

const empty = async (provider: Provider, { sid, media }: AtCarrier, needs: RedactionNeeds): Promise<Outcome> => {
  if (media) {
    if (needs.filesWaiting(sid)) return 'later'
    const files = await provider.media(sid)
    if (files.kind !== 'ok') {
      const outcome = outcomeOf(files)
      if (outcome !== 'done') return outcome
    }
    for (const file of files.kind === 'ok' ? files.value : []) {
      const removed = outcomeOf(await provider.removeMedia(sid, file.sid))
      if (removed !== 'done') return removed
    }
  }
  return outcomeOf(await provider.redact(sid))
}

export const createRedactor = (context: Pick<Context, 'db' | 'clock' | 'log' | 'changed' | 'onClose'>, needs: RedactionNeeds): Redactor => {
  const { db, clock, log } = context
  let timer: Timer | null = null
  let running: Promise<void> | null = null
  let closed = false
  let failures = 0

  const left = (): number => statement(db, 'SELECT count(*) FROM redactions_left').pluck().get() as number
  const view = (): Redaction => {
    const { days } = read(db)
    return { days, left: left() }
  }

  const note = (sid: string, outcome: 'done' | 'later'): void => {
    if (outcome === 'done') return void statement(db, 'DELETE FROM redactions_left WHERE sid = ?').run(sid)
    const tries = (statement(db, 'SELECT tries FROM redactions_left WHERE sid = ?').pluck().get(sid) as number | undefined) ?? 0
    const at = clock.now() + (AGAIN_MS[tries] ?? DAY_MS)
    statement(db, 'INSERT INTO redactions_left (sid, tries, next_at) VALUES (@sid, @tries, @at) ON CONFLICT (sid) DO UPDATE SET tries = @tries, next_at = @at').run({ sid, tries: tries + 1, at })
  }

  /** What is next, and how to note that it is done; null: nothing is old enough. */
  const next = (kept: Kept, days: number): { readonly messages: readonly AtCarrier[]; readonly place: Partial<Kept> } | null => {
    const before = clock.now() - days * DAY_MS
    const again = statement(db, 'SELECT sid FROM redactions_left WHERE next_at <= ? ORDER BY next_at LIMIT 1').pluck().get(clock.now()) as string | undefined
    if (again !== undefined) return { messages: [{ sid: again, media: cameWithFiles(db, again) }], place: {} }
    const sent = nextSent(db, kept.sentAt, before)
    if (sent !== null) return { messages: sent.sent, place: { sentAt: sent.at } }
    const received = nextReceived(db, kept.receivedId, before)
    return received === null ? null : { messages: [received], place: { receivedId: received.id } }
  }

  const breath = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))

  /** @returns in how many milliseconds to go on. */
  const work = async (): Promise<number> => {
    for (;;) {
      const kept = read(db)
      const provider = needs.provider()
      if (closed || kept.days === null || provider === null) return IDLE_MS
      if (needs.sending()) return BUSY_MS
      const found = next(kept, kept.days)
      if (found === null) return IDLE_MS
      for (const message of found.messages) {
        const outcome = await empty(provider, message, needs)
        if (closed) return IDLE_MS
        if (typeof outcome !== 'string') return outcome.waitMs
        failures = outcome === 'failed' ? failures + 1 : 0
        if (outcome === 'failed' && failures < MOST_FAILURES) return FAILED_MS
        failures = 0
        note(message.sid, outcome === 'done' ? 'done' : 'later')
        await breath(PACE_MS)
        // The owner may have changed their mind meanwhile.
        if (closed || read(db).days === null) return IDLE_MS
      }
      writeSetting(db, KEY, { ...read(db), ...found.place } satisfies Kept)
    }
  }

  const plan = (ms: number): void => {
    timer?.cancel()
    if (!closed) timer = clock.after(ms, run)
  }
  function run(): void {
    timer?.cancel()
    if (closed || running !== null) return
    running = work()
      .catch((cause: unknown) => {
        log.error('redact.failed', { cause: String(cause) })
        return IDLE_MS
      })
      .then((ms) => {
        running = null
        plan(ms)
      })
  }

  context.onClose(() => {
    closed = true
    timer?.cancel()
  })

  return {
    handlers: {
      'messages.redaction': () => ok(view()),
      'messages.saveRedaction': ({ days }) => {
        writeSetting(db, KEY, { ...read(db), days } satisfies Kept)
        context.changed('messages')
        run()
        return ok(view())
      },
    },
    wake: run,
  }
}
