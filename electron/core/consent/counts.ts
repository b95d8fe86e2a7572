import type { Db } from '../database/open.ts'

/** Who may be sent an offer, who may not any more, and how many said stop since `since` (milliseconds UTC). */
export const consentCounts = (db: Db, since: number): { readonly optedIn: number; readonly optedOut: number; readonly stopsSince: number } => {
  const count = db.prepare(`SELECT count(*) FROM consent WHERE purpose = 'marketing' AND state = ?`).pluck()
  return {
    optedIn: count.get('opted-in') as number,
    optedOut: count.get('opted-out') as number,
    stopsSince: db.prepare(`SELECT count(*) FROM consent WHERE purpose = 'marketing' AND state = 'opted-out' AND since_at >= ?`).pluck().get(since) as number,
  }
}
