/** Taking an unfinished import out of the book again, from what is kept of every row. */
import { indexContacts } from '../contacts/search-index.ts'
import type { Db } from '../database/open.ts'
import { writeFields, type Before } from './fields.ts'
import { restoreIndexes } from './late-indexes.ts'
import type { StoredPlan } from './queries.ts'
import { emptyBook, removePeople } from './remove-people.ts'
import { forgetSaid } from './said.ts'
import { spansOf } from './spans.ts'

const BATCH = 10_000

/** Puts the search table's merging back to normal and merges a little at a time what an import left unmerged, as long as `goOn` allows. */
export const tidySearch = (db: Db, goOn: () => boolean = () => true): void => {
  db.exec("INSERT INTO contacts_search (contacts_search, rank) VALUES ('automerge', 4), ('crisismerge', 16)")
  const merge = db.prepare("INSERT INTO contacts_search (contacts_search, rank) VALUES ('merge', 500)")
  const changes = db.prepare('SELECT total_changes()').pluck()
  // fts5 says it is done by changing nothing but its own command row.
  for (let i = 0; i < 10_000 && goOn(); i++) {
    const before = changes.get() as number
    merge.run()
    if ((changes.get() as number) - before < 2) return
  }
}

/** Everybody at once, where the book holds nobody but people of this import as it wrote them. False where it is not so. */
const emptied = (db: Db, importId: number): boolean =>
  emptyBook(db, () => {
    const nobodyElse = db
      .prepare(
        `SELECT NOT EXISTS (SELECT 1 FROM contacts c, (SELECT started_at AS at FROM imports WHERE id = @id) i WHERE c.created_at <> i.at OR c.updated_at <> i.at)
           AND (SELECT count(*) FROM contacts) = (SELECT coalesce(sum(rows), 0) FROM import_spans WHERE import_id = @id)
           AND NOT EXISTS (SELECT 1 FROM import_rows r JOIN contacts c ON c.id = r.contact_id WHERE r.import_id = @id AND r.outcome IN ('updated', 'unchanged'))`,
      )
      .pluck()
    if (nobodyElse.get({ id: importId }) !== 1) return null
    db.prepare('DELETE FROM import_rows WHERE import_id = ?').run(importId)
    db.prepare('DELETE FROM import_spans WHERE import_id = ?').run(importId)
    return []
  })

type Problem = { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

/**
 * The book as it was before the import: its people out, old values, tags and lists back. In short transactions, each
 * of which removes the rows it undid, so that undoing may itself be interrupted and begun again.
 */
export const undoImport = (db: Db, importId: number, now: number, state: 'canceled' | 'failed', problem: Problem | null): void => {
  const row = db.prepare('SELECT plan, list_id AS listId FROM imports WHERE id = ?').get(importId) as { plan: string; listId: number | null }
  const made = (JSON.parse(row.plan) as StoredPlan).made
  if (!emptied(db, importId)) {
    restoreIndexes(db)
    undoRows(db, importId, row.listId)
    undoSpans(db, importId)
  }
  db.transaction(() => {
    forgetSaid(db, importId)
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

/** People it changed, latest first. */
const undoRows = (db: Db, importId: number, listId: number | null): void => {
  const top = db.prepare('SELECT line FROM import_rows WHERE import_id = ? ORDER BY line DESC LIMIT 1 OFFSET ?').pluck()
  const changed = db.prepare('SELECT contact_id AS id, before FROM import_rows WHERE import_id = ? AND line >= ? AND before IS NOT NULL ORDER BY line DESC')
  const untag = db.prepare('DELETE FROM contact_tags WHERE tag_id = ? AND contact_id = ?')
  const unlist = db.prepare('DELETE FROM list_members WHERE list_id = ? AND contact_id = ?')
  const forget = db.prepare('DELETE FROM import_rows WHERE import_id = ? AND line >= ?')
  const undoFrom = db.transaction((line: number) => {
    const touched = new Set<number>()
    for (const { id, before } of changed.all(importId, line) as { id: number; before: string }[]) {
      const was = JSON.parse(before) as Before
      if (was.fields) writeFields(db, id, was.fields)
      for (const tag of was.tags ?? []) untag.run(tag, id)
      if (was.list && listId !== null) unlist.run(listId, id)
      touched.add(id)
    }
    if (touched.size > 0) indexContacts(db, [...touched])
    forget.run(importId, line)
  })
  for (;;) {
    const line = top.get(importId, BATCH - 1) as number | undefined
    if (line === undefined && top.get(importId, 0) === undefined) return
    undoFrom.immediate(line ?? 0)
  }
}

/** People it added, latest first. */
const undoSpans = (db: Db, importId: number): void => {
  const cut = db.prepare('UPDATE import_spans SET rows = ? WHERE import_id = ? AND line = ?')
  const forget = db.prepare('DELETE FROM import_spans WHERE import_id = ? AND line = ?')
  let spans: { readonly line: number; readonly from: number; readonly rows: number; readonly left: number }[] = []
  let people = 0
  const remove = (): void => {
    db.transaction(() => {
      for (const { line, from, rows, left } of spans) {
        removePeople(db, [{ from, to: from + rows - 1 }], [])
        if (left > 0) cut.run(left, importId, line)
        else forget.run(importId, line)
      }
    }).immediate()
    spans = []
    people = 0
  }
  for (const span of spansOf(db, importId).toReversed())
    for (let left = span.rows; left > 0; ) {
      const rows = Math.min(left, BATCH - people)
      left -= rows
      people += rows
      spans.push({ line: span.line, from: span.contactId + left, rows, left })
      if (people >= BATCH) remove()
    }
  remove()
}
