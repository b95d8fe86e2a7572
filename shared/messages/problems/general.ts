import type { ProblemWords } from '../problems.ts'

export const generalProblems = {
  'bad-input': {
    en: { message: 'Something in this form does not fit: {detail}. Nothing was changed.' },
    fr: { message: 'Quelque chose ne va pas dans ce formulaire : {detail}. Rien n’a été modifié.' },
  },
  'unknown-call': {
    en: { message: 'This window asked for something Deskbell does not know. Nothing was changed.', fix: 'Close Deskbell and start it again.' },
    fr: { message: 'Cette fenêtre a demandé quelque chose que Deskbell ne connaît pas. Rien n’a été modifié.', fix: 'Fermez Deskbell et redémarrez-le.' },
  },
  internal: {
    en: { message: 'Something went wrong inside Deskbell. What was saved before is safe.', fix: 'Try once more; if it happens again, restart Deskbell.' },
    fr: { message: 'Un incident est survenu dans Deskbell. Ce qui était enregistré est intact.', fix: 'Réessayez ; si cela se reproduit, redémarrez Deskbell.' },
  },
  'disk-full': {
    en: { message: 'The disk is full, so nothing more could be saved. What was saved before is safe.', fix: 'Free some space, then try again.' },
    fr: { message: 'Le disque est plein : rien de plus n’a pu être enregistré. Ce qui l’était déjà est intact.', fix: 'Libérez de la place, puis réessayez.' },
  },
  'not-found': {
    en: { message: 'This is no longer here; somebody may have removed it.' },
    fr: { message: 'Cet élément n’existe plus ; il a peut-être été supprimé.' },
  },
  'resend-open': {
    en: { message: 'The first message is still on its way or being looked up. Nothing was sent a second time.', fix: 'Wait until it is known what became of it.' },
    fr: { message: 'Le premier message est encore en route ou en cours de vérification. Rien n’a été envoyé une seconde fois.', fix: 'Attendez de savoir ce qu’il est devenu.' },
  },
  'resend-erased': {
    en: { message: 'The words or the number of this message were erased, so it cannot be sent again.' },
    fr: { message: 'Le texte ou le numéro de ce message a été effacé : il ne peut pas être renvoyé.' },
  },
  'book-closed': {
    en: { message: 'The contact book is not open.', fix: 'Restart Deskbell.' },
    fr: { message: 'Le carnet de contacts n’est pas ouvert.', fix: 'Redémarrez Deskbell.' },
  },
  'rules-no-reason': {
    en: { message: 'This lets more through than the rule does, or changes it, and no reason is given. Nothing was changed.', fix: 'Write down why. The reason is kept with the date.' },
    fr: { message: 'Cela laisse passer plus que la règle, ou la change, et aucune raison n’est donnée. Rien n’a été modifié.', fix: 'Écrivez pourquoi. La raison est conservée avec la date.' },
  },
  'rules-not-fitting': {
    en: { message: 'That is no rule a place can have. Nothing was changed.', fix: 'The end comes after the beginning, and a limit is a whole number from 1 to 50.' },
    fr: { message: 'Aucun lieu ne peut avoir une telle règle. Rien n’a été modifié.', fix: 'La fin vient après le début, et une limite est un nombre entier de 1 à 50.' },
  },
  'queue-hours-stay': {
    en: { message: 'Quiet hours stay on when real people are texted. Nothing was changed.', fix: 'Practice mode can go without them.' },
    fr: { message: 'Les heures calmes restent actives quand de vraies personnes sont contactées. Rien n’a été modifié.', fix: 'Le mode entraînement peut s’en passer.' },
  },
  'queue-restored': {
    en: { message: 'A backup was restored, so nothing is sent until you resume: what you canceled or stopped since that backup is not known here. Look through what waits first.' },
    fr: { message: 'Une sauvegarde a été restaurée : rien ne part tant que vous n’avez pas repris l’envoi, car ce que vous avez annulé ou arrêté depuis cette sauvegarde n’est pas connu ici. Regardez d’abord ce qui attend.' },
  },
  'newer-database': {
    en: { message: 'This contact book was written by a newer Deskbell. It has not been touched.', fix: 'Install the newest Deskbell and open it again.' },
    fr: { message: 'Ce carnet a été écrit par une version plus récente de Deskbell. Il n’a pas été modifié.', fix: 'Installez la dernière version de Deskbell, puis rouvrez-le.' },
  },
  'corrupt-database': {
    en: { message: 'The contact book is damaged and could not be opened. The damaged file is kept aside, nothing is thrown away.', fix: 'Go back to the last good backup, or start with an empty book.' },
    fr: { message: 'Le carnet de contacts est endommagé et n’a pas pu être ouvert. Le fichier est mis de côté, rien n’est jeté.', fix: 'Revenez à la dernière bonne sauvegarde, ou repartez d’un carnet vide.' },
  },
  'cannot-open': {
    en: { message: 'The contact book could not be opened: {cause}. It has not been touched.', fix: 'Close other programs that may be using it and start Deskbell again.' },
    fr: { message: 'Le carnet de contacts n’a pas pu être ouvert : {cause}. Il n’a pas été modifié.', fix: 'Fermez les programmes qui pourraient l’utiliser, puis redémarrez Deskbell.' },
  },
} as const satisfies Record<string, ProblemWords>
