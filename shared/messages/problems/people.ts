import type { ProblemWords } from '../problems.ts'

export const peopleProblems = {
  'people-list-gone': {
    en: { message: 'This list is no longer there. Nothing was changed.', fix: 'Choose another list.' },
    fr: { message: 'Cette liste n’existe plus. Rien n’a été modifié.', fix: 'Choisissez une autre liste.' },
  },
  'people-field-gone': {
    en: { message: 'This field is no longer there. Nothing was changed.', fix: 'Choose another field.' },
    fr: { message: 'Ce champ n’existe plus. Rien n’a été modifié.', fix: 'Choisissez un autre champ.' },
  },
  'people-language': {
    en: { message: 'A person’s language is English or French. Nothing was changed.' },
    fr: { message: 'La langue d’une personne est le français ou l’anglais. Rien n’a été modifié.' },
  },
  'people-busy': {
    en: { message: 'Another change to many people is still under way. Nothing was begun.', fix: 'Wait for its end, or stop it, then try again.' },
    fr: { message: 'Une autre modification de nombreuses personnes est en cours. Rien n’a été commencé.', fix: 'Attendez la fin ou arrêtez-la, puis réessayez.' },
  },
  'people-stopped': {
    en: { message: 'Stopped. Nothing was changed.' },
    fr: { message: 'Arrêté. Rien n’a été modifié.' },
  },
  'people-not-undoable': {
    en: { message: 'This can no longer be undone: it was undone already, or is older than 30 days.' },
    fr: { message: 'Cela ne peut plus être annulé : c’est déjà fait, ou cela date de plus de 30 jours.' },
  },
  'merge-gone': {
    en: { message: 'One of these people is no longer in the contact book. Nothing was merged.', fix: 'Look for duplicates again.' },
    fr: { message: 'L’une de ces personnes n’est plus dans le carnet. Rien n’a été fusionné.', fix: 'Cherchez de nouveau les doublons.' },
  },
  'export-too-many-rows': {
    en: { message: 'An Excel sheet has room for 1,048,575 people, and these are more. No file was written.', fix: 'Choose CSV, or fewer people.' },
    fr: { message: 'Une feuille Excel peut contenir 1 048 575 personnes, et il y en a davantage. Aucun fichier n’a été écrit.', fix: 'Choisissez CSV, ou moins de personnes.' },
  },
  'erase-digits': {
    en: { message: 'These are not the last four digits of this person’s number. Nobody was erased.', fix: 'Type the last four digits of the number shown.' },
    fr: { message: 'Ce ne sont pas les quatre derniers chiffres de son numéro. Personne n’a été effacé.', fix: 'Saisissez les quatre derniers chiffres du numéro affiché.' },
  },
  'erase-sending': {
    en: { message: 'A text to this person is leaving just now, or Twilio is being asked what became of it. Nobody was erased.', fix: 'Try again in a minute or two.' },
    fr: { message: 'Un SMS à cette personne part en ce moment, ou Twilio est interrogé sur son sort. Personne n’a été effacé.', fix: 'Réessayez dans une ou deux minutes.' },
  },
  'erase-busy': {
    en: { message: 'An import or a change to many people is under way. Nobody was erased.', fix: 'Try again when it is over.' },
    fr: { message: 'Une importation ou une modification de nombreuses personnes est en cours. Personne n’a été effacé.', fix: 'Réessayez quand elle sera terminée.' },
  },
  'person-unknown': {
    en: { message: 'Nothing is kept of this number.' },
    fr: { message: 'Rien n’est conservé sur ce numéro.' },
  },
} as const satisfies Record<string, ProblemWords>
