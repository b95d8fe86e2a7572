import type { InboxSettings } from '../../../shared/contract/inbox.ts'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'

const KEY = 'inbox'

const defaults: InboxSettings = { notify: true, notifyText: true, hours: { days: [1, 2, 3, 4, 5, 6], from: 9 * 60, to: 18 * 60 }, answersPerHour: 3 }

export const readInboxSettings = (db: Db): InboxSettings => ({ ...defaults, ...readSetting<Partial<InboxSettings>>(db, KEY) })

/** What is not given stays. */
export const writeInboxSettings = (db: Db, change: { readonly [K in keyof InboxSettings]?: InboxSettings[K] | undefined }): InboxSettings => {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const next: InboxSettings = { ...readInboxSettings(db), ...given }
  writeSetting(db, KEY, next)
  return next
}
