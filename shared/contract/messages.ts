import { z } from 'zod'
import { call } from './define.ts'
import { id, nothing, stretch, type FileTicket, type Page } from './common.ts'
import type { Money } from '../money.ts'

export const messageStatus = z.enum([
  'queued', 'sending', 'accepted', 'sent', 'delivered', 'undelivered', 'failed', 'canceled', 'skipped', 'unknown',
])
export type MessageStatus = z.infer<typeof messageStatus>

/** Why a queued message waits. */
export type HoldReason = 'countdown' | 'scheduled' | 'paused' | 'waiting-for-network' | 'sender-limit' | 'sender-paused' | 'account-stopped' | 'retry-later' | 'outside-hours' | 'too-often' | 'daily-cap'

/** Why a message was never tried. */
export type SkipReason = 'opted-out' | 'no-consent' | 'contact-removed' | 'expired'

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
  readonly updatedAt: number
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
  statuses: z.array(messageStatus).max(10).optional(),
  /** A name, part of a number, or words of the message. */
  query: z.string().max(200).optional(),
})
export type MessageFilter = z.infer<typeof messageFilter>

/** The queue's pulse, for the foot of the sidebar. */
export type Pulse = {
  readonly state: 'idle' | 'sending' | 'waiting-for-network' | 'paused' | 'stopped' | 'scheduled'
  /** Of what is going out now: messages that have left, of how many. */
  readonly done: number
  readonly total: number
  /** When the next scheduled message is due. */
  readonly nextAt: number | null
  /** In words for people: why it is stopped, and what to do. */
  readonly reason: string | null
  /** Messages whose fate is being looked up. */
  readonly unknown: number
}

export const messagesCalls = {
  /** Newest first. */
  'messages.page': call<Page<MessageRow>>()(z.object({ filter: messageFilter, ...stretch })),
  'messages.get': call<MessageDetail>()(z.object({ id })),
  /** How many of the filter (its `statuses` aside) stand in each status. */
  'messages.counts': call<Readonly<Record<MessageStatus, number>>>()(z.object({ filter: messageFilter })),
  'messages.export': call<FileTicket>()(z.object({ filter: messageFilter })),
  'queue.pulse': call<Pulse>()(nothing),
  'queue.pause': call<Pulse>()(nothing),
  'queue.resume': call<Pulse>()(nothing),
}
