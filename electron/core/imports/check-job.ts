/** What the thread of a dry run is given and tells: plain data. */
import type { ImportPlan, MayText, RejectReason } from '../../../shared/contract/imports.ts'
import type { FileStamp } from './reading/file.ts'

export type CheckFile = Pick<ImportPlan, 'reading' | 'mapping'> & { readonly path: string; readonly stamp: FileStamp; readonly headers: readonly string[] }

export type CheckJob = Pick<ImportPlan, 'tags' | 'consent' | 'onConflict'> & {
  /** Where the rows are put: a database of its own, outside the book. */
  readonly out: string
  readonly databaseFile: string
  readonly nativeBinding: string | undefined
  readonly country: string
  readonly files: readonly CheckFile[]
  /** One Int32: anything but 0 means stop. */
  readonly cancel: SharedArrayBuffer
}

export type CheckCounts = { rows: number; created: number; updated: number; unchanged: number; duplicates: number; rejected: number }
export type FileProblem = { readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly cause: string | null }

export type CheckFigures = CheckCounts & {
  readonly reasons: readonly { readonly reason: RejectReason; readonly rows: number }[]
  readonly stillOptedOut: number
  readonly optedOut: number
  readonly mayTextNow: MayText
  readonly mayText: MayText
}

export type CheckMessage =
  | { readonly kind: 'progress'; readonly progress: number; readonly counts: CheckCounts; readonly files: readonly number[] }
  | { readonly kind: 'done'; readonly figures: CheckFigures; readonly files: readonly { readonly rows: number; readonly problem: FileProblem | null }[] }
  | { readonly kind: 'canceled' }
