import type { ConsentMethod } from '../../../shared/contract/consent.ts'
import { e164, type Language, type Purpose } from '../../../shared/contract/common.ts'
import type { WhyNotAsked } from '../../../shared/contract/asking.ts'
import { OLDEST_ANSWERED_MS } from '../../../shared/rules/keywords.ts'
import { countSegmentsCautious } from '../../../shared/sms/segments.ts'
import { addRequest, endRequest, openRequest, requestsOf, sweepRequests, wishCounts } from '../consent/requests.ts'
import { mayText, restsOnImplied, stateOf } from '../consent/state.ts'
import { erasedAt } from '../consent/suppressions.ts'
import { contactNames } from '../contacts/names.ts'
import { reachOf } from '../contacts/reach.ts'
import type { Context } from '../context.ts'
import type { Db } from '../database/open.ts'
import { addressOf } from '../inbox/conversations.ts'
import { enqueue } from '../sending/messages.ts'
import { isOurs, saidToThem, senderFor } from '../sending/talk.ts'
import { doubleOptIn } from './asking-settings.ts'
import type { Asking as Confirming } from './say-yes.ts'
import { programmeWords } from './words.ts'

export { doubleOptIn }

export type Asking = {
  readonly number: string
  readonly purpose: Purpose
  readonly language: Language
  /** How and where they signed up, with the words they saw there; ms UTC. */
  readonly method: ConsentMethod
  readonly disclosure: string | null
  readonly source: string
  readonly occurredAt: number
  /**
   * 'person': an answer to what they did themselves just now, ahead of everything else. 'owner': asked of them; it keeps
   * their hours, and never goes to somebody who said no or was asked lately. Unless given: 'person' for what people do
   * themselves (a word, a form), 'owner' for anything else.
   */
  readonly by?: 'person' | 'owner'
  /** The number of ours to ask from; unless given, the one they wrote to last, else the default one. */
  readonly from?: string
}

export type Asked = { readonly requestId: number; readonly messageId: number } | { readonly refused: WhyNotAsked }

const DAY_MS = 86_400_000
/** Whoever did not answer is left in peace for so long. Never a reminder. */
export const PEACE_MS = 90 * DAY_MS
/** Signing up again within this brings no second question: the first one is still on their screen. */
const AGAIN_MS = DAY_MS
/** Asked by the owner, it waits for the recipient's hours, over a weekend and a holiday; later it is of no use. */
const USEFUL_MS = 4 * DAY_MS

const OWN_ACTS: ReadonlySet<string> = new Set(['keyword', 'web-form', 'front-desk'])

/** Why somebody is not asked; null when they may be. */
export const whyNotAsked = (db: Db, asking: Pick<Asking, 'number' | 'purpose' | 'method' | 'occurredAt'>, by: 'person' | 'owner', now: number): WhyNotAsked | null => {
  const { number, purpose } = asking
  if (!e164.safeParse(number).success || isOurs(db, number)) return 'not-a-person'
  const may = mayText(db, number, purpose, now)
  if (may === 'yes' && !restsOnImplied(db, number, purpose)) return 'agreed'
  if (may === 'suspended') return 'opted-out'
  const open = openRequest(db, number, purpose, now)
  if (by === 'person') {
    if (!wishCounts(db, number, purpose, asking)) return erasedAt(db, number) !== null ? 'erased' : 'opted-out'
    return open !== null && now - open.askedAt < AGAIN_MS ? 'waiting' : null
  }
  if (erasedAt(db, number) !== null) return 'erased'
  if (stateOf(db, number, purpose) === 'opted-out') return 'opted-out'
  if (open !== null) return 'waiting'
  const before = requestsOf(db, number).filter((request) => request.purpose === purpose)
  if (before.some(({ state }) => state === 'refused')) return 'said-no'
  if (before.some(({ askedAt, messageId }) => now - askedAt < PEACE_MS && messageId !== null && saidToThem(db, messageId) !== null)) return 'asked-lately'
  return reachOf(db, number) !== null ? 'unreachable' : null
}

/**
 * Asks somebody to confirm that they would like texts: queues the message and writes down that they were asked. Nothing
 * else goes to them for that purpose until they say yes (answers.ts). In the caller's transaction, or its own; wake
 * sending after it.
 */
export const askToConfirm = ({ db, clock, settings }: Pick<Context, 'db' | 'clock' | 'settings'>, asking: Asking): Asked =>
  db
    .transaction((): Asked => {
      const now = clock.now()
      const { number, purpose, language } = asking
      const by = asking.by ?? (OWN_ACTS.has(asking.method) ? 'person' : 'owner')
      sweepRequests(db, now)
      const refused = whyNotAsked(db, asking, by, now)
      if (refused !== null) return { refused }
      const sender = senderFor(db, asking.from ?? addressOf(db, number))
      if (sender === null) return { refused: 'no-sender' }
      const earlier = openRequest(db, number, purpose, now)
      if (earlier !== null) endRequest(db, earlier.id, 'canceled', now, null)
      const body = programmeWords(db, settings(), 'asking', language, purpose)
      // An answer to somebody who has stopped waiting for one keeps hours like everything else.
      const atOnce = by === 'person' && now - asking.occurredAt <= OLDEST_ANSWERED_MS
      const person = contactNames(db, [number]).get(number)
      const messageId = enqueue(db, now)({
        batchId: null, contactId: person?.id ?? null, number, name: person?.name ?? '', body, purpose, priority: atOnce ? 0 : 1, senderId: sender.id,
        segments: Math.max(1, countSegmentsCautious(body).segments), dueAt: now, validUntil: now + (atOnce ? DAY_MS : USEFUL_MS), about: 'opt-in-request',
      })
      const { method, disclosure, source, occurredAt } = asking
      return { requestId: addRequest(db, { number, purpose, language, method, disclosure, source, occurredAt, byOwner: by === 'owner' ? 1 : 0, messageId, askedAt: now }), messageId }
    })
    .immediate()

/** The question as whoever takes a yes down asks it (say-yes.ts): a question that waits already is not asked again. */
export const confirming = (context: Pick<Context, 'db' | 'clock' | 'settings'>, wake: () => void): Confirming => ({
  on: () => doubleOptIn(context.db),
  ask(agreement) {
    const asked = askToConfirm(context, agreement)
    if (!('refused' in asked)) {
      wake()
      return 'asked'
    }
    return asked.refused === 'agreed' ? 'agreed' : asked.refused === 'waiting' ? 'asked' : 'cannot'
  },
})
