import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Segment } from '../../../shared/contract/segments.ts'
import { ok } from '../../../shared/result.ts'
import { contactRows } from '../contacts/rows.ts'
import { watchContacts } from '../contacts/watch.ts'
import type { Context } from '../context.ts'
import { deskZone, tellTime } from './moment.ts'
import type { PeopleThread } from './people-thread.ts'
import { addSegment, allSegments, oneSegment, purgeSegments, removeSegment, saveSegment, undoRemoveSegment, type StoredSegment } from './store.ts'

/** Drafts and what has not started, with the segment each goes to: campaigns know, which stand above. */
export type DraftsOf = (segmentId: number) => Segment['drafts']

export const segmentsHandlers = (context: Context, thread: PeopleThread, draftsOf: DraftsOf): HandlersOf<'segments'> => {
  const { db, clock } = context
  tellTime(db, () => ({ now: clock.now(), zone: deskZone() }))
  purgeSegments(db, clock.now())
  const watch = watchContacts(db)
  const whole = (segment: StoredSegment): Segment => ({ ...segment, drafts: draftsOf(segment.id) })
  const changed = () => context.changed('segments', 'contacts', 'campaigns')

  return {
    'segments.all': () => ok(allSegments(db).map(whole)),
    'segments.get': ({ id }) => {
      const segment = oneSegment(db, id)
      return segment === null ? context.problem('not-found') : ok(whole(segment))
    },

    'segments.add': ({ name, rule }) => {
      const segment = addSegment(db, name, rule, clock.now())
      if (segment === null) return context.problem('segment-exists', { name }, 'name')
      changed()
      return ok(whole(segment))
    },

    'segments.save': ({ id, ...what }) => {
      switch (saveSegment(db, id, what, clock.now())) {
        case 'name-taken':
          return context.problem('segment-exists', { name: what.name ?? '' }, 'name')
        case 'not-found':
          return context.problem('not-found')
        case 'done': {
          changed()
          const segment = oneSegment(db, id)
          return segment === null ? context.problem('not-found') : ok(whole(segment))
        }
      }
    },

    'segments.remove': ({ id }) => {
      const drafts = draftsOf(id).length
      const undoId = removeSegment(db, id, clock.now())
      if (undoId === null) return context.problem('not-found')
      changed()
      return ok({ undoId, drafts })
    },

    'segments.undoRemove': ({ undoId }) => {
      const segment = undoRemoveSegment(db, undoId)
      if (segment === null) return context.problem('undo-gone')
      changed()
      return ok(whole(segment))
    },

    'segments.count': async ({ id }) => {
      const segment = oneSegment(db, id)
      if (segment === null) return context.problem('not-found')
      const answer = await thread.ask<'count'>({ kind: 'count', rule: segment.rule, first: 0, asker: null, stamp: watch.stamp() })
      return answer.kind === 'superseded' ? context.problem('segments-superseded') : ok({ people: answer.people })
    },

    'segments.preview': async ({ rule, first, asker }) => {
      const answer = await thread.ask<'count'>({ kind: 'count', rule, first, asker, stamp: watch.stamp() })
      return answer.kind === 'superseded' ? context.problem('segments-superseded') : ok({ people: answer.people, first: contactRows(db, answer.first) })
    },

    'segments.cancel': async ({ asker }) => {
      const answer = await thread.ask<'cancel'>({ kind: 'cancel', asker })
      return ok({ canceled: answer.kind === 'cancel' && answer.canceled })
    },

    'segments.places': async () => {
      const answer = await thread.ask<'places'>({ kind: 'places' })
      return ok(answer.kind === 'places' ? answer.places : { countries: [], regions: [], areaCodes: [] })
    },
  }
}
