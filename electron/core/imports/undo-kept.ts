/** Whom undoing an import keeps: people it added with whom something was done since. */
import type { KeptReason } from '../../../shared/contract/imports.ts'
import { statement, type Db } from '../database/open.ts'

export type Since = {
  readonly importId: number
  /** When the import began: everybody it added bears this as the moment of being added and last changed. */
  readonly at: number
  readonly listId: number | null
  /** Tags it gave, as JSON; null where that is not known. */
  readonly tags: string | null
}

/** Has to be there before anybody is asked about: people whom a later import met, unless that one was undone too. */
export const prepareKept = (db: Db, { importId }: Since): void => {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS met_again (id INTEGER PRIMARY KEY); DELETE FROM temp.met_again')
  statement(
    db,
    `INSERT OR IGNORE INTO temp.met_again
     SELECT r.contact_id FROM imports i JOIN import_rows r ON r.import_id = i.id
     WHERE i.id > ? AND i.state = 'done' AND coalesce(i.undo ->> '$.whole', 0) = 0 AND r.contact_id IS NOT NULL AND r.outcome IN ('updated', 'unchanged')
       AND NOT EXISTS (SELECT 1 FROM import_undone u WHERE u.import_id = r.import_id AND u.line = r.line)`,
  ).run(importId)
}

const KEPT = `
  SELECT c.id, CASE
      WHEN EXISTS (SELECT 1 FROM texted t WHERE t.number = c.number AND t.at >= @at) OR EXISTS (SELECT 1 FROM replied r WHERE r.number = c.number AND r.at >= @at) THEN 'messages'
      WHEN EXISTS (SELECT 1 FROM temp.met_again m WHERE m.id = c.id) THEN 'imported-again'
      WHEN EXISTS (
        SELECT 1 FROM consent_events e WHERE e.number = c.number AND e.recorded_at >= @at AND e.import_id IS NOT @importId AND e.method <> 'import-undone'
          AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.id = e.import_id AND i.undo ->> '$.whole' = 1)) THEN 'consent'
      WHEN c.updated_at <> @at THEN 'edited'
      WHEN EXISTS (SELECT 1 FROM list_members l WHERE l.contact_id = c.id AND l.list_id IS NOT @listId)
        OR (@tags IS NOT NULL AND EXISTS (SELECT 1 FROM contact_tags t WHERE t.contact_id = c.id AND t.tag_id NOT IN (SELECT value FROM json_each(@tags)))) THEN 'listed'
    END AS reason
  FROM contacts c WHERE c.id BETWEEN @from AND @to AND reason IS NOT NULL`

/** Of people `from` to `to`, both included, those who stay, and why. */
export const keptAmong = (db: Db, since: Since, from: number, to: number): readonly { readonly id: number; readonly reason: KeptReason }[] =>
  statement(db, KEPT).all({ ...since, from, to }) as { id: number; reason: KeptReason }[]

/** Whether anybody stays at all. Reads everything and writes nothing: a few seconds for a million. */
export const anybodyKept = (db: Db, since: Since, spans: readonly { readonly contactId: number; readonly rows: number }[]): boolean => {
  const any = statement(db, `SELECT EXISTS (${KEPT})`).pluck()
  return spans.some(({ contactId, rows }) => any.get({ ...since, from: contactId, to: contactId + rows - 1 }) === 1)
}
