import type { ConsentEvent } from '../../../shared/contract/consent.ts'
import type { Language } from '../../../shared/contract/common.ts'

/** The words of the evidence sheet on paper. */
type SheetWords = {
  readonly file: string
  readonly title: string
  readonly subtitle: (business: string) => string
  readonly number: string
  readonly person: string
  readonly made: string
  readonly may: string
  readonly purpose: Readonly<Record<ConsentEvent['purpose'], string>>
  readonly records: string
  readonly nothing: string
  readonly said: Readonly<Record<ConsentEvent['state'], Readonly<Record<ConsentEvent['purpose'], string>>>>
  readonly undone: string
  readonly ended: string
  readonly words: (index: number) => string
  readonly wordsTitle: string
  readonly source: string
  readonly erasedSource: string
  readonly written: (when: string) => string
  readonly hash: string
  readonly before: string
  readonly first: string
  readonly whole: string
  readonly broken: string
  readonly otherNumber: (number: string) => string
  readonly check: string
  readonly checkSteps: readonly string[]
  readonly proves: string
  readonly notLegal: string
  readonly page: (page: number, pages: number) => string
}

export const sheetWords: Readonly<Record<Language, SheetWords>> = {
  en: {
    file: 'consent',
    title: 'Record of consent to text messages',
    subtitle: (business) => `Kept by ${business} with Deskbell`,
    number: 'Phone number',
    person: 'Name in the contact book',
    made: 'This sheet was made',
    may: 'May this number be texted?',
    purpose: { marketing: 'Offers', service: 'Service messages' },
    records: 'What was said, the oldest first',
    nothing: 'Nothing is on record for this number.',
    said: {
      'opted-in': { marketing: 'Agreed to offers', service: 'Agreed to service messages' },
      'opted-out': { marketing: 'Said stop to offers', service: 'Said stop to service messages' },
    },
    undone: 'Taken back: the import was undone',
    ended: 'Ended by itself',
    words: (index) => `Words no. ${String(index)} below`,
    wordsTitle: 'The exact words they saw',
    source: 'Source',
    erasedSource: 'erased on request',
    written: (when) => `written down ${when}`,
    hash: 'hash',
    before: 'after',
    first: 'first of its chain',
    whole: 'Every record was read and hashed anew when this sheet was made: all are as they were written.',
    broken: 'When this sheet was made, some records were not as they were written. They prove nothing.',
    otherNumber: (number) => `Also of this person: ${number}`,
    check: 'How anybody can check this',
    checkSteps: [
      'Ask for the same sheet as a JSON file. It holds every record whole, in the form in which it is hashed.',
      'Run “node verify-consent.mjs FILE” (one readable file of Deskbell’s, which needs nothing but Node.js), or follow docs/evidence.md with sha256sum. Compare the hashes with those printed here.',
      'Each record’s hash is SHA-256 over its own members and the hash of the record before it, so nothing can be changed, moved or taken out between others without showing.',
    ],
    proves: 'What the hashes cannot show: that newer records exist which are not on this sheet, and that this computer’s clock was right.',
    notLegal: 'Deskbell keeps records; it gives no legal advice.',
    page: (page, pages) => `Page ${String(page)} of ${String(pages)}`,
  },
  fr: {
    file: 'accord',
    title: 'Preuve d’accord pour l’envoi de SMS',
    subtitle: (business) => `Conservée par ${business} avec Deskbell`,
    number: 'Numéro de téléphone',
    person: 'Nom dans le carnet',
    made: 'Cette feuille a été établie',
    may: 'Peut-on écrire à ce numéro ?',
    purpose: { marketing: 'Offres', service: 'Messages de service' },
    records: 'Ce qui a été dit, du plus ancien au plus récent',
    nothing: 'Rien n’est noté pour ce numéro.',
    said: {
      'opted-in': { marketing: 'Oui aux offres', service: 'Oui aux messages de service' },
      'opted-out': { marketing: 'Stop aux offres', service: 'Stop aux messages de service' },
    },
    undone: 'Repris : l’import a été annulé',
    ended: 'A pris fin de lui-même',
    words: (index) => `Texte n°\u00a0${String(index)} ci-dessous`,
    wordsTitle: 'Les textes exacts qui ont été présentés',
    source: 'Source',
    erasedSource: 'effacé sur demande',
    written: (when) => `noté ${when}`,
    hash: 'empreinte',
    before: 'après',
    first: 'première de sa chaîne',
    whole: 'Toutes les notes ont été relues et leur empreinte recalculée à l’établissement de cette feuille : toutes sont telles qu’elles ont été écrites.',
    broken: 'À l’établissement de cette feuille, certaines notes n’étaient plus telles qu’elles ont été écrites. Elles ne prouvent rien.',
    otherNumber: (number) => `Aussi à cette personne\u00a0: ${number}`,
    check: 'Comment chacun peut le vérifier',
    checkSteps: [
      'Demandez la même feuille en fichier JSON. Il contient chaque note entière, sous la forme qui sert à calculer l’empreinte.',
      'Lancez « node verify-consent.mjs FICHIER » (un seul fichier lisible de Deskbell, qui ne demande que Node.js), ou suivez docs/evidence.md avec sha256sum. Comparez les empreintes avec celles imprimées ici.',
      'L’empreinte de chaque note est le SHA-256 de son contenu et de l’empreinte précédente : rien ne peut être modifié, déplacé ou retiré entre deux notes sans que cela se voie.',
    ],
    proves: 'Ce que les empreintes ne montrent pas : s’il existe des notes plus récentes, absentes de cette feuille, et si l’horloge de cet ordinateur était juste.',
    notLegal: 'Deskbell conserve des preuves ; ce n’est pas un conseil juridique.',
    page: (page, pages) => `Page ${String(page)} sur ${String(pages)}`,
  },
}
