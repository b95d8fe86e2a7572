import { randomUUID } from 'node:crypto'
import type { CustomField, DateOrder, FieldKind } from '../../../shared/contract/contacts.ts'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { optionsOf, orderSeen, type FieldReading } from '../../../shared/rules/segments/values.ts'
import type { Context } from '../context.ts'
import type { PeopleThread } from '../segments/people-thread.ts'
import { addField, oneField, renameField, sampleOf, setKind, usualOrder } from './fields.ts'

/** How long removing can be undone. */
const KEPT_MS = 30 * 24 * 60 * 60_000

type Asked = { readonly kind: FieldKind; readonly options?: readonly string[] | undefined; readonly dateOrder?: DateOrder | undefined }
type StoredField = { readonly key: string; readonly label: string; readonly kind: FieldKind; readonly options: readonly string[]; readonly dateOrder: DateOrder; readonly chosen: number; readonly createdAt: number }

export const fieldsHandlers = (context: Context, thread: PeopleThread): HandlersOf<'fields'> => {
  const { db, clock } = context
  const country = () => context.settings().country
  const changed = () => context.changed('fields', 'contacts', 'segments')

  /** What was left open, as the values say. */
  const readingOf = (key: string | null, { kind, options, dateOrder }: Asked): FieldReading => {
    const sample = key === null || (options !== undefined && dateOrder !== undefined) ? [] : sampleOf(db, key)
    return { kind, options: kind === 'choice' ? (options ?? optionsOf(sample)) : [], dateOrder: dateOrder ?? orderSeen(sample) ?? usualOrder(country()) }
  }
  const field = (key: string): Result<CustomField> => {
    const found = oneField(db, key, country())
    return found === null ? context.problem('not-found') : ok(found)
  }
  const exists = (key: string): boolean => db.prepare('SELECT 1 FROM custom_fields WHERE key = ?').get(key) !== undefined

  const restore = async (undoId: string): Promise<string | null> => {
    const json = db.prepare('SELECT field FROM removed_fields WHERE undo_id = ?').pluck().get(undoId) as string | undefined
    if (json === undefined) return null
    const stored = JSON.parse(json) as StoredField
    db.prepare('INSERT OR IGNORE INTO custom_fields (key, label, created_at, kind, options, date_order, chosen) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      stored.key, stored.label, stored.createdAt, stored.kind, JSON.stringify(stored.options), stored.dateOrder, stored.chosen,
    )
    await thread.ask<'restore-field'>({ kind: 'restore-field', key: stored.key, undoId })
    db.prepare('DELETE FROM removed_fields WHERE undo_id = ?').run(undoId)
    changed()
    return stored.key
  }

  db.prepare('DELETE FROM removed_fields WHERE removed_at < ?').run(clock.now() - KEPT_MS)
  // A removal that was broken off never said that it was done: it is taken back.
  for (const undoId of db.prepare('SELECT undo_id FROM removed_fields WHERE done = 0').pluck().all() as string[]) {
    restore(undoId).catch((cause: unknown) => context.log.error('fields.restore-failed', { cause: String(cause) }))
  }

  return {
    'fields.add': ({ label, ...asked }) => {
      const key = addField(db, label, readingOf(null, asked), clock.now())
      if (key === null) return context.problem('field-exists', { label }, 'label')
      changed()
      return field(key)
    },

    'fields.rename': ({ key, label }) => {
      if (!renameField(db, key, label)) return context.problem('not-found')
      changed()
      return field(key)
    },

    'fields.check': async ({ key, ...asked }) => {
      if (!exists(key)) return context.problem('not-found')
      const answer = await thread.ask<'check-field'>({ kind: 'check-field', key, reading: readingOf(key, asked) })
      return answer.kind === 'check-field' ? ok(answer.check) : context.problem('segments-superseded')
    },

    'fields.setKind': ({ key, ...asked }) => {
      if (!exists(key)) return context.problem('not-found')
      setKind(db, key, readingOf(key, asked))
      changed()
      return field(key)
    },

    'fields.remove': async ({ key }) => {
      const found = oneField(db, key, country())
      if (found === null) return context.problem('not-found')
      const undoId = randomUUID()
      const createdAt = db.prepare('SELECT created_at FROM custom_fields WHERE key = ?').pluck().get(key) as number
      const { label, kind, options, dateOrder, guessed } = found
      const stored: StoredField = { key, label, kind, options, dateOrder, chosen: guessed ? 0 : 1, createdAt }
      db.prepare('INSERT INTO removed_fields (undo_id, field, removed_at) VALUES (?, ?, ?)').run(undoId, JSON.stringify(stored), clock.now())
      const answer = await thread.ask<'remove-field'>({ kind: 'remove-field', key, undoId })
      db.transaction(() => {
        db.prepare('DELETE FROM custom_fields WHERE key = ?').run(key)
        db.prepare('UPDATE removed_fields SET done = 1 WHERE undo_id = ?').run(undoId)
      }).immediate()
      changed()
      return ok({ undoId, people: answer.kind === 'remove-field' ? answer.people : 0 })
    },

    'fields.undoRemove': async ({ undoId }) => {
      const key = await restore(undoId)
      return key === null ? context.problem('undo-gone') : field(key)
    },
  }
}
