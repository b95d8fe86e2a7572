import type { CheckRow } from '../../../shared/contract/imports.ts'
import type { Met } from './check-book.ts'
import type { RowFields } from './row.ts'

const FIELDS = { firstName: 'first-name', lastName: 'last-name', email: 'email', region: 'region', postalCode: 'postal-code', language: 'language', notes: 'notes' } as const

/** What a row changes, as old and new; `labels` are the names of custom fields by key. */
export const changeList = ({ known, changes, newTags }: Met, labels: ReadonlyMap<string, string>): CheckRow['changes'] => {
  const list: CheckRow['changes'][number][] = []
  for (const [key, field] of Object.entries(FIELDS) as [keyof typeof FIELDS, (typeof FIELDS)[keyof typeof FIELDS]][]) {
    const to = changes?.[key]
    if (to !== undefined && to !== null) list.push({ field, label: '', from: known[key] ?? '', to })
  }
  const custom: RowFields['custom'] = changes?.custom ?? {}
  for (const [key, to] of Object.entries(custom)) if (to !== known.custom[key]) list.push({ field: 'custom', label: labels.get(key) ?? key, from: String(known.custom[key] ?? ''), to })
  if (newTags.length > 0) list.push({ field: 'tags', label: '', from: known.tags.join(', '), to: [...known.tags, ...newTags].join(', ') })
  return list
}
