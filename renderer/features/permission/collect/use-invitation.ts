import { useState } from 'react'
import type { PrintLanguage, WebsiteFields } from '../../../../shared/contract/collect.ts'
import type { Language } from '../../../../shared/contract/common.ts'
import { keywordDisclosure, missingParts } from '../../../../shared/collect/disclosure.ts'
import { printWords } from '../../../../shared/collect/print-words.ts'
import type { Sender } from '../../../../shared/contract/account.ts'
import type { Settings } from '../../../../shared/contract/settings.ts'
import type { SignUpWord } from './use-sign-up-words.ts'

const LANGUAGES = ['en', 'fr'] as const satisfies readonly Language[]

const inBoth = (of: (language: Language) => string) => ({ en: of('en'), fr: of('fr') })

/** The wording a word has on record, where it is whole in that language; else the suggested one. */
const wordingFor = (word: SignUpWord, language: Language, businessName: string): string => {
  const whole = word.disclosure.length <= 990 && missingParts(word.disclosure, { purpose: word.optIn, language, businessName }).length === 0
  // A proof in two languages is whole in both.
  const other = language === 'en' ? 'fr' : 'en'
  const both = whole && missingParts(word.disclosure, { purpose: word.optIn, language: other, businessName }).length === 0
  return whole && !both ? word.disclosure : keywordDisclosure(word.optIn, language, businessName, word.word)
}

/** What an invitation says before anybody changes it. */
const freshFor = (word: SignUpWord, number: string, { language, businessName }: Settings): WebsiteFields => ({
  keywordId: word.id, number, language,
  headline: inBoth((one) => printWords[one].headline[word.optIn]),
  benefit: inBoth((one) => printWords[one].benefit(word.optIn, businessName)),
  disclosure: inBoth((one) => wordingFor(word, one, businessName)),
})

export type Invitation = {
  readonly fields: WebsiteFields
  set: (change: Partial<WebsiteFields>) => void
  setText: (what: 'headline' | 'benefit' | 'disclosure', language: Language, value: string) => void
  setLanguage: (language: PrintLanguage) => void
  setWord: (word: SignUpWord) => void
  suggest: (language: Language) => void
}

/** The texts of a poster or form: as they were left last, where their word is still there. */
export const useInvitation = (words: readonly SignUpWord[], numbers: readonly Sender[], settings: Settings, kept: WebsiteFields | null): Invitation => {
  const [fields, setFields] = useState<WebsiteFields>(() => {
    const word = words.find(({ id }) => id === kept?.keywordId) ?? words[0]!
    const number = numbers.find(({ address }) => address === kept?.number)?.address ?? (numbers.find(({ isDefault }) => isDefault) ?? numbers[0]!).address
    const fresh = freshFor(word, number, settings)
    return kept?.keywordId === word.id ? { ...fresh, language: kept.language, headline: kept.headline, benefit: kept.benefit, disclosure: kept.disclosure } : fresh
  })
  const set = (change: Partial<WebsiteFields>) => { setFields((before) => ({ ...before, ...change })) }
  const wordOf = (id: number) => words.find((one) => one.id === id)!
  return {
    fields,
    set,
    setText: (what, language, value) => { set({ [what]: { ...fields[what], [language]: value } }) },
    setLanguage: (language) => { set({ language }) },
    setWord: (word) => {
      // What the owner wrote stays; what was only proposed is proposed anew.
      const [was, is] = [freshFor(wordOf(fields.keywordId), fields.number, settings), freshFor(word, fields.number, settings)]
      const next = (what: 'headline' | 'benefit') => inBoth((one) => (fields[what][one] === was[what][one] ? is[what][one] : fields[what][one]))
      set({ keywordId: word.id, headline: next('headline'), benefit: next('benefit'), disclosure: is.disclosure })
    },
    suggest: (language) => {
      const word = wordOf(fields.keywordId)
      set({ disclosure: { ...fields.disclosure, [language]: keywordDisclosure(word.optIn, language, settings.businessName, word.word) } })
    },
  }
}

export const printed = (language: PrintLanguage): readonly Language[] => (language === 'both' ? LANGUAGES : [language])
