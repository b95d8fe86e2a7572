import type { ConversationFilter } from '../../../shared/contract/inbox.ts'
import { pieces } from '../contacts/fold.ts'
import { matchExpression } from '../contacts/search-query.ts'
import { statement, type Db } from '../database/open.ts'
import { saidAt } from '../sending/talk.ts'
import { COLUMNS, CONDITION, type Stored } from './stored.ts'

/**
 * Search over names, numbers and words: first the people it finds, newest first, then the conversations in which the
 * words were said, by the newest message that has them, which is what their row then shows. A page goes on where the
 * one before ended: `n.<last_at>.<id>` among people, `w.<rowid>` among words. A conversation found on an earlier page may
 * come again with an older message: the window leaves it out.
 */
export type SearchRequest = { readonly filter: ConversationFilter; readonly query: string; readonly after: string | null; readonly limit: number }
export type Found = { readonly found: readonly Stored[]; readonly next: string | null }

/** People found among more than these are looked for from the conversations' side. */
const MANY = 2_000

/** Messages looked at for one page. */
const MOST_LOOKED = 5_000

type Place = { readonly lastAt: number; readonly id: number }

/** Conversations of people whose name, number, tags or fields fit, and of numbers that do, newest first. */
const byPeople = (db: Db, filter: ConversationFilter, query: string, after: Place | null, limit: number): readonly Stored[] => {
  const condition = `${CONDITION[filter]} AND (@lastAt IS NULL OR (v.last_at, v.id) < (@lastAt, @id))`
  const place = { lastAt: after?.lastAt ?? null, id: after?.id ?? null }
  const digits = query.replace(/[\s().+-]/g, '').replace(/^0+/, '')
  const number = /^[0-9]{3,}$/.test(digits) ? `%${digits}%` : null
  const match = matchExpression(query)
  const ids = match === null ? [] : (statement(db, 'SELECT rowid FROM contacts_search WHERE contacts_search MATCH ?').pluck().all(match) as number[])
  if (ids.length <= MANY) {
    return statement(
      db,
      `SELECT ${COLUMNS} FROM conversations v WHERE v.id IN (
         SELECT w.id FROM json_each(@ids) j CROSS JOIN contacts c ON c.id = j.value CROSS JOIN conversations w ON w.number = c.number
         UNION SELECT n.id FROM conversations n WHERE @number IS NOT NULL AND n.number LIKE @number
       ) AND ${condition} ORDER BY v.last_at DESC, v.id DESC LIMIT @limit`,
    ).all({ ids: JSON.stringify(ids), number, ...place, limit }) as Stored[]
  }
  // A letter or two find half the book: most conversations fit, and the first ones soon fill the page.
  const among = new Set(ids)
  const rows = statement(
    db,
    `SELECT ${COLUMNS}, c.id AS contactId FROM conversations v INDEXED BY conversations_by_time LEFT JOIN contacts c ON c.number = v.number WHERE ${condition} ORDER BY v.last_at DESC, v.id DESC`,
  ).iterate(place) as Iterable<Stored & { readonly contactId: number | null }>
  const found: Stored[] = []
  for (const row of rows) {
    if ((row.contactId !== null && among.has(row.contactId)) || (number !== null && row.number.includes(digits))) found.push(row)
    if (found.length === limit) break
  }
  return found
}

/** Where the words were said, each conversation once a page, by its newest message that has them. */
const byWords = (db: Db, filter: ConversationFilter, query: string, after: number | null, limit: number): { readonly found: readonly Stored[]; readonly last: number | null } => {
  const words = pieces(query)
  if (words.length === 0) return { found: [], last: null }
  const match = [...new Set(words)].map((word) => `"${word}" *`).join(' AND ')
  const hits = statement(db, 'SELECT rowid FROM conversation_words WHERE conversation_words MATCH @match AND rowid < @after ORDER BY rowid DESC').pluck().iterate({ match, after: after ?? Number.MAX_SAFE_INTEGER }) as Iterable<number>
  const found = new Map<number, Stored>()
  let looked = 0
  const conversation = statement(db, `SELECT ${COLUMNS} FROM conversations v WHERE v.number = ? AND ${CONDITION[filter]}`)
  const shown = new Set<string>()
  for (const rowid of hits) {
    looked += 1
    const said = saidAt(db, rowid)
    if (said === null || shown.has(said.number)) continue
    shown.add(said.number)
    const stored = conversation.get(said.number) as Stored | undefined
    if (stored === undefined) continue
    found.set(stored.id, { ...stored, lastText: said.text.slice(0, 160), lastAt: said.at, lastOurs: said.ours ? 1 : 0, lastMedia: 0 })
    if (found.size === limit || looked >= MOST_LOOKED) return { found: [...found.values()], last: rowid }
  }
  return { found: [...found.values()], last: null }
}

export const searchConversations = (db: Db, { filter, query, after, limit }: SearchRequest): Found => {
  const people = after === null ? null : /^n\.(-?\d{1,16})\.(\d{1,16})$/.exec(after)
  const words = after === null ? null : /^w\.(\d{1,16})$/.exec(after)
  const found: Stored[] = []
  if (words === null) {
    const place = people === null ? null : { lastAt: Number(people[1]), id: Number(people[2]) }
    const some = byPeople(db, filter, query, place, limit + 1)
    found.push(...some.slice(0, limit))
    const last = found.at(-1)
    if (some.length > limit && last !== undefined) return { found, next: `n.${String(last.lastAt)}.${String(last.id)}` }
    if (found.length === limit) return { found, next: `w.${String(Number.MAX_SAFE_INTEGER)}` }
  }
  const from = words === null ? null : Number(words[1]) === Number.MAX_SAFE_INTEGER ? null : Number(words[1])
  const said = byWords(db, filter, query, from, limit - found.length)
  // Whoever was found by name is above already.
  const above = new Set(found.map(({ id }) => id))
  return { found: [...found, ...said.found.filter(({ id }) => !above.has(id))], next: said.last === null ? null : `w.${String(said.last)}` }
}
