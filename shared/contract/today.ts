import { call } from './define.ts'
import { nothing } from './common.ts'
import type { Campaign } from './campaigns.ts'

/** Something that needs a person. `to` is the screen that settles it. */
export type NeedsPerson = {
  readonly kind: 'account-stopped' | 'queue-restored' | 'sender-paused' | 'unknown-messages' | 'many-failures' | 'secret-missing' | 'import-failed' | 'consent-ending' | 'stops-to-decide' | 'records-broken'
  readonly text: string
  readonly campaignId: number | null
}

export type Today = {
  readonly contacts: number
  readonly lists: number
  /** Who may be sent an offer. */
  readonly optedIn: number
  readonly optedOut: number
  /** Messages that left in the last 24 hours. */
  readonly sent24h: number
  readonly delivered24h: number
  readonly failed24h: number
  /** Opt-outs of the last 24 hours. */
  readonly stops24h: number
  /** Counting down, sending, paused or scheduled, soonest first. */
  readonly active: readonly Campaign[]
  /** The last few that ended. */
  readonly recent: readonly Campaign[]
  readonly needs: readonly NeedsPerson[]
}

export const todayCalls = {
  'today.get': call<Today>()(nothing),
}
