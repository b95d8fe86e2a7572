import type { Language, Purpose } from '../contract/common.ts'

/** What posters, cards and the website's form say by themselves; the owner's own words stand beside them. */
export type PrintWords = {
  /** Before the word: "Text JOIN to …". */
  readonly text: string
  readonly to: string
  readonly scan: string
  /** Over the wording. */
  readonly agree: string
  readonly headline: Readonly<Record<Purpose, string>>
  readonly benefit: (purpose: Purpose, businessName: string) => string
  readonly tick: string
  readonly open: (word: string) => string
  readonly computer: (word: string, number: string) => string
  readonly yes: Readonly<Record<Purpose, string>>
}

export const printWords: Readonly<Record<Language, PrintWords>> = {
  en: {
    text: 'Text',
    to: 'to',
    scan: 'or point your phone’s camera here',
    agree: 'What you agree to',
    headline: { marketing: 'Be the first to know.', service: 'Your reminder, by text.' },
    benefit: (purpose, name) => (purpose === 'marketing' ? `News and offers from ${name || 'us'}, now and then, on your phone.` : `${name || 'We'} will text you before your appointment and when your order is ready.`),
    tick: 'Tick the box, and a button appears that opens your texting app.',
    open: (word) => `Open my texting app and send ${word}`,
    computer: (word, number) => `On a computer? Text ${word} to ${number} from your phone: it says the same.`,
    yes: { marketing: 'Yes, text me news and offers.', service: 'Yes, text me about my appointments and orders.' },
  },
  fr: {
    text: 'Envoyez',
    to: 'au',
    scan: 'ou visez ce code avec l’appareil photo',
    agree: 'Ce que vous acceptez',
    headline: { marketing: 'Soyez les premiers avertis.', service: 'Votre rappel, par SMS.' },
    benefit: (purpose, name) => (purpose === 'marketing' ? `Les nouvelles et les offres de ${name || 'la maison'}, de temps en temps, sur votre téléphone.` : `${name || 'La maison'} vous écrit avant votre rendez-vous et quand votre commande est prête.`),
    tick: 'Cochez la case : un bouton apparaît, qui ouvre votre application de messages.',
    open: (word) => `Ouvrir mes messages et envoyer ${word}`,
    computer: (word, number) => `Sur un ordinateur\u202f? Envoyez ${word} au ${number} depuis votre téléphone\u00a0: cela revient au même.`,
    yes: { marketing: 'Oui, envoyez-moi des nouvelles et des offres.', service: 'Oui, écrivez-moi au sujet de mes rendez-vous et commandes.' },
  },
}

/** The words of the shop's that Deskbell proposes: short, easily typed, and none that means something to carriers. */
export const suggestedWord: Readonly<Record<Language, string>> = { en: 'JOIN', fr: 'OFFRES' }

/** What answers a sign-up word: the confirmation carriers ask for (RULES.md, Consent). Letters of the small alphabet only, so that it fits one segment or two. */
export const suggestedAnswer = (language: Language, businessName: string): string => {
  const name = businessName.trim()
  return language === 'en'
    ? `${name || 'Welcome'}: you are in! News and offers, up to 4 messages a month. Msg & data rates may apply. HELP for help, STOP to stop.`
    : `${name || 'Bienvenue'} : c'est noté ! Nouvelles et offres, 4 messages par mois au plus. Frais de message et de données possibles. AIDE pour de l'aide, STOP pour cesser.`
}
