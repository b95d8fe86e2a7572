import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Pulse } from '../../../shared/contract/messages.ts'
import { ok } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import type { Timer } from '../environment.ts'
import type { ProviderMessage } from '../provider/provider.ts'
import { alignBatch, batchesIn, cancelBatch, openBatch, pauseBatch, removeBatch, resumeBatch, takeBackBatch } from './batches.ts'
import { reconsiderHeld, rescheduleMessages, retryMessages } from './by-hand.ts'
import { readRules, writeRules } from './sending-rules.ts'
import { createDispatcher, type ReportedFailure } from './dispatcher.ts'
import type { Line } from './line.ts'
import { countInStatus, markUnknownAfterCrash, openBySid, type Settlement } from './messages.ts'
import type { QueueWaits } from './log.ts'
import { createPoller } from './poller.ts'
import { readPulse } from './pulse.ts'
import { reconcile } from './reconcile.ts'
import { takeIn } from './replies.ts'
import { statusFrom } from './status.ts'

export type Sending = {
  readonly handlers: HandlersOf<'queue'> & Pick<HandlersOf<'messages'>, 'messages.retry' | 'messages.reschedule'>
  /** Puts right what a crash left, then starts sending and asking for statuses. */
  start(): void
  /** Stops claiming; resolves when no request is under way. */
  stop(): Promise<void>
  /** Something happened worth another look: network back, computer awake, account or senders changed, messages queued. */
  wake(): void
  /** The account was put right by a person: a stop is lifted and tried again. */
  clearStop(): void
  /** Messages on their way out now: for the warning when quitting. */
  busy(): number
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
    /** False when it has already begun. */
    takeBack(id: number): boolean
  }
}

/** From a lost answer to the first look. */
const SOON_MS = 3_000
/** Replies are read again before anything leaves when the last reading is older: after a start, a sleep, a night offline. */
const REPLIES_FRESH_MS = 5 * 60_000

export const createSending = (context: Context, line: Line): Sending => {
  const { db, clock, random, log } = context
  let running = false
  let reconcileTimer: Timer | null = null
  let reconcileAt = 0
  let reconciling: Promise<void> | null = null
  const lookedAt = new Map<number, number>()

  /** When the replies were last read to the end; nothing leaves to people whose STOP may be waiting there. */
  let readAt = -Infinity
  const repliesRead = (): boolean => {
    const age = clock.now() - readAt
    if (age >= 0 && age < REPLIES_FRESH_MS) return true
    if (running && !dispatcher.state().offline) poller.now()
    return false
  }

  const dispatcher = createDispatcher(context, line, repliesRead, () => planReconcile(SOON_MS), () => poller.hurry())

  const take = (messages: readonly ProviderMessage[]) => {
    const settlements: Settlement[] = []
    const failures: ReportedFailure[] = []
    // Oldest first: of a STOP and a START in one page the later one counts.
    for (const message of messages.toReversed()) {
      if (message.direction === 'inbound') {
        const keyword = takeIn(db, message, clock.now())
        if (keyword !== 'known') context.changed('today', ...(keyword === null ? [] : (['consent', 'contacts'] as const)))
        continue
      }
      const known = openBySid(db, message.sid)
      if (known === null) continue
      const { status, errorCode, priceMicros, currency, segments } = message
      settlements.push({ kind: 'status', id: known.id, status: statusFrom(status), errorCode, priceMicros, currency, segments })
      // Only what is news has consequences: a sender put right must not be paused again by an old failure.
      if (errorCode !== null && known.pending) {
        failures.push({ id: known.id, number: message.to, address: message.messagingServiceSid ?? message.from, errorCode, tries: known.tries })
      }
    }
    dispatcher.reported(failures)
    dispatcher.settleAll(settlements)
  }

  const poller = createPoller({
    db, clock, random, log,
    provider: () => (dispatcher.state().offline ? null : line.provider()),
    sending: () => dispatcher.inflight() > 0,
    read() {
      const stale = !(clock.now() - readAt < REPLIES_FRESH_MS)
      readAt = clock.now()
      if (stale) dispatcher.wake()
    },
    offline: (cause) => dispatcher.noteOffline(cause),
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
    reconciling = reconcile(db, provider, clock.now, lookedAt)
      .then(({ settlements, again }) => {
        reconciling = null
        if (settlements.length > 0) {
          log.info('queue.reconciled', { adopted: settlements.filter((s) => s.kind === 'status').length, requeued: settlements.filter((s) => s.kind === 'requeue').length })
          dispatcher.settleAll(settlements)
          dispatcher.wake()
          poller.hurry()
        }
        // What became unknown while this pass was looking is not in its answer.
        const next = again ?? (countInStatus(db, 'unknown') > 0 ? clock.now() + SOON_MS : null)
        if (next !== null) planReconcile(next - clock.now())
      })
      .catch((error: unknown) => {
        reconciling = null
        log.error('queue.reconcile-failed', { error: String(error) })
        planReconcile(30_000)
      })
  }

  /** Brings a changed batch's messages in line, in steps, letting everything else run in between. */
  const align = (id: number): void => {
    let left: number
    try {
      left = running ? alignBatch(db, id, clock.now()) : 0
    } catch (error) {
      log.error('queue.align-failed', { error: String(error) })
      clock.after(5_000, () => align(id))
      return
    }
    if (left === 0) {
      context.changed('messages', 'campaigns', 'queue', 'today')
      return dispatcher.wake()
    }
    setImmediate(() => align(id))
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

  /** What a crash left is put right before anything leaves; a full disk is waited for. */
  function begin(): void {
    if (!running) return
    try {
      const crashed = markUnknownAfterCrash(db, clock.now())
      if (crashed > 0) log.warn('queue.crash-leftovers', { messages: crashed })
      for (const { id } of batchesIn(db, ['preparing'])) removeBatch(db, id)
    } catch (error) {
      log.error('queue.recovery-failed', { error: String(error) })
      clock.after(5_000, begin)
      return
    }
    for (const { id } of batchesIn(db, ['canceled', 'paused'])) align(id)
    if (countInStatus(db, 'unknown') > 0) planReconcile(0)
    dispatcher.start()
    poller.start()
  }

  const pulse = (): Pulse => readPulse(db, dispatcher.state(), line.provider() !== null, clock.now(), context.settings().language)

  return {
    handlers: {
      'messages.retry': ({ who }) => {
        const retried = retryMessages(db, who, clock.now())
        if (retried > 0) queueChanged()
        return ok({ retried })
      },
      'messages.reschedule': ({ who, dueAt }) => {
        dispatcher.giveBackAll()
        const changed = rescheduleMessages(db, who, dueAt, clock.now())
        if (changed > 0) queueChanged()
        return ok({ changed })
      },
      'queue.rules': () => ok(readRules(db, context.mode)),
      'queue.saveRules': (change) => {
        if (context.mode === 'live' && change.quietHours === false) return context.problem('queue-hours-stay', {}, 'quietHours')
        writeRules(db, context.mode, change)
        reconsiderHeld(db, clock.now())
        queueChanged()
        return ok(readRules(db, context.mode))
      },
      'queue.pulse': () => ok(pulse()),
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
      begin()
    },
    async stop() {
      running = false
      reconcileTimer?.cancel()
      await Promise.all([dispatcher.stop(), poller.stop(), reconciling])
    },
    wake() {
      if (!running) return
      dispatcher.wake()
      poller.hurry()
      if (countInStatus(db, 'unknown') > 0) planReconcile(0)
    },
    clearStop: () => dispatcher.clearStop(),
    busy: () => dispatcher.inflight(),
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
      takeBack(id) {
        const taken = takeBackBatch(db, id, clock.now())
        if (taken) context.changed('messages', 'campaigns', 'queue', 'today')
        return taken
      },
    },
  }
}
