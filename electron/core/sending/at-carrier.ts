import { statement, type Db } from '../database/open.ts'

/** What of ours, and of those who wrote, lies at the carrier, in the order in which it got there. */

/** `media`: files came with it. */
export type AtCarrier = { readonly sid: string; readonly media: boolean }

/** The next moment after `after` and before `before` at which messages left, with all tries of these; null: none. Milliseconds UTC. */
export const nextSent = (db: Db, after: number, before: number): { readonly at: number; readonly sent: readonly AtCarrier[] } | null => {
  const at = statement(db, 'SELECT min(claimed_at) FROM messages WHERE claimed_at > ? AND claimed_at < ?').pluck().get(after, before) as number | null
  if (at === null) return null
  const sids = statement(
    db,
    `SELECT provider_sid FROM messages WHERE claimed_at = @at AND provider_sid IS NOT NULL
     UNION ALL SELECT f.sid FROM messages m CROSS JOIN former_sids f ON f.message_id = m.id WHERE m.claimed_at = @at`,
  ).pluck().all({ at }) as string[]
  return { at, sent: sids.map((sid) => ({ sid, media: false })) }
}

/** The next message of somebody's after the one with the id `after`, if it came before `before` (milliseconds UTC). */
export const nextReceived = (db: Db, after: number, before: number): (AtCarrier & { readonly id: number }) | null => {
  const row = statement(db, 'SELECT id, provider_sid AS sid, media_count AS files, received_at AS at FROM inbound_messages WHERE id > ? ORDER BY id LIMIT 1').get(after) as { id: number; sid: string; files: number; at: number } | undefined
  return row === undefined || row.at >= before ? null : { id: row.id, sid: row.sid, media: row.files > 0 }
}

export const cameWithFiles = (db: Db, sid: string): boolean => statement(db, 'SELECT 1 FROM inbound_messages WHERE provider_sid = ? AND media_count > 0').get(sid) !== undefined
