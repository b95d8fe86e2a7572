/**
 * Words that decide by themselves when they are a whole message. Sources: Twilio's default keywords, the FCC's list
 * (47 CFR 64.1200(a)(10)), and the French words operators honour. Sentences: wording.ts.
 */

export type Keyword = 'stop' | 'start' | 'help'

const MEANING: ReadonlyMap<string, Keyword> = new Map([
  ...['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout', 'opt out', 'arret', 'desabonner'].map(
    (word) => [word, 'stop'] as const,
  ),
  ...['start', 'unstop', 'yes', 'oui'].map((word) => [word, 'start'] as const),
  ...['help', 'info', 'aide'].map((word) => [word, 'help'] as const),
])

/** Longer texts are no keyword, whatever surrounds it; also keeps the folding cheap. */
const LONGEST_MESSAGE = 200

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/**
 * The keyword a whole message is, in English or French; case, accents, and punctuation, spaces or emoji around it do
 * not matter. "STOP STOP" is a stop; a repeated yes is not a consent. null for anything else, also for sentences.
 * @example readKeyword('Arrêt !') // 'stop'
 */
export const readKeyword = (text: string): Keyword | null => {
  if (text.length > LONGEST_MESSAGE) return null
  const folded = fold(text)
  const meaning = MEANING.get(folded)
  if (meaning) return meaning
  const words = new Set(folded.split(' '))
  const [only = ''] = words
  return words.size === 1 && MEANING.get(only) === 'stop' ? 'stop' : null
}

/** Whether a whole message is "cancel": a stop to carriers, though whoever texts it may mean an appointment. */
export const meansCancel = (text: string): boolean => readKeyword(text) === 'stop' && /^cancel(?: cancel)*$/.test(fold(text))
