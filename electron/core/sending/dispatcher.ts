import type { Topic } from '../../../shared/contract/common.ts'
import type { Context } from '../context.ts'
import { failureOf } from '../database/failures.ts'
import type { Timer } from '../environment.ts'
import type { Provider, ProviderRefusal, SendOutcome } from '../provider/provider.ts'
import { backoff } from './backoff.ts'
import { endBatchIfDone } from './batches.ts'
import { consequenceOf, recordCarrierOptOut } from './consequences.ts'
import { createLane, type Lane } from './lane.ts'
import type { Line } from './line.ts'
import { afterFailure } from './after-failure.ts'
import { claimMessages, createSpread, type Claim, type Claimed } from './claim.ts'
import { claimedSince, settle, type Settlement } from './messages.ts'
import { rulesInForce } from './sending-rules.ts'
import { readQueueState, writeQueueState, type QueueState } from './queue-state.ts'
import { pauseSender, sendersForDispatch, type DispatchSender } from './senders.ts'
import { statusFrom } from './status.ts'
import { breath } from './steps.ts'

/** What keeps the book from being written. */
export type Trouble = 'disk-full' | 'damaged'

/** Everything on its way out: a lane per sender, and what keeps all of them from sending. */
export type Dispatcher = {
  start(): void
  stop(): Promise<void>
  /** Looks at the senders and the queue again. */
  wake(): void
  /** Keeps everything from being claimed while a person's change is under way, which takes several steps. */
  holding<T>(change: () => Promise<T>): Promise<T>
  /** A batch was paused or canceled: what is claimed of it goes back. */
  dropBatch(batchId: number): void
  state(): QueueState & { readonly offline: boolean; readonly trouble: Trouble | null }
  setPaused(paused: boolean): void
  /** The account was looked at or changed by a person: try again. */
  clearStop(): void
  /** Writes settlements that came from elsewhere (statuses, look-ups), in steps. */
  settleAll(settlements: readonly Settlement[]): Promise<void>
  /** Writes to the book; null, with the trouble known and waited for, when it cannot be written. */
  attempt<T>(write: () => T): T | null
  /** Somebody else failed: when it is the disk's fault or the book's, nothing leaves until it can be written again. */
  failed(error: unknown): void
  /** Somebody else found out that there is no network. */
  noteOffline(cause: string): void
  /** Deals with failures the provider reported after accepting: consequences, and another try where that is safe. */
  reported(failures: readonly ReportedFailure[]): void
  inflight(): number
  /** Until when a sender waits because it was refused, in ms UTC; 0 when it does not. */
  blockedUntil(senderId: number): number
}

/** A message the provider had accepted and now reports as failed. */
export type ReportedFailure = { readonly id: number; readonly number: string; readonly address: string; readonly errorCode: number; readonly tries: number }

/** Enough connections for 225 segments a second at 200 ms, 1.5 times over. */
const MAX_INFLIGHT = 64
/** What is lost of this in a crash costs a look-up each; a commit costs milliseconds. */
const FLUSH_MS = 150
const FLUSH_MOST = 250
/** Of what comes from elsewhere, in one step: 8 ms. */
const SETTLED_AT_ONCE = 100
/** Between two tries to write on a disk that was full. */
const TROUBLE_MS = 5_000
const PROBE_BASE_MS = 2_000
const PROBE_CEILING_MS = 30_000
/** Tries of one message before a person is asked; 429s count, a missing network does not. */
const MOST_TRIES = 50
const NOTHING: Claimed = { claims: [], again: null }
const TOPICS: readonly Topic[] = ['messages', 'campaigns', 'queue', 'today']

export type DispatcherOptions = {
  readonly context: Context
  readonly line: Line
  /** True when the replies were read a short while ago. */
  repliesRead(): boolean
  /** This message may have left, and nobody knows. */
  onUnknown(id: number): void
  /** Claimed by this computer's clock, created by the provider's. */
  onAccepted(claimedAt: number, createdAt: number): void
}

export const createDispatcher = ({ context, line, repliesRead, onUnknown, onAccepted }: DispatcherOptions): Dispatcher => {
  const { db, clock, random, log } = context
  const lanes = new Map<number, Lane>()
  /** Lanes of senders paused or removed whose last requests are still under way. */
  const leaving = new Map<Lane, Promise<void>>()
  /** Changes by hand under way. */
  let holds = 0
  /** Segments a second by sender, as last read. */
  const rates = new Map<number, number>()
  let state = readQueueState(db)
  let running = false
  let offline = false
  let trouble: Trouble | null = null
  let troubleTimer: Timer | null = null
  let probes = 0
  let probeTimer: Timer | null = null
  let flushTimer: Timer | null = null
  let outbox: Settlement[] = []

  const laneOf = (address: string): Lane | undefined => [...lanes.values()].find((lane) => lane.address === address)

  const pumpAll = () => {
    for (const lane of lanes.values()) lane.pump()
  }

  const changed = () => context.changed(...TOPICS)

  const setState = (next: QueueState) => {
    state = next
    writeQueueState(db, next)
    changed()
  }

  /** A write that may fail for a full disk: nothing leaves until one succeeds again. */
  const guarded = <T>(write: () => T, otherwise: T): T => {
    try {
      const value = write()
      if (trouble !== null) {
        trouble = null
        changed()
      }
      return value
    } catch (error) {
      log.error('queue.write-failed', { error: String(error) })
      inTrouble(error)
      return otherwise
    }
  }

  function inTrouble(error: unknown): void {
    trouble = failureOf(error) === 'corrupt' ? 'damaged' : 'disk-full'
    changed()
    troubleTimer ??= clock.after(TROUBLE_MS, () => {
      troubleTimer = null
      // A real write, since an empty outbox would prove nothing.
      const written = running && flushAnd(() => {
        writeQueueState(db, state)
        return true
      })
      if (written) pumpAll()
    })
  }

  /** Writes the outbox together with `more`, in one commit; null when it could not be written and nothing is lost. */
  const flushAnd = <T>(more: () => T): T | null => {
    flushTimer?.cancel()
    flushTimer = null
    const batch = outbox
    outbox = []
    const value = guarded(
      () =>
        db
          .transaction(() => {
            for (const id of settle(db, batch, clock.now())) endBatchIfDone(db, id, clock.now())
            return more()
          })
          .immediate(),
      null,
    )
    if (value === null) outbox = [...batch, ...outbox]
    else if (batch.length > 0) changed()
    return value
  }

  function flush(): void {
    if (outbox.length > 0) flushAnd(() => true)
  }

  const put = (...settlements: readonly Settlement[]) => {
    outbox.push(...settlements)
    if (outbox.length >= FLUSH_MOST) flush()
    else flushTimer ??= clock.after(FLUSH_MS, flush)
  }

  const goOffline = (cause: string) => {
    if (!offline) {
      offline = true
      probes = 0
      log.info('queue.offline', { cause })
      context.changed('account', ...TOPICS)
    }
    probeTimer ??= clock.after(backoff(++probes, random, PROBE_BASE_MS, PROBE_CEILING_MS), () => void probe())
  }

  const probe = async () => {
    probeTimer = null
    const provider = line.provider()
    if (!running || provider === null) return
    const answer = await provider.balance()
    if (answer.kind === 'offline' || answer.kind === 'failed') return goOffline(answer.cause)
    offline = false
    log.info('queue.online')
    context.changed('account', ...TOPICS)
    pumpAll()
  }

  const consequences = (code: number, httpStatus: number, number: string, address: string | null): boolean => {
    const consequence = consequenceOf(code, httpStatus)
    switch (consequence) {
      case 'opted-out':
        recordCarrierOptOut(db, number, code, clock.now())
        context.changed('consent', 'contacts')
        return false
      case 'sender-paused':
        if (address !== null && pauseSender(db, address, code)) {
          log.warn('queue.sender-paused', { code })
          context.changed('senders', ...TOPICS)
          refreshLanes()
        }
        return true
      case 'account-stopped':
        if (state.stoppedCode === null) {
          log.warn('queue.account-stopped', { code })
          setState({ ...state, stoppedCode: code })
        }
        return true
      case 'none':
        return false
    }
  }

  const refused = (claim: Claim, address: string, { code, httpStatus }: ProviderRefusal): 'on' | number => {
    const blocked = consequences(code, httpStatus, claim.number, address)
    const after = afterFailure(code, httpStatus, false, claim.attempts, clock.now())
    switch (after.kind) {
      case 'final':
        // What stopped the sender or the account was not the message's fault: it waits with the others.
        if (blocked) put({ kind: 'requeue', id: claim.id, dueAt: null, detail: String(code), attempted: false })
        else put({ kind: 'status', id: claim.id, status: 'failed', errorCode: code })
        return 'on'
      case 'retry':
        put({ kind: 'requeue', id: claim.id, dueAt: after.at, detail: String(code), attempted: true })
        return 'on'
      case 'sender-waits':
        put({ kind: 'requeue', id: claim.id, dueAt: after.at, detail: String(code), attempted: true })
        return after.at - clock.now()
      case 'look':
        put({ kind: 'status', id: claim.id, status: 'unknown', errorCode: code })
        onUnknown(claim.id)
        return 'on'
    }
  }

  const settled = (claim: Claim, address: string, outcome: SendOutcome): 'on' | number => {
    switch (outcome.kind) {
      case 'accepted': {
        const { sid, status, errorCode, priceMicros, currency, segments, createdAt } = outcome.message
        put({ kind: 'status', id: claim.id, status: statusFrom(status), sid, errorCode, priceMicros, currency, segments })
        onAccepted(claim.claimedAt, createdAt)
        return 'on'
      }
      case 'refused':
        return refused(claim, address, outcome.refusal)
      case 'throttled':
        if (claim.attempts >= MOST_TRIES) put({ kind: 'status', id: claim.id, status: 'failed', errorCode: 20429 })
        else put({ kind: 'requeue', id: claim.id, dueAt: null, detail: '20429', attempted: true })
        return 'on'
      case 'offline':
        put({ kind: 'requeue', id: claim.id, dueAt: null, detail: 'waiting-for-network', attempted: false })
        goOffline(outcome.cause)
        return 'on'
      case 'unknown':
        log.warn('queue.unknown', { id: claim.id, cause: outcome.cause })
        put({ kind: 'status', id: claim.id, status: 'unknown' })
        onUnknown(claim.id)
        return 'on'
    }
  }

  const gate = (): Provider | null =>
    running && holds === 0 && !offline && trouble === null && !state.pausedByOwner && state.stoppedCode === null && repliesRead() ? line.provider() : null

  const addLane = (sender: DispatchSender) => {
    const spread = createSpread(() => rates.get(sender.id) ?? sender.segmentsPerSecond)
    const justSent = claimedSince(db, sender.id, clock.now() - 1000, clock.now())
    lanes.set(
      sender.id,
      createLane({
        address: sender.address,
        segmentsPerSecond: sender.segmentsPerSecond,
        clock,
        random,
        maxInflight: MAX_INFLIGHT,
        open: gate,
        justSent,
        claim: (limit, turn) =>
          flushAnd(() => claimMessages(db, { senderId: sender.id, now: clock.now(), limit, turn, rules: rulesInForce(db, context.mode), spread })) ?? NOTHING,
        giveBack: (claims) => put(...claims.map((claim) => ({ kind: 'requeue' as const, id: claim.id, dueAt: null, detail: null, attempted: false }))),
        settled: (claim, outcome) => settled(claim, sender.address, outcome),
        // Nothing follows that would take the last answers to the disk with it.
        drained: flush,
        broke: (claim, error) => {
          log.error('queue.outcome-failed', { id: claim.id, error: String(error) })
          put({ kind: 'status', id: claim.id, status: 'unknown' })
          onUnknown(claim.id)
        },
      }),
    )
  }

  /** Lanes for the senders that may send now; a paused or vanished sender's lane ends. */
  function refreshLanes(): void {
    const senders = new Map(sendersForDispatch(db).map((sender) => [sender.id, sender]))
    for (const { id, segmentsPerSecond } of senders.values()) rates.set(id, segmentsPerSecond)
    for (const [id, lane] of lanes) {
      if (senders.has(id)) continue
      lanes.delete(id)
      leaving.set(lane, lane.stop().then(() => void leaving.delete(lane)))
    }
    for (const sender of senders.values()) {
      const lane = lanes.get(sender.id)
      if (lane === undefined) addLane(sender)
      else lane.setRate(sender.segmentsPerSecond)
    }
  }

  return {
    start() {
      running = true
      refreshLanes()
      pumpAll()
    },
    async stop() {
      running = false
      probeTimer?.cancel()
      await Promise.all([...lanes.values()].map((lane) => lane.stop()).concat([...leaving.values()]))
      lanes.clear()
      flush()
    },
    wake() {
      if (!running) return
      if (offline) {
        probeTimer?.cancel()
        probes = 0
        void probe()
      }
      refreshLanes()
      for (const lane of lanes.values()) {
        lane.woke()
        lane.release()
      }
      pumpAll()
    },
    async holding(change) {
      holds += 1
      try {
        for (const lane of lanes.values()) lane.release()
        flush()
        return await change()
      } finally {
        holds -= 1
        if (holds === 0) pumpAll()
      }
    },
    dropBatch(batchId) {
      for (const lane of lanes.values()) lane.release(batchId)
      flush()
    },
    state: () => ({ ...state, offline, trouble }),
    setPaused(pausedByOwner) {
      // Whoever pauses or resumes it now knows why.
      setState({ pausedByOwner, stoppedCode: state.stoppedCode })
      pumpAll()
      flush()
    },
    clearStop() {
      if (state.stoppedCode !== null) setState({ ...state, stoppedCode: null })
      pumpAll()
    },
    async settleAll(settlements) {
      for (let from = 0; from < settlements.length; from += SETTLED_AT_ONCE) {
        if (from > 0) await breath()
        put(...settlements.slice(from, from + SETTLED_AT_ONCE))
        flush()
      }
      // A lane without a timer learns here of what is due again.
      pumpAll()
    },
    attempt: (write) => guarded(write, null),
    failed(error) {
      const failure = failureOf(error)
      if (failure === 'full' || failure === 'corrupt') inTrouble(error)
    },
    noteOffline: (cause) => goOffline(cause),
    reported(failures) {
      for (const { id, number, address, errorCode, tries } of failures) {
        consequences(errorCode, 0, number, address)
        const after = afterFailure(errorCode, 0, true, tries, clock.now())
        if (after.kind !== 'retry' && after.kind !== 'sender-waits') continue
        put({ kind: 'retry', id, dueAt: after.at, errorCode })
        if (after.kind === 'sender-waits') laneOf(address)?.block(after.at - clock.now())
      }
    },
    inflight: () => [...lanes.values(), ...leaving.keys()].reduce((sum, lane) => sum + lane.inflight(), 0),
    blockedUntil: (senderId) => lanes.get(senderId)?.blockedUntil() ?? 0,
  }
}
