import type { AskedPerson } from '../../../shared/contract/asking.ts'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import { ok, type Err } from '../../../shared/result.ts'
import { programmeKinds, programmeOf } from '../../../shared/rules/programme-texts.ts'
import { excessParts, missingFromDisclosure, missingParts } from '../../../shared/rules/programme-words.ts'
import { endRequest, oneRequest, requestPage, requestsOf, sweepRequests, type OptInRequest } from '../consent/requests.ts'
import { agreementsTo, keepWording, keptWordings, oneWording, retireWording } from '../consent/wordings.ts'
import { contactNames } from '../contacts/names.ts'
import type { Context } from '../context.ts'
import type { Timer } from '../environment.ts'
import { leftAmong } from '../sending/talk.ts'
import { exportAgreements } from './agreements-file.ts'
import { askMany } from './ask-many.ts'
import { readAsking, writeAsking } from './asking-settings.ts'
import { partsInWords } from './part-words.ts'

const HOUR_MS = 3_600_000

/** Double opt-in, the words it is asked in, and the wordings people agree to. `wake`: something was queued. */
export const askingHandlers = (context: Context, wake: () => void): HandlersOf<'asking'> => {
  const { db, clock, problem, log } = context
  let open = true
  let timer: Timer | null = null
  context.onClose(() => {
    open = false
    timer?.cancel()
  })

  const sweep = (): void => {
    if (sweepRequests(db, clock.now()) > 0) context.changed('asking')
  }
  const sweepHourly = (): void => {
    try {
      sweep()
    } catch (cause) {
      // A full disk, most likely: what ran out is not acted on all the same, its time is asked for.
      log.error('asking.sweep-failed', { cause: String(cause) })
    }
    timer = clock.after(HOUR_MS, () => open && sweepHourly())
  }
  sweepHourly()

  const seen = (requests: readonly OptInRequest[]): readonly AskedPerson[] => {
    const names = contactNames(db, requests.map(({ number }) => number))
    const left = leftAmong(db, requests.flatMap(({ messageId }) => (messageId === null ? [] : [messageId])))
    return requests.map(({ id, number, purpose, method, source, askedAt, expiresAt, state, endedAt, messageId }) => ({
      id, number, purpose, method, source, askedAt, expiresAt, state, endedAt,
      contactId: names.get(number)?.id ?? null,
      name: names.get(number)?.name ?? '',
      leftAt: messageId === null ? null : (left.get(messageId) ?? null),
    }))
  }

  /** The first text that may not be sent as it is, as a problem; null when all may. */
  const wrongText = (next: ReturnType<typeof readAsking>): Err | null => {
    const { language: spoken } = context.settings()
    for (const language of ['en', 'fr'] as const) {
      const programme = programmeOf(next, context.settings().businessName, language)
      for (const kind of programmeKinds) {
        const text = next.texts[language][kind]
        if (text === '') continue
        const field = `texts.${language}.${kind}`
        const missing = missingParts(kind, language, text, programme)
        if (missing.length > 0) return problem('asking-missing', { parts: partsInWords(spoken, missing) }, field)
        const excess = excessParts(kind, text, programme)
        if (excess.length > 0) return problem('asking-too-much', { parts: partsInWords(spoken, excess) }, field)
      }
    }
    return null
  }

  return {
    'asking.settings': () => ok(readAsking(db)),
    'asking.save': (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const next = { ...readAsking(db), ...given }
      const wrong = wrongText(next)
      if (wrong !== null) return wrong
      writeAsking(db, next)
      context.changed('asking')
      return ok(next)
    },

    'asking.requests': ({ waiting, offset, limit }) => {
      sweep()
      const { rows, total } = requestPage(db, waiting, clock.now(), offset, limit)
      return ok({ rows: seen(rows), total })
    },
    'asking.ofNumber': ({ number }) => {
      sweep()
      return ok(seen(requestsOf(db, number)))
    },
    'asking.cancel': ({ id }) => {
      const canceled = db.transaction(() => (oneRequest(db, id)?.state === 'waiting' ? endRequest(db, id, 'canceled', clock.now(), null) : false)).immediate()
      if (!canceled) return problem('asking-over')
      context.changed('asking', 'messages')
      return ok(null)
    },
    'asking.preview': async ({ who }) => ok(await askMany(context, who, null, () => open)),
    'asking.ask': async ({ who, source }) => {
      const asked = await askMany(context, who, source, () => open)
      if (asked.ask > 0) {
        context.changed('asking', 'messages', 'queue', 'inbox')
        wake()
      }
      return ok(asked)
    },

    'asking.wordings': () => ok(keptWordings(db)),
    'asking.saveWording': ({ asIs, ...wording }) => {
      const { language, businessName } = context.settings()
      const missing = missingFromDisclosure(wording.purpose, wording.language, wording.text, businessName)
      if (missing.length > 0 && !asIs) return problem('wording-missing', { parts: partsInWords(language, missing) }, 'text')
      const kept = keepWording(db, wording, clock.now())
      if (kept === 'other-purpose') return problem('wording-other-purpose', { name: wording.name }, 'name')
      context.changed('asking', 'consent')
      return ok(kept)
    },
    'asking.retireWording': ({ id, retired }) => {
      if (!retireWording(db, id, retired ? clock.now() : null)) return problem('not-found')
      context.changed('asking', 'consent')
      return ok(null)
    },
    'asking.agreements': ({ id, offset, limit }) => {
      const wording = oneWording(db, id)
      if (wording === null) return problem('not-found')
      const rows = agreementsTo(db, id, null, offset, limit)
      const names = contactNames(db, rows.map(({ number }) => number))
      return ok({ total: wording.agreements, rows: rows.map((row) => ({ ...row, contactId: names.get(row.number)?.id ?? null, name: names.get(row.number)?.name ?? '' })) })
    },
    'asking.exportAgreements': async ({ id }) => {
      const wording = oneWording(db, id)
      return wording === null ? problem('not-found') : ok(await exportAgreements(context, wording, () => open))
    },
  }
}
