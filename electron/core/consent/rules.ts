import type { Purpose } from '../../../shared/contract/common.ts'
import type { EventMethod } from '../../../shared/contract/consent.ts'
import { endOfImplied } from '../../../shared/rules/implied-consent.ts'

/**
 * Where a number stands for one purpose. `sinceAt`: when the person said so. `expiresAt`: all there is is implied, and would
 * end then where that ends by itself (consent/implied.ts knows where); null for consent that was given, and for a stop.
 */
export type Standing = { readonly state: 'opted-in' | 'opted-out'; readonly sinceAt: number; readonly eventId: number; readonly expiresAt: number | null }

type Said = { readonly purpose: Purpose;  readonly state: 'opted-in' | 'opted-out'; readonly method: EventMethod; readonly occurredAt: number; readonly importId: number | null }

/** The person's own message: the order of arrival decides, since carriers give its time in whole seconds. */
const OWN_MESSAGE: ReadonlySet<EventMethod> = new Set(['reply', 'keyword', 'carrier'])
/** A file, a sale and a question are no wish to be texted again. */
const NO_WISH: ReadonlySet<EventMethod> = new Set(['import', 'purchase', 'inquiry'])

/** Why an opt-in does not count after an opt-out. */
export type Refused = 'not-their-wish' | 'older-than-opt-out'

/**
 * Whether an opt-in may follow the standing (RULES.md, Consent): after an opt-out no import ever does, whatever it
 * says about itself; the person's own START or YES does; any other record only when the wish is newer than the refusal.
 */
export const refusedAfter = (standing: Standing | null, said: Said): Refused | null => {
  if (standing?.state !== 'opted-out' || said.state === 'opted-out') return null
  if (said.importId !== null || NO_WISH.has(said.method)) return 'not-their-wish'
  if (OWN_MESSAGE.has(said.method) ? said.occurredAt < standing.sinceAt : said.occurredAt <= standing.sinceAt) return 'older-than-opt-out'
  return null
}

/**
 * The standing after one more event, events taken in the order in which they were written down. An opt-out always
 * counts, even one learnt of late; of two alike the newer date stays. Consent that was given never ends by itself, whatever
 * was bought since; of two implied ones the later end counts. null: what there was has ended.
 */
export const standingAfter = (standing: Standing | null, said: Said, eventId: number): Standing | null => {
  if (said.method === 'expired') return standing?.expiresAt != null && standing.expiresAt <= said.occurredAt ? null : standing
  const ends = said.state === 'opted-in' ? endOfImplied(said.method, said.purpose, said.occurredAt) : null
  const after: Standing = { state: said.state, sinceAt: said.occurredAt, eventId, expiresAt: ends }
  if (standing === null) return after
  if (standing.state === said.state) {
    const expiresAt = standing.expiresAt === null || ends === null ? null : Math.max(standing.expiresAt, ends)
    if (said.occurredAt >= standing.sinceAt) return { ...after, expiresAt }
    return expiresAt === standing.expiresAt ? standing : { ...standing, expiresAt }
  }
  return refusedAfter(standing, said) === null ? after : standing
}

type ChainEvent = Said & { readonly id: number }

/** Without the opt-ins that were typed by mistake: 'entry-undone' takes the last one before it with it. */
const withoutMistakes = (events: readonly ChainEvent[]): readonly ChainEvent[] => {
  if (!events.some(({ method }) => method === 'entry-undone')) return events
  const left: ChainEvent[] = []
  for (const event of events) {
    if (event.method !== 'entry-undone') left.push(event)
    else {
      const mistake = left.findLastIndex(({ state }) => state === 'opted-in')
      if (mistake >= 0) left.splice(mistake, 1)
    }
  }
  return left
}

/**
 * Where a number stands after all its events, oldest first. An opt-in that an undone import had brought ('import-undone'
 * behind it), or that was typed by mistake ('entry-undone'), counts as never said; null where nothing else was.
 */
export const standingOfChain = (all: readonly ChainEvent[]): Standing | null => {
  const events = withoutMistakes(all)
  const undone = events.filter(({ method }) => method === 'import-undone')
  const counting =
    undone.length === 0
      ? events
      : events.filter((event) => event.method !== 'import-undone' && !(event.state === 'opted-in' && undone.some(({ id, importId }) => importId === event.importId && id > event.id)))
  return counting.reduce<Standing | null>((standing, event) => standingAfter(standing, event, event.id), null)
}
