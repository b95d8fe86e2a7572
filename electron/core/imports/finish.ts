/** The end of an import whose people are all in the book: what they said of being texted, the figures, 'done'. */
import { recordConsentMany, recordManyFromImport } from '../consent/record.ts'
import { statesOf } from '../consent/state.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import type { Db } from '../database/open.ts'
import { importedConsent } from './imported-consent.ts'
import type { SaidHashes } from './jobs.ts'
import { OPTED } from './opt-in.ts'
import { recallImported } from './person.ts'
import type { StoredPlan } from './queries.ts'
import { refusedPurposes } from './refused.ts'
import { nextPart, partsLeft } from './said.ts'

type Run = { readonly fileName: string; readonly plan: StoredPlan; readonly at: number }

const runOf = (db: Db, importId: number): Run => {
  const row = db.prepare('SELECT file_name AS fileName, plan, started_at AS at FROM imports WHERE id = ?').get(importId) as { fileName: string; plan: string; at: number }
  return { ...row, plan: JSON.parse(row.plan) as StoredPlan }
}

/**
 * Writes down who said no: an opt-out in a file is one, whatever the rest of the file says. Nothing is written twice for
 * those who are out already. The day is the import's: nobody knows a better one, and it is the strictest.
 */
const recordRefusals = (db: Db, importId: number, { fileName, plan, at }: Run, says: 'no' | 'stop', numbers: readonly string[]): void => {
  if (says === 'no' && plan.consent.noMeans === 'not-asked') return
  const columns = plan.headers.filter((_, i) => plan.mapping[i] === 'opt-in')
  const purposes = refusedPurposes(plan.consent.purposes, columns, OPTED[says])
  const states = statesOf(db, numbers)
  recordConsentMany(
    db,
    numbers.flatMap((number) =>
      purposes
        .filter((purpose) => states.get(number)?.[purpose] !== 'opted-out')
        .map((purpose) => ({
          number, purpose, state: 'opted-out' as const, method: 'import' as const, occurredAt: at, zone: plan.zone, recordedAt: at, disclosure: null,
          source: `${fileName}: ${columns.join(', ')}`, importId,
        })),
    ),
  )
}

/**
 * Records who agreed and who refused, as the rows say. May be interrupted and done again: what is on record is not written twice.
 * `hashesOf` has the hashes of a part's events, where they were made already.
 */
export const recordConsents = (db: Db, importId: number, onProgress: (part: number) => void = () => {}, hashesOf: (part: number) => SaidHashes = () => ({})): void => {
  const run = runOf(db, importId)
  const { fileName, plan, at } = run
  const { consent } = plan
  const imported = importedConsent(plan, fileName, at, importId)
  const parts = partsLeft(db, importId)
  for (let done = 0; ; onProgress(Math.min(1, ++done / parts))) {
    const more = nextPart(db, importId, ({ part, says, numbers: text }) => {
      const numbers = JSON.parse(text) as string[]
      switch (says) {
        case 'yes':
          return void recordManyFromImport(db, numbers, consent.purposes as readonly Purpose[], imported, hashesOf(part))
        case 'no':
        case 'stop':
          return recordRefusals(db, importId, run, says, numbers)
      }
    })
    if (!more) return
  }
}

// Everybody of an import by number, for a condition on k.number. Both ways are quick however large the book is: from
// the number to the entry, and from the entry to the rows that added it.
const OF_IMPORT = `(
  EXISTS (SELECT 1 FROM contacts c JOIN import_spans s ON s.import_id = @id AND c.id BETWEEN s.contact_id AND s.contact_id + s.rows - 1 WHERE c.number = k.number)
  OR k.number IN (SELECT number FROM import_rows WHERE import_id = @id AND outcome IN ('updated', 'unchanged')))`

/** People of an import who may be texted for a purpose now. Counts those it is simpler to count: at a million it takes seconds to ask for each. */
const mayBeTexted = (db: Db, importId: number, { plan }: Run, purpose: Purpose): number => {
  const all = plan.consent.purposes.includes(purpose) && !plan.mapping.includes('opt-in')
  const people = db.prepare('SELECT created + updated + unchanged FROM imports WHERE id = ?').pluck().get(importId) as number
  const counted = db
    .prepare(`SELECT count(*) FROM consent k WHERE k.purpose = @purpose AND k.state = @state AND ${OF_IMPORT}`)
    .pluck()
    .get({ id: importId, purpose, state: all ? 'opted-out' : 'opted-in' }) as number
  return all ? people - counted : counted
}

/** Marks it done, with how many are opted out (by this import alone, or before it), and how many of its people may be texted now. */
export const finish = (db: Db, importId: number, now: number): void => {
  const run = runOf(db, importId)
  db.transaction(() => {
    recallImported(db, importId, now)
    const { before, byFile } = db
      .prepare(
        `SELECT coalesce(sum(before), 0) AS before, coalesce(sum(1 - before), 0) AS byFile FROM (
           SELECT max(e.import_id IS NOT @id) AS before FROM consent k JOIN consent_events e ON e.id = k.event_id
           WHERE k.purpose IN ('marketing', 'service') AND k.state = 'opted-out' AND ${OF_IMPORT}
           GROUP BY k.number)`,
      )
      .get({ id: importId }) as { before: number; byFile: number }
    db.prepare(
      `UPDATE imports SET state = 'done', ended_at = ?, still_opted_out = ?, opted_out = ?, may_marketing = ?, may_service = ?,
         plan = json_remove(plan, '$.applied', '$.aside') WHERE id = ?`,
    ).run(now, before, byFile, mayBeTexted(db, importId, run, 'marketing'), mayBeTexted(db, importId, run, 'service'), importId)
  }).immediate()
}
