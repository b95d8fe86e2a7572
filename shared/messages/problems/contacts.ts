import type { ProblemWords } from '../problems.ts'

export const contactProblems = {
  'contact-exists': {
    en: { message: '{number} already belongs to {name}. Nothing was changed.', fix: 'Open that person instead, or give another number.' },
    fr: { message: 'Le {number} appartient déjà à {name}. Rien n’a été modifié.', fix: 'Ouvrez plutôt cette fiche, ou indiquez un autre numéro.' },
  },
  'contact-number-invalid': {
    en: { message: '“{number}” is not a phone number that can exist. Nothing was changed.', fix: 'Check the digits; for a number abroad, begin with + and the country code.' },
    fr: { message: '« {number} » n’est pas un numéro de téléphone possible. Rien n’a été modifié.', fix: 'Vérifiez les chiffres ; pour un numéro à l’étranger, commencez par + et l’indicatif du pays.' },
  },
  'contact-number-short': {
    en: { message: '“{number}” has too few digits for a phone number. Nothing was changed.', fix: 'Check the digits; the area code may be missing.' },
    fr: { message: '« {number} » a trop peu de chiffres pour un numéro de téléphone. Rien n’a été modifié.', fix: 'Vérifiez les chiffres ; il manque peut-être le début.' },
  },
  'contact-number-long': {
    en: { message: '“{number}” has too many digits for a phone number. Nothing was changed.', fix: 'Check the digits; there may be two numbers in one.' },
    fr: { message: '« {number} » a trop de chiffres pour un numéro de téléphone. Rien n’a été modifié.', fix: 'Vérifiez les chiffres ; il y a peut-être deux numéros en un.' },
  },
  'contact-number-not-textable': {
    en: { message: '“{number}” is a special number that cannot get text messages. Nothing was changed.', fix: 'Give the person’s own mobile number.' },
    fr: { message: '« {number} » est un numéro spécial qui ne peut pas recevoir de SMS. Rien n’a été modifié.', fix: 'Indiquez le numéro de mobile de la personne.' },
  },
  'contact-time-zone': {
    en: { message: '“{zone}” is not a time zone. Nothing was changed.', fix: 'Choose one from the list.' },
    fr: { message: '« {zone} » n’est pas un fuseau horaire. Rien n’a été modifié.', fix: 'Choisissez-en un dans la liste.' },
  },
  'list-exists': {
    en: { message: 'There already is a list called “{name}”. Nothing was changed.', fix: 'Choose another name.' },
    fr: { message: 'Il existe déjà une liste nommée « {name} ». Rien n’a été modifié.', fix: 'Choisissez un autre nom.' },
  },
  'undo-gone': {
    en: { message: 'This can no longer be undone: what is removed is kept for 30 days.' },
    fr: { message: 'Cela ne peut plus être annulé : ce qui est supprimé est conservé 30 jours.' },
  },
  'consent-in-future': {
    en: { message: 'This date lies in the future. Nothing was recorded.', fix: 'Give the day on which the person said it.' },
    fr: { message: 'Cette date est dans le futur. Rien n’a été enregistré.', fix: 'Indiquez le jour où la personne l’a dit.' },
  },
  'consent-needs-own-wish': {
    en: { message: 'This person asked to stop. A list or a purchase cannot bring them back, so nothing was recorded.', fix: 'Let them reply START, or record what they told you themselves since then.' },
    fr: { message: 'Cette personne a demandé l’arrêt. Une liste ou un achat ne peut pas la réinscrire : rien n’a été enregistré.', fix: 'Qu’elle réponde START, ou enregistrez ce qu’elle vous a dit elle-même depuis.' },
  },
  'consent-older-than-stop': {
    en: { message: 'This person asked to stop after that date, so nothing was recorded.', fix: 'Only what they said since then counts: give its date.' },
    fr: { message: 'Cette personne a demandé l’arrêt après cette date : rien n’a été enregistré.', fix: 'Seul compte ce qu’elle a dit depuis : indiquez-en la date.' },
  },
} as const satisfies Record<string, ProblemWords>
