import type { Language, Purpose } from '../contract/common.ts'

/**
 * The wording beside a word to text: the brand, what is sent, how often, what it may cost, HELP and STOP, and for offers
 * that buying needs no agreement (RULES.md, Consent). Carriers ask for the same of what they call a call to action.
 */
export const keywordDisclosure = (purpose: Purpose, language: Language, businessName: string, word: string): string => {
  const name = businessName.trim()
  switch (language) {
    case 'en': {
      const brand = name || 'our shop'
      const foot = 'Message and data rates may apply. Reply HELP for help or STOP to stop at any time.'
      return purpose === 'marketing'
        ? `By texting ${word} you agree to receive news and offers by text message from ${brand}, up to 4 messages a month, at the number you text from. Agreeing is not a condition of any purchase. ${foot}`
        : `By texting ${word} you agree to receive text messages from ${brand} about your appointments and orders, at the number you text from. How often depends on your visits. ${foot}`
    }
    case 'fr': {
      const brand = name ? `de la part de ${name}` : 'de la part de notre boutique'
      const foot = 'Des frais de message et de données peuvent s’appliquer. Répondez AIDE pour de l’aide ou STOP pour arrêter à tout moment.'
      return purpose === 'marketing'
        ? `En envoyant ${word}, vous acceptez de recevoir par SMS des nouvelles et des offres ${brand}, 4 messages par mois au plus, au numéro que vous utilisez. Cet accord n’est la condition d’aucun achat. ${foot}`
        : `En envoyant ${word}, vous acceptez de recevoir par SMS des messages ${brand} au sujet de vos rendez-vous et de vos commandes, au numéro que vous utilisez. Leur fréquence dépend de vos visites. ${foot}`
    }
  }
}

/** What is said aloud, for service messages: the words that are kept when somebody agrees in person or on the phone. */
export const spokenWords = (language: Language, businessName: string): string => {
  const name = businessName.trim()
  return language === 'en'
    ? `“May we text you about your appointments and orders with ${name || 'us'}? How often depends on your visits. Message and data rates may apply. You can answer STOP at any time, or HELP for help.”`
    : `«\u00a0Pouvons-nous vous écrire par SMS au sujet de vos rendez-vous et commandes chez ${name || 'nous'}\u202f? La fréquence dépend de vos visites. Des frais de message et de données peuvent s’appliquer. Vous pouvez répondre STOP à tout moment, ou AIDE pour de l’aide.\u00a0»`
}

/** The parts a wording must hold. */
export const disclosureParts = ['brand', 'frequency', 'rates', 'help', 'stop', 'purchase'] as const
export type DisclosurePart = (typeof disclosureParts)[number]

const looksFor: Readonly<Record<Exclude<DisclosurePart, 'brand'>, Readonly<Record<Language, RegExp>>>> = {
  frequency: {
    en: /\b(month|week|day|year|how often|frequency|recurring|times)\b/i,
    fr: /(\b(mois|semaine|jour|an|fois)\b|fréquence|récurrent)/i,
  },
  rates: { en: /\b(rates?|charges?|fees?|costs?)\b/i, fr: /\b(frais|tarifs?|coûts?)\b/i },
  help: { en: /\bHELP\b/, fr: /\b(AIDE|HELP)\b/ },
  stop: { en: /\bSTOP\b/, fr: /\bSTOP\b/ },
  purchase: { en: /\b(purchase|buy|buying|bought)\b/i, fr: /\b(achats?|acheter)\b/i },
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s’']+/gu, ' ')

/** Which parts a wording lacks; looks for the words, not for their meaning. Only offers need the sentence about buying. */
export const missingParts = (text: string, { purpose, language, businessName }: { readonly purpose: Purpose; readonly language: Language; readonly businessName: string }): readonly DisclosurePart[] =>
  disclosureParts.filter((part) => {
    if (part === 'brand') return businessName.trim() !== '' && !plain(text).includes(plain(businessName.trim()))
    if (part === 'purchase' && purpose === 'service') return false
    return !looksFor[part][language].test(text)
  })
