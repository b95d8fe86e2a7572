import { ruleIdOf } from '../../../shared/rules/hours-data.ts'
import { placesOf } from '../../../shared/rules/places.ts'
import type { Db } from '../database/open.ts'

/** People by the rule of the data that holds for them; `unclear` may be in places of several, all of which hold. */
export type PeopleByRule = { readonly byRule: readonly { readonly place: string; readonly people: number }[]; readonly unclear: number }

/** People looked at in one piece. */
const PIECE = 5000

/** Looks through the whole book in pieces: some 3 µs a person, so on a thread of its own. */
export const peopleByRule = async (db: Db, pause: () => Promise<void>): Promise<PeopleByRule> => {
  const piece = db.prepare(`SELECT id, number, country, region, postal_code AS postalCode FROM contacts WHERE id > ? ORDER BY id LIMIT ${PIECE}`)
  // placesOf answers with the same array for the same places.
  const ruleOfPlaces = new Map<readonly string[], string | null>()
  const counts = new Map<string, number>()
  let unclear = 0
  for (let last = 0; ; await pause()) {
    const people = piece.all(last) as { id: number; number: string; country: string | null; region: string; postalCode: string }[]
    for (const person of people) {
      const places = placesOf(person)
      let rule = ruleOfPlaces.get(places)
      if (rule === undefined) {
        const rules = new Set(places.map(ruleIdOf))
        rule = rules.size === 1 ? [...rules][0]! : null
        ruleOfPlaces.set(places, rule)
      }
      if (rule === null) unclear += 1
      else counts.set(rule, (counts.get(rule) ?? 0) + 1)
    }
    if (people.length < PIECE) break
    last = people.at(-1)!.id
  }
  return { byRule: [...counts].map(([place, people]) => ({ place, people })).sort((one, other) => other.people - one.people), unclear }
}
