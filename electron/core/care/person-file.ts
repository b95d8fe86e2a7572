/** Everything the book holds of one person, for whoever asks what is known of them. Its form: docs/erasure.md. */
import type { Language } from '../../../shared/contract/common.ts'
import { consentHistory } from '../consent/events.ts'
import { confirmationsOf } from '../consent/opt-out-confirmations.ts'
import { requestsOf } from '../consent/requests.ts'
import { mayText, type MayText } from '../consent/state.ts'
import { suspensionsOf } from '../consent/suspensions.ts'
import { entriesOf } from '../contacts/erase.ts'
import { customFields } from '../contacts/fields.ts'
import { reachOf } from '../contacts/reach.ts'
import { contactWhole, idByNumber } from '../contacts/rows.ts'
import type { Db } from '../database/open.ts'
import { importRowsAbout } from '../imports/person.ts'
import { messagesTo, repliesFrom } from '../sending/person.ts'
import { whomOf } from './erase.ts'

const about: Readonly<Record<Language, string>> = {
  en: 'Everything Deskbell keeps of this person: who they are, what they agreed to and refused with the exact words they saw, every message to and from them, and the lists they came from. Times are ISO 8601 in UTC.',
  fr: 'Tout ce que Deskbell conserve sur cette personne : qui elle est, ce qu’elle a accepté et refusé avec les mots exacts qu’elle a vus, tous les messages échangés et les listes dont elle vient. Les heures sont au format ISO 8601, en UTC.',
}

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** In the words the file has had from its first version: what may be done now. */
const standsNow = (may: MayText): string => (may === 'yes' ? 'opted-in' : may === 'no-consent' ? 'none' : may)

/** The file's content; null when nothing at all is known of the number. */
export const personFile = (db: Db, number: string, { now, language, business, version = 1 }: { readonly now: number; readonly language: Language; readonly business: string; readonly version?: number }): string | null => {
  const id = idByNumber(db, number)
  const { numbers, ids } = whomOf(db, [number])
  const contact = id === null ? null : contactWhole(db, id)
  const consent = numbers.flatMap((one) => consentHistory(db, one))
  const messages = messagesTo(db, numbers)
  const replies = repliesFrom(db, numbers)
  const imports = importRowsAbout(db, numbers, ids)
  const removed = entriesOf(db, numbers, ids).filter((entry) => entry.id !== id)
  const asked = numbers.flatMap((one) => requestsOf(db, one))
  const doubts = numbers.flatMap((one) => suspensionsOf(db, one))
  const confirmed = numbers.flatMap((one) => confirmationsOf(db, one))
  if (contact === null && asked.length + doubts.length + confirmed.length + consent.length + messages.length + replies.length + imports.length + removed.length === 0) return null
  const labels = new Map(customFields(db).map(({ key, label }) => [key, label]))
  const reach = reachOf(db, number)
  const file = {
    format: 'deskbell-person',
    version,
    about: about[language],
    madeAt: time(now),
    madeBy: business,
    numbers,
    person:
      contact === null
        ? null
        : {
            number: contact.number, firstName: contact.firstName, lastName: contact.lastName, email: contact.email, country: contact.country, region: contact.region,
            postalCode: contact.postalCode, timeZone: contact.timeZone, language: contact.language, notes: contact.notes, tags: contact.tags,
            lists: contact.lists.map(({ name }) => name),
            ownFields: Object.entries(contact.custom).map(([key, value]) => ({ field: labels.get(key) ?? key, value })),
            addedAt: time(contact.createdAt), changedAt: time(contact.updatedAt),
          },
    cannotGetTexts: reach === null ? null : { reason: reach.reason, carrierCode: reach.code, since: time(reach.since) },
    removedOrMergedEntries: removed.map(({ number: one, firstName, lastName, email }) => ({ number: one, firstName, lastName, email })),
    mayBeTexted: numbers.map((one) => ({ number: one, offers: standsNow(mayText(db, one, 'marketing', now)), serviceMessages: standsNow(mayText(db, one, 'service', now)) })),
    consent: consent
      .toSorted((a, b) => a.id - b.id)
      .map((event) => ({
        number: event.number, purpose: event.purpose, said: event.state, how: event.method, saidAt: time(event.occurredAt), timeZone: event.zone,
        writtenDownAt: time(event.recordedAt), exactWords: event.disclosure, source: event.source,
      })),
    questionsAsked: asked.map(({ number: one, purpose, method, disclosure, source, occurredAt, askedAt, expiresAt, state, endedAt }) => ({
      number: one, purpose, signedUpBy: method, exactWords: disclosure, source, signedUpAt: time(occurredAt), askedAt: time(askedAt), endsAt: time(expiresAt), state, endedAt: time(endedAt),
    })),
    wordsInDoubt: doubts.map(({ number: one, found, sinceAt, decidedAt, decision }) => ({ number: one, found, since: time(sinceAt), decidedAt: time(decidedAt), decision })),
    optOutsConfirmed: confirmed.map(({ number: one, at }) => ({ number: one, at: time(at) })),
    messagesSent: messages.map(({ at, leftAt, lastChangeAt, ...message }) => ({ writtenAt: time(at), leftAt: time(leftAt), lastChangeAt: time(lastChangeAt), ...message })),
    messagesReceived: replies.map(({ at, ...reply }) => ({ receivedAt: time(at), ...reply })),
    imports: imports.map(({ at, fileName, line, outcome, raw }) => ({ importedAt: time(at), file: fileName, line, outcome, row: raw === null ? null : (JSON.parse(raw) as unknown) })),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}
