import type { Words } from '../words.ts'
import type { firstRun as en } from '../en/first-run.ts'

export const firstRun: Words<typeof en> = {
  title: 'Bienvenue chez Deskbell',
  intro: 'Écrivez à vos propres clients depuis votre propre ordinateur. Trois réponses, et vous voilà à votre comptoir.',
  language: 'Langue',
  business: 'Comment s’appelle votre commerce ?',
  businessHelp: 'Ce nom figure dans les messages que vous écrivez : on sait ainsi qui écrit.',
  businessExample: 'Les Fleurs de Rosa',
  businessMissing: 'Vos clients doivent savoir qui leur écrit : donnez un nom.',
  countryHelp: 'Comment lire les numéros sans indicatif de pays.',
  countryMissing: 'Choisissez le pays des numéros de vos clients.',
  next: 'Suivant',
  back: 'Retour',
  how: 'Comment voulez-vous commencer ?',
  howIntro: 'Vous pourrez changer à tout moment dans les réglages.',
  practice: {
    title: 'D’abord, s’exercer',
    text: 'Une liste d’essai de personnes inventées et un opérateur fictif sur cet ordinateur. Écrivez, envoyez, regardez les messages arriver : aucun vrai téléphone ne sonne et rien ne coûte.',
    sample: 'Commencer avec la liste d’essai',
    empty: 'Commencer avec un carnet vide',
    preparing: 'Votre comptoir se prépare…',
  },
  connect: {
    title: 'Connecter Twilio',
    text: 'Vous avez un compte Twilio et voulez écrire à de vraies personnes dès maintenant. Deskbell envoie par ce compte ; vous payez chaque message à Twilio, et à personne d’autre.',
    button: 'Connecter mon compte',
  },
}
