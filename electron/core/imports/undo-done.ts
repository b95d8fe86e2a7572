/**
 * Undoing a finished import, whole or by row, also days later: what it created goes, what it changed returns, what people
 * did since stays. In short transactions that each note how far they came, so that it goes on behind the last of them
 * after a crash. First what it said of permission (nobody is texted on it while the rest goes on), then whom it changed,
 * then whom it added.
 */
import type { RowUndone } from '../../../shared/contract/imports.ts'
import { takeBackFromImport, takeBackFromNumber, type TakenBack } from '../consent/take-back.ts'
import { indexContacts, mergeAgain } from '../contacts/search-index.ts'
import { statement, type Db } from '../database/open.ts'
import type { Before } from './fields.ts'
import type { StoredPlan } from './queries.ts'
import { removePeople } from './remove-people.ts'
import { originOf, spanAtLine } from './spans.ts'
import { note, undoAdded, type Step, type Underway } from './undo-added.ts'
import { returnPerson } from './undo-changes.ts'
import { keptOne, prepareKept, type Since } from './undo-kept.ts'
import { NOTHING_UNDONE, storeUndoing, undoingOf } from './undo-report.ts'

/** Numbers and rows in one transaction: about a tenth of a second each. */
const NUMBERS = 10_000
const ROWS = 2_000

type Run = { readonly since: Since; readonly taken: TakenBack; readonly made: StoredPlan['made'] }

const runOf = (db: Db, importId: number, now: number): Run => {
  const row = statement(db, `SELECT file_name AS fileName, plan, started_at AS at, list_id AS listId FROM imports WHERE id = ?`).get(importId) as {
    fileName: string; plan: string; at: number; listId: number | null
  }
  const plan = JSON.parse(row.plan) as StoredPlan
  return {
    since: { importId, at: row.at, listId: row.listId, tags: plan.gave === undefined ? null : JSON.stringify(plan.gave) },
    taken: { importId, source: row.fileName, zone: plan.zone, now },
    made: plan.made,
  }
}

/** From here on the import is being undone, whatever happens. */
export const beginUndo = (db: Db, importId: number): void =>
  storeUndoing(db, importId, { ...undoingOf(db, importId), whole: 1, at: null, place: { event: 0, line: null, span: null, person: null } })

/**
 * Undoes an import that `beginUndo` marked, from where it stands. `onStep` is told after every transaction how far it is (0
 * to 1) and answers whether to go on; it stops in between otherwise, and can be called again. True when it is through.
 */
export const undoDone = (db: Db, importId: number, now: number, onStep: (part: number) => boolean): boolean => {
  const run = runOf(db, importId, now)
  const { since, taken } = run
  const newest = statement(db, 'SELECT coalesce(max(id), 0) FROM consent_events').pluck().get() as number
  const step: Step = (work) => db.transaction(() => work(undoingOf(db, importId) as Underway)).immediate()

  for (;;) {
    const event = step((undoing) => {
      const back = takeBackFromImport(db, taken, undoing.place.event, newest, NUMBERS)
      if (back !== null) storeUndoing(db, importId, { ...undoing, place: { ...undoing.place, event: back.last }, withdrawn: undoing.withdrawn + back.people })
      return back?.last ?? null
    })
    if (event === null) break
    if (!onStep((event / newest) * 0.3)) return false
  }
  while (step((undoing) => undoRows(db, importId, since, undoing))) if (!onStep(0.35)) return false
  if (!undoAdded(db, since, step, (part) => onStep(0.4 + part * 0.6))) return false
  step((undoing) => {
    tidyUp(db, importId, run)
    mergeAgain(db)
    storeUndoing(db, importId, { ...undoing, place: null, at: now })
  })
  return true
}

/** The next rows that changed somebody, latest first. False where none is left. */
const undoRows = (db: Db, importId: number, { at, listId }: Since, undoing: Underway): boolean => {
  const rows = statement(
    db,
    `SELECT r.line, r.contact_id AS id, r.before FROM import_rows r WHERE r.import_id = ? AND r.line < ? AND r.before IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM import_undone u WHERE u.import_id = r.import_id AND u.line = r.line) ORDER BY r.line DESC LIMIT ${ROWS}`,
  ).all(importId, undoing.place.line ?? Number.MAX_SAFE_INTEGER) as { line: number; id: number; before: string }[]
  const last = rows.at(-1)
  if (last === undefined) return false
  const touched = new Set<number>()
  let { returned, partly } = undoing
  for (const { line, id, before } of rows) {
    // Whom it added goes whole, or stays whole.
    if (originOf(db, id)?.importId === importId) continue
    const back = returnPerson(db, id, JSON.parse(before) as Before, at, listId)
    if (back === null) continue
    touched.add(id)
    if (back === 'returned') returned++
    else {
      partly++
      note(db, importId, line, 'partly', null)
    }
  }
  if (touched.size > 0) indexContacts(db, [...touched])
  storeUndoing(db, importId, { ...undoing, place: { ...undoing.place, line: last.line }, returned, partly })
  return true
}

/** The list, tags and fields it made, where nobody needs them. In the caller's transaction. */
const tidyUp = (db: Db, importId: number, { since, made }: Run): void => {
  for (const tag of made?.tags ?? []) statement(db, 'DELETE FROM tags WHERE id = ? AND NOT EXISTS (SELECT 1 FROM contact_tags WHERE tag_id = tags.id)').run(tag)
  for (const key of made?.fields ?? [])
    statement(db, `DELETE FROM custom_fields WHERE key = ? AND chosen = 0 AND NOT EXISTS (SELECT 1 FROM contacts WHERE custom <> '{}' AND json_extract(custom, ?) IS NOT NULL)`).run(key, `$."${key}"`)
  if (made?.list) statement(db, 'DELETE FROM lists WHERE id = ? AND NOT EXISTS (SELECT 1 FROM list_members WHERE list_id = lists.id)').run(since.listId)
  statement(db, "UPDATE imports SET plan = json_remove(plan, '$.made', '$.gave') WHERE id = ?").run(importId)
}

/**
 * Undoes one row of a finished import; rows about the same person go with it. False where the import has no such row, or
 * none that did anything. In a transaction of its own.
 */
export const undoRow = (db: Db, importId: number, line: number, now: number): boolean =>
  db
    .transaction(() => {
      const { since, taken } = runOf(db, importId, now)
      const row = statement(db, 'SELECT contact_id AS id, number FROM import_rows WHERE import_id = ? AND line = ?').get(importId, line) as { id: number | null; number: string | null } | undefined
      const span = spanAtLine(db, importId, line)
      const id = span === undefined ? (row?.id ?? null) : span.contactId + line - span.line
      if (id === null) return false
      const origin = originOf(db, id)
      const added = origin?.importId === importId ? origin.line : null
      const lines = statement(db, 'SELECT line, number, before FROM import_rows WHERE import_id = ? AND contact_id = ? ORDER BY line DESC').all(importId, id) as { line: number; number: string; before: string | null }[]
      const done = statement(db, 'SELECT 1 FROM import_undone WHERE import_id = ? AND line = ?')
      if ([...(added === null ? lines.map((one) => one.line) : [added])].some((one) => done.get(importId, one) !== undefined)) return true
      const number = (row?.number ?? statement(db, 'SELECT number FROM contacts WHERE id = ?').pluck().get(id) ?? null) as string | null
      let undoing = { ...NOTHING_UNDONE, ...undoingOf(db, importId), at: now }
      if (number !== null && takeBackFromNumber(db, taken, number)) undoing = { ...undoing, withdrawn: undoing.withdrawn + 1 }
      if (added === null) {
        let undone: RowUndone | null = null
        for (const { before } of lines) {
          const back = returnPerson(db, id, before === null ? {} : (JSON.parse(before) as Before), since.at, since.listId)
          if (back !== null && undone !== 'partly') undone = back
        }
        if (undone === null) return false
        for (const one of lines) note(db, importId, one.line, undone, null)
        indexContacts(db, [id])
        undoing = { ...undoing, [undone]: undoing[undone as 'returned' | 'partly'] + 1 }
      } else {
        prepareKept(db, since)
        const reason = keptOne(db, since, id)
        if (reason !== null) undoing = { ...undoing, kept: undoing.kept + 1, because: { ...undoing.because, [reason]: (undoing.because[reason] ?? 0) + 1 } }
        else undoing = { ...undoing, removed: undoing.removed + removePeople(db, [{ from: id, to: id }], []) }
        for (const one of [added, ...lines.map((other) => other.line)]) note(db, importId, one, reason === null ? 'removed' : 'kept', reason)
      }
      storeUndoing(db, importId, undoing)
      return true
    })
    .immediate()
