import type { ContactChoice, TagCount } from '../../../shared/contract/contacts.ts'
import type { Db } from '../database/open.ts'
import { choose } from './choice.ts'
import { reindexChosen } from './search-index.ts'

/** Tags somebody has, by name. */
export const tagCounts = (db: Db): readonly TagCount[] =>
  db
    .prepare(
      `SELECT t.name AS tag, (SELECT count(*) FROM contact_tags ct WHERE ct.tag_id = t.id) AS people
       FROM tags t WHERE EXISTS (SELECT 1 FROM contact_tags ct WHERE ct.tag_id = t.id) ORDER BY t.name`,
    )
    .all() as TagCount[]

export const INSERT_TAGS = 'INSERT OR IGNORE INTO tags (name) SELECT value FROM json_each(?)'
/** A tag nobody has is forgotten. */
const FORGET_UNUSED = 'DELETE FROM tags WHERE NOT EXISTS (SELECT 1 FROM contact_tags ct WHERE ct.tag_id = tags.id)'

export const forgetUnusedTags = (db: Db): void => void db.prepare(FORGET_UNUSED).run()

/** Exactly these tags for one person. The search is the caller's to bring up to date. */
export const setTags = (db: Db, id: number, names: readonly string[]): void => {
  const list = JSON.stringify(names)
  db.prepare(INSERT_TAGS).run(list)
  db.prepare('DELETE FROM contact_tags WHERE contact_id = ? AND tag_id NOT IN (SELECT t.id FROM json_each(?) j JOIN tags t ON t.name = j.value)').run(id, list)
  db.prepare('INSERT OR IGNORE INTO contact_tags (tag_id, contact_id) SELECT t.id, ? FROM json_each(?) j JOIN tags t ON t.name = j.value').run(id, list)
  db.prepare(FORGET_UNUSED).run()
}

/** Gives and takes tags; answers how many people were changed by it. A tag both given and taken is given. */
export const tagPeople = (db: Db, who: ContactChoice, add: readonly string[], remove: readonly string[]): number =>
  db
    .transaction(() => {
      if (choose(db, who) === 0) return 0
      db.prepare(INSERT_TAGS).run(JSON.stringify(add))
      const idsOf = (names: readonly string[]) =>
        db.prepare('SELECT DISTINCT t.id FROM json_each(?) j JOIN tags t ON t.name = j.value').pluck().all(JSON.stringify(names)) as number[]
      const given = idsOf(add)
      const taken = idsOf(remove).filter((id) => !given.includes(id))
      const lists = [JSON.stringify(given), JSON.stringify(taken)]
      db.prepare(
        `DELETE FROM temp.chosen WHERE
           NOT EXISTS (SELECT 1 FROM json_each(?) j WHERE NOT EXISTS (SELECT 1 FROM contact_tags ct WHERE ct.tag_id = j.value AND ct.contact_id = chosen.id))
           AND NOT EXISTS (SELECT 1 FROM json_each(?) j JOIN contact_tags ct ON ct.tag_id = j.value AND ct.contact_id = chosen.id)`,
      ).run(...lists)
      const changed = db.prepare('SELECT count(*) FROM temp.chosen').pluck().get() as number
      for (const id of given) db.prepare('INSERT OR IGNORE INTO contact_tags (tag_id, contact_id) SELECT ?, id FROM temp.chosen').run(id)
      for (const id of taken) db.prepare('DELETE FROM contact_tags WHERE tag_id = ? AND contact_id IN (SELECT id FROM temp.chosen)').run(id)
      db.prepare(FORGET_UNUSED).run()
      reindexChosen(db, changed)
      return changed
    })
    .immediate()
