/** What imports keep of one person: for the file they may ask for, and for erasing. */
import type { RowOutcome } from '../../../shared/contract/imports.ts'
import { recallErased } from '../consent/record.ts'
import { fold } from '../contacts/fold.ts'
import type { Db } from '../database/open.ts'

export type PersonImport = { readonly fileName: string; readonly at: number; readonly line: number; readonly outcome: RowOutcome; readonly raw: string | null }

/** Rows of imports about these entries, oldest first; of nobody's numbers, where there is no entry (a scan: a tenth of a second for a million rows). */
export const importRowsAbout = (db: Db, numbers: readonly string[], contactIds: readonly number[]): readonly PersonImport[] =>
  db
    .prepare(
      `SELECT i.file_name AS fileName, i.started_at AS at, r.line, r.outcome, r.raw FROM import_rows r JOIN imports i ON i.id = r.import_id
       WHERE ${contactIds.length > 0 ? 'r.contact_id' : 'r.number'} IN (SELECT value FROM json_each(@asked))
       UNION ALL
       SELECT i.file_name, i.started_at, s.line + j.value - s.contact_id, 'created', NULL FROM json_each(@ids) j
       JOIN import_spans s ON s.contact_id <= j.value AND s.contact_id + s.rows > j.value JOIN imports i ON i.id = s.import_id ORDER BY 2, 3`,
    )
    .all({ asked: JSON.stringify(contactIds.length > 0 ? contactIds : numbers), ids: JSON.stringify(contactIds) }) as PersonImport[]

/** How a person may be recognised in a row that was kept as it stood: digits of a number, an address, both names. */
export type Marks = { readonly numbers: readonly string[]; readonly emails: readonly string[]; readonly names: readonly (readonly [first: string, last: string])[] }

/** A test of a text for any of these marks. */
export const speaksOf = ({ numbers, emails, names }: Marks): ((text: string) => boolean) => {
  // The last nine digits are the same at home and abroad, but for countries with shorter numbers.
  const ends = numbers.map((number) => number.slice(1).slice(-9))
  const addresses = emails.map((email) => email.trim().toLowerCase()).filter((email) => email !== '')
  const both = names.map(([first, last]) => [fold(first).trim(), fold(last).trim()] as const).filter(([first, last]) => first !== '' && last !== '')
  return (text) => {
    const digits = text.replaceAll(/\D/g, '')
    if (ends.some((end) => digits.includes(end))) return true
    const folded = fold(text)
    return addresses.some((address) => folded.includes(fold(address))) || both.some(([first, last]) => folded.includes(first) && folded.includes(last))
  }
}

type Place = readonly [importId: number, line: number]
/** Rows that erasing empties, and headings that are somebody. */
export type ImportTraces = { readonly rows: readonly Place[]; readonly headings: readonly { readonly id: number; readonly headers: readonly string[] }[] }

/**
 * Where imports speak of a person. Rows left out for their number are kept as they stood and say nobody's name in a column
 * of its own: those in which the person is recognised count. Reads every row; writes nothing.
 */
export const importTraces = (db: Db, marks: Marks, contactIds: readonly number[]): ImportTraces => {
  const speaks = speaksOf(marks)
  const about = db
    .prepare('SELECT import_id, line FROM import_rows WHERE number IN (SELECT value FROM json_each(?)) OR contact_id IN (SELECT value FROM json_each(?))')
    .raw()
    .all(JSON.stringify(marks.numbers), JSON.stringify(contactIds)) as Place[]
  const spoken: Place[] = []
  for (const [importId, line, raw] of db.prepare('SELECT import_id, line, raw FROM import_rows WHERE raw IS NOT NULL').raw().iterate() as Iterable<[number, number, string]>)
    if (speaks(raw)) spoken.push([importId, line])
  // Where a file's first row was taken for headings, it may be somebody.
  const plans = db.prepare(`SELECT id, plan ->> '$.headers' AS headers FROM imports WHERE plan ->> '$.headers' IS NOT NULL`).all() as { id: number; headers: string }[]
  return { rows: [...about, ...spoken], headings: plans.filter(({ headers }) => speaks(headers)).map(({ id, headers }) => ({ id, headers: (JSON.parse(headers) as string[]).map((_, index) => String(index + 1)) })) }
}

/** Empties these rows. They stay, so that an import's figures add up. In the caller's transaction. */
export const eraseImportTraces = (db: Db, { rows, headings }: ImportTraces): void => {
  const clear = db.prepare('UPDATE import_rows SET number = NULL, contact_id = NULL, raw = NULL, before = NULL WHERE import_id = ? AND line = ?')
  for (const place of rows) clear.run(...place)
  const rename = db.prepare(`UPDATE imports SET plan = json_set(plan, '$.headers', json(?)) WHERE id = ?`)
  for (const { id, headers } of headings) rename.run(JSON.stringify(headers), id)
}

/** True while an import is under way. */
export const importRunning = (db: Db): boolean => db.prepare(`SELECT EXISTS (SELECT 1 FROM imports WHERE state = 'running')`).pluck().get() === 1

/** Numbers under which imports met an entry, also former ones. */
export const numbersImported = (db: Db, contactIds: readonly number[]): readonly string[] =>
  contactIds.length === 0
    ? []
    : (db.prepare('SELECT DISTINCT number FROM import_rows WHERE number IS NOT NULL AND contact_id IN (SELECT value FROM json_each(?))').pluck().all(JSON.stringify(contactIds)) as string[])

/** People of an import who were erased on request before: on record as such again at once (consent/record.ts). In the caller's transaction. */
export const recallImported = (db: Db, importId: number, now: number): number => {
  if (db.prepare('SELECT EXISTS (SELECT 1 FROM suppressions)').pluck().get() === 0) return 0
  const numbers = db
    .prepare(
      `SELECT c.number FROM import_spans s JOIN contacts c ON c.id BETWEEN s.contact_id AND s.contact_id + s.rows - 1 WHERE s.import_id = @importId
       UNION SELECT number FROM import_rows WHERE import_id = @importId AND number IS NOT NULL AND outcome <> 'rejected'`,
    )
    .pluck()
    .all({ importId }) as string[]
  return recallErased(db, numbers, now)
}
