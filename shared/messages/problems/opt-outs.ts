import type { ProblemWords } from '../problems.ts'

export const optOutProblems = {
  'stop-decided': {
    en: { message: 'Nothing waits for a decision at this number any more: somebody decided, or they wrote STOP or START themselves.' },
    fr: { message: 'Plus rien n’attend de décision pour ce numéro : quelqu’un a tranché, ou la personne a écrit STOP ou START elle-même.' },
  },
  'stop-list-empty': {
    en: { message: 'There is no phone number in this list. Nothing was written down.', fix: 'Paste numbers one below the other, or choose a file with a column of them.' },
    fr: { message: 'Cette liste ne contient aucun numéro de téléphone. Rien n’a été noté.', fix: 'Collez les numéros les uns sous les autres, ou choisissez un fichier qui en a une colonne.' },
  },
  'stop-list-gone': {
    en: { message: 'This list was read too long ago. Nothing was written down.', fix: 'Paste or choose it again.' },
    fr: { message: 'Cette liste a été lue il y a trop longtemps. Rien n’a été noté.', fix: 'Collez-la ou choisissez-la à nouveau.' },
  },
  'stop-list-busy': {
    en: { message: 'Another list is still being written down. Nothing of this one was.', fix: 'Wait for its end, then try again.' },
    fr: { message: 'Une autre liste est encore en cours d’enregistrement. Rien de celle-ci n’a été noté.', fix: 'Attendez la fin, puis réessayez.' },
  },
} as const satisfies Readonly<Record<string, ProblemWords>>
