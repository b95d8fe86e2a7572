import { classOf } from '../provider/error-codes.ts'
import { carrierDay } from './daily-cap.ts'

/**
 * What becomes of a message that the provider refused, or reported as failed afterwards. One table for all codes of
 * provider/error-codes.ts; an unknown one fails alone and is shown with its number.
 */
export type AfterFailure =
  /** It failed. A person may try again when `passing`. */
  | { readonly kind: 'final'; readonly passing: boolean }
  /** Provably not delivered, for a reason that passes: back into the queue, once. */
  | { readonly kind: 'retry'; readonly at: number }
  /** The sender as a whole waits until `at`, and so does the message. */
  | { readonly kind: 'sender-waits'; readonly at: number }
  /** It may have been delivered: look before anything else. */
  | { readonly kind: 'look' }

const MINUTE_MS = 60_000
/** Automatic tries after a failure reported later: one (the codes' own documentation: at most one delayed retry). */
const MOST_RETRIES = 1

/**
 * Passing failures in which Twilio says that nothing was handed over, so that one more try cannot double: minutes to
 * wait. Others of the class (30003 switched off, 30008 unexplained, 30036 expired) may have reached the phone or may
 * again not: a person decides.
 */
const RETRY_AFTER_MIN: Readonly<Record<number, number>> = { 30001: 15, 30017: 30, 30022: 15, 30035: 60, 30450: 30, 30500: 5 }
/** How long the sender waits when it is refused for its rate, in minutes: a full queue, an hourly limit, loops. */
const SENDER_WAITS_MIN: Readonly<Record<number, number>> = { 21611: 10, 60728: 15, 63017: 1, 35125: 60 }
/** Limits of a day: until the carrier's next day. */
const NEXT_DAY = new Set([30023, 30027, 63038])

/**
 * @param reported true when the failure came later, by status; false when the request itself was refused.
 * @param tries how often the message was sent already, this one included.
 */
export const afterFailure = (code: number, httpStatus: number, reported: boolean, tries: number, now: number): AfterFailure => {
  const retry = (minutes: number): AfterFailure =>
    tries <= MOST_RETRIES ? { kind: 'retry', at: now + minutes * MINUTE_MS } : { kind: 'final', passing: true }
  if (NEXT_DAY.has(code)) return { kind: 'sender-waits', at: carrierDay(now).endsAt }
  switch (classOf(code, httpStatus)) {
    case 'rate':
      if (reported) return code in RETRY_AFTER_MIN ? retry(RETRY_AFTER_MIN[code]!) : { kind: 'final', passing: true }
      return { kind: 'sender-waits', at: now + (SENDER_WAITS_MIN[code] ?? 1) * MINUTE_MS }
    case 'retry-later':
      return code in RETRY_AFTER_MIN ? retry(RETRY_AFTER_MIN[code]!) : { kind: 'final', passing: true }
    case 'ambiguous':
      return reported ? { kind: 'final', passing: true } : { kind: 'look' }
    case 'opt-out':
    case 'recipient-permanent':
    case 'content':
    case 'request-bug':
      return { kind: 'final', passing: false }
    case 'sender-config':
    case 'account-stop':
      // The message itself was not at fault: once the sender or the account is put right, it may be tried again.
      return { kind: 'final', passing: true }
  }
}

/** True when a person may sensibly try a failed message again. */
export const isPassing = (code: number | null): boolean => {
  if (code === null) return false
  const after = afterFailure(code, 0, true, Infinity, 0)
  return after.kind === 'final' ? after.passing : true
}
