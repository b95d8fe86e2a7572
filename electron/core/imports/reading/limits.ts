import type { RawRow } from './rows.ts'

export const MOST_BYTES = 2 * 1024 ** 3
export const MOST_COLUMNS = 1000

/** A piece of a file as rows, and how far into the file it goes, for showing progress. */
export type RowsPiece = { readonly rows: readonly RawRow[]; readonly bytesRead: number }
