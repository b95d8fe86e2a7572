/** Taking whom a finished import added out of the book again, but for those with whom something was done since. */
import type { KeptReason, RowUndone } from '../../../shared/contract/imports.ts'
import { mergeLater } from '../contacts/search-index.ts'
import { statement, type Db } from '../database/open.ts'
import { emptyBook, removePeople, unreferred, type Range } from './remove-people.ts'
import { spansOf, type StoredSpan } from './spans.ts'
import { keptAmong, keptOfAll, prepareKept, watchSaid, type Kept, type Since } from './undo-kept.ts'
import { storeUndoing, undoingOf, type Undoing } from './undo-report.ts'

/** Of an import that is being undone whole. */
export type Underway = Undoing & { readonly place: NonNullable<Undoing['place']> }
/** Runs a transaction that knows how far undoing is. */
export type Step = <T>(work: (undoing: Underway) => T) => T

/** People in one transaction, a tenth of a second or two: fewer at once write the same pages of the indexes more often. */
const PEOPLE = 10_000
/** Fewer people go in one piece anyway. */
const FEWEST_AT_ONCE = 5_000
/** So many may stay where all others go at once: putting them back takes half a second. */
const MOST_STAYING = 20_000

export const note = (db: Db, importId: number, line: number, undone: RowUndone, reason: KeptReason | null): void =>
  void statement(db, 'INSERT OR REPLACE INTO import_undone (import_id, line, undone, reason) VALUES (?, ?, ?, ?)').run(importId, line, undone, reason)

/** Writes down who stays. What of the figures follows. */
const noteKept = (db: Db, { importId }: Since, undoing: Underway, staying: readonly (Kept & { readonly line: number })[]): Underway => {
  const noted = statement(db, "SELECT 1 FROM import_undone WHERE import_id = ? AND line = ? AND undone = 'kept'")
  const because = { ...undoing.because }
  let { kept } = undoing
  for (const { line, reason } of staying) {
    // Counted when this row was undone by itself.
    if (noted.get(importId, line) !== undefined) continue
    note(db, importId, line, 'kept', reason)
    because[reason] = (because[reason] ?? 0) + 1
    kept++
  }
  return { ...undoing, kept, because }
}

/** The line that added a person, by spans in the order of ids; null where none of them did. */
const lineOf = (spans: readonly StoredSpan[], id: number): number | null => {
  let low = 0
  let high = spans.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const { contactId, rows, line } = spans[middle] as StoredSpan
    if (id < contactId) high = middle - 1
    else if (id >= contactId + rows) low = middle + 1
    else return line + id - contactId
  }
  return null
}

/** People outside of these spans, which are in the order of ids; null where there are more than `most`. */
const othersThan = (db: Db, spans: readonly StoredSpan[], most: number): readonly number[] | null => {
  const between = statement(db, 'SELECT id FROM contacts WHERE id BETWEEN ? AND ? LIMIT ?').pluck()
  const others: number[] = []
  let from = 0
  for (const { contactId, rows } of [...spans, { contactId: Number.MAX_SAFE_INTEGER, rows: 0 }]) {
    if (contactId > from) for (const id of between.all(from, contactId - 1, most + 1 - others.length) as number[]) others.push(id)
    if (others.length > most) return null
    from = contactId + rows
  }
  return others
}

/** Where few stay in the book: all others at once. False where it is not so. */
const allAtOnce = (db: Db, since: Since, spans: readonly StoredSpan[], nowSaid: () => void): boolean => {
  const staying = () => {
    const others = othersThan(db, spans, MOST_STAYING)
    if (others === null) return null
    nowSaid()
    const kept = keptOfAll(db, since, MOST_STAYING)?.flatMap((one) => {
      const line = lineOf(spans, one.id)
      return line === null ? [] : [{ ...one, line }]
    })
    return kept === undefined ? null : { others, kept }
  }
  // First without keeping anybody from writing; what others write until the second look is little.
  if (staying() === null) return false
  return emptyBook(db, () => {
    const stay = staying()
    if (stay === null) return null
    const { others, kept } = stay
    const removed = (statement(db, 'SELECT count(*) FROM contacts').pluck().get() as number) - others.length - kept.length
    const undoing = noteKept(db, since, undoingOf(db, since.importId) as Underway, kept)
    storeUndoing(db, since.importId, { ...undoing, place: { ...undoing.place, person: 0 }, removed: undoing.removed + removed })
    return [...others, ...kept.map(({ id }) => id)]
  })
}

type Stretch = Range & { readonly line: number }

/** Stretches of at most `PEOPLE` together, latest first, below `before`. By spans in the order of ids. */
function* stretchesOf(spans: readonly StoredSpan[], before: number): Generator<readonly Stretch[]> {
  let stretches: Stretch[] = []
  let room = PEOPLE
  for (const { contactId, rows, line } of spans.toReversed())
    for (let to = Math.min(before, contactId + rows) - 1; to >= contactId; ) {
      const from = Math.max(contactId, to - room + 1)
      stretches.push({ from, to, line: line + from - contactId })
      room -= to - from + 1
      to = from - 1
      if (room > 0) continue
      yield stretches
      stretches = []
      room = PEOPLE
    }
  if (stretches.length > 0) yield stretches
}

/**
 * Everybody the import added, latest first. `onStep` is told after every transaction how far it is (0 to 1) and answers
 * whether to go on. False where it does not; may then be called again, as after a crash.
 */
export const undoAdded = (db: Db, since: Since, step: Step, onStep: (part: number) => boolean): boolean => {
  const spans = spansOf(db, since.importId).toSorted((a, b) => a.contactId - b.contactId)
  const people = spans.reduce((sum, { rows }) => sum + rows, 0)
  prepareKept(db, since)
  const nowSaid = watchSaid(db, since)
  const { person } = (undoingOf(db, since.importId) as Underway).place
  if (person === null && people >= FEWEST_AT_ONCE && allAtOnce(db, since, spans, nowSaid)) return onStep(1)
  mergeLater(db)
  const before = person ?? Number.MAX_SAFE_INTEGER
  let done = spans.reduce((sum, { contactId, rows }) => sum + Math.max(0, contactId + rows - Math.max(before, contactId)), 0)
  const removeStretches = (stretches: readonly Stretch[]): void =>
    step((undoing) => {
      nowSaid()
      const staying = stretches.flatMap(({ from, to, line }) => keptAmong(db, since, from, to).map((one) => ({ ...one, line: line + one.id - from })))
      const removed = removePeople(db, stretches, staying.map(({ id }) => id))
      storeUndoing(db, since.importId, { ...noteKept(db, since, undoing, staying), place: { ...undoing.place, person: (stretches.at(-1) as Stretch).from }, removed: undoing.removed + removed })
    })
  return unreferred(db, () => {
    for (const stretches of stretchesOf(spans, before)) {
      removeStretches(stretches)
      done += stretches.reduce((sum, { from, to }) => sum + to - from + 1, 0)
      if (!onStep(done / people)) return false
    }
    return true
  })
}
