import { statement, type Db } from '../database/open.ts'

/** The carrier's clock and this computer's may disagree (replies.ts counts answers to a campaign alike). */
const CLOCKS_MS = 5 * 60_000

/** Who wrote back, and to which message. */
export type Answer = { readonly id: number; readonly at: number; readonly stop: boolean; readonly messageId: number }

/**
 * The next answers behind `after`, in the order in which they were taken in: each goes to the last message that number
 * had got before, replies to conversations aside. An answer to nothing is left out; `last` counts it as read.
 */
export const answersAfter = (db: Db, after: number, limit: number): { readonly answers: readonly Answer[]; readonly last: number; readonly more: boolean } => {
  const rows = statement(
    db,
    `SELECT i.id, i.received_at AS at, i.keyword = 'stop' AS stop,
       (SELECT m.id FROM messages m WHERE m.number = i.number AND m.priority > 0 AND m.claimed_at <= i.received_at + ${CLOCKS_MS} ORDER BY m.claimed_at DESC, m.id DESC LIMIT 1) AS messageId
     FROM inbound_messages i WHERE i.id > ? ORDER BY i.id LIMIT ?`,
  ).all(after, limit) as { id: number; at: number; stop: number | null; messageId: number | null }[]
  return {
    answers: rows.flatMap(({ messageId, stop, ...row }) => (messageId === null ? [] : [{ ...row, messageId, stop: stop === 1 }])),
    last: rows.at(-1)?.id ?? after,
    more: rows.length === limit,
  }
}
