import { hash } from 'node:crypto'
import type { EventMethod } from '../../../shared/contract/consent.ts'
import type { Purpose } from '../../../shared/contract/common.ts'

/** What somebody said, before it is written down. Times are ms UTC. */
export type NewConsent = {
  readonly number: string
  readonly purpose: Purpose
  readonly state: 'opted-in' | 'opted-out'
  readonly method: EventMethod
  readonly occurredAt: number
  /** IANA zone in which `occurredAt` was written down. */
  readonly zone: string
  readonly recordedAt: number
  /** The exact wording shown; null where none was. */
  readonly disclosure: string | null
  readonly source: string
  /** The import that brought it, if one did. */
  readonly importId: number | null
}

/** An event as it lies in the book. Hashes are 32 bytes; `previousHash` is null for the first of its number and purpose. */
export type ChainedConsent = NewConsent & { readonly id: number; readonly previousHash: Uint8Array | null; readonly hash: Uint8Array }

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

// Imports repeat one wording a hundred thousand times.
let lastWording: { readonly text: string; readonly digest: string } = { text: '', digest: hash('sha256', '') }
const wordingDigest = (text: string): string => {
  if (text !== lastWording.text) lastWording = { text, digest: hash('sha256', text) }
  return lastWording.digest
}

/**
 * The bytes an event is hashed over, so that anybody can check a book without Deskbell. They are the UTF-8 of a
 * JSON array as ECMAScript's JSON.stringify writes it (no spaces; only ", \ and control characters escaped;
 * numbers as plain integers; null as null) of exactly these twelve members:
 *
 *     ["deskbell-consent-1", number, purpose, state, method, occurred_at, zone, recorded_at,
 *      SHA-256 of the wording's UTF-8 as 64 lower-case hex digits or null, source, import_id or null,
 *      previous_hash as 64 lower-case hex digits or null]
 *
 * `hash` is the SHA-256 of these bytes. The id is not among them: an event's place is held by the chain.
 * Strings must be well-formed Unicode (`wellFormed`), as SQLite stores nothing else.
 */
export const canonical = (event: NewConsent, previousHash: Uint8Array | null): string =>
  canonicalOf(event, event.disclosure === null ? null : wordingDigest(event.disclosure), previousHash === null ? null : hex(previousHash))

/** `canonical` where the wording's digest and the hash before are known as hex. */
export const canonicalOf = (event: Omit<NewConsent, 'disclosure'>, wording: string | null, previousHash: string | null): string =>
  JSON.stringify([
    'deskbell-consent-1', event.number, event.purpose, event.state, event.method, event.occurredAt, event.zone, event.recordedAt, wording, event.source, event.importId, previousHash,
  ])

/**
 * `hashOf` for the first events of many numbers that differ in nothing but number and purpose, as in an import:
 * the same bytes, put together from a tail written once.
 */
export const firstHasher = (common: NewConsent): ((number: string, purpose: Purpose) => Buffer) => {
  const whole = canonical({ ...common, number: '', purpose: 'service' }, null)
  const head = '["deskbell-consent-1",'
  const tail = whole.slice(`${head}"","service"`.length)
  return (number, purpose) => hash('sha256', `${head}"${number}","${purpose}"${tail}`, 'buffer')
}

/**
 * The same for events that follow another, each with the hash of that one: both hashes as 64 lower-case hex digits,
 * which cross into SQLite and back in a third of the time bytes do.
 */
export const nextHasher = (common: NewConsent): ((number: string, purpose: Purpose, previousHash: string) => string) => {
  const whole = canonical({ ...common, number: '', purpose: 'service' }, null)
  const head = '["deskbell-consent-1",'
  const middle = whole.slice(`${head}"","service"`.length, -'null]'.length)
  return (number, purpose, previousHash) => hash('sha256', `${head}"${number}","${purpose}"${middle}"${previousHash}"]`)
}

/** SHA-256 over `canonical`. */
export const hashOf = (event: NewConsent, previousHash: Uint8Array | null): Buffer => hash('sha256', canonical(event, previousHash), 'buffer')

/** The event with its free text as SQLite will give it back. */
export const wellFormed = (event: NewConsent): NewConsent => ({
  ...event,
  zone: event.zone.toWellFormed(),
  source: event.source.toWellFormed(),
  disclosure: event.disclosure === null ? null : event.disclosure.toWellFormed(),
})

/** `index` is the first event that does not fit: its words were changed, or it does not follow the one before. */
export type ChainCheck = { readonly ok: true } | { readonly ok: false; readonly index: number; readonly reason: 'content' | 'order' }

const same = (a: Uint8Array | null, b: Uint8Array | null): boolean => (a === null || b === null ? a === b : Buffer.compare(a, b) === 0)

/**
 * Whether the events of one number and purpose, oldest first, are as they were written, none changed, moved or
 * taken out between others. That the newest were cut off cannot be seen from the chain: the derived state,
 * which names its event, and the book's backups show that.
 */
export const verifyChain = (events: readonly ChainedConsent[]): ChainCheck => {
  let previous: ChainedConsent | undefined
  for (const [index, event] of events.entries()) {
    if (!same(event.previousHash, previous?.hash ?? null)) return { ok: false, index, reason: 'order' }
    if (previous !== undefined && (previous.number !== event.number || previous.purpose !== event.purpose)) return { ok: false, index, reason: 'order' }
    if (!same(hashOf(event, event.previousHash), event.hash)) return { ok: false, index, reason: 'content' }
    previous = event
  }
  return { ok: true }
}
