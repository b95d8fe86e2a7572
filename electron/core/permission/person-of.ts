import type { Language } from '../../../shared/contract/common.ts'
import { contactWhole, idByNumber } from '../contacts/rows.ts'
import { addContact, saveContact } from '../contacts/write.ts'
import type { Context } from '../context.ts'

type Given = { readonly firstName?: string; readonly lastName?: string; readonly language?: Language }
/** `filled`: what stood empty and was filled, for taking it back. */
export type Met = { readonly id: number; readonly added: boolean; readonly filled: readonly (keyof Given)[] }

/**
 * The entry of a number, made where there is none. What an entry already says is never changed, only what stands empty is
 * filled: whoever types a number need not be whose it is. In the caller's transaction.
 */
export const personOf = (context: Context, number: string, given: Given): Met => {
  const { db, clock } = context
  const moment = { now: clock.now(), country: context.settings().country }
  const known = idByNumber(db, number)
  const before = known === null ? null : contactWhole(db, known)
  if (before === null) {
    const added = addContact(db, { number, ...given }, moment)
    if (!added.ok) throw new Error(`A number that was read could not be added: ${added.code}`)
    return { id: added.id, added: true, filled: [] }
  }
  // A name is one thing: a last name is not put behind somebody's first name.
  const nameless = before.firstName === '' && before.lastName === ''
  const filling: Given = {
    ...(nameless && given.firstName ? { firstName: given.firstName } : {}),
    ...(nameless && given.lastName ? { lastName: given.lastName } : {}),
    ...(before.language === null && given.language !== undefined ? { language: given.language } : {}),
  }
  const filled = Object.keys(filling) as (keyof Given)[]
  if (filled.length > 0) saveContact(db, before.id, filling, moment)
  return { id: before.id, added: false, filled }
}
