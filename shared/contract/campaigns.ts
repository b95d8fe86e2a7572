import { z } from 'zod'
import { call } from './define.ts'
import { id, nothing, purpose, type Purpose } from './common.ts'
import type { Money } from '../money.ts'

/** Who a campaign goes to. */
export const audience = z.union([
  z.object({ kind: z.literal('list'), listId: id }),
  z.object({ kind: z.literal('tag'), tag: z.string().min(1).max(60) }),
  /** Whoever its rule finds: at approval those it finds then, for good. */
  z.object({ kind: z.literal('segment'), segmentId: id }),
  z.object({ kind: z.literal('everybody') }),
  z.object({ kind: z.literal('people'), contactIds: z.array(id).min(1).max(10_000) }),
])
export type Audience = z.infer<typeof audience>

/** Why somebody of the audience is left out. */
export type LeftOutReason = 'opted-out' | 'no-consent' | 'suspended' | 'record-broken' | 'unreachable' | 'empty-message' | 'too-long'

export type CampaignState =
  | 'draft'
  /** Approved; may be taken back until `startsAt`. */
  | 'counting-down'
  | 'scheduled'
  | 'sending'
  | 'paused'
  | 'done'
  | 'canceled'

export const message = z.object({
  audience,
  purpose,
  /** Liquid; at most 1,600 characters once merged (TWILIO.md, Calls). */
  body: z.string().max(5000),
  senderId: id.nullable(),
  /** Milliseconds UTC; what has not left by then is of no use any more and is skipped. */
  validUntil: z.number().int().nullable().optional(),
})
export type MessagePlan = z.infer<typeof message>

export type Campaign = {
  readonly id: number
  readonly name: string
  readonly state: CampaignState
  readonly plan: MessagePlan
  readonly createdAt: number
  readonly updatedAt: number
  /** When it may start to leave. Null: a draft. */
  readonly startsAt: number | null
  readonly endedAt: number | null
  readonly counts: MessageCounts
  readonly segments: number
  /** Estimated at approval, for all recipients. Null where the price is unknown. */
  readonly estimatedCost: Money | null
  /** As billed so far. */
  readonly billedCost: Money | null
  /** What the audience was called when it was approved. */
  readonly audienceName: string
  /** The list, tag or segment a draft was to go to is no more: choose another. */
  readonly audienceGone: boolean
}

/** One number per status of a message's life (DESIGN.md). */
export type MessageCounts = {
  readonly total: number
  readonly queued: number
  readonly sending: number
  readonly accepted: number
  readonly sent: number
  readonly delivered: number
  readonly undelivered: number
  readonly failed: number
  readonly canceled: number
  readonly skipped: number
  readonly unknown: number
}

/** A real recipient and the exact text they would get. */
export type Recipient = {
  readonly contactId: number
  readonly name: string
  readonly number: string
  readonly text: string
  readonly segments: number
  readonly encoding: 'GSM-7' | 'UCS-2'
}

export type Estimate = {
  /** People in the audience, before anybody is left out. */
  readonly audience: number
  readonly recipients: number
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly people: number }[]
  /** After merging, for all recipients. */
  readonly segments: number
  /** The longest merged message, in segments, and whose it is. */
  readonly longest: { readonly segments: number; readonly contactId: number } | null
  /** How many messages need UCS-2. */
  readonly unicode: number
  /** Recipients for whom a merge field is empty, so that its fallback (or nothing) is used. */
  readonly missing: readonly { readonly field: string; readonly people: number; readonly fallback: string | null }[]
  /** Null: no price is known for one of the countries. */
  readonly cost: Money | null
  readonly costIsPractice: boolean
  /** On this sender, at its segments a second, from the moment it starts. */
  readonly seconds: number
  /** Recipients for whom it would be too early or too late when it starts: they wait for their hours. Null: not asked, or hours are off. */
  readonly outsideHours: number | null
}

export const campaignsCalls = {
  'campaigns.all': call<readonly Campaign[]>()(nothing),
  'campaigns.get': call<Campaign>()(z.object({ id })),
  /** Writes the draft down; without `id` a new one. */
  'campaigns.saveDraft': call<Campaign>()(z.object({ id: id.optional(), name: z.string().trim().max(80), plan: message.partial() })),
  'campaigns.remove': call<{ readonly removed: true }>()(z.object({ id })),
  /** A new draft with the same words and audience. */
  'campaigns.copy': call<Campaign>()(z.object({ id })),
  /**
   * Everything there is to know before sending. Counts every recipient's merged text; takes about a second per 100,000 people. With
   * `startsAt` (null: at once) also who is outside their hours then, which takes as long again.
   */
  'campaigns.estimate': call<Estimate>()(message.extend({ startsAt: z.number().int().nullable().optional() })),
  /** The `index`-th real recipient of the audience (0-based) with the merged text; null past the end. */
  'campaigns.recipient': call<Recipient | null>()(message.extend({ index: z.number().int().min(0) })),
  /**
   * Seals the draft and queues a message per recipient. Starts at `sendAt` or now, in both cases not before
   * ten seconds have passed, during which `campaigns.takeBack` undoes it whole.
   * `expected` is the number of recipients the person saw; a different one is refused.
   */
  'campaigns.approve': call<Campaign>()(z.object({ id, sendAt: z.number().int().nullable(), expected: z.number().int().min(1) })),
  'campaigns.takeBack': call<Campaign>()(z.object({ id })),
  'campaigns.pause': call<Campaign>()(z.object({ id })),
  'campaigns.resume': call<Campaign>()(z.object({ id })),
  /** What has not left stays here for good. */
  'campaigns.cancel': call<Campaign>()(z.object({ id })),
}

export type { Purpose }
