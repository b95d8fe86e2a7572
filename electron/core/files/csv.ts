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

export type CsvDelimiter = ',' | ';' | '\t'
/** What Excel of a language splits columns at: where the comma is the decimal mark, the semicolon. */
export const delimiterOf = (language: 'en' | 'fr'): CsvDelimiter => (language === 'fr' ? ';' : ',')

export type CsvOptions = {
  /** The mark by which Excel knows UTF-8. Default true. */
  readonly bom?: boolean
  readonly delimiter?: CsvDelimiter
  /** Text into bytes, in the place of UTF-8. */
  readonly encode?: (text: string) => Uint8Array
}

/**
 * Writes rows to a file, about 64 KB at a time.
 * @throws errors of the file system, ENOSPC among them.
 */
export const writeCsv = (path: string, rows: Iterable<readonly string[]>, { bom = true, delimiter = ',', encode = (text) => Buffer.from(text, 'utf8') }: CsvOptions = {}): void => {
  const file = openSync(path, 'w')
  const write = (text: string): void => {
    const bytes = encode(text)
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
  }
  try {
    let text = bom ? '\ufeff' : ''
    for (const row of rows) {
      text += csvLine(row, delimiter)
      if (text.length > 65_536) {
        write(text)
        text = ''
      }
    }
    write(text)
  } finally {
    closeSync(file)
  }
}
