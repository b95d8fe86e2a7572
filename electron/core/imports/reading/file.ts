/** A file as rows, in pieces: no file is ever whole in memory. Every kind comes through here. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Reading } from '../../../../shared/contract/imports.ts'
import { readExcel } from './excel.ts'
import type { RowsPiece } from './limits.ts'
import { createRowReader, type RawRow } from './rows.ts'
import { createCardReader } from './vcard.ts'

export { MOST_BYTES, MOST_COLUMNS, type RowsPiece } from './limits.ts'

const PIECE = 1 << 16

export type FileStamp = { readonly bytes: number; readonly changedAt: number }

/** What of a reading matters for the rows. */
export type RowsReading = Pick<Reading, 'encoding' | 'delimiter' | 'kind' | 'sheet'>

/**
 * The rows of a file, piece by piece, in file order; `onBytes` sees every byte on the way (for a hash). A mark at the
 * beginning is not part of the first cell.
 * @throws Refusal, also between two pieces, when the file is not what its reading says
 */
export function* readRows(path: string, reading: RowsReading, onBytes?: (bytes: Uint8Array) => void): Generator<RowsPiece, void, void> {
  if (reading.kind === 'excel') return yield* readExcel(path, stampOf(path).bytes, reading, onBytes)
  const file = openSync(path, 'r')
  try {
    const decoder = new TextDecoder(reading.encoding)
    const reader = reading.kind === 'vcard' ? createCardReader() : createRowReader(reading.delimiter)
    const buffer = Buffer.allocUnsafe(PIECE)
    let bytesRead = 0
    for (;;) {
      const got = readSync(file, buffer, 0, PIECE, null)
      if (got === 0) break
      bytesRead += got
      const bytes = buffer.subarray(0, got)
      onBytes?.(bytes)
      yield { rows: reader.push(decoder.decode(bytes, { stream: true })), bytesRead }
    }
    const rows = reader.push(decoder.decode())
    yield { rows: [...rows, ...reader.end()], bytesRead }
  } finally {
    closeSync(file)
  }
}

/** The first `limit` rows (and, for a header, one more). */
export const firstRows = (path: string, reading: RowsReading, limit: number): readonly RawRow[] => {
  const rows: RawRow[] = []
  for (const piece of readRows(path, reading)) {
    rows.push(...piece.rows.slice(0, limit - rows.length))
    if (rows.length >= limit) break
  }
  return rows
}

/** Size and time of change, to notice a file that changed between the preview and the start. */
export const stampOf = (path: string): FileStamp => {
  const file = openSync(path, 'r')
  try {
    const { size, mtimeMs } = fstatSync(file)
    return { bytes: size, changedAt: mtimeMs }
  } finally {
    closeSync(file)
  }
}
