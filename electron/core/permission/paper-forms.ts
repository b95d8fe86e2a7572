/** Paper forms written down one after the other, and the last ones taken back where a slip of the finger went in. */
import { randomUUID } from 'node:crypto'
import type { PaperEntry, PaperFields } from '../../../shared/contract/collect.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { recordConsent } from '../consent/record.ts'
import { refusedAfter } from '../consent/rules.ts'
import { standingOf } from '../consent/state.ts'
import { takeBackEntry } from '../consent/take-back.ts'
import { contactWhole } from '../contacts/rows.ts'
import { removePeopleToTrash } from '../contacts/trash.ts'
import { saveContact } from '../contacts/write.ts'
import type { Context } from '../context.ts'
import { statement, type Db } from '../database/open.ts'
import { localZone } from '../sending/local-zone.ts'
import { personOf, type Met } from './person-of.ts'

/** What one entry wrote. Kept in memory: an entry of before a restart is corrected on the person's page. */
type Written = { readonly met: Met; readonly updatedAt: number; readonly eventIds: readonly number[] }
const KEPT = 500

type SameForm = { readonly number: string; readonly purpose: Purpose; readonly at: number; readonly disclosure: string; readonly source: string }
const onRecord = (db: Db, { number, purpose, at, disclosure, source }: SameForm): boolean => {
  const standing = standingOf(db, number, purpose)
  return (
    standing?.state === 'opted-in' &&
    statement(
      db,
      `SELECT 1 FROM consent_events e JOIN disclosures d ON d.id = e.disclosure_id
       WHERE e.id = ? AND e.method = 'paper' AND e.occurred_at = ? AND d.text = ? AND e.source = ?`,
    ).get(standing.eventId, at, disclosure, source) !== undefined
  )
}

export type PaperForms = {
  /** `number` in E.164. Null, and nothing written, where all that was ticked was taken back since it was signed. */
  add(number: string, fields: PaperFields): PaperEntry | null
  /** False where something was said or changed since. */
  undo(undoId: string): boolean
}

export const createPaperForms = (context: Context): PaperForms => {
  const { db, clock } = context
  const written = new Map<string, Written>()

  const add = (number: string, { firstName, lastName, signedAt, agreed, kept }: PaperFields): PaperEntry | null =>
    db.transaction((): PaperEntry | null => {
      const stopped = (purpose: Purpose) => refusedAfter(standingOf(db, number, purpose), { purpose, state: 'opted-in', method: 'paper', occurredAt: signedAt, importId: null }) !== null
      if (agreed.every(({ purpose }) => stopped(purpose))) return null
      const met = personOf(context, number, { firstName, lastName })
      const eventIds: number[] = []
      const outcomes = agreed.map(({ purpose, disclosure }): PaperEntry['outcomes'][number] => {
        const standing = standingOf(db, number, purpose)
        if (stopped(purpose)) return { purpose, outcome: 'stopped-since' }
        if (onRecord(db, { number, purpose, at: signedAt, disclosure, source: kept })) return { purpose, outcome: 'known' }
        const event = recordConsent(db, { number, purpose, state: 'opted-in', method: 'paper', occurredAt: signedAt, zone: localZone(), recordedAt: clock.now(), disclosure, source: kept, importId: null })
        eventIds.push(event.id)
        return { purpose, outcome: standing?.state === 'opted-out' ? 'came-back' : 'recorded' }
      })
      const person = contactWhole(db, met.id)!
      const undoId = eventIds.length > 0 || met.added || met.filled.length > 0 ? randomUUID() : ''
      if (undoId !== '') written.set(undoId, { met, updatedAt: person.updatedAt, eventIds })
      const oldest = written.keys().next().value
      if (written.size > KEPT && oldest !== undefined) written.delete(oldest)
      return { undoId, contactId: met.id, number, name: `${person.firstName} ${person.lastName}`.trim(), added: met.added, outcomes }
    }).immediate()

  const undo = (undoId: string): boolean => {
    const entry = written.get(undoId)
    if (entry === undefined) return false
    const took = { source: 'paper form', zone: localZone(), now: clock.now() }
    try {
      db.transaction(() => {
        const person = contactWhole(db, entry.met.id)
        if (person === null || person.updatedAt !== entry.updatedAt) throw new Late()
        for (const eventId of entry.eventIds) if (!takeBackEntry(db, { ...took, eventId })) throw new Late()
        if (entry.met.added) removePeopleToTrash(db, { ids: [entry.met.id] }, clock.now())
        else if (entry.met.filled.length > 0) saveContact(db, entry.met.id, Object.fromEntries(entry.met.filled.map((field) => [field, field === 'language' ? null : ''])), { now: clock.now(), country: context.settings().country })
      }).immediate()
    } catch (cause) {
      if (cause instanceof Late) return false
      throw cause
    }
    written.delete(undoId)
    return true
  }

  return { add, undo }
}

/** Ends a transaction that comes too late. */
class Late extends Error {}
