import type { EventMethod } from '../../../shared/contract/consent.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { statement, type Db } from '../database/open.ts'

/** A number that is out of something, by its latest record. Times in ms UTC. */
export type OptedOut = {
  readonly number: string
  readonly purposes: readonly Purpose[]
  readonly at: number
  readonly method: EventMethod
  readonly source: string
  readonly importId: number | null
}

const orders = new WeakMap<Db, { readonly key: string; readonly numbers: readonly string[] }>()

/**
 * All numbers that are out of something, the newest record first. Read through an index that holds all it needs: 100 ms for
 * 100,000, so it is kept until something was written.
 */
const inOrder = (db: Db): readonly string[] => {
  const key = statement(db, `SELECT total_changes() || '/' || (SELECT data_version FROM pragma_data_version)`).pluck().get() as string
  const known = orders.get(db)
  if (known?.key === key) return known.numbers
  // A set keeps the place of the first, which is the later record of a number that is out of both.
  const numbers = [...new Set(statement(db, `SELECT number FROM consent INDEXED BY consent_opted_out WHERE state = 'opted-out' ORDER BY event_id DESC`).pluck().all() as string[])]
  orders.set(db, { key, numbers })
  return numbers
}

/** Those whose number holds these digits somewhere; all of them for ''. A stretch of them can be asked for with `optedOut`. */
export const numbersOptedOut = (db: Db, digits: string): readonly string[] => (digits === '' ? inOrder(db) : inOrder(db).filter((number) => number.includes(digits)))

type Raw = Omit<OptedOut, 'purposes'> & { readonly purpose: Purpose }

/** What is on record of these numbers, in their order; whoever is not out any more is left out. */
export const optedOut = (db: Db, numbers: readonly string[]): readonly OptedOut[] => {
  const found = new Map<string, OptedOut>()
  const rows = statement(
    db,
    `SELECT k.number, k.purpose, k.since_at AS at, e.method, e.source, e.import_id AS importId
     FROM json_each(?) n CROSS JOIN consent k ON k.number = n.value AND k.state = 'opted-out' JOIN consent_events e ON e.id = k.event_id
     ORDER BY k.event_id DESC`,
  ).all(JSON.stringify(numbers)) as Raw[]
  for (const { purpose, ...row } of rows) {
    const known = found.get(row.number)
    found.set(row.number, known === undefined ? { ...row, purposes: [purpose] } : { ...known, purposes: ['marketing', 'service'] })
  }
  return numbers.flatMap((number) => found.get(number) ?? [])
}
