import type { ProblemWords } from '../problems.ts'

export const inboxProblems = {
  'inbox-opted-out': {
    en: { message: 'They said stop, so nothing may be sent to this number. Your answer was not sent.', fix: 'They can come back by texting START. Until then, call them.' },
    fr: { message: 'Cette personne a dit stop : rien ne peut être envoyé à ce numéro. Votre réponse n’est pas partie.', fix: 'Elle peut revenir en envoyant START. D’ici là, appelez-la.' },
  },
  'inbox-suspended': {
    en: { message: 'They wrote something that reads like a stop, so nothing is sent to this number until you have decided. Your answer was not sent.', fix: 'Say in the conversation whether they want no more texts.' },
    fr: { message: 'Cette personne a écrit ce qui ressemble à un stop : rien ne part vers ce numéro tant que vous n’avez pas tranché. Votre réponse n’est pas partie.', fix: 'Dites dans la conversation si elle ne veut plus de messages.' },
  },
  'inbox-erased': {
    en: { message: 'This person asked to be erased, so nothing may be sent to this number. Your answer was not sent.', fix: 'If they would like texts again, they can send START.' },
    fr: { message: 'Cette personne a demandé à être effacée : rien ne peut être envoyé à ce numéro. Votre réponse n’est pas partie.', fix: 'Si elle souhaite à nouveau des messages, elle peut envoyer START.' },
  },
  'inbox-no-number': {
    en: { message: 'This sender has no number that can be answered. Nothing was sent.' },
    fr: { message: 'Cet expéditeur n’a pas de numéro auquel répondre. Rien n’a été envoyé.' },
  },
  'inbox-no-sender': {
    en: { message: 'There is no number to send from yet. Nothing was sent.', fix: 'Look at the senders in Settings.' },
    fr: { message: 'Il n’y a pas encore de numéro d’envoi. Rien n’a été envoyé.', fix: 'Vérifiez les expéditeurs dans les réglages.' },
  },
  'inbox-empty': {
    en: { message: 'There is nothing written yet.', fix: 'Write what you would like to say.' },
    fr: { message: 'Rien n’est encore écrit.', fix: 'Écrivez ce que vous souhaitez dire.' },
  },
  'inbox-name-taken': {
    en: { message: 'Another answer is called “{name}” already. Nothing was changed.', fix: 'Choose another name.' },
    fr: { message: 'Une autre réponse s’appelle déjà « {name} ». Rien n’a changé.', fix: 'Choisissez un autre nom.' },
  },
  'inbox-body': {
    en: { message: 'A merge field in the text is not closed or not known. Nothing was saved.', fix: 'Write it as {{ first_name }}, or take it out.' },
    fr: { message: 'Un champ de fusion du texte n’est pas fermé ou pas reconnu. Rien n’a été enregistré.', fix: 'Écrivez-le ainsi : {{ first_name }}, ou retirez-le.' },
  },
  'keyword-empty': {
    en: { message: 'A word needs at least one letter or digit. Nothing was saved.' },
    fr: { message: 'Un mot-clé comporte au moins une lettre ou un chiffre. Rien n’a été enregistré.' },
  },
  'keyword-long': {
    en: { message: 'A word people text has one or two words and at most 20 letters. Nothing was saved.', fix: 'Choose a shorter one, such as JOIN.' },
    fr: { message: 'Un mot-clé comporte un ou deux mots et 20 lettres au plus. Rien n’a été enregistré.', fix: 'Choisissez-en un plus court, comme OFFRES.' },
  },
  'keyword-reserved': {
    en: { message: '“{word}” means stop, start or help to every carrier, and cannot mean anything else. Nothing was saved.', fix: 'Choose another word.' },
    fr: { message: '« {word} » veut dire stop, reprise ou aide pour tous les opérateurs et ne peut rien dire d’autre. Rien n’a été enregistré.', fix: 'Choisissez un autre mot.' },
  },
  'keyword-taken': {
    en: { message: 'There is a word “{word}” already. Nothing was saved.', fix: 'Change that one, or choose another.' },
    fr: { message: 'Le mot « {word} » existe déjà. Rien n’a été enregistré.', fix: 'Modifiez-le, ou choisissez-en un autre.' },
  },
  'keyword-disclosure': {
    en: { message: 'A word that signs people up needs the sentence they read beside it: it is kept as the proof of their consent. Nothing was saved.', fix: 'Type what your poster, card or page says.' },
    fr: { message: 'Un mot qui inscrit des personnes doit garder la phrase lue à côté : c’est la preuve de leur accord. Rien n’a été enregistré.', fix: 'Saisissez ce que dit votre affiche, carte ou page.' },
  },
  'keyword-echo': {
    en: { message: 'The answer is itself a word somebody answers by itself: two programs could text each other for ever. Nothing was saved.', fix: 'Write a whole sentence.' },
    fr: { message: 'La réponse est elle-même un mot auquel on répond tout seul : deux programmes pourraient s’écrire sans fin. Rien n’a été enregistré.', fix: 'Écrivez une phrase entière.' },
  },
  'attachment-not-here': {
    en: { message: 'This file is not on this computer.', fix: 'If it is still being fetched, try again in a moment.' },
    fr: { message: 'Ce fichier n’est pas sur cet ordinateur.', fix: 'S’il est en cours de récupération, réessayez dans un instant.' },
  },
} as const satisfies Readonly<Record<string, ProblemWords>>
