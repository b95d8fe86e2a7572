/** Somebody known: what a row adds, written, and what was there before, kept. */
import { sortName } from '../contacts/fold.ts'
import type { Db } from '../database/open.ts'
import { writeFields, type Before } from './fields.ts'
import type { PersonRow, WriteJob } from './jobs.ts'
import { changesTo, TEXT_FIELDS, type KnownContact } from './merge.ts'

type BookPerson = {
  readonly id: number; readonly firstName: string; readonly lastName: string; readonly email: string; readonly region: string; readonly postalCode: string
  readonly language: 'en' | 'fr' | null; readonly notes: string; readonly custom: string; readonly sortName: string; readonly updatedAt: number
}

const COLUMN_OF = { firstName: 'first_name', lastName: 'last_name', email: 'email', region: 'region', postalCode: 'postal_code', notes: 'notes' } as const

/** What became of the row, and whether the person is another now. */
export type Met = { readonly outcome: 'duplicate' | 'updated' | 'unchanged'; readonly changed: boolean }

export const createMeeting = (db: Db, { importId, plan, at }: Pick<WriteJob, 'importId' | 'plan' | 'at'>) => {
  const find = db.prepare(`
    SELECT id, first_name AS firstName, last_name AS lastName, email, region, postal_code AS postalCode, language, notes, custom,
      sort_name AS sortName, updated_at AS updatedAt FROM contacts WHERE id = ?`)
  const addTag = db.prepare('INSERT OR IGNORE INTO contact_tags (tag_id, contact_id) VALUES (?, ?)')
  const addToList = db.prepare('INSERT OR IGNORE INTO list_members (list_id, contact_id) VALUES (?, ?)')
  const note = db.prepare('INSERT INTO import_rows (import_id, line, outcome, number, contact_id, before) VALUES (?, ?, ?, ?, ?, ?)')

  return (id: number, line: number, row: PersonRow, tagIds: readonly number[], listId: number | null, again: boolean): Met => {
    const was = find.get(id) as BookPerson
    const [number, , firstName, lastName, , email, region, postalCode, language, notes, custom] = row
    const known: KnownContact = { ...was, custom: was.custom === '{}' ? {} : (JSON.parse(was.custom) as Record<string, string>), tags: [] }
    const changes = changesTo(known, { firstName, lastName, email, region, postalCode, language, notes, custom, tags: [] }, plan.onConflict)
    const old: Record<string, string | number | null> = {}
    const wrote: Record<string, string | number | null> = {}
    const set = (column: string, before: string | number | null, after: string | number | null): void => {
      old[column] = before
      wrote[column] = after
    }
    if (changes) {
      for (const field of TEXT_FIELDS) if (changes[field] !== undefined) set(COLUMN_OF[field], known[field], changes[field])
      if (changes.language !== undefined) set('language', known.language, changes.language)
      if (changes.custom) set('custom', was.custom, JSON.stringify(changes.custom))
      if (changes.firstName !== undefined || changes.lastName !== undefined)
        set('sort_name', was.sortName, sortName(changes.firstName ?? known.firstName, changes.lastName ?? known.lastName, number))
    }
    const tags = tagIds.filter((tag) => addTag.run(tag, id).changes > 0)
    const changed = changes !== null || tags.length > 0
    if (changed) {
      set('updated_at', was.updatedAt, at)
      writeFields(db, id, wrote)
    }
    const listed = listId !== null && addToList.run(listId, id).changes > 0
    const before: Before = { ...(changed ? { fields: old, wrote } : {}), ...(tags.length > 0 ? { tags } : {}), ...(listed ? { list: true } : {}) }
    const outcome = again ? 'duplicate' : changed ? 'updated' : 'unchanged'
    note.run(importId, line, outcome, number, id, changed || listed ? JSON.stringify(before) : null)
    return { outcome, changed }
  }
}
