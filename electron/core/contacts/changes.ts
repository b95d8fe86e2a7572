/** The journal of what was done to people: what each change was, and where it stands. What it did to whom: bulk.ts and merge.ts. */
import type { Change, ChangeDetail, ChangeState } from '../../../shared/contract/people.ts'
import type { Page } from '../../../shared/contract/common.ts'
import { statement, type Db } from '../database/open.ts'
import { TRASH_MS } from './trash-time.ts'

/** As stored: `name` of a merge is read when it is shown. */
export type StoredDetail = Exclude<ChangeDetail, { kind: 'merge' }> | { readonly kind: 'merge'; readonly contactId: number; readonly dropped: readonly number[] }

export type StoredChange = { readonly id: number; readonly detail: StoredDetail; readonly state: ChangeState; readonly people: number; readonly undoId: string | null; readonly at: number }
type Row = Omit<StoredChange, 'detail'> & { readonly detail: string }

const SELECT = 'SELECT id, detail, state, people, undo_id AS undoId, at FROM changes'

export const insertChange = (db: Db, change: { readonly detail: StoredDetail; readonly state: ChangeState; readonly people?: number; readonly undoId?: string | null; readonly at: number }): number =>
  Number(
    statement(db, 'INSERT INTO changes (detail, state, people, undo_id, at) VALUES (?, ?, ?, ?, ?)').run(JSON.stringify(change.detail), change.state, change.people ?? 0, change.undoId ?? null, change.at)
      .lastInsertRowid,
  )

export const findChange = (db: Db, id: number): StoredChange | null => {
  const row = statement(db, `${SELECT} WHERE id = ?`).get(id) as Row | undefined
  return row === undefined ? null : { ...row, detail: JSON.parse(row.detail) as StoredDetail }
}

export const setChangeState = (db: Db, id: number, state: ChangeState): void => void statement(db, 'UPDATE changes SET state = ? WHERE id = ?').run(state, id)

export const forgetChange = (db: Db, id: number): void => void statement(db, 'DELETE FROM changes WHERE id = ?').run(id)

/** A change as the window sees it. */
export const toChange = (db: Db, { id, detail, state, people, at }: StoredChange): Change => {
  const shown = { id, state, people, at, undoableUntil: at + TRASH_MS }
  if (detail.kind !== 'merge') return { ...shown, detail }
  const name = statement(db, `SELECT trim(first_name || ' ' || last_name) FROM contacts WHERE id = ?`).pluck().get(detail.contactId) as string | undefined
  return { ...shown, detail: { kind: 'merge', contactId: detail.contactId, name: name ?? '' } }
}

/** Newest first. Changes that did nothing are no news. */
export const changesPage = (db: Db, { offset, limit }: { readonly offset: number; readonly limit: number }): Page<Change> => {
  const shown = `WHERE state <> 'canceled' AND (people > 0 OR state = 'running')`
  const rows = db.prepare(`${SELECT} ${shown} ORDER BY id DESC LIMIT ? OFFSET ?`).all(limit, offset) as Row[]
  return {
    rows: rows.map((row) => toChange(db, { ...row, detail: JSON.parse(row.detail) as StoredDetail })),
    total: db.prepare(`SELECT count(*) FROM changes ${shown}`).pluck().get() as number,
  }
}

/** The search merges as it usually does (bulk.ts keeps it from that). */
export const usualSearch = (db: Db): void => void db.exec(`INSERT INTO contacts_search (contacts_search, rank) VALUES ('crisismerge', 16), ('automerge', 4)`)

/** What was under way when the program ended stays as far as it came, and can be undone. At every start. */
export const recoverChanges = (db: Db): number => {
  const { changes } = db
    .prepare(
      `UPDATE changes SET state = CASE state WHEN 'running' THEN 'interrupted' ELSE 'partly-undone' END,
         people = CASE state WHEN 'running' THEN max(people, (SELECT count(*) FROM change_rows r WHERE r.change_id = changes.id)) ELSE people END
       WHERE state IN ('running', 'undoing')`,
    )
    .run()
  if (changes > 0) usualSearch(db)
  return changes
}

/** Forgets a stretch of what is older than 30 days; true when there may be more. A short transaction. */
export const purgeChanges = (db: Db, now: number): boolean =>
  db
    .transaction(() => {
      const old = db.prepare('SELECT id FROM changes WHERE at < ? ORDER BY id LIMIT 1').pluck().get(now - TRASH_MS) as number | undefined
      if (old === undefined) return false
      const { changes } = db.prepare('DELETE FROM change_rows WHERE (change_id, contact_id) IN (SELECT change_id, contact_id FROM change_rows WHERE change_id = ? LIMIT 2000)').run(old)
      if (changes < 2000) db.prepare('DELETE FROM changes WHERE id = ?').run(old)
      return true
    })
    .immediate()
