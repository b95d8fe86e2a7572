import type { Language, Purpose } from '../contract/common.ts'
import { foldWord } from './keywords.ts'

/** What Deskbell says by itself about permission: asks, confirms, helps, and says goodbye. */
export type ProgrammeKind = 'asking' | 'confirmation' | 'help' | 'stopped'
export const programmeKinds = ['asking', 'confirmation', 'help', 'stopped'] as const satisfies readonly ProgrammeKind[]

/** What people agree to, in one language. */
export type Programme = {
  readonly purpose: Purpose
  /** The brand; '' while the business has no name. */
  readonly brand: string
  /** What the programme is called, as it stands in a sentence. */
  readonly name: string
  /** At most so many messages; null: it varies. */
  readonly most: number | null
  readonly per: 'week' | 'month'
  /** Where a person can be reached: a phone number, an address. */
  readonly contact: string
}

/** Whether a text holds these words; case, accents and punctuation aside. */
export const holds = (text: string, what: string): boolean => (foldWord(what) === '' ? text.includes(what.trim()) : ` ${foldWord(text)} `.includes(` ${foldWord(what)} `))

/** What stands for a contact where the owner gave none: somebody reads the inbox. */
export const contactOf = (language: Language, contact: string): string =>
  contact.trim() || (language === 'en' ? 'write here and a person will answer' : 'écrivez ici, une personne vous répondra')

/** How a programme is called unless the owner says otherwise. */
export const defaultName = (purpose: Purpose, language: Language, brand: string): string => {
  const shop = brand.trim()
  switch (language) {
    case 'en':
      return purpose === 'marketing' ? `offers from ${shop || 'our shop'}` : `messages from ${shop || 'our shop'} about your appointments and orders`
    case 'fr': {
      const from = shop ? `de ${shop}` : 'de notre boutique'
      return purpose === 'marketing' ? `les offres ${from}` : `les messages ${from} sur vos rendez-vous et commandes`
    }
  }
}

/** How often, as it stands in a sentence. */
export const frequencyText = (language: Language, most: number | null, per: 'week' | 'month'): string => {
  switch (language) {
    case 'en':
      return most === null ? 'message frequency varies' : `up to ${String(most)} ${most === 1 ? 'message' : 'messages'} a ${per}`
    case 'fr':
      return most === null ? 'fréquence variable' : `jusqu'à ${String(most)} ${most === 1 ? 'message' : 'messages'} par ${per === 'week' ? 'semaine' : 'mois'}`
  }
}

/** What the owner decided that makes up a programme (contract/asking.ts). */
export type ProgrammeChoice = {
  readonly name: Readonly<Record<Language, string>>
  readonly most: number | null
  readonly per: 'week' | 'month'
  readonly contact: string
  readonly texts: Readonly<Record<Language, Readonly<Record<ProgrammeKind, string>>>>
}

/** What people agree to for a purpose, in a language. Only the programme of offers is the owner's to name. */
export const programmeOf = (choice: Omit<ProgrammeChoice, 'texts'>, businessName: string, language: Language, purpose: Purpose = 'marketing'): Programme => {
  const own = purpose === 'marketing'
  return {
    purpose,
    brand: businessName.trim(),
    name: (own ? choice.name[language].trim() : '') || defaultName(purpose, language, businessName),
    most: own ? choice.most : null,
    per: choice.per,
    contact: choice.contact,
  }
}

/**
 * A text of each kind with every part the rules ask for (programme-words.ts). Plain apostrophes, and no letter that a
 * text message has no cheap room for: ê and typographic marks would halve what fits.
 */
export const suggestedText = (kind: ProgrammeKind, language: Language, programme: Programme): string => {
  const { brand, name, most, per } = programme
  const often = frequencyText(language, most, per)
  const contact = contactOf(language, programme.contact)
  const named = brand.trim() === '' || holds(name, brand)
  switch (language) {
    case 'en': {
      const before = named ? '' : `${brand.trim()}: `
      const foot = 'Message and data rates may apply. Reply HELP for help, STOP to stop.'
      switch (kind) {
        case 'asking':
          return `${before}Reply YES to get ${name}: ${often}.${programme.purpose === 'marketing' ? ' No purchase needed.' : ''} ${foot}`
        case 'confirmation':
          return `${before}Thank you, you will get ${name}: ${often}. ${foot}`
        case 'help':
          return `${brand.trim() || 'Our shop'}: a question about our texts? ${upper(contact)}. Reply STOP to stop.`
        case 'stopped':
          return `${brand.trim() || 'Our shop'}: you will get no more texts from us. Reply START to come back.`
      }
    }
    // falls through: every kind above answers
    case 'fr': {
      const before = named ? '' : `${brand.trim()} : `
      const foot = `Des frais de message et de données peuvent s'appliquer. Répondez AIDE pour de l'aide, STOP pour ne plus en recevoir.`
      switch (kind) {
        case 'asking':
          return `${before}Répondez OUI pour recevoir ${name} : ${often}.${programme.purpose === 'marketing' ? ` Sans obligation d'achat.` : ''} ${foot}`
        case 'confirmation':
          return `${before}Merci, vous recevrez ${name} : ${often}. ${foot}`
        case 'help':
          return `${brand.trim() || 'Notre boutique'} : une question sur nos messages ? ${upper(contact)}. Répondez STOP pour ne plus en recevoir.`
        case 'stopped':
          return `${brand.trim() || 'Notre boutique'} : vous ne recevrez plus de messages de notre part. Pour revenir, répondez START.`
      }
    }
  }
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
