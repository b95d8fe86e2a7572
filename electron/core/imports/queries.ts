/** What the book says about imports. */
import type { ImportPlan, ImportRun, ImportState, RejectReason } from '../../../shared/contract/imports.ts'
import type { Db } from '../database/open.ts'
import { parseUndoing, reportOf, type Undoing } from './undo-report.ts'

/** The plan as it is kept with its import. `made`: what undoing must also remove. `applied` and `aside` only while it runs: all people are in; their search is built aside. */
export type StoredPlan = ImportPlan & {
  readonly headers: readonly string[]
  /** IANA zone of the computer when the import was made. */
  readonly zone: string
  /** Tags it gave to anybody; from the moment all people are in. */
  readonly gave?: readonly number[]
  readonly made?: { readonly list?: true; readonly fields: readonly string[]; readonly tags: readonly number[] }
  readonly applied?: 1
  readonly aside?: 0 | 1
}

export type StoredProblem = { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

type RunRow = {
  readonly id: number; readonly fileName: string; readonly state: ImportState; readonly startedAt: number; readonly endedAt: number | null
  readonly rows: number; readonly created: number; readonly updated: number; readonly unchanged: number; readonly duplicates: number; readonly rejected: number
  readonly stillOptedOut: number; readonly optedOut: number; readonly mayMarketing: number | null; readonly mayService: number | null
  readonly listId: number | null; readonly listName: string | null; readonly problem: string | null; readonly undo: string | null
}

const RUN = `SELECT id, file_name AS fileName, state, started_at AS startedAt, ended_at AS endedAt, rows, created, updated, unchanged, duplicates, rejected,
  still_opted_out AS stillOptedOut, opted_out AS optedOut, may_marketing AS mayMarketing, may_service AS mayService, undo, list_id AS listId, list_name AS listName, problem FROM imports`

const stateOf = (state: ImportState, undoing: Undoing | null): ImportState => (undoing?.whole !== 1 ? state : undoing.place === null ? 'undone' : 'undoing')

/** An import as the window sees it; `say` puts a stored problem into the owner's words. */
const toRun = (db: Db, { mayMarketing, mayService, undo, ...row }: RunRow, say: (problem: StoredProblem) => string): ImportRun => ({
  ...row,
  mayText: mayMarketing === null || mayService === null ? null : { marketing: mayMarketing, service: mayService },
  state: stateOf(row.state, parseUndoing(undo)),
  progress: row.state === 'done' ? 1 : 0,
  undo: reportOf(parseUndoing(undo)),
  reasons:
    row.rejected === 0
      ? []
      : (db
          .prepare(`SELECT reason, count(*) AS rows FROM import_rows WHERE import_id = ? AND outcome = 'rejected' GROUP BY reason ORDER BY rows DESC, reason`)
          .all(row.id) as { reason: RejectReason; rows: number }[]),
  problem: row.problem === null ? null : say(JSON.parse(row.problem) as StoredProblem),
})

export const findRun = (db: Db, id: number, say: (problem: StoredProblem) => string): ImportRun | null => {
  const row = db.prepare(`${RUN} WHERE id = ?`).get(id) as RunRow | undefined
  return row ? toRun(db, row, say) : null
}

/** Newest first. */
export const allRuns = (db: Db, say: (problem: StoredProblem) => string): readonly ImportRun[] =>
  (db.prepare(`${RUN} ORDER BY id DESC LIMIT 500`).all() as RunRow[]).map((row) => toRun(db, row, say))

export const insertRun = (db: Db, run: { readonly fileName: string; readonly bytes: number; readonly plan: StoredPlan; readonly at: number; readonly listName: string | null }): number =>
  Number(
    db
      .prepare(`INSERT INTO imports (file_name, file_hash, bytes, plan, state, started_at, list_name) VALUES (?, '', ?, ?, 'running', ?, ?)`)
      .run(run.fileName, run.bytes, JSON.stringify(run.plan), run.at, run.listName).lastInsertRowid,
  )

/** The latest finished import of exactly these bytes. */
export const importedBefore = (db: Db, hash: string): { readonly importId: number; readonly at: number; readonly rows: number } | null =>
  (db.prepare(`SELECT id AS importId, ended_at AS at, rows FROM imports WHERE file_hash = ? AND state = 'done' AND coalesce(undo ->> '$.whole', 0) = 0 ORDER BY id DESC LIMIT 1`).get(hash) as
    | { importId: number; at: number; rows: number }
    | undefined) ?? null

export { cellsOf, rowsPage } from './rows-page.ts'

/** A stretch of the rejected rows behind a line. */
export const rejectedAfter = (db: Db, id: number, line: number, limit: number): readonly { readonly line: number; readonly reason: RejectReason; readonly raw: string }[] =>
  db
    .prepare(`SELECT line, reason, raw FROM import_rows WHERE import_id = ? AND line > ? AND outcome = 'rejected' ORDER BY line LIMIT ?`)
    .all(id, line, limit) as { line: number; reason: RejectReason; raw: string }[]

export const storedPlan = (db: Db, id: number): StoredPlan | null => {
  const plan = db.prepare('SELECT plan FROM imports WHERE id = ?').pluck().get(id) as string | undefined
  return plan === undefined ? null : (JSON.parse(plan) as StoredPlan)
}
