import type { CustomField, DateOrder } from '../../../shared/contract/contacts.ts'
import { guessKind, normalise, type FieldReading } from '../../../shared/rules/segments/values.ts'
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

/** People looked at to guess a field's kind, the newest; and how many values make a guess last. */
const LOOKED_AT = 3_000
const ENOUGH = 20

/** Countries that write the month first; Canada writes both and is taken for the other half. */
const MONTH_FIRST: ReadonlySet<string> = new Set(['US', 'PH', 'FM', 'MH', 'PW', 'GU', 'PR', 'AS', 'MP', 'VI'])

/** How days are written in figures where the business is. */
export const usualOrder = (country: string): DateOrder => (MONTH_FIRST.has(country) ? 'mdy' : 'dmy')

type Row = { readonly key: string; readonly label: string; readonly kind: CustomField['kind'] | null; readonly options: string; readonly dateOrder: DateOrder | null; readonly chosen: 0 | 1 }

const SELECT = 'SELECT key, label, kind, options, date_order AS dateOrder, chosen FROM custom_fields'

const fieldOf = ({ key, label, kind, options, dateOrder, chosen }: Row, usual: DateOrder): CustomField => ({
  key, label, kind: kind ?? 'text', guessed: chosen === 0, options: JSON.parse(options) as string[], dateOrder: dateOrder ?? usual,
})

/** Up to 3,000 values of each field, of the people who came last. */
const samplesOf = (db: Db): ReadonlyMap<string, readonly string[]> => {
  const samples = new Map<string, string[]>()
  for (const json of db.prepare(`SELECT custom FROM contacts ORDER BY id DESC LIMIT ${LOOKED_AT}`).pluck().all() as string[]) {
    if (json === '{}') continue
    for (const [key, value] of Object.entries(JSON.parse(json) as Record<string, string>)) {
      const values = samples.get(key)
      if (values === undefined) samples.set(key, [value])
      else values.push(value)
    }
  }
  return samples
}

/** A field's own values, as a guess or a choice looks at them. */
export const sampleOf = (db: Db, key: string): readonly string[] => samplesOf(db).get(key) ?? []

/**
 * All fields, in the order in which they came. A kind nobody chose is guessed from the values there are, and kept once
 * they are enough. `country`: where the business is.
 */
export const customFields = (db: Db, country = 'US'): readonly CustomField[] => {
  const rows = db.prepare(`${SELECT} ORDER BY created_at, key`).all() as Row[]
  const usual = usualOrder(country)
  if (rows.every(({ kind }) => kind !== null)) return rows.map((row) => fieldOf(row, usual))
  const samples = samplesOf(db)
  const keep = db.prepare('UPDATE custom_fields SET kind = ?, options = ?, date_order = ? WHERE key = ? AND kind IS NULL')
  return rows.map((row) => {
    if (row.kind !== null) return fieldOf(row, usual)
    const values = samples.get(row.key) ?? []
    const guess = guessKind(values, usual)
    if (values.length >= ENOUGH) keep.run(guess.kind, JSON.stringify(guess.options), guess.dateOrder, row.key)
    return { ...fieldOf(row, usual), kind: guess.kind, options: guess.options, dateOrder: guess.dateOrder }
  })
}

export const oneField = (db: Db, key: string, country: string): CustomField | null => customFields(db, country).find((field) => field.key === key) ?? null

/** A new field; null when a field of this name is there, or nothing is left of the name. */
export const addField = (db: Db, label: string, { kind, options, dateOrder }: FieldReading, now: number): string | null => {
  const key = fieldKey(label)
  if (key === '') return null
  const { changes } = db
    .prepare('INSERT OR IGNORE INTO custom_fields (key, label, created_at, kind, options, date_order, chosen) VALUES (?, ?, ?, ?, ?, ?, 1)')
    .run(key, label.trim(), now, kind, JSON.stringify(options), dateOrder)
  return changes === 0 ? null : key
}

export const renameField = (db: Db, key: string, label: string): boolean => db.prepare('UPDATE custom_fields SET label = ? WHERE key = ?').run(label, key).changes > 0

/** From now on its values are read so. */
export const setKind = (db: Db, key: string, { kind, options, dateOrder }: FieldReading): boolean =>
  db.prepare('UPDATE custom_fields SET kind = ?, options = ?, date_order = ?, chosen = 1 WHERE key = ?').run(kind, JSON.stringify(options), dateOrder, key).changes > 0

export type CheckedCustom =
  | { readonly ok: true; readonly custom: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly field: CustomField; readonly value: string }

/**
 * The custom values of an edit as they are written down: those that changed must fit their field's kind. What was there
 * before and does not fit stays as it is, so that nothing is in the way of changing something else.
 */
export const checkCustom = (db: Db, custom: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>, country: string): CheckedCustom => {
  // A kind that is guessed from a few values is no reason to rewrite or refuse another.
  const settled = db.prepare(`${SELECT} WHERE kind IS NOT NULL`).all() as Row[]
  const fields = new Map(settled.map((row) => [row.key, fieldOf(row, usualOrder(country))]))
  const checked: Record<string, string> = {}
  for (const [name, value] of Object.entries(custom)) {
    const field = fields.get(fieldKey(name)) ?? fields.get(name)
    if (field === undefined || value === before[field.key]) {
      checked[name] = value
      continue
    }
    const written = normalise(value, field)
    if (written === null && !field.guessed) return { ok: false, field, value }
    checked[name] = written ?? value
  }
  return { ok: true, custom: checked }
}
