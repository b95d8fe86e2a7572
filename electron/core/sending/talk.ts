import type { MessageAbout, MessageRow } from '../../../shared/contract/messages.ts'
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
 * Whoever was erased on request is answered only when they asked for texts since (RULES.md, Consent); whoever wrote what
 * reads like a stop, when somebody decided that it was none.
 */
export const answerPurpose = (db: Db, number: string, now: number): Purpose | 'opted-out' | 'suspended' | 'erased' => {
  const service = mayText(db, number, 'service', now)
  if (service === 'suspended') return 'suspended'
  const erased = erasedAt(db, number) !== null
  if (service === 'yes' || (service === 'no-consent' && !erased)) return 'service'
  const marketing = mayText(db, number, 'marketing', now)
  if (marketing === 'yes') return 'marketing'
  if (marketing === 'suspended') return 'suspended'
  return erased ? 'erased' : 'opted-out'
}

/** What came in under these ids: the words, when, and to which number of ours; erased ones are not in the answer. */
export const incomingOf = (db: Db, ids: readonly number[]): ReadonlyMap<number, { readonly text: string; readonly at: number; readonly address: string }> =>
  new Map(
    (statement(db, `SELECT id, body AS text, received_at AS at, sender_address AS address FROM inbound_messages WHERE number <> '' AND id IN (SELECT value FROM json_each(?))`).all(JSON.stringify(ids)) as { id: number; text: string; at: number; address: string }[])
      .map(({ id, ...message }) => [id, message]),
  )

/** Messages in the queue for each of these numbers; numbers without any are not in the answer. */
export const waitingFor = (db: Db, numbers: readonly string[]): ReadonlyMap<string, number> =>
  new Map(
    statement(db, `SELECT number, count(*) FROM messages INDEXED BY messages_by_number WHERE number IN (SELECT value FROM json_each(?)) AND status = 'queued' GROUP BY number`).raw().all(JSON.stringify(numbers)) as [string, number][],
  )

/** Messages to a number that were left out since `since` because its words were in doubt. */
export const heldBackSince = (db: Db, number: string, since: number): number =>
  statement(db, `SELECT count(*) FROM messages WHERE number = ? AND skip = 'suspended' AND updated_at >= ?`).pluck().get(number, since) as number

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
  readonly about?: MessageAbout | null
}

/** Queues an answer at the highest priority; consent is asked again when it is claimed. In the caller's transaction. @returns its id. */
export const queueAnswer = (db: Db, answer: Answer, now: number): number =>
  enqueue(db, now)({ ...answer, batchId: null, priority: 0, segments: Math.max(1, countSegmentsCautious(answer.body).segments) })

/** A message of ours that somebody's answer may be to: its words, and when it left (ms UTC); null when it never did, or never arrived. */
export const saidToThem = (db: Db, id: number): { readonly body: string; readonly leftAt: number } | null =>
  (statement(db, `SELECT body, claimed_at AS leftAt FROM messages WHERE id = ? AND claimed_at IS NOT NULL AND status IN ('sending', 'unknown', 'accepted', 'sent', 'delivered')`).get(id) as
    | { body: string; leftAt: number }
    | undefined) ?? null

/**
 * Whether, between two moments (ms UTC), something else left for a number that a yes could be meant for: a question, or
 * words that ask for one.
 */
export const askedElse = (db: Db, number: string, after: number, until: number): boolean =>
  statement(
    db,
    `SELECT 1 FROM messages WHERE number = ? AND about IS NULL AND claimed_at > ? AND claimed_at <= ? AND (body LIKE '%?%' OR body LIKE '%YES%' OR body LIKE '%OUI%') LIMIT 1`,
  ).get(number, after, until) !== undefined

/** When each of these messages of ours left, ms UTC; those that never did are not in it. */
export const leftAmong = (db: Db, ids: readonly number[]): ReadonlyMap<number, number> =>
  new Map(statement(db, 'SELECT id, claimed_at FROM messages WHERE id IN (SELECT value FROM json_each(?)) AND claimed_at IS NOT NULL').raw().all(JSON.stringify(ids)) as [number, number][])

/** When the last message of a kind was queued for a number, ms UTC; null for never. */
export const lastAbout = (db: Db, number: string, about: MessageAbout): number | null =>
  statement(db, 'SELECT max(created_at) FROM messages WHERE number = ? AND about = ?').pluck().get(number, about) as number | null

/** What these messages of ours are besides answers; the others are not in it. */
export const aboutAmong = (db: Db, ids: readonly number[]): ReadonlyMap<number, MessageAbout> =>
  new Map(statement(db, 'SELECT id, about FROM messages WHERE id IN (SELECT value FROM json_each(?)) AND about IS NOT NULL').raw().all(JSON.stringify(ids)) as [number, MessageAbout][])

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
