/**
 * How fast the delivery log answers over a million messages (unless told otherwise), through `core.call` as the window
 * asks: the first page, pages anywhere, counts, and every kind of filter alone and together, when the log is in memory.
 * How long that takes after a start is told beside it, and what a page takes meanwhile.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { MessageFilter } from '../../shared/contract/messages.ts'
import { seededRandom } from '../../electron/core/environment.ts'
import { createLogThread } from '../../electron/core/reports/log-thread.ts'
import { startTestCore } from '../support/core.ts'
import { fillLog } from '../support/fill-log.ts'
import { personAt } from '../support/people.ts'

export type LogBench = {
  readonly bench: 'log'
  /** The first page of the whole log, p95 in ms. */
  readonly value: number
  readonly unit: 'ms'
  readonly limit: number
  /** value / limit. */
  readonly ratio: number
  /** The first page of any filter, total included; p95 and the slowest. */
  readonly filter_p95_ms: number
  readonly filter_max_ms: number
  /** From the first question of a session to its answer, with nothing in memory. */
  readonly cold_ms: number
  /** Until any filter is answered from memory, and until its search is built. */
  readonly load_ms: number
  readonly search_ready_ms: number
  readonly loop_delay_max_ms: number
  /** One campaign, two side by side, a year of trends. */
  readonly results_ms: readonly [campaign: number, compare: number, trends: number]
  readonly rows: number
}

const LIMIT_MS = 30
const quantile = (values: readonly number[], q: number): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * q) - 1] ?? 0
const round = (ms: number): number => Number(ms.toFixed(2))

/** Prints a table for people and gives the figure. `rows` are messages. */
export const run = async ({ rows = 1_000_000 }: { readonly rows?: number } = {}): Promise<LogBench> => {
  const test = await startTestCore({ ready: false })
  const own = test.db()
  try {
    const now = test.clock.now()
    own.pragma('synchronous = OFF')
    fillLog(own, rows, { now })
    own.exec(`INSERT INTO campaigns (name, plan, sealed, audience_name, created_at, updated_at) SELECT name, '{}', '{}', '', starts_at, starts_at FROM batches`)
    own.pragma('wal_checkpoint(TRUNCATE)')
    const timed = async (run: () => Promise<unknown>): Promise<number> => {
      const start = performance.now()
      await run()
      return performance.now() - start
    }
    const page = (filter: MessageFilter, offset = 0) => timed(() => test.call('messages.page', { filter, offset, limit: 200 }))
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const began = performance.now()
    const cold = await page({})
    const load = await timed(() => test.call('messages.counts', { filter: {} })).then(() => performance.now() - began)
    // A thread like the one in the core, to learn when the search is whole: the core's builds its own at the same time.
    const twin = createLogThread({ databaseFile: own.name, nativeBinding: undefined }, own, () => now)
    const searchReady = await timed(() => twin.ask<'ready'>({ kind: 'ready' }))
    await twin.close()
    // The core's own has had the same time on the same two cores.
    while ((await page({ query: 'zzzz' })) > 150);
    delay.reset()

    const random = seededRandom(9)
    const any = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
    const campaigns = Math.ceil(rows / 5_000)
    const times = (count: number, run: () => Promise<number>) => Array.from({ length: count }).reduce<Promise<number[]>>(async (before, _) => [...(await before), await run()], Promise.resolve([]))
    const first = await times(60, () => page({}))
    const anywhere = await times(40, () => page({}, Math.floor(random() * rows)))
    const day = () => {
      const from = now - Math.floor(random() * 365) * 86_400_000
      return { from, to: from + 86_400_000 }
    }
    const kinds: readonly (readonly [name: string, filter: () => MessageFilter])[] = [
      ['campaign', () => ({ campaignId: 1 + Math.floor(random() * campaigns) })],
      ['status', () => ({ statuses: [any(['delivered', 'failed', 'undelivered', 'skipped', 'queued', 'unknown'] as const)] })],
      ['undecided', () => ({ statuses: ['undecided'] })],
      ['sender', () => ({ senderId: any([900, 901, 902, 999]) })],
      ['day', day],
      ['person', () => ({ contactId: 1 + Math.floor(random() * rows) })],
      ['code', () => ({ codes: [any([30003, 30006, 21610, 99_999, 0])] })],
      ['cause', () => ({ cause: any(['recipient-permanent', 'retry-later', 'opt-out', 'unexplained'] as const) })],
      ['left out', () => ({ skip: any(['opted-out', 'expired'] as const) })],
      ['name', () => ({ query: any([personAt(Math.floor(random() * 20_000)).lastName, personAt(Math.floor(random() * 20_000)).firstName]) })],
      ['number', () => ({ query: personAt(Math.floor(random() * 20_000)).number.slice(any([2, 5, 8])) })],
      ['words', () => ({ query: any(['figs', 'croissants from 9', 'tomorrow', 'nothing like it']) })],
      ['all together', () => ({ ...day(), senderId: 900, statuses: ['delivered', 'failed'], query: any(['figs', 'sourdough']) })],
      ['campaign and cause', () => ({ campaignId: 1 + Math.floor(random() * campaigns), cause: 'recipient-permanent' })],
    ]
    const filters = new Map<string, number[]>()
    for (const [name, filter] of kinds) filters.set(name, await times(15, () => page(filter())))
    const counts = await times(20, () => timed(() => test.call('messages.counts', { filter: any(kinds)[1]() })))
    const reasons = await times(10, () => timed(() => test.call('messages.reasons', { filter: { statuses: ['failed', 'undelivered'] } })))
    const middle = Math.ceil(campaigns / 2)
    const results = [
      await timed(() => test.call('results.campaign', { campaignId: middle })),
      await timed(() => test.call('results.compare', { first: middle, second: middle + 1 })),
      await timed(() => test.call('results.trends', { months: 12 })),
    ] as const
    delay.disable()

    const line = (name: string, all: readonly number[]): void => console.log(`${name.padEnd(26)}${String(all.length).padStart(6)}${quantile(all, 0.5).toFixed(2).padStart(9)}${quantile(all, 0.95).toFixed(2).padStart(9)}${Math.max(...all).toFixed(2).padStart(9)}`)
    console.log(`${`${rows.toLocaleString('en')} messages, ms`.padEnd(26)}${'times'.padStart(6)}${'p50'.padStart(9)}${'p95'.padStart(9)}${'max'.padStart(9)}`)
    line('first page', first)
    line('a page anywhere', anywhere)
    for (const [name, all] of filters) line(`by ${name}`, all)
    line('counts of a filter', counts)
    line('reasons of failures', reasons)
    line('results of a campaign', [results[0]])
    line('two side by side', [results[1]])
    line('a year of trends', [results[2]])
    console.log(`After a start: the first page in ${cold.toFixed(0)} ms, any filter after ${load.toFixed(0)}, its search whole after ${searchReady.toFixed(0)} more.`)
    console.log(`The main thread was held up for ${(delay.max / 1e6).toFixed(1)} ms at most.`)
    const all = [...filters.values()].flat()
    const value = round(quantile(first, 0.95))
    return {
      bench: 'log', value, unit: 'ms', limit: LIMIT_MS, ratio: round(value / LIMIT_MS), filter_p95_ms: round(quantile(all, 0.95)), filter_max_ms: round(Math.max(...all)), cold_ms: round(cold),
      load_ms: round(load), search_ready_ms: round(searchReady), loop_delay_max_ms: round(delay.max / 1e6), results_ms: [round(results[0]), round(results[1]), round(results[2])], rows,
    }
  } finally {
    await test.end()
  }
}
