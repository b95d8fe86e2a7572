import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Pulse } from '../../../shared/contract/messages.ts'
import { ok } from '../../../shared/result.ts'
import { loosened } from '../../../shared/rules/fatigue.ts'
import type { Context } from '../context.ts'
import type { Timer } from '../environment.ts'
import type { ProviderMessage } from '../provider/provider.ts'
import { alignBatch, batchesIn, cancelBatch, openBatch, pauseBatch, removeBatch, resumeBatch, takeBackBatch } from './batches.ts'
import { reconsiderHeld, rescheduleMessages, retryMessages } from './by-hand.ts'
import { recordCaps } from './decisions.ts'
import { defaults, readRules, writeRules } from './sending-rules.ts'
import { createDispatcher, type ReportedFailure } from './dispatcher.ts'
import { noteFormerPrice } from './former-tries.ts'
import type { Line } from './line.ts'
import { bySid, countInStatus, markUnknownAfterCrash, type Settlement } from './messages.ts'
import type { QueueWaits } from './log.ts'
import { createPoller } from './poller.ts'
import { readPulse } from './pulse.ts'
import { reconcile, type Watched } from './reconcile.ts'
import { takeInAll, type Reader, type Taken } from './replies.ts'
import { isForward, isSettled, statusFrom } from './status.ts'
import { breath } from './steps.ts'
import { totalsReady } from './totals.ts'

export type Sending = {
  readonly handlers: HandlersOf<'queue'> & Pick<HandlersOf<'messages'>, 'messages.retry' | 'messages.reschedule'>
  /** Puts right what a crash left, then starts sending and asking for statuses. */
  start(): void
  /** Stops claiming; resolves when no request is under way. */
  stop(): Promise<void>
  /** Something happened worth another look: network back, computer awake, account or senders changed, messages queued. */
  wake(): void
  /** Somebody looks at conversations: replies are read more often for a while. */
  look(): void
  /** The account was put right by a person: a stop is lifted and tried again. */
  clearStop(): void
  /** Messages on their way out now: for the warning when quitting. */
  busy(): number
  /** Resolves when totals are at hand, so that asking for them is quick: a moment after a start or a new campaign. */
  ready(): Promise<void>
  /** The rules of places changed: what they held is asked again. Resolves when it is. */
  rulesChanged(): Promise<void>
  /** Writes to the book; null when it cannot be written, which the pulse then shows until it can. */
  attempt<T>(write: () => T): T | null
  network(): 'online' | 'offline'
  pulse(): Pulse
  /** What keeps the queue as a whole waiting. */
  waits(): QueueWaits
  readonly batches: {
    /** Lets a prepared batch go at `startsAt` (milliseconds UTC). */
    open(id: number, startsAt: number): void
    pause(id: number): boolean
    resume(id: number): boolean
    cancel(id: number): boolean
    /** Resolves when no trace is left; to false when it has already begun. */
    takeBack(id: number): Promise<boolean>
    /** Removes one that was never opened. */
    remove(id: number): Promise<void>
  }
}

/** Entries of the provider's list taken in one step: 10 ms. */
const TAKEN_AT_ONCE = 100
/** From a lost answer to the first look. */
const SOON_MS = 3_000
/** Replies are read again before anything leaves when the last reading is older: after a start, a sleep, a night offline. */
const REPLIES_FRESH_MS = 5 * 60_000

/** Who is told of replies: `act` and `understand` while they are taken in, `taken` when that is on disk. */
export type Replies = Reader & { taken(replies: readonly Taken[]): void }

export const createSending = (context: Context, line: Line, told?: Replies): Sending => {
  const { db, clock, random, log } = context
  let running = false
  /** What takes several steps and has to end before the book closes. */
  let closing = false
  const going = () => !closing
  const jobs = new Set<Promise<unknown>>()
  const inJob = <T>(job: Promise<T>): Promise<T> => {
    const ended = job.then(() => undefined, () => undefined)
    jobs.add(ended)
    void ended.then(() => jobs.delete(ended))
    return job
  }
  let reconcileTimer: Timer | null = null
  let reconcileAt = 0
  let reconciling: Promise<void> | null = null
  const watched = new Map<number, Watched>()

  /** When the replies were last read to the end; nothing leaves to people whose STOP may be waiting there. */
  let readAt = -Infinity
  const repliesRead = (): boolean => {
    const age = clock.now() - readAt
    if (age >= 0 && age < REPLIES_FRESH_MS) return true
    if (running && !dispatcher.state().offline) poller.now()
    return false
  }

  const dispatcher = createDispatcher({
    context, line, repliesRead,
    onUnknown(id) {
      watched.set(id, { since: clock.monotonic(), looked: -Infinity })
      planReconcile(SOON_MS)
    },
    onAccepted(claimedAt, createdAt) {
      poller.compare(claimedAt, createdAt)
    },
  })

  /** Takes a page of the provider's list, in steps. */
  const take = async (messages: readonly ProviderMessage[]): Promise<void> => {
    // Oldest first: of a STOP and a START in one page the later one counts.
    const oldestFirst = messages.toReversed()
    for (let from = 0; from < oldestFirst.length && running; from += TAKEN_AT_ONCE) {
      if (from > 0) await breath()
      const some = oldestFirst.slice(from, from + TAKEN_AT_ONCE)
      // What is still arriving may lack its words and files; the list is read again soon.
      takeReplies(some.filter(({ direction, status }) => direction === 'inbound' && status !== 'receiving'))
      await takeStatuses(some.filter(({ direction }) => direction === 'outbound'))
    }
  }

  const takeReplies = (replies: readonly ProviderMessage[]) => {
    if (replies.length === 0) return
    const taken = takeInAll(db, replies, clock.now(), told)
    if (taken.length === 0) return
    context.changed('inbox', 'today', ...(taken.every(({ keyword }) => keyword === null) ? [] : (['consent', 'contacts'] as const)))
    told?.taken(taken)
  }

  const takeStatuses = async (messages: readonly ProviderMessage[]): Promise<void> => {
    const settlements: Settlement[] = []
    const failures: ReportedFailure[] = []
    for (const { sid, status: listed, errorCode, priceMicros, currency, segments, to, from, messagingServiceSid } of messages) {
      const known = bySid(db, sid)
      if (known === null) {
        noteFormerPrice(db, sid, priceMicros, currency)
        continue
      }
      const status = statusFrom(listed)
      // Most of a page is known already, and costs no write.
      if (isForward(known.status, status) || (priceMicros !== null && priceMicros !== known.priceMicros)) {
        settlements.push({ kind: 'status', id: known.id, status, errorCode, priceMicros, currency, segments })
      }
      // Only what is news has consequences: a sender put right must not be paused again by an old failure.
      if (errorCode !== null && !isSettled(known.status)) failures.push({ id: known.id, number: to, address: messagingServiceSid ?? from, errorCode, tries: known.tries })
    }
    dispatcher.reported(failures)
    if (settlements.length > 0) await dispatcher.settleAll(settlements)
  }

  const poller = createPoller({
    db, clock, random, log,
    provider: () => (dispatcher.state().offline ? null : line.provider()),
    read() {
      const stale = !(clock.now() - readAt < REPLIES_FRESH_MS)
      readAt = clock.now()
      if (stale) dispatcher.wake()
    },
    offline: (cause) => dispatcher.noteOffline(cause),
    broke: (error) => dispatcher.failed(error),
    take,
  })

  function planReconcile(ms: number): void {
    if (!running || reconciling !== null) return
    const at = clock.monotonic() + ms
    // The earliest plan stays: a steady stream of lost answers must not put looking off for ever.
    if (reconcileTimer !== null && reconcileAt <= at) return
    reconcileTimer?.cancel()
    reconcileAt = at
    reconcileTimer = clock.after(ms, lookUp)
  }

  function lookUp(): void {
    reconcileTimer = null
    const provider = line.provider()
    if (reconciling !== null || !running) return
    if (provider === null) return planReconcile(30_000)
    reconciling = reconcile({ db, provider, now: clock.monotonic, watched, lead: poller.lead(), going })
      .then(async ({ settlements, again }) => {
        if (settlements.length > 0) {
          log.info('queue.reconciled', { adopted: settlements.filter((s) => s.kind === 'status').length, requeued: settlements.filter((s) => s.kind === 'requeue').length })
          await dispatcher.settleAll(settlements)
        }
        reconciling = null
        if (settlements.length > 0) {
          dispatcher.wake()
          poller.hurry()
        }
        // What became unknown while this pass was looking is not in its answer.
        const next = again ?? (countInStatus(db, 'unknown') > 0 ? SOON_MS : null)
        if (next !== null) planReconcile(next)
      })
      .catch((error: unknown) => {
        reconciling = null
        log.error('queue.reconcile-failed', { error: String(error) })
        planReconcile(30_000)
      })
  }

  /** Brings a changed batch's messages in line, in steps, letting everything else run in between. */
  const align = (id: number, from = 0): void => {
    let next: number | null
    try {
      next = running ? alignBatch(db, id, clock.now(), from).next : null
    } catch (error) {
      log.error('queue.align-failed', { error: String(error) })
      dispatcher.failed(error)
      clock.after(5_000, () => align(id, from))
      return
    }
    if (next === null) {
      context.changed('messages', 'campaigns', 'queue', 'today')
      return dispatcher.wake()
    }
    const goOn = next
    setImmediate(() => align(id, goOn))
  }

  const changeBatch = (id: number, change: () => boolean): boolean => {
    if (!change()) return false
    dispatcher.dropBatch(id)
    align(id)
    return true
  }

  const queueChanged = () => {
    context.changed('messages', 'campaigns', 'queue', 'today')
    dispatcher.wake()
  }

  /** What was held by the rules is asked again at once. */
  const rulesChanged = async (): Promise<void> => {
    await inJob(reconsiderHeld(db, clock.now(), going))
    queueChanged()
  }

  const removing = new Map<number, Promise<void>>()
  const remove = (id: number): Promise<void> => {
    const known = removing.get(id)
    if (known !== undefined) return known
    const removed = inJob(removeBatch(db, id, going)).finally(() => removing.delete(id))
    removing.set(id, removed)
    return removed
  }

  /** Removes what was never finished; nothing of it leaves meanwhile. */
  const removeLeftover = (id: number): void => {
    remove(id).catch((error: unknown) => {
      log.error('queue.remove-failed', { error: String(error) })
      dispatcher.failed(error)
      clock.after(5_000, () => going() && removeLeftover(id))
    })
  }

  /** What a crash left is put right before anything leaves; a full disk is waited for. */
  function begin(): void {
    if (!running) return
    try {
      const crashed = markUnknownAfterCrash(db, clock.now())
      if (crashed > 0) log.warn('queue.crash-leftovers', { messages: crashed })
    } catch (error) {
      log.error('queue.recovery-failed', { error: String(error) })
      dispatcher.failed(error)
      clock.after(5_000, begin)
      return
    }
    ready().catch((error: unknown) => log.error('queue.totals-failed', { error: String(error) }))
    for (const { id } of batchesIn(db, ['preparing'])) removeLeftover(id)
    for (const { id } of batchesIn(db, ['canceled', 'paused'])) align(id)
    if (countInStatus(db, 'unknown') > 0) planReconcile(0)
    dispatcher.start()
    poller.start()
  }

  const ready = (): Promise<void> => inJob(totalsReady(db, going))

  const pulse = (): Pulse => readPulse(db, { ...dispatcher.state(), blockedUntil: dispatcher.blockedUntil }, line.provider() !== null, clock.now(), context.settings().language)

  return {
    handlers: {
      'messages.retry': async ({ who }) => {
        const retried = await inJob(retryMessages(db, who, clock.now(), going))
        if (retried > 0) queueChanged()
        return ok({ retried })
      },
      'messages.reschedule': async ({ who, dueAt }) => {
        const changed = await inJob(dispatcher.holding(() => rescheduleMessages(db, who, dueAt, clock.now(), going)))
        if (changed > 0) queueChanged()
        return ok({ changed })
      },
      'queue.rules': () => ok(readRules(db, context.mode)),
      'queue.saveRules': async ({ reason, ...change }) => {
        if (context.mode === 'live' && change.quietHours === false) return context.problem('queue-hours-stay', {}, 'quietHours')
        if (loosened(readRules(db, context.mode), change, defaults[context.mode]) && (reason ?? '') === '') return context.problem('rules-no-reason', {}, 'reason')
        db.transaction(() => {
          recordCaps(db, readRules(db, context.mode), change, defaults[context.mode], reason ?? '', clock.now())
          writeRules(db, context.mode, change)
        }).immediate()
        await rulesChanged()
        context.changed('rules')
        return ok(readRules(db, context.mode))
      },
      'queue.pulse': async () => {
        await ready()
        return ok(pulse())
      },
      'queue.pause': () => {
        dispatcher.setPaused(true)
        return ok(pulse())
      },
      'queue.resume': () => {
        dispatcher.setPaused(false)
        dispatcher.clearStop()
        return ok(pulse())
      },
    },
    start() {
      running = true
      closing = false
      begin()
    },
    async stop() {
      running = false
      closing = true
      reconcileTimer?.cancel()
      await Promise.all([dispatcher.stop(), poller.stop(), reconciling, ...jobs])
    },
    wake() {
      if (!running) return
      dispatcher.wake()
      poller.hurry()
      if (countInStatus(db, 'unknown') > 0) planReconcile(0)
    },
    look: () => poller.look(),
    clearStop: () => dispatcher.clearStop(),
    busy: () => dispatcher.inflight(),
    ready,
    rulesChanged,
    attempt: dispatcher.attempt,
    pulse,
    waits() {
      const { pausedByOwner, stoppedCode, trouble, offline } = dispatcher.state()
      return { paused: pausedByOwner, stopped: stoppedCode !== null || trouble !== null || line.provider() === null, offline }
    },
    network: () => (dispatcher.state().offline ? 'offline' : 'online'),
    batches: {
      open(id, startsAt) {
        openBatch(db, id, startsAt)
        align(id)
        // Its state changes with time alone: also when nothing can leave then.
        clock.after(Math.max(0, startsAt - clock.now()) + 100, () => {
          if (running) queueChanged()
        })
      },
      pause: (id) => changeBatch(id, () => pauseBatch(db, id)),
      resume: (id) => changeBatch(id, () => resumeBatch(db, id)),
      cancel: (id) => changeBatch(id, () => cancelBatch(db, id, clock.now())),
      async takeBack(id) {
        if (!takeBackBatch(db, id, clock.now())) return false
        dispatcher.dropBatch(id)
        await remove(id)
        context.changed('messages', 'campaigns', 'queue', 'today')
        return true
      },
      remove,
    },
  }
}
