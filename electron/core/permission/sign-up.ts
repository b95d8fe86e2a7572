import { languageOfWording } from '../consent/wordings.ts'
import { languageOf } from '../contacts/choice.ts'
import type { Context } from '../context.ts'
import type { SignUpByWord } from '../inbox/act.ts'
import { askToConfirm, doubleOptIn } from './ask.ts'

/**
 * Somebody signed up for offers with one of the shop's words: with double opt-in they are asked, and nothing is recorded
 * until they say yes. The language is the person's, else that of the words they read.
 * @returns the message that asks; 'asked' when one stands, or nobody can be asked; null when the word is enough.
 */
export const signUpToConfirm = (context: Context, { number, purpose, disclosure, source, at, to }: SignUpByWord): number | 'asked' | null => {
  const { db } = context
  if (purpose !== 'marketing' || !doubleOptIn(db)) return null
  const language = languageOf(db, number) ?? languageOfWording(db, disclosure) ?? context.settings().language
  const asked = askToConfirm(context, { number, purpose, language, method: 'keyword', disclosure, source, occurredAt: at, by: 'person', from: to })
  return 'messageId' in asked ? asked.messageId : 'asked'
}
