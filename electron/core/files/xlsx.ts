/**
 * Excel files as they are written, a row at a time: a million rows in the memory of one. (The package write-excel-file
 * holds a whole sheet.) Cells are text, in a column format of text: no spreadsheet computes them, and numbers keep their plus.
 * The format: ECMA-376 parts 1 (SpreadsheetML) and 2 (its packaging), zip as in PKWARE's APPNOTE.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'

/** Rows of a sheet, its headings among them. */
export const XLSX_ROWS = 1_048_576
/** Longest text of a cell. */
const CELL = 32_767
/** A part of a zip without the 64-bit extension. */
const MOST_BYTES = 0xffff_ffff

const xml = (text: string): string =>
  text
    .slice(0, CELL)
    // eslint-disable-next-line no-control-regex -- what XML 1.0 has no place for
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    // Read back as a line feed otherwise.
    .replaceAll('\r', '&#13;')

/** 0 is A, 26 is AA. */
const letters = (column: number): string => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))
const names: string[] = []
const nameOf = (column: number): string => (names[column] ??= letters(column))

// Where a cell stands may be left out by the standard, but not every program that reads such files knows.
const row = (number: number, cells: readonly string[], style: 1 | 2): string =>
  `<row r="${number}">${cells.map((cell, at) => (cell === '' ? '' : `<c r="${nameOf(at)}${number}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${xml(cell)}</t></is></c>`)).join('')}</row>`

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const PARTS: readonly (readonly [string, string])[] = [
  ['[Content_Types].xml', `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`],
  ['_rels/.rels', `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
  ['xl/_rels/workbook.xml.rels', `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`],
  // 0: nothing; 1: text (49 is Excel's own format "@"); 2: text in bold, for the headings.
  ['xl/styles.xml', `${HEAD}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`],
]

const workbook = (sheet: string): string =>
  `${HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="${xml(sheet.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31)).replaceAll('"', '&quot;')}" sheetId="1" r:id="rId1"/></sheets></workbook>`

/** The sheet in pieces of some 64 KB. */
function* sheetXml(head: readonly string[], rows: Iterable<readonly string[]>): Iterable<string> {
  let text = `${HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${head.length}" width="20" customWidth="1" style="1"/></cols><sheetData>${row(1, head, 2)}`
  let count = 1
  for (const cells of rows) {
    count += 1
    if (count > XLSX_ROWS) throw new RangeError('An Excel sheet has room for 1,048,576 rows.')
    text += row(count, cells, 1)
    if (text.length > 65_536) {
      yield text
      text = ''
    }
  }
  yield `${text}</sheetData></worksheet>`
}

type Part = { readonly name: string; readonly crc: number; readonly packed: number; readonly bytes: number; readonly at: number }

const header = (part: Part, central: boolean): Buffer => {
  const name = Buffer.from(part.name, 'utf8')
  const head = Buffer.alloc(central ? 46 : 30)
  let at = head.writeUInt32LE(central ? 0x0201_4b50 : 0x0403_4b50, 0)
  if (central) at = head.writeUInt16LE(20, at)
  at = head.writeUInt16LE(20, at)
  // Names are UTF-8; deflated; a fixed day (1980-01-01), since the hour of the export is nobody's business.
  at = head.writeUInt16LE(0x0800, at)
  at = head.writeUInt16LE(8, at)
  at = head.writeUInt16LE(0, at)
  at = head.writeUInt16LE(0x21, at)
  at = head.writeUInt32LE(part.crc, at)
  at = head.writeUInt32LE(part.packed, at)
  at = head.writeUInt32LE(part.bytes, at)
  head.writeUInt16LE(name.length, at)
  if (central) head.writeUInt32LE(part.at, 42)
  return Buffer.concat([head, name])
}

/**
 * Writes one sheet to a file. Rows are asked for as the file grows.
 * @throws RangeError for more rows than a sheet has; errors of the file system, ENOSPC among them; whatever `rows` throws
 */
export const writeXlsx = async (path: string, sheet: string, head: readonly string[], rows: Iterable<readonly string[]>): Promise<void> => {
  const file = openSync(path, 'w')
  let at = 0
  const append = (bytes: Uint8Array): void => {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, at + done)
    at += bytes.length
  }
  const parts: Part[] = []
  const add = async (name: string, pieces: Iterable<string>): Promise<void> => {
    const start = at
    append(header({ name, crc: 0, packed: 0, bytes: 0, at: start }, false))
    const begin = at
    let crc = 0
    let bytes = 0
    const deflate = createDeflateRaw({ level: 5 })
    let failure: Error | null = null
    deflate.on('data', (chunk: Buffer) => {
      try {
        if (failure === null) append(chunk)
      } catch (error) {
        failure = error as Error
      }
    })
    try {
      for (const piece of pieces) {
        const raw = Buffer.from(piece, 'utf8')
        crc = crc32(raw, crc)
        bytes += raw.length
        if (!deflate.write(raw)) await once(deflate, 'drain')
        if (failure !== null) throw failure as Error
      }
      deflate.end()
      await once(deflate, 'end')
    } finally {
      deflate.destroy()
    }
    if (failure !== null) throw failure as Error
    const part: Part = { name, crc, packed: at - begin, bytes, at: start }
    if (bytes > MOST_BYTES || at > MOST_BYTES) throw new RangeError('The sheet is too large for an Excel file.')
    writeSync(file, header(part, false), 0, undefined, start)
    parts.push(part)
  }
  try {
    for (const [name, text] of PARTS) await add(name, [text])
    await add('xl/workbook.xml', [workbook(sheet)])
    await add('xl/worksheets/sheet1.xml', sheetXml(head, rows))
    const directory = at
    for (const part of parts) append(header(part, true))
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x0605_4b50, 0)
    end.writeUInt16LE(parts.length, 8)
    end.writeUInt16LE(parts.length, 10)
    end.writeUInt32LE(at - directory, 12)
    end.writeUInt32LE(directory, 16)
    append(end)
  } finally {
    closeSync(file)
  }
}
