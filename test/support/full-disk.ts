import Database from 'better-sqlite3'

/**
 * Makes SQLite meet a full disk on a book: `fill` forbids the connections opened on `file` since then to grow it.
 * The limit belongs to a connection, so they are noticed as they are opened.
 */
export const fillDisk = (file: string): { fill(): void; empty(): void; restore(): void } => {
  const original = Database.prototype.pragma
  const seen = new Set<Database.Database>()
  const noticing = function (this: Database.Database, ...args: Parameters<typeof original>): unknown {
    if (this.name === file && !this.readonly) seen.add(this)
    return original.apply(this, args)
  }
  Database.prototype.pragma = noticing
  const limit = (pages: (db: Database.Database) => number): void => {
    for (const db of seen) if (db.open) original.call(db, `max_page_count = ${pages(db)}`)
  }
  return {
    fill: () => limit((db) => original.call(db, 'page_count', { simple: true }) as number),
    empty: () => limit(() => 1_073_741_823),
    restore: () => void (Database.prototype.pragma = original),
  }
}
