import type { CustomField } from '../../../shared/contract/contacts.ts'
import type { Db } from '../database/open.ts'
import { fold } from './fold.ts'

/** Merge fields every person has: no custom field may take their names. */
const TAKEN: ReadonlySet<string> = new Set([
  'first_name', 'last_name', 'full_name', 'name', 'number', 'phone', 'email', 'country', 'region', 'postal_code', 'language', 'notes', 'tags', 'business', 'business_name',
])

/** 'Date d’anniversaire' → 'date_d_anniversaire': how a custom field is called in a message. '' when nothing is left of it. */
export const fieldKey = (label: string): string => {
  const key = fold(label).replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '').slice(0, 40)
  return TAKEN.has(key) ? `${key}_2` : /^\d/.test(key) ? `field_${key}` : key
}

/** Makes sure these fields are known, labels as their columns are headed; answers the key of each label that has one. */
export const registerFields = (db: Db, labels: readonly string[], now: number): ReadonlyMap<string, string> => {
  const insert = db.prepare('INSERT OR IGNORE INTO custom_fields (key, label, created_at) VALUES (?, ?, ?)')
  const keys = new Map<string, string>()
  for (const label of labels) {
    const key = fieldKey(label)
    if (key === '') continue
    insert.run(key, label.trim(), now)
    keys.set(label, key)
  }
  return keys
}

export const customFields = (db: Db): readonly CustomField[] =>
  db.prepare('SELECT key, label FROM custom_fields ORDER BY created_at, key').all() as CustomField[]
