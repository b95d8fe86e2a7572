import type { Language } from '../contract/common.ts'
import { err, type Err } from '../result.ts'
import { accountProblems } from './problems/account.ts'
import { askingProblems } from './problems/asking.ts'
import { campaignProblems } from './problems/campaigns.ts'
import { collectProblems } from './problems/collect.ts'
import { contactProblems } from './problems/contacts.ts'
import { generalProblems } from './problems/general.ts'
import { importProblems } from './problems/imports.ts'
import { inboxProblems } from './problems/inbox.ts'
import { optOutProblems } from './problems/opt-outs.ts'
import { peopleProblems } from './problems/people.ts'

/**
 * What a problem says: what happened and what is safe, then what to do next. `{name}` is replaced by a parameter.
 */
export type ProblemText = { readonly message: string; readonly fix?: string }
export type ProblemWords = Readonly<Record<Language, ProblemText>>

const words = { ...generalProblems, ...accountProblems, ...contactProblems, ...peopleProblems, ...importProblems, ...campaignProblems, ...inboxProblems, ...optOutProblems, ...askingProblems, ...collectProblems }

export type ProblemCode = keyof typeof words
export type ProblemParams = Readonly<Record<string, string | number>>

const fill = (text: string, params: ProblemParams): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))

/** A failure in words for people, in their language. */
export const problem = (code: ProblemCode, language: Language, params: ProblemParams = {}, field?: string): Err => {
  const text: ProblemText = (words[code] as ProblemWords)[language]
  return err(code, fill(text.message, params), {
    ...(text.fix === undefined ? {} : { fix: fill(text.fix, params) }),
    ...(field === undefined ? {} : { field }),
  })
}

/** Every code, for the test that each speaks both languages. */
export const problemCodes = Object.keys(words) as readonly ProblemCode[]
