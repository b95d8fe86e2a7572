import type { Conversation, ConversationFilter, ConversationPage, ConversationRow } from '../../../shared/contract/inbox.ts'
import { e164 } from '../../../shared/contract/common.ts'
import { statesOf } from '../consent/state.ts'
import { suspendedSince } from '../consent/suspensions.ts'
import { contactNames } from '../contacts/names.ts'
import { statement, type Db } from '../database/open.ts'
import { answerPurpose, senderFor } from '../sending/talk.ts'
import { searchConversations } from './search.ts'
import { COLUMNS, CONDITION, type Stored } from './stored.ts'

/** Rows for the window, in the order given. */
export const rowsOf = (db: Db, stored: readonly Stored[]): readonly ConversationRow[] => {
  const numbers = stored.map(({ number }) => number)
  const names = contactNames(db, numbers)
  const states = statesOf(db, numbers)
  return stored.map(({ number, lastAt, lastText, lastOurs, lastMedia, unread, doneAt }) => {
    const said = states.get(number)
    return {
      number, lastAt, lastText, lastMedia, unread,
      contactId: names.get(number)?.id ?? null,
      name: names.get(number)?.name ?? '',
      lastOurs: lastOurs === 1,
      done: doneAt !== null,
      stopped: said?.service === 'opted-out' && said.marketing !== 'opted-in',
      suspended: suspendedSince(db, number) !== null,
    }
  })
}

type Place = readonly [fresh: number, lastAt: number, id: number]
const placeOf = ({ fresh, lastAt, id }: Stored): Place => [fresh, lastAt, id]
const before = (one: Place, other: Place): boolean => {
  for (let at = 0; at < 3; at++) if (one[at] !== other[at]) return one[at]! > other[at]!
  return false
}
const readPlace = (text: string | null): Place | null => {
  const found = text === null ? null : /^([01])\.(-?\d{1,16})\.(\d{1,16})$/.exec(text)
  return found === null ? null : [Number(found[1]), Number(found[2]), Number(found[3])]
}

export type PageRequest = { readonly filter: ConversationFilter; readonly query?: string | undefined; readonly hold?: string | undefined; readonly after: string | null; readonly limit: number }

/** A page by its place in the order, not by its number: nothing is skipped or shown twice when somebody writes meanwhile. */
export const conversationPage = (db: Db, request: PageRequest): ConversationPage => {
  const { filter, query = '', hold, after, limit } = request
  if (query.trim() !== '') {
    const { found, next } = searchConversations(db, { filter, query, after, limit })
    return { rows: rowsOf(db, found), next }
  }
  const place = readPlace(after)
  const where = place === null ? 'true' : '(v.fresh, v.last_at, v.id) < (@fresh, @lastAt, @id)'
  // Unread ones have an index without the sign that they are.
  const order = filter === 'unread' ? 'v.last_at DESC, v.id DESC' : 'v.fresh DESC, v.last_at DESC, v.id DESC'
  const found = statement(db, `SELECT ${COLUMNS} FROM conversations v WHERE ${CONDITION[filter]} AND ${where} ORDER BY ${order} LIMIT @limit`).all({
    fresh: place?.[0] ?? null, lastAt: place?.[1] ?? null, id: place?.[2] ?? null, limit: limit + 1,
  }) as Stored[]
  const more = found.length > limit
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = more && last !== undefined ? placeOf(last).join('.') : null
  return { rows: rowsOf(db, hold === undefined ? rows : held(db, rows, hold, place, next === null ? null : placeOf(last!))), next }
}

/** The conversation being read stays where it was when it was unread: a list that jumps away under the pointer helps nobody. */
const held = (db: Db, rows: readonly Stored[], number: string, from: Place | null, to: Place | null): readonly Stored[] => {
  const found = statement(db, `SELECT ${COLUMNS} FROM conversations v WHERE number = ?`).get(number) as Stored | undefined
  if (found === undefined || found.fresh === 1) return rows
  const others = rows.filter((row) => row.number !== number)
  const place: Place = [1, found.lastAt, found.id]
  const here = (from === null || before(from, place)) && (to === null || before(place, to) || to.join() === place.join())
  if (!here) return others
  const at = others.findIndex((row) => before(place, placeOf(row)))
  return at < 0 ? [...others, found] : [...others.slice(0, at), found, ...others.slice(at)]
}

export const conversationCounts = (db: Db): { readonly unread: number; readonly open: number; readonly all: number } =>
  statement(
    db,
    `SELECT (SELECT count(*) FROM conversations WHERE unread > 0) AS unread, (SELECT count(*) FROM conversations WHERE done_at IS NULL) AS open, (SELECT count(*) FROM conversations) AS "all"`,
  ).get() as { unread: number; open: number; all: number }

/** One conversation's head; also for a number without any. */
export const conversationOf = (db: Db, number: string, now: number): Conversation => {
  const stored = statement(db, 'SELECT unread, done_at AS doneAt, last_in_id AS lastInId, address FROM conversations WHERE number = ?').get(number) as
    | { unread: number; doneAt: number | null; lastInId: number | null; address: string | null }
    | undefined
  const person = contactNames(db, [number]).get(number)
  const sender = senderFor(db, stored?.address ?? null)
  const purpose = answerPurpose(db, number, now)
  return {
    number,
    contactId: person?.id ?? null,
    name: person?.name ?? '',
    unread: stored?.unread ?? 0,
    done: stored?.doneAt != null,
    lastInId: stored?.lastInId ?? null,
    sender: sender?.address ?? null,
    cannotAnswer: !e164.safeParse(number).success ? 'no-number' : purpose === 'opted-out' || purpose === 'suspended' || purpose === 'erased' ? purpose : sender === null ? 'no-sender' : null,
  }
}

/** The address of ours they wrote to last. */
export const addressOf = (db: Db, number: string): string | null =>
  (statement(db, 'SELECT address FROM conversations WHERE number = ?').pluck().get(number) as string | null | undefined) ?? null

export type Mark = { readonly numbers: readonly string[]; readonly read?: boolean | undefined; readonly upTo?: number | undefined; readonly done?: boolean | undefined }

/** Answers how many conversations are another way than before. What came in behind `upTo` stays unread; being done is being read. */
export const markConversations = (db: Db, { numbers, read, upTo, done }: Mark, now: number): number =>
  db
    .transaction(() => {
      const changed = new Set<string>()
      const run = (sql: string, params: Record<string, unknown>) => {
        for (const number of statement(db, `${sql} RETURNING number`).pluck().all(params) as string[]) changed.add(number)
      }
      const among = 'number IN (SELECT value FROM json_each(@numbers))'
      const list = JSON.stringify(numbers)
      if (read === true || done === true)
        run(
          `UPDATE conversations SET unread = min(unread, (SELECT count(*) FROM inbound_messages i WHERE @upTo IS NOT NULL AND i.number = conversations.number AND i.id > @upTo AND NOT i.by_itself))
           WHERE ${among} AND unread > 0`,
          { numbers: list, upTo: upTo ?? null },
        )
      if (read === false) run(`UPDATE conversations SET unread = 1 WHERE ${among} AND unread = 0 AND last_in_id IS NOT NULL`, { numbers: list })
      if (done === true) run(`UPDATE conversations SET done_at = @now WHERE ${among} AND done_at IS NULL AND unread = 0`, { numbers: list, now })
      if (done === false) run(`UPDATE conversations SET done_at = NULL WHERE ${among} AND done_at IS NOT NULL`, { numbers: list })
      return changed.size
    })
    .immediate()
