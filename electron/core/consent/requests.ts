import type { ConsentMethod } from '../../../shared/contract/consent.ts'
import type { Language, Purpose } from '../../../shared/contract/common.ts'
import { statement, type Db } from '../database/open.ts'
import { refusedAfter } from './rules.ts'
import { mayText, restsOnImplied, standingOf } from './state.ts'
import { statementsOf } from './statements.ts'
import { erasedAt } from './suppressions.ts'

/** Double opt-in: whom we asked, and what became of it. Who may be asked, and the message itself: permission/ask.ts. */

export type RequestState = 'waiting' | 'agreed' | 'refused' | 'expired' | 'canceled'

export type OptInRequest = {
  readonly id: number
  readonly number: string
  readonly purpose: Purpose
  readonly language: Language
  /** How and where they asked for it, as a consent event would say. */
  readonly method: ConsentMethod
  readonly disclosure: string | null
  readonly source: string
  readonly occurredAt: number
  /** 1: asked of them by the owner; 0: an answer to what they did themselves. */
  readonly byOwner: 0 | 1
  readonly messageId: number | null
  readonly askedAt: number
  /** A yes sent after this opts nobody in. */
  readonly expiresAt: number
  readonly state: RequestState
  readonly endedAt: number | null
  /** The message of theirs that ended it, or came too late. */
  readonly answerId: number | null
}

/** How long a question stands. */
export const OPEN_MS = 7 * 86_400_000

const SELECT = `
  SELECT r.id, r.number, r.purpose, r.language, r.method, d.text AS disclosure, r.source, r.occurred_at AS occurredAt, r.by_owner AS byOwner, r.message_id AS messageId,
    r.asked_at AS askedAt, r.expires_at AS expiresAt, r.state, r.ended_at AS endedAt, r.answer_id AS answerId
  FROM opt_in_requests r LEFT JOIN disclosures d ON d.id = r.disclosure_id`

/** Ends what nobody answered in time. Answers how many. */
export const sweepRequests = (db: Db, now: number): number =>
  statement(db, `UPDATE opt_in_requests SET state = 'expired', ended_at = expires_at WHERE state = 'waiting' AND expires_at < ?`).run(now).changes

/** Every question ever put to a number, the latest first. */
export const requestsOf = (db: Db, number: string): readonly OptInRequest[] => statement(db, `${SELECT} WHERE r.number = ? ORDER BY r.id DESC`).all(number) as OptInRequest[]

export const oneRequest = (db: Db, id: number): OptInRequest | null => (statement(db, `${SELECT} WHERE r.id = ?`).get(id) as OptInRequest | undefined) ?? null

/** The question that stands for a number and purpose at `now`; null for none. */
export const openRequest = (db: Db, number: string, purpose: Purpose, now: number): OptInRequest | null =>
  (statement(db, `${SELECT} WHERE r.number = ? AND r.purpose = ? AND r.state = 'waiting' AND r.expires_at >= ?`).get(number, purpose, now) as OptInRequest | undefined) ?? null

/** Writes down that somebody is being asked. In the caller's transaction. @returns its id. */
export const addRequest = (db: Db, request: Omit<OptInRequest, 'id' | 'state' | 'endedAt' | 'answerId' | 'expiresAt'>): number => {
  const statements = statementsOf(db)
  const { disclosure, askedAt } = request
  const disclosureId =
    disclosure === null || disclosure === '' ? null : ((statements.disclosureId.get(disclosure) as number | undefined) ?? Number(statements.disclosure.run(disclosure, askedAt).lastInsertRowid))
  return Number(
    statement(
      db,
      `INSERT INTO opt_in_requests (number, purpose, language, method, disclosure_id, source, occurred_at, by_owner, message_id, asked_at, expires_at, state)
       VALUES (@number, @purpose, @language, @method, @disclosureId, @source, @occurredAt, @byOwner, @messageId, @askedAt, @expiresAt, 'waiting')`,
    ).run({ ...request, disclosureId, expiresAt: askedAt + OPEN_MS }).lastInsertRowid,
  )
}

/** Ends one that waits; one that ran out while their answer was on its way, too. */
export const endRequest = (db: Db, id: number, state: Exclude<RequestState, 'waiting' | 'expired'>, at: number, answerId: number | null): boolean =>
  statement(db, `UPDATE opt_in_requests SET state = ?, ended_at = ?, answer_id = ? WHERE id = ? AND state IN ('waiting', 'expired')`).run(state, at, answerId, id).changes > 0

/** The message of theirs that came too late for it. */
export const noteLate = (db: Db, id: number, answerId: number): void =>
  void statement(db, `UPDATE opt_in_requests SET answer_id = ? WHERE id = ? AND state = 'expired' AND answer_id IS NULL`).run(answerId, id)

/** What a message of theirs did to a question of ours, by its id. */
export const answersAmong = (db: Db, inboundIds: readonly number[]): ReadonlyMap<number, 'agreed' | 'refused' | 'late'> =>
  new Map(
    (
      statement(db, 'SELECT answer_id, state FROM opt_in_requests WHERE answer_id IN (SELECT value FROM json_each(?))')
        .raw()
        .all(JSON.stringify(inboundIds)) as [number, RequestState][]
    ).map(([id, state]) => [id, state === 'agreed' || state === 'refused' ? state : 'late']),
  )

/** Whether a wish of that moment may be asked about, whatever was said before (rules.ts, RULES.md Consent). */
export const wishCounts = (db: Db, number: string, purpose: Purpose, wish: { readonly method: ConsentMethod; readonly occurredAt: number }): boolean => {
  const erased = erasedAt(db, number)
  if (erased !== null && wish.occurredAt <= erased) return false
  return refusedAfter(standingOf(db, number, purpose), { ...wish, purpose, state: 'opted-in', importId: null }) === null
}

/**
 * Whether the message that asks may leave now: asked in the transaction that claims it. It needs no consent, for it asks
 * for one; but the question must still stand, and nothing may have been said against it since.
 */
export const mayAsk = (db: Db, messageId: number, now: number): 'yes' | 'opted-out' | 'suspended' | 'expired' | 'record-broken' => {
  const request = statement(db, `${SELECT} WHERE r.message_id = ?`).get(messageId) as OptInRequest | undefined
  if (request === undefined) return 'expired'
  if (request.state === 'refused') return 'opted-out'
  if (request.state !== 'waiting' || request.expiresAt < now) return 'expired'
  const said = mayText(db, request.number, request.purpose, now)
  switch (said) {
    case 'no-consent':
      return 'yes'
    // They agreed in another way meanwhile: there is nothing left to ask.
    case 'yes':
      return restsOnImplied(db, request.number, request.purpose) ? 'yes' : 'expired'
    case 'suspended':
    case 'record-broken':
      return said
    case 'opted-out':
      // Only their own wish is newer than their no; a stop learnt of late still stops the owner's question.
      return request.byOwner === 0 && wishCounts(db, request.number, request.purpose, request) ? 'yes' : 'opted-out'
  }
}

/** Questions, the latest first: those that stand at `now`, or all. */
export const requestPage = (db: Db, waiting: boolean, now: number, offset: number, limit: number): { readonly rows: readonly OptInRequest[]; readonly total: number } => {
  const where = waiting ? `WHERE r.state = 'waiting' AND r.expires_at >= @now` : 'WHERE @now IS NOT NULL'
  return {
    rows: statement(db, `${SELECT} ${where} ORDER BY r.id DESC LIMIT @limit OFFSET @offset`).all({ now, offset, limit }) as OptInRequest[],
    total: statement(db, `SELECT count(*) FROM opt_in_requests r ${where}`).pluck().get({ now }) as number,
  }
}
