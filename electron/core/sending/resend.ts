import { statement, type Db } from '../database/open.ts'
import { enqueue } from './messages.ts'

/**
 * The words of a message once more to the same person, due now, outside any campaign: a message of its own that passes
 * every check when it is claimed. Its sender is the first one's, or the default where that is gone.
 * @returns its id; 'open' while the first one's fate is; 'erased' when its words or number are gone; null when there is no such message or no sender.
 */
export const resendMessage = (db: Db, id: number, now: number): number | 'open' | 'erased' | null =>
  db
    .transaction(() => {
      const row = statement(
        db,
        `SELECT m.contact_id AS contactId, m.number, m.name, m.body, m.purpose, m.priority, m.segments, m.status,
           coalesce((SELECT s.id FROM senders s WHERE s.id = m.sender_id AND s.removed_at IS NULL),
             (SELECT s.id FROM senders s WHERE s.removed_at IS NULL ORDER BY s.is_default DESC, s.id LIMIT 1)) AS senderId
         FROM messages m WHERE m.id = ?`,
      ).get(id) as
        | { contactId: number | null; number: string; name: string; body: string; purpose: 'marketing' | 'service'; priority: 0 | 1 | 2; segments: number; status: string; senderId: number | null }
        | undefined
      if (row === undefined || row.senderId === null) return null
      const { status, senderId, ...words } = row
      if (status === 'queued' || status === 'sending' || status === 'unknown') return 'open' as const
      if (words.number === '' || words.body === '') return 'erased' as const
      // An answer to a conversation is none any more: it keeps hours like everything else.
      return enqueue(db, now)({ ...words, senderId, priority: words.purpose === 'service' ? 1 : 2, batchId: null, dueAt: now })
    })
    .immediate()
