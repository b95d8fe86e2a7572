import type { ProblemWords } from '../problems.ts'

export const campaignProblems = {
  'campaigns-audience-gone': {
    en: { message: 'The list, tag or segment this message was to go to is no more. Nothing was sent.', fix: 'Choose again who gets it.' },
    fr: { message: 'La liste, l’étiquette ou le segment à qui ce message devait aller n’existe plus. Rien n’a été envoyé.', fix: 'Choisissez à nouveau qui le reçoit.' },
  },
  'campaigns-superseded': {
    en: { message: 'A newer count was asked for, so this one was not finished.' },
    fr: { message: 'Un calcul plus récent a été demandé ; celui-ci n’a pas été terminé.' },
  },
  'campaigns-already-approved': {
    en: { message: 'This campaign has been approved, so it can no longer be changed.', fix: 'Take it back while the countdown runs, or copy it as a new draft.' },
    fr: { message: 'Cette campagne a été validée : elle ne peut plus être modifiée.', fix: 'Reprenez-la pendant le compte à rebours, ou copiez-la en brouillon.' },
  },
  'campaigns-no-body': {
    en: { message: 'There is no message yet. Nothing was sent.', fix: 'Write what you would like to say.' },
    fr: { message: 'Il n’y a pas encore de message. Rien n’a été envoyé.', fix: 'Écrivez ce que vous souhaitez dire.' },
  },
  'campaigns-body': {
    en: { message: 'A merge field in the message is not closed or not known. Nothing was sent.', fix: 'Remove it and insert it again from the menu.' },
    fr: { message: 'Un champ de fusion du message n’est pas fermé ou pas reconnu. Rien n’a été envoyé.', fix: 'Supprimez-le et insérez-le à nouveau depuis le menu.' },
  },
  'campaigns-no-sender': {
    en: { message: 'There is no number to send from yet. Nothing was sent.', fix: 'Look at the senders in Settings.' },
    fr: { message: 'Il n’y a pas encore de numéro d’envoi. Rien n’a été envoyé.', fix: 'Vérifiez les expéditeurs dans les réglages.' },
  },
  'campaigns-validity': {
    en: { message: 'By the time it may leave, this message would be of no use any more. Nothing was sent.', fix: 'Choose a later end, or send it earlier.' },
    fr: { message: 'Au moment où il pourrait partir, ce message ne serait plus utile. Rien n’a été envoyé.', fix: 'Choisissez une fin plus tardive, ou envoyez-le plus tôt.' },
  },
  'campaigns-nobody': {
    en: { message: 'Nobody in this audience may get this message. Nothing was sent.', fix: 'See under the preview why people are left out.' },
    fr: { message: 'Personne dans cette audience ne peut recevoir ce message. Rien n’a été envoyé.', fix: 'Voyez sous l’aperçu pourquoi chacun est écarté.' },
  },
  'campaigns-audience-changed': {
    en: { message: 'The audience has changed meanwhile: {now} people instead of {was}. Nothing was sent.', fix: 'Look at the figures again, then send.' },
    fr: { message: 'L’audience a changé entre-temps : {now} personnes au lieu de {was}. Rien n’a été envoyé.', fix: 'Revoyez les chiffres, puis envoyez.' },
  },
  'campaigns-too-late': {
    en: { message: 'It has already begun, so it cannot be taken back.', fix: 'Pause or cancel what has not left yet.' },
    fr: { message: 'L’envoi a déjà commencé : il ne peut plus être repris.', fix: 'Mettez en pause ou annulez ce qui n’est pas encore parti.' },
  },
  'campaigns-not-now': {
    en: { message: 'That is not possible in the campaign’s present state. Nothing was changed.' },
    fr: { message: 'Ce n’est pas possible dans l’état actuel de la campagne. Rien n’a été modifié.' },
  },
} as const satisfies Record<string, ProblemWords>
