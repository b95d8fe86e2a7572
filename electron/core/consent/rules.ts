import type { EventMethod } from '../../../shared/contract/consent.ts'

/** Where a number stands for one purpose. `sinceAt`: when the person said so. */
export type Standing = { readonly state: 'opted-in' | 'opted-out'; readonly sinceAt: number; readonly eventId: number }

type Said = { readonly state: 'opted-in' | 'opted-out'; readonly method: EventMethod; readonly occurredAt: number; readonly importId: number | null }

/** The person's own message: the order of arrival decides, since carriers give its time in whole seconds. */
const OWN_MESSAGE: ReadonlySet<EventMethod> = new Set(['reply', 'keyword', 'carrier'])
/** A file and a sale are no wish to be texted again. */
const NO_WISH: ReadonlySet<EventMethod> = new Set(['import', 'purchase'])

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
 * counts, even one learnt of late; of two alike the newer date stays.
 */
export const standingAfter = (standing: Standing | null, said: Said, eventId: number): Standing => {
  const after: Standing = { state: said.state, sinceAt: said.occurredAt, eventId }
  if (standing === null) return after
  if (standing.state === said.state) return said.occurredAt >= standing.sinceAt ? after : standing
  return refusedAfter(standing, said) === null ? after : standing
}

type ChainEvent = Said & { readonly id: number }

/**
 * Where a number stands after all its events, oldest first. An opt-in that an undone import had brought ('import-undone'
 * behind it) counts as never said; null where nothing else was.
 */
export const standingOfChain = (events: readonly ChainEvent[]): Standing | null => {
  const undone = events.filter(({ method }) => method === 'import-undone')
  const counting =
    undone.length === 0
      ? events
      : events.filter((event) => event.method !== 'import-undone' && !(event.state === 'opted-in' && undone.some(({ id, importId }) => importId === event.importId && id > event.id)))
  return counting.reduce<Standing | null>((standing, event) => standingAfter(standing, event, event.id), null)
}
