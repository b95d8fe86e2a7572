import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'

/** Takes whatever was exchanged with these numbers out of the practice carrier's database, which may be in use. */
export const eraseFromCarrier = (file: string, numbers: readonly string[], nativeBinding?: string): void => {
  if (!existsSync(file)) return
  const db = new Database(file, { timeout: 10_000, ...(nativeBinding === undefined ? {} : { nativeBinding }) })
  try {
    db.pragma('secure_delete = ON')
    // Their files go with their messages.
    db.pragma('foreign_keys = ON')
    const list = JSON.stringify(numbers)
    db.transaction(() => {
      for (const table of ['replies', 'messages'])
        db.prepare(`DELETE FROM ${table} WHERE to_number IN (SELECT value FROM json_each(@list)) OR from_number IN (SELECT value FROM json_each(@list))`).run({ list })
      db.prepare('DELETE FROM opt_outs WHERE person IN (SELECT value FROM json_each(?))').run(list)
    }).immediate()
    db.exec('VACUUM')
    db.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
}
