import type { CannedAnswer } from '../../../shared/contract/inbox.ts'
import { compileTemplate } from '../../../shared/sms/merge.ts'
import { fieldsOf } from '../campaigns/audience.ts'
import { mergeSource } from '../contacts/audience.ts'
import { idByNumber } from '../contacts/rows.ts'
import { statement, type Db } from '../database/open.ts'

const COLUMNS = 'id, name, body'

/** By name. */
export const allCanned = (db: Db): readonly CannedAnswer[] => statement(db, `SELECT ${COLUMNS} FROM canned_answers ORDER BY name`).all() as CannedAnswer[]

/** Null: no such answer; 'name-taken': another one has the name. */
export const saveCanned = (db: Db, { id, name, body }: { readonly id?: number | undefined; readonly name: string; readonly body: string }, now: number): CannedAnswer | 'name-taken' | null =>
  db
    .transaction(() => {
      const other = statement(db, 'SELECT id FROM canned_answers WHERE name = ?').pluck().get(name) as number | undefined
      if (other !== undefined && other !== id) return 'name-taken' as const
      if (id !== undefined && statement(db, 'UPDATE canned_answers SET name = ?, body = ?, updated_at = ? WHERE id = ?').run(name, body, now, id).changes === 0) return null
      const saved = id ?? Number(statement(db, 'INSERT INTO canned_answers (name, body, created_at, updated_at) VALUES (?, ?, ?, ?)').run(name, body, now, now).lastInsertRowid)
      return { id: saved, name, body }
    })
    .immediate()

export const removeCanned = (db: Db, id: number): boolean => statement(db, 'DELETE FROM canned_answers WHERE id = ?').run(id).changes > 0

export type Filled = { readonly text: string; readonly missing: readonly string[] }

/** A text with merge fields for one number, with the same code that campaigns are written with; null where it is no template. */
export const fillFor = (db: Db, body: string, number: string, business: string): Filled | null => {
  const compiled = compileTemplate(body)
  if (!compiled.ok) return null
  const contactId = idByNumber(db, number)
  const person = contactId === null ? null : mergeSource(db)(contactId)
  const fields = fieldsOf(person ?? { id: 0, number, firstName: '', lastName: '', email: '', country: null, custom: '{}' }, business)
  const { template } = compiled
  try {
    const missing = template.fields.filter((field) => (fields[field] ?? '').trim() === '' && !template.withFallback.includes(field))
    return { text: template.render(fields), missing }
  } catch {
    // Over LiquidJS's limits.
    return null
  }
}
