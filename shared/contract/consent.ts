import { z } from 'zod'
import { call } from './define.ts'
import { e164, purpose, type Purpose } from './common.ts'

export const consentState = z.enum(['none', 'opted-in', 'opted-out'])
export type ConsentState = z.infer<typeof consentState>

/** How somebody agreed or refused (RULES.md, Consent: a record is evidence). */
export const consentMethod = z.enum(['web-form', 'paper', 'keyword', 'spoken', 'purchase', 'import', 'reply', 'carrier', 'by-hand', 'other'])
export type ConsentMethod = z.infer<typeof consentMethod>
/** 'import-undone' is only ever written by undoing an import: it takes back what that import alone said. */
export type EventMethod = ConsentMethod | 'import-undone'

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
}

export type Disclosure = { readonly id: number; readonly text: string; readonly createdAt: number }

export const consentCalls = {
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
  /** Wordings used before, the latest first, and a suggested one for this business. */
  'consent.disclosures': call<{ readonly used: readonly Disclosure[]; readonly suggested: Readonly<Record<Purpose, string>> }>()(z.object({})),
}
