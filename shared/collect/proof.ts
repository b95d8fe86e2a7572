import { languagesOf, type PosterFields } from '../contract/collect.ts'

/** What people read beside a word, as it is kept as the proof of whoever texts it: each language printed, in the order printed. */
export const proofOf = ({ language, disclosure }: Pick<PosterFields, 'language' | 'disclosure'>): string => languagesOf(language).map((one) => disclosure[one].trim()).join('\n\n')
