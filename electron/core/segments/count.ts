import type { Rule } from '../../../shared/rules/segments/rule.ts'
import type { Db } from '../database/open.ts'
import { compileRule } from './compile.ts'

/** Ids looked at between two pauses: some 10 ms for a rule that reads everybody's fields. */
const PIECE = 10_000
/** Pieces grow to this while they take less than 8 ms each: a rule over indexes is done in a few. */
const LARGEST = 2_000_000

const everybodyIn = (rule: Rule): boolean => rule.kind === 'group' && rule.match !== 'any' && rule.of.length === 0

/** How many people a rule finds; `between` pieces others get their turn, or it throws to end the count. */
export const countPeople = async (db: Db, rule: Rule, between: () => Promise<void>): Promise<number> => {
  if (everybodyIn(rule)) return db.prepare('SELECT count(*) FROM contacts').pluck().get() as number
  const { ids, divisible } = compileRule(db, rule)
  if (!divisible) {
    const { sql, params } = ids()
    return db.prepare(`SELECT count(*) FROM (${sql})`).pluck().get(...params) as number
  }
  const highest = (db.prepare('SELECT max(id) FROM contacts').pluck().get() as number | null) ?? 0
  const piece = db.prepare(`SELECT count(*) FROM (${ids({ from: 0, to: 0 }).sql})`).pluck()
  let people = 0
  let size = PIECE
  for (let from = 1; from <= highest; ) {
    const start = performance.now()
    people += piece.get(...ids({ from, to: from + size - 1 }).params) as number
    from += size
    const took = performance.now() - start
    if (took < 8 && size < LARGEST) size = Math.min(LARGEST, Math.max(size, Math.floor(size * Math.min(8, 8 / Math.max(took, 0.5)))))
    else if (took > 16) size = Math.max(1_000, Math.floor(size / 2))
    await between()
  }
  return people
}

/** From this share of the book on, the first by name are found by walking it in that order. */
const WALKED_SHARE = 200

/** The first people by name that a rule finds. `people`: how many it finds in all. */
export const firstPeople = async (db: Db, rule: Rule, people: number, limit: number, between: () => Promise<void>): Promise<readonly number[]> => {
  if (people === 0) return []
  const { ids, where, divisible } = compileRule(db, rule)
  const everybody = db.prepare('SELECT count(*) FROM contacts').pluck().get() as number
  if (!divisible || people <= 5_000 || people < everybody / WALKED_SHARE) {
    const { sql, params } = ids()
    return db.prepare(`SELECT c.id FROM (${sql}) s CROSS JOIN contacts c ON c.id = s.id ORDER BY c.sort_name, c.id LIMIT ?`).pluck().all(...params, limit) as number[]
  }
  const found: number[] = []
  const step = db.prepare(`SELECT c.sort_name AS name, c.id, (${where.sql}) AS fits FROM contacts c WHERE (c.sort_name, c.id) > (?, ?) ORDER BY c.sort_name, c.id LIMIT 2000`)
  let [name, id] = ['', 0]
  for (;;) {
    const rows = step.all(...where.params, name, id) as { name: string; id: number; fits: number }[]
    for (const row of rows) if (row.fits === 1 && found.length < limit) found.push(row.id)
    const last = rows.at(-1)
    if (last === undefined || found.length >= limit) return found
    ;({ name, id } = last)
    await between()
  }
}
