/** Rows next to each other that each added somebody, kept as one (import_spans). */
import { statement, type Db } from '../database/open.ts'

/** `rows` lines from `line` on, about people from `contactId` on; `row` and `created`: how many rows, and such rows, came before in the file. */
export type StoredSpan = { readonly line: number; readonly contactId: number; readonly rows: number; readonly row: number; readonly created: number }

const COLUMNS = 'line, contact_id AS contactId, rows, row_no AS row, created_no AS created'

/** All of an import, in file order. */
export const spansOf = (db: Db, importId: number): readonly StoredSpan[] =>
  statement(db, `SELECT ${COLUMNS} FROM import_spans WHERE import_id = ? ORDER BY line`).all(importId) as StoredSpan[]

/** The span with this line; undefined where none has it. */
export const spanAtLine = (db: Db, importId: number, line: number): StoredSpan | undefined => {
  const span = statement(db, `SELECT ${COLUMNS} FROM import_spans WHERE import_id = ? AND line <= ? ORDER BY line DESC LIMIT 1`).get(importId, line) as StoredSpan | undefined
  return span !== undefined && line < span.line + span.rows ? span : undefined
}

/** The import and the line that added a person; null where none did. */
export const originOf = (db: Db, contactId: number): { readonly importId: number; readonly line: number } | null => {
  const span = statement(db, 'SELECT import_id AS importId, line, contact_id AS contactId, rows FROM import_spans WHERE contact_id <= ? ORDER BY contact_id DESC LIMIT 1').get(contactId) as
    | (Pick<StoredSpan, 'line' | 'contactId' | 'rows'> & { readonly importId: number })
    | undefined
  return span === undefined || contactId >= span.contactId + span.rows ? null : { importId: span.importId, line: span.line + contactId - span.contactId }
}

/** Writes spans as they come, one behind the other, and joins those that touch. */
export const createSpanWriter = (db: Db, importId: number) => {
  const insert = db.prepare('INSERT INTO import_spans (import_id, line, contact_id, rows, row_no, created_no) VALUES (?, ?, ?, ?, ?, ?)')
  const extend = db.prepare('UPDATE import_spans SET rows = ? WHERE import_id = ? AND line = ?')
  let last: { line: number; contactId: number; rows: number } | null = null
  let created = 0
  return (line: number, contactId: number, rows: number, row: number): void => {
    if (last !== null && line === last.line + last.rows && contactId === last.contactId + last.rows) {
      last.rows += rows
      extend.run(last.rows, importId, last.line)
    } else {
      last = { line, contactId, rows }
      insert.run(importId, line, contactId, rows, row, created)
    }
    created += rows
  }
}
