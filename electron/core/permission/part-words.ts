import type { Language } from '../../../shared/contract/common.ts'
import type { Excess, Part } from '../../../shared/rules/programme-words.ts'
import { partNames } from '../../../shared/messages/part-names.ts'

/** Parts of a text as a sentence lists them. */
export const partsInWords = (language: Language, parts: readonly (Part | Excess)[]): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(parts.map((part) => partNames[language][part]))
