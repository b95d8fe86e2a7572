import { migrations } from './migrations/all.ts'
import type { Db } from './open.ts'

export type Migration = { readonly version: number; readonly name: string; readonly sql: string }

/** The version this program writes. */
export const newestVersion = migrations.length

/** The version of a book; 0 for an empty file. */
export const versionOf = (db: Db): number => db.pragma('user_version', { simple: true }) as number

/**
 * Brings a book to `target` (the newest by default), each step in a transaction of its own.
 * @throws Error when the book is newer than this program.
 */
export const migrate = (db: Db, target: number = newestVersion): void => {
  if (versionOf(db) > newestVersion) throw new Error(`The book is of version ${versionOf(db)}, this program knows ${newestVersion}.`)
  for (const { version, sql } of migrations) {
    if (version <= versionOf(db) || version > target) continue
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${version}`)
    }).immediate()
  }
}
