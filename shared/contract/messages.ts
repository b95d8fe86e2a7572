import { z } from 'zod'
import { call } from './define.ts'
import { id, nothing, stretch, type FileTicket, type Page } from './common.ts'
import type { Money } from '../money.ts'

export const messageStatus = z.enum([
  'queued', 'sending', 'accepted', 'sent', 'delivered', 'undelivered', 'failed', 'canceled', 'skipped', 'unknown',
])
export type MessageStatus = z.infer<typeof messageStatus>

/**
 * Where a message stands for people: its status, but 'undecided' for one that was taken over or sent more than 72 hours
 * ago and of which the network has said nothing since. Should it answer yet, that counts.
 */
export const logState = z.enum([...messageStatus.options, 'undecided'])
export type LogState = z.infer<typeof logState>
/** After this the network's answer hardly ever comes (Twilio's longest validity period is 10 hours; receipts may lag by days). */
export const UNDECIDED_MS = 72 * 3_600_000

/** Why a queued message waits. */
export type HoldReason = 'countdown' | 'scheduled' | 'paused' | 'waiting-for-network' | 'sender-limit' | 'sender-paused' | 'account-stopped' | 'retry-later' | 'outside-hours' | 'too-often' | 'daily-cap' | 'over-daily-cap' | 'sender-removed'

/** Why a message was never tried. */
export const skipReason = z.enum(['opted-out', 'no-consent', 'contact-removed', 'expired', 'unreachable', 'suspended', 'record-broken'])
export type SkipReason = z.infer<typeof skipReason>

/** What a message is besides an answer, a reminder or an offer. These few may go where others may not. */
export type MessageAbout = 'opt-in-request' | 'opt-in-confirmation' | 'opt-out-confirmation' | 'help'

/** Kinds of failures, each with one thing to do about it (electron/core/provider/error-codes.ts says which code is which); 'unexplained': no code, or one we do not know. */
export const failureCause = z.enum(['opt-out', 'recipient-permanent', 'sender-config', 'account-stop', 'rate', 'retry-later', 'content', 'ambiguous', 'request-bug', 'unexplained'])
export type FailureCause = z.infer<typeof failureCause>

export type MessageRow = {
  readonly id: number
  readonly contactId: number | null
  readonly name: string
  readonly number: string
  readonly body: string
  readonly status: MessageStatus
  readonly hold: HoldReason | null
  readonly skip: SkipReason | null
  /** The provider's error code; words for it: shared/messages/delivery-reasons.ts. */
  readonly errorCode: number | null
  readonly segments: number
  readonly cost: Money | null
  readonly campaignId: number | null
  readonly campaignName: string
  readonly dueAt: number
  /** The earliest moment a held message may leave; null when no clock says. */
  readonly until: number | null
  /** When it left for the provider; null: it has not. */
  readonly leftAt: number | null
  readonly updatedAt: number
  /** See LogState. */
  readonly undecided: boolean
  /** True for a failure whose reason may have passed: `messages.retry` takes it. */
  readonly retryable: boolean
}

export type MessageEvent = {
  readonly at: number
  readonly status: MessageStatus
  /** A hold or skip reason, or an error code, when there is one. */
  readonly detail: string | null
}

export type MessageDetail = MessageRow & {
  readonly sender: string
  readonly providerSid: string | null
  /** Oldest first. */
  readonly events: readonly MessageEvent[]
}

export const messageFilter = z.object({
  campaignId: id.optional(),
  contactId: id.optional(),
  statuses: z.array(logState).max(11).optional(),
  senderId: id.optional(),
  /** Milliseconds UTC, `from` included, `to` not: when it left, or when it last changed if it never left. */
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  /** Failures with one of these codes of the provider; 0 for those without a code. */
  codes: z.array(z.number().int().min(0)).max(100).optional(),
  cause: failureCause.optional(),
  skip: skipReason.optional(),
  /** Beginnings of words of the name or the message, or the first or last digits of a number; case and accents aside. */
  query: z.string().max(200).optional(),
})
export type MessageFilter = z.infer<typeof messageFilter>

export const messageChoice = z.union([z.object({ ids: z.array(id).min(1).max(10_000) }), z.object({ filter: messageFilter })])
export type MessageChoice = z.infer<typeof messageChoice>

/** A filter's messages counted by reason, the most frequent first. */
export type MessageReasons = {
  /** `until`: the earliest moment one of them may leave; null when no clock says. */
  readonly holds: readonly { readonly hold: HoldReason; readonly until: number | null; readonly messages: number }[]
  /** Failed and not delivered; `retryable` as in MessageRow. */
  readonly failures: readonly { readonly errorCode: number | null; readonly cause: FailureCause; readonly messages: number; readonly retryable: boolean }[]
  readonly skips: readonly { readonly skip: SkipReason; readonly messages: number }[]
}

/** What is checked besides consent when a message's turn comes. */
export type SendingRules = {
  /** Marketing only inside the recipient's own permitted hours, service messages inside 7 to 22. */
  readonly quietHours: boolean
  /** Marketing messages to one number in any 24 hours, in any seven days; null for no cap. */
  readonly perDay: number | null
  readonly perWeek: number | null
}

/** Messages are emptied at the carrier (words and files) after so many days; null: never. `left`: refused there so far, asked for again. */
export type Redaction = { readonly days: number | null; readonly left: number }

/** The queue's pulse, for the foot of the sidebar. */
export type Pulse = {
  /** 'held': what waits has a sender that is paused or gone. */
  readonly state: 'idle' | 'sending' | 'waiting-for-network' | 'paused' | 'stopped' | 'scheduled' | 'held'
  /** Of what is going out now: messages that have left, of how many. */
  readonly done: number
  readonly total: number
  /** When the next scheduled message is due. */
  readonly nextAt: number | null
  /** In words for people: why it is stopped or paused without their doing, and what to do. */
  readonly reason: string | null
  /** Messages whose fate is being looked up. */
  readonly unknown: number
}

export const messagesCalls = {
  /** Newest first. `atLeast`: a search for words that most messages have is not at its end, and `total` is what it found so far: ask again. */
  'messages.page': call<Page<MessageRow> & { readonly atLeast: boolean }>()(z.object({ filter: messageFilter, ...stretch })),
  'messages.get': call<MessageDetail>()(z.object({ id })),
  /** How many of the filter (its `statuses` aside) stand in each state. The states add up to all of them. */
  'messages.counts': call<Readonly<Record<LogState, number>>>()(z.object({ filter: messageFilter })),
  /** Why the filter's messages wait, failed or were left out. */
  'messages.reasons': call<MessageReasons>()(z.object({ filter: messageFilter })),
  'messages.export': call<FileTicket>()(z.object({ filter: messageFilter })),
  /** Sends what failed for a reason that may have passed once more; the rest of the choice is left as it is. */
  'messages.retry': call<{ readonly retried: number }>()(z.object({ who: messageChoice })),
  /**
   * The same words to the same person again, as a new message that passes every check anew (consent, hours, how often).
   * Refused while the first one's fate is open, or when its words or number were erased.
   */
  'messages.resend': call<{ readonly id: number }>()(z.object({ id })),
  /** Gives messages that have not left another time, not before now. */
  'messages.reschedule': call<{ readonly changed: number }>()(z.object({ who: messageChoice, dueAt: z.number().int() })),
  'messages.redaction': call<Redaction>()(nothing),
  /** Nothing changes here; what the carrier has lost is lost there for good. */
  'messages.saveRedaction': call<Redaction>()(z.object({ days: z.number().int().min(1).max(365).nullable() })),
  'queue.rules': call<SendingRules>()(nothing),
  /** Quiet hours cannot be turned off in live mode. A cap looser than before and than a new book's wants a reason, which is kept. */
  'queue.saveRules': call<SendingRules>()(
    z.object({
      quietHours: z.boolean().optional(),
      perDay: z.number().int().min(1).max(50).nullable().optional(),
      perWeek: z.number().int().min(1).max(200).nullable().optional(),
      reason: z.string().trim().max(500).optional(),
    }),
  ),
  'queue.pulse': call<Pulse>()(nothing),
  'queue.pause': call<Pulse>()(nothing),
  'queue.resume': call<Pulse>()(nothing),
}
