import { z } from 'zod'
import { call } from './define.ts'
import { e164, id, nothing, purpose, type FileTicket, type Purpose } from './common.ts'
import type { HoldReason, MessageAbout, MessageStatus, SkipReason } from './messages.ts'

/** Conversations, the shop's own words, and what came with messages. */

/** A conversation goes by its number as the carrier gives it; some senders have letters instead. */
export const correspondent = z.string().trim().min(1).max(40)

export type ConversationRow = {
  readonly number: string
  readonly contactId: number | null
  readonly name: string
  readonly lastAt: number
  /** The last message's first words; of a search, the words of the message found. */
  readonly lastText: string
  /** The last message is ours. */
  readonly lastOurs: boolean
  /** Files that came with it. */
  readonly lastMedia: number
  readonly unread: number
  readonly done: boolean
  /** They said stop: nothing can be sent to them. */
  readonly stopped: boolean
  /** They wrote what reads like a stop, and nobody has decided yet. */
  readonly suspended: boolean
}

/** 'open': not done. */
export const conversationFilter = z.enum(['open', 'unread', 'done', 'all'])
export type ConversationFilter = z.infer<typeof conversationFilter>

/** `next`: what the following page is asked for with; null at the end. */
export type ConversationPage = { readonly rows: readonly ConversationRow[]; readonly next: string | null }

/** Why nobody can be answered at a number. */
export type NoAnswerReason = 'opted-out' | 'suspended' | 'erased' | 'no-number' | 'no-sender'

export type Conversation = {
  readonly number: string
  readonly contactId: number | null
  readonly name: string
  readonly unread: number
  readonly done: boolean
  /** The newest message of theirs, for marking as read what was seen; null when they never wrote. */
  readonly lastInId: number | null
  /** Where an answer leaves from: the number they wrote to, or the default one. */
  readonly sender: string | null
  readonly cannotAnswer: NoAnswerReason | null
}

export type AttachmentState = 'waiting' | 'here' | 'too-large' | 'not-allowed' | 'gone'
export type Attachment = {
  readonly id: number
  readonly state: AttachmentState
  /** A type that is shown; else it can be saved. */
  readonly image: boolean
  readonly contentType: string | null
  readonly bytes: number | null
}

export type TalkIn = {
  readonly kind: 'in'
  readonly id: number
  readonly at: number
  readonly text: string
  readonly keyword: 'stop' | 'start' | 'help' | null
  /** The shop's own word this is; '' when it is none. */
  readonly word: string
  /** What it did to a question of ours; 'late': the question had run out. */
  readonly confirmed: 'agreed' | 'refused' | 'late' | null
  readonly attachments: readonly Attachment[]
}
export type TalkOut = {
  readonly kind: 'out'
  readonly id: number
  readonly at: number
  readonly text: string
  readonly status: MessageStatus
  readonly hold: HoldReason | null
  readonly skip: SkipReason | null
  readonly errorCode: number | null
  readonly until: number | null
  readonly retryable: boolean
  /** The campaign it came with; null for an answer. */
  readonly campaignId: number | null
  readonly campaignName: string
  /** Deskbell answered one of the shop's words. */
  readonly automatic: boolean
  /** What Deskbell says by itself about permission; null for anything else. */
  readonly about: MessageAbout | null
}
export type TalkItem = TalkIn | TalkOut
/** Oldest first; `before`: what the page above is asked for with. */
export type TalkPage = { readonly items: readonly TalkItem[]; readonly before: string | null }

export type CannedAnswer = { readonly id: number; readonly name: string; readonly body: string }

export type Keyword = {
  readonly id: number
  readonly word: string
  /** With merge fields; '' when nothing is answered. */
  readonly answer: string
  /** '' for none. */
  readonly tag: string
  readonly listId: number | null
  readonly optIn: Purpose | null
  /** What people read of it where they found the word; the proof of their consent. */
  readonly disclosure: string
  readonly againHours: number
  readonly quiet: boolean
  readonly active: boolean
  /** Times it was texted, people who did, answers given. */
  readonly times: number
  readonly people: number
  readonly answered: number
}

export const keywordFields = z.object({
  word: z.string().trim().min(1).max(20),
  answer: z.string().trim().max(1600),
  tag: z.string().trim().max(60),
  listId: id.nullable(),
  optIn: purpose.nullable(),
  disclosure: z.string().trim().max(2000),
  againHours: z.number().int().min(1).max(24 * 365),
  quiet: z.boolean(),
  active: z.boolean(),
})
export type KeywordFields = z.infer<typeof keywordFields>

const minute = z.number().int().min(0).max(1440)
export const inboxSettings = z.object({
  /** Tells on the desktop when somebody writes. */
  notify: z.boolean(),
  /** With the first words of the message, or only that there is one. */
  notifyText: z.boolean(),
  /** When the shop is open, by this computer's clock: minutes of the day on weekdays (0 is Sunday). */
  hours: z.object({ days: z.array(z.number().int().min(0).max(6)).max(7), from: minute, to: minute }),
  /** Automatic answers to one number in any hour. */
  answersPerHour: z.number().int().min(1).max(20),
})
export type InboxSettings = z.infer<typeof inboxSettings>

/** Somebody wrote, for the desktop. In the person's language, and as short as the settings say. */
export type Arrived = { readonly title: string; readonly text: string; readonly number: string | null }

/** What people answered to a campaign within a week of it; each counted once, by their last answer. */
export type Tally = {
  readonly campaignId: number
  /** Those who said stop included. */
  readonly people: number
  /** Words and short answers, the most frequent first, at most 50. `own`: one of the shop's words. */
  readonly rows: readonly { readonly answer: string; readonly own: boolean; readonly people: number }[]
  /** Sentences and what is beyond the rows. */
  readonly other: number
  readonly stops: number
}

export const inboxCalls = {
  /** Unread first, then newest first; with a `query`, by the newest message found. `hold` keeps its place as if unread, while it is being read. */
  'inbox.page': call<ConversationPage>()(
    z.object({
      filter: conversationFilter,
      query: z.string().max(200).optional(),
      hold: correspondent.optional(),
      after: z.string().max(200).nullable(),
      limit: z.number().int().min(1).max(100),
    }),
  ),
  /** Conversations with something unread, and those not done. */
  'inbox.counts': call<{ readonly unread: number; readonly open: number; readonly all: number }>()(nothing),
  /** Also for a number nobody wrote from yet. */
  'inbox.conversation': call<Conversation>()(z.object({ number: correspondent })),
  'inbox.messages': call<TalkPage>()(z.object({ number: correspondent, before: z.string().max(60).nullable(), limit: z.number().int().min(1).max(200) })),
  /** Queues an answer, ahead of everything else. Refused for whoever said stop or was erased, and until somebody has decided about what reads like a stop. */
  'inbox.answer': call<{ readonly messageId: number }>()(z.object({ number: e164, body: z.string().max(1600) })),
  /** `upTo`: messages after this one stay unread. Answers how many conversations changed. */
  'inbox.mark': call<{ readonly changed: number }>()(
    z.object({ numbers: z.array(correspondent).min(1).max(500), read: z.boolean().optional(), upTo: id.optional(), done: z.boolean().optional() }),
  ),
  /** Somebody looks at conversations: replies are asked for more often for the next 45 seconds. */
  'inbox.look': call<null>()(nothing),

  /** By name. */
  'inbox.canned': call<readonly CannedAnswer[]>()(nothing),
  'inbox.saveCanned': call<CannedAnswer>()(z.object({ id: id.optional(), name: z.string().trim().min(1).max(60), body: z.string().trim().min(1).max(1600) })),
  'inbox.removeCanned': call<null>()(z.object({ id })),
  /** The text for one person; `missing`: fields that are empty for them. */
  'inbox.fill': call<{ readonly text: string; readonly missing: readonly string[] }>()(z.object({ body: z.string().max(1600), number: correspondent })),

  /** By word. */
  'inbox.keywords': call<readonly Keyword[]>()(nothing),
  'inbox.saveKeyword': call<Keyword>()(keywordFields.extend({ id: id.optional() })),
  /** The word means nothing from now on; what was counted stays in tallies. */
  'inbox.removeKeyword': call<null>()(z.object({ id })),

  'inbox.settings': call<InboxSettings>()(nothing),
  'inbox.saveSettings': call<InboxSettings>()(inboxSettings.partial()),

  /** An image as a data: address, ready to be shown. */
  'inbox.image': call<{ readonly url: string }>()(z.object({ id })),
  'inbox.saveAttachment': call<FileTicket>()(z.object({ id })),

  'inbox.tally': call<Tally>()(z.object({ campaignId: id })),
  /** Who answered what, with everything they wrote. */
  'inbox.exportTally': call<FileTicket>()(z.object({ campaignId: id })),
}
