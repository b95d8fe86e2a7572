import type { Provider, ProviderMessage } from '../provider/provider.ts'
import { isKnownSid, isSendingTo, unknownMessages, type Settlement, type UnknownMessage } from './messages.ts'
import type { Db } from '../database/open.ts'
import { statusFrom } from './status.ts'

/**
 * Finding out what became of messages that may have left without an answer. The provider has no idempotency key:
 * its list is asked by number, and compared by body, sender and time. Found: adopted. Not found, and looked for
 * long enough after the attempt that even a late list must show it: it provably never arrived.
 */

/**
 * When to look, in milliseconds after the last moment at which the message can have left. The last look decides:
 * lists are late by some seconds (TWILIO.md), and this is patient with twenty times that.
 */
export const LOOKS_MS = [3_000, 10_000, 30_000, 90_000] as const
const DECISIVE_MS = LOOKS_MS[LOOKS_MS.length - 1]!
/** Messages of one pass; more wait for the next. */
const MOST_AT_A_TIME = 5000
/** Numbers asked about at a time. */
const AT_ONCE = 6
/** The two clocks may differ: a wrong time zone is at most a day and two hours. Older twins of ours are known by their sid. */
const SKEW_MS = 26 * 3_600_000

/** What Twilio puts before every message of a trial account. */
const TRIAL_PREFIX = 'Sent from your Twilio trial account - '

const sameWords = (listed: string, ours: string): boolean =>
  (listed.startsWith(TRIAL_PREFIX) && !ours.startsWith(TRIAL_PREFIX) ? listed.slice(TRIAL_PREFIX.length) : listed).trim() === ours.trim()

/** True when `found` can be what became of `message`; the provider's clock may be behind ours by `skew` ms. */
export const couldBe = (message: UnknownMessage, found: ProviderMessage, skew: number = SKEW_MS): boolean =>
  found.direction === 'outbound' &&
  found.to === message.number &&
  sameWords(found.body, message.body) &&
  (found.from === message.address || found.messagingServiceSid === message.address) &&
  found.createdAt >= message.claimedAt - skew

/**
 * Matches messages of unknown fate to one number with what the provider lists for it: each entry is used once,
 * in the order of time, so that two equal messages are told apart by number of copies.
 * `known` are sids that already belong to a message of ours.
 */
export const matchUnknown = (
  messages: readonly UnknownMessage[],
  listed: readonly ProviderMessage[],
  known: (sid: string) => boolean,
  skew: number = SKEW_MS,
): ReadonlyMap<number, ProviderMessage> => {
  const free = listed.filter((found) => !known(found.sid)).sort((a, b) => a.createdAt - b.createdAt || (a.sid < b.sid ? -1 : 1))
  const matches = new Map<number, ProviderMessage>()
  for (const message of [...messages].sort((a, b) => a.claimedAt - b.claimedAt || a.id - b.id)) {
    const at = free.findIndex((found) => couldBe(message, found, skew))
    if (at < 0) continue
    matches.set(message.id, free[at]!)
    free.splice(at, 1)
  }
  return matches
}

/** How long a message of unknown fate is being looked for, by the monotonic clock, in ms. */
export type Watched = {
  /** It cannot have left later: its answer was given up on, or the program started. */
  readonly since: number
  /** The last finished look; -Infinity before the first. */
  readonly looked: number
}

export type Reconciling = {
  readonly db: Db
  readonly provider: Provider
  /** The monotonic clock: setting the computer's changes nothing about what is waited for. */
  now(): number
  /** Across passes; what is not in it is unknown since it is first seen. */
  readonly watched: Map<number, Watched>
  /** How far the computer's clock was ahead of the provider's at the most, in ms, not below 0. */
  readonly lead: number
  /** False: no further look-up is begun. */
  going(): boolean
}

export type ReconcileResult = {
  readonly settlements: readonly Settlement[]
  /** In how many milliseconds to look again; null when nothing is unknown any more. */
  readonly again: number | null
}

/** Looks up what is due for a look. */
export const reconcile = async ({ db, provider, now, watched, lead, going }: Reconciling): Promise<ReconcileResult> => {
  const unknown = unknownMessages(db, MOST_AT_A_TIME)
  const begun = now()
  for (const { id } of unknown) if (!watched.has(id)) watched.set(id, { since: begun, looked: -Infinity })
  const skew = SKEW_MS + lead
  const rivalsOf = Map.groupBy(unknown, (message) => message.number)
  const due = unknown.filter(({ id }) => nextLook(watched.get(id)!) <= begun)
  const settlements: Settlement[] = []
  const adopted = new Set<string>()
  const waiting = [...Map.groupBy(due, (message) => message.number)]
  let reachable = true
  const lookUpNext = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined && reachable && going(); next = waiting.pop()) {
      const [number, messages] = next
      const startedAt = now()
      const listed = await listAll(provider, number, Math.min(...messages.map((m) => m.claimedAt)) - skew, going)
      if (listed === null) {
        reachable = false
        return
      }
      // One on its way to the same number may be what is listed, and has no sid of ours yet: look again after it.
      if (isSendingTo(db, number)) continue
      // Others to the same number whose look is not due yet compete for the same entries.
      const matches = matchUnknown(rivalsOf.get(number)!, listed, (sid) => adopted.has(sid) || isKnownSid(db, sid), skew)
      for (const message of messages) {
        const { since } = watched.get(message.id) ?? { since: startedAt }
        watched.set(message.id, { since, looked: startedAt })
        const found = matches.get(message.id)
        if (found !== undefined) {
          adopted.add(found.sid)
          settlements.push({
            kind: 'status', id: message.id, status: statusFrom(found.status), sid: found.sid, errorCode: found.errorCode,
            priceMicros: found.priceMicros, currency: found.currency, segments: found.segments,
          })
        } else if (startedAt - since >= DECISIVE_MS) {
          settlements.push({ kind: 'requeue', id: message.id, dueAt: null, detail: 'never-arrived', attempted: true })
        }
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lookUpNext))
  const settled = new Set(settlements.map((settlement) => settlement.id))
  const left = unknown.filter((message) => !settled.has(message.id))
  // Behind a full page there are more.
  if (unknown.length === MOST_AT_A_TIME) {
    for (const id of settled) watched.delete(id)
    return { settlements, again: 1000 }
  }
  const open = new Set(left.map(({ id }) => id))
  for (const id of watched.keys()) if (!open.has(id)) watched.delete(id)
  const again = left.length === 0 ? null : Math.min(...left.map(({ id }) => nextLook(watched.get(id)!)))
  return { settlements, again: again === null ? null : Math.max(again - now(), 1000) }
}

/** The first look planned after the last one made. */
const nextLook = ({ since, looked }: Watched): number => LOOKS_MS.map((after) => since + after).find((at) => at > looked) ?? looked + 30_000

/** Everything listed to a number since `since`; null when the list could not be read to that point, or `going` ended. */
const listAll = async (provider: Provider, to: string, since: number, going: () => boolean): Promise<readonly ProviderMessage[] | null> => {
  const all: ProviderMessage[] = []
  let answer = await provider.list({ to, pageSize: 200 })
  for (;;) {
    if (answer.kind !== 'ok' || !going()) return null
    all.push(...answer.value.messages)
    const oldest = answer.value.messages.at(-1)
    if (answer.value.next === null || oldest === undefined || oldest.createdAt < since) return all
    answer = await provider.list({ next: answer.value.next })
  }
}
