/** Delimiter and header, guessed from the first rows. */
import type { Delimiter } from '../../../../shared/contract/imports.ts'
import { fold } from '../../contacts/fold.ts'
import { createRowReader, type RawRow } from './rows.ts'
import { meaningOfHeader } from '../columns.ts'

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']

/** Rows of a text read with `delimiter`; the last, perhaps cut off, left out when there are more. */
const sampleRows = (text: string, delimiter: Delimiter): readonly RawRow[] => {
  const reader = createRowReader(delimiter)
  const rows = reader.push(text)
  return rows.length > 0 ? rows : reader.end()
}

/**
 * The delimiter that cuts the rows into the same number of cells most consistently, quotes and line breaks in fields
 * minded; with equal claims the one making more cells. A file of one column has a comma.
 */
export const guessDelimiter = (text: string): Delimiter => {
  // Excel's own line, `sep=;`, says it outright.
  const said = /^sep=([,;\t|])\r?\n/i.exec(text)
  if (said) return said[1] as Delimiter
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(text, delimiter).slice(0, 200)
    if (rows.length === 0) continue
    const widths = new Map<number, number>()
    for (const { cells } of rows) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
    const [width, times] = [...widths].reduce((most, next) => (next[1] > most[1] ? next : most))
    if (width < 2) continue
    const malformed = rows.filter((row) => row.malformed).length
    // The header alone is worth something too: data rows are often ragged, the header never is.
    const header = rows[0]?.cells.length ?? 0
    const score = (times - malformed) / rows.length + (header === width ? 0.5 : 0) + Math.min(width, 30) / 100
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

const LOOKS_LIKE_DATA = /\d{3}|@/

/** Whether the first row names the columns: some are names we know, or none has the digits or the @ of data below it. */
export const guessHeader = (rows: readonly RawRow[]): boolean => {
  const first = rows[0]
  if (!first || first.malformed) return false
  if (first.cells.some((cell) => LOOKS_LIKE_DATA.test(cell) && !/^(?:e-?mail|phone|address|t[ée]l)/i.test(cell.trim()))) return false
  const known = first.cells.filter((cell) => meaningOfHeader(cell) !== null).length
  if (known > 0) return true
  const filled = first.cells.filter((cell) => cell.trim() !== '')
  const different = new Set(filled.map((cell) => fold(cell.trim()))).size === filled.length
  return different && rows.slice(1, 20).some((row) => row.cells.some((cell) => LOOKS_LIKE_DATA.test(cell)))
}
