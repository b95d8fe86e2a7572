/** The end of an import whose people are all in the book: their consent, the count of those who stay out, 'done'. */
import { existsSync } from 'node:fs'
import { recordManyFromImport, type ImportedConsent } from '../consent/record.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import type { Db } from '../database/open.ts'
import type { StoredPlan } from './queries.ts'
import { removeStage, stageFile } from './stage-file.ts'

/** Numbers in one transaction: about an eighth of a second for each purpose. */
const BATCH = 15_000

/**
 * Finishes an import. May be done again after a crash: what is on record already is not written twice.
 * @throws Error when the stage is gone, so that nobody's consent can be known.
 */
export const finish = (db: Db, folder: string, importId: number, now: () => number, onProgress: (part: number) => void = () => {}): void => {
  const { fileName, plan: text, at } = db.prepare('SELECT file_name AS fileName, plan, started_at AS at FROM imports WHERE id = ?').get(importId) as { fileName: string; plan: string; at: number }
  const plan = JSON.parse(text) as StoredPlan
  const { consent } = plan
  const file = stageFile(folder, importId)
  if (!existsSync(file)) throw new Error('The stage is gone.')
  db.prepare('ATTACH ? AS stage').run(file)
  let stillOut = 0
  try {
    if (consent.purposes.length > 0) {
      const unsaidAgrees = !(plan.mapping.includes('opt-in') && consent.onlyWhereOptedIn)
      db.exec('CREATE TEMP TABLE agreed (number TEXT PRIMARY KEY) WITHOUT ROWID')
      const people = db
        .prepare(`INSERT INTO temp.agreed SELECT number FROM stage.people GROUP BY number HAVING min(opted) >= 0 AND (max(opted) = 1 OR ?) ORDER BY number`)
        .run(unsaidAgrees ? 1 : 0).changes
      const imported: ImportedConsent = {
        method: consent.method, occurredAt: consent.occurredAt, zone: plan.zone, recordedAt: at,
        disclosure: consent.disclosure === '' ? null : consent.disclosure,
        source: consent.source === '' ? fileName : `${fileName}: ${consent.source}`, importId,
      }
      const next = db.prepare('SELECT number FROM temp.agreed WHERE number > ? ORDER BY number LIMIT ?').pluck()
      let last = ''
      for (let done = 0; done < people; ) {
        const numbers = next.all(last, BATCH) as string[]
        db.transaction(() => recordManyFromImport(db, numbers, consent.purposes as readonly Purpose[], imported)).immediate()
        last = numbers.at(-1) as string
        done += numbers.length
        onProgress(done / people)
      }
      db.exec('DROP TABLE temp.agreed')
    }
    stillOut = db
      .prepare(`SELECT count(DISTINCT number) FROM stage.people WHERE number IN (SELECT number FROM main.consent WHERE state = 'opted-out')`)
      .pluck()
      .get() as number
  } finally {
    db.exec('DETACH stage')
  }
  db.transaction(() => {
    db.prepare(`UPDATE imports SET state = 'done', ended_at = ?, still_opted_out = ?, plan = json_remove(plan, '$.made', '$.applied') WHERE id = ?`).run(now(), stillOut, importId)
  }).immediate()
  removeStage(folder, importId)
}
