import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../environment.ts'
import { backUp, backupFile, copyBackup } from './backups.ts'
import { failureOf, type Failure } from './failures.ts'
import { migrate, newestVersion, versionOf } from './migrate.ts'
import { openDatabase, type Db } from './open.ts'

export type OpenedBook =
  | { readonly kind: 'open'; readonly db: Db; readonly file: string }
  /** Written by a newer program; not touched. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly cause: string }

export type BookPlace = {
  /** The book's folder; made when missing. */
  readonly folder: string
  readonly nativeBinding: string | undefined
  readonly log: Log
  readonly now: () => number
}

export const bookFile = (folder: string): string => join(folder, 'book.sqlite')

/**
 * Opens a book, bringing an older one up to date after a verified backup. Only a cheap look is taken here (the
 * header, the schema, the first page of every table); the full check belongs to each backup.
 */
export const openBook = async (place: BookPlace): Promise<OpenedBook> => {
  const file = bookFile(place.folder)
  let db: Db | null = null
  try {
    mkdirSync(place.folder, { recursive: true })
    const version = existsSync(file) && statSync(file).size > 0 ? versionOnDisk(file, place.nativeBinding) : 0
    if (version > newestVersion) return { kind: 'newer' }
    db = openDatabase(file, { nativeBinding: place.nativeBinding })
    lookAtEveryTable(db)
    if (version > 0 && version < newestVersion) {
      await backUp({ folder: place.folder, nativeBinding: place.nativeBinding, now: place.now() })
      place.log.info('database.migrating', { from: version, to: newestVersion })
    }
    migrate(db)
    return { kind: 'open', db, file }
  } catch (cause) {
    db?.close()
    const failure = failureOf(cause)
    place.log.error('database.cannot-open', { failure, cause: String(cause) })
    return { kind: 'failed', failure, cause: cause instanceof Error ? cause.message : String(cause) }
  }
}

/** Through a connection that writes nothing, so that a newer book stays as it is. */
const versionOnDisk = (file: string, nativeBinding: string | undefined): number => {
  if (isCutOff(file)) throw Object.assign(new Error('the file is shorter than it says'), { code: 'SQLITE_CORRUPT' })
  const db = openDatabase(file, { nativeBinding, readonly: true })
  try {
    const version = versionOf(db)
    const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
    if (version === 0 && tables > 0) throw Object.assign(new Error('another program’s database'), { code: 'SQLITE_NOTADB' })
    return version
  } finally {
    db.close()
  }
}

/**
 * Whether the file ends before its last page. Only believed when nothing waits in the log, which may hold the rest.
 * @see https://www.sqlite.org/fileformat.html#the_database_header
 */
const isCutOff = (file: string): boolean => {
  if (existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0) return false
  const header = Buffer.alloc(100)
  const handle = openSync(file, 'r')
  try {
    if (readSync(handle, header, 0, 100, 0) < 100) return true
  } finally {
    closeSync(handle)
  }
  if (header.toString('latin1', 0, 15) !== 'SQLite format 3') return false
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  const sizeIsValid = header.readUInt32BE(24) === header.readUInt32BE(92)
  return sizeIsValid && statSync(file).size < header.readUInt32BE(28) * pageSize
}

const lookAtEveryTable = (db: Db): void => {
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`).pluck().all() as string[]
  for (const table of tables) db.prepare(`SELECT 1 FROM "${table.replaceAll('"', '""')}" LIMIT 1`).get()
}


/** Moves a book that cannot be opened to `broken-<time>/`, whole. Gives the folder's name. */
export const putAside = (folder: string, now: number): string => {
  const aside = join(folder, `broken-${new Date(now).toISOString().replaceAll(':', '-')}`)
  mkdirSync(aside, { recursive: true })
  for (const name of ['book.sqlite', 'book.sqlite-wal', 'book.sqlite-shm']) {
    const from = join(folder, name)
    if (existsSync(from)) renameSync(from, join(aside, name))
  }
  return aside
}

/** Puts a backup in the place of the book, which is kept aside. False when there is no such backup. */
export const restoreBackup = (folder: string, backupId: string, now: number): boolean => {
  const from = backupFile(folder, backupId)
  if (from === null) return false
  // The copy first: should the disk be full, the broken book is still where it was.
  const ready = copyBackup(from, folder)
  putAside(folder, now)
  renameSync(ready, bookFile(folder))
  return true
}
