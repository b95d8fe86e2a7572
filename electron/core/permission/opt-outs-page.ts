import type { OptOutHow, OptOutRow, WaitingStop } from '../../../shared/contract/opt-outs.ts'
import { readKeyword } from '../../../shared/rules/words.ts'
import { optedOut, type OptedOut } from '../consent/opted-out.ts'
import { ERASED_SOURCE } from '../consent/suppressions.ts'
import type { Suspension } from '../consent/suspensions.ts'
import { contactNames } from '../contacts/names.ts'
import type { Db } from '../database/open.ts'
import { incomingOf, waitingFor } from '../sending/talk.ts'

/** How a list's records begin, so that they can be told apart. */
export const LIST_SOURCE = 'list: '

/** How somebody's latest opt-out came. */
export const howOf = ({ method, source, importId }: Pick<OptedOut, 'method' | 'source' | 'importId'>): OptOutHow => {
  if (source === ERASED_SOURCE) return 'erased'
  if (method === 'carrier') return 'carrier'
  if (importId !== null || source.startsWith(LIST_SOURCE)) return 'list'
  // As takeIn and decide write them: the person's words behind "reply: ".
  if (method === 'reply') return readKeyword(source.replace(/^reply: /, '')) === 'stop' ? 'keyword' : 'sentence'
  return 'by-hand'
}

/** Rows for the window, in the order of the numbers given. */
export const optOutRows = (db: Db, numbers: readonly string[]): readonly OptOutRow[] => {
  const found = optedOut(db, numbers)
  const names = contactNames(db, numbers)
  const waiting = waitingFor(db, numbers)
  return found.map((one) => ({
    number: one.number, contactId: names.get(one.number)?.id ?? null, name: names.get(one.number)?.name ?? '', at: one.at, how: howOf(one), source: one.source,
    purposes: one.purposes, waiting: waiting.get(one.number) ?? 0,
  }))
}

/** Those who wait for a decision, with all they wrote. */
export const waitingStops = (db: Db, open: readonly Suspension[]): readonly WaitingStop[] => {
  const numbers = open.map(({ number }) => number)
  const names = contactNames(db, numbers)
  const waiting = waitingFor(db, numbers)
  const words = incomingOf(db, open.map(({ inboundId }) => inboundId))
  return open.map(({ number, inboundId, found, sinceAt }) => ({
    number, contactId: names.get(number)?.id ?? null, name: names.get(number)?.name ?? '', text: words.get(inboundId)?.text ?? found, found, at: sinceAt, waiting: waiting.get(number) ?? 0,
  }))
}
