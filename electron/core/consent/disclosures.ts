import type { Disclosure } from '../../../shared/contract/consent.ts'
import type { Language, Purpose } from '../../../shared/contract/common.ts'
import type { Db } from '../database/open.ts'

/** Wordings shown to people so far, the latest first. */
export const usedDisclosures = (db: Db): readonly Disclosure[] =>
  db.prepare('SELECT id, text, created_at AS createdAt FROM disclosures ORDER BY created_at DESC, id DESC LIMIT 100').all() as Disclosure[]

/**
 * A wording to put beside the box people tick, holding what RULES.md (Consent) asks for: the brand, what is sent,
 * how often, "message and data rates may apply", HELP and STOP; for marketing also that buying needs no agreement.
 */
export const suggestedDisclosure = (purpose: Purpose, language: Language, businessName: string): string => {
  const name = businessName.trim()
  switch (language) {
    case 'en': {
      const brand = name || 'our shop'
      const foot = 'Message and data rates may apply. Reply HELP for help or STOP to stop at any time.'
      return purpose === 'marketing'
        ? `I agree to receive news and offers by text message from ${brand}, up to 4 messages a month, at the number I give. Agreeing is not a condition of any purchase. ${foot}`
        : `I agree to receive text messages from ${brand} about my appointments and orders, at the number I give. How often depends on my visits. ${foot}`
    }
    case 'fr': {
      const brand = name ? `de la part de ${name}` : 'de la part de notre boutique'
      const foot = 'Des frais de message et de données peuvent s’appliquer. Répondez AIDE pour de l’aide ou STOP pour arrêter à tout moment.'
      return purpose === 'marketing'
        ? `J’accepte de recevoir par SMS des nouvelles et des offres ${brand}, 4 messages par mois au plus, au numéro que j’indique. Cet accord n’est la condition d’aucun achat. ${foot}`
        : `J’accepte de recevoir par SMS des messages ${brand} au sujet de mes rendez-vous et de mes commandes, au numéro que j’indique. Leur fréquence dépend de mes visites. ${foot}`
    }
  }
}
