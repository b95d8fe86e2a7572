/**
 * The dry run: rows are read, understood and merged by the import's own functions, and asked of the book what writing
 * would ask. The answers go into a database of their own; the book is only read. That both come to the same figures is
 * held by a test.
 */
import Database from 'better-sqlite3'
import type { Db } from '../database/open.ts'
import { createBookReader, type BookReader } from './check-book.ts'
import { consentFigures } from './check-consent.ts'
import type { CheckCounts, CheckFile, CheckFigures, CheckJob, CheckMessage, FileProblem } from './check-job.ts'
import { changeList } from './check-changes.ts'
import { mergeRows } from './merge.ts'
import { OPTED, type OptIn } from './opt-in.ts'
import { readRows, stampOf } from './reading/file.ts'
import { ROWS_MERGED } from './reading/limits.ts'
import { Refusal, refusalOf } from './reading/refusals.ts'
import { customColumns, rowToContact, type RowFields } from './row.ts'
import { createSeen } from './seen.ts'

/** Rows between two messages. */
const SAY_EVERY = 5_000

const TABLES = `
  CREATE TABLE rows (file INTEGER NOT NULL, line INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT, number TEXT, name TEXT NOT NULL, raw TEXT, opted INTEGER NOT NULL, out INTEGER NOT NULL DEFAULT 0, changes TEXT);
  CREATE TABLE files (file INTEGER PRIMARY KEY, unsaid INTEGER NOT NULL);
  CREATE TABLE refusals (file INTEGER NOT NULL, opted INTEGER NOT NULL, purpose TEXT NOT NULL);`

const openOut = (job: CheckJob): Db => {
  const db = new Database(job.out, job.nativeBinding === undefined ? {} : { nativeBinding: job.nativeBinding })
  db.pragma('journal_mode = MEMORY')
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -32768')
  db.pragma('temp_store = MEMORY')
  db.exec(TABLES)
  db.prepare('ATTACH ? AS book').run(job.databaseFile)
  return db
}

/** A person of the rows that are merged at once. */
type Person = { readonly line: number; readonly own: OptIn; fields: RowFields; readonly again: boolean }

const stampIs = (file: CheckFile): void => {
  const { bytes, changedAt } = stampOf(file.path)
  if (bytes !== file.stamp.bytes || changedAt !== file.stamp.changedAt) throw new Refusal('imports-file-changed')
}

/** The rows of one file. @throws Refusal, and what SQLite throws; answers false when it was canceled */
const readFile = (db: Db, book: BookReader, job: CheckJob, file: CheckFile, index: number, counts: CheckCounts, onProgress: (bytesRead: number) => void): boolean => {
  const canceled = new Int32Array(job.cancel)
  const labels = new Map(customColumns(file).map(({ key, label }) => [key, label]))
  const insert = db.prepare('INSERT INTO rows (file, line, outcome, reason, number, name, raw, opted, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const readRow = rowToContact({ ...file, country: job.country })
  const seen = createSeen()
  let people = new Map<string, Person>()
  let rows = 0
  let sinceSaid = 0
  let header = file.reading.hasHeader
  stampIs(file)

  const flush = (bytesRead: number): void => {
    for (const [number, { line, own, fields, again }] of people) {
      const met = book.meet(number, fields, [...fields.tags, ...job.tags], again ? index : null, index)
      const outcome = again ? 'duplicate' : met === null ? 'created' : met.changes || met.newTags.length > 0 ? 'updated' : 'unchanged'
      counts[outcome === 'duplicate' ? 'duplicates' : outcome]++
      const changes = outcome === 'updated' && met !== null ? changeList(met, labels) : []
      const known = met?.known ?? fields
      insert.run(index, line, outcome, null, number, `${fields.firstName || known.firstName} ${fields.lastName || known.lastName}`.trim(), null, OPTED[own], changes.length === 0 ? null : JSON.stringify(changes))
      if (!again) seen.set(number, 0)
    }
    counts.rows = counts.created + counts.updated + counts.unchanged + counts.duplicates + counts.rejected
    people = new Map()
    sinceSaid += rows
    rows = 0
    if (sinceSaid < SAY_EVERY) return
    sinceSaid = 0
    onProgress(bytesRead)
  }
  for (const piece of readRows(file.path, file.reading)) {
    if (Atomics.load(canceled, 0) !== 0) return false
    for (const row of piece.rows) {
      if (header) {
        header = false
        continue
      }
      rows++
      const result = readRow(row)
      if (!result.ok) {
        counts.rejected++
        insert.run(index, row.line, 'rejected', result.reason, null, '', JSON.stringify(row.cells), 0, null)
      } else {
        const first = people.get(result.number)
        if (first) {
          first.fields = mergeRows(first.fields, result.fields)
          counts.duplicates++
          insert.run(index, row.line, 'duplicate', null, result.number, `${result.fields.firstName} ${result.fields.lastName}`.trim(), null, OPTED[result.optIn], null)
        } else people.set(result.number, { line: row.line, own: result.optIn, fields: result.fields, again: seen.get(result.number) >= 0 })
      }
      if (rows >= ROWS_MERGED) flush(piece.bytesRead)
    }
  }
  flush(file.stamp.bytes)
  stampIs(file)
  return true
}

/** One file, or nothing of it where it stops halfway. */
const checkFile = (db: Db, book: BookReader, job: CheckJob, file: CheckFile, index: number, counts: CheckCounts, onProgress: (bytesRead: number) => void): FileProblem | null => {
  const before = { ...counts }
  db.exec('BEGIN')
  try {
    readFile(db, book, job, file, index, counts, onProgress)
    db.exec('COMMIT')
    return null
  } catch (error) {
    // What it would have left for later files goes with it.
    if (db.inTransaction) db.exec('ROLLBACK')
    Object.assign(counts, before)
    const refusal = refusalOf(error)
    if (refusal !== null) return { code: refusal.code, params: refusal.params, cause: null }
    return { code: 'internal', params: {}, cause: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

export const checkAll = (job: CheckJob, say: (message: CheckMessage) => void): void => {
  const canceled = new Int32Array(job.cancel)
  const db = openOut(job)
  try {
    const counts: CheckCounts = { rows: 0, created: 0, updated: 0, unchanged: 0, duplicates: 0, rejected: 0 }
    const book = createBookReader(db, job.onConflict, job.files.length > 1)
    const bytes = Math.max(1, job.files.reduce((sum, { stamp }) => sum + stamp.bytes, 0))
    const files: { rows: number; problem: FileProblem | null }[] = []
    let done = 0
    for (const [index, file] of job.files.entries()) {
      const before = counts.rows
      const problem = checkFile(db, book, job, file, index, counts, (bytesRead) => {
        say({ kind: 'progress', progress: ((done + bytesRead) / bytes) * 0.85, counts: { ...counts }, files: [...files.map(({ rows }) => rows), counts.rows - before] })
      })
      if (Atomics.load(canceled, 0) !== 0) return say({ kind: 'canceled' })
      done += file.stamp.bytes
      files.push({ rows: counts.rows - before, problem })
    }
    say({ kind: 'progress', progress: 0.9, counts: { ...counts }, files: files.map(({ rows }) => rows) })
    const figures: CheckFigures = {
      ...counts,
      ...consentFigures(db, job),
      reasons: db.prepare("SELECT reason, count(*) AS rows FROM rows WHERE outcome = 'rejected' GROUP BY reason ORDER BY rows DESC, reason").all() as CheckFigures['reasons'],
    }
    db.exec('CREATE INDEX rows_by_place ON rows (file, line); CREATE INDEX rows_by_outcome ON rows (outcome, file, line); CREATE INDEX rows_out ON rows (file, line) WHERE out = 1')
    say({ kind: 'done', figures, files })
  } finally {
    db.close()
  }
}
