import type { Purpose } from '../../../shared/contract/common.ts'
import { openDatabase, type Db } from '../database/open.ts'
import { recordConsent } from './record.ts'
import { stateOf } from './state.ts'
import { shareSuppressionKey, suppressionKeyOf } from './suppressions.ts'
import { suspend } from './suspensions.ts'

/** What the record of a stop says that a book had which a backup took the place of. The window puts it into words. */
export const CARRIED_SOURCE = 'from the book before the backup'

/**
 * A backup does not know who said stop after it was made: whoever is opted out in the book it replaces stays so, by a record
 * of their own, and whoever was erased there stays suppressed. Nobody's yes is carried over. In the caller's connection.
 * @returns how many numbers and purposes; null where the book cannot be read
 */
export const carryRefusals = (db: Db, replaced: string, nativeBinding: string | undefined, now: number): number | null => {
  let old: Db | null = null
  try {
    old = openDatabase(replaced, { nativeBinding, readonly: true })
    // By what is kept, and by the last record: one of the two may have been changed.
    const stops = old
      .prepare(
        `SELECT number, purpose, since_at AS at FROM consent WHERE state = 'opted-out'
         UNION
         SELECT e.number, e.purpose, e.occurred_at FROM consent_events e
         WHERE e.state = 'opted-out' AND e.method NOT IN ('import-undone', 'entry-undone', 'expired') AND e.id = (SELECT max(l.id) FROM consent_events l WHERE l.number = e.number AND l.purpose = e.purpose)`,
      )
      .all() as { number: string; purpose: Purpose; at: number }[]
    // A book of an earlier version has none.
    const doubted = (
      old.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'suspensions'").get() === undefined
        ? []
        : old.prepare('SELECT number, found, since_at AS sinceAt FROM suspensions WHERE decided_at IS NULL').all()
    ) as { number: string; found: string; sinceAt: number }[]
    const erased = old.prepare('SELECT number_hash AS hash, erased_at AS at FROM suppressions').all() as { hash: Buffer; at: number }[]
    const key = suppressionKeyOf(old)
    let carried = 0
    db.transaction(() => {
      for (const { number, purpose, at } of stops) {
        if (stateOf(db, number, purpose) === 'opted-out') continue
        recordConsent(db, { number, purpose, state: 'opted-out', method: 'other', occurredAt: at, zone: 'UTC', recordedAt: now, disclosure: null, source: CARRIED_SOURCE, importId: null })
        carried++
      }
      // The message itself is not in this book; what was found in it is.
      for (const one of doubted) suspend(db, { ...one, inboundId: 0 })
      if (key === null || erased.length === 0) return
      if (suppressionKeyOf(db) === null) shareSuppressionKey(db, key)
      if (suppressionKeyOf(db) !== key) return
      const suppress = db.prepare('INSERT INTO suppressions (number_hash, erased_at) VALUES (?, ?) ON CONFLICT (number_hash) DO UPDATE SET erased_at = max(erased_at, excluded.erased_at)')
      for (const { hash, at } of erased) suppress.run(hash, at)
    }).immediate()
    return carried
  } catch {
    return null
  } finally {
    old?.close()
  }
}
