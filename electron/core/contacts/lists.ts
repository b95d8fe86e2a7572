import { randomUUID } from 'node:crypto'
import type { ContactChoice, ContactList } from '../../../shared/contract/contacts.ts'
import type { Db } from '../database/open.ts'
import { choose } from './choice.ts'

const SELECT = `
  SELECT l.id, l.name, (SELECT count(*) FROM list_members m WHERE m.list_id = l.id) AS people, l.created_at AS createdAt
  FROM lists l`

/** By name. */
export const allLists = (db: Db): readonly ContactList[] => db.prepare(`${SELECT} ORDER BY l.name`).all() as ContactList[]

export const oneList = (db: Db, id: number): ContactList | null => (db.prepare(`${SELECT} WHERE l.id = ?`).get(id) as ContactList | undefined) ?? null

/** The list of this name (letters' case aside), or null. */
export const listIdByName = (db: Db, name: string): number | null =>
  (db.prepare('SELECT id FROM lists WHERE name = ?').pluck().get(name) as number | undefined) ?? null

/** A new, empty list; null when the name is taken. */
export const addList = (db: Db, name: string, now: number): ContactList | null => {
  if (listIdByName(db, name) !== null) return null
  const { lastInsertRowid } = db.prepare('INSERT INTO lists (name, created_at) VALUES (?, ?)').run(name, now)
  return oneList(db, Number(lastInsertRowid))
}

export const renameList = (db: Db, id: number, name: string): 'done' | 'not-found' | 'name-taken' => {
  const other = listIdByName(db, name)
  if (other !== null && other !== id) return 'name-taken'
  return db.prepare('UPDATE lists SET name = ? WHERE id = ?').run(name, id).changes === 0 ? 'not-found' : 'done'
}

/** Puts a list into the trash; its people stay. Answers what brings it back, or null when there is no such list. */
export const removeList = (db: Db, id: number, now: number): string | null =>
  db
    .transaction(() => {
      const undoId = randomUUID()
      const { changes } = db
        .prepare(
          `INSERT INTO trash (undo_id, kind, data, removed_at)
           SELECT ?, 'list', json_object('id', l.id, 'name', l.name, 'createdAt', l.created_at, 'people',
             json((SELECT json_group_array(m.contact_id) FROM list_members m WHERE m.list_id = l.id))), ?
           FROM lists l WHERE l.id = ?`,
        )
        .run(undoId, now, id)
      if (changes === 0) return null
      db.prepare('DELETE FROM lists WHERE id = ?').run(id)
      return undoId
    })
    .immediate()

type RemovedList = { readonly id: number; readonly name: string; readonly createdAt: number }

/** Brings a list back with those of its people who are still here; under another name when its own was taken since. */
export const undoRemoveList = (db: Db, undoId: string): ContactList | null =>
  db
    .transaction(() => {
      const data = db.prepare("SELECT data FROM trash WHERE undo_id = ? AND kind = 'list'").pluck().get(undoId) as string | undefined
      if (data === undefined) return null
      const removed = JSON.parse(data) as RemovedList
      let { name } = removed
      for (let n = 2; listIdByName(db, name) !== null; n++) name = `${removed.name} (${n})`
      const free = oneList(db, removed.id) === null
      const { lastInsertRowid } = db.prepare('INSERT INTO lists (id, name, created_at) VALUES (?, ?, ?)').run(free ? removed.id : null, name, removed.createdAt)
      db.prepare(
        `INSERT INTO list_members (list_id, contact_id)
         SELECT ?, c.id FROM json_each(?, '$.people') j JOIN contacts c ON c.id = j.value`,
      ).run(lastInsertRowid, data)
      db.prepare('DELETE FROM trash WHERE undo_id = ?').run(undoId)
      return oneList(db, Number(lastInsertRowid))
    })
    .immediate()

/** Answers how many were not in the list before. */
export const addPeople = (db: Db, id: number, who: ContactChoice): number =>
  db
    .transaction(() => {
      choose(db, who)
      return db.prepare('INSERT OR IGNORE INTO list_members (list_id, contact_id) SELECT ?, id FROM temp.chosen').run(id).changes
    })
    .immediate()

/** Answers how many were in the list. */
export const removePeople = (db: Db, id: number, who: ContactChoice): number =>
  db
    .transaction(() => {
      choose(db, who)
      return db.prepare('DELETE FROM list_members WHERE list_id = ? AND contact_id IN (SELECT id FROM temp.chosen)').run(id).changes
    })
    .immediate()
