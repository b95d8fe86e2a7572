import { e164 } from '../../../shared/contract/common.ts'
import { foldWord } from '../../../shared/rules/keywords.ts'
import { readKeyword } from '../../../shared/rules/words.ts'
import { readWording } from '../../../shared/rules/wording.ts'
import { optIn } from '../consent/record.ts'
import { endSuspension, openSuspension, suspend } from '../consent/suspensions.ts'
import type { Context } from '../context.ts'
import { failureOf } from '../database/failures.ts'
import type { Db } from '../database/open.ts'
import type { ProviderMessage } from '../provider/provider.ts'
import { localZone } from '../sending/local-zone.ts'
import type { Taken } from '../sending/replies.ts'
import { isOurs } from '../sending/talk.ts'
import { confirmOptOut } from './confirm-opt-out.ts'

/** What in a message of somebody's asks to stop in words of their own; null for keywords, for senders that are no person, and for our own numbers. */
export const suspendsBy = (db: Db, { from, body }: ProviderMessage): string | null => {
  if (readKeyword(body) !== null || !e164.safeParse(from).success || isOurs(db, from)) return null
  return readWording(body)
}

/** Marketing and service: who is out of both is out of everything. */
const PURPOSES = 2
/** Only these bring back by themselves: YES and OUI answer other questions, too. */
const COMES_BACK = new Set(['start', 'unstop'])

/**
 * A stop in whatever words: a keyword ends a suspension and may be confirmed, a sentence suspends, START lifts. In the
 * transaction that takes the message in, after its keyword was acted on.
 * @returns whether a message was queued, something else changed, or neither.
 */
export const readStop = (context: Context, taken: Taken): 'queued' | 'changed' | 'nothing' => {
  const { db, clock } = context
  const { id, message, keyword, out } = taken
  const now = clock.now()
  const number = message.from
  if (keyword === 'stop') {
    endSuspension(db, number, 'superseded', now)
    return confirmKeyword(context, taken) ? 'queued' : 'changed'
  }
  if (keyword === 'start') {
    const open = COMES_BACK.has(foldWord(message.body)) ? openSuspension(db, number) : null
    if (open === null) return 'changed'
    endSuspension(db, open.number, 'superseded', now)
    // Where nothing had ended, nothing was given back; that they wish to go on is worth a record all the same.
    if (out.length === 0) optIn(db, { number, method: 'reply', at: message.createdAt, zone: localZone(), recordedAt: now, source: `reply: ${message.body.trim().slice(0, 60)}` })
    return 'changed'
  }
  const found = suspendsBy(db, message)
  if (found === null || out.length === PURPOSES) return 'nothing'
  suspend(db, { number, inboundId: id, found, sinceAt: message.createdAt })
  return 'changed'
}

/** One whose confirmation fails for a reason of its own must not stand in the way of the stop itself. */
const confirmKeyword = (context: Context, { message, stops, out }: Taken): boolean => {
  const event = stops[0]
  if (out.length === PURPOSES || event === undefined) return false
  try {
    return context.db.transaction(() => confirmOptOut(context, { eventId: event.id, number: message.from, words: message.body, saidAt: message.createdAt, address: message.to }))()
  } catch (cause) {
    if (failureOf(cause) !== 'other') throw cause
    context.log.error('permission.confirmation-failed', { cause: String(cause) })
    return false
  }
}
