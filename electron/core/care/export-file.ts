/** People as a file, in the order of names. Runs in a worker: care-worker.ts. */
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import type { Language } from '../../../shared/contract/common.ts'
import type { ExportColumn } from '../../../shared/contract/people.ts'
import { choose } from '../contacts/choice.ts'
import { customFields } from '../contacts/fields.ts'
import { chosenByName, wholeRows, type WholeRow } from '../contacts/whole-rows.ts'
import type { Db } from '../database/open.ts'
import { writeCsv, type CsvDelimiter } from '../files/csv.ts'
import { fitsWindows1252, toWindows1252 } from '../files/windows-1252.ts'
import { writeXlsx, XLSX_ROWS } from '../files/xlsx.ts'
import { exportWords } from './export-words.ts'

export type ExportPlan = {
  readonly who: ContactChoice
  readonly format: 'csv' | 'xlsx'
  readonly columns: readonly ExportColumn[]
  readonly encoding: 'utf-8' | 'windows-1252'
  readonly delimiter: CsvDelimiter
  readonly language: Language
  /** IANA zone in which days are written. */
  readonly zone: string
  readonly path: string
}
export type Exported = { readonly people: number; readonly unfit: number; readonly unfitLetters: readonly string[] }

/** People read at once. */
const BATCH = 1_000

/** Stopped by a person; the file is not whole. */
export class ExportStopped extends Error {}
/** More rows than an Excel sheet has. */
export class TooManyRows extends Error {}

const cellOf = (column: ExportColumn, language: Language, day: (at: number) => string): ((row: WholeRow) => string) => {
  const words = exportWords[language]
  if (column.startsWith('custom:')) {
    const key = column.slice('custom:'.length)
    return (row) => row.custom[key] ?? ''
  }
  switch (column) {
    case 'tags':
    case 'lists':
      return (row) => row[column].join(', ')
    case 'marketing':
    case 'service':
      return (row) => words.consent[row[column]]
    case 'marketingSince':
    case 'serviceSince':
    case 'createdAt':
    case 'updatedAt':
      return (row) => {
        const at = row[column]
        return at === null ? '' : day(at)
      }
    case 'unreachable':
      return (row) => (row.unreachable === null ? '' : words.unreachable[row.unreachable])
    default:
      return (row) => (row[column as 'number' | 'country'] ?? '')
  }
}

/** `tell` is called now and then with how far it is; answering true stops. @throws ExportStopped, TooManyRows, errors of the file system */
export const exportPeople = async (db: Db, plan: ExportPlan, tell: (done: number, total: number) => boolean): Promise<Exported> => {
  const { columns, language, format, encoding, path } = plan
  choose(db, plan.who)
  const ids = chosenByName(db)
  if (format === 'xlsx' && ids.length >= XLSX_ROWS) throw new TooManyRows()
  const labels = new Map(customFields(db).map(({ key, label }) => [`custom:${key}`, label]))
  const words = exportWords[language]
  const head = columns.map((column) => words.columns[column] ?? labels.get(column) ?? column.replace('custom:', ''))
  // As 2026-06-01: every spreadsheet in every country takes it for that day.
  const format10 = new Intl.DateTimeFormat('sv-SE', { timeZone: plan.zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const cells = columns.map((column) => cellOf(column, language, (at) => format10.format(at)))
  const narrow = format === 'csv' && encoding === 'windows-1252'
  let people = 0
  let unfit = 0
  const letters = new Map<string, number>()
  function* rows(): Iterable<readonly string[]> {
    for (let from = 0; from < ids.length; from += BATCH) {
      if (tell(from, ids.length)) throw new ExportStopped()
      for (const row of wholeRows(db, ids.slice(from, from + BATCH))) {
        const line = cells.map((cell) => cell(row))
        if (narrow) for (const cell of line) if (!fitsWindows1252(cell)) unfit += 1
        people += 1
        yield line
      }
    }
    tell(ids.length, ids.length)
  }
  function* withHead(): Iterable<readonly string[]> {
    yield head
    yield* rows()
  }
  if (format === 'xlsx') await writeXlsx(path, words.file, head, rows())
  else
    writeCsv(path, withHead(), {
      delimiter: plan.delimiter,
      bom: !narrow,
      ...(narrow ? { encode: (text: string) => toWindows1252(text, (letter) => void letters.set(letter, (letters.get(letter) ?? 0) + 1)) } : {}),
    })
  return { people, unfit, unfitLetters: [...letters].sort((a, b) => b[1] - a[1]).slice(0, 10).map(([letter]) => letter) }
}
