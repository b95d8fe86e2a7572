/** What sending keeps of one person: for the file they may ask for, for merging entries, and for erasing. */
import type { MessageStatus, SkipReason } from '../../../shared/contract/messages.ts'
import { statement, type Db } from '../database/open.ts'
import { endBatchIfDone } from './batches.ts'

export type PersonMessage = {
  readonly at: number; readonly leftAt: number | null; readonly number: string; readonly name: string; readonly text: string; readonly purpose: string
  readonly from: string; readonly campaign: string; readonly status: MessageStatus; readonly skip: SkipReason | null; readonly errorCode: number | null; readonly lastChangeAt: number
}
export type PersonReply = { readonly at: number; readonly number: string; readonly to: string; readonly text: string; readonly keyword: string | null }

/** Texts to these numbers, oldest first. */
export const messagesTo = (db: Db, numbers: readonly string[]): readonly PersonMessage[] =>
  db
    .prepare(
      `SELECT m.created_at AS at, m.claimed_at AS leftAt, m.number, m.name, m.body AS text, m.purpose, s.address AS "from", coalesce(b.name, '') AS campaign,
         m.status, m.skip, m.error_code AS errorCode, m.updated_at AS lastChangeAt
       FROM json_each(?) j CROSS JOIN messages m ON m.number = j.value JOIN senders s ON s.id = m.sender_id LEFT JOIN batches b ON b.id = m.batch_id ORDER BY m.id`,
    )
    .all(JSON.stringify(numbers)) as PersonMessage[]

/** What came from these numbers, oldest first. */
export const repliesFrom = (db: Db, numbers: readonly string[]): readonly PersonReply[] =>
  db
    .prepare(
      `SELECT i.received_at AS at, i.number, i.sender_address AS "to", i.body AS text, i.keyword
       FROM json_each(?) j CROSS JOIN inbound_messages i ON i.number = j.value ORDER BY i.received_at, i.id`,
    )
    .all(JSON.stringify(numbers)) as PersonReply[]

export const exchangedCounts = (db: Db, numbers: readonly string[]): { readonly messages: number; readonly replies: number } => {
  const list = JSON.stringify(numbers)
  const count = (table: string) => db.prepare(`SELECT count(*) FROM json_each(?) j CROSS JOIN ${table} m ON m.number = j.value`).pluck().get(list) as number
  return { messages: count('messages'), replies: count('inbound_messages') }
}

export const messagesOfContact = (db: Db, contactId: number): number => statement(db, 'SELECT count(*) FROM messages WHERE contact_id = ?').pluck().get(contactId) as number

/** Numbers a contact was texted at, also former ones. */
export const numbersTexted = (db: Db, contactId: number): readonly string[] =>
  db.prepare(`SELECT DISTINCT number FROM messages WHERE contact_id = ? AND number <> ''`).pluck().all(contactId) as string[]

/** True while the fate of a text to one of these numbers is open: it waits, is leaving, or is being looked up. */
export const inFlight = (db: Db, numbers: readonly string[]): boolean =>
  db.prepare(`SELECT 1 FROM json_each(?) j CROSS JOIN messages m ON m.number = j.value WHERE m.status IN ('queued', 'sending', 'unknown') LIMIT 1`).get(JSON.stringify(numbers)) !== undefined

/** In a copy of the book, that sends nothing: whatever waited or was leaving when it was made is left out. */
export const giveUpOn = (db: Db, numbers: readonly string[], now: number): void =>
  void db
    .prepare(`UPDATE messages SET status = 'skipped', skip = 'contact-removed', hold = NULL, updated_at = ? WHERE status IN ('queued', 'sending', 'unknown') AND number IN (SELECT value FROM json_each(?))`)
    .run(now, JSON.stringify(numbers))

/** The history of an entry belongs to another from now on. */
export const giveMessages = (db: Db, from: number, to: number): void => void db.prepare('UPDATE messages SET contact_id = ? WHERE contact_id = ?').run(to, from)

/** Gives what was sent to `number` back to the entry it was sent to. */
export const giveMessagesBack = (db: Db, from: number, to: number, number: string): void =>
  void db.prepare('UPDATE messages SET contact_id = ? WHERE contact_id = ? AND number = ?').run(to, from, number)

/**
 * What waits for these people is left out, and its batches end where nothing else waits. Only on the main connection, which
 * keeps the running totals (totals.ts). In the caller's transaction.
 */
export const leaveOut = (db: Db, numbers: readonly string[], contactIds: readonly number[], now: number): void => {
  const waiting = db
    .prepare(
      `SELECT id, batch_id AS batchId FROM messages
       WHERE status = 'queued' AND (number IN (SELECT value FROM json_each(?)) OR contact_id IN (SELECT value FROM json_each(?)))`,
    )
    .all(JSON.stringify(numbers), JSON.stringify(contactIds)) as { id: number; batchId: number | null }[]
  for (const { id } of waiting) {
    db.prepare(`UPDATE messages SET status = 'skipped', skip = 'contact-removed', hold = NULL, updated_at = ? WHERE id = ?`).run(now, id)
    db.prepare(`INSERT INTO message_events (message_id, at, status, detail) VALUES (?, ?, 'skipped', 'contact-removed')`).run(id, now)
  }
  for (const batchId of new Set(waiting.map(({ batchId }) => batchId))) if (batchId !== null) endBatchIfDone(db, batchId, now)
}

/**
 * Empties every message to and from these numbers. The rows stay, with their times, states and prices, so that
 * campaigns and bills add up, and with the provider's id, so that what its list still shows is not taken in again. What
 * waits to leave is left out before. In the caller's transaction.
 */
export const eraseMessages = (db: Db, numbers: readonly string[], contactIds: readonly number[]): void => {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS erased_messages (id INTEGER PRIMARY KEY); DELETE FROM temp.erased_messages')
  db.prepare('INSERT OR IGNORE INTO temp.erased_messages SELECT m.id FROM json_each(?) j CROSS JOIN messages m ON m.number = j.value').run(JSON.stringify(numbers))
  db.prepare('INSERT OR IGNORE INTO temp.erased_messages SELECT m.id FROM json_each(?) j CROSS JOIN messages m ON m.contact_id = j.value').run(JSON.stringify(contactIds))
  db.prepare(`UPDATE messages SET number = '', name = '', body = '', contact_id = NULL WHERE id IN (SELECT id FROM temp.erased_messages)`).run()
  db.prepare(`UPDATE inbound_messages SET number = '', body = '' WHERE number IN (SELECT value FROM json_each(?))`).run(JSON.stringify(numbers))
  db.exec('DELETE FROM temp.erased_messages')
}
