import { statement, type Db } from '../database/open.ts'

type Counts = { readonly optedIn: number; readonly optedOut: number }

/** Counting 100,000 people takes some 50 ms, so it is done again only after something was said, added or removed. */
const counted = new WeakMap<Db, { readonly key: string; readonly counts: Counts }>()

/**
 * Of the people in the book: who may be sent an offer, and who may not any more; and how many said stop since `since`, lists brought in aside
 * (milliseconds UTC). `people` is how many are in the book now.
 */
export const consentCounts = (db: Db, since: number, people: number): Counts & { readonly stopsSince: number } => {
  const last = statement(db, `SELECT coalesce((SELECT max(id) FROM consent_events), 0) || '/' || coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'contacts'), 0)`).pluck().get() as string
  const key = `${people}/${last}`
  let known = counted.get(db)
  if (known?.key !== key) {
    const count = statement(db, `SELECT count(*) FROM consent k JOIN contacts c ON c.number = k.number WHERE k.purpose = 'marketing' AND k.state = ?`).pluck()
    known = { key, counts: { optedIn: count.get('opted-in') as number, optedOut: count.get('opted-out') as number } }
    counted.set(db, known)
  }
  const stopsSince = statement(db, `SELECT count(*) FROM consent k JOIN consent_events e ON e.id = k.event_id WHERE k.purpose = 'marketing' AND k.state = 'opted-out' AND k.since_at >= ? AND e.import_id IS NULL AND e.method <> 'import'`).pluck().get(since) as number
  return { ...known.counts, stopsSince }
}
