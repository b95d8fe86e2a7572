/** The end of an import whose people are all in the book: their consent, the count of those who stay out, 'done'. */
import { recordManyFromImport, type ImportedConsent } from '../consent/record.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import type { Db } from '../database/open.ts'
import type { StoredPlan } from './queries.ts'

/** Numbers in one transaction: about an eighth of a second for each purpose. */
const BATCH = 15_000

/** Records who agreed, as the rows say. May be done again after a crash: what is on record already is not written twice. */
export const recordConsents = (db: Db, importId: number, onProgress: (part: number) => void = () => {}): void => {
  const { fileName, plan: text, at } = db.prepare('SELECT file_name AS fileName, plan, started_at AS at FROM imports WHERE id = ?').get(importId) as { fileName: string; plan: string; at: number }
  const plan = JSON.parse(text) as StoredPlan
  const { consent } = plan
  if (consent.purposes.length === 0) return
  const unsaidAgrees = !(plan.mapping.includes('opt-in') && consent.onlyWhereOptedIn)
  // A "no" on any row outweighs every "yes".
  const agreed = db
    .prepare(`SELECT number FROM import_rows WHERE import_id = ? AND number IS NOT NULL GROUP BY number HAVING min(opted) >= 0 AND (max(opted) = 1 OR ?) ORDER BY number`)
    .pluck()
    .all(importId, unsaidAgrees ? 1 : 0) as string[]
  const imported: ImportedConsent = {
    method: consent.method, occurredAt: consent.occurredAt, zone: plan.zone, recordedAt: at,
    disclosure: consent.disclosure === '' ? null : consent.disclosure,
    source: consent.source === '' ? fileName : `${fileName}: ${consent.source}`, importId,
  }
  for (let done = 0; done < agreed.length; done += BATCH) {
    db.transaction(() => recordManyFromImport(db, agreed.slice(done, done + BATCH), consent.purposes as readonly Purpose[], imported)).immediate()
    onProgress(Math.min(1, (done + BATCH) / agreed.length))
  }
}

/** Marks it done, with the number of those who are opted out of something and stay so. */
export const finish = (db: Db, importId: number, now: number): void => {
  db.transaction(() => {
    const stillOut = db
      .prepare(`SELECT count(DISTINCT number) FROM import_rows WHERE import_id = ? AND number IN (SELECT number FROM consent WHERE state = 'opted-out')`)
      .pluck()
      .get(importId) as number
    db.prepare(`UPDATE imports SET state = 'done', ended_at = ?, still_opted_out = ?, plan = json_remove(plan, '$.made', '$.applied', '$.aside') WHERE id = ?`).run(now, stillOut, importId)
  }).immediate()
}
