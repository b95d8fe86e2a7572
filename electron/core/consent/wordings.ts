import type { Agreement, KeptWording } from '../../../shared/contract/asking.ts'
import type { Language, Purpose } from '../../../shared/contract/common.ts'
import { statement, type Db } from '../database/open.ts'
import { statementsOf } from './statements.ts'

/** Wordings the owner keeps: each change of words is a new version, and the old ones stay with who agreed to them. */

const SELECT = `
  SELECT v.id, v.name, v.version, v.purpose, v.language, d.text, v.created_at AS createdAt, v.retired_at AS retiredAt, v.disclosure_id AS disclosureId,
    (SELECT count(*) FROM consent_events e INDEXED BY consent_events_by_disclosure WHERE e.disclosure_id = v.disclosure_id AND e.state = 'opted-in') AS agreements
  FROM disclosure_versions v JOIN disclosures d ON d.id = v.disclosure_id`
type Stored = KeptWording & { readonly disclosureId: number }
const seen = ({ disclosureId: _disclosureId, ...wording }: Stored): KeptWording => wording

/** By name and language, the newest version first. Counting is one look along an index. */
export const keptWordings = (db: Db): readonly KeptWording[] => (statement(db, `${SELECT} ORDER BY v.name, v.language, v.version DESC`).all() as Stored[]).map(seen)

/** The wordings in use, one for each name and language. */
export const wordingsInUse = (db: Db): readonly Pick<KeptWording, 'id' | 'name' | 'version' | 'purpose' | 'language' | 'text'>[] =>
  statement(
    db,
    `SELECT v.id, v.name, v.version, v.purpose, v.language, d.text FROM disclosure_versions v JOIN disclosures d ON d.id = v.disclosure_id
     WHERE v.retired_at IS NULL AND v.version = (SELECT max(n.version) FROM disclosure_versions n WHERE n.name = v.name AND n.language = v.language)
     ORDER BY v.name, v.language`,
  ).all() as KeptWording[]

/** The language a kept wording is in; null for words that are not kept. */
export const languageOfWording = (db: Db, text: string): Language | null =>
  (statement(db, 'SELECT v.language FROM disclosure_versions v JOIN disclosures d ON d.id = v.disclosure_id WHERE d.text = ? ORDER BY v.id DESC LIMIT 1').pluck().get(text) as Language | undefined) ?? null

export type NewWording = { readonly name: string; readonly purpose: Purpose; readonly language: Language; readonly text: string }

/**
 * Keeps a wording as the next version of its name and language; the very words of the newest one are no new version, only
 * in use again. 'other-purpose': the name is taken by a wording for something else.
 */
export const keepWording = (db: Db, { name, purpose, language, text }: NewWording, now: number): KeptWording | 'other-purpose' =>
  db
    .transaction(() => {
      const given = text.toWellFormed()
      const newest = statement(db, `${SELECT} WHERE v.name = ? AND v.language = ? ORDER BY v.version DESC LIMIT 1`).get(name, language) as Stored | undefined
      if (statement(db, 'SELECT 1 FROM disclosure_versions WHERE name = ? AND purpose <> ?').get(name, purpose) !== undefined) return 'other-purpose' as const
      if (newest?.text === given) {
        statement(db, 'UPDATE disclosure_versions SET retired_at = NULL WHERE id = ?').run(newest.id)
        return seen({ ...newest, retiredAt: null })
      }
      const statements = statementsOf(db)
      const disclosureId = (statements.disclosureId.get(given) as number | undefined) ?? Number(statements.disclosure.run(given, now).lastInsertRowid)
      const { lastInsertRowid } = statement(
        db,
        'INSERT INTO disclosure_versions (name, version, purpose, language, disclosure_id, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(newest?.name ?? name, (newest?.version ?? 0) + 1, purpose, language, disclosureId, now)
      return seen(statement(db, `${SELECT} WHERE v.id = ?`).get(lastInsertRowid) as Stored)
    })
    .immediate()

export const oneWording = (db: Db, id: number): KeptWording | null => {
  const stored = statement(db, `${SELECT} WHERE v.id = ?`).get(id) as Stored | undefined
  return stored === undefined ? null : seen(stored)
}

/** All versions of a name and language leave together, or come back. */
export const retireWording = (db: Db, id: number, at: number | null): boolean =>
  statement(
    db,
    `UPDATE disclosure_versions SET retired_at = @at WHERE (name, language) = (SELECT name, language FROM disclosure_versions WHERE id = @id)`,
  ).run({ id, at }).changes > 0

/** Records of those who agreed to exactly these words, the latest first, from below `before` on. */
export const agreementsTo = (db: Db, wordingId: number, before: number | null, offset: number, limit: number): readonly Omit<Agreement, 'contactId' | 'name'>[] =>
  statement(
    db,
    `SELECT e.id, e.number, e.method, e.occurred_at AS occurredAt, e.source,
       coalesce((SELECT k.state FROM consent k WHERE k.number = e.number AND k.purpose = e.purpose), 'none') AS state
     FROM consent_events e INDEXED BY consent_events_by_disclosure
     WHERE e.disclosure_id = (SELECT disclosure_id FROM disclosure_versions WHERE id = @wordingId) AND e.state = 'opted-in' AND (@before IS NULL OR e.id < @before)
     ORDER BY e.id DESC LIMIT @limit OFFSET @offset`,
  ).all({ wordingId, before, offset, limit }) as Omit<Agreement, 'contactId' | 'name'>[]
