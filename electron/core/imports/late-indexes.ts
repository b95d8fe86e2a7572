import type { Db } from '../database/open.ts'

// As the migrations make them.
const INDEXES = {
  contacts_by_number: 'contacts (number)',
  contacts_by_name: 'contacts (sort_name, id)',
  contacts_by_change: 'contacts (updated_at, id)',
  contact_tags_by_contact: 'contact_tags (contact_id, tag_id)',
  list_members_by_contact: 'list_members (contact_id, list_id)',
} as const
type IndexName = keyof typeof INDEXES
const NAMES = Object.keys(INDEXES) as readonly IndexName[]

/** People come in the order of these: keeping them up costs less than making them of all in the end. */
const KEPT_UP: ReadonlySet<IndexName> = new Set(['contacts_by_change', 'list_members_by_contact'])

/** For a large import into an empty book: making most indexes of all in the end takes a fraction of keeping them up. */
export const dropIndexes = (db: Db): void => {
  for (const name of NAMES) if (!KEPT_UP.has(name)) db.exec(`DROP INDEX IF EXISTS main.${name}`)
}

/** Makes those that are missing, each in a transaction of its own or the caller's; `between` is called before each. Also after a crash: does nothing where they are. */
export const restoreIndexes = (db: Db, between: () => void = () => {}, names: readonly IndexName[] = NAMES): void => {
  const there = new Set(db.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'index'").pluck().all())
  for (const name of names) {
    if (there.has(name)) continue
    between()
    db.exec(`CREATE ${name === 'contacts_by_number' ? 'UNIQUE ' : ''}INDEX main.${name} ON ${INDEXES[name]}`)
  }
}
