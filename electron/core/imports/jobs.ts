/** What the threads of an import are given and tell each other: plain data. */
import type { ImportPlan, Mapping, Reading, RejectReason } from '../../../shared/contract/imports.ts'
import type { ImportedConsent } from '../consent/first-hashes.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
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
  /** Whether a row that says nothing of being texted agrees; null where nobody is asked about. */
  readonly unsaidAgrees: boolean | null
  /** What those who agree are on record with, and for what. */
  readonly consent: { readonly imported: ImportedConsent; readonly purposes: readonly Purpose[] }
  readonly aside: AsideJob | null
  /** What the threads tell each other at once (signals.ts). */
  readonly cancel: SharedArrayBuffer
}

/** Only where there is an `aside`. */
export type SearchJob = { readonly role: 'search'; readonly aside: AsideJob; readonly nativeBinding: string | undefined; readonly bytes: number; readonly cancel: SharedArrayBuffer }

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
 * A person as the pieces carry them, by place: number, country, first and last name, the name they are sorted by, email,
 * region, postal code, language, notes, custom fields.
 */
export type PersonRow = readonly [
  number: string, country: string | null, firstName: string, lastName: string, sortName: string, email: string, region: string, postalCode: string,
  language: 'en' | 'fr' | null, notes: string, custom: Readonly<Record<string, string>>,
]

/** Somebody an earlier piece had already; fields said there are blank here. */
export type AgainRow = { readonly line: number; readonly person: PersonRow; readonly tags: readonly number[] }

/**
 * A row that is no person of its own: left out, or about somebody of the same piece (`person`, their place in it) or of an
 * earlier one (`number` alone).
 */
export type OtherRow = { readonly line: number; readonly reason: RejectReason | null; readonly number: string | null; readonly person: number; readonly raw: string | null }

/**
 * Lines next to each other that each brought somebody new: `line + n` is the person at place `at + n`. `row`: how many
 * rows of the file come before.
 */
export type Span = { readonly line: number; readonly at: number; readonly rows: number; readonly row: number }

/**
 * A few thousand rows, on a port of their own: the writing thread takes each when it comes to it, so that neither side's
 * memory holds many. People go as JSON in UTF-8: the bytes change hands instead of being copied, and SQLite takes them
 * apart, where handing over each value by itself would take longer than storing it.
 */
export type Piece = {
  /** How many people it brings for the first time, and these, a JSON array of `PersonRow`. */
  readonly count: number
  readonly people: Uint8Array
  readonly spans: readonly Span[]
  /** What the search keeps of each of them, a JSON array of [words, digits]; null where it is built aside. */
  readonly search: Uint8Array | null
  /** Who has a tag: places, by the numbers tags go by in the pieces. */
  readonly tagged: readonly { readonly local: number; readonly places: readonly number[] }[]
  /** Tags not met before. */
  readonly tags: readonly { readonly local: number; readonly name: string }[]
  readonly again: readonly AgainRow[]
  readonly others: readonly OtherRow[]
}

/** What people of the file say of being texted: thousands of numbers, a JSON array, sorted. */
export type SaidPart = { readonly says: 'yes' | 'no' | 'stop'; readonly numbers: string }
/** Of a part that says yes, by purpose: the hashes of its events (consent/first-hashes.ts). */
export type SaidHashes = Readonly<Partial<Record<Purpose, Uint8Array>>>
/** They follow the pieces on the same port. What of them comes too late the writing thread makes itself. */
export type HashedPart = { readonly part: number; readonly hashes: SaidHashes }

/** So many pieces wait on the other port: one transaction. */
export type Chunk = { readonly kind: 'chunk'; readonly bytesRead: number; readonly pieces: number }
/** From the reading thread to the searching one: what the search keeps of people (Piece.search), whose ids go from `firstId` on. */
export type SearchMessage = { readonly kind: 'people'; readonly firstId: number; readonly search: Uint8Array } | { readonly kind: 'end' }

/** What the writing thread hears. 'all': all rows were sent. 'end': and this is what they say. 'searched': the search built aside is as whole as it gets; 'unsearched': it could not be built. */
export type ReadMessage =
  | Chunk
  | { readonly kind: 'all' }
  | { readonly kind: 'end'; readonly hash: string; readonly said: readonly SaidPart[] }
  | { readonly kind: 'searched' }
  | { readonly kind: 'unsearched'; readonly cause: string }
  | { readonly kind: 'refused'; readonly code: string; readonly params: Readonly<Record<string, string | number>> }
  | { readonly kind: 'crashed'; readonly cause: string }

export type UndoJob = {
  readonly role: 'undo'; readonly importId: number; readonly databaseFile: string; readonly nativeBinding: string | undefined
  /** The moment of undoing. */
  readonly now: number
  readonly cancel: SharedArrayBuffer
}
export type UndoMessage = { readonly kind: 'progress'; readonly progress: number } | { readonly kind: 'ended' } | { readonly kind: 'failed'; readonly cause: string }

export type Counts = { rows: number; created: number; updated: number; unchanged: number; duplicates: number; rejected: number }

/** What the writing thread tells the main one. */
export type WriteMessage =
  | { readonly kind: 'progress'; readonly progress: number; readonly counts: Counts }
  /** From here on it cannot be canceled any more. */
  | { readonly kind: 'sealed' }
  | { readonly kind: 'ended'; readonly state: 'done' | 'canceled' }
  | { readonly kind: 'failed'; readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly cause: string | null }
