import type { ProblemWords } from '../problems.ts'

export const askingProblems = {
  'asking-missing': {
    en: { message: 'The rules ask this text to say more: {parts}. Nothing was saved.', fix: 'Add what is missing, or go back to the suggested text.' },
    fr: { message: 'Les règles demandent que ce texte dise aussi : {parts}. Rien n’a été enregistré.', fix: 'Ajoutez ce qui manque, ou reprenez le texte proposé.' },
  },
  'asking-too-much': {
    en: { message: 'This text may not hold {parts}. Nothing was saved.', fix: 'Take it out, or go back to the suggested text.' },
    fr: { message: 'Ce texte ne doit pas contenir {parts}. Rien n’a été enregistré.', fix: 'Retirez-le, ou reprenez le texte proposé.' },
  },
  'asking-over': {
    en: { message: 'This question was answered or has run out already. Nothing was changed.' },
    fr: { message: 'Cette question a déjà reçu une réponse ou n’est plus valable. Rien n’a changé.' },
  },
  'wording-missing': {
    en: { message: 'People should read more before they agree: {parts}. Nothing was saved.', fix: 'Add what is missing. If these are the words they really saw, keep them as they are.' },
    fr: { message: 'Avant d’accepter, on devrait lire aussi : {parts}. Rien n’a été enregistré.', fix: 'Ajoutez ce qui manque. Si ce sont les mots réellement lus, gardez-les tels quels.' },
  },
  'wording-other-purpose': {
    en: { message: '“{name}” is a wording for something else already. Nothing was saved.', fix: 'Choose another name.' },
    fr: { message: '« {name} » est déjà une formulation pour autre chose. Rien n’a été enregistré.', fix: 'Choisissez un autre nom.' },
  },
} as const satisfies Readonly<Record<string, ProblemWords>>
