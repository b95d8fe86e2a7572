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

export type Kept = { readonly id: number; readonly reason: KeptReason }

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

// What others than the import said since, of consent; a whole import that was undone said nothing.
const SAID_BY_OTHERS = "e.recorded_at >= @at AND e.import_id IS NOT @importId AND e.method NOT IN ('import-undone', 'expired')"

const REASON = `
  CASE
    WHEN EXISTS (SELECT 1 FROM texted t WHERE t.number = c.number AND t.at >= @at) OR EXISTS (SELECT 1 FROM replied r WHERE r.number = c.number AND r.at >= @at) THEN 'messages'
    WHEN EXISTS (SELECT 1 FROM temp.met_again m WHERE m.id = c.id) THEN 'imported-again'
    WHEN %MAYBE_SAID% EXISTS (
      SELECT 1 FROM consent_events e WHERE e.number = c.number AND ${SAID_BY_OTHERS}
        AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.id = e.import_id AND i.undo ->> '$.whole' = 1)) THEN 'consent'
    WHEN c.updated_at <> @at THEN 'edited'
    WHEN EXISTS (SELECT 1 FROM list_members l WHERE l.contact_id = c.id AND l.list_id IS NOT @listId)
      OR (@tags IS NOT NULL AND EXISTS (SELECT 1 FROM contact_tags t WHERE t.contact_id = c.id AND t.tag_id NOT IN (SELECT value FROM json_each(@tags)))) THEN 'listed'
  END AS reason`

const ONE = `SELECT c.id, ${REASON.replace('%MAYBE_SAID%', '')} FROM contacts c WHERE c.id = @id AND reason IS NOT NULL`

/** Why this person stays; null where they do not. After `prepareKept`. */
export const keptOne = (db: Db, since: Since, id: number): KeptReason | null => (statement(db, ONE).get({ ...since, id }) as Kept | undefined)?.reason ?? null

/** Erased events leave their ids to the next ones: so many of the newest are looked at again. Nobody has as many. */
const AGAIN = 10_000

/**
 * For asking about many, after `prepareKept`: keeps at hand of which numbers others said something, since everybody of
 * the import has events of the import itself, and looking those up takes longer than all the rest. Answers what brings
 * that up to date, to be called in the transaction before anybody is asked about.
 */
export const watchSaid = (db: Db, since: Since): (() => void) => {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS said_since (number TEXT PRIMARY KEY) WITHOUT ROWID; DELETE FROM temp.said_since')
  let seen = 0
  return () => {
    statement(db, `INSERT OR IGNORE INTO temp.said_since SELECT e.number FROM consent_events e WHERE e.id > @seen - ${AGAIN} AND ${SAID_BY_OTHERS}`).run({ at: since.at, importId: since.importId, seen })
    seen = statement(db, 'SELECT coalesce(max(id), 0) FROM consent_events').pluck().get() as number
  }
}

const MANY = REASON.replace('%MAYBE_SAID%', 'EXISTS (SELECT 1 FROM temp.said_since s WHERE s.number = c.number) AND')
const BETWEEN = `SELECT c.id, ${MANY} FROM contacts c WHERE c.id BETWEEN @from AND @to AND reason IS NOT NULL`

/** Of people `from` to `to`, both included, those who stay, and why. After `watchSaid`. */
export const keptAmong = (db: Db, since: Since, from: number, to: number): readonly Kept[] => statement(db, BETWEEN).all({ ...since, from, to }) as Kept[]

// Everybody of whom anything speaks that a reason may come from: by what was done, which is little, not by person.
const MAYBE = `
  SELECT c.id FROM messages m CROSS JOIN contacts c ON c.number = m.number WHERE m.claimed_at >= @at
  UNION ALL SELECT c.id FROM inbound_messages m CROSS JOIN contacts c ON c.number = m.number WHERE m.received_at >= @at
  UNION ALL SELECT id FROM temp.met_again
  UNION ALL SELECT c.id FROM temp.said_since s CROSS JOIN contacts c ON c.number = s.number
  UNION ALL SELECT id FROM contacts WHERE updated_at < @at
  UNION ALL SELECT id FROM contacts WHERE updated_at > @at
  UNION ALL SELECT l.contact_id FROM lists CROSS JOIN list_members l ON l.list_id = lists.id WHERE lists.id IS NOT @listId
  UNION ALL SELECT t.contact_id FROM tags CROSS JOIN contact_tags t ON t.tag_id = tags.id WHERE @tags IS NOT NULL AND tags.id NOT IN (SELECT value FROM json_each(@tags))`

/**
 * Of the whole book, those the import would keep, with others among them whom it did not add; null where more than
 * `most` come into question. Takes as long as much was done since, not as there are people. After `watchSaid`.
 */
export const keptOfAll = (db: Db, since: Since, most: number): readonly Kept[] | null => {
  const ids = statement(db, `SELECT DISTINCT id FROM (${MAYBE}) LIMIT @most + 1`).pluck().all({ ...since, most }) as number[]
  if (ids.length > most) return null
  return statement(db, `SELECT c.id, ${MANY} FROM json_each(@ids) j CROSS JOIN contacts c ON c.id = j.value WHERE reason IS NOT NULL`).all({ ...since, ids: JSON.stringify(ids) }) as Kept[]
}
