/** Taking an unfinished import out of the book again, from what import_rows keeps of every row. */
import { indexContacts, unindexContacts } from '../contacts/search-index.ts'
import type { Db } from '../database/open.ts'
import { writeFields, type Before } from './fields.ts'
import { restoreIndexes } from './late-indexes.ts'
import type { StoredPlan } from './queries.ts'

const BATCH = 10_000

/** Puts the search table's merging back to normal and merges a little at a time what an import left unmerged. */
export const tidySearch = (db: Db): void => {
  db.exec("INSERT INTO contacts_search (contacts_search, rank) VALUES ('automerge', 4), ('crisismerge', 16)")
  const merge = db.prepare("INSERT INTO contacts_search (contacts_search, rank) VALUES ('merge', 500)")
  const changes = db.prepare('SELECT total_changes()').pluck()
  // fts5 says it is done by changing nothing but its own command row.
  for (let i = 0; i < 10_000; i++) {
    const before = changes.get() as number
    merge.run()
    if ((changes.get() as number) - before < 2) return
  }
}

/**
 * The book as it was before the import: its people out, old values, tags and lists back. In short transactions, each
 * of which removes the rows it undid, so that undoing may itself be interrupted and begun again.
 */
export const undoImport = (db: Db, importId: number, now: number, state: 'canceled' | 'failed', problem: { readonly code: string; readonly params: Readonly<Record<string, string | number>> } | null): void => {
  const row = db.prepare('SELECT plan, list_id AS listId FROM imports WHERE id = ?').get(importId) as { plan: string; listId: number | null }
  const made = (JSON.parse(row.plan) as StoredPlan).made
  const top = db.prepare('SELECT line FROM import_rows WHERE import_id = ? ORDER BY line DESC LIMIT 1 OFFSET ?').pluck()
  const changed = db.prepare('SELECT contact_id AS id, before FROM import_rows WHERE import_id = ? AND line >= ? AND before IS NOT NULL ORDER BY line DESC')
  const created = db.prepare("SELECT contact_id FROM import_rows WHERE import_id = ? AND line >= ? AND outcome = 'created'").pluck()
  const untag = db.prepare('DELETE FROM contact_tags WHERE tag_id = ? AND contact_id = ?')
  const unlist = db.prepare('DELETE FROM list_members WHERE list_id = ? AND contact_id = ?')
  const remove = db.prepare('DELETE FROM contacts WHERE id IN (SELECT value FROM json_each(?))')
  const forget = db.prepare('DELETE FROM import_rows WHERE import_id = ? AND line >= ?')

  const undoFrom = db.transaction((line: number) => {
    const touched: number[] = []
    for (const { id, before } of changed.all(importId, line) as { id: number; before: string }[]) {
      const was = JSON.parse(before) as Before
      if (was.fields) writeFields(db, id, was.fields)
      for (const tag of was.tags ?? []) untag.run(tag, id)
      if (was.list && row.listId !== null) unlist.run(row.listId, id)
      touched.push(id)
    }
    const ids = created.all(importId, line) as number[]
    if (ids.length > 0) {
      unindexContacts(db, ids)
      remove.run(JSON.stringify(ids))
    }
    if (touched.length > 0) indexContacts(db, touched)
    forget.run(importId, line)
  })
  for (;;) {
    const line = (top.get(importId, BATCH - 1) ?? top.get(importId, 0)) as number | undefined
    if (line === undefined) break
    // The last stretch goes in one with the rows before it.
    undoFrom.immediate(top.get(importId, BATCH - 1) === undefined ? 0 : line)
  }
  db.transaction(() => {
    for (const tag of made?.tags ?? []) db.prepare('DELETE FROM tags WHERE id = ? AND NOT EXISTS (SELECT 1 FROM contact_tags WHERE tag_id = tags.id)').run(tag)
    for (const key of made?.fields ?? []) db.prepare('DELETE FROM custom_fields WHERE key = ?').run(key)
    if (made?.list) db.prepare('DELETE FROM lists WHERE id = ? AND NOT EXISTS (SELECT 1 FROM list_members WHERE list_id = lists.id)').run(row.listId)
    db.prepare(
      `UPDATE imports SET state = ?, ended_at = ?, problem = ?, plan = json_remove(plan, '$.made', '$.applied', '$.aside'),
         rows = 0, created = 0, updated = 0, unchanged = 0, duplicates = 0, rejected = 0, still_opted_out = 0, list_id = NULL, list_name = NULL WHERE id = ?`,
    ).run(state, now, problem === null ? null : JSON.stringify(problem), importId)
    restoreIndexes(db)
  }).immediate()
  tidySearch(db)
}
