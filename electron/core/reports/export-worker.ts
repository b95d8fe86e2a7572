import { parentPort, workerData } from 'node:worker_threads'
import type { Language } from '../../../shared/contract/common.ts'
import type { MessageFilter } from '../../../shared/contract/messages.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { statusWords } from '../../../shared/messages/status-words.ts'
import { openDatabase, type Db } from '../database/open.ts'
import { delimiterOf, writeCsv } from '../files/csv.ts'
import { logRows } from '../sending/log.ts'
import { exportWords } from './export-words.ts'

/** Writes the delivery log as CSV on a thread of its own. Answers `{ rows }` or `{ code, message }`. */
export type ExportJob = {
  readonly databaseFile: string
  readonly nativeBinding: string | undefined
  readonly path: string
  readonly filter: MessageFilter
  readonly language: Language
  readonly now: number
}
export type ExportDone = { readonly rows: number } | { readonly code: string; readonly message: string }

function* cells(db: Db, { filter, language, now }: ExportJob, counted: { rows: number }): Iterable<readonly string[]> {
  const words = statusWords[language]
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' })
  yield exportWords[language].columns
  for (const row of logRows(db, filter, now)) {
    counted.rows += 1
    const reason = row.skip !== null ? words.skip[row.skip] : row.errorCode !== null ? deliveryReason(row.errorCode, language).title : ''
    yield [
      time.format(row.createdAt), row.campaignName, row.name, row.number, row.body, row.undecided ? words.undecided : words.status[row.status], reason,
      row.errorCode === null ? '' : String(row.errorCode), String(row.segments),
      row.cost === null ? '' : (row.cost.micros / 1_000_000).toFixed(4).replace('.', language === 'fr' ? ',' : '.'), row.cost?.currency ?? '', row.sender, time.format(row.updatedAt), row.providerSid ?? '',
    ]
  }
}

const run = async (): Promise<ExportDone> => {
  const job = workerData as ExportJob
  const { databaseFile, nativeBinding, path, language } = job
  const db = openDatabase(databaseFile, { nativeBinding, readonly: true })
  const counted = { rows: 0 }
  try {
    await writeCsv(path, cells(db, job, counted), { delimiter: delimiterOf(language) })
    return counted
  } catch (error) {
    const { code = 'internal', message } = error as Error & { code?: string }
    return { code, message }
  } finally {
    db.close()
  }
}

parentPort!.postMessage(await run())
