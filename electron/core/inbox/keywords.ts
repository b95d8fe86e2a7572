import type { Keyword, KeywordFields } from '../../../shared/contract/inbox.ts'
import type { ProblemCode, ProblemParams } from '../../../shared/messages/problems.ts'
import { answersItself, foldWord, wordProblem } from '../../../shared/rules/keywords.ts'
import { compileTemplate } from '../../../shared/sms/merge.ts'
import { oneList } from '../contacts/lists.ts'
import { statement, type Db } from '../database/open.ts'

type Raw = Omit<Keyword, 'quiet' | 'active'> & { readonly quiet: 0 | 1; readonly active: 0 | 1 }

const SELECT = `
  SELECT k.id, k.word, k.answer, k.tag, k.list_id AS listId, k.opt_in AS optIn, k.disclosure, k.again_hours AS againHours, k.quiet, k.active,
    (SELECT count(*) FROM keyword_hits h WHERE h.keyword_id = k.id) AS times,
    (SELECT count(DISTINCT h.number) FROM keyword_hits h WHERE h.keyword_id = k.id) AS people,
    (SELECT count(h.message_id) FROM keyword_hits h WHERE h.keyword_id = k.id) AS answered
  FROM keywords k WHERE k.removed_at IS NULL`
const of = (raw: Raw): Keyword => ({ ...raw, quiet: raw.quiet === 1, active: raw.active === 1 })

/** By word, with what was counted. */
export const allKeywords = (db: Db): readonly Keyword[] => (statement(db, `${SELECT} ORDER BY k.folded`).all() as Raw[]).map(of)

/** What is acted on when a message comes in. */
export type ActiveKeyword = Omit<KeywordFields, 'active'> & { readonly id: number }

/** The shop's word that a whole message is; null for ordinary words. Some microseconds: it is asked for every message. */
export const keywordIn = (db: Db, body: string): ActiveKeyword | null => {
  if (body.length > 60) return null
  const folded = foldWord(body)
  if (folded === '') return null
  const raw = statement(
    db,
    `SELECT id, word, answer, tag, list_id AS listId, opt_in AS optIn, disclosure, again_hours AS againHours, quiet
     FROM keywords WHERE folded = ? AND removed_at IS NULL AND active`,
  ).get(folded) as (Omit<ActiveKeyword, 'quiet'> & { readonly quiet: 0 | 1 }) | undefined
  return raw === undefined ? null : { ...raw, quiet: raw.quiet === 1 }
}

export type SavedKeyword = { readonly ok: true; readonly keyword: Keyword } | { readonly ok: false; readonly code: ProblemCode; readonly params: ProblemParams; readonly field?: string }

const WRONG = { empty: 'keyword-empty', 'too-long': 'keyword-long', 'too-many-words': 'keyword-long', reserved: 'keyword-reserved' } as const

/** Saves a word, or says why it cannot be had. Words of STOP, START and HELP are refused whatever they stand beside. */
export const saveKeyword = (db: Db, given: KeywordFields & { readonly id?: number | undefined }, now: number): SavedKeyword =>
  db
    .transaction((): SavedKeyword => {
      const refuse = (code: ProblemCode, field: string): SavedKeyword => ({ ok: false, code, params: { word: given.word }, field })
      const wrong = wordProblem(given.word)
      if (wrong !== null) return refuse(WRONG[wrong], 'word')
      const folded = foldWord(given.word)
      const other = statement(db, 'SELECT id FROM keywords WHERE folded = ? AND removed_at IS NULL').pluck().get(folded) as number | undefined
      if (other !== undefined && other !== given.id) return refuse('keyword-taken', 'word')
      if (given.optIn !== null && given.disclosure === '') return refuse('keyword-disclosure', 'disclosure')
      if (!compileTemplate(given.answer).ok) return refuse('inbox-body', 'answer')
      const words = statement(db, 'SELECT word FROM keywords WHERE removed_at IS NULL').pluck().all() as string[]
      if (given.answer !== '' && answersItself(given.answer, [...words, given.word])) return refuse('keyword-echo', 'answer')
      if (given.listId !== null && oneList(db, given.listId) === null) return refuse('people-list-gone', 'listId')
      const values = {
        ...given, id: given.id ?? null, folded, quiet: given.quiet ? 1 : 0, active: given.active ? 1 : 0, now,
        disclosure: given.optIn === null ? '' : given.disclosure,
      }
      const saved = statement(
        db,
        given.id === undefined
          ? `INSERT INTO keywords (word, folded, answer, tag, list_id, opt_in, disclosure, again_hours, quiet, active, created_at)
             VALUES (@word, @folded, @answer, @tag, @listId, @optIn, @disclosure, @againHours, @quiet, @active, @now) RETURNING id`
          : `UPDATE keywords SET word = @word, folded = @folded, answer = @answer, tag = @tag, list_id = @listId, opt_in = @optIn, disclosure = @disclosure,
               again_hours = @againHours, quiet = @quiet, active = @active WHERE id = @id AND removed_at IS NULL RETURNING id`,
      )
        .pluck()
        .get(values) as number | undefined
      if (saved === undefined) return { ok: false, code: 'not-found', params: {} }
      return { ok: true, keyword: of(statement(db, `${SELECT} AND k.id = ?`).get(saved) as Raw) }
    })
    .immediate()

/** What was counted stays. */
export const removeKeyword = (db: Db, id: number, now: number): boolean =>
  statement(db, 'UPDATE keywords SET removed_at = ? WHERE id = ? AND removed_at IS NULL').run(now, id).changes > 0

/** Which of these messages were one of the shop's words: the word by the message's id. */
export const wordsOf = (db: Db, inboundIds: readonly number[]): ReadonlyMap<number, string> =>
  new Map(
    statement(db, 'SELECT h.inbound_id, k.word FROM keyword_hits h JOIN keywords k ON k.id = h.keyword_id WHERE h.inbound_id IN (SELECT value FROM json_each(?))')
      .raw()
      .all(JSON.stringify(inboundIds)) as [number, string][],
  )

/** Which of these messages of ours answered a word by themselves. */
export const automaticAmong = (db: Db, messageIds: readonly number[]): ReadonlySet<number> =>
  new Set(statement(db, 'SELECT message_id FROM keyword_hits WHERE message_id IN (SELECT value FROM json_each(?))').pluck().all(JSON.stringify(messageIds)) as number[])

/** The shop's words as a tally shows them, also removed ones. */
export const everyWord = (db: Db): ReadonlySet<string> => new Set((statement(db, 'SELECT word FROM keywords').pluck().all() as string[]).map((word) => foldWord(word).toUpperCase()))
