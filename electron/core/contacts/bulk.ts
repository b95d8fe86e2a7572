/**
 * What is done to many people at once, in steps of a few hundred, each a short transaction together with what it takes to
 * undo it (change_rows; for removals the trash). So nobody else waits long for the book, a stop takes back what was done,
 * and after a crash the change stands as far as it came and can be undone.
 *
 * Undoing gives each person back exactly what the change took or overwrote, and only where nobody changed it since.
 */
import type { BulkEdit, SettableField } from '../../../shared/contract/people.ts'
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import { statement, type Db } from '../database/open.ts'
import { findChange, insertChange, setChangeState, usualSearch, type StoredChange, type StoredDetail } from './changes.ts'
import { choose } from './choice.ts'
import { customFields } from './fields.ts'
import { oneList } from './lists.ts'
import { reindexChosen } from './search-index.ts'
import { forgetUnusedTags, INSERT_TAGS } from './tags.ts'
import { restoreTrash, trashChosen } from './trash.ts'

/** People in one transaction: some 10 ms. */
export const STEP = 500

const COLUMNS: Readonly<Record<SettableField, string>> = { language: 'language', region: 'region', postalCode: 'postal_code' }

/** The custom field's place in its JSON. Keys are lower-case letters, digits and _ (contract). */
const pathOf = (key: string): string => `$."${key}"`

/** The edit with the words of today; null when its list or field is gone. */
export const detailOf = (db: Db, edit: BulkEdit): StoredDetail | null => {
  switch (edit.kind) {
    case 'custom': {
      const field = customFields(db).find(({ key }) => key === edit.key)
      return field === undefined ? null : { ...edit, label: field.label }
    }
    case 'list': {
      const list = oneList(db, edit.listId)
      return list === null ? null : { ...edit, list: list.name }
    }
    case 'set':
    case 'tags':
    case 'remove':
      return edit
  }
}

/** Finds everybody of a choice, once; `bulkStep` then works through them. Answers how many. No lock on the book. */
export const chooseForBulk = (db: Db, who: ContactChoice): number => {
  const total = choose(db, who)
  db.exec('CREATE TEMP TABLE IF NOT EXISTS bulk (id INTEGER PRIMARY KEY); DELETE FROM temp.bulk; INSERT INTO temp.bulk SELECT id FROM temp.chosen')
  return total
}

/** Puts the change into the journal. */
export const beginBulk = (db: Db, detail: StoredDetail, now: number): StoredChange => {
  const id = insertChange(db, { detail, state: 'running', undoId: detail.kind === 'remove' ? `change-${now}-${Math.floor(performance.now() * 1000)}` : null, at: now })
  return findChange(db, id) as StoredChange
}

/** The next stretch of people; answers how many it went through, 0 at the end. */
export const bulkStep = (db: Db, change: StoredChange, limit = STEP): number =>
  db
    .transaction(() => {
      db.exec('DELETE FROM temp.chosen')
      const { changes: people } = statement(db, 'INSERT INTO temp.chosen SELECT id FROM temp.bulk ORDER BY id LIMIT ?').run(limit)
      if (people === 0) return 0
      statement(db, 'DELETE FROM temp.bulk WHERE id IN (SELECT id FROM temp.chosen)').run()
      const changed = apply(db, change, people)
      if (changed > 0) statement(db, 'UPDATE changes SET people = people + ? WHERE id = ?').run(changed, change.id)
      return people
    })
    .immediate()

/** Leaves only people in `chosen` who were written down for this change just now. */
const onlyChanged = (db: Db, changeId: number): number => {
  statement(db, 'DELETE FROM temp.chosen WHERE NOT EXISTS (SELECT 1 FROM change_rows r WHERE r.change_id = ? AND r.contact_id = chosen.id)').run(changeId)
  return statement(db, 'SELECT count(*) FROM temp.chosen').pluck().get() as number
}

const apply = (db: Db, { id, detail, at, undoId }: StoredChange, people: number): number => {
  switch (detail.kind) {
    case 'set': {
      const column = COLUMNS[detail.field]
      const value = detail.field === 'language' && detail.value === '' ? null : detail.value
      statement(
        db,
        `INSERT INTO change_rows (change_id, contact_id, before) SELECT @id, c.id, json_object('v', c.${column}, 'u', c.updated_at)
         FROM temp.chosen p CROSS JOIN contacts c ON c.id = p.id WHERE c.${column} IS NOT @value`,
      ).run({ id, value })
      const changed = onlyChanged(db, id)
      statement(db, `UPDATE contacts SET ${column} = ?, updated_at = ? WHERE id IN (SELECT id FROM temp.chosen)`).run(value, at)
      return changed
    }
    case 'custom': {
      const path = pathOf(detail.key)
      const value = detail.value === '' ? null : detail.value
      statement(
        db,
        `INSERT INTO change_rows (change_id, contact_id, before) SELECT @id, c.id, json_object('v', json_extract(c.custom, @path), 'u', c.updated_at)
         FROM temp.chosen p CROSS JOIN contacts c ON c.id = p.id WHERE json_extract(c.custom, @path) IS NOT @value`,
      ).run({ id, path, value })
      const changed = onlyChanged(db, id)
      statement(
        db,
        `UPDATE contacts SET custom = CASE WHEN @value IS NULL THEN json_remove(custom, @path) ELSE json_set(custom, @path, @value) END, updated_at = @at
         WHERE id IN (SELECT id FROM temp.chosen)`,
      ).run({ path, value, at })
      reindexChosen(db, changed)
      return changed
    }
    case 'tags': {
      const names = { add: JSON.stringify(detail.add), remove: JSON.stringify(detail.remove.filter((name) => !detail.add.some((added) => added.toLowerCase() === name.toLowerCase()))) }
      statement(db, INSERT_TAGS).run(names.add)
      statement(
        db,
        `INSERT INTO change_rows (change_id, contact_id, before)
         SELECT @id, person, json_object('add', json(added), 'remove', json(removed)) FROM (
           SELECT p.id AS person,
             (SELECT json_group_array(t.name) FROM (SELECT DISTINCT value FROM json_each(@add)) j JOIN tags t ON t.name = j.value
              WHERE NOT EXISTS (SELECT 1 FROM contact_tags ct WHERE ct.tag_id = t.id AND ct.contact_id = p.id)) AS added,
             (SELECT json_group_array(t.name) FROM (SELECT DISTINCT value FROM json_each(@remove)) j JOIN tags t ON t.name = j.value
              JOIN contact_tags ct ON ct.tag_id = t.id AND ct.contact_id = p.id) AS removed
           FROM temp.chosen p CROSS JOIN contacts c ON c.id = p.id) WHERE added <> '[]' OR removed <> '[]'`,
      ).run({ id, ...names })
      const changed = onlyChanged(db, id)
      giveTags(db, id, 'add')
      takeTags(db, id, 'remove')
      reindexChosen(db, changed)
      return changed
    }
    case 'list': {
      const { member, listId } = detail
      statement(
        db,
        `INSERT INTO change_rows (change_id, contact_id, before) SELECT @id, c.id, '{}' FROM temp.chosen p CROSS JOIN contacts c ON c.id = p.id
         WHERE EXISTS (SELECT 1 FROM lists WHERE id = @listId)
           AND ${member ? 'NOT ' : ''}EXISTS (SELECT 1 FROM list_members m WHERE m.list_id = @listId AND m.contact_id = c.id)`,
      ).run({ id, listId })
      const changed = onlyChanged(db, id)
      if (member) statement(db, 'INSERT INTO list_members (list_id, contact_id) SELECT ?, id FROM temp.chosen').run(listId)
      else statement(db, 'DELETE FROM list_members WHERE list_id = ? AND contact_id IN (SELECT id FROM temp.chosen)').run(listId)
      return changed
    }
    case 'remove':
      trashChosen(db, undoId as string, at)
      return people
    case 'merge':
      throw new Error('A merge is no bulk change.')
  }
}

const giveTags = (db: Db, id: number, which: 'add' | 'remove'): void => {
  // From the people of this step to their rows, never through all rows of the change.
  const of = `FROM temp.chosen p CROSS JOIN change_rows r ON r.change_id = ? AND r.contact_id = p.id, json_each(r.before, '$.${which}') j`
  statement(db, `INSERT OR IGNORE INTO tags (name) SELECT DISTINCT j.value ${of}`).run(id)
  statement(db, `INSERT OR IGNORE INTO contact_tags (tag_id, contact_id) SELECT t.id, p.id ${of} JOIN tags t ON t.name = j.value`).run(id)
}

const takeTags = (db: Db, id: number, which: 'add' | 'remove'): void =>
  void statement(
    db,
    `DELETE FROM contact_tags WHERE (tag_id, contact_id) IN (
       SELECT t.id, p.id FROM temp.chosen p CROSS JOIN change_rows r ON r.change_id = ? AND r.contact_id = p.id, json_each(r.before, '$.${which}') j JOIN tags t ON t.name = j.value)`,
  ).run(id)

const CRISIS = 2_000
/**
 * Keeps the search from merging in the midst of a step, which takes seconds in a large book (it merges a page for each
 * person who leaves it, and everything once there are many segments): `mergeStep` does it a little at a time instead.
 * Ended by `endBulk`, and at every start (changes.ts).
 */
export const calmSearch = (db: Db): void => void db.exec(`INSERT INTO contacts_search (contacts_search, rank) VALUES ('crisismerge', ${CRISIS}), ('automerge', 0)`)

/** After so many people a little is merged: more often costs more than the change itself. */
export const MERGE_AFTER = 500

/** A little of the merging, in a transaction of its own: some 10 ms at most. False where there was nothing to merge. */
export const mergeStep = (db: Db): boolean => {
  const changes = statement(db, 'SELECT total_changes()').pluck()
  const before = changes.get() as number
  statement(db, "INSERT INTO contacts_search (contacts_search, rank) VALUES ('merge', 64)").run()
  // fts5 says it is done by changing nothing but its own command row.
  return (changes.get() as number) - before >= 2
}

/** The end of a change, or of taking it back. */
export const endBulk = (db: Db, id: number, state: 'done' | 'undone' | 'canceled' | 'interrupted' | 'partly-undone'): void =>
  db
    .transaction(() => {
      forgetUnusedTags(db)
      usualSearch(db)
      setChangeState(db, id, state)
    })
    .immediate()

/** How many people an undo has before it. */
export const toUndo = (db: Db, { id, undoId, detail }: StoredChange): number =>
  detail.kind === 'remove'
    ? (db.prepare('SELECT count(*) FROM trash WHERE undo_id = ?').pluck().get(undoId) as number)
    : (db.prepare('SELECT count(*) FROM change_rows WHERE change_id = ?').pluck().get(id) as number)

/** Gives the next stretch of people back what they had; answers how many it went through, 0 at the end. */
export const undoStep = (db: Db, change: StoredChange, now: number, limit = STEP): number =>
  db
    .transaction(() => {
      const { id, detail, undoId } = change
      if (detail.kind === 'remove') return restoreTrash(db, undoId as string, now, limit)
      db.exec('CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY); DELETE FROM temp.chosen')
      const { changes: people } = statement(db, 'INSERT INTO temp.chosen SELECT contact_id FROM change_rows WHERE change_id = ? ORDER BY contact_id LIMIT ?').run(id, limit)
      if (people === 0) return 0
      takeBack(db, change, people)
      statement(db, 'DELETE FROM change_rows WHERE change_id = ? AND contact_id IN (SELECT id FROM temp.chosen)').run(id)
      return people
    })
    .immediate()

const takeBack = (db: Db, { id, detail, at }: StoredChange, people: number): void => {
  // When nothing else was changed since, also the day of the last change is what it was.
  const day = `updated_at = CASE WHEN updated_at = @at THEN r.before ->> '$.u' ELSE updated_at END`
  const theirs = 'FROM change_rows r WHERE r.change_id = @id AND r.contact_id = contacts.id AND contacts.id IN (SELECT id FROM temp.chosen)'
  switch (detail.kind) {
    case 'set': {
      const column = COLUMNS[detail.field]
      const value = detail.field === 'language' && detail.value === '' ? null : detail.value
      statement(db, `UPDATE contacts SET ${column} = r.before ->> '$.v', ${day} ${theirs} AND contacts.${column} IS @value`).run({ id, at, value })
      return
    }
    case 'custom': {
      const value = detail.value === '' ? null : detail.value
      statement(
        db,
        `UPDATE contacts SET custom = CASE WHEN r.before ->> '$.v' IS NULL THEN json_remove(custom, @path) ELSE json_set(custom, @path, r.before ->> '$.v') END, ${day}
         ${theirs} AND json_extract(contacts.custom, @path) IS @value`,
      ).run({ id, at, value, path: pathOf(detail.key) })
      reindexChosen(db, people)
      return
    }
    case 'tags': {
      takeTags(db, id, 'add')
      const gone = statement(db, 'SELECT id FROM temp.chosen p WHERE NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = p.id)').pluck().all() as number[]
      statement(db, 'DELETE FROM temp.chosen WHERE NOT EXISTS (SELECT 1 FROM contacts c WHERE c.id = chosen.id)').run()
      giveTags(db, id, 'remove')
      reindexChosen(db, people)
      // Those who are gone are done with, too.
      for (const one of gone) statement(db, 'INSERT INTO temp.chosen VALUES (?)').run(one)
      return
    }
    case 'list':
      if (detail.member) statement(db, 'DELETE FROM list_members WHERE list_id = ? AND contact_id IN (SELECT id FROM temp.chosen)').run(detail.listId)
      else
        statement(
          db,
          `INSERT OR IGNORE INTO list_members (list_id, contact_id) SELECT l.id, c.id FROM temp.chosen p CROSS JOIN contacts c ON c.id = p.id JOIN lists l ON l.id = ?`,
        ).run(detail.listId)
      return
    case 'remove':
    case 'merge':
      throw new Error(`Undoing a ${detail.kind} is not done here.`)
  }
}
