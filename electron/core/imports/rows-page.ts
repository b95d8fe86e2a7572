/** The rows of an import, page by page: those that added somebody lie in spans, all others one by one. */
import type { Page } from '../../../shared/contract/common.ts'
import type { ImportRow, KeptReason, RowOutcome, RowUndone } from '../../../shared/contract/imports.ts'
import { statement, type Db } from '../database/open.ts'
import { spanAtLine, type StoredSpan } from './spans.ts'

export type RowsWanted = {
  readonly id: number; readonly outcome?: RowOutcome | undefined; readonly undone?: RowUndone | undefined; readonly offset: number; readonly limit: number
}

type Row = Omit<ImportRow, 'raw' | 'undone' | 'keptBecause'> & { readonly raw: string | null; readonly changed: 0 | 1 }

const SPAN = 'line, contact_id AS contactId, rows, row_no AS row, created_no AS created'
const OTHER = `
  SELECT r.line, r.outcome, r.reason, r.number, r.raw, (SELECT id FROM contacts c WHERE c.id = r.contact_id) AS contactId, r.before IS NOT NULL AS changed
  FROM import_rows r`

/** The cells of a kept row; a row that could not be read at all is one cell. */
export const cellsOf = (raw: string | null): readonly string[] => (raw === null ? [] : (JSON.parse(raw) as string[]))

const created = (db: Db, span: StoredSpan, skip: number, limit: number): readonly Row[] => {
  const from = span.contactId + skip
  const rows = Math.min(limit, span.rows - skip)
  const there = new Map(statement(db, 'SELECT id, number FROM contacts WHERE id BETWEEN ? AND ?').raw().all(from, from + rows - 1) as [number, string][])
  return Array.from({ length: rows }, (_, i) => ({
    line: span.line + skip + i, outcome: 'created', reason: null, number: there.get(from + i) ?? null, raw: null, contactId: there.has(from + i) ? from + i : null, changed: 0,
  }))
}

/** Rows that added somebody, from the `offset`-th on. */
const createdRows = (db: Db, id: number, offset: number, limit: number): readonly Row[] => {
  const rows: Row[] = []
  const first = statement(db, 'SELECT coalesce(max(created_no), 0) FROM import_spans WHERE import_id = ? AND created_no <= ?').pluck().get(id, offset) as number
  const spans = statement(db, `SELECT ${SPAN} FROM import_spans WHERE import_id = ? AND created_no >= ? ORDER BY created_no LIMIT ?`).all(id, first, limit + 1) as StoredSpan[]
  for (const span of spans) {
    const skip = Math.max(0, offset - span.created)
    if (rows.length < limit && skip < span.rows) rows.push(...created(db, span, skip, limit - rows.length))
  }
  // Written by the first version of a book, or by tests.
  return rows.length < limit && spans.length === 0 ? otherRows(db, id, 'created', offset, limit) : rows
}

const otherRows = (db: Db, id: number, outcome: RowOutcome, offset: number, limit: number): readonly Row[] =>
  statement(db, `${OTHER} WHERE import_id = ? AND outcome = ? ORDER BY line LIMIT ? OFFSET ?`).all(id, outcome, limit, offset) as Row[]

/** All rows, from the `offset`-th on: spans and, between them, what came between them in the file. */
const allRows = (db: Db, id: number, offset: number, limit: number): readonly Row[] => {
  const rows: Row[] = []
  const between = statement(db, `${OTHER} WHERE import_id = ? AND line > ? AND line < ? ORDER BY line LIMIT ? OFFSET ?`)
  const next = statement(db, `SELECT ${SPAN} FROM import_spans WHERE import_id = ? AND row_no > ? ORDER BY row_no LIMIT 1`)
  let span = statement(db, `SELECT ${SPAN} FROM import_spans WHERE import_id = ? AND row_no <= ? ORDER BY row_no DESC LIMIT 1`).get(id, offset) as StoredSpan | undefined
  let at = offset
  for (;;) {
    if (span !== undefined && at < span.row + span.rows) {
      rows.push(...created(db, span, at - span.row, limit - rows.length))
      at = offset + rows.length
    }
    if (rows.length >= limit) return rows
    const behind = span === undefined ? { line: -1, row: 0 } : { line: span.line + span.rows - 1, row: span.row + span.rows }
    const following = next.get(id, span?.row ?? -1) as StoredSpan | undefined
    rows.push(...(between.all(id, behind.line, following?.line ?? Number.MAX_SAFE_INTEGER, limit - rows.length, at - behind.row) as Row[]))
    at = offset + rows.length
    if (following === undefined || rows.length >= limit) return rows
    span = following
  }
}

type Undone = { readonly line: number; readonly undone: RowUndone; readonly reason: KeptReason | null }

/** What undoing made of rows: noted for those undone by themselves or of which something stays; the others of an import undone whole are gone or back. */
const withUndone = (db: Db, id: number, rows: readonly Row[], whole: boolean): readonly ImportRow[] => {
  const noted = new Map(
    rows.length === 0
      ? []
      : (statement(db, 'SELECT line, undone, reason FROM import_undone WHERE import_id = ? AND line BETWEEN ? AND ?').all(id, (rows[0] as Row).line, (rows.at(-1) as Row).line) as Undone[]).map((one) => [one.line, one]),
  )
  return rows.map(({ changed, raw, ...row }) => {
    const undone = noted.get(row.line)
    const otherwise: RowUndone | null = !whole ? null : row.outcome === 'created' ? 'removed' : changed === 1 ? 'returned' : null
    return { ...row, raw: cellsOf(raw).join(', '), undone: undone?.undone ?? otherwise, keptBecause: undone?.reason ?? null }
  })
}

/** Rows whose undoing was noted, in file order. */
const notedRows = (db: Db, id: number, undone: RowUndone, offset: number, limit: number): readonly Row[] => {
  const lines = statement(db, 'SELECT line FROM import_undone WHERE import_id = ? AND undone = ? ORDER BY line LIMIT ? OFFSET ?').pluck().all(id, undone, limit, offset) as number[]
  return lines.flatMap((line) => rowAt(db, id, line) ?? [])
}

const rowAt = (db: Db, id: number, line: number): Row | null => {
  const other = statement(db, `${OTHER} WHERE import_id = ? AND line = ?`).get(id, line) as Row | undefined
  if (other !== undefined) return other
  const span = spanAtLine(db, id, line)
  return span === undefined ? null : (created(db, span, line - span.line, 1)[0] as Row)
}

const COLUMN = { created: 'created', updated: 'updated', unchanged: 'unchanged', duplicate: 'duplicates', rejected: 'rejected' } as const

/** A page of the rows, in file order. Totals are there once all are in. */
export const rowsPage = (db: Db, { id, outcome, undone, offset, limit }: RowsWanted): Page<ImportRow> => {
  const run = statement(db, `SELECT rows, created, updated, unchanged, duplicates, rejected, undo ->> '$.whole' AS whole FROM imports WHERE id = ?`).get(id) as
    | (Readonly<Record<(typeof COLUMN)[RowOutcome] | 'rows', number>> & { readonly whole: 0 | 1 | null })
    | undefined
  if (run === undefined) return { rows: [], total: 0 }
  const whole = run.whole === 1
  if (undone !== undefined && (!whole || undone === 'kept' || undone === 'partly')) {
    const total = statement(db, 'SELECT count(*) FROM import_undone WHERE import_id = ? AND undone = ?').pluck().get(id, undone) as number
    return { rows: withUndone(db, id, notedRows(db, id, undone, offset, limit), whole), total }
  }
  if (undone !== undefined) return wholeUndone(db, id, undone, offset, limit)
  const rows = outcome === undefined ? allRows(db, id, offset, limit) : outcome === 'created' ? createdRows(db, id, offset, limit) : otherRows(db, id, outcome, offset, limit)
  return { rows: withUndone(db, id, rows, whole), total: outcome === undefined ? run.rows : run[COLUMN[outcome]] }
}

/** Of an import undone whole: everybody added but those who stay, or everybody changed but those of whom something stays. */
const wholeUndone = (db: Db, id: number, undone: 'removed' | 'returned', offset: number, limit: number): Page<ImportRow> => {
  if (undone === 'returned') {
    const where = "import_id = ? AND before IS NOT NULL AND NOT EXISTS (SELECT 1 FROM import_undone u WHERE u.import_id = r.import_id AND u.line = r.line AND u.undone <> 'returned')"
    const total = statement(db, `SELECT count(*) FROM import_rows r WHERE ${where}`).pluck().get(id) as number
    return { rows: withUndone(db, id, statement(db, `${OTHER} WHERE ${where} ORDER BY line LIMIT ? OFFSET ?`).all(id, limit, offset) as Row[], true), total }
  }
  const all = statement(db, 'SELECT created FROM imports WHERE id = ?').pluck().get(id) as number
  const kept = statement(db, "SELECT line FROM import_undone WHERE import_id = ? AND undone = 'kept' ORDER BY line").pluck().all(id) as number[]
  // How many such rows came before each of those that stay, and so the place from which the page begins.
  const stay = kept.flatMap((line) => {
    const span = spanAtLine(db, id, line)
    return span === undefined ? [] : [span.created + line - span.line]
  })
  let at = offset
  for (const place of stay) if (place <= at) at++
  const stays = new Set(kept)
  const rows: Row[] = []
  while (rows.length < limit) {
    const part = createdRows(db, id, at, limit)
    if (part.length === 0) break
    at += part.length
    rows.push(...part.filter(({ line }) => !stays.has(line)))
  }
  return { rows: withUndone(db, id, rows.slice(0, limit), true), total: all - kept.length }
}
