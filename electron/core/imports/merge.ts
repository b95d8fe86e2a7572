/** What becomes of a person already known, and of two rows about one person: the same rules for preview and run. */
import type { ImportPlan } from '../../../shared/contract/imports.ts'
import type { RowFields } from './row.ts'
import type { OptIn } from './opt-in.ts'

export { mergeOptIn } from './opt-in.ts'

type TextField = 'firstName' | 'lastName' | 'email' | 'region' | 'postalCode' | 'notes'
export const TEXT_FIELDS = ['firstName', 'lastName', 'email', 'region', 'postalCode', 'notes'] as const satisfies readonly TextField[]

/** A contact as far as an import can change it. */
export type KnownContact = RowFields & { readonly id: number }

const union = (tags: readonly string[], more: readonly string[]): readonly string[] => {
  const known = new Set(tags.map((tag) => tag.toLowerCase()))
  const fresh = more.filter((tag) => !known.has(tag.toLowerCase()))
  return fresh.length === 0 ? tags : [...tags, ...fresh]
}

/** Two rows of one file about one person: the earlier wins where both say something. */
export const mergeRows = (first: RowFields, later: RowFields): RowFields => {
  const merged: RowFields = { ...first, tags: union(first.tags, later.tags), custom: { ...later.custom, ...first.custom } }
  for (const field of TEXT_FIELDS) if (merged[field] === '') merged[field] = later[field]
  merged.language ??= later.language
  return merged
}

/** What a row changes about a contact; null when nothing. With 'keep' only its tags. Tags only ever add up. */
export const changesTo = (contact: RowFields, row: RowFields, onConflict: ImportPlan['onConflict']): Partial<RowFields> | null => {
  const changes: Partial<RowFields> = {}
  const wins = (old: string | null | undefined, said: string | null): boolean =>
    said !== null && said !== '' && said !== old && (onConflict === 'overwrite' || (onConflict === 'fill' && (old === '' || old == null)))
  for (const field of TEXT_FIELDS) if (wins(contact[field], row[field])) changes[field] = row[field]
  if (wins(contact.language, row.language)) changes.language = row.language
  const custom = Object.entries(row.custom).filter(([key, value]) => wins(contact.custom[key], value))
  if (custom.length > 0) changes.custom = { ...contact.custom, ...Object.fromEntries(custom) }
  const tags = union(contact.tags, row.tags)
  if (tags !== contact.tags) changes.tags = tags
  return Object.keys(changes).length === 0 ? null : changes
}

/**
 * Whether a row's person gets the consent of the plan. A "no" in the file is never overruled; a blank counts as agreed
 * only where the owner says that everybody in the file agreed.
 */
export const agrees = (optIn: OptIn, consent: { readonly onlyWhereOptedIn: boolean }, hasOptInColumn: boolean): boolean => {
  switch (optIn) {
    case 'yes':
      return true
    case 'unclear':
    case 'no':
    case 'stop':
      return false
    case 'unsaid':
      return !(hasOptInColumn && consent.onlyWhereOptedIn)
  }
}
