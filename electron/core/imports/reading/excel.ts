/**
 * Excel's .xlsx, a sheet as rows.
 *
 * Read by ourselves rather than by the library `read-excel-file`, which the tests hold it to: that one unpacks a file
 * whole, with no bound on what comes out, and hands over all rows at once. Here a row lives for one piece, the import's
 * threads get rows as from a text file, and a bomb ends at a stated size.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import type { ImportSheet, Reading } from '../../../../shared/contract/imports.ts'
import { sharedTexts, stylesOf, textIn, workbookOf, type Shown } from './excel-parts.ts'
import { MOST_COLUMNS, type RowsPiece } from './limits.ts'
import { Refusal } from './refusals.ts'
import type { RawRow } from './rows.ts'
import { decodeXml, elements } from './xml.ts'
import { openZip } from './zip.ts'

/** Unpacked bytes of one sheet: a million rows of a thousand bytes. */
export const MOST_SHEET = 1024 ** 3
/** XML of one row; Excel's widest, full of numbers, has about 1 MB. */
const MOST_ROW = 8 << 20
/** Excel's own bound for a cell. */
const MOST_CELL = 32_767
/** Rows looked at for a title above the table. */
const TITLE_ROWS = 12

/** 'BC12' → 54; -1 when it is none. */
const columnOf = (reference: string): number => {
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) & ~32
    if (letter < 65 || letter > 90) return i === 0 ? -1 : column - 1
    column = column * 26 + letter - 64
    if (column > 16_384) return 16_384
  }
  return column - 1
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Excel's day number as an ISO date, with the time where there is one; its 1900 has a 29 February that never was. */
export const dateOf = (value: number, shown: 'date' | 'time', from1904: boolean): string => {
  const minutes = Math.round((value - Math.floor(value)) * 1440)
  let days = Math.floor(value) + (minutes === 1440 ? 1 : 0)
  const left = minutes % 1440
  const time = `${two(Math.floor(left / 60))}:${two(left % 60)}`
  if (shown === 'time' && days === 0) return time
  days += from1904 ? 1462 : days < 60 ? 1 : 0
  const date = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000)
  if (Number.isNaN(date.getTime()) || days < 0 || days > 2_958_465) return String(value)
  const iso = date.toISOString().slice(0, 10)
  return left === 0 ? iso : `${iso} ${time}`
}

/** A stored number as somebody would type it: every digit, no exponent, and none of the noise behind the fifteenth. */
const numberText = (value: string, shown: Shown, from1904: boolean): string => {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  if (shown === 'date' || shown === 'time') return number < 0 ? value : dateOf(number, shown, from1904)
  if (Number.isInteger(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER) return typeof shown === 'number' && number >= 0 ? String(number).padStart(shown, '0') : String(number)
  return String(Number(number.toPrecision(15)))
}

const VALUE = /<(?:\w{1,20}:)?v(?:\s[^<>]*)?>([^<]*)<\/(?:\w{1,20}:)?v>/
const ROW = /<(?:\w{1,20}:)?row(?=[\s>])([^<>]*)>/g
const REFERENCE = /\sr="([^"]*)"/
const TYPE = /\st="([^"]*)"/
const STYLE = /\ss="(\d+)"/

type Look = { readonly text: (index: number) => string; readonly styles: readonly Shown[]; readonly from1904: boolean }

const valueOf = (attributes: string, inner: string, look: Look): string => {
  const value = VALUE.exec(inner)?.[1] ?? ''
  switch (TYPE.exec(attributes)?.[1]) {
    case 's':
      return value === '' ? '' : look.text(Number(value))
    case 'inlineStr':
      return textIn(inner)
    case 'str':
    case 'd':
      return decodeXml(value)
    case 'b':
      return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
    // #N/A and its like are no value.
    case 'e':
      return ''
    default:
      return value === '' ? '' : numberText(value, look.styles[Number(STYLE.exec(attributes)?.[1] ?? -1)] ?? null, look.from1904)
  }
}

const cellsIn = (xml: string, look: Look): readonly string[] => {
  const cells: string[] = []
  let next = 0
  for (const { attributes, inner } of elements(xml, 'c')) {
    const at = columnOf(REFERENCE.exec(attributes)?.[1] ?? '')
    const column = at < 0 ? next : at
    next = column + 1
    // One more than may be, so that a sheet too wide is refused as one.
    if (inner === null || column > MOST_COLUMNS) continue
    const value = valueOf(attributes, inner, look).slice(0, MOST_CELL)
    if (value.trim() === '') continue
    while (cells.length < column) cells.push('')
    cells[column] = value
  }
  return cells
}

const hashed = (path: string, onBytes: (bytes: Uint8Array) => void): void => {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(1 << 18)
    for (;;) {
      const got = readSync(file, buffer, 0, buffer.length, null)
      if (got === 0) return
      onBytes(buffer.subarray(0, got))
    }
  } finally {
    closeSync(file)
  }
}

/** Rows with little in them above the table itself ("Customers 2026") are no rows of it. */
const withoutTitle = (rows: readonly RawRow[]): readonly RawRow[] => {
  const filled = rows.map(({ cells }) => cells.filter((cell) => cell !== '').length)
  return Math.max(0, ...filled) < 3 ? rows : rows.slice(filled.findIndex((count) => count >= 2))
}

/**
 * The rows of a sheet (the first visible one, unless named), piece by piece; a row's line is its number in the sheet.
 * `bytes` is the file's size: progress is told as a part of it.
 * @throws Refusal when it is damaged, protected, or unpacks to more than may be
 */
export function* readExcel(path: string, bytes: number, reading: Pick<Reading, 'sheet'>, onBytes?: (bytes: Uint8Array) => void): Generator<RowsPiece, void, void> {
  if (onBytes) hashed(path, onBytes)
  const zip = openZip(path)
  try {
    const book = workbookOf(zip)
    const sheet = book.sheets.find(({ name }) => name === reading.sheet) ?? book.sheets.find(({ hidden }) => !hidden) ?? book.sheets[0]
    const entry = sheet === undefined ? undefined : zip.entries.get(sheet.part)
    if (entry === undefined) throw new Refusal('imports-damaged')
    const look: Look = { text: sharedTexts(zip, book.texts), styles: stylesOf(zip, book.styles), from1904: book.from1904 }
    const decoder = new TextDecoder()
    const start: RawRow[] = []
    let started = false
    let text = ''
    let line = 0
    let searched = 0
    for (const piece of zip.read(entry, MOST_SHEET)) {
      text += decoder.decode(piece.bytes, { stream: true })
      const rows: RawRow[] = []
      let used = 0
      const close = /<\/(?:\w{1,20}:)?row>/g
      close.lastIndex = searched
      for (let found = close.exec(text); found; found = close.exec(text)) {
        const xml = text.slice(used, found.index)
        used = close.lastIndex
        // Rows without cells close themselves; the one that ends here opened last.
        const open = [...xml.matchAll(ROW)].at(-1)
        if (open === undefined) continue
        const stated = Number(/\sr="(\d+)"/.exec(open[1] as string)?.[1] ?? 0)
        line = stated > line ? stated : line + 1
        const cells = cellsIn(xml.slice(open.index + open[0].length), look)
        if (cells.length > 0) rows.push({ line, cells, malformed: false })
      }
      text = text.slice(used)
      searched = Math.max(0, text.length - 30)
      if (text.length > MOST_ROW) throw new Refusal('imports-damaged')
      const bytesRead = Math.min(bytes, Math.floor((piece.packed / Math.max(1, entry.packed)) * bytes))
      if (started) yield { rows, bytesRead }
      else {
        start.push(...rows)
        if (start.length < TITLE_ROWS) continue
        started = true
        yield { rows: withoutTitle(start), bytesRead }
      }
    }
    yield { rows: started ? [] : withoutTitle(start), bytesRead: bytes }
  } finally {
    zip.close()
  }
}

/** Sheets that are looked into; a workbook of more has its others shown as they are. */
const MOST_SHEETS = 60

/** The sheets of a file, in its order. @throws Refusal */
export const sheetsOf = (path: string): readonly ImportSheet[] => {
  const zip = openZip(path)
  try {
    return workbookOf(zip).sheets.map(({ name, hidden, part }, i): ImportSheet => {
      const entry = zip.entries.get(part)
      if (entry === undefined || i >= MOST_SHEETS) return { name, hidden, empty: false, rows: null }
      let head = ''
      let found = false
      for (const { bytes } of zip.read(entry, MOST_SHEET)) {
        head += new TextDecoder().decode(bytes)
        found = /<(?:\w{1,20}:)?(?:v|t)(?:\s[^<>]*)?>[^<]/.test(head)
        if (found || head.length > MOST_ROW) break
      }
      const stated = /<(?:\w{1,20}:)?dimension\s[^<>]*ref="[A-Z]+\d+:[A-Z]+(\d+)"/.exec(head)?.[1]
      return { name, hidden, empty: !found, rows: stated === undefined ? null : Number(stated) }
    })
  } finally {
    zip.close()
  }
}
