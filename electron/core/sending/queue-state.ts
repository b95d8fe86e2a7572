import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'

/** What keeps the whole queue from sending, across restarts. */
export type QueueState = {
  readonly pausedByOwner: boolean
  /** Why it is paused, when it was not a person who paused it: a backup took the place of the book. */
  readonly pausedFor?: 'restored'
  /** The provider's code that stopped the account; null while it is fine. */
  readonly stoppedCode: number | null
}

const KEY = 'queue'

export const readQueueState = (db: Db): QueueState => readSetting<QueueState>(db, KEY) ?? { pausedByOwner: false, stoppedCode: null }

export const writeQueueState = (db: Db, state: QueueState): void => writeSetting(db, KEY, state)
