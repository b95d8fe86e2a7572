import type { KindCheck } from '../../../shared/contract/contacts.ts'
import { normalise, type FieldReading } from '../../../shared/rules/segments/values.ts'
import type { Db } from '../database/open.ts'
import { reindexChosen } from './search-index.ts'

/** What goes through every value of a field, in pieces: for a thread of its own. */

const PIECE = 20_000
/** Short enough that a write elsewhere hardly waits. */
const WRITTEN = 2_000

const highestId = (db: Db): number => (db.prepare('SELECT max(id) FROM contacts').pluck().get() as number | null) ?? 0
const pathOf = (key: string): string => `$."${key.replaceAll('"', '')}"`

/** Every value of a field and how many have it. */
export const valuesOf = async (db: Db, key: string, pause: () => Promise<void>): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>()
  const piece = db.prepare(`SELECT json_extract(custom, ?) AS value, count(*) FROM contacts WHERE id BETWEEN ? AND ? AND custom <> '{}' AND json_extract(custom, ?) <> '' GROUP BY value`).raw()
  const top = highestId(db)
  for (let from = 1; from <= top; from += PIECE) {
    for (const [value, people] of piece.all(pathOf(key), from, from + PIECE - 1, pathOf(key)) as [string, number][]) counts.set(value, (counts.get(value) ?? 0) + people)
    await pause()
  }
  return counts
}

/** What would not fit if the field were read so. */
export const checkKind = async (db: Db, key: string, reading: FieldReading, pause: () => Promise<void>): Promise<KindCheck> => {
  let people = 0
  let fits = 0
  const misfits: { readonly value: string; readonly people: number }[] = []
  for (const [value, count] of await valuesOf(db, key, pause)) {
    people += count
    if (normalise(value, reading) === null) misfits.push({ value, people: count })
    else fits += count
  }
  misfits.sort((a, b) => b.people - a.people || a.value.localeCompare(b.value))
  return { people, fits, misfits: misfits.slice(0, 20) }
}

const chosenTable = (db: Db): void => void db.exec('CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY); DELETE FROM temp.chosen')

/** Takes everybody's value out and keeps it under `undoId`. Answers how many had one. */
export const moveValuesAway = async (db: Db, key: string, undoId: string, pause: () => Promise<void>): Promise<number> => {
  const path = pathOf(key)
  let people = 0
  let from = 1
  for (;;) {
    const ids = db.prepare(`SELECT id FROM contacts WHERE id >= ? AND custom <> '{}' AND json_extract(custom, ?) IS NOT NULL ORDER BY id LIMIT ${WRITTEN}`).pluck().all(from, path) as number[]
    if (ids.length === 0) return people
    people += db
      .transaction(() => {
        chosenTable(db)
        const chosen = db.prepare('INSERT INTO temp.chosen SELECT c.id FROM contacts c JOIN json_each(?) j ON j.value = c.id WHERE json_extract(c.custom, ?) IS NOT NULL').run(JSON.stringify(ids), path).changes
        db.prepare('INSERT OR REPLACE INTO removed_values (undo_id, contact_id, value) SELECT ?, c.id, json_extract(c.custom, ?) FROM temp.chosen p JOIN contacts c ON c.id = p.id').run(undoId, path)
        db.prepare('UPDATE contacts SET custom = json_remove(custom, ?) WHERE id IN (SELECT id FROM temp.chosen)').run(path)
        reindexChosen(db, chosen)
        return chosen
      })
      .immediate()
    from = (ids.at(-1) as number) + 1
    await pause()
  }
}

/** Gives back what was taken under `undoId` to whoever is still there and was given nothing new. Answers how many. */
export const putValuesBack = async (db: Db, key: string, undoId: string, pause: () => Promise<void>): Promise<number> => {
  const path = pathOf(key)
  let people = 0
  let from = 0
  for (;;) {
    const ids = db.prepare(`SELECT contact_id FROM removed_values WHERE undo_id = ? AND contact_id > ? ORDER BY contact_id LIMIT ${WRITTEN}`).pluck().all(undoId, from) as number[]
    if (ids.length === 0) return people
    people += db
      .transaction(() => {
        chosenTable(db)
        const chosen = db.prepare('INSERT INTO temp.chosen SELECT c.id FROM contacts c JOIN json_each(?) j ON j.value = c.id WHERE json_extract(c.custom, ?) IS NULL').run(JSON.stringify(ids), path).changes
        db.prepare(
          `UPDATE contacts SET custom = json_set(contacts.custom, ?, v.value) FROM temp.chosen p JOIN removed_values v ON v.contact_id = p.id AND v.undo_id = ? WHERE contacts.id = p.id`,
        ).run(path, undoId)
        reindexChosen(db, chosen)
        return chosen
      })
      .immediate()
    from = ids.at(-1) as number
    await pause()
  }
}
