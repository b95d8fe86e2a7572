import type { Mode } from '../../../shared/contract/settings.ts'
import { DEFAULT_CAPS } from '../../../shared/rules/fatigue.ts'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'

/** Which rules the claim checks besides consent. */
export type SendingRules = {
  /** Marketing only inside the recipient's own permitted hours (shared/rules/hours-data.ts). Always on in live mode. */
  readonly quietHours: boolean
  /** Marketing messages to one number in any 24 hours and any seven days; null for no cap of the owner's. */
  readonly perDay: number | null
  readonly perWeek: number | null
}

const KEY = 'sending-rules'

/** Real hours are for real people: practice goes out at once, unless the owner wants to rehearse with them. */
const defaults: Readonly<Record<Mode, SendingRules>> = {
  live: { quietHours: true, ...DEFAULT_CAPS },
  practice: { quietHours: false, perDay: null, perWeek: null },
}

export const readRules = (db: Db, mode: Mode): SendingRules => {
  const rules = { ...defaults[mode], ...readSetting<Partial<SendingRules>>(db, KEY) }
  return mode === 'live' ? { ...rules, quietHours: true } : rules
}

export const writeRules = (db: Db, mode: Mode, change: Partial<SendingRules>): void => writeSetting(db, KEY, { ...readRules(db, mode), ...change })
