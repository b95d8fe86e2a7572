import type { Arrived } from '../../../shared/contract/inbox.ts'
import type { Language } from '../../../shared/contract/common.ts'
import { formatNumber } from '../../../shared/phone/format.ts'
import type { CountryCode } from '../../../shared/phone/normalise.ts'
import { contactNames } from '../contacts/names.ts'
import type { Db } from '../database/open.ts'
import type { Taken } from '../sending/replies.ts'

const quiet = new WeakSet<Db>()
/** While customers stand before the screen, the desktop tells nobody's name or words. */
export const quietDesktop = (db: Db, on: boolean): void => void (on ? quiet.add(db) : quiet.delete(db))
export const isDesktopQuiet = (db: Db): boolean => quiet.has(db)

const words = {
  en: {
    one: 'New message', many: (count: number) => `${count.toLocaleString('en')} new messages`, people: (names: string, more: number) => (more > 0 ? `From ${names} and ${more.toLocaleString('en')} more` : `From ${names}`), picture: 'A picture or a file', somebody: 'Somebody wrote to you',
  },
  fr: {
    one: 'Nouveau message', many: (count: number) => `${count.toLocaleString('fr')} nouveaux messages`, people: (names: string, more: number) => (more > 0 ? `De ${names} et ${more.toLocaleString('fr')} autres` : `De ${names}`), picture: 'Une image ou un fichier', somebody: 'On vous a écrit',
  },
} as const satisfies Readonly<Record<Language, unknown>>

const LONGEST = 90
const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

/** What the desktop says of these messages: with one of them its words, with several only who wrote. Null: nothing that waits for anybody. */
export const arrivalOf = (db: Db, taken: readonly Taken[], withText: boolean, language: Language, country: string): Arrived | null => {
  if (taken.length === 0) return null
  const say = words[language]
  const numbers = [...new Set(taken.map(({ message }) => message.from))]
  const known = contactNames(db, numbers)
  const nameOf = (number: string) => known.get(number)?.name || formatNumber(number, country as CountryCode)
  const only = numbers.length === 1 ? numbers[0]! : null
  if (!withText) return { title: taken.length === 1 ? say.one : say.many(taken.length), text: say.somebody, number: only }
  if (only === null) return { title: say.many(taken.length), text: say.people(numbers.slice(0, 2).map(nameOf).join(', '), numbers.length - 2), number: null }
  const last = taken.at(-1)!.message
  return { title: nameOf(only), text: shortened(last.body) || say.picture, number: only }
}
