import type { ProblemWords } from '../problems.ts'

export const collectProblems = {
  'consent-spoken-marketing': {
    en: { message: 'Offers need a written yes; a spoken one is enough for reminders and service only. Nothing was recorded.', fix: 'Have them text your sign-up word, fill in the form at the desk, or sign on paper.' },
    fr: { message: 'Les offres demandent un accord écrit ; de vive voix, il ne vaut que pour les rappels et le service. Rien n’a été enregistré.', fix: 'Faites-leur envoyer votre mot-clé, remplir le formulaire à l’accueil ou signer sur papier.' },
  },
  'collect-word-gone': {
    en: { message: 'This word is not in use for signing up any more. Nothing was made.', fix: 'Choose another word, or switch it on again in the inbox.' },
    fr: { message: 'Ce mot-clé ne sert plus à s’inscrire. Rien n’a été créé.', fix: 'Choisissez-en un autre, ou réactivez-le dans la réception.' },
  },
  'collect-parts-missing': {
    en: { message: 'The wording ({language}) must also tell: {parts}.', fix: 'Add it, or take the suggested wording.' },
    fr: { message: 'Le texte ({language}) doit aussi dire : {parts}.', fix: 'Ajoutez-le, ou prenez le texte proposé.' },
  },
  'collect-empty': {
    en: { message: 'The headline is still empty.', fix: 'A few words are enough.' },
    fr: { message: 'Le titre est encore vide.', fix: 'Quelques mots suffisent.' },
  },
  'collect-too-long': {
    en: { message: 'These words do not fit on the sheet at a size people can read.', fix: 'Shorten them, print one language only, or choose a larger sheet.' },
    fr: { message: 'Ces textes ne tiennent pas sur la feuille à une taille lisible.', fix: 'Raccourcissez-les, n’imprimez qu’une langue ou choisissez une feuille plus grande.' },
  },
  'collect-number': {
    en: { message: 'This is not a mobile number we can text.', fix: 'Please check the digits. For a number abroad, begin with + and the country code.' },
    fr: { message: 'Ce n’est pas un numéro de mobile auquel écrire.', fix: 'Merci de vérifier les chiffres. Pour un numéro à l’étranger, commencez par + et l’indicatif du pays.' },
  },
  'collect-number-short': {
    en: { message: 'Some digits are missing.', fix: 'Please type the whole number, area code included.' },
    fr: { message: 'Il manque des chiffres.', fix: 'Merci de saisir le numéro entier.' },
  },
  'collect-own-number': {
    en: { message: 'This is our own number.', fix: 'Please type the number of your mobile phone.' },
    fr: { message: 'C’est notre propre numéro.', fix: 'Merci de saisir celui de votre mobile.' },
  },
  'collect-leave-word': {
    en: { message: 'This is not the word.', fix: 'Forgot it? Closing Deskbell and opening it again leaves the form too.' },
    fr: { message: 'Ce n’est pas le mot.', fix: 'Oublié ? Fermer puis rouvrir Deskbell quitte aussi le formulaire.' },
  },
  'collect-cannot-ask': {
    en: { message: 'We cannot sign you up at this moment.', fix: 'Please tell us at the desk.' },
    fr: { message: 'L’inscription n’est pas possible pour le moment.', fix: 'Merci de le dire à l’accueil.' },
  },
  'collect-undo-late': {
    en: { message: 'Something was said or changed since, so this form stays as it is.', fix: 'Correct it on the person’s own page.' },
    fr: { message: 'Quelque chose a été dit ou modifié depuis : ce formulaire reste tel quel.', fix: 'Corrigez-le sur la page de la personne.' },
  },
} as const satisfies Record<string, ProblemWords>
