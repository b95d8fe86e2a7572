import { z } from 'zod'
import { call } from './define.ts'
import { nothing } from './common.ts'
import type { Money } from '../money.ts'
import type { Mode } from './settings.ts'

export type Account = {
  readonly mode: Mode
  /** The last characters of the account SID, for recognition. Null: no account is connected. */
  readonly connected: { readonly name: string; readonly sidEnd: string; readonly trial: boolean } | null
  /** False when the secret is gone from the vault (memory vault after a restart) and must be typed again. */
  readonly secretKnown: boolean
  readonly network: 'online' | 'offline' | 'unknown'
  readonly balance: Money | null
}

export const senderKind = z.enum([
  'long-code', '10dlc', '10dlc-low', '10dlc-mid', '10dlc-high', 'toll-free', 'short-code', 'alphanumeric', 'foreign-long-code', 'messaging-service',
])
export type SenderKind = z.infer<typeof senderKind>

export type Sender = {
  readonly id: number
  /** E.164, short code, alphanumeric name or Messaging Service SID. */
  readonly address: string
  readonly name: string
  readonly kind: SenderKind
  /** The throttle: message segments, not messages (TWILIO.md, Throughput). */
  readonly segmentsPerSecond: number
  /** Segments a day of the carrier's (US Pacific time); null for no cap. */
  readonly dailyCap: number | null
  /** Used of the cap today. */
  readonly usedToday: number
  readonly country: string | null
  readonly isDefault: boolean
  /** Why this sender is paused, in words for people; null when it may send. */
  readonly pausedReason: string | null
  /** Who paused it: the owner, or an error of its own. */
  readonly pausedBy: 'owner' | 'error' | null
}

export const accountCalls = {
  'account.get': call<Account>()(nothing),
  /** Checks the credentials with Twilio, fetches the numbers, puts the secret into the vault and turns to live mode. */
  'account.connect': call<Account>()(
    z.object({
      accountSid: z.string().trim().regex(/^AC[0-9a-fA-F]{32}$/),
      authToken: z.string().trim().min(1).max(200),
    }),
  ),
  /** Forgets the secret and goes back to practice. The live book stays on disk. */
  'account.disconnect': call<Account>()(nothing),
  /** Changes between practice and live. Each has its own book; nothing is shared but the business's own settings. */
  'account.switchMode': call<Account>()(z.object({ mode: z.enum(['practice', 'live']) })),
  'senders.all': call<readonly Sender[]>()(nothing),
  /** Asks the account again which numbers it has. */
  'senders.refresh': call<readonly Sender[]>()(nothing),
  'senders.save': call<Sender>()(
    z.object({
      id: z.number().int().positive(),
      kind: senderKind.optional(),
      /** 0.1 to 1,000. */
      segmentsPerSecond: z.number().min(0.1).max(1000).optional(),
      /** Null takes the cap away. */
      dailyCap: z.number().int().min(1).max(10_000_000).nullable().optional(),
      isDefault: z.literal(true).optional(),
    }),
  ),
  /** Nothing leaves from this sender until it is resumed. */
  'senders.pause': call<Sender>()(z.object({ id: z.number().int().positive() })),
  /** Lets a sender that was paused by an error try again. */
  'senders.resume': call<Sender>()(z.object({ id: z.number().int().positive() })),
}
