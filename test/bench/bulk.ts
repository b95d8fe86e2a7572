/** A tag given to everybody at once, and taken back; how long, and how long the main thread was held up meanwhile. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { startTestCore } from '../support/core.ts'
import { fillBook } from '../support/fill-book.ts'

export type BulkBench = {
  readonly bench: 'bulk'
  /** The tag to everybody, in seconds. */
  readonly value: number
  readonly unit: 's'
  readonly undo_s: number
  readonly loop_delay_p99_ms: number
  readonly loop_delay_max_ms: number
  readonly rows: number
}

export const run = async ({ rows = 100_000 }: { readonly rows?: number } = {}): Promise<BulkBench> => {
  const test = await startTestCore({ ready: false })
  try {
    const db = test.db()
    db.pragma('synchronous = OFF')
    fillBook(db, rows, { now: test.clock.now(), list: 'Everybody', unchained: true })
    db.pragma('synchronous = FULL')
    db.pragma('wal_checkpoint(TRUNCATE)')
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const start = performance.now()
    const change = await test.call('people.change', { who: { filter: {} }, edit: { kind: 'tags', add: ['everybody'], remove: [] } })
    const given = performance.now()
    if (change.people !== rows) throw new Error(`Changing went wrong: ${JSON.stringify(change)}`)
    const undone = await test.call('people.undo', { id: change.id })
    const back = performance.now()
    delay.disable()
    if (undone.state !== 'undone') throw new Error(`Undoing went wrong: ${JSON.stringify(undone)}`)
    const seconds = (ms: number): number => Number((ms / 1000).toFixed(1))
    const ms = (ns: number): number => Number((ns / 1e6).toFixed(1))
    console.log(`A tag for ${rows.toLocaleString('en')} people in ${seconds(given - start)} s, taken back in ${seconds(back - given)} s.`)
    return { bench: 'bulk', value: seconds(given - start), unit: 's', undo_s: seconds(back - given), loop_delay_p99_ms: ms(delay.percentile(99)), loop_delay_max_ms: ms(delay.max), rows }
  } finally {
    await test.end()
  }
}
