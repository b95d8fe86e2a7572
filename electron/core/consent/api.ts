import type { HandlersOf } from '../../../shared/contract/index.ts'
import { ok } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import { suggestedDisclosure, usedDisclosures } from './disclosures.ts'
import { consentHistory, toConsentEvent } from './events.ts'
import { recordConsent } from './record.ts'
import { refusedAfter } from './rules.ts'
import { standingOf } from './state.ts'

/** Clocks of two machines differ a little; a date written down tomorrow is a mistake. */
const TOLERATED_MS = 5 * 60_000

export const consentHandlers = (context: Context): HandlersOf<'consent'> => {
  const { db, clock } = context
  return {
    'consent.history': ({ number }) => ok(consentHistory(db, number)),

    'consent.record': (said) => {
      const now = clock.now()
      if (said.occurredAt > now + TOLERATED_MS) return context.problem('consent-in-future', {}, 'occurredAt')
      const refused = refusedAfter(standingOf(db, said.number, said.purpose), { ...said, importId: null })
      switch (refused) {
        case 'not-their-wish':
          return context.problem('consent-needs-own-wish', {}, 'method')
        case 'older-than-opt-out':
          return context.problem('consent-older-than-stop', {}, 'occurredAt')
        case null: {
          const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
          const event = recordConsent(db, { ...said, zone, recordedAt: now, importId: null })
          context.changed('consent', 'contacts')
          return ok(toConsentEvent(event))
        }
      }
    },

    'consent.disclosures': () => {
      const { language, businessName } = context.settings()
      return ok({
        used: usedDisclosures(db),
        suggested: {
          marketing: suggestedDisclosure('marketing', language, businessName),
          service: suggestedDisclosure('service', language, businessName),
        },
      })
    },
  }
}
