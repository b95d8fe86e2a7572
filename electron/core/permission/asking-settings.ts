import type { AskingSettings } from '../../../shared/contract/asking.ts'
import { readSetting, writeSetting } from '../database/book-settings.ts'
import type { Db } from '../database/open.ts'

const KEY = 'asking'

const defaults: AskingSettings = {
  doubleOptIn: true,
  answerHelp: false,
  name: { en: '', fr: '' },
  most: 4,
  per: 'month',
  contact: '',
  texts: { en: { asking: '', confirmation: '', help: '', stopped: '' }, fr: { asking: '', confirmation: '', help: '', stopped: '' } },
}

/** What the owner decided about asking; an empty name or text stands for Deskbell's own. */
export const readAsking = (db: Db): AskingSettings => {
  const stored = readSetting<Partial<AskingSettings>>(db, KEY) ?? {}
  return {
    ...defaults,
    ...stored,
    name: { ...defaults.name, ...stored.name },
    texts: { en: { ...defaults.texts.en, ...stored.texts?.en }, fr: { ...defaults.texts.fr, ...stored.texts?.fr } },
  }
}

export const writeAsking = (db: Db, settings: AskingSettings): void => writeSetting(db, KEY, settings)

/** Whether whoever signs up for offers is asked to confirm first (RULES.md, Consent). On unless the owner turned it off. */
export const doubleOptIn = (db: Db): boolean => readAsking(db).doubleOptIn
