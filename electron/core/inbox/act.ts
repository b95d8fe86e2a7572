import type { Settings } from '../../../shared/contract/settings.ts'
import { e164, type Purpose } from '../../../shared/contract/common.ts'
import { isMachine, nextOpen, tallyKey, whyQuiet } from '../../../shared/rules/keywords.ts'
import { readKeyword } from '../../../shared/rules/words.ts'
import { recordConsent } from '../consent/record.ts'
import { restsOnImplied, stateOf } from '../consent/state.ts'
import { addPeople, oneList } from '../contacts/lists.ts'
import { contactNames } from '../contacts/names.ts'
import { idByNumber } from '../contacts/rows.ts'
import { tagPeople } from '../contacts/tags.ts'
import { addContact } from '../contacts/write.ts'
import { statement, type Db } from '../database/open.ts'
import type { ProviderMessage } from '../provider/provider.ts'
import { localZone } from '../sending/local-zone.ts'
import type { Taken } from '../sending/replies.ts'
import { answerPurpose, isOurs, queueAnswer, senderFor } from '../sending/talk.ts'
import { fillFor } from './canned.ts'
import { keywordIn, type ActiveKeyword } from './keywords.ts'
import { readInboxSettings } from './settings.ts'

/**
 * What one of the shop's own words brings about: a tag, a list, a consent with its proof, one answer. All of it in the
 * transaction that takes the message in, so that each message is acted on exactly once, whatever ends the program.
 */
export type Acting = { readonly db: Db; now(): number; settings(): Pick<Settings, 'businessName' | 'country'>; readonly signUp?: SignUp }

/** Somebody signs up with a word. */
export type SignUpByWord = { readonly number: string; readonly purpose: Purpose; readonly disclosure: string; readonly source: string; readonly at: number; readonly to: string }
/**
 * Asks them to confirm, where the owner has it so (permission/): the id of the message that asks, 'asked' when there is a
 * question already, null when their word is enough.
 */
export type SignUp = (signUp: SignUpByWord) => number | 'asked' | null

const HOUR_MS = 3_600_000

/** The words everybody has come first; a tally counts them too. */
const wordFor = (db: Db, message: ProviderMessage): ActiveKeyword | null => (readKeyword(message.body) === null && !isMachine(message.body) ? keywordIn(db, message.body) : null)

export const understand = (db: Db, message: ProviderMessage): { readonly answer: string | null; readonly byItself: boolean } => ({
  answer: tallyKey(message.body),
  byItself: message.mediaCount === 0 && wordFor(db, message) !== null,
})

/** @returns whether an answer was queued. */
export const actOnWord = (acting: Acting, { id, message }: Taken): boolean => {
  const { db } = acting
  const keyword = wordFor(db, message)
  if (keyword === null) return false
  const person = e164.safeParse(message.from).success && !isOurs(db, message.from)
  const outcome = answerWord(acting, keyword, message, person, person ? enrol(acting, keyword, message) : null)
  statement(db, 'INSERT INTO keyword_hits (inbound_id, keyword_id, number, at, message_id, quiet_because) VALUES (?, ?, ?, ?, ?, ?)').run(
    id, keyword.id, message.from, acting.now(), 'queued' in outcome ? outcome.queued : null, 'quiet' in outcome ? outcome.quiet : null,
  )
  return 'queued' in outcome
}

/** @returns how they were asked to confirm; null where nothing is to be confirmed. */
const enrol = ({ db, now, settings, signUp }: Acting, keyword: ActiveKeyword, message: ProviderMessage): number | 'asked' | null => {
  const number = message.from
  if (keyword.tag !== '' || keyword.listId !== null) {
    const known = idByNumber(db, number)
    const added = known === null ? addContact(db, { number }, { now: now(), country: settings().country }) : null
    const contactId = known ?? (added?.ok === true ? added.id : null)
    if (contactId !== null) {
      const who = { ids: [contactId] }
      if (keyword.tag !== '') tagPeople(db, who, [keyword.tag], [])
      if (keyword.listId !== null && oneList(db, keyword.listId) !== null) addPeople(db, keyword.listId, who)
    }
  }
  if (keyword.optIn === null || (stateOf(db, number, keyword.optIn) === 'opted-in' && !restsOnImplied(db, number, keyword.optIn))) return null
  const source = `keyword: ${keyword.word}`
  const asked = signUp?.({ number, purpose: keyword.optIn, disclosure: keyword.disclosure, source, at: message.createdAt, to: message.to }) ?? null
  if (asked !== null) return asked
  recordConsent(db, {
    number, purpose: keyword.optIn, state: 'opted-in', method: 'keyword', occurredAt: message.createdAt, zone: localZone(), recordedAt: now(),
    disclosure: keyword.disclosure, source, importId: null,
  })
  return null
}

type Outcome = { readonly queued: number } | { readonly quiet: 'no-answer' | 'answered-already' | 'too-many' | 'too-late' | 'opted-out' | 'not-a-person' | 'no-sender' }

const answerWord = ({ db, now: clock, settings }: Acting, keyword: ActiveKeyword, message: ProviderMessage, person: boolean, asked: number | 'asked' | null): Outcome => {
  const now = clock()
  const number = message.from
  // The question is the answer; what follows a yes is the confirmation.
  if (asked !== null) return asked === 'asked' ? { quiet: 'answered-already' } : { queued: asked }
  if (keyword.answer === '') return { quiet: 'no-answer' }
  const { hours, answersPerHour } = readInboxSettings(db)
  const quiet = whyQuiet({
    age: now - message.createdAt,
    person,
    lastAnswered: statement(db, 'SELECT max(at) FROM keyword_hits WHERE keyword_id = ? AND number = ? AND message_id IS NOT NULL').pluck().get(keyword.id, number) as number | null,
    lately: statement(db, 'SELECT count(*) FROM keyword_hits WHERE number = ? AND at > ? AND message_id IS NOT NULL').pluck().get(number, now - HOUR_MS) as number,
    perHour: answersPerHour,
    againMs: keyword.againHours * HOUR_MS,
    now,
  })
  if (quiet !== null) return { quiet }
  const purpose = answerPurpose(db, number, now)
  if (purpose === 'opted-out' || purpose === 'suspended' || purpose === 'erased') return { quiet: 'opted-out' }
  const sender = senderFor(db, message.to)
  if (sender === null) return { quiet: 'no-sender' }
  const text = fillFor(db, keyword.answer, number, settings().businessName)?.text.trim() ?? ''
  // What a field makes of it may be as bad as what was typed: nothing, too much, or a word of somebody else's.
  if (text === '' || text.length > 1600 || readKeyword(text) !== null || keywordIn(db, text) !== null) return { quiet: 'no-answer' }
  const dueAt = keyword.quiet ? nextOpen(hours, now, localZone()) : now
  const queued = queueAnswer(db, { number, contactId: idByNumber(db, number), name: contactNames(db, [number]).get(number)?.name ?? '', body: text, purpose, senderId: sender.id, dueAt, validUntil: dueAt + 24 * HOUR_MS }, now)
  return { queued }
}
