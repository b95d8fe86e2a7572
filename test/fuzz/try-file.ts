/** What must hold of any file: no crash, no hang, and never a number that is not in the row's own number cells. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CountryCode } from 'libphonenumber-js/max'
import type { Mapping, Reading } from '../../shared/contract/imports.ts'
import { headersOf, inspect } from '../../electron/core/imports/inspect.ts'
import { readRows, firstRows } from '../../electron/core/imports/reading/file.ts'
import { Refusal } from '../../electron/core/imports/reading/refusals.ts'
import { rowToContact } from '../../electron/core/imports/row.ts'
import type { Db } from '../../electron/core/database/open.ts'

export type Tried = { readonly outcome: 'refused' | 'read'; readonly rows: number; readonly people: number }

/** What a spreadsheet does to a number, undone independently: 1.2025550143E+10 → 12025550143. */
const plain = (cell: string): string => {
  const found = /^\D*(\d)(?:[.,](\d+))?e\+?(\d{1,2})\D*$/i.exec(cell)
  return found === null ? cell : (found[1] as string) + (found[2] ?? '').padEnd(Number(found[3]), '0').slice(0, Number(found[3]))
}

const onlyDigits = (value: string): string => value.normalize('NFKC').replace(/\D/g, '')

/**
 * Whether a number is one that libphonenumber finds in a cell: one of the cell's parts parses to it, or says its digits
 * in full where the library holds a range for fiction to be unassigned.
 */
export const isIn = (number: string, cells: readonly string[], country: CountryCode): boolean =>
  cells.some((cell) => {
    const parts = [cell, ...cell.split(/:::|[;/,|&\r\n]|\s(?:or|ou|and|et)\s/i)]
    return parts.some((part) => {
      const text = plain(part.normalize('NFKC')).replace(/[.,]0+\s*$/, '')
      return (
        [text, text.replace(/^[^\d+(]+/, ''), text.replace(/^\D*00/, '+'), onlyDigits(text), `+${onlyDigits(text)}`].some((one) => parsePhoneNumberFromString(one, country)?.number === number)
      )
    })
  })

/** Reads a file as an import would. @throws when something that must hold does not */
export const tryFile = async (db: Db, path: string, country: CountryCode): Promise<Tried> => {
  let reading: Reading
  let mapping: Mapping
  try {
    const found = await inspect(db, path, {}, { country, language: 'en' })
    reading = found.reading
    mapping = found.columns.map(({ guess }) => guess)
    if (!mapping.includes('number') && !mapping.includes('mobile')) mapping = mapping.map(() => 'number')
  } catch (error) {
    if (error instanceof Refusal) return { outcome: 'refused', rows: 0, people: 0 }
    throw error
  }
  let rows = 0
  let people = 0
  try {
    const headers = headersOf(firstRows(path, reading, 200), reading.hasHeader, 'en')
    const readRow = rowToContact({ headers, mapping, country })
    let header = reading.hasHeader
    let line = -1
    for (const piece of readRows(path, reading)) {
      for (const row of piece.rows) {
        if (row.line <= line) throw new Error(`Line ${String(row.line)} comes after ${String(line)}.`)
        line = row.line
        if (header) {
          header = false
          continue
        }
        rows++
        const result = readRow(row)
        if (!result.ok) continue
        people++
        const cells = mapping.flatMap((meaning, i) => (meaning === 'number' || meaning === 'mobile' ? [row.cells[i] ?? ''] : []))
        if (!isIn(result.number, cells, country)) throw new Error(`${result.number} is not in ${JSON.stringify(cells)}`)
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
  return { outcome: 'read', rows, people }
}
