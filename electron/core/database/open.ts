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
  // Or INSERT OR REPLACE would delete consent events without their trigger refusing it.
  db.pragma('recursive_triggers = ON')
  db.pragma('cache_size = -65536')
  db.pragma('temp_store = MEMORY')
  return db
}

const statements = new WeakMap<Db, Map<string, Database.Statement>>()

/** A statement prepared once for each connection. For SQL written in the code, whose texts are few. */
export const statement = (db: Db, sql: string): Database.Statement => {
  let known = statements.get(db)
  if (known === undefined) statements.set(db, (known = new Map()))
  let found = known.get(sql)
  if (found === undefined) known.set(sql, (found = db.prepare(sql)))
  return found
}
