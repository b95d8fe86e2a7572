import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

export type FolderLock = { release(): void }

/**
 * Keeps a data folder to one program. The lock is a transaction held open on a database of nothing: the system lets go
 * of it when the program dies, so a crash never leaves it behind.
 * @returns null when another program (or another core of this one) has it
 * @throws when the folder cannot be written
 */
export const lockFolder = (folder: string, nativeBinding?: string): FolderLock | null => {
  mkdirSync(folder, { recursive: true })
  const db = new Database(join(folder, 'desk.lock'), { timeout: 0, ...(nativeBinding === undefined ? {} : { nativeBinding }) })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    if ((cause as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null
    throw cause
  }
  return { release: () => void db.close() }
}
