import { create } from 'zustand'
import type { ExportColumn } from '../../../shared/contract/people.ts'

/** How the last file was written: the next one is likely to be the same. */
export type ExportChoice = {
  readonly format: 'csv' | 'xlsx'
  readonly columns: readonly ExportColumn[]
  readonly encoding: 'utf-8' | 'windows-1252'
  /** Null: what the language's Excel takes. */
  readonly delimiter: ',' | ';' | '\t' | null
}

export const usualColumns = ['firstName', 'lastName', 'number', 'email', 'tags', 'marketing', 'service'] as const satisfies readonly ExportColumn[]
export const ownColumns = [
  'firstName', 'lastName', 'number', 'email', 'country', 'region', 'postalCode', 'timeZone', 'language', 'tags', 'lists',
  'marketing', 'marketingSince', 'service', 'serviceSince', 'unreachable', 'notes', 'createdAt', 'updatedAt',
] as const satisfies readonly ExportColumn[]

export const useExportStore = create<ExportChoice & { readonly set: (change: Partial<ExportChoice>) => void }>((set) => ({
  format: 'xlsx', columns: usualColumns, encoding: 'utf-8', delimiter: null,
  set: (change) => { set(change) },
}))
