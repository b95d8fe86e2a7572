/**
 * The search of a large first import is built by a thread of its own in a file of its own, beside the book, while the
 * writing thread writes people: SQLite lets only one of them write into the book. In the end its tables are taken over
 * whole. Needs no care for crashes: whoever finds people without their search writes it anew (`searchAnew`).
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { BACKWARDS } from '../contacts/fold.ts'
import { indexContacts } from '../contacts/search-index.ts'
import type { Db } from '../database/open.ts'
import { spansOf } from './spans.ts'

export const asideFile = (folder: string, importId: number): string => join(folder, `import-${importId}.stage`)

export const removeAside = (folder: string, importId: number): void => {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(asideFile(folder, importId) + ending, { force: true })
}

export type Aside = {
  /** The search of people `firstId` and those after it: a JSON array of [words, digits] in UTF-8. */
  add(firstId: number, search: Uint8Array): void
  close(): void
}

/** In bytes of the file: from here on, segments are made larger, since fts5 takes 2,000 of them at most. */
const LARGE_FILE = 16 << 20

/** What puts a piece's search into the table (search-text.ts). Ids go up from the first. */
export const INSERT_SEARCH = `
  INSERT INTO contacts_search (rowid, words, digits)
  SELECT @firstId + key, value ->> 0, value ->> 1 || ' ${BACKWARDS}' || (value ->> 2) FROM jsonb_each(CAST(@search AS TEXT))`

/** `sql` is the statement that made the book's own search table, `bytes` the size of the imported file. */
export const createAside = (file: string, nativeBinding: string | undefined, sql: string, bytes: number): Aside => {
  if (existsSync(file)) throw new Error('The file is there already.')
  const db = new Database(file, nativeBinding === undefined ? {} : { nativeBinding })
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma('locking_mode = EXCLUSIVE')
  db.exec(sql)
  // Small batches of words stay within the processor's cache: a quarter faster.
  db.exec(`INSERT INTO contacts_search (contacts_search, rank) VALUES ('automerge', 0), ('crisismerge', 2000), ('hashsize', ${bytes < LARGE_FILE ? 1 << 18 : 1 << 20})`)
  const insert = db.prepare(INSERT_SEARCH)
  db.exec('BEGIN')
  return {
    add: (firstId, search) => void insert.run({ firstId, search }),
    close() {
      if (db.inTransaction) db.exec('COMMIT')
      db.close()
    },
  }
}

const NOTHING_INDEXED = 'SELECT NOT EXISTS (SELECT 1 FROM main.contacts_search_docsize)'

/**
 * Takes the tables of the file over, provided the book's search is still empty and its people are those of the import,
 * `people` in number. False where it is not so.
 */
export const takeOver = (db: Db, file: string, people: number): boolean => {
  db.prepare('ATTACH ? AS aside').run(file)
  // These tables are fts5's own: SQLite refuses others to write them.
  db.unsafeMode(true)
  try {
    return db.transaction(() => {
      const same = db.prepare(`${NOTHING_INDEXED} AND (SELECT count(*) FROM main.contacts) = @people AND (SELECT count(*) FROM aside.contacts_search_docsize) = @people`).pluck().get({ people })
      if (same !== 1) return false
      for (const table of ['data', 'idx', 'docsize'])
        db.exec(`DELETE FROM main.contacts_search_${table}; INSERT INTO main.contacts_search_${table} SELECT * FROM aside.contacts_search_${table}`)
      return true
    }).immediate()
  } finally {
    db.unsafeMode(false)
    db.exec('DETACH aside')
  }
}

const BATCH = 10_000

/** Writes the search of an import's people into the book, in short transactions. */
export const searchAnew = (db: Db, importId: number): void => {
  for (const { contactId, rows } of spansOf(db, importId))
    for (let from = contactId; from < contactId + rows; from += BATCH) {
      const to = Math.min(contactId + rows, from + BATCH) - 1
      indexContacts(db, db.prepare('SELECT id FROM contacts WHERE id BETWEEN ? AND ?').pluck().all(from, to) as number[])
    }
  const next = db.prepare(`SELECT line, contact_id AS id FROM import_rows WHERE import_id = ? AND line > ? AND contact_id IS NOT NULL ORDER BY line LIMIT ${BATCH}`)
  for (let line = -1; ; ) {
    const rows = next.all(importId, line) as { line: number; id: number }[]
    if (rows.length === 0) return
    indexContacts(db, [...new Set(rows.map(({ id }) => id))])
    line = (rows.at(-1) as { line: number }).line
  }
}
