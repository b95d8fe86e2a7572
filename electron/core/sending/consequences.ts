import { optOut } from '../consent/record.ts'
import type { Db } from '../database/open.ts'
import { localZone } from './local-zone.ts'
import { classOf } from '../provider/error-codes.ts'

/**
 * What an error code means beyond the one message: somebody said stop, this sender cannot send, the account is
 * closed. One bad number never stops a batch; a bad sender pauses only itself; a bad account pauses everything.
 */
export type Consequence = 'none' | 'opted-out' | 'sender-paused' | 'account-stopped'

/** Codes of the class 'sender-config' that concern the destination, not the sender: 21408, no permission for that country. */
const ABOUT_DESTINATION = new Set([21408])

export const consequenceOf = (code: number, httpStatus: number): Consequence => {
  switch (classOf(code, httpStatus)) {
    case 'opt-out':
      return 'opted-out'
    case 'sender-config':
      return ABOUT_DESTINATION.has(code) ? 'none' : 'sender-paused'
    case 'account-stop':
      return 'account-stopped'
    case 'recipient-permanent':
    case 'rate':
    case 'retry-later':
    case 'content':
    case 'ambiguous':
    case 'request-bug':
      return 'none'
  }
}

/** The carrier says this person had opted out (21610): written down as such, for both purposes. */
export const recordCarrierOptOut = (db: Db, number: string, code: number, now: number): void => {
  optOut(db, { number, method: 'carrier', at: now, zone: localZone(), source: `carrier error ${code}` })
}
