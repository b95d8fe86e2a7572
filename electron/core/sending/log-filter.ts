import { failureCause, UNDECIDED_MS, type FailureCause, type LogState, type MessageFilter, type MessageStatus } from '../../../shared/contract/messages.ts'
import type { Db } from '../database/open.ts'
import { errorCodes } from '../provider/error-codes.ts'
import { canSearch, textTest } from './log-text.ts'

/** What kind of failure a code is. */
export const causeOf = (code: number | null): FailureCause => (code === null ? 'unexplained' : (errorCodes.get(code)?.class ?? 'unexplained'))

const codesByCause = new Map(failureCause.options.map((cause) => [cause, [...errorCodes.keys()].filter((code) => causeOf(code) === cause)]))

/** Of two sets of codes wanted; null: any. `not`: all but these. */
export type Codes = { readonly not: boolean; readonly codes: ReadonlySet<number> }
export const codesOf = (cause: FailureCause): Codes =>
  cause === 'unexplained' ? { not: true, codes: new Set(errorCodes.keys()) } : { not: false, codes: new Set(codesByCause.get(cause)) }

/** The state people see (LogState). `leftAt`: when it was claimed. */
export const stateOf = (status: MessageStatus, leftAt: number | null, now: number): LogState =>
  (status === 'accepted' || status === 'sent') && leftAt !== null && leftAt < now - UNDECIDED_MS ? 'undecided' : status

export type Where = { readonly sql: string; readonly params: Readonly<Record<string, unknown>> }

/** The test of the search last used on a connection: rows come by the hundred thousand. */
const tests = new WeakMap<Db, { query: string; test: ReturnType<typeof textTest> }>()

const prepareText = (db: Db): void => {
  if (tests.has(db)) return
  const last = { query: '', test: textTest('') }
  tests.set(db, last)
  db.function('log_text', { deterministic: true, directOnly: true }, (query, name, number, body) => {
    if (query !== last.query) Object.assign(last, { query: query as string, test: textTest(query as string) })
    return last.test(name as string, number as string, body as string) ? 1 : 0
  })
}

const STATE = `CASE WHEN m.status IN ('accepted', 'sent') AND m.claimed_at < @undecidedBefore THEN 'undecided' ELSE m.status END`

/**
 * A filter of the log as a condition on `m`, with its parameters: for acting on a choice of messages and for exporting.
 * The screen asks log-columns.ts, which finds the same (tested against each other).
 */
export const whereOf = (db: Db, filter: MessageFilter, now: number): Where => {
  const { campaignId, contactId, statuses, senderId, from, to, codes, cause, skip, query } = filter
  const conditions: string[] = []
  const params: Record<string, unknown> = {}
  const add = (condition: string, more: Record<string, unknown> = {}): void => {
    conditions.push(condition)
    Object.assign(params, more)
  }
  if (campaignId !== undefined) add('m.batch_id = @campaignId', { campaignId })
  if (contactId !== undefined) add('m.contact_id = @contactId', { contactId })
  if (statuses !== undefined && statuses.length > 0) {
    // Without the third state the plain column can use its indexes.
    const plain = !statuses.some((state) => state === 'undecided' || state === 'accepted' || state === 'sent')
    add(`${plain ? 'm.status' : STATE} IN (SELECT value FROM json_each(@statuses))`, { statuses: JSON.stringify(statuses), ...(plain ? {} : { undecidedBefore: now - UNDECIDED_MS }) })
  }
  if (senderId !== undefined) add('m.sender_id = @filterSender', { filterSender: senderId })
  if (from !== undefined) add('coalesce(m.claimed_at, m.updated_at) >= @filterFrom', { filterFrom: from })
  if (to !== undefined) add('coalesce(m.claimed_at, m.updated_at) < @filterTo', { filterTo: to })
  if (codes !== undefined || cause !== undefined) conditions.push(`m.status IN ('failed', 'undelivered')`)
  if (codes !== undefined) add('coalesce(m.error_code, 0) IN (SELECT value FROM json_each(@filterCodes))', { filterCodes: JSON.stringify(codes) })
  if (cause !== undefined) {
    const wanted = codesOf(cause)
    add(`coalesce(m.error_code, 0) ${wanted.not ? 'NOT IN' : 'IN'} (SELECT value FROM json_each(@causeCodes))`, { causeCodes: JSON.stringify([...wanted.codes]) })
  }
  if (skip !== undefined) add(`m.status = 'skipped' AND m.skip = @filterSkip`, { filterSkip: skip })
  if (canSearch(query)) {
    prepareText(db)
    add('log_text(@query, m.name, m.number, m.body)', { query })
  }
  return { sql: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, params }
}
