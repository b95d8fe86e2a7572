import type { ConversationFilter } from '../../../shared/contract/inbox.ts'

/** A conversation as stored; it follows the messages by itself (006-answer-people.sql). */
export type Stored = {
  readonly id: number
  readonly number: string
  readonly lastAt: number
  readonly lastText: string
  readonly lastOurs: 0 | 1
  readonly lastMedia: number
  readonly unread: number
  readonly fresh: 0 | 1
  readonly doneAt: number | null
}

export const COLUMNS = `v.id, v.number, v.last_at AS lastAt, v.last_text AS lastText, v.last_ours AS lastOurs, v.last_media AS lastMedia, v.unread, v.fresh, v.done_at AS doneAt`

/** In the words of `v` (conversations); each has its index. */
export const CONDITION: Readonly<Record<ConversationFilter, string>> = {
  open: 'v.done_at IS NULL', unread: 'v.unread > 0', done: 'v.done_at IS NOT NULL', all: 'true',
}
