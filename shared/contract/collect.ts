import { z } from 'zod'
import { call } from './define.ts'
import { id, language, nothing, purpose, type FileTicket, type Language, type Purpose } from './common.ts'
import type { ConsentEvent } from './consent.ts'

/** Ways to collect consent: posters, forms, the front desk, paper. */

const inBoth = (longest: number) => z.object({ en: z.string().max(longest), fr: z.string().max(longest) })
/** A number of ours that can be texted: E.164 or a short code. */
const textable = z.string().regex(/^(\+[1-9][0-9]{6,14}|[0-9]{3,8})$/)

export const printLanguage = z.enum(['en', 'fr', 'both'])
export type PrintLanguage = z.infer<typeof printLanguage>
export const languagesOf = (of: PrintLanguage): readonly Language[] => (of === 'both' ? ['en', 'fr'] : [of])

/** 'poster': A4 or Letter; 'card': A5 or half a Letter; 'tent': the same sheet, folded once so that it stands. */
export const posterKind = z.enum(['poster', 'card', 'tent'])
export type PosterKind = z.infer<typeof posterKind>
export const posterPaper = z.enum(['A4', 'LETTER'])
export type PosterPaper = z.infer<typeof posterPaper>

/** What is printed beside one of the shop's sign-up words. Of a language not printed, the texts are kept for later. */
const invitation = {
  keywordId: id,
  number: textable,
  language: printLanguage,
  headline: inBoth(80),
  benefit: inBoth(200),
  disclosure: inBoth(990),
}
export const posterFields = z.object({ ...invitation, kind: posterKind, paper: posterPaper })
export type PosterFields = z.infer<typeof posterFields>
export const websiteFields = z.object(invitation)
export type WebsiteFields = z.infer<typeof websiteFields>

/** Why something cannot be printed or published as it is, in words for people. */
export type Refusal = { readonly message: string; readonly fix?: string }

export type PosterView = {
  /** Of the sheet, in points. */
  readonly width: number
  readonly height: number
  /** The sheet as an SVG with its letters drawn: what the PDF shows, to the point. */
  readonly svg: string
  readonly refused: Refusal | null
}

export type FrontDeskFields = {
  readonly purposes: readonly Purpose[]
  /** '' where the suggested wording is shown. */
  readonly words: Readonly<Record<Language, Readonly<Record<Purpose, string>>>>
  /** What staff type to leave the form; '' when holding the key or button is enough. */
  readonly leaveWord: string
}
const wordsByPurpose = z.object({ marketing: z.string().trim().max(2000), service: z.string().trim().max(2000) })
export const frontDeskFields = z.object({
  purposes: z.array(purpose).min(1).max(2),
  words: z.object({ en: wordsByPurpose, fr: wordsByPurpose }),
  leaveWord: z.string().trim().max(40),
})

/** What the form shows to a customer: of nobody else anything. */
export type FrontDesk = {
  readonly businessName: string
  readonly language: Language
  readonly purposes: readonly Purpose[]
  readonly words: Readonly<Record<Language, Readonly<Record<Purpose, string>>>>
  /** Our number, for those who once answered STOP; null when there is none yet. */
  readonly number: string | null
  readonly needsWord: boolean
}

const agreed = z.array(z.object({ purpose, disclosure: z.string().trim().min(1).max(2000) })).min(1).max(2)
const typedNumber = z.string().trim().max(40)
const name = z.string().trim().max(60)

export const paperFields = z.object({
  /** As typed. */
  number: typedNumber,
  firstName: name,
  lastName: name,
  /** When it was signed, ms UTC: noon of the day where the form gives no hour. */
  signedAt: z.number().int(),
  /** What was ticked, with the words printed on the form. */
  agreed,
  /** Where the forms are kept. */
  kept: z.string().trim().max(400),
})
export type PaperFields = z.infer<typeof paperFields>

/** What became of one paper form. */
export type PaperEntry = {
  /** For taking it back; '' when nothing was written down. */
  readonly undoId: string
  readonly contactId: number
  readonly number: string
  readonly name: string
  /** Not in the contact book before. */
  readonly added: boolean
  /** 'known': this very form was on record. 'came-back': they had said stop before they signed. 'stopped-since': they said stop after it. */
  readonly outcomes: readonly { readonly purpose: Purpose; readonly outcome: 'recorded' | 'known' | 'came-back' | 'stopped-since' }[]
}

export type PaperDefaults = { readonly kept: string; readonly words: Readonly<Record<Purpose, string>>; readonly purposes: readonly Purpose[] }

export type CollectKept = {
  readonly poster: PosterFields | null
  /** What people print on in the business's country. */
  readonly sheet: PosterPaper
  readonly website: WebsiteFields | null
  readonly frontDesk: FrontDeskFields
  /** What the form at the desk shows where the owner wrote nothing else. */
  readonly suggested: FrontDeskFields['words']
  readonly paper: PaperDefaults | null
}

export const collectCalls = {
  /** What was set last time, for each way. */
  'collect.kept': call<CollectKept>()(nothing),
  /** The sheet as it would be printed. */
  'collect.poster': call<PosterView>()(posterFields),
  /** As PDF. Its words become the proof of whoever texts the word from now on. */
  'collect.savePoster': call<FileTicket>()(posterFields),
  /** The HTML to put into a page, and why it cannot be used as it is. */
  'collect.website': call<{ readonly html: string; readonly refused: Refusal | null }>()(websiteFields),
  /** As a file, or to be copied. Its words become the proof of whoever texts the word from now on. */
  'collect.saveWebsite': call<{ readonly html: string; readonly file: FileTicket }>()(websiteFields),

  'collect.saveFrontDesk': call<FrontDeskFields>()(frontDeskFields),
  /** Begins the form: from here on the desktop tells nobody's name or words. */
  'collect.openFrontDesk': call<FrontDesk>()(nothing),
  /** The word staff leave with; anything where none was set. */
  'collect.leaveFrontDesk': call<null>()(z.object({ word: z.string().max(80) })),
  /**
   * Somebody signed up at the desk. The answer is the same whoever has the number, and its problems speak `language`.
   * 'asked': they get a message to answer first.
   */
  'collect.signUp': call<{ readonly outcome: 'recorded' | 'asked' }>()(z.object({ language, number: typedNumber, firstName: name, agreed })),

  /** One paper form. */
  'collect.addPaper': call<PaperEntry>()(paperFields),
  /** Takes back what `collect.addPaper` wrote, where nothing was said or changed since. */
  'collect.undoPaper': call<null>()(z.object({ undoId: z.string().max(100) })),

  /** Somebody said yes in person or on the phone: to service messages, never to offers. */
  'collect.spoken': call<ConsentEvent>()(
    z.object({ number: typedNumber, firstName: name, words: z.string().trim().min(1).max(2000), note: z.string().trim().max(400), occurredAt: z.number().int() }),
  ),
}
