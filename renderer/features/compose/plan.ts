/** What is being written, as the window holds it. */
import type { Audience, Campaign, MessagePlan } from '../../../shared/contract/campaigns.ts'
import type { Purpose } from '../../../shared/contract/common.ts'

export type Draft = {
  readonly name: string
  /** Null until somebody is chosen. */
  readonly audience: Audience | null
  readonly purpose: Purpose
  readonly body: string
  readonly senderId: number | null
  /** Milliseconds UTC; what has not left by then stays here. */
  readonly validUntil: number | null
}

/** A saved draft as it is taken up again. */
export const draftOf = (campaign: Campaign): Draft => ({
  name: campaign.name,
  audience: campaign.plan.audience,
  purpose: campaign.plan.purpose,
  body: campaign.plan.body,
  senderId: campaign.plan.senderId,
  validUntil: campaign.plan.validUntil ?? null,
})

/** What core can count and send; null while somebody or the words are missing. */
export const planOf = ({ audience, purpose, body, senderId, validUntil }: Draft): MessagePlan | null =>
  audience === null || body.trim() === '' ? null : { audience, purpose, body, senderId, validUntil }

/** Whether there is anything in it worth keeping. */
export const isBlank = (draft: Draft): boolean => draft.name.trim() === '' && draft.body.trim() === ''
