/** What the two threads of an import are given and tell each other: plain data. */
import type { ImportPlan, Mapping, Reading, RejectReason } from '../../../shared/contract/imports.ts'
import type { FileStamp } from './reading/file.ts'

/** Where the search is built beside the book: for a large file and an empty book. */
export type AsideJob = {
  readonly file: string
  /** What made the book's search table. */
  readonly sql: string
  /** The id of the first person; all others follow. */
  readonly firstId: number
}

export type ReadJob = {
  readonly role: 'read'
  readonly path: string
  readonly stamp: FileStamp
  readonly nativeBinding: string | undefined
  readonly reading: Reading
  readonly headers: readonly string[]
  readonly mapping: Mapping
  readonly country: string
  readonly tags: readonly string[]
  readonly aside: AsideJob | null
  /** One Int32: anything but 0 means stop. */
  readonly cancel: SharedArrayBuffer
}

export type WriteJob = {
  readonly role: 'write'
  readonly importId: number
  readonly databaseFile: string
  readonly folder: string
  readonly nativeBinding: string | undefined
  readonly fileName: string
  readonly bytes: number
  readonly headers: readonly string[]
  readonly plan: ImportPlan
  readonly aside: AsideJob | null
  /** The moment of the import: every row and event of it bears this. */
  readonly at: number
  /** IANA zone in which the dates of the plan are meant. */
  readonly zone: string
  readonly cancel: SharedArrayBuffer
}

/**
 * People by column: one place for each person of a piece, rows of one piece about one person merged. `again` where an
 * earlier piece had the number (fields said there are blank here). Columns cross between threads faster than objects.
 */
export type People = {
  readonly line: number[]
  readonly again: boolean[]
  readonly opted: number[]
  readonly number: string[]
  readonly country: (string | null)[]
  readonly firstName: string[]
  readonly lastName: string[]
  readonly sortName: string[]
  readonly email: string[]
  readonly region: string[]
  readonly postalCode: string[]
  readonly language: ('en' | 'fr' | null)[]
  readonly notes: string[]
  readonly custom: string[]
  /** Tags by the numbers they go by in the pieces. */
  readonly tags: (readonly number[] | null)[]
}

/** A row that is no person: a duplicate within its piece, or left out. */
export type OtherRow = {
  readonly line: number; readonly reason: RejectReason | null; readonly number: string | null; readonly raw: string | null; readonly opted: number
}

/** A few thousand rows, on a port of their own: the writing thread takes each when it comes to it, so that neither side's memory holds many. */
export type Piece = {
  readonly people: People
  /** What the search keeps of each person; null where it is built aside. */
  readonly search: { readonly words: readonly string[]; readonly digits: readonly string[] } | null
  readonly others: readonly OtherRow[]
  /** Tags not met before. */
  readonly tags: readonly { readonly local: number; readonly name: string }[]
}
/** So many pieces wait on the other port: one transaction. */
export type Chunk = { readonly kind: 'chunk'; readonly bytesRead: number; readonly pieces: number }
/** 'end': all rows were sent. 'searched': the search built aside is whole. */
export type ReadMessage =
  | Chunk
  | { readonly kind: 'end'; readonly hash: string }
  | { readonly kind: 'searched' }
  | { readonly kind: 'refused'; readonly code: string; readonly params: Readonly<Record<string, string | number>> }
  | { readonly kind: 'crashed'; readonly cause: string }

export type Counts = { rows: number; created: number; updated: number; unchanged: number; duplicates: number; rejected: number }

/** What the writing thread tells the main one. */
export type WriteMessage =
  | { readonly kind: 'progress'; readonly progress: number; readonly counts: Counts }
  | { readonly kind: 'ended'; readonly state: 'done' | 'canceled' }
  | { readonly kind: 'failed'; readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly cause: string | null }
