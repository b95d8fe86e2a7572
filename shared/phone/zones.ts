/** Where a number's telephone may be, by its prefix; the data is Google's libphonenumber's (phone-time-zones.json). */
import prefixes from './phone-time-zones.json' with { type: 'json' }

const BY_PREFIX: ReadonlyMap<string, string> = new Map(Object.entries(prefixes))
const LONGEST = Math.max(...[...BY_PREFIX.keys()].map((prefix) => prefix.length))

const lists = new Map<string, readonly string[]>()

const listOf = (joined: string): readonly string[] => {
  const known = lists.get(joined)
  if (known) return known
  const list = Object.freeze(joined.split('&'))
  lists.set(joined, list)
  return list
}

/**
 * IANA zones a number may ring in, by the longest prefix known; toll-free numbers have dozens, unknown ones none.
 * For quiet hours every one of them must be inside the window, unless the contact's own zone is known.
 * @example zonesOf('+33639981234') // ['Europe/Paris']
 */
export const zonesOf = (e164: string): readonly string[] => {
  for (let end = Math.min(e164.length, LONGEST + 1); end > 1; end--) {
    const joined = BY_PREFIX.get(e164.slice(1, end))
    if (joined !== undefined) return listOf(joined)
  }
  return []
}
