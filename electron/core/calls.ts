import { z } from 'zod'
import { contract, type CallName } from '../../shared/contract/index.ts'
import type { Language } from '../../shared/contract/common.ts'
import { problem } from '../../shared/messages/problems.ts'
import type { Err, Result } from '../../shared/result.ts'
import { failureOf } from './database/failures.ts'

/** Whether the contract has a call of this name; nothing inherited counts. */
export const isCallName = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(contract, name)

const words = { en: z.locales.en().localeError, fr: z.locales.fr().localeError }

/** What arrived, checked; the first thing that does not fit is named with its field. */
export const checkInput = (name: CallName, input: unknown, language: Language): Result<unknown> => {
  const schema: z.ZodType = contract[name].input
  const parsed = schema.safeParse(input, { error: words[language] })
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  const field = issue?.path.map(String).join('.') ?? ''
  return problem('bad-input', language, { detail: field === '' ? (issue?.message ?? '') : `${field}: ${issue?.message ?? ''}` }, field === '' ? undefined : field)
}

/** What a handler's exception is to the person. Null: nobody foresaw it. */
export const expectedFailure = (cause: unknown, language: Language): Err | null => {
  switch (failureOf(cause)) {
    case 'full':
      return problem('disk-full', language)
    case 'corrupt':
      return problem('corrupt-database', language)
    case 'denied':
    case 'busy':
    case 'other':
      return null
  }
}
