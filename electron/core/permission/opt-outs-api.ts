import { randomUUID } from 'node:crypto'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import { ok } from '../../../shared/result.ts'
import type { CountryCode } from '../../../shared/phone/normalise.ts'
import { numbersOptedOut } from '../consent/opted-out.ts'
import { optOut } from '../consent/record.ts'
import { countSuspended, endSuspension, openSuspension, openSuspensions } from '../consent/suspensions.ts'
import type { Context } from '../context.ts'
import { asProblem } from '../imports/run.ts'
import { localZone } from '../sending/local-zone.ts'
import { heldBackSince, incomingOf } from '../sending/talk.ts'
import { confirmOptOut } from './confirm-opt-out.ts'
import { figuresOf, readListFile, readPasted, writeList, type ReadList } from './opt-out-list.ts'
import { exportOptOuts } from './opt-outs-export.ts'
import { LIST_SOURCE, optOutRows, waitingStops } from './opt-outs-page.ts'

const MOST_WAITING = 200
/** As much of their words as a record quotes. */
const QUOTED = 300
/** Numbers between two tellings of how far a list is. */
const TOLD_EVERY = 5_000
/** Clocks of two machines differ a little; a date written down tomorrow is a mistake. */
const TOLERATED_MS = 5 * 60_000
const PASTED = { en: 'Pasted list', fr: 'Liste collée' } as const

/** Who said stop, in whatever words, and what became of it. `wake` tells the queue that something was put into it. */
export const optOutsHandlers = (context: Context, wake: () => void): HandlersOf<'optOuts'> => {
  const { db, clock, problem } = context
  let held: { readonly id: string; readonly list: ReadList; readonly pasted: boolean } | null = null
  let progress: { readonly done: number; readonly total: number } | null = null
  let adding: Promise<unknown> = Promise.resolve()
  let closing = false
  context.onClose(async () => {
    closing = true
    await adding
  })

  return {
    'optOuts.waiting': () => ok({ rows: waitingStops(db, openSuspensions(db, MOST_WAITING)), total: countSuspended(db) }),
    'optOuts.waitingOf': ({ number }) => {
      const open = openSuspension(db, number)
      return ok({ stop: open === null ? null : (waitingStops(db, [open])[0] ?? null) })
    },

    'optOuts.decide': ({ number: asked, wantsOut }) => {
      const decided = db.transaction(() => {
        const open = openSuspension(db, asked)
        if (open === null) return problem('stop-decided')
        const { number } = open
        const now = clock.now()
        const notSent = heldBackSince(db, asked, open.sinceAt)
        endSuspension(db, number, wantsOut ? 'opt-out' : 'not', now)
        if (!wantsOut) return ok({ number, notSent, confirms: false })
        const said = incomingOf(db, [open.inboundId]).get(open.inboundId)
        const words = said?.text ?? open.found
        const [event] = optOut(db, { number, method: 'reply', source: `reply: ${words.trim().replace(/\s+/g, ' ').slice(0, QUOTED)}`, at: open.sinceAt, zone: localZone(), recordedAt: now })
        const confirms = event !== undefined && confirmOptOut(context, { eventId: event.id, number, words, saidAt: open.sinceAt, address: said?.address ?? null })
        return ok({ number, notSent, confirms })
      }).immediate()
      if (decided.ok) {
        context.changed('optOuts', 'consent', 'contacts', 'inbox', 'messages', 'today')
        if (decided.value.confirms) wake()
      }
      return decided
    },

    'optOuts.page': ({ query = '', offset, limit }) => {
      const digits = query.replace(/\D/g, '')
      if (query.trim() !== '' && digits === '') return ok({ rows: [], total: 0 })
      const numbers = numbersOptedOut(db, digits)
      return ok({ rows: optOutRows(db, numbers.slice(offset, offset + limit)), total: numbers.length })
    },

    'optOuts.readList': async (given) => {
      try {
        const { language, country } = context.settings()
        const path = 'fileId' in given ? context.files.path(given.fileId) : null
        if ('fileId' in given && path === null) return problem('imports-file-gone')
        const list = 'text' in given ? await readPasted(given.text, PASTED[language], country as CountryCode) : await readListFile(context, path!)
        if (list.numbers.length === 0) return problem('stop-list-empty')
        const figures = await figuresOf(db, list)
        held = { id: randomUUID(), list, pasted: 'text' in given }
        return ok({ listId: held.id, name: list.name, numbers: list.numbers.length, ...figures, notNumbers: list.notNumbers, samples: list.samples, repeated: list.repeated })
      } catch (error) {
        return asProblem(context, error)
      }
    },

    'optOuts.addList': async ({ listId, purposes, occurredAt, note }) => {
      if (occurredAt > clock.now() + TOLERATED_MS) return problem('consent-in-future', {}, 'occurredAt')
      if (progress !== null) return problem('stop-list-busy')
      if (held?.id !== listId) return problem('stop-list-gone')
      const { list, pasted } = held
      held = null
      const total = list.numbers.length
      progress = { done: 0, total }
      context.changed('optOuts')
      const writing = writeList(
        context,
        list.numbers,
        { method: pasted ? 'by-hand' : 'import', occurredAt, source: `${LIST_SOURCE}${list.name}${note === '' ? '' : ` (${note})`}`, purposes: purposes === 'marketing' ? ['marketing'] : ['marketing', 'service'] },
        () => !closing,
        (done) => {
          progress = { done, total }
          if (done % TOLD_EVERY === 0) context.changed('optOuts')
        },
      )
      adding = writing.catch(() => undefined)
      try {
        return ok(await writing)
      } catch (error) {
        return asProblem(context, error)
      } finally {
        progress = null
        if (!closing) context.changed('optOuts', 'consent', 'contacts', 'inbox', 'messages', 'today')
      }
    },
    'optOuts.adding': () => ok({ progress }),

    'optOuts.export': async () => {
      try {
        return ok(await exportOptOuts(context))
      } catch (error) {
        return asProblem(context, error)
      }
    },
  }
}
