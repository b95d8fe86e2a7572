import type { Db } from './open.ts'

/** What a book remembers besides its tables, as JSON under a key. Null when never written. */
export const readSetting = <T>(db: Db, key: string): T | null => {
  const value = db.prepare(`SELECT value FROM book_settings WHERE key = ?`).pluck().get(key) as string | undefined
  return value === undefined ? null : (JSON.parse(value) as T)
}

/** Remembers `value` (plain JSON) under a key. */
export const writeSetting = (db: Db, key: string, value: unknown): void => {
  db.prepare(`INSERT INTO book_settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`).run(key, JSON.stringify(value))
}
