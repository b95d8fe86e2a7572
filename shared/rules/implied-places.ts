import { IMPLIED_CONSENT } from './implied-consent.ts'
import { placesOf, type Whereabouts } from './places.ts'

/** Whether implied consent ends where this person may be: not knowing is the strictest, so a toll-free number's does. */
export const endsIn = (who: Whereabouts): boolean => placesOf(who).includes(IMPLIED_CONSENT.place)
