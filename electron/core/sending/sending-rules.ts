import type { Mode } from '../../../shared/contract/settings.ts'
import { DEFAULT_CAPS } from '../../../shared/rules/fatigue.ts'
import type { Rules } from '../../../shared/rules/hours-data.ts'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'
import { ownerRules } from './decisions.ts'

/** Which rules the claim checks besides consent. */
export type SendingRules = {
  /** Marketing only inside the recipient's own permitted hours (shared/rules/hours-data.ts). Always on in live mode. */
  readonly quietHours: boolean
  /** Marketing messages to one number in any 24 hours and any seven days; null for no cap of the owner's. */
  readonly perDay: number | null
  readonly perWeek: number | null
  /** What the owner decided about places and service hours; never stored here (decisions.ts). */
  readonly overrides?: Rules | undefined
}

const KEY = 'sending-rules'

/** Real hours are for real people: practice goes out at once, unless the owner wants to rehearse with them. */
/** What a book's owner starts with; anything looser wants a reason. */
export const defaults: Readonly<Record<Mode, SendingRules>> = {
  live: { quietHours: true, ...DEFAULT_CAPS },
  practice: { quietHours: false, perDay: null, perWeek: null },
}

export const readRules = (db: Db, mode: Mode): SendingRules => {
  const rules = { ...defaults[mode], ...readSetting<Partial<SendingRules>>(db, KEY) }
  return mode === 'live' ? { ...rules, quietHours: true } : rules
}

/** With what the owner decided: for the claim. */
export const rulesInForce = (db: Db, mode: Mode): SendingRules => ({ ...readRules(db, mode), overrides: ownerRules(db) })

export const writeRules = (db: Db, mode: Mode, change: Partial<SendingRules>): void => writeSetting(db, KEY, { ...readRules(db, mode), ...change })
