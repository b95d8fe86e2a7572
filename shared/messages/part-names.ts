import type { Language } from '../contract/common.ts'
import type { Excess, Part } from '../rules/programme-words.ts'

/** What the parts of a text about permission are called, as a list in a sentence has them. */
export const partNames: Readonly<Record<Language, Readonly<Record<Part | Excess, string>>>> = {
  en: {
    brand: 'the name of your business',
    programme: 'what they will get',
    frequency: 'how often',
    rates: '“message and data rates may apply”',
    help: 'the word HELP',
    stop: 'the word STOP',
    yes: 'the word YES',
    purchase: 'that no purchase is needed',
    contact: 'a way to reach a person',
    link: 'a link',
    price: 'a price or a percentage',
    offer: 'an offer',
    long: 'more than two segments',
    echo: 'nothing but a word that programs answer by themselves',
  },
  fr: {
    brand: 'le nom de votre établissement',
    programme: 'ce que la personne recevra',
    frequency: 'à quelle fréquence',
    rates: '« des frais de message et de données peuvent s’appliquer »',
    help: 'le mot AIDE',
    stop: 'le mot STOP',
    yes: 'le mot OUI',
    purchase: 'qu’aucun achat n’est exigé',
    contact: 'un moyen de joindre quelqu’un',
    link: 'un lien',
    price: 'un prix ou un pourcentage',
    offer: 'une offre',
    long: 'plus de deux segments',
    echo: 'rien d’autre qu’un mot auquel des programmes répondent seuls',
  },
}
