import { createHash } from 'node:crypto'
import { countSegments } from '../../../shared/sms/segments.ts'
import { practiceNumbers, tariffOf } from './account.ts'
import { fateOf, keywordAnswer, keywordOf, type Behaviour, type Fate } from './behaviour.ts'
import type { Direction, MessageRow, Store } from './store.ts'

export type Outgoing = {
  readonly from: string
  readonly to: string
  readonly body: string
  readonly serviceSid: string | null
  readonly mediaCount: number
  /** Not before this moment; null: now. */
  readonly sendAt: number | null
  /** Lists hide it until then. */
  readonly listedAt: number
  /** The network drops it with this code, whatever chance says. */
  readonly blockedWith: number | null
}

/** A file somebody sends along. */
export type PracticeMedia = { readonly contentType: string; readonly data: Uint8Array }

const isTollFree = (number: string): boolean => practiceNumbers.some((own) => own.number === number && own.kind === 'us-toll-free')

/**
 * The simulated network: takes messages, moves them on, and lets people answer.
 * Nothing here has a timer. What is due is worked out from the clock whenever somebody asks, in one transaction, so a
 * restart or a jump of an hour costs nothing special.
 */
export const createExchange = (store: Store, seed: number, behaviour: Behaviour) => {
  let lastSeq = store.lastSeq()
  let changeAt = store.nextChangeAt()
  let replyAt = store.nextReplyAt()

  // Unique for as long as the seed and the sequence are, and the same again in a repeated run.
  const newSid = (seq: number, media: number): string =>
    `${media > 0 ? 'MM' : 'SM'}${createHash('md5').update(`${seed}:${seq}`).digest('hex')}`

  const put = (direction: Direction, message: Outgoing, now: number, fate: Fate | null): string => {
    const seq = ++lastSeq
    const sid = newSid(seq, message.mediaCount)
    const { segments } = countSegments(message.body)
    const tariff = tariffOf(message.to)
    const status = direction === 'inbound' ? 'received' : message.serviceSid === null ? 'queued' : message.sendAt === null ? 'accepted' : 'scheduled'
    const startsAt = message.sendAt ?? now
    // With a Messaging Service there is one state more before the queue; it takes half a queue's time.
    const nextAt = fate === null ? null : status === 'queued' ? startsAt + fate.queueMs : message.sendAt ?? startsAt + (fate.queueMs >> 1)
    store.insert(seq, {
      sid,
      direction,
      from_number: message.from,
      to_number: message.to,
      service_sid: message.serviceSid,
      body: message.body,
      status,
      segments: Math.max(1, segments),
      media_count: message.mediaCount,
      cost_micros: direction === 'inbound' ? tariff.inMicros : Math.max(1, segments) * tariff.outMicros,
      created_at: now,
      sent_at: direction === 'inbound' ? now : null,
      listed_at: message.listedAt,
      next_at: nextAt,
      queue_ms: fate?.queueMs ?? 0,
      send_ms: fate?.sendMs ?? 0,
      settle_ms: fate?.settleMs ?? 0,
      fate_error: fate?.errorCode ?? null,
    })
    if (nextAt !== null) changeAt = Math.min(changeAt, nextAt)
    if (fate !== null && fate.replies.length > 0) {
      const settledAt = (nextAt ?? now) + (status === 'queued' ? 0 : fate.queueMs) + fate.sendMs + fate.settleMs
      for (const reply of fate.replies) {
        const dueAt = settledAt + reply.afterMs
        store.planReply({ message_seq: seq, due_at: dueAt, from_number: message.to, to_number: message.from, body: reply.body })
        replyAt = Math.min(replyAt, dueAt)
      }
    }
    return sid
  }

  const receive = (from: string, to: string, body: string, at: number, media: readonly PracticeMedia[] = []): string => {
    const base = { serviceSid: null, mediaCount: 0, sendAt: null, listedAt: at, blockedWith: null }
    const sid = put('inbound', { ...base, from, to, body, mediaCount: media.length }, at, null)
    media.forEach(({ contentType, data }, position) => { store.addMedia(lastSeq, position, `ME${createHash('md5').update(`${sid}:${String(position)}`).digest('hex')}`, contentType, data, at) })
    const keyword = keywordOf(body, isTollFree(to))
    if (keyword === null) return sid
    const changed = keyword === 'stop' ? store.optOut(to, from) : keyword === 'start' ? store.optIn(to, from) : true
    if (changed) {
      const answer = keywordAnswer[keyword]
      put('outbound-reply', { ...base, from: to, to: from, body: answer }, at, { ...fateOf(seed, behaviour, to, from, answer), errorCode: null, replies: [] })
    }
    return sid
  }

  /** Does everything that was due by `now`. */
  const advance = (now: number): void => {
    if (now < changeAt && now < replyAt) return
    store.transaction(() => {
      store.advanceMessages(now)
      if (now >= replyAt) {
        for (const reply of store.takeReplies(now)) receive(reply.from_number, reply.to_number, reply.body, reply.due_at)
        // The confirmations these brought about may be due already.
        store.advanceMessages(now)
      }
      changeAt = store.nextChangeAt()
      replyAt = store.nextReplyAt()
    })
  }

  return {
    advance,
    /** Lets people answer before anything newer is taken, so that the order of arrival is the order of time. */
    advancePeople: (now: number): void => {
      if (now >= replyAt) advance(now)
    },
    /** Takes a message; on disk when this returns. */
    accept: (message: Outgoing, now: number): MessageRow => {
      const drawn = fateOf(seed, behaviour, message.from, message.to, message.body)
      const fate = message.blockedWith === null ? drawn : { ...drawn, errorCode: message.blockedWith, replies: [] }
      const sid = fate.replies.length === 0 ? put('outbound-api', message, now, fate) : store.transaction(() => put('outbound-api', message, now, fate))
      return store.bySid(sid)!
    },
    receive: (from: string, to: string, body: string, at: number, media?: readonly PracticeMedia[]): string => store.transaction(() => receive(from, to, body, at, media)),
    isTollFree,
  }
}

export type Exchange = ReturnType<typeof createExchange>
