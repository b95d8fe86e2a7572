/** The first rows as they would be stored: the run's own functions, without writing. */
import type { ImportPlan, Mapping, PreviewRow, Reading, RowOutcome } from '../../../shared/contract/imports.ts'
import type { Language } from '../../../shared/contract/common.ts'
import type { Db } from '../database/open.ts'
import { headersOf } from './inspect.ts'
import { changesTo, mergeRows, type KnownContact } from './merge.ts'
import { rawNumber, rowToContact, type RowFields } from './row.ts'
import { statesOf } from '../consent/state.ts'
import { firstRows } from './reading/file.ts'

type ContactRow = { id: number; firstName: string; lastName: string; email: string; region: string; postalCode: string; language: 'en' | 'fr' | null; notes: string; custom: string }

const knownContact = (db: Db, number: string): KnownContact | null => {
  const row = db
    .prepare(`SELECT id, first_name AS firstName, last_name AS lastName, email, region, postal_code AS postalCode, language, notes, custom FROM contacts WHERE number = ?`)
    .get(number) as ContactRow | undefined
  if (!row) return null
  const tags = db.prepare('SELECT t.name FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.contact_id = ?').pluck().all(row.id) as string[]
  return { ...row, tags, custom: JSON.parse(row.custom) as Record<string, string> }
}

export const preview = (
  db: Db,
  path: string,
  plan: { readonly reading: Reading; readonly mapping: Mapping; readonly onConflict: ImportPlan['onConflict']; readonly limit: number },
  settings: { readonly country: string; readonly language: Language },
): readonly PreviewRow[] => {
  const rows = firstRows(path, plan.reading, plan.limit + (plan.reading.hasHeader ? 1 : 0))
  const headers = headersOf(rows, plan.reading.hasHeader, settings.language)
  const read = rowToContact({ headers, mapping: plan.mapping, country: settings.country })
  const stored = new Map<string, RowFields>()
  const shown = (fields: RowFields) => ({ firstName: fields.firstName, lastName: fields.lastName, email: fields.email, tags: fields.tags, custom: fields.custom })
  const nothing = { firstName: '', lastName: '', email: '', tags: [], custom: {} }
  return rows.slice(plan.reading.hasHeader ? 1 : 0).map((row): PreviewRow => {
    const common = { line: row.line, rawNumber: rawNumber(row, plan.mapping) }
    const result = read(row)
    if (!result.ok) return { ...common, outcome: 'rejected', reason: result.reason, number: '', ...nothing, says: 'unsaid', optedOut: false }
    const earlier = stored.get(result.number)
    const known = earlier ? null : knownContact(db, result.number)
    let fields = result.fields
    let outcome: RowOutcome = 'created'
    if (earlier) {
      outcome = 'duplicate'
      fields = mergeRows(earlier, result.fields)
    } else if (known) {
      const changes = changesTo(known, result.fields, plan.onConflict)
      outcome = changes ? 'updated' : 'unchanged'
      fields = { ...known, ...changes }
    }
    stored.set(result.number, fields)
    return { ...common, outcome, reason: null, number: result.number, ...shown(fields), says: result.optIn, optedOut: Object.values(statesOf(db, [result.number]).get(result.number) ?? {}).includes('opted-out') }
  })
}
