import type { Billed, CampaignResults, Comparison, Moment, Verdict } from '../../../shared/contract/results.ts'
import type { LogState } from '../../../shared/contract/messages.ts'
import type { Money } from '../../../shared/money.ts'
import type { Db } from '../database/open.ts'
import { endsOf } from '../sending/ends.ts'
import { formerBilled } from '../sending/former-tries.ts'
import type { LogColumns } from '../sending/log-columns.ts'
import { ANSWER_MS, SOON_MS, type AnswerBook } from './answer-book.ts'
import { differenceOf, rateOf, zFor } from './intervals.ts'

/** What figures are made of. */
export type Source = { readonly db: Db; readonly columns: LogColumns; readonly answers: AnswerBook }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Steps of the picture over time; the first with which it has at most MOST of them. */
const STEPS = [10_000, 30_000, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR]
const MOST = 48
/** A straggler must not squeeze the picture: it ends where so many had come to their end. */
const SHOWN_SHARE = 0.99

/** Arrived, or may have: whoever can answer. */
export const mayHaveArrived = (state: LogState, left: boolean): boolean => left && state !== 'failed' && state !== 'undelivered'
/** Has come to its end, or never will. */
export const isDecided = (state: LogState): boolean => state === 'delivered' || state === 'undelivered' || state === 'failed' || state === 'undecided'

const momentsOf = (db: Db, campaignId: number): Pick<CampaignResults, 'moments' | 'step' | 'later' | 'medianMs'> => {
  const ends = endsOf(db, campaignId).toSorted((one, other) => one[1] - other[1])
  const took = ends.flatMap(([delivered, at, left]) => (delivered === 1 && left !== null ? [Math.max(0, at - left)] : [])).sort((one, other) => one - other)
  const medianMs = took[Math.floor((took.length - 1) / 2)] ?? null
  if (ends.length === 0) return { moments: [], step: STEPS[0]!, later: 0, medianMs }
  const first = ends.reduce((least, [, at, left]) => Math.min(least, left ?? at), Infinity)
  const until = ends[Math.ceil(ends.length * SHOWN_SHARE) - 1]![1]
  const step = STEPS.find((one) => (until - first) / one < MOST - 1) ?? Math.ceil((until - first) / (MOST - 1))
  const from = Math.floor(first / step) * step
  const moments: { -readonly [K in keyof Moment]: Moment[K] }[] = Array.from({ length: Math.floor((until - from) / step) + 1 }, (_, index) => ({ at: from + index * step, delivered: 0, failed: 0 }))
  let later = 0
  for (const [delivered, at] of ends) {
    const moment = moments[Math.max(0, Math.floor((at - from) / step))]
    if (moment === undefined) later += 1
    else if (delivered === 1) moment.delivered += 1
    else moment.failed += 1
  }
  return { moments, step, later, medianMs }
}

/** One campaign in figures, from one look through the log. */
export const campaignResults = ({ db, columns, answers }: Source, campaignId: number, now: number): CampaignResults => {
  const { states, failures, skips } = columns.tally({ campaignId }, now)
  let left = 0
  let decided = 0
  let reached = 0
  let answered = 0
  let messages = 0
  let stops24 = 0
  let stops72 = 0
  let unpriced = 0
  let lastLeft = -Infinity
  const micros = { delivered: 0, notDelivered: 0, open: 0 }
  const priced = { delivered: 0, notDelivered: 0, open: 0 }
  columns.each(now, (message) => {
    if (message.batch !== campaignId) return
    const { state } = message
    const part = state === 'delivered' ? 'delivered' : state === 'failed' || state === 'undelivered' ? 'notDelivered' : 'open'
    if (message.price !== null) {
      micros[part] += message.price
      priced[part] += 1
    }
    if (!message.left) return
    left += 1
    lastLeft = Math.max(lastLeft, message.at)
    if (message.price === null) unpriced += 1
    if (isDecided(state)) decided += 1
    if (!mayHaveArrived(state, true)) return
    reached += 1
    const echo = answers.of(message.id)
    if (echo === undefined) return
    if (echo.answers > 0) answered += 1
    messages += echo.answers
    if (echo.stopAfter !== null) stops72 += 1
    if (echo.stopAfter !== null && echo.stopAfter <= SOON_MS) stops24 += 1
  })
  const former = formerBilled(db, campaignId)
  const currency = columns.currency() ?? former.currency
  const money = (amount: number, any: boolean): Money | null => (any && currency !== null ? { micros: amount, currency } : null)
  const any = priced.delivered + priced.notDelivered + priced.open > 0 || former.currency !== null
  const billed: Billed = {
    total: money(micros.delivered + micros.notDelivered + micros.open + former.micros, any),
    delivered: money(micros.delivered, priced.delivered > 0),
    notDelivered: money(micros.notDelivered, priced.notDelivered > 0),
    open: money(micros.open, priced.open > 0),
    retries: money(former.micros, former.currency !== null),
    unpriced,
  }
  return {
    campaignId, states, left, failures, skips, billed,
    total: Object.values(states).reduce((sum, count) => sum + count, 0),
    delivered: rateOf(states.delivered, decided),
    answered: rateOf(answered, reached),
    stopped: rateOf(stops72, reached),
    answers: { people: answered, messages, stops24, stops72 },
    early: states.queued + states.sending + states.unknown > 0 || lastLeft > now - ANSWER_MS,
    ...momentsOf(db, campaignId),
  }
}

/** Fewer than this in either and the interval is too wide to be worth a sentence; our own choice. */
const LEAST = 30
const MEASURES = ['delivered', 'answered', 'stopped'] as const

/**
 * Two campaigns against each other. A difference is called one only where its interval leaves out zero, at 95 % for the
 * three measures together; everything else may be chance, and is said to be.
 */
export const compareCampaigns = (source: Source, first: number, second: number, now: number): readonly Comparison[] => {
  const one = campaignResults(source, first, now)
  const two = campaignResults(source, second, now)
  return MEASURES.map((measure) => {
    const difference = differenceOf(one[measure], two[measure], zFor(MEASURES.length))
    const verdict = (): Verdict => {
      if (one[measure].of < LEAST || two[measure].of < LEAST) return 'few'
      if (measure !== 'delivered' && (one.early || two.early)) return 'early'
      return difference.low > 0 ? 'first' : difference.high < 0 ? 'second' : 'unclear'
    }
    return { measure, first: one[measure], second: two[measure], difference, verdict: verdict() }
  })
}
