/**
 * The shop's own words (JOIN, MENU, VIP …): how a message is held against them, which words cannot be had, and when
 * opening hours begin. Pure. The words everybody has (STOP, START, HELP …) are words.ts, and always come first.
 */
import { offsetAt } from './local-time.ts'
import { readKeyword } from './words.ts'

/** A message or a word without case, accents, punctuation and emoji; the same folding for both. */
export const foldWord = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const LONGEST = 20

/** Why a word cannot be the shop's own. 'reserved': it, or a part of it, means stop, start or help to carriers and the law (RULES.md, Words). */
export type WordProblem = 'empty' | 'too-long' | 'too-many-words' | 'reserved'

/**
 * Checks a word: one or two words of letters and digits, 20 characters at the most, none of which is STOP, START, HELP
 * or a fellow of theirs in English or French. null when it can be had.
 * @example wordProblem('Stop it') // 'reserved'
 */
export const wordProblem = (word: string): WordProblem | null => {
  const folded = foldWord(word)
  if (folded === '') return 'empty'
  if (folded.length > LONGEST) return 'too-long'
  const parts = folded.split(' ')
  if (parts.length > 2) return 'too-many-words'
  return [folded, parts.join(''), ...parts].some((part) => readKeyword(part) !== null) ? 'reserved' : null
}

/** An answer by itself that reads as a word of somebody's would be answered by the other side, and so on for ever. */
export const answersItself = (answer: string, words: readonly string[]): boolean =>
  readKeyword(answer) !== null || words.some((word) => foldWord(word) === foldWord(answer))

/**
 * How a tally counts an answer: a text of at most two words and 20 characters, folded, in capitals; null for a
 * sentence, and for what only says thanks in a picture.
 */
export const tallyKey = (text: string): string | null => {
  if (text.length > 60) return null
  const folded = foldWord(text)
  return folded === '' || folded.length > LONGEST || folded.split(' ').length > 2 ? null : folded.toUpperCase()
}

/** Minutes of the day on weekdays (0 is Sunday), as the contract's InboxSettings has them. */
export type OpeningHours = { readonly days: readonly number[]; readonly from: number; readonly to: number }

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** The first moment from `at` on (ms UTC) at which the shop is open in `zone`; `at` itself where it never is. */
export const nextOpen = (hours: OpeningHours, at: number, zone: string): number => {
  if (hours.days.length === 0 || hours.to <= hours.from) return at
  const local = at + offsetAt(zone, at)
  const midnight = Math.floor(local / DAY_MS) * DAY_MS
  for (let day = 0; day <= 7; day++) {
    const start = midnight + day * DAY_MS
    if (!hours.days.includes(new Date(start).getUTCDay())) continue
    const opens = Math.max(local, start + hours.from * MINUTE_MS)
    if (opens >= start + hours.to * MINUTE_MS) continue
    if (opens === local) return at
    // The offset of that morning, not of now: clocks may change in between.
    const guess = opens - offsetAt(zone, at)
    return opens - offsetAt(zone, guess)
  }
  return at
}

/** A message of a machine: an absence note, a delivery report. Never answered by itself. */
const MACHINE = /\b(auto(matic|matique)?[- ]?(reply|response|réponse|reponse)|réponse automatique|reponse automatique|message automatique|out of (the )?office|absent du bureau|do not reply|ne pas répondre)\b/iu
export const isMachine = (text: string): boolean => MACHINE.test(text)

/** What is asked before one of the shop's words is answered by itself. Times in ms. */
export type AnswerChance = {
  /** How long ago the message was sent. */
  readonly age: number
  /** E.164 of a person: neither a short code nor one of our own numbers. */
  readonly person: boolean
  /** The latest answer to this word for this person; null for none. */
  readonly lastAnswered: number | null
  /** Automatic answers to this number in the last hour. */
  readonly lately: number
  readonly perHour: number
  readonly againMs: number
  readonly now: number
}
/** Who waits for longer has stopped waiting; with the program closed overnight they still get it in the morning. */
export const OLDEST_ANSWERED_MS = 16 * 3_600_000

/** Why a word is not answered; null when it is. */
export const whyQuiet = (chance: AnswerChance): 'not-a-person' | 'too-late' | 'answered-already' | 'too-many' | null => {
  if (!chance.person) return 'not-a-person'
  if (chance.age > OLDEST_ANSWERED_MS) return 'too-late'
  if (chance.lastAnswered !== null && chance.now - chance.lastAnswered < chance.againMs) return 'answered-already'
  return chance.lately >= chance.perHour ? 'too-many' : null
}
