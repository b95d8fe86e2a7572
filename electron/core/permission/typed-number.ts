import type { ProblemCode } from '../../../shared/messages/problems.ts'
import { normaliseNumber, type CountryCode } from '../../../shared/phone/normalise.ts'
import type { Db } from '../database/open.ts'
import { isOurs } from '../sending/talk.ts'

/** A number as somebody typed it, or what is wrong with it. Says nothing of who has it. */
export const readTypedNumber = (db: Db, typed: string, country: string): { readonly ok: true; readonly number: string } | { readonly ok: false; readonly code: ProblemCode } => {
  const found = normaliseNumber(typed, country as CountryCode)
  if (!found.ok) return { ok: false, code: found.reason === 'too-short' ? 'collect-number-short' : 'collect-number' }
  if (isOurs(db, found.e164)) return { ok: false, code: 'collect-own-number' }
  return { ok: true, number: found.e164 }
}
