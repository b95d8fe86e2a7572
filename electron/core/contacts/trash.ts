import { randomUUID } from 'node:crypto'
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import { statement, type Db } from '../database/open.ts'
import { insertChange } from './changes.ts'
import { choose } from './choice.ts'
import { reindexChosen, unindexChosen } from './search-index.ts'
import { TRASH_MS } from './trash-time.ts'

export { TRASH_MS } from './trash-time.ts'

/** Forgets what was removed more than 30 days ago. At every start. Answers how many people and lists. */
export const purgeTrash = (db: Db, now: number): number => db.prepare('DELETE FROM trash WHERE removed_at < ?').run(now - TRASH_MS).changes

/** Everything of the contact `c` as JSON, in SQL: what the trash keeps, and what a merge keeps of those who go. */
export const CONTACT_JSON = `json_object(
  'id', c.id, 'number', c.number, 'first_name', c.first_name, 'last_name', c.last_name, 'sort_name', c.sort_name, 'email', c.email,
  'country', c.country, 'region', c.region, 'postal_code', c.postal_code, 'time_zone', c.time_zone, 'language', c.language,
  'notes', c.notes, 'custom', json(c.custom), 'created_at', c.created_at, 'updated_at', c.updated_at,
  'tags', json((SELECT json_group_array(t.name) FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.contact_id = c.id)),
  'lists', json((SELECT json_group_array(m.list_id) FROM list_members m WHERE m.contact_id = c.id)))`

/** Puts the people in the temporary table `chosen` into the trash. Inside the caller's transaction. Answers how many. */
export const trashChosen = (db: Db, undoId: string, now: number): number => {
  const { changes } = statement(
    db,
    `INSERT INTO trash (undo_id, kind, data, removed_at) SELECT ?, 'contact', ${CONTACT_JSON}, ? FROM temp.chosen p CROSS JOIN contacts c ON c.id = p.id`,
  ).run(undoId, now)
  unindexChosen(db)
  db.prepare('DELETE FROM contacts WHERE id IN (SELECT id FROM temp.chosen)').run()
  return changes
}

/** Puts people into the trash, with their tags and lists. Their consent stays on record: it belongs to the number. */
export const removePeopleToTrash = (db: Db, who: ContactChoice, now: number): { readonly removed: number; readonly undoId: string } =>
  db
    .transaction(() => {
      const undoId = randomUUID()
      choose(db, who)
      const removed = trashChosen(db, undoId, now)
      if (removed > 0) insertChange(db, { detail: { kind: 'remove' }, state: 'done', people: removed, undoId, at: now })
      return { removed, undoId }
    })
    .immediate()

const TEXTS = ['first_name', 'last_name', 'email', 'region', 'postal_code', 'notes'] as const
const NULLABLE = ['time_zone', 'language'] as const
const value = (field: string): string => `t.data ->> '$.${field}'`

/**
 * Brings a stretch of the people of a removal back as they were, with the same ids where these are free. Whoever was
 * added again since keeps what the new entry says and gets back the rest. Lists removed meanwhile stay away. Inside the
 * caller's transaction. Answers how many people; 0 when nobody is left to bring back.
 */
export const restoreTrash = (db: Db, undoId: string, now: number, limit: number): number => {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS returning_rows (id INTEGER PRIMARY KEY); DELETE FROM temp.returning_rows')
  const { changes: removed } = db.prepare("INSERT INTO temp.returning_rows SELECT id FROM trash WHERE undo_id = ? AND kind = 'contact' ORDER BY id LIMIT ?").run(undoId, limit)
  if (removed === 0) return 0
  const theirs = 'WHERE t.id IN (SELECT id FROM temp.returning_rows)'
  // People who were added again: fill what is empty.
  db.prepare(
    `UPDATE contacts AS c SET
       ${TEXTS.map((field) => `${field} = CASE c.${field} WHEN '' THEN ${value(field)} ELSE c.${field} END`).join(', ')},
       ${NULLABLE.map((field) => `${field} = coalesce(c.${field}, ${value(field)})`).join(', ')},
       sort_name = CASE WHEN c.first_name = '' AND c.last_name = '' THEN ${value('sort_name')} ELSE c.sort_name END,
       custom = json_patch(t.data -> '$.custom', c.custom), updated_at = ?
     FROM trash t ${theirs} AND c.number = ${value('number')}`,
  ).run(now)
  const columns = ['number', ...TEXTS, ...NULLABLE, 'sort_name', 'country', 'created_at', 'updated_at']
  const restore = (id: string, free: string) =>
    db
      .prepare(
        `INSERT INTO contacts (id, ${columns.join(', ')}, custom)
         SELECT ${id}, ${columns.map(value).join(', ')}, t.data -> '$.custom' FROM trash t
         ${theirs} AND ${free} AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.number = ${value('number')})`,
      )
      .run()
  restore(value('id'), `NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = ${value('id')})`)
  restore('NULL', 'true')
  const people = `FROM trash t CROSS JOIN contacts c ON c.number = ${value('number')}`
  db.prepare(`INSERT OR IGNORE INTO tags (name) SELECT DISTINCT j.value FROM trash t, json_each(t.data, '$.tags') j ${theirs}`).run()
  db.prepare(`INSERT OR IGNORE INTO contact_tags (tag_id, contact_id) SELECT g.id, c.id ${people}, json_each(t.data, '$.tags') j JOIN tags g ON g.name = j.value ${theirs}`).run()
  db.prepare(`INSERT OR IGNORE INTO list_members (list_id, contact_id) SELECT l.id, c.id ${people}, json_each(t.data, '$.lists') j JOIN lists l ON l.id = j.value ${theirs}`).run()
  db.exec('CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY); DELETE FROM temp.chosen')
  db.prepare(`INSERT OR IGNORE INTO temp.chosen SELECT c.id ${people} ${theirs}`).run()
  reindexChosen(db, removed)
  db.prepare('DELETE FROM trash WHERE id IN (SELECT id FROM temp.returning_rows)').run()
  return removed
}

/** Brings everybody of a removal back, at once: `restoreTrash`. */
export const undoRemovePeople = (db: Db, undoId: string, now: number): number =>
  db
    .transaction(() => {
      const restored = restoreTrash(db, undoId, now, -1)
      db.prepare("UPDATE changes SET state = 'undone' WHERE undo_id = ?").run(undoId)
      return restored
    })
    .immediate()
