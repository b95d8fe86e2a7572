/** The answers to an import, kept for the next file with the same headings. */
import { createHash } from 'node:crypto'
import type { ColumnMeaning, ImportPlan, RememberedAnswers, RememberedMapping } from '../../../shared/contract/imports.ts'
import type { Db } from '../database/open.ts'
import { headingKey } from './profiles.ts'

type Stored = RememberedAnswers & { readonly meanings: readonly (readonly [string, ColumnMeaning])[] }

/**
 * Headings as they are told apart: folded, those of one name counted, and only a hash of them kept: where a file's first
 * row was taken for headings, they may be somebody. Files without headings go by the place.
 */
const keysOf = (headers: readonly string[], hasHeader: boolean): readonly string[] => {
  if (!hasHeader) return headers.map((_, i) => `#${i}`)
  const times = new Map<string, number>()
  return headers.map((header) => {
    const key = headingKey(header)
    const time = (times.get(key) ?? 0) + 1
    times.set(key, time)
    return createHash('sha256').update(`${key} #${time}`).digest('hex').slice(0, 16)
  })
}

/** The same for files with the same headings in whatever order; in hex. */
export const fingerprintOf = (headers: readonly string[], hasHeader: boolean): string =>
  createHash('sha256').update(JSON.stringify([...keysOf(headers, hasHeader)].sort())).digest('hex').slice(0, 32)

/** What was answered for such a file the last time, in the order of this one's columns. */
export const recall = (db: Db, fingerprint: string, headers: readonly string[], hasHeader: boolean): RememberedMapping | null => {
  const row = db.prepare('SELECT file_name AS fileName, answers, used_at AS usedAt FROM import_mappings WHERE fingerprint = ?').get(fingerprint) as
    | { fileName: string; answers: string; usedAt: number }
    | undefined
  if (row === undefined) return null
  const { meanings, ...answers } = JSON.parse(row.answers) as Stored
  const meaningOf = new Map(meanings)
  return { fingerprint, fileName: row.fileName, usedAt: row.usedAt, mapping: keysOf(headers, hasHeader).map((key) => meaningOf.get(key) ?? 'skip'), answers }
}

export const remember = (db: Db, plan: ImportPlan, headers: readonly string[], fileName: string, at: number): void => {
  const { tags, consent, onConflict } = plan
  const stored: Stored = { tags, consent, onConflict, meanings: keysOf(headers, plan.reading.hasHeader).map((key, i) => [key, plan.mapping[i] ?? 'skip'] as const) }
  db.prepare(
    `INSERT INTO import_mappings (fingerprint, file_name, answers, used_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (fingerprint) DO UPDATE SET file_name = excluded.file_name, answers = excluded.answers, used_at = excluded.used_at`,
  ).run(fingerprintOf(headers, plan.reading.hasHeader), fileName, JSON.stringify(stored), at)
}

/** The latest first. */
export const allRemembered = (db: Db): readonly { readonly fingerprint: string; readonly fileName: string; readonly usedAt: number }[] =>
  db.prepare('SELECT fingerprint, file_name AS fileName, used_at AS usedAt FROM import_mappings ORDER BY used_at DESC, fingerprint LIMIT 500').all() as {
    fingerprint: string; fileName: string; usedAt: number
  }[]

export const forget = (db: Db, fingerprint: string): void => void db.prepare('DELETE FROM import_mappings WHERE fingerprint = ?').run(fingerprint)
