import type { Language } from '../../contract/common.ts'
import { english } from './words-en.ts'
import { french } from './words-fr.ts'
import type { EvidenceWords, Told } from './words-shape.ts'

export type { AnyMethod, EvidenceWords, Told } from './words-shape.ts'

export const evidenceWords: Readonly<Record<Language, EvidenceWords>> = { en: english, fr: french }

/** Deskbell saw these itself; their source only repeats what was written. */
const SEEN_ITSELF: ReadonlySet<string> = new Set(['reply', 'carrier', 'keyword', 'front-desk'])

/**
 * Whether somebody may be texted, as one sentence or two: the same on the screen, on paper and in the file. `date` writes a
 * moment in ms UTC as a day.
 */
export const sentenceOf = (told: Told, who: string, language: Language, date: (at: number) => string): string => {
  const words = evidenceWords[language]
  const on = date(told.since ?? 0)
  const way = told.event === null ? '' : words.how[told.event.method]
  const source = told.event === null || SEEN_ITSELF.has(told.event.method) ? '' : told.event.source.trim()
  const how = `${way === '' ? '' : ` ${way}`}${source === '' || source.length > 80 ? '' : ` (${source})`}`
  const first = ((): string => {
    switch (told.reason) {
      case 'agreed':
        return words.agreed(who, told.purpose, on, how)
      case 'never-said':
        return words.neverSaid(who, told.purpose)
      case 'stopped':
        return words.stopped(who, told.purpose, on, how)
      case 'stopped-elsewhere':
        return words.stoppedElsewhere(who, told.purpose, on)
      case 'taken-back':
        return words.takenBack(who, told.purpose, on)
      case 'expired':
        return words.expired(who, told.purpose, on)
      case 'erased':
        return words.erased(on)
      case 'suspended':
        return words.suspended(who, on)
      case 'record-broken':
        return words.recordBroken(who, told.purpose)
    }
  })()
  const then = [
    ...(told.may && told.expiresAt !== null ? [words.endsOn(date(told.expiresAt))] : []),
    ...(told.askedAt !== null && !told.may ? [words.asked(date(told.askedAt))] : []),
  ]
  return [first, ...then].join(' ')
}
