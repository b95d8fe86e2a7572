import type { Segment } from '../../../shared/contract/segments.ts'
import { rule as ruleSchema, type Rule } from '../../../shared/rules/segments/rule.ts'
import type { Db } from '../database/open.ts'

/** A saved rule, without who uses it. */
export type StoredSegment = Omit<Segment, 'drafts'>

/** How long removing can be undone. */
const KEPT_MS = 30 * 24 * 60 * 60_000

type Row = { readonly id: number; readonly name: string; readonly rule: string; readonly createdAt: number; readonly updatedAt: number }

const SELECT = 'SELECT id, name, rule, created_at AS createdAt, updated_at AS updatedAt FROM segments WHERE removed_at IS NULL'

// What was stored is checked again: a book may come from a backup that somebody had their hands on.
const read = (row: Row): StoredSegment => ({ ...row, rule: ruleSchema.parse(JSON.parse(row.rule)) })

/** By name. */
export const allSegments = (db: Db): readonly StoredSegment[] => (db.prepare(`${SELECT} ORDER BY name`).all() as Row[]).map(read)

export const oneSegment = (db: Db, id: number): StoredSegment | null => {
  const row = db.prepare(`${SELECT} AND id = ?`).get(id) as Row | undefined
  return row === undefined ? null : read(row)
}

/** The rule of a segment that is still there. */
export const segmentRule = (db: Db, id: number): Rule | null => oneSegment(db, id)?.rule ?? null

const idByName = (db: Db, name: string): number | null =>
  (db.prepare('SELECT id FROM segments WHERE name = ? AND removed_at IS NULL').pluck().get(name) as number | undefined) ?? null

/** A new one; null when the name is taken. */
export const addSegment = (db: Db, name: string, rule: Rule, now: number): StoredSegment | null => {
  if (idByName(db, name) !== null) return null
  const { lastInsertRowid } = db.prepare('INSERT INTO segments (name, rule, created_at, updated_at) VALUES (?, ?, ?, ?)').run(name, JSON.stringify(rule), now, now)
  return oneSegment(db, Number(lastInsertRowid))
}

export const saveSegment = (db: Db, id: number, { name, rule }: { readonly name?: string | undefined; readonly rule?: Rule | undefined }, now: number): 'done' | 'not-found' | 'name-taken' => {
  const before = oneSegment(db, id)
  if (before === null) return 'not-found'
  const other = name === undefined ? null : idByName(db, name)
  if (other !== null && other !== id) return 'name-taken'
  db.prepare('UPDATE segments SET name = ?, rule = ?, updated_at = ? WHERE id = ?').run(name ?? before.name, JSON.stringify(rule ?? before.rule), now, id)
  return 'done'
}

/** Puts it away for 30 days; answers what brings it back, null when there is no such segment. */
export const removeSegment = (db: Db, id: number, now: number): string | null =>
  db.prepare('UPDATE segments SET removed_at = ? WHERE id = ? AND removed_at IS NULL').run(now, id).changes === 0 ? null : `${id}-${now}`

/** Brings one back, under another name when its own was taken since. */
export const undoRemoveSegment = (db: Db, undoId: string): StoredSegment | null =>
  db
    .transaction(() => {
      const [id, removedAt] = undoId.split('-').map(Number)
      const gone = db.prepare('SELECT name FROM segments WHERE id = ? AND removed_at = ?').pluck().get(id ?? 0, removedAt ?? 0) as string | undefined
      if (gone === undefined) return null
      let name = gone
      for (let n = 2; idByName(db, name) !== null; n++) name = `${gone} (${n})`
      db.prepare('UPDATE segments SET removed_at = NULL, name = ? WHERE id = ?').run(name, id)
      return oneSegment(db, id as number)
    })
    .immediate()

/** Forgets what was removed more than 30 days ago. At every start. */
export const purgeSegments = (db: Db, now: number): number => db.prepare('DELETE FROM segments WHERE removed_at < ?').run(now - KEPT_MS).changes
