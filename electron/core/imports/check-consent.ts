/** Who could be texted after a dry run's import, by the rules of its end (finish.ts). */
import type { Purpose } from '../../../shared/contract/common.ts'
import type { Db } from '../database/open.ts'
import type { CheckFigures, CheckJob } from './check-job.ts'
import { OPTED } from './opt-in.ts'
import { refusedPurposes } from './refused.ts'

/** One row for each person: who refuses or agrees by the files, and how they stand in the book. */
const PEOPLE = `
  CREATE TABLE people AS
  SELECT p.*, coalesce(m.state, '') AS marketing, coalesce(s.state, '') AS service FROM (
    SELECT number, max(no_marketing) AS no_marketing, max(no_service) AS no_service, max(agrees) AS agrees FROM (
      SELECT s.number,
        EXISTS (SELECT 1 FROM refusals x WHERE x.file = s.file AND x.opted = s.strictest AND x.purpose = 'marketing') AS no_marketing,
        EXISTS (SELECT 1 FROM refusals x WHERE x.file = s.file AND x.opted = s.strictest AND x.purpose = 'service') AS no_service,
        s.strictest >= 0 AND (s.kindest = 1 OR f.unsaid) AS agrees
      FROM (SELECT number, file, min(opted) AS strictest, max(opted) AS kindest FROM rows WHERE number IS NOT NULL GROUP BY number, file) s JOIN files f ON f.file = s.file)
    GROUP BY number) p
  LEFT JOIN book.consent m ON m.number = p.number AND m.purpose = 'marketing'
  LEFT JOIN book.consent s ON s.number = p.number AND s.purpose = 'service'`

/** Counts them, and marks the rows of everybody who is out afterwards. `db` has the book attached. */
export const consentFigures = (db: Db, job: CheckJob): Pick<CheckFigures, 'stillOptedOut' | 'optedOut' | 'mayTextNow' | 'mayText'> => {
  const { consent } = job
  const addFile = db.prepare('INSERT INTO files (file, unsaid) VALUES (?, ?)')
  const addRefusal = db.prepare('INSERT INTO refusals (file, opted, purpose) VALUES (?, ?, ?)')
  db.transaction(() => {
    for (const [index, { mapping, headers }] of job.files.entries()) {
      addFile.run(index, mapping.includes('opt-in') && consent.onlyWhereOptedIn ? 0 : 1)
      const columns = headers.filter((_, i) => mapping[i] === 'opt-in')
      if (columns.length === 0) continue
      for (const opted of consent.noMeans === 'not-asked' ? [OPTED.stop] : [OPTED.stop, OPTED.no])
        for (const purpose of refusedPurposes(consent.purposes, columns, opted)) addRefusal.run(index, opted, purpose)
    }
    db.exec(PEOPLE)
    db.exec(`UPDATE rows SET out = 1 WHERE number IN (
      SELECT number FROM people WHERE marketing = 'opted-out' OR service = 'opted-out' OR no_marketing = 1 OR no_service = 1)`)
  })()
  const may = (purpose: Purpose): { now: number; later: number } =>
    db
      .prepare(
        `SELECT coalesce(sum(${purpose} = 'opted-in'), 0) AS now,
           coalesce(sum(${purpose} <> 'opted-out' AND NOT no_${purpose} AND (${purpose} = 'opted-in' OR (agrees AND @asked))), 0) AS later FROM people`,
      )
      .get({ asked: consent.purposes.includes(purpose) ? 1 : 0 }) as { now: number; later: number }
  const marketing = may('marketing')
  const service = may('service')
  const { before, byFile } = db
    .prepare(
      `SELECT coalesce(sum(before), 0) AS before, coalesce(sum(NOT before AND (no_marketing OR no_service)), 0) AS byFile FROM (
         SELECT (marketing = 'opted-out' OR service = 'opted-out') AS before, no_marketing, no_service FROM people)`,
    )
    .get() as { before: number; byFile: number }
  return { stillOptedOut: before, optedOut: byFile, mayTextNow: { marketing: marketing.now, service: service.now }, mayText: { marketing: marketing.later, service: service.later } }
}
