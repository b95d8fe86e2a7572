/** What the two threads of an import are given: plain data. */
import type { ImportPlan, Mapping, Reading } from '../../../shared/contract/imports.ts'
import type { FileStamp } from './reading/file.ts'

export type StageJob = {
  readonly role: 'stage'
  readonly path: string
  readonly stamp: FileStamp
  readonly stageFile: string
  readonly nativeBinding: string | undefined
  readonly reading: Reading
  readonly headers: readonly string[]
  readonly mapping: Mapping
  readonly country: string
  readonly tags: readonly string[]
  /** One Int32: anything but 0 means stop. */
  readonly cancel: SharedArrayBuffer
}

export type ApplyJob = {
  readonly role: 'apply'
  readonly importId: number
  readonly databaseFile: string
  readonly folder: string
  readonly stageFile: string
  readonly nativeBinding: string | undefined
  readonly fileName: string
  readonly bytes: number
  readonly headers: readonly string[]
  readonly plan: ImportPlan
  /** The moment of the import: every row and event of it bears this. */
  readonly at: number
  /** IANA zone in which the dates of the plan are meant. */
  readonly zone: string
  readonly cancel: SharedArrayBuffer
}

export type Counts = { rows: number; created: number; updated: number; unchanged: number; duplicates: number; rejected: number }

/** What the writing thread tells the main one. */
export type ApplyMessage =
  | { readonly kind: 'progress'; readonly progress: number; readonly counts: Counts }
  | { readonly kind: 'ended'; readonly state: 'done' | 'canceled' }
  | { readonly kind: 'failed'; readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly cause: string | null }
