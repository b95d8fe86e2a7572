import type { MessageRow } from '../../../shared/contract/messages.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { countSegmentsCautious } from '../../../shared/sms/segments.ts'
import { mayText } from '../consent/state.ts'
import { erasedAt } from '../consent/suppressions.ts'
import { statement, type Db } from '../database/open.ts'
import { logRowsOf, type QueueWaits } from './log.ts'
import { enqueue } from './messages.ts'
import { defaultSender } from './senders.ts'

/** What sending knows of one conversation, and the way an answer takes: through the queue, ahead of everything else. */

export type Incoming = { readonly id: number; readonly at: number; readonly text: string; readonly keyword: 'stop' | 'start' | 'help' | null }
/** `at`: when it left, or is due; ms UTC. */
export type Said = { readonly kind: 'in'; readonly message: Incoming } | { readonly kind: 'out'; readonly at: number; readonly message: MessageRow }

type Place = { readonly at: number; readonly kind: 'in' | 'out'; readonly id: number }

const PLACE = /^(-?\d{1,16})\.(in|out)\.(\d{1,16})$/
const placeOf = (text: string | null): Place | null => {
  const found = text === null ? null : PLACE.exec(text)
  return found === null ? null : { at: Number(found[1]), kind: found[2] as 'in' | 'out', id: Number(found[3]) }
}

/**
 * What was said between us and a number, oldest first, the `limit` last ones before `before` (a former answer's). Of
 * campaigns only what left or will leave: what was left out never was said.
 */
export const talkWith = (db: Db, number: string, before: string | null, limit: number, waits: QueueWaits, now: number): { readonly said: readonly Said[]; readonly before: string | null } => {
  const place = placeOf(before)
  const places = statement(
    db,
    `SELECT at, kind, id FROM (
       SELECT received_at AS at, 'in' AS kind, id FROM inbound_messages WHERE number = @number
       UNION ALL
       SELECT coalesce(claimed_at, due_at), 'out', id FROM messages WHERE number = @number AND (batch_id IS NULL OR status NOT IN ('skipped', 'canceled'))
     ) WHERE @at IS NULL OR (at, kind, id) < (@at, @kind, @id) ORDER BY at DESC, kind DESC, id DESC LIMIT @limit`,
  ).all({ number, limit: limit + 1, at: place?.at ?? null, kind: place?.kind ?? null, id: place?.id ?? null }) as Place[]
  const shown = places.slice(0, limit)
  const idsOf = (kind: 'in' | 'out') => shown.flatMap((one) => (one.kind === kind ? [one.id] : []))
  const incoming = new Map(
    (statement(db, 'SELECT id, received_at AS at, body AS text, keyword FROM inbound_messages WHERE id IN (SELECT value FROM json_each(?))').all(JSON.stringify(idsOf('in'))) as Incoming[]).map((one) => [one.id, one]),
  )
  const outgoing = new Map(logRowsOf(db, idsOf('out'), waits, now).map((one) => [one.id, one]))
  const said = shown.toReversed().flatMap(({ kind, id, at }): Said[] => {
    if (kind === 'in') {
      const message = incoming.get(id)
      return message === undefined ? [] : [{ kind, message }]
    }
    const message = outgoing.get(id)
    return message === undefined ? [] : [{ kind, at, message }]
  })
  const oldest = shown.at(-1)
  return { said, before: places.length > limit && oldest !== undefined ? `${String(oldest.at)}.${oldest.kind}.${String(oldest.id)}` : null }
}

/** Whose message a place in the search of conversations is: rowid as in 006-answer-people.sql. Null for one that is gone. */
export const saidAt = (db: Db, rowid: number): { readonly number: string; readonly text: string; readonly at: number; readonly ours: boolean } | null => {
  const id = Math.floor(rowid / 2)
  const found =
    rowid % 2 === 0
      ? statement(db, `SELECT number, body AS text, received_at AS at FROM inbound_messages WHERE id = ? AND number <> ''`).get(id)
      : statement(db, `SELECT number, body AS text, created_at AS at FROM messages WHERE id = ? AND number <> ''`).get(id)
  return found === undefined ? null : { ...(found as { number: string; text: string; at: number }), ours: rowid % 2 === 1 }
}

/**
 * The purpose under which a number that wrote may be answered: service, or what they agreed to since they said stop.
 * Whoever was erased on request is answered only when they asked for texts since (RULES.md, Consent).
 */
export const answerPurpose = (db: Db, number: string): Purpose | 'opted-out' | 'erased' => {
  const service = mayText(db, number, 'service')
  const erased = erasedAt(db, number) !== null
  if (service === 'yes' || (service === 'no-consent' && !erased)) return 'service'
  if (mayText(db, number, 'marketing') === 'yes') return 'marketing'
  return erased ? 'erased' : 'opted-out'
}

/** The sender with this address if it still is one of ours, else the default one; null while there is none. */
export const senderFor = (db: Db, address: string | null): { readonly id: number; readonly address: string } | null =>
  (statement(db, 'SELECT id, address FROM senders WHERE address = ? AND removed_at IS NULL').get(address) as { id: number; address: string } | undefined) ?? defaultSender(db)

/** Whether one of our own numbers is behind this address, now or formerly. */
export const isOurs = (db: Db, address: string): boolean => statement(db, 'SELECT 1 FROM senders WHERE address = ?').get(address) !== undefined

export type Answer = {
  readonly number: string
  readonly contactId: number | null
  readonly name: string
  readonly body: string
  readonly purpose: Purpose
  readonly senderId: number
  /** Not before this, ms UTC. */
  readonly dueAt: number
  /** Of no use any more after this; null: always of use. */
  readonly validUntil: number | null
}

/** Queues an answer at the highest priority; consent is asked again when it is claimed. In the caller's transaction. @returns its id. */
export const queueAnswer = (db: Db, answer: Answer, now: number): number =>
  enqueue(db, now)({ ...answer, batchId: null, priority: 0, segments: Math.max(1, countSegmentsCautious(answer.body).segments) })

export type CampaignAnswer = { readonly number: string; readonly at: number; readonly text: string; readonly answer: string | null; readonly keyword: 'stop' | 'start' | 'help' | null }

/** Everything answered to a batch, oldest first; of erased people nothing. */
export const answersTo = (db: Db, batchId: number): readonly CampaignAnswer[] =>
  statement(db, `SELECT number, received_at AS at, body AS text, answer, keyword FROM inbound_messages WHERE batch_id = ? AND number <> '' ORDER BY id`).all(batchId) as CampaignAnswer[]

/** How many people gave each answer to a batch, each counted by the last one; null: a sentence. 'stop' is a keyword, whatever language it came in. */
export const answerCounts = (db: Db, batchId: number): readonly { readonly answer: string | null; readonly stop: boolean; readonly people: number }[] =>
  (statement(
    db,
    // SQLite takes the other columns of a row with max() from the row that has it.
    `SELECT answer, stop, count(*) AS people FROM (SELECT answer, keyword IS 'stop' AS stop, max(id) FROM inbound_messages WHERE batch_id = ? AND number <> '' GROUP BY number) GROUP BY stop, iif(stop, '', answer) ORDER BY people DESC, answer`,
  ).all(batchId) as { answer: string | null; stop: 0 | 1; people: number }[]).map(({ answer, stop, people }) => ({ answer, stop: stop === 1, people }))
