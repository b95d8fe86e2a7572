/** A look into a file: how it is to be read, what its columns mean, whether it was here before. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { ImportSheet, Inspection, Reading } from '../../../shared/contract/imports.ts'
import type { Language } from '../../../shared/contract/common.ts'
import type { CountryCode } from '../../../shared/phone/normalise.ts'
import type { Db } from '../database/open.ts'
import { guessMeanings } from './columns.ts'
import { profileOf } from './profiles.ts'
import { importedBefore } from './queries.ts'
import { sheetsOf } from './reading/excel.ts'
import { guessEncoding } from './reading/encoding.ts'
import { MOST_BYTES, MOST_COLUMNS, firstRows, readRows, stampOf } from './reading/file.ts'
import { guessDelimiter, guessHeader } from './reading/guess.ts'
import { kindOf } from './reading/kind.ts'
import { Refusal } from './reading/refusals.ts'
import type { RawRow } from './reading/rows.ts'
import { VCARD_HEADINGS } from './reading/vcard.ts'
import { fingerprintOf, recall } from './remember.ts'

/** Rows looked at for guessing. */
const SAMPLE_ROWS = 200
/** Up to this size the rows are counted, above estimated from the beginning. */
const COUNTED_BYTES = 8 << 20
/** An .xlsx file holds some ten times its size. */
const COUNTED_EXCEL = 1 << 20
const HEAD_BYTES = 1 << 18

/** The headers of a file: its first row, or names for columns that have none. */
export const headersOf = (rows: readonly RawRow[], hasHeader: boolean, language: Language): readonly string[] => {
  // The reader's own headings, on a line that no file has.
  if (rows[0]?.line === 0) return VCARD_HEADINGS.map((heading) => heading[language])
  const width = rows.reduce((most, row) => (row.malformed ? most : Math.max(most, row.cells.length)), 0)
  const first = hasHeader ? (rows[0]?.cells ?? []) : []
  return Array.from({ length: width }, (_, i) => {
    const header = (first[i] ?? '').trim()
    return header !== '' ? header : `${language === 'fr' ? 'Colonne' : 'Column'} ${i + 1}`
  })
}

const readHead = async (path: string, reading: Pick<Reading, 'encoding'>): Promise<string> => {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return new TextDecoder(reading.encoding).decode(buffer.subarray(0, bytesRead), { stream: true })
  } finally {
    await file.close()
  }
}

/** SHA-256 of a file's bytes, in hex. Leaves the thread free between pieces. */
const hashFile = async (path: string): Promise<string> => {
  const file = await open(path)
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafe(1 << 20)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

const countRows = async (path: string, reading: Reading, bytes: number, stated: number | null): Promise<{ rows: number; rowsExact: boolean }> => {
  if (reading.kind === 'excel' && bytes > COUNTED_EXCEL && stated !== null) return { rows: Math.max(1, stated - (reading.hasHeader ? 1 : 0)), rowsExact: false }
  let rows = reading.hasHeader ? -1 : 0
  for (const piece of readRows(path, reading)) {
    rows += piece.rows.length
    if (bytes > COUNTED_BYTES) {
      if (piece.bytesRead >= 1 << 20) return { rows: Math.round((rows / piece.bytesRead) * bytes), rowsExact: false }
    } else await turn()
  }
  return { rows: Math.max(0, rows), rowsExact: true }
}

/** What is looked at first, and how it is read; for an Excel file also its sheets. @throws Refusal */
const readingOf = async (path: string, bytes: number, wish: Partial<Reading>): Promise<{ readonly reading: Reading; readonly sheets: readonly ImportSheet[]; readonly sample: readonly RawRow[] }> => {
  const kind = kindOf(path)
  const plain = { encoding: 'utf-8', delimiter: ',' } as const
  switch (kind) {
    case 'excel': {
      const sheets = sheetsOf(path)
      const rowsOf = (sheet: string): readonly RawRow[] => firstRows(path, { ...plain, kind, sheet }, SAMPLE_ROWS)
      const full = sheets.filter(({ empty }) => !empty)
      const visible = full.filter(({ hidden }) => !hidden)
      const wished = sheets.find(({ name }) => name === wish.sheet)
      const sheet = wished ?? visible.find(({ name }) => holdsNumbers(rowsOf(name))) ?? visible[0] ?? full[0]
      if (sheet === undefined) throw new Refusal('imports-empty')
      const sample = rowsOf(sheet.name)
      return { reading: { ...plain, kind, sheet: sheet.name, hasHeader: wish.hasHeader ?? guessHeader(sample) }, sheets, sample }
    }
    case 'vcard':
    case 'text': {
      const file = await open(path)
      const guessed = await guessEncoding(file, bytes).finally(() => file.close())
      const encoding = wish.encoding ?? guessed
      if (kind === 'vcard') return { reading: { encoding, delimiter: ',', kind, hasHeader: true }, sheets: [], sample: firstRows(path, { encoding, delimiter: ',', kind }, SAMPLE_ROWS) }
      const head = await readHead(path, { encoding })
      if (head.trim() === '') throw new Refusal('imports-empty')
      const delimiter = wish.delimiter ?? guessDelimiter(head)
      const sample = firstRows(path, { encoding, delimiter }, SAMPLE_ROWS)
      return { reading: { encoding, delimiter, hasHeader: wish.hasHeader ?? guessHeader(sample) }, sheets: [], sample }
    }
  }
}

const holdsNumbers = (rows: readonly RawRow[]): boolean => rows.some(({ cells }) => cells.some((cell) => (cell.match(/\d/g) ?? []).length >= 7))

/** @throws Refusal when there is nothing to read, or too much. */
export const inspect = async (db: Db, path: string, wish: Partial<Reading>, settings: { readonly country: string; readonly language: Language }): Promise<Inspection> => {
  const { bytes } = stampOf(path)
  if (bytes > MOST_BYTES) throw new Refusal('imports-too-big')
  if (bytes === 0) throw new Refusal('imports-empty')
  const { reading, sheets, sample } = await readingOf(path, bytes, wish)
  if (sample.length === 0) throw new Refusal('imports-empty')
  const { hasHeader } = reading
  const data = hasHeader ? sample.slice(1) : sample
  const headers = headersOf(sample, hasHeader, settings.language)
  if (headers.length > MOST_COLUMNS) throw new Refusal('imports-too-many-columns', { columns: headers.length, most: MOST_COLUMNS })
  const whole = data.filter((row) => !row.malformed)
  const columns = headers.map((_, i) => whole.map((row) => row.cells[i] ?? ''))
  const cards = reading.kind === 'vcard'
  const profile = hasHeader && !cards ? profileOf(headers) : null
  const meanings = cards ? VCARD_HEADINGS.map(({ means }) => means) : guessMeanings(hasHeader ? headers : headers.map(() => ''), columns, settings.country as CountryCode, profile)
  // Of several sheets another may be the one that is meant: then the person is asked.
  const choosable = sheets.filter(({ empty }) => !empty).length > 1
  if (data.length === 0 && !choosable) throw new Refusal('imports-header-only')
  if (!choosable && !meanings.includes('number') && !meanings.includes('mobile') && !holdsNumbers(whole)) throw new Refusal('imports-no-number-column')
  const stated = sheets.find(({ name }) => name === reading.sheet)?.rows ?? null
  const [hash, counted] = await Promise.all([hashFile(path), countRows(path, reading, bytes, stated)])
  const fingerprint = fingerprintOf(headers, hasHeader)
  return {
    fileName: basename(path),
    bytes,
    reading,
    sheets,
    profile: cards ? ((await readHead(path, reading)).match(/^PRODID:.*Apple/im) === null ? null : 'apple') : (profile?.id ?? null),
    noMeans: profile?.noMeans ?? 'refused',
    fingerprint,
    remembered: recall(db, fingerprint, headers, hasHeader),
    columns: headers.map((header, index) => ({
      index,
      header,
      samples: (columns[index] ?? []).map((value) => value.trim().slice(0, 200)).filter((value) => value !== '').slice(0, 5),
      guess: meanings[index] ?? 'skip',
    })),
    ...counted,
    importedBefore: importedBefore(db, hash),
  }
}
