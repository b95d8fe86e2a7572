import type { Words } from '../words.ts'
import type { today as en } from '../en/today.ts'

export const today: Words<typeof en> = {
  title: 'Aujourd’hui',
  write: 'Écrire un message',
  needs: 'A besoin de vous',
  needsOpen: {
    'account-stopped': 'Ouvrir le compte',
    'queue-restored': 'Voir ce qui attend',
    'sender-paused': 'Ouvrir les expéditeurs',
    'unknown-messages': 'Ouvrir le journal',
    'many-failures': 'Voir pourquoi',
    'secret-missing': 'Ressaisir le jeton',
    'import-failed': 'Ouvrir l’import',
  },
  active: 'En partance',
  recent: 'Dernièrement',
  figures: {
    label: 'En chiffres',
    optedIn_one: 'sur {{count, number}} personne, peut recevoir des offres',
    optedIn_other: 'sur {{count, number}} personnes peuvent recevoir des offres',
    sent: 'envoyés en 24 heures',
    delivered: 'remis',
    failed: 'non arrivés',
    stops: 'ont dit stop en 24 heures',
  },
  left: '{{done, number}} sur {{total, number}} sont partis',
  delivered: '{{delivered, number}} remis sur {{total, number}}',
  failed_one: '{{count, number}} n’est pas arrivé',
  failed_other: '{{count, number}} ne sont pas arrivés',
  starts: 'Commence le {{when}}',
  soon: 'Part dans un instant',
  takeBack: 'Le retirer',
  pause: 'Mettre en pause',
  resume: 'Continuer',
  untitled: 'Sans nom',
  import: {
    title: 'Commencez par votre liste',
    text: 'Apportez les clients que vous avez déjà, d’Excel ou de votre caisse, en fichier CSV. Ensuite, écrivez-leur.',
    action: 'Importer une liste',
    add: 'Ajouter une personne à la main',
  },
  compose: {
    title: 'Votre liste est prête. Écrivez le premier message.',
    text_one: '{{count, number}} personne peut recevoir vos offres. Avant tout envoi, vous voyez les mots exacts, combien de personnes les reçoivent et ce que cela coûte.',
    text_other: '{{count, number}} personnes peuvent recevoir vos offres. Avant tout envoi, vous voyez les mots exacts, combien de personnes les reçoivent et ce que cela coûte.',
  },
}
