import type { ProblemWords } from '../problems.ts'

export const accountProblems = {
  'account-wrong-secret': {
    en: { message: 'Twilio does not know this account SID with this token. Nothing was changed.', fix: 'Copy both again from the first page of the Twilio console.' },
    fr: { message: 'Twilio ne reconnaît pas cet identifiant de compte avec ce jeton. Rien n’a été modifié.', fix: 'Copiez-les à nouveau depuis la première page de la console Twilio.' },
  },
  'account-unreachable': {
    en: { message: 'Twilio could not be reached. Nothing was changed.', fix: 'Check the internet connection, then try again.' },
    fr: { message: 'Impossible de joindre Twilio. Rien n’a été modifié.', fix: 'Vérifiez la connexion internet, puis réessayez.' },
  },
  'account-not-active': {
    en: { message: 'Twilio says this account is {status}. Nothing was changed.', fix: 'Sign in to the Twilio console to see why.' },
    fr: { message: 'Twilio indique que ce compte est {status}. Rien n’a été modifié.', fix: 'Connectez-vous à la console Twilio pour savoir pourquoi.' },
  },
  'account-refused': {
    en: { message: 'Twilio answered: {detail}. Nothing was changed.' },
    fr: { message: 'Twilio a répondu : {detail}. Rien n’a été modifié.' },
  },
  'account-vault': {
    en: { message: 'The token could not be put into this computer’s password store, so it was not kept. Nothing was changed.', fix: 'Unlock the password store (keychain), then try again.' },
    fr: { message: 'Le jeton n’a pas pu être enregistré dans le coffre de cet ordinateur ; il n’a pas été conservé. Rien n’a été modifié.', fix: 'Déverrouillez le coffre (trousseau), puis réessayez.' },
  },
  'account-missing': {
    en: { message: 'No Twilio account is connected yet.', fix: 'Connect one in Settings.' },
    fr: { message: 'Aucun compte Twilio n’est encore connecté.', fix: 'Connectez-en un dans les réglages.' },
  },
  'account-busy': {
    en: { message: 'Messages are still going out, so the account cannot be changed now.', fix: 'Wait until they have left, or pause the queue.' },
    fr: { message: 'Des messages sont encore en cours d’envoi : le compte ne peut pas être changé maintenant.', fix: 'Attendez qu’ils soient partis, ou mettez la file en pause.' },
  },
} as const satisfies Record<string, ProblemWords>
