import type { Language } from '../../../shared/contract/common.ts'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import { ok } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import { suggestedDisclosure, usedDisclosures } from './disclosures.ts'
import { consentHistory, toConsentEvent } from './events.ts'
import { endsFor } from './implied.ts'
import { recordConsent } from './record.ts'
import { refusedAfter } from './rules.ts'
import { standingOf } from './state.ts'
import { wordingsInUse } from './wordings.ts'

/** Clocks of two machines differ a little; a date written down tomorrow is a mistake. */
const TOLERATED_MS = 5 * 60_000

/** What shows and proves it stands in permission/evidence-api.ts, which knows who has a number. */
export const consentHandlers = (context: Context): Pick<HandlersOf<'consent'>, 'consent.history' | 'consent.record' | 'consent.disclosures'> => {
  const { db, clock } = context
  return {
    'consent.history': ({ number }) => ok(consentHistory(db, number)),

    'consent.record': (said) => {
      const now = clock.now()
      if (said.occurredAt > now + TOLERATED_MS) return context.problem('consent-in-future', {}, 'occurredAt')
      if (said.method === 'spoken' && said.state === 'opted-in' && said.purpose === 'marketing') return context.problem('consent-spoken-marketing', {}, 'method')
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
          return ok(toConsentEvent(event, endsFor(db, event.number)))
        }
      }
    },

    'consent.disclosures': () => {
      const { language, businessName } = context.settings()
      const both = (of: Language) => ({ marketing: suggestedDisclosure('marketing', of, businessName), service: suggestedDisclosure('service', of, businessName) })
      const wordings = { en: both('en'), fr: both('fr') }
      return ok({
        kept: wordingsInUse(db),
        used: usedDisclosures(db),
        suggested: wordings[language],
        wordings,
      })
    },
  }
}
