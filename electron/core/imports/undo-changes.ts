/** Bringing back what an import changed about people already known. */
import { sortName } from '../contacts/fold.ts'
import { statement, type Db } from '../database/open.ts'
import { writeFields, type Before } from './fields.ts'

type Values = Record<string, string | number | null>
type Custom = Readonly<Record<string, string>>

const COLUMNS = ['first_name', 'last_name', 'email', 'region', 'postal_code', 'language', 'notes'] as const

const custom = (text: unknown): Custom => (typeof text === 'string' ? (JSON.parse(text) as Custom) : {})

/** Custom fields one by one: those the import wrote and nobody changed since get back what they held. */
const customBack = (now: Custom, was: Custom, wrote: Custom): { readonly custom: Custom; readonly stays: boolean } => {
  const back = new Map(Object.entries(now))
  let stays = false
  for (const [key, value] of Object.entries(wrote)) {
    const before = was[key]
    if (before === value) continue
    if (now[key] !== value) stays = true
    else if (before === undefined) back.delete(key)
    else back.set(key, before)
  }
  return { custom: Object.fromEntries(back), stays }
}

/**
 * Gives a person back what they were before a row changed them; what was changed again since stays. Null where they are no
 * longer in the book. The search is the caller's to bring up to date. In the caller's transaction.
 * @param at when the import began
 */
export const returnPerson = (db: Db, id: number, before: Before, at: number, listId: number | null): 'returned' | 'partly' | null => {
  const now = statement(db, 'SELECT number, updated_at, custom, first_name, last_name, email, region, postal_code, language, notes FROM contacts WHERE id = ?').get(id) as (Values & { number: string }) | undefined
  if (now === undefined) return null
  const { fields: was, tags = [] } = before
  let stays = false
  if (was !== undefined) {
    // Imports of the first version did not keep what they wrote: there, whoever was not changed since is as they were left.
    const untouched = now['updated_at'] === at
    const wrote = before.wrote ?? (untouched ? now : {})
    const sets: Values = {}
    for (const column of COLUMNS) {
      if (was[column] === undefined) continue
      if (now[column] === wrote[column]) sets[column] = was[column]
      else if (now[column] !== was[column]) stays = true
    }
    if (was['custom'] !== undefined) {
      const back = customBack(custom(now['custom']), custom(was['custom']), custom(wrote['custom'] ?? '{}'))
      sets['custom'] = JSON.stringify(back.custom)
      stays ||= back.stays || wrote['custom'] === undefined
    }
    if (sets['first_name'] !== undefined || sets['last_name'] !== undefined)
      sets['sort_name'] = sortName(String(sets['first_name'] ?? now['first_name']), String(sets['last_name'] ?? now['last_name']), now.number)
    if (untouched && !stays && was['updated_at'] !== undefined) sets['updated_at'] = was['updated_at']
    writeFields(db, id, sets)
  }
  for (const tag of tags) statement(db, 'DELETE FROM contact_tags WHERE tag_id = ? AND contact_id = ?').run(tag, id)
  if (before.list && listId !== null) statement(db, 'DELETE FROM list_members WHERE list_id = ? AND contact_id = ?').run(listId, id)
  return stays ? 'partly' : 'returned'
}
