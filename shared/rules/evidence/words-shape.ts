import type { CheckedPurpose, EventMethod } from '../../contract/consent.ts'
import type { Purpose } from '../../contract/common.ts'

/** Ways of other versions are put into words too. */
export type AnyMethod = EventMethod | 'front-desk' | 'inquiry' | 'expired'

/** The words of the answer about one number and purpose, in one language. `who` is a name or a number; dates are ready to be read. */
export type EvidenceWords = {
  readonly how: Readonly<Record<AnyMethod, string>>
  agreed(who: string, purpose: Purpose, date: string, how: string): string
  endsOn(date: string): string
  neverSaid(who: string, purpose: Purpose): string
  stopped(who: string, purpose: Purpose, date: string, how: string): string
  stoppedElsewhere(who: string, purpose: Purpose, date: string): string
  takenBack(who: string, purpose: Purpose, date: string): string
  expired(who: string, purpose: Purpose, date: string): string
  erased(date: string): string
  suspended(who: string, date: string): string
  recordBroken(who: string, purpose: Purpose): string
  asked(date: string): string
}

export type Told = Pick<CheckedPurpose, 'purpose' | 'may' | 'reason' | 'since' | 'expiresAt' | 'askedAt'> & { readonly event: { readonly method: AnyMethod; readonly source: string } | null }
