import type { RawRow } from './rows.ts'

export const MOST_BYTES = 2 * 1024 ** 3
export const MOST_COLUMNS = 1000

/**
 * Rows about one person among so many are merged before they are compared with the book. The import and the dry run must
 * agree in it: which rows count as changing somebody depends on it. What is made of so many stays within the processor's cache.
 */
export const ROWS_MERGED = 1_000

/** A piece of a file as rows, and how far into the file it goes, for showing progress. */
export type RowsPiece = { readonly rows: readonly RawRow[]; readonly bytesRead: number }
