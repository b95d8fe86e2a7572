import type { Language, Purpose } from '../../../shared/contract/common.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import type { ProgrammeKind } from '../../../shared/rules/programme-texts.ts'
import { textInUse } from '../../../shared/rules/programme-words.ts'
import type { Db } from '../database/open.ts'
import { readAsking } from './asking-settings.ts'

/** What Deskbell says about permission: asks, confirms, helps, says goodbye ('stopped'). */
export const programmeWords = (db: Db, settings: Pick<Settings, 'businessName'>, kind: ProgrammeKind, language: Language, purpose: Purpose = 'marketing'): string =>
  textInUse(readAsking(db), settings.businessName, kind, language, purpose)
