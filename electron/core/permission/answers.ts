import { e164, type Language, type Purpose } from '../../../shared/contract/common.ts'
import { foldWord, OLDEST_ANSWERED_MS } from '../../../shared/rules/keywords.ts'
import { confirmAnswer, isPlainYes } from '../../../shared/rules/programme-words.ts'
import { readKeyword } from '../../../shared/rules/words.ts'
import { recordConsent } from '../consent/record.ts'
import { endRequest, noteLate, requestsOf, type OptInRequest } from '../consent/requests.ts'
import { mayText } from '../consent/state.ts'
import { languageOf } from '../contacts/choice.ts'
import { contactNames } from '../contacts/names.ts'
import type { Context } from '../context.ts'
import type { Db } from '../database/open.ts'
import type { ProviderMessage } from '../provider/provider.ts'
import { localZone } from '../sending/local-zone.ts'
import type { Taken } from '../sending/replies.ts'
import { answerPurpose, askedElse, isOurs, lastAbout, queueAnswer, saidToThem, senderFor } from '../sending/talk.ts'
import { readAsking } from './asking-settings.ts'
import { programmeWords } from './words.ts'

/** What replies mean to a question of ours, and what Deskbell answers by itself: a confirmation, help. */

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** The carrier's clock and this computer's may disagree. */
const CLOCKS_MS = 5 * 60_000
/** A yes this long after a question ran out is an ordinary word. */
const LATE_MS = 30 * DAY_MS

type Question = { readonly request: OptInRequest; readonly words: string; readonly leftAt: number }
type Answered =
  | { readonly kind: 'agreed'; readonly question: Question }
  | { readonly kind: 'refused'; readonly questions: readonly Question[] }
  | { readonly kind: 'late'; readonly question: Question }

/** The questions that had left when this was written and that nobody answered, the latest first. */
const unanswered = (db: Db, message: ProviderMessage): readonly Question[] =>
  requestsOf(db, message.from).flatMap((request): Question[] => {
    if (request.messageId === null || request.answerId !== null || (request.state !== 'waiting' && request.state !== 'expired')) return []
    const said = saidToThem(db, request.messageId)
    return said === null || said.leftAt > message.createdAt + CLOCKS_MS ? [] : [{ request, words: said.body, leftAt: said.leftAt }]
  })

/**
 * What a message answers. It counts when it was sent in time, whenever it is read. A yes answers the latest question: it
 * is what they have before their eyes, and each purpose needs a yes of its own. Where something else was asked since (an
 * answer typed by hand, say), nobody knows what a yes is to: it is left to a person. A no answers all of them.
 */
export const answered = (db: Db, message: ProviderMessage): Answered | null => {
  const answer = confirmAnswer(message.body)
  if (answer === null) return null
  const questions = unanswered(db, message)
  const inTime = questions.filter(({ request }) => message.createdAt <= request.expiresAt)
  if (answer === 'no') return inTime.length > 0 ? { kind: 'refused', questions: inTime } : null
  const [latest] = inTime
  if (latest !== undefined) return askedElse(db, message.from, latest.leftAt, message.createdAt) ? null : { kind: 'agreed', question: latest }
  const [late] = questions
  return late !== undefined && message.createdAt - late.request.expiresAt <= LATE_MS ? { kind: 'late', question: late } : null
}

/** Dealt with, so that nobody need look at it. */
export const answeredByItself = (db: Db, message: ProviderMessage): boolean => {
  if (message.mediaCount > 0) return false
  const kind = answered(db, message)?.kind
  return kind === 'agreed' || kind === 'refused'
}

/** A YES to a question of ours agrees to that, and brings back nothing else as START would. */
export const answersOnlyUs = (db: Db, message: ProviderMessage): boolean => isPlainYes(message.body) && answered(db, message)?.kind === 'agreed'

type Acting = Pick<Context, 'db' | 'clock' | 'settings'>

/** Acts on an answer, or on a call for help. In the transaction that takes the message in. @returns whether something was queued. */
export const actOnAnswer = (acting: Acting, taken: Taken): boolean => {
  const { db, clock } = acting
  const { id, message, keyword } = taken
  const now = clock.now()
  if (keyword === 'stop') {
    for (const { id: requestId, state } of requestsOf(db, message.from)) if (state === 'waiting') endRequest(db, requestId, 'refused', now, id)
    return false
  }
  if (keyword === 'help') return answerHelp(acting, message)
  const answer = answered(db, message)
  switch (answer?.kind) {
    case 'agreed':
      return agree(acting, answer.question, taken)
    case 'refused':
      // On record too: an import or a paper form that comes behind it must not count for more than their own no.
      for (const { request } of answer.questions) {
        endRequest(db, request.id, 'refused', now, id)
        recordConsent(db, {
          number: message.from, purpose: request.purpose, state: 'opted-out', method: 'reply', occurredAt: message.createdAt, zone: localZone(), recordedAt: now, disclosure: null,
          source: `reply: ${message.body.trim().slice(0, 60)}`, importId: null,
        })
      }
      return false
    case 'late':
      noteLate(db, answer.question.request.id, id)
      return false
    case undefined:
      return false
  }
}

const agree = (acting: Acting, { request, words }: Question, { id, message }: Taken): boolean => {
  const { db, clock } = acting
  const now = clock.now()
  const { number, purpose, language } = request
  recordConsent(db, {
    number, purpose, state: 'opted-in', method: 'reply', occurredAt: message.createdAt, zone: localZone(), recordedAt: now, disclosure: words,
    source: `reply: ${message.body.trim().slice(0, 60)} (signed up: ${request.source || request.method})`.slice(0, 500), importId: null,
  })
  endRequest(db, request.id, 'agreed', now, id)
  // Something said since may count for more, as a stop on another number of theirs.
  if (mayText(db, number, purpose, now) !== 'yes') return false
  return say(acting, message, { purpose, body: programmeWords(db, acting.settings(), 'confirmation', language, purpose), about: 'opt-in-confirmation' })
}

const say = ({ db, clock }: Acting, message: ProviderMessage, said: { readonly purpose: Purpose; readonly body: string; readonly about: 'opt-in-confirmation' | 'help' }): boolean => {
  const now = clock.now()
  const sender = senderFor(db, message.to)
  if (sender === null) return false
  const person = contactNames(db, [message.from]).get(message.from)
  queueAnswer(db, { ...said, number: message.from, contactId: person?.id ?? null, name: person?.name ?? '', senderId: sender.id, dueAt: now, validUntil: now + DAY_MS }, now)
  return true
}

/**
 * HELP and INFO are the carrier's own words, and Twilio answers them; AIDE is nobody's but ours. Once an hour to each
 * number, so that two programs never help each other for ever. Whoever said stop gets none: the carrier would refuse it.
 */
const answerHelp = (acting: Acting, message: ProviderMessage): boolean => {
  const { db, clock } = acting
  const now = clock.now()
  const french = foldWord(message.body) === 'aide'
  if (readKeyword(message.body) !== 'help' || (!french && !readAsking(db).answerHelp)) return false
  if (!e164.safeParse(message.from).success || isOurs(db, message.from) || now - message.createdAt > OLDEST_ANSWERED_MS) return false
  if (now - (lastAbout(db, message.from, 'help') ?? -Infinity) < HOUR_MS) return false
  const purpose = answerPurpose(db, message.from, now)
  if (purpose === 'opted-out' || purpose === 'suspended' || purpose === 'erased') return false
  const language: Language = french ? 'fr' : (languageOf(db, message.from) ?? acting.settings().language)
  return say(acting, message, { purpose, body: programmeWords(db, acting.settings(), 'help', language), about: 'help' })
}
