/** The evidence about one number, for whoever asks for proof. Its form, and how a stranger checks it: docs/evidence.md. */
import { hash } from 'node:crypto'
import type { LedgerState } from '../../../shared/contract/consent.ts'
import type { Language } from '../../../shared/contract/common.ts'
import { formatNumber } from '../../../shared/phone/format.ts'
import type { CountryCode } from '../../../shared/phone/result.ts'
import { sentenceOf } from '../../../shared/rules/evidence/words.ts'
import { verifyChain, type ChainedConsent } from '../consent/chain.ts'
import { chainOf } from '../consent/events.ts'
import type { Db } from '../database/open.ts'
import { checkNumber, PURPOSES } from './check.ts'

export type EvidenceMaker = {
  /** Milliseconds UTC. */
  readonly now: number
  /** IANA, of this computer. */
  readonly zone: string
  readonly language: Language
  readonly business: string
  readonly country: string
  readonly ledger: LedgerState
}

const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex'))
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u
const time = (at: number): string => new Date(at).toISOString()

const about: Readonly<Record<Language, string>> = {
  en: 'What one phone number agreed to and refused, every record with the hash that ties it to the one before. Check it without Deskbell: node verify-consent.mjs FILE, or by hand as docs/evidence.md of Deskbell tells. Not legal advice.',
  fr: 'Ce qu’un numéro de téléphone a accepté et refusé, chaque note avec l’empreinte qui la lie à la précédente. Se vérifie sans Deskbell avec node verify-consent.mjs FICHIER, ou à la main comme l’explique docs/evidence.md de Deskbell. Ceci n’est pas un conseil juridique.',
}

const eventOf = ({ id, disclosure, previousHash, hash: own, ...event }: ChainedConsent) => ({
  id, number: event.number, purpose: event.purpose, state: event.state, method: event.method, occurredAt: event.occurredAt, zone: event.zone, recordedAt: event.recordedAt,
  disclosureSha256: disclosure === null ? null : hash('sha256', disclosure), source: event.source, importId: event.importId, previousHash: hex(previousHash), hash: hex(own)!,
})

/** The evidence, as its JSON file holds it. */
export const evidenceOf = (db: Db, number: string, { now, zone, language, business, country, ledger }: EvidenceMaker) => {
  const found = checkNumber(db, number, now)
  // A name written from right to left cannot stand in the middle of a printed sentence; it has a line of its own there.
  const who = found.name === '' || RIGHT_TO_LEFT.test(found.name) ? formatNumber(number, country as CountryCode) : found.name
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: zone })
  const numbers = [number, ...found.otherNumbers]
  const chains = numbers.flatMap((one) => PURPOSES.map((purpose) => chainOf(db, one, purpose)).filter((chain) => chain.length > 0))
  const texts = new Set(chains.flat().flatMap(({ disclosure }) => (disclosure === null ? [] : [disclosure])))
  return {
    format: 'deskbell-consent-evidence' as const,
    version: 1 as const,
    about: about[language],
    language,
    business,
    number,
    name: found.name,
    madeAt: time(now),
    zone,
    otherNumbers: found.otherNumbers,
    erasedOnRequestAt: found.erasedAt === null ? null : time(found.erasedAt),
    suspendedSince: found.suspendedAt === null ? null : time(found.suspendedAt),
    standings: found.purposes.map((told) => ({
      purpose: told.purpose, mayBeTexted: told.may, reason: told.reason, since: told.since === null ? null : time(told.since), eventId: told.event?.id ?? null,
      endsAt: told.expiresAt === null ? null : time(told.expiresAt), inWords: sentenceOf(told, who, language, (at) => date.format(at)),
    })),
    disclosures: Object.fromEntries([...texts].map((text) => [hash('sha256', text), text])),
    chains: chains.map((chain) => ({ number: chain[0]!.number, purpose: chain[0]!.purpose, whole: verifyChain(chain).ok, events: chain.map(eventOf) })),
    ledger: {
      eventsChecked: ledger.events, allReadAt: ledger.wholeAt === null ? null : time(ledger.wholeAt), lastCheckedAt: ledger.checkedAt === null ? null : time(ledger.checkedAt),
      recordsNotAsWritten: ledger.total,
    },
  }
}
export type Evidence = ReturnType<typeof evidenceOf>
