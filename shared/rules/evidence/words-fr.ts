import type { EvidenceWords } from './words-shape.ts'

const some = { marketing: 'des offres', service: 'des messages de service' } as const
const the = { marketing: 'aux offres', service: 'aux messages de service' } as const
const of = { marketing: 'les offres', service: 'les messages de service' } as const

export const french: EvidenceWords = {
  how: {
    'web-form': 'sur un formulaire en ligne', paper: 'sur un formulaire papier', keyword: 'en envoyant un mot par SMS', spoken: 'de vive voix', purchase: 'lors d’un achat',
    import: 'selon une de vos listes', reply: 'par SMS', carrier: 'selon l’opérateur', 'by-hand': 'selon votre note', other: '', 'front-desk': 'sur la tablette de l’accueil',
    inquiry: 'en vous posant une question', 'import-undone': '', 'entry-undone': '', expired: '',
  },
  agreed: (who, purpose, date, how) => `Vous pouvez envoyer ${some[purpose]} à ${who}\u00a0: accord donné le ${date}${how}.`,
  endsOn: (date) => `Cet accord prend fin de lui-même le ${date}.`,
  neverSaid: (who, purpose) => `Non\u00a0: ${who} n’a jamais dit oui ${the[purpose]}. Rien n’est noté.`,
  stopped: (who, purpose, date, how) => `Non\u00a0: ${who} a dit stop ${the[purpose]} le ${date}${how}.`,
  stoppedElsewhere: (who, purpose, date) => `Non\u00a0: ${who} a dit stop ${the[purpose]} le ${date}, depuis un autre de ses numéros.`,
  takenBack: (who, purpose, date) => `Non\u00a0: ce qui disait que ${who} acceptait ${of[purpose]} a été annulé le ${date}.`,
  expired: (who, purpose, date) => `Non\u00a0: ${who} n’a jamais dit oui ${the[purpose]} expressément, et ce qui en tenait lieu a pris fin le ${date}.`,
  erased: (date) => `Non\u00a0: ce numéro a été effacé sur demande le ${date}, et rien n’a été dit depuis.`,
  suspended: (who, date) => `Pas maintenant\u00a0: ${who} a écrit le ${date} quelque chose qui ressemble à un stop, et personne n’a encore tranché.`,
  recordBroken: (who, purpose) => `Non\u00a0: ce qui est noté sur ${who} et ${of[purpose]} n’est plus tel qu’il a été écrit, et ne prouve donc rien.`,
  asked: (date) => `La question a été posée le ${date}, sans réponse pour l’instant.`,
}
