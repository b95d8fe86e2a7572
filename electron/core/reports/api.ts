import { Worker } from 'node:worker_threads'
import type { FileTicket } from '../../../shared/contract/common.ts'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { MessageFilter } from '../../../shared/contract/messages.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import { logCounts, logDetail, logPage, logReasons, type QueueWaits } from '../sending/log.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { ExportDone, ExportJob } from './export-worker.ts'
import { exportWords } from './export-words.ts'
import { readToday, type TodaySources } from './today.ts'

/** What changes messages is sending's; what reads them is here. */
export type LogHandlers = Omit<HandlersOf<'messages' | 'today'>, 'messages.retry' | 'messages.reschedule'>

export const reportsHandlers = (context: Context, waits: () => QueueWaits, sources: TodaySources): LogHandlers => {
  const { db, clock } = context

  const exportLog = async (filter: MessageFilter): Promise<Result<FileTicket>> => {
    const { language } = context.settings()
    const file = context.files.create(`${exportWords[language].file}-${new Date(clock.now()).toISOString().slice(0, 10)}.csv`)
    const job: ExportJob = { databaseFile: context.databaseFile, nativeBinding: context.nativeBinding, path: file.path, filter, language }
    const done = await new Promise<ExportDone>((resolve, reject) => {
      const worker = new Worker(workerUrl('reports/export-worker'), { workerData: job })
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    if ('rows' in done) return ok(file.done())
    if (done.code === 'ENOSPC') return context.problem('disk-full')
    throw new Error(done.message)
  }

  return {
    'messages.page': ({ filter, offset, limit }) => ok(logPage(db, filter, { offset, limit }, waits(), clock.now())),
    'messages.get': ({ id }) => {
      const detail = logDetail(db, id, waits(), clock.now())
      return detail === null ? context.problem('not-found') : ok(detail)
    },
    'messages.counts': ({ filter }) => ok(logCounts(db, filter)),
    'messages.reasons': ({ filter }) => ok(logReasons(db, filter, waits(), clock.now())),
    'messages.export': ({ filter }) => exportLog(filter),
    'today.get': () => ok(readToday(context, sources)),
  }
}
