import Database from 'better-sqlite3'

export type Db = Database.Database

export type OpenOptions = {
  readonly nativeBinding?: string | undefined
  readonly readonly?: boolean
}

/**
 * Opens a connection as every part of Deskbell does: WAL, foreign keys, and synchronous=FULL, since what is
 * written here guards what is sent. Creates the file when it is missing (unless readonly).
 * @throws SqliteError when the file is no database or cannot be opened.
 */
export const openDatabase = (file: string, options: OpenOptions = {}): Db => {
  const db = new Database(file, {
    ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
    readonly: options.readonly ?? false,
    timeout: 10_000,
  })
  if (!options.readonly) {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
  }
  db.pragma('foreign_keys = ON')
  db.pragma('cache_size = -65536')
  db.pragma('temp_store = MEMORY')
  return db
}
