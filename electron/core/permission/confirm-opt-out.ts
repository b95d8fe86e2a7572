import { e164 } from '../../../shared/contract/common.ts'
import { carrierAnswers } from '../../../shared/rules/carrier-words.ts'
import { foldWord } from '../../../shared/rules/keywords.ts'
import { CONFIRMED_WITHIN_MS, mayConfirm, noteConfirmation } from '../consent/opt-out-confirmations.ts'
import { contactNames, languageOf } from '../contacts/names.ts'
import type { Context } from '../context.ts'
import { kindOf } from '../sending/sender-kinds.ts'
import { isOurs, queueAnswer, senderFor } from '../sending/talk.ts'
import { programmeWords } from './words.ts'

const FRENCH = new Set(['arret', 'desabonner'])

export type OptOutSaid = {
  /** Of the consent event that wrote it down. */
  readonly eventId: number
  readonly number: string
  readonly words: string
  /** When they wrote, ms UTC: the five minutes begin there. */
  readonly saidAt: number
  /** The number of ours they wrote to; null: not known. */
  readonly address: string | null
}

/**
 * Queues the one confirmation of an opt-out, unless the carrier answers these words by itself, five minutes have passed,
 * or it is nobody to write to. In the caller's transaction.
 * @returns whether it was queued.
 */
export const confirmOptOut = (context: Context, { eventId, number, words, saidAt, address }: OptOutSaid): boolean => {
  const { db, clock } = context
  const now = clock.now()
  const validUntil = saidAt + CONFIRMED_WITHIN_MS
  if (now > validUntil || !e164.safeParse(number).success || isOurs(db, number)) return false
  const sender = senderFor(db, address)
  if (sender === null || carrierAnswers(words, kindOf(address ?? sender.address).kind === 'toll-free')) return false
  if (!mayConfirm(db, eventId, number, now)) return false
  const { language, businessName } = context.settings()
  const body = programmeWords(db, { businessName }, 'stopped', languageOf(db, number) ?? (FRENCH.has(foldWord(words)) ? 'fr' : language))
  const person = contactNames(db, [number]).get(number)
  const messageId = queueAnswer(db, { number, contactId: person?.id ?? null, name: person?.name ?? '', body, purpose: 'service', senderId: sender.id, dueAt: now, validUntil, about: 'opt-out-confirmation' }, now)
  noteConfirmation(db, eventId, number, messageId, now)
  return true
}
