import { writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { FileTicket } from '../../../shared/contract/common.ts'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { MessageFilter } from '../../../shared/contract/messages.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import { isPassing } from '../sending/after-failure.ts'
import { logDetail, logRowsOf, type QueueWaits } from '../sending/log.ts'
import { resendMessage } from '../sending/resend.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { ExportDone, ExportJob } from './export-worker.ts'
import { exportWords } from './export-words.ts'
import { createLogThread, type LogThread } from './log-thread.ts'
import { readToday, type TodaySources } from './today.ts'

/** What changes messages is sending's; what reads them is here. */
export type LogHandlers = Omit<HandlersOf<'messages' | 'results' | 'today'>, 'messages.retry' | 'messages.reschedule' | 'messages.redaction' | 'messages.saveRedaction'>

/** How every PNG begins (its specification, 5.2). */
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

const threadOf = (context: Context): LogThread => {
  const thread = createLogThread(context, context.db, () => context.clock.now())
  context.onClose(() => thread.close())
  return thread
}

/** `wake`: something was put into the queue. */
export const reportsHandlers = (context: Context, waits: () => QueueWaits, sources: TodaySources, wake: () => void, thread: LogThread = threadOf(context)): LogHandlers => {
  const { db, clock } = context

  const exportLog = async (filter: MessageFilter): Promise<Result<FileTicket>> => {
    const { language } = context.settings()
    const file = context.files.create(`${exportWords[language].file}-${new Date(clock.now()).toISOString().slice(0, 10)}.csv`)
    const job: ExportJob = { databaseFile: context.databaseFile, nativeBinding: context.nativeBinding, path: file.path, filter, language, now: clock.now() }
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
    'messages.page': async ({ filter, offset, limit }) => {
      const { ids, total, atLeast } = await thread.ask<'page'>({ kind: 'page', filter, offset, limit })
      return ok({ rows: logRowsOf(db, ids, waits(), clock.now()), total, atLeast })
    },
    'messages.get': ({ id }) => {
      const detail = logDetail(db, id, waits(), clock.now())
      return detail === null ? context.problem('not-found') : ok(detail)
    },
    'messages.counts': async ({ filter }) => ok((await thread.ask<'tally'>({ kind: 'tally', filter })).states),
    'messages.reasons': async ({ filter }) => {
      const { tally, holds } = await thread.ask<'reasons'>({ kind: 'reasons', filter, waits: waits() })
      return ok({ holds, failures: tally.failures.map((one) => ({ ...one, retryable: isPassing(one.errorCode) })), skips: tally.skips })
    },
    'messages.resend': ({ id }) => {
      const made = resendMessage(db, id, clock.now())
      if (made === null) return context.problem('not-found')
      if (made === 'open') return context.problem('resend-open')
      if (made === 'erased') return context.problem('resend-erased')
      wake()
      context.changed('messages', 'queue', 'today')
      return ok({ id: made })
    },
    'results.campaign': async ({ campaignId }) => ok(await thread.ask<'campaign'>({ kind: 'campaign', campaignId })),
    'results.compare': async ({ first, second }) => ok(await thread.ask<'compare'>({ kind: 'compare', first, second })),
    'results.picture': ({ name, png }) => {
      const bytes = Buffer.from(png, 'base64')
      if (!bytes.subarray(0, PNG.length).equals(PNG)) return context.problem('not-found')
      const file = context.files.create(`${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'results'}.png`)
      writeFileSync(file.path, bytes)
      return ok(file.done())
    },
    'results.trends': async ({ months }) => ok(await thread.ask<'trends'>({ kind: 'trends', months })),
    'messages.export': ({ filter }) => exportLog(filter),
    'today.get': async () => ok(await readToday(context, sources)),
  }
}
