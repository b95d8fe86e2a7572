import { z } from 'zod'
import { call } from './define.ts'
import { id, type FileTicket } from './common.ts'
import type { FailureCause, LogState, SkipReason } from './messages.ts'
import type { Money } from '../money.ts'

/** `hits` out of `of`, with the 95 % interval in which the true rate lies (Wilson's; electron/core/reports/intervals.ts). Shares are 0 to 1. */
export type Rate = { readonly hits: number; readonly of: number; readonly share: number; readonly low: number; readonly high: number }

/** What was billed, by what became of the message; the parts add up to `total`. Null: nothing was billed yet. */
export type Billed = {
  readonly total: Money | null
  readonly delivered: Money | null
  /** Failed or not delivered: carriers charge for trying. */
  readonly notDelivered: Money | null
  /** Still on the way, undecided, or being looked up. */
  readonly open: Money | null
  /** Earlier tries of messages that were sent once more. */
  readonly retries: Money | null
  /** Messages that left and have no price yet. */
  readonly unpriced: number
}

/** Messages that came to an end in the `step` from `at` on. */
export type Moment = { readonly at: number; readonly delivered: number; readonly failed: number }

export type Answers = {
  /** Who wrote back within 72 hours, with this message the last one they had got. */
  readonly people: number
  readonly messages: number
  /** Whose first word was STOP or one like it, within 24 and within 72 hours. */
  readonly stops24: number
  readonly stops72: number
}

export type CampaignResults = {
  readonly campaignId: number
  readonly total: number
  /** Adds up to `total`. */
  readonly states: Readonly<Record<LogState, number>>
  /** What left, whatever became of it. */
  readonly left: number
  readonly failures: readonly { readonly errorCode: number | null; readonly cause: FailureCause; readonly messages: number }[]
  readonly skips: readonly { readonly skip: SkipReason; readonly messages: number }[]
  readonly delivered: Rate
  readonly answered: Rate
  readonly stopped: Rate
  readonly answers: Answers
  readonly billed: Billed
  /** Milliseconds of one `moments` entry. */
  readonly step: number
  /** From the first that left to where 99 of 100 had come to their end; empty before anything has. */
  readonly moments: readonly Moment[]
  /** What came to its end after the last moment shown. */
  readonly later: number
  /** Half of what was delivered had arrived so many milliseconds after it left; null without any. */
  readonly medianMs: number | null
  /** Answers and opt-outs may still come: the last one left less than 72 hours ago, or some have not left. */
  readonly early: boolean
}

/**
 * 'unclear': the difference may well be chance. 'few': too few messages to say anything. 'early': one of them is too
 * young for its answers to have come.
 */
export type Verdict = 'first' | 'second' | 'unclear' | 'few' | 'early'
export type Comparison = {
  readonly measure: 'delivered' | 'answered' | 'stopped'
  readonly first: Rate
  readonly second: Rate
  /** first − second, with its interval (Newcombe's), at 95 % for all three measures together. */
  readonly difference: { readonly share: number; readonly low: number; readonly high: number }
  readonly verdict: Verdict
}

export type MonthResults = {
  /** The first moment of the month here. */
  readonly at: number
  readonly left: number
  readonly delivered: Rate
  readonly stopped: Rate
  readonly answered: Rate
  readonly undecided: number
  readonly billed: Money | null
}

export type HourResults = { readonly hour: number; readonly answered: Rate }
export type BestHour =
  /** At this hour clearly more people answer than at all others together. */
  | { readonly kind: 'clear'; readonly hour: number; readonly here: Rate; readonly elsewhere: Rate }
  | { readonly kind: 'unclear' }
  /** At least two hours need `needed` delivered messages each, on several days. */
  | { readonly kind: 'few'; readonly needed: number; readonly hours: number }

export type Trends = {
  /** Oldest first, months without a message included. */
  readonly months: readonly MonthResults[]
  /** Hours of the day, 0 to 23 here, at which anything was delivered; answers within 72 hours. */
  readonly hours: readonly HourResults[]
  readonly best: BestHour
  /** Delivered messages old enough to count for the hours. */
  readonly counted: number
}

export const resultsCalls = {
  'results.campaign': call<CampaignResults>()(z.object({ campaignId: id })),
  /** Two campaigns measured against each other. Other people on other days: that they differ is said, not why. */
  'results.compare': call<readonly Comparison[]>()(z.object({ first: id, second: id })),
  /** A picture the window drew, as a file to be saved; base64 of a PNG of at most 6 MB. */
  'results.picture': call<FileTicket>()(z.object({ name: z.string().trim().min(1).max(120), png: z.base64().max(8_000_000) })),
  'results.trends': call<Trends>()(z.object({ months: z.number().int().min(1).max(36) })),
}
