/** Several entries become one person. What is kept of it brings each back as it was (change_rows). */
import type { Db } from '../database/open.ts'
import { statement } from '../database/open.ts'
import { joinNumbers, partNumbers } from '../consent/joined.ts'
import { insertChange, setChangeState, type StoredChange } from './changes.ts'
import { sortName } from './fold.ts'
import { indexContacts, unindexChosen } from './search-index.ts'
import { forgetUnusedTags } from './tags.ts'
import { CONTACT_JSON, restoreTrash } from './trash.ts'

const COLUMNS = { firstName: 'first_name', lastName: 'last_name', email: 'email', region: 'region', postalCode: 'postal_code', language: 'language', timeZone: 'time_zone' } as const
type Field = keyof typeof COLUMNS
const FIELDS = Object.keys(COLUMNS) as Field[]

type Entry = {
  readonly id: number; readonly number: string; readonly first_name: string; readonly last_name: string; readonly email: string; readonly region: string
  readonly postal_code: string; readonly time_zone: string | null; readonly language: string | null; readonly notes: string
  readonly custom: Readonly<Record<string, string>>; readonly updated_at: number; readonly tags: readonly string[]; readonly lists: readonly number[]
}

const entryOf = (db: Db, id: number): Entry | null => {
  const json = statement(db, `SELECT ${CONTACT_JSON} FROM contacts c WHERE c.id = ?`).pluck().get(id) as string | undefined
  return json === undefined ? null : (JSON.parse(json) as Entry)
}

type Value = string | null
/** What a merge did to the one who stays: by column and custom key what was and what is now; tags and lists added. */
type KeptBefore = {
  readonly columns: Readonly<Record<string, readonly [Value, Value]>>
  readonly custom: Readonly<Record<string, readonly [Value, Value]>>
  readonly tags: readonly string[]
  readonly lists: readonly number[]
  readonly updatedAt: number
}
type Row = { readonly kept: KeptBefore } | { readonly dropped: Entry }

const empty = (value: Value | undefined): boolean => value === undefined || value === null || value === ''

export type Merged = { readonly changeId: number; readonly numbers: readonly string[] }

/**
 * `drop` go, `keep` stays with its number. `fields` says whose value each field takes (a field of mergeField); others stay
 * as `keep` has them, filled in from the first who has one. Null when somebody is gone. Consent: consent/joined.ts.
 */
export const mergePeople = (
  db: Db,
  { keep, drop, fields }: { readonly keep: number; readonly drop: readonly number[]; readonly fields: Readonly<Record<string, number>> },
  now: number,
): Merged | null =>
  db
    .transaction((): Merged | null => {
      const stays = entryOf(db, keep)
      const go = [...new Set(drop)].filter((id) => id !== keep).map((id) => entryOf(db, id))
      const everybody = [stays, ...go]
      if (stays === null || go.length === 0 || everybody.some((one) => one === null)) return null
      const entries = everybody as Entry[]
      const dropped = go as Entry[]
      const chosen = (field: string, of: (entry: Entry) => Value | undefined): Value => {
        const named = entries.find(({ id }) => id === fields[field])
        const values = named === undefined ? entries.map(of) : [of(named)]
        return values.find((value) => !empty(value)) ?? of(stays) ?? null
      }
      const columns: Record<string, [Value, Value]> = {}
      const put = (column: string, was: Value, is: Value): void => {
        if (was !== is) columns[column] = [was, is]
      }
      for (const field of FIELDS) put(COLUMNS[field], stays[COLUMNS[field]], chosen(field, (entry) => entry[COLUMNS[field]]))
      const notes = [...new Set(entries.map((entry) => entry.notes.trim()).filter((note) => note !== ''))].join('\n\n')
      put('notes', stays.notes, entries.filter((entry) => entry.notes.trim() !== '').length > 1 || stays.notes.trim() === '' ? notes : stays.notes)
      const name = (column: 'first_name' | 'last_name'): string => columns[column]?.[1] ?? stays[column]
      const keys = [...new Set(entries.flatMap((entry) => Object.keys(entry.custom)))]
      const custom: Record<string, [Value, Value]> = {}
      for (const key of keys) {
        const was = stays.custom[key] ?? null
        const is = chosen(`custom:${key}`, (entry) => entry.custom[key])
        if (was !== is) custom[key] = [was, is]
      }
      const tags = [...new Set(dropped.flatMap((entry) => entry.tags))].filter((tag) => !stays.tags.includes(tag))
      const lists = [...new Set(dropped.flatMap((entry) => entry.lists))].filter((list) => !stays.lists.includes(list))

      const changeId = insertChange(db, { detail: { kind: 'merge', contactId: keep, dropped: dropped.map(({ id }) => id) }, state: 'done', people: entries.length, at: now })
      const note = statement(db, 'INSERT INTO change_rows (change_id, contact_id, before) VALUES (?, ?, ?)')
      const before = (id: number, row: Row): void => void note.run(changeId, id, JSON.stringify(row))
      before(keep, { kept: { columns, custom, tags, lists, updatedAt: stays.updated_at } })
      for (const entry of dropped) before(entry.id, { dropped: entry })

      db.exec('CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY); DELETE FROM temp.chosen')
      const choose = statement(db, 'INSERT INTO temp.chosen VALUES (?)')
      for (const { id } of dropped) choose.run(id)
      unindexChosen(db)
      db.prepare('DELETE FROM contacts WHERE id IN (SELECT id FROM temp.chosen)').run()

      const sets = Object.entries(columns)
      const merged = { ...stays.custom, ...Object.fromEntries(Object.entries(custom).map(([key, [, is]]) => [key, is])) }
      db.prepare(`UPDATE contacts SET ${sets.map(([column]) => `${column} = ?, `).join('')}custom = ?, sort_name = ?, updated_at = ? WHERE id = ?`).run(
        ...sets.map(([, [, is]]) => is), JSON.stringify(merged), sortName(name('first_name'), name('last_name'), stays.number), now, keep,
      )
      giveTags(db, keep, tags)
      giveLists(db, keep, lists)
      indexContacts(db, [keep])
      for (const entry of dropped) joinNumbers(db, stays.number, entry.number, changeId)
      return { changeId, numbers: dropped.map(({ number }) => number) }
    })
    .immediate()

const giveTags = (db: Db, id: number, tags: readonly string[]): void => {
  const list = JSON.stringify(tags)
  statement(db, 'INSERT OR IGNORE INTO tags (name) SELECT value FROM json_each(?)').run(list)
  statement(db, 'INSERT OR IGNORE INTO contact_tags (tag_id, contact_id) SELECT t.id, ? FROM json_each(?) j JOIN tags t ON t.name = j.value').run(id, list)
}
const giveLists = (db: Db, id: number, lists: readonly number[]): void =>
  void statement(db, 'INSERT OR IGNORE INTO list_members (list_id, contact_id) SELECT l.id, ? FROM json_each(?) j JOIN lists l ON l.id = j.value').run(id, JSON.stringify(lists))

/** Whom a merge took in, and under which number: for what other capabilities keep by contact. */
export const mergedInto = (db: Db, { id, detail }: StoredChange): readonly { readonly keep: number; readonly dropped: number; readonly number: string }[] => {
  if (detail.kind !== 'merge') return []
  return rowsOf(db, id).flatMap((row) => ('dropped' in row ? [{ keep: detail.contactId, dropped: row.dropped.id, number: row.dropped.number }] : []))
}

const rowsOf = (db: Db, changeId: number): readonly Row[] =>
  (statement(db, 'SELECT before FROM change_rows WHERE change_id = ?').pluck().all(changeId) as string[]).map((json) => JSON.parse(json) as Row)

/**
 * Makes several entries again of one. The one who stayed gives back what the merge brought, as far as it is still so; those
 * who went are as they were. In the caller's transaction.
 */
export const undoMerge = (db: Db, change: StoredChange, now: number): void => {
  const { detail, id, at } = change
  if (detail.kind !== 'merge') throw new Error('Only a merge is undone here.')
  const keep = detail.contactId
  partNumbers(db, id)
  const undoId = `merge-${id}`
  for (const row of rowsOf(db, id)) {
    if ('dropped' in row) {
      statement(db, "INSERT INTO trash (undo_id, kind, data, removed_at) VALUES (?, 'contact', ?, ?)").run(undoId, JSON.stringify(row.dropped), now)
      continue
    }
    const today = entryOf(db, keep)
    if (today === null) continue
    const { columns, custom, tags, lists, updatedAt } = row.kept
    const back = Object.entries(columns).filter(([column, [, is]]) => (today[column as keyof Entry] as Value) === is)
    const fields = new Map(Object.entries(today.custom))
    for (const [key, [was, is]] of Object.entries(custom))
      if ((today.custom[key] ?? null) === is) {
        if (was === null) fields.delete(key)
        else fields.set(key, was)
      }
    const value = (column: 'first_name' | 'last_name'): string => (back.find(([name]) => name === column)?.[1][0] ?? today[column])
    db.prepare(`UPDATE contacts SET ${back.map(([column]) => `${column} = ?, `).join('')}custom = ?, sort_name = ?, updated_at = ? WHERE id = ?`).run(
      ...back.map(([, [was]]) => was), JSON.stringify(Object.fromEntries(fields)), sortName(value('first_name'), value('last_name'), today.number), today.updated_at === at ? updatedAt : now, keep,
    )
    statement(db, 'DELETE FROM contact_tags WHERE contact_id = ? AND tag_id IN (SELECT t.id FROM json_each(?) j JOIN tags t ON t.name = j.value)').run(keep, JSON.stringify(tags))
    statement(db, 'DELETE FROM list_members WHERE contact_id = ? AND list_id IN (SELECT value FROM json_each(?))').run(keep, JSON.stringify(lists))
    indexContacts(db, [keep])
  }
  restoreTrash(db, undoId, now, -1)
  forgetUnusedTags(db)
  statement(db, 'DELETE FROM change_rows WHERE change_id = ?').run(id)
  setChangeState(db, id, 'undone')
}
