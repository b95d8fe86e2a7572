import { offsetAt } from '../../../shared/rules/local-time.ts'
import { statement, type Db } from '../database/open.ts'

/** A sender's segments a day, counted by the carrier's day: T-Mobile's caps start anew at midnight, US Pacific time (TWILIO.md, Errors 30023). */

const DAY_MS = 86_400_000
const ZONE = 'America/Los_Angeles'

export type CarrierDay = { readonly day: string; /** Milliseconds UTC; an hour off on the two days a year with a clock change. */ readonly endsAt: number }

export const carrierDay = (now: number): CarrierDay => {
  const offset = offsetAt(ZONE, now)
  const local = Math.floor((now + offset) / DAY_MS)
  return { day: new Date(local * DAY_MS).toISOString().slice(0, 10), endsAt: (local + 1) * DAY_MS - offset }
}

/** A sender's segments a day, and how many of them are left today; both Infinity without a cap. */
export const leftToday = (db: Db, senderId: number, now: number): { readonly cap: number; readonly left: number } => {
  const row = statement(
    db,
    `SELECT s.daily_cap AS cap, coalesce(d.segments, 0) AS used FROM senders s
     LEFT JOIN sender_days d ON d.sender_id = s.id AND d.day = ? WHERE s.id = ?`,
  ).get(carrierDay(now).day, senderId) as { cap: number | null; used: number } | undefined
  return row === undefined || row.cap === null ? { cap: Infinity, left: Infinity } : { cap: row.cap, left: Math.max(0, row.cap - row.used) }
}

/** Counts `segments` against today's cap; negative ones give back what never left. */
export const countToday = (db: Db, senderId: number, segments: number, now: number): void => {
  if (segments === 0) return
  statement(
    db,
    `INSERT INTO sender_days (sender_id, day, segments) VALUES (?, ?, max(0, ?)) ON CONFLICT (sender_id, day) DO UPDATE SET segments = max(0, segments + ?)`,
  ).run(senderId, carrierDay(now).day, segments, segments)
}
