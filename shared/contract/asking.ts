import { z } from 'zod'
import { call } from './define.ts'
import { e164, id, language, nothing, purpose, stretch, type FileTicket, type Language, type Page, type Purpose } from './common.ts'
import type { ConsentMethod, ConsentState, EventMethod } from './consent.ts'
import { contactChoice } from './contacts.ts'

/** Double opt-in, the words it is asked in, and the wordings people agree to. */

const text = z.string().trim().max(1000)
const texts = z.object({ asking: text, confirmation: text, help: text, stopped: text })
const name = z.string().trim().max(80)

export const askingSettings = z.object({
  /** Whoever signs up for offers is asked to confirm first. */
  doubleOptIn: z.boolean(),
  /** Answers HELP and INFO as well as AIDE: for accounts whose carrier does not answer them by itself. */
  answerHelp: z.boolean(),
  /** What the programme of offers is called, in a sentence; '' for Deskbell's own. */
  name: z.object({ en: name, fr: name }),
  /** At most so many messages; null: it varies. */
  most: z.number().int().min(1).max(60).nullable(),
  per: z.enum(['week', 'month']),
  /** Where a person can be reached; '' for the inbox. */
  contact: z.string().trim().max(120),
  /** '' for Deskbell's own. */
  texts: z.object({ en: texts, fr: texts }),
})
export type AskingSettings = z.infer<typeof askingSettings>

/** Why somebody is not asked. 'waiting': they were, and may still answer; 'asked-lately': they were, and did not. */
export const whyNotAsked = ['agreed', 'opted-out', 'erased', 'waiting', 'said-no', 'asked-lately', 'unreachable', 'not-a-person', 'no-sender'] as const
export type WhyNotAsked = (typeof whyNotAsked)[number]

export type AskedState = 'waiting' | 'agreed' | 'refused' | 'expired' | 'canceled'

export type AskedPerson = {
  readonly id: number
  readonly number: string
  readonly contactId: number | null
  readonly name: string
  readonly purpose: Purpose
  readonly method: ConsentMethod
  readonly source: string
  readonly askedAt: number
  readonly expiresAt: number
  readonly state: AskedState
  readonly endedAt: number | null
  /** When the question left; null: it waits for their hours, or its turn. */
  readonly leftAt: number | null
}

export type AskPreview = { readonly people: number; readonly ask: number; readonly skipped: readonly { readonly why: WhyNotAsked; readonly people: number }[] }

/** A wording the owner keeps, in one language; the newest version is the one in use. */
export type KeptWording = {
  readonly id: number
  readonly name: string
  readonly version: number
  readonly purpose: Purpose
  readonly language: Language
  readonly text: string
  readonly createdAt: number
  readonly retiredAt: number | null
  /** Records of people who agreed to exactly these words. */
  readonly agreements: number
}

export type Agreement = {
  readonly id: number
  readonly number: string
  readonly contactId: number | null
  readonly name: string
  readonly method: EventMethod
  readonly occurredAt: number
  readonly source: string
  /** Where they stand now. */
  readonly state: ConsentState
}

export const askingCalls = {
  'asking.settings': call<AskingSettings>()(nothing),
  /** Refused where a text lacks what the rules require, or says what they forbid. */
  'asking.save': call<AskingSettings>()(askingSettings.partial()),

  /** Whom we asked, the latest first: those who may still answer, or everybody. */
  'asking.requests': call<Page<AskedPerson>>()(z.object({ waiting: z.boolean(), ...stretch })),
  /** Of one number, the latest first. */
  'asking.ofNumber': call<readonly AskedPerson[]>()(z.object({ number: e164 })),
  /** The question stands no longer: it is not sent if it has not left, and a yes to it opts nobody in. */
  'asking.cancel': call<null>()(z.object({ id })),
  /** How many of a choice would be asked to confirm, and why the others not. */
  'asking.preview': call<AskPreview>()(z.object({ who: contactChoice })),
  /** Asks people to confirm that they would like offers. `source`: where they signed up. It keeps each one's hours. */
  'asking.ask': call<AskPreview>()(z.object({ who: contactChoice, source: z.string().trim().min(1).max(300) })),

  /** By name, the newest version first. */
  'asking.wordings': call<readonly KeptWording[]>()(nothing),
  /**
   * Keeps a wording; with a name and language there is already, as its next version. Refused where it lacks what the rules
   * require, unless `asIs` says that these are the words people really saw.
   */
  'asking.saveWording': call<KeptWording>()(
    z.object({ name: z.string().trim().min(1).max(60), purpose, language, text: z.string().trim().min(1).max(2000), asIs: z.boolean() }),
  ),
  /** Retired: no longer offered. Who agreed to it stays on record. */
  'asking.retireWording': call<null>()(z.object({ id, retired: z.boolean() })),
  /** Who agreed to one version, the latest first. */
  'asking.agreements': call<Page<Agreement>>()(z.object({ id, ...stretch })),
  'asking.exportAgreements': call<FileTicket>()(z.object({ id })),
}
