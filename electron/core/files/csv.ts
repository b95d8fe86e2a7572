/** CSV that spreadsheets open as it is meant. */
import { closeSync, openSync, writeSync } from 'node:fs'

/** Plain telephone numbers stay as they are: a plus and digits computes to itself and hides nothing. */
const PLAIN_NUMBER = /^\+\d{6,15}$/

/**
 * A cell that no spreadsheet takes for a formula: =, +, -, @, tab or line feed at its start (full-width forms too, spaces
 * before them ignored) get a leading apostrophe. E.164 numbers and plain negative numbers cannot run anything and stay.
 */
export const defuse = (cell: string): string =>
  /^\s*[=+\-@\t\r\n＝＋－＠]/.test(cell) && !PLAIN_NUMBER.test(cell) && !/^-\d+(?:[.,]\d+)?$/.test(cell) ? `'${cell}` : cell

const quoted = (cell: string): string => (/[",;\t\r\n|]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** One row of CSV, cells defused, with its CR LF. */
export const csvLine = (cells: readonly string[], delimiter: CsvDelimiter = ','): string => `${cells.map((cell) => quoted(defuse(cell))).join(delimiter)}\r\n`

export type CsvDelimiter = ',' | ';'
/** What Excel of a language splits columns at: where the comma is the decimal mark, the semicolon. */
export const delimiterOf = (language: 'en' | 'fr'): CsvDelimiter => (language === 'fr' ? ';' : ',')

/**
 * Writes rows to a file, about 64 KB at a time. `bom`: the mark by which Excel knows UTF-8.
 * @throws errors of the file system, ENOSPC among them.
 */
export const writeCsv = (path: string, rows: Iterable<readonly string[]>, { bom = true, delimiter = ',' }: { readonly bom?: boolean; readonly delimiter?: CsvDelimiter } = {}): void => {
  const file = openSync(path, 'w')
  try {
    let text = bom ? '\ufeff' : ''
    for (const row of rows) {
      text += csvLine(row, delimiter)
      if (text.length > 65_536) {
        writeSync(file, text)
        text = ''
      }
    }
    writeSync(file, text)
  } finally {
    closeSync(file)
  }
}
