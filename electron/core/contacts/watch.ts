import type { Db } from '../database/open.ts'
import { searchWrites } from './search-index.ts'

/**
 * Tells whether people, tags, lists or consent changed, so that totals and places in a long table are reckoned
 * only once. Changes on this connection are counted by temporary triggers (whoever writes, nobody can forget);
 * those of other connections by SQLite's data_version, which also moves when other tables change: harmless.
 */
export type Watch = { stamp(): string }

const TABLES = ['contacts', 'contact_tags', 'tags', 'list_members', 'consent'] as const

const watches = new WeakMap<Db, Watch>()

/** One watch for each connection, however many ask for it. */
export const watchContacts = (db: Db): Watch => {
  const known = watches.get(db)
  if (known !== undefined) return known
  let changes = 0
  db.function('contacts_touched', () => {
    changes += 1
    return null
  })
  for (const table of TABLES)
    for (const change of ['INSERT', 'UPDATE', 'DELETE'])
      db.exec(`CREATE TEMP TRIGGER IF NOT EXISTS watch_${table}_${change} AFTER ${change} ON main.${table} BEGIN SELECT contacts_touched(); END`)
  const watch: Watch = { stamp: () => `${changes}/${searchWrites(db)}/${db.pragma('data_version', { simple: true }) as number}` }
  watches.set(db, watch)
  return watch
}
