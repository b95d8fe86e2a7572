import { z } from 'zod'
import { call } from './define.ts'
import { e164, nothing, purpose, type FileTicket, type Language, type Purpose } from './common.ts'

export const consentState = z.enum(['none', 'opted-in', 'opted-out'])
export type ConsentState = z.infer<typeof consentState>

/** How somebody agreed or refused (RULES.md, Consent: a record is evidence). */
export const consentMethod = z.enum(['web-form', 'paper', 'keyword', 'spoken', 'purchase', 'inquiry', 'import', 'reply', 'carrier', 'by-hand', 'front-desk', 'other'])
export type ConsentMethod = z.infer<typeof consentMethod>
/**
 * 'import-undone' is only ever written by undoing an import: it takes back what that import alone said. 'entry-undone'
 * takes back the opt-in written down just before it, which was a mistake of typing. 'expired' only by the sweep: implied
 * consent ended, and nothing is left of it (shared/rules/implied-consent.ts).
 */
export type EventMethod = ConsentMethod | 'import-undone' | 'entry-undone' | 'expired'

export type ConsentEvent = {
  readonly id: number
  readonly number: string
  readonly purpose: Purpose
  readonly state: 'opted-in' | 'opted-out'
  readonly method: EventMethod
  /** When the person agreed or refused. */
  readonly occurredAt: number
  /** IANA zone in which `occurredAt` was written down. */
  readonly zone: string
  /** When Deskbell wrote it down. */
  readonly recordedAt: number
  /** The exact wording shown; null where none was. */
  readonly disclosure: string | null
  /** Where it comes from: a file's name, "reply: STOP", what the owner noted. */
  readonly source: string
  /** When the implied consent it is ends by itself, ms UTC; null where it does not. */
  readonly expiresAt: number | null
}

/** A kept wording in use: its newest version. */
export type OfferedWording = { readonly id: number; readonly name: string; readonly version: number; readonly purpose: Purpose; readonly language: Language; readonly text: string }
export type Disclosure = { readonly id: number; readonly text: string; readonly createdAt: number }

/** A record that is not as it was written: 'content' was changed, 'order' moved or taken out between others, 'missing' cut off; then nobody can tell whose. */
export type LedgerBreak = {
  readonly id: number
  readonly number: string | null
  readonly purpose: Purpose | null
  readonly eventId: number | null
  readonly reason: 'content' | 'order' | 'missing'
  /** When the record says it was written down. */
  readonly recordedAt: number | null
  readonly foundAt: number
  /** The owner said that they know. */
  readonly seen: boolean
}

/** How far the records were verified. Times are ms UTC; null: not yet. */
export type LedgerState = {
  /** So many were found as they were written, or are among the broken ones. */
  readonly events: number
  readonly unchecked: number
  readonly checkedAt: number | null
  /** When every record was read last. */
  readonly wholeAt: number | null
  /** The whole is being read now. */
  readonly checking: boolean
  /** At most 200, the latest found first; `total` counts all, `unseen` those the owner has not acknowledged. */
  readonly broken: readonly LedgerBreak[]
  readonly total: number
  readonly unseen: number
  /** Where something is broken: what can be gone back to (settings.restoreBackup), newest first. */
  readonly backups: readonly { readonly id: string; readonly at: number; readonly bytes: number }[]
}

/**
 * Why somebody may or may not be texted. 'stopped-elsewhere': they said stop on another number of theirs; 'taken-back': the
 * import that alone said yes was undone; 'erased': on request, and nothing was said since; 'record-broken': the records are
 * not as they were written.
 */
export type StandingReason = 'agreed' | 'never-said' | 'stopped' | 'stopped-elsewhere' | 'taken-back' | 'expired' | 'erased' | 'suspended' | 'record-broken'

export type CheckedPurpose = {
  readonly purpose: Purpose
  readonly may: boolean
  readonly reason: StandingReason
  /** When they said so; for 'expired', when it ended; null where nothing was said. */
  readonly since: number | null
  /** The record it rests on. */
  readonly event: ConsentEvent | null
  /** When it ends by itself. */
  readonly expiresAt: number | null
  /** Whether every record of this purpose is as it was written; null where there is none. */
  readonly intact: boolean | null
  /** A question is open: they were asked, and have not answered. */
  readonly askedAt: number | null
}

/** Everything about one number. */
export type CheckedNumber = {
  readonly number: string
  readonly contactId: number | null
  /** '' where none is known. */
  readonly name: string
  /** Marketing, then service. */
  readonly purposes: readonly CheckedPurpose[]
  /** Newest first, all purposes. */
  readonly events: readonly ConsentEvent[]
  /** Other numbers of the same person, since entries were merged. */
  readonly otherNumbers: readonly string[]
  readonly erasedAt: number | null
  readonly suspendedAt: number | null
  /** Carriers say that it gets no texts. */
  readonly unreachable: boolean
}

export type CheckAnswer =
  | { readonly kind: 'number'; readonly found: CheckedNumber }
  /** Several people of this name, or a name whose person must be chosen. */
  | { readonly kind: 'people'; readonly people: readonly { readonly number: string; readonly name: string }[]; readonly total: number }
  /** Neither a number nor anybody in the contact book. */
  | { readonly kind: 'nobody' }

export const consentCalls = {
  /** Whether somebody may be texted, for what, since when, and how one knows. `who`: a number in any form, or a name. */
  'consent.check': call<CheckAnswer>()(z.object({ who: z.string().trim().min(1).max(200) })),
  /** The evidence about one number as a file (docs/evidence.md). */
  'consent.evidence': call<FileTicket>()(z.object({ number: e164, format: z.enum(['pdf', 'json']) })),
  'consent.ledger': call<LedgerState>()(nothing),
  /** Reads every record; answers at its end. */
  'consent.verify': call<LedgerState>()(nothing),
  /** The owner knows of what is broken: Today no longer says so. */
  'consent.acknowledge': call<LedgerState>()(nothing),
  /** Newest first, all purposes. */
  'consent.history': call<readonly ConsentEvent[]>()(z.object({ number: e164 })),
  /** Writes down what one person said. After an opt-out only a new, dated record of the person's own wish opts them in. */
  'consent.record': call<ConsentEvent>()(
    z.object({
      number: e164,
      purpose,
      state: z.enum(['opted-in', 'opted-out']),
      method: consentMethod,
      occurredAt: z.number().int(),
      disclosure: z.string().max(2000).nullable(),
      source: z.string().trim().max(500),
    }),
  ),
  /** Wordings the owner keeps, those used before, the latest first, and a suggested one for this business; `wordings`: in both languages. */
  'consent.disclosures': call<{ readonly kept: readonly OfferedWording[]; readonly used: readonly Disclosure[]; readonly suggested: Readonly<Record<Purpose, string>>; readonly wordings: Readonly<Record<Language, Readonly<Record<Purpose, string>>>> }>()(z.object({})),
}
