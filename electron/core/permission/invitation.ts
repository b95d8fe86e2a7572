import { languagesOf, type PosterFields, type WebsiteFields } from '../../../shared/contract/collect.ts'
import type { Keyword } from '../../../shared/contract/inbox.ts'
import type { Language } from '../../../shared/contract/common.ts'
import { missingParts, type DisclosurePart } from '../../../shared/collect/disclosure.ts'
import type { ProblemCode, ProblemParams } from '../../../shared/messages/problems.ts'
import { allKeywords, saveKeyword } from '../inbox/keywords.ts'
import type { Db } from '../database/open.ts'

/** What posters, cards and the website's form have in common: one of the shop's words, and the wording beside it. */
type Fields = Pick<PosterFields | WebsiteFields, 'keywordId' | 'language' | 'headline' | 'disclosure'>

/** The sign-up word; null where it is gone, switched off or signs nobody up. */
export const signUpWord = (db: Db, id: number): (Keyword & { readonly optIn: NonNullable<Keyword['optIn']> }) | null => {
  const keyword = allKeywords(db).find((one) => one.id === id)
  return keyword?.active === true && keyword.optIn !== null ? { ...keyword, optIn: keyword.optIn } : null
}

const partWords: Readonly<Record<Language, Readonly<Record<DisclosurePart, string>>>> = {
  en: {
    brand: 'the name of your business', frequency: 'how often', rates: 'that message and data rates may apply', help: 'that HELP gets help', stop: 'that STOP ends it', purchase: 'that agreeing is not a condition of any purchase',
  },
  fr: {
    brand: 'le nom de votre commerce', frequency: 'à quelle fréquence', rates: 'que des frais de message et de données peuvent s’appliquer', help: 'que AIDE donne de l’aide', stop: 'que STOP arrête tout', purchase: 'que l’accord n’est la condition d’aucun achat',
  },
}
const languageWords: Readonly<Record<Language, Readonly<Record<Language, string>>>> = { en: { en: 'English', fr: 'French' }, fr: { en: 'anglais', fr: 'français' } }

/** What keeps the words from being printed or published; null for nothing. `reader` is whose language the answer is in. */
export const refusedWords = (fields: Fields, purpose: NonNullable<Keyword['optIn']>, businessName: string, reader: Language): { readonly code: ProblemCode; readonly params: ProblemParams } | null => {
  const languages = languagesOf(fields.language)
  for (const language of languages) {
    const missing = missingParts(fields.disclosure[language], { purpose, language, businessName })
    if (missing.length > 0) {
      const parts = new Intl.ListFormat(reader, { type: 'conjunction' }).format(missing.map((part) => partWords[reader][part]))
      return { code: 'collect-parts-missing', params: { language: languageWords[reader][language], parts } }
    }
  }
  return languages.some((language) => fields.headline[language].trim() === '') ? { code: 'collect-empty', params: {} } : null
}

/** From now on what is printed is the proof of whoever texts the word. */
export const makeProof = (db: Db, keyword: Keyword, proof: string, now: number): void => {
  if (keyword.disclosure === proof) return
  const { id, word, answer, tag, listId, optIn, againHours, quiet, active } = keyword
  const saved = saveKeyword(db, { id, word, answer, tag, listId, optIn, disclosure: proof, againHours, quiet, active }, now)
  if (!saved.ok) throw new Error(`The wording of a word could not be kept: ${saved.code}`)
}
