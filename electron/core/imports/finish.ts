/** The end of an import whose people are all in the book: what they said of being texted, the figures, 'done'. */
import { recordConsentMany, recordManyFromImport, type ImportedConsent } from '../consent/record.ts'
import { statesOf } from '../consent/state.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import type { Db } from '../database/open.ts'
import { OPTED } from './opt-in.ts'
import type { StoredPlan } from './queries.ts'
import { refusedPurposes } from './refused.ts'

/** Numbers in one transaction: about an eighth of a second for each purpose. */
const BATCH = 15_000

type Run = { readonly fileName: string; readonly plan: StoredPlan; readonly at: number }

const runOf = (db: Db, importId: number): Run => {
  const row = db.prepare('SELECT file_name AS fileName, plan, started_at AS at FROM imports WHERE id = ?').get(importId) as { fileName: string; plan: string; at: number }
  return { ...row, plan: JSON.parse(row.plan) as StoredPlan }
}

/**
 * Writes down who said no: an opt-out in a file is one, whatever the rest of the file says. Nothing is written twice for
 * those who are out already. The day is the import's: nobody knows a better one, and it is the strictest.
 */
const recordRefusals = (db: Db, importId: number, { fileName, plan, at }: Run): void => {
  const columns = plan.headers.filter((_, i) => plan.mapping[i] === 'opt-in')
  if (columns.length === 0) return
  const said = db
    .prepare('SELECT number, min(opted) AS worst FROM import_rows WHERE import_id = ? AND opted <= ? AND number IS NOT NULL GROUP BY number ORDER BY number')
    .all(importId, plan.consent.noMeans === 'not-asked' ? OPTED.stop : OPTED.no) as { number: string; worst: number }[]
  for (let done = 0; done < said.length; done += BATCH) {
    const batch = said.slice(done, done + BATCH)
    db.transaction(() => {
      const states = statesOf(db, batch.map(({ number }) => number))
      recordConsentMany(
        db,
        batch.flatMap(({ number, worst }) =>
          refusedPurposes(plan.consent.purposes, columns, worst)
            .filter((purpose) => states.get(number)?.[purpose] !== 'opted-out')
            .map((purpose) => ({
              number, purpose, state: 'opted-out' as const, method: 'import' as const, occurredAt: at, zone: plan.zone, recordedAt: at, disclosure: null,
              source: `${fileName}: ${columns.join(', ')}`, importId,
            })),
        ),
      )
    }).immediate()
  }
}

/** Records who agreed and who refused, as the rows say. May be done again after a crash: what is on record already is not written twice. */
export const recordConsents = (db: Db, importId: number, onProgress: (part: number) => void = () => {}): void => {
  const run = runOf(db, importId)
  const { fileName, plan, at } = run
  const { consent } = plan
  recordRefusals(db, importId, run)
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

/** People of an import who may be texted for a purpose now. At a million, asking for each takes seconds, so what is known of all is not asked. */
const mayBeTexted = (db: Db, importId: number, { plan }: Run, purpose: Purpose): number => {
  const people = "SELECT number FROM import_rows WHERE import_id = @id AND outcome IN ('created', 'updated', 'unchanged')"
  const count = plan.consent.purposes.includes(purpose) && !plan.mapping.includes('opt-in')
    ? `SELECT (SELECT count(*) FROM (${people})) - (SELECT count(*) FROM (${people} AND number IN (SELECT number FROM consent WHERE purpose = @purpose AND state = 'opted-out')))`
    : `SELECT count(*) FROM (${people} ORDER BY number) p WHERE EXISTS (SELECT 1 FROM consent k WHERE k.number = p.number AND k.purpose = @purpose AND k.state = 'opted-in')`
  return db.prepare(count).pluck().get({ id: importId, purpose }) as number
}

/** Marks it done, with how many are opted out (by this import alone, or before it), and how many of its people may be texted now. */
export const finish = (db: Db, importId: number, now: number): void => {
  const run = runOf(db, importId)
  db.transaction(() => {
    const { before, byFile } = db
      .prepare(
        `SELECT coalesce(sum(before), 0) AS before, coalesce(sum(1 - before), 0) AS byFile FROM (
           SELECT max(e.import_id IS NOT @id) AS before
           FROM (SELECT DISTINCT number FROM import_rows WHERE import_id = @id
                 AND number IN (SELECT number FROM consent WHERE purpose IN ('marketing', 'service') AND state = 'opted-out')) p
             CROSS JOIN consent k ON k.number = p.number AND k.state = 'opted-out'
             JOIN consent_events e ON e.id = k.event_id
           GROUP BY p.number)`,
      )
      .get({ id: importId }) as { before: number; byFile: number }
    db.prepare(
      `UPDATE imports SET state = 'done', ended_at = ?, still_opted_out = ?, opted_out = ?, may_marketing = ?, may_service = ?,
         plan = json_remove(plan, '$.made', '$.applied', '$.aside') WHERE id = ?`,
    ).run(now, before, byFile, mayBeTexted(db, importId, run, 'marketing'), mayBeTexted(db, importId, run, 'service'), importId)
  }).immediate()
}
