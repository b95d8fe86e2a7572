import type { Purpose } from '../../../shared/contract/common.ts'
import type { EventMethod } from '../../../shared/contract/consent.ts'
import { statement, type Db } from '../database/open.ts'
import { standingOfChain, type Standing } from './rules.ts'

/**
 * Numbers of one person, since their entries were merged. Consent stays with the number it was given for; only a stop
 * crosses over: it counts for the number kept as if the person had said it there, when the entries were merged or when
 * they say it, whichever is later. What they say on the number kept itself after that follows the usual rules.
 */
const PURPOSES = ['marketing', 'service'] as const satisfies readonly Purpose[]

type Event = { readonly purpose: Purpose;  readonly id: number; readonly state: 'opted-in' | 'opted-out'; readonly method: EventMethod; readonly occurredAt: number; readonly importId: number | null }

const eventsOf = (db: Db, number: string, purpose: Purpose): readonly Event[] =>
  statement(
    db,
    `SELECT id, purpose, state, method, occurred_at AS occurredAt, import_id AS importId FROM consent_events WHERE number = ? AND purpose = ? ORDER BY id`,
  ).all(number, purpose) as Event[]

/** Where `kept` stands, stops of its other numbers included. */
export const joinedStanding = (db: Db, kept: string, purpose: Purpose): Standing | null => {
  const others = statement(db, 'SELECT other, event_id AS eventId FROM joined_numbers WHERE kept = ?').all(kept) as { other: string; eventId: number }[]
  const stops = others.flatMap(({ other, eventId }) => {
    const standing = standingOfChain(eventsOf(db, other, purpose))
    return standing?.state === 'opted-out' ? [{ place: Math.max(standing.eventId, eventId), standing }] : []
  })
  if (stops.length === 0) return standingOfChain(eventsOf(db, kept, purpose))
  const told = [
    ...eventsOf(db, kept, purpose).map((event) => ({ place: event.id, event })),
    // Behind the event in whose place it stands.
    ...stops.map(({ place, standing }) => ({
      place: place + 0.5,
      event: { id: standing.eventId, purpose, state: 'opted-out' as const, method: 'other' as const, occurredAt: standing.sinceAt, importId: null },
    })),
  ]
  return standingOfChain(told.toSorted((a, b) => a.place - b.place).map(({ event }) => event))
}

/** Derives the standing of a number anew, in the caller's transaction. */
export const refreshJoined = (db: Db, kept: string): void => {
  for (const purpose of PURPOSES) {
    const standing = joinedStanding(db, kept, purpose)
    statement(db, 'DELETE FROM consent WHERE number = ? AND purpose = ?').run(kept, purpose)
    if (standing !== null) statement(db, 'INSERT INTO consent (number, purpose, state, since_at, event_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)').run(kept, purpose, standing.state, standing.sinceAt, standing.eventId, standing.expiresAt)
  }
}

/** After something was said on `number`: brings those it concerns up to date. About 2 µs where nobody was ever merged. */
export const heardOn = (db: Db, number: string): void => {
  if (statement(db, 'SELECT EXISTS (SELECT 1 FROM joined_numbers)').pluck().get() === 0) return
  const kept = statement(db, 'SELECT kept FROM joined_numbers WHERE other = @number UNION SELECT kept FROM joined_numbers WHERE kept = @number').pluck().all({ number }) as string[]
  for (const one of kept) refreshJoined(db, one)
}

/** All of them: after every standing was derived from the events. */
export const refreshAllJoined = (db: Db): void => {
  for (const kept of statement(db, 'SELECT DISTINCT kept FROM joined_numbers').pluck().all() as string[]) refreshJoined(db, kept)
}

/** Other numbers of the person who has this one. */
export const otherNumbers = (db: Db, kept: string): readonly string[] => statement(db, 'SELECT other FROM joined_numbers WHERE kept = ? ORDER BY other').pluck().all(kept) as string[]

/** `other`, and what was joined to it before, belongs to whoever has `kept`; `changeId` is what takes it back. In the caller's transaction. */
export const joinNumbers = (db: Db, kept: string, other: string, changeId: number): void => {
  const insert = statement(
    db,
    `INSERT OR IGNORE INTO joined_numbers (kept, other, event_id, change_id) VALUES (?, ?, (SELECT coalesce(max(id), 0) FROM consent_events), ?)`,
  )
  for (const one of [other, ...otherNumbers(db, other)]) if (one !== kept) insert.run(kept, one, changeId)
  refreshJoined(db, kept)
}

/** Takes back what `joinNumbers` did for a change. */
export const partNumbers = (db: Db, changeId: number): void => {
  const kept = statement(db, 'SELECT DISTINCT kept FROM joined_numbers WHERE change_id = ?').pluck().all(changeId) as string[]
  statement(db, 'DELETE FROM joined_numbers WHERE change_id = ?').run(changeId)
  for (const one of kept) refreshJoined(db, one)
}

/** Somebody's number became another: a stop on any of their other numbers, the former one included, still counts for them. */
export const carryJoined = (db: Db, from: string, to: string): void => {
  const others = statement(db, 'SELECT other, event_id AS eventId, change_id AS changeId FROM joined_numbers WHERE kept = ?').all(from) as { other: string; eventId: number; changeId: number }[]
  const insert = statement(db, 'INSERT OR IGNORE INTO joined_numbers (kept, other, event_id, change_id) VALUES (?, ?, ?, ?)')
  for (const { other, eventId, changeId } of others) insert.run(to, other === to ? from : other, eventId, changeId)
  if (others.length > 0) refreshJoined(db, to)
}
