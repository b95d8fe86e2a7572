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
  'segment-exists': {
    en: { message: 'There already is a segment called “{name}”. Nothing was changed.', fix: 'Choose another name.' },
    fr: { message: 'Il existe déjà un segment nommé « {name} ». Rien n’a été modifié.', fix: 'Choisissez un autre nom.' },
  },
  'segments-superseded': {
    en: { message: 'A newer rule is being counted instead.' },
    fr: { message: 'Une règle plus récente est comptée à la place.' },
  },
  'field-exists': {
    en: { message: 'There already is a field called “{label}”, or nothing of this name can be used in a message. Nothing was changed.', fix: 'Choose another name, with letters in it.' },
    fr: { message: 'Il existe déjà un champ nommé « {label} », ou rien de ce nom ne peut servir dans un message. Rien n’a été modifié.', fix: 'Choisissez un autre nom, avec des lettres.' },
  },
  'field-not-number': {
    en: { message: '“{value}” is not a number, and “{label}” takes numbers. What was there stays.', fix: 'Write figures only, or change the field’s kind under Lists.' },
    fr: { message: '« {value} » n’est pas un nombre, et « {label} » attend des nombres. L’ancienne valeur reste.', fix: 'N’écrivez que des chiffres, ou changez le type du champ dans Listes.' },
  },
  'field-not-date': {
    en: { message: '“{value}” is not a day Deskbell can read, and “{label}” takes days. What was there stays.', fix: 'Write it as 3 May 1990 or 1990-05-03; the year may be left out.' },
    fr: { message: '« {value} » n’est pas un jour que Deskbell sait lire, et « {label} » attend des jours. L’ancienne valeur reste.', fix: 'Écrivez par exemple 3 mai 1990 ou 1990-05-03 ; l’année peut manquer.' },
  },
  'field-not-yes-no': {
    en: { message: '“{value}” is neither yes nor no, and “{label}” takes only those. What was there stays.', fix: 'Write yes or no.' },
    fr: { message: '« {value} » n’est ni oui ni non, et « {label} » n’attend que cela. L’ancienne valeur reste.', fix: 'Écrivez oui ou non.' },
  },
  'field-not-choice': {
    en: { message: '“{value}” is not among the choices of “{label}”. What was there stays.', fix: 'Choose one of them, or add it to the choices under Lists.' },
    fr: { message: '« {value} » n’est pas parmi les choix de « {label} ». L’ancienne valeur reste.', fix: 'Choisissez-en un, ou ajoutez-le aux choix dans Listes.' },
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
