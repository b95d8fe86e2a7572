import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../environment.ts'
import { backUp, copyBackup, listBackups } from './backups.ts'
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

export type Restore = {
  readonly folder: string
  readonly backupId: string
  readonly nativeBinding: string | undefined
  readonly now: number
  /** Puts right, before the book is ever opened, what may have happened since the backup. */
  readonly prepare: (db: Db, backupAt: number) => void
}

/**
 * Puts a backup in the place of the book, which is kept aside. The copy is checked, migrated and prepared first:
 * should anything fail, the broken book is still where it was and the backup too.
 * @returns false when there is no such backup
 * @throws when the disk is full, or the backup is damaged itself
 */
export const restoreBackup = ({ folder, backupId, nativeBinding, now, prepare }: Restore): boolean => {
  const backup = listBackups(folder).find(({ id }) => id === backupId)
  if (backup === undefined) return false
  const ready = copyBackup(folder, backup.id)
  try {
    const db = openDatabase(ready, { nativeBinding })
    try {
      const verdict = db.pragma('quick_check(1)', { simple: true }) as string
      if (verdict !== 'ok') throw Object.assign(new Error(verdict), { code: 'SQLITE_CORRUPT' })
      migrate(db)
      prepare(db, backup.at)
      db.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      db.close()
    }
    putAside(folder, now)
    renameSync(ready, bookFile(folder))
    return true
  } finally {
    for (const ending of ['', '-wal', '-shm']) rmSync(`${ready}${ending}`, { force: true })
  }
}
