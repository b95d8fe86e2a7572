import { randomUUID } from 'node:crypto'
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import type { Db } from '../database/open.ts'
import { choose } from './choice.ts'
import { reindexChosen, unindexChosen } from './search-index.ts'

/** How long removing can be undone. */
export const TRASH_MS = 30 * 24 * 60 * 60_000

/** Forgets what was removed more than 30 days ago. At every start. Answers how many people and lists. */
export const purgeTrash = (db: Db, now: number): number => db.prepare('DELETE FROM trash WHERE removed_at < ?').run(now - TRASH_MS).changes

/** Puts people into the trash, with their tags and lists. Their consent stays on record: it belongs to the number. */
export const removePeopleToTrash = (db: Db, who: ContactChoice, now: number): { readonly removed: number; readonly undoId: string } =>
  db
    .transaction(() => {
      const undoId = randomUUID()
      const removed = choose(db, who)
      db.prepare(
        `INSERT INTO trash (undo_id, kind, data, removed_at)
         SELECT ?, 'contact', json_object(
           'id', c.id, 'number', c.number, 'first_name', c.first_name, 'last_name', c.last_name, 'sort_name', c.sort_name, 'email', c.email,
           'country', c.country, 'region', c.region, 'postal_code', c.postal_code, 'time_zone', c.time_zone, 'language', c.language,
           'notes', c.notes, 'custom', json(c.custom), 'created_at', c.created_at, 'updated_at', c.updated_at,
           'tags', json((SELECT json_group_array(t.name) FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.contact_id = c.id)),
           'lists', json((SELECT json_group_array(m.list_id) FROM list_members m WHERE m.contact_id = c.id))), ?
         FROM temp.chosen p JOIN contacts c ON c.id = p.id`,
      ).run(undoId, now)
      unindexChosen(db)
      db.prepare('DELETE FROM contacts WHERE id IN (SELECT id FROM temp.chosen)').run()
      return { removed, undoId }
    })
    .immediate()

const TEXTS = ['first_name', 'last_name', 'email', 'region', 'postal_code', 'notes'] as const
const NULLABLE = ['time_zone', 'language'] as const
const value = (field: string): string => `t.data ->> '$.${field}'`

/**
 * Brings people back as they were, with the same ids where these are free. Whoever was added again since keeps what
 * the new entry says and gets back the rest. Lists removed meanwhile stay away. Answers how many people.
 */
export const undoRemovePeople = (db: Db, undoId: string, now: number): number =>
  db
    .transaction(() => {
      const removed = db.prepare("SELECT count(*) FROM trash WHERE undo_id = ? AND kind = 'contact'").pluck().get(undoId) as number
      if (removed === 0) return 0
      // People who were added again: fill what is empty.
      db.prepare(
        `UPDATE contacts AS c SET
           ${TEXTS.map((field) => `${field} = CASE c.${field} WHEN '' THEN ${value(field)} ELSE c.${field} END`).join(', ')},
           ${NULLABLE.map((field) => `${field} = coalesce(c.${field}, ${value(field)})`).join(', ')},
           sort_name = CASE WHEN c.first_name = '' AND c.last_name = '' THEN ${value('sort_name')} ELSE c.sort_name END,
           custom = json_patch(t.data -> '$.custom', c.custom), updated_at = ?
         FROM trash t WHERE t.undo_id = ? AND t.kind = 'contact' AND c.number = ${value('number')}`,
      ).run(now, undoId)
      const columns = ['number', ...TEXTS, ...NULLABLE, 'sort_name', 'country', 'created_at', 'updated_at']
      const restore = (id: string, free: string) =>
        db
          .prepare(
            `INSERT INTO contacts (id, ${columns.join(', ')}, custom)
             SELECT ${id}, ${columns.map(value).join(', ')}, t.data -> '$.custom' FROM trash t
             WHERE t.undo_id = ? AND t.kind = 'contact' AND ${free}
               AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.number = ${value('number')})`,
          )
          .run(undoId)
      restore(value('id'), `NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = ${value('id')})`)
      restore('NULL', 'true')
      const people = `FROM trash t CROSS JOIN contacts c ON c.number = ${value('number')}`
      const theirs = "WHERE t.undo_id = ? AND t.kind = 'contact'"
      db.prepare(`INSERT OR IGNORE INTO tags (name) SELECT DISTINCT j.value FROM trash t, json_each(t.data, '$.tags') j ${theirs}`).run(undoId)
      db.prepare(`INSERT OR IGNORE INTO contact_tags (tag_id, contact_id) SELECT g.id, c.id ${people}, json_each(t.data, '$.tags') j JOIN tags g ON g.name = j.value ${theirs}`).run(undoId)
      db.prepare(`INSERT OR IGNORE INTO list_members (list_id, contact_id) SELECT l.id, c.id ${people}, json_each(t.data, '$.lists') j JOIN lists l ON l.id = j.value ${theirs}`).run(undoId)
      db.exec('CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY); DELETE FROM temp.chosen')
      db.prepare(`INSERT OR IGNORE INTO temp.chosen SELECT c.id ${people} ${theirs}`).run(undoId)
      reindexChosen(db, removed)
      db.prepare('DELETE FROM trash WHERE undo_id = ?').run(undoId)
      return removed
    })
    .immediate()
