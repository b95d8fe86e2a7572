/** How far undoing an import is and what it came to (imports.undo). */
import type { ImportUndo, KeptReason } from '../../../shared/contract/imports.ts'
import { statement, type Db } from '../database/open.ts'

export type Undoing = {
  /** The import is undone whole, not some of its rows by themselves. */
  readonly whole: 0 | 1
  /** Where undoing it whole stands, each behind the last step that was done; null once it is over. */
  readonly place: { readonly event: number; readonly line: number | null; readonly span: number | null; readonly person: number | null } | null
  readonly at: number | null
  readonly removed: number
  readonly returned: number
  readonly partly: number
  readonly kept: number
  readonly because: Readonly<Partial<Record<KeptReason, number>>>
  readonly withdrawn: number
}

export const NOTHING_UNDONE: Undoing = { whole: 0, place: null, at: null, removed: 0, returned: 0, partly: 0, kept: 0, because: {}, withdrawn: 0 }

export const parseUndoing = (text: string | null): Undoing | null => (text === null ? null : (JSON.parse(text) as Undoing))

export const undoingOf = (db: Db, importId: number): Undoing =>
  parseUndoing(statement(db, 'SELECT undo FROM imports WHERE id = ?').pluck().get(importId) as string | null) ?? NOTHING_UNDONE

export const storeUndoing = (db: Db, importId: number, undoing: Undoing): void =>
  void statement(db, 'UPDATE imports SET undo = ? WHERE id = ?').run(JSON.stringify(undoing), importId)

/** As the window sees it. */
export const reportOf = (undoing: Undoing | null): ImportUndo | null => {
  if (undoing === null) return null
  const { place: _place, whole: _whole, because, ...figures } = undoing
  const keptBecause = (Object.entries(because) as [KeptReason, number][]).map(([reason, people]) => ({ reason, people }))
  return { ...figures, keptBecause: keptBecause.toSorted((a, b) => b.people - a.people) }
}
