/** Entries that are likely one person. One reading of the book, keys as numbers in plain arrays: a million people in seconds. */
import type { DuplicateGroup, DuplicatePerson, DuplicateReason } from '../../../shared/contract/people.ts'
import type { Db } from '../database/open.ts'
import { pieces } from './fold.ts'
import { contactRows } from './rows.ts'

/** Most entries that are shown beside each other. */
export const GROUP_MOST = 8
/** A full name this many people share says nothing any more. */
const NAME_ALONE_MOST = 3
/** Groups kept: nobody tidies more in a sitting. */
const GROUPS_MOST = 2_000

const WEIGHTS: Readonly<Record<DuplicateReason, number>> = { 'same-email-and-name': 100, 'same-name-and-postal-code': 80, 'same-email': 60, 'same-name': 40 }
export const duplicateReasons = Object.keys(WEIGHTS) as readonly DuplicateReason[]

/** 53 bits of a text; 0 for none. Of a million texts two different ones share it once in ten thousand runs. */
const key53 = (text: string): number => {
  if (text === '') return 0
  let a = 0x811c9dc5
  let b = 0x1b873593
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x85ebca6b) + (b >>> 13)
  }
  return (a >>> 0) * 0x200000 + ((b ^ (a >>> 7)) >>> 11) + 1
}

/** First and last name in any order, without accents, case and marks: 'Renée LE GALL' and 'le-gall renee'. '' unless it is both. */
export const nameKey = (first: string, last: string): string => {
  if (first.trim() === '' && last.trim() === '') return ''
  const words = pieces(`${first} ${last}`)
  return words.length < 2 ? '' : words.toSorted().join(' ')
}
export const emailKey = (email: string): string => email.trim().toLowerCase()
export const postalKey = (code: string): string => pieces(code).join('')

/** Keys that 2 to `most` entries share. */
const shared = (keys: Float64Array, most: number): Set<number> => {
  const sorted = keys.slice().sort()
  const found = new Set<number>()
  for (let i = 0; i < sorted.length; ) {
    const key = sorted[i] as number
    let end = i + 1
    while (end < sorted.length && sorted[end] === key) end++
    if (key !== 0 && end - i >= 2 && end - i <= most) found.add(key)
    i = end
  }
  return found
}

export type FoundGroup = { readonly ids: readonly number[]; readonly reasons: readonly DuplicateReason[] }
export type Found = { readonly groups: readonly FoundGroup[]; readonly more: boolean }

/** `tell` is called now and then with how far it is; answering true stops, and nothing is found. */
export const findDuplicates = (db: Db, tell: (done: number, total: number) => boolean): Found => {
  const total = db.prepare('SELECT count(*) FROM contacts').pluck().get() as number
  const ids = new Float64Array(total)
  const emails = new Float64Array(total)
  const names = new Float64Array(total)
  const places = new Float64Array(total)
  let count = 0
  for (const [id, first, last, email, postal] of db.prepare('SELECT id, first_name, last_name, email, postal_code FROM contacts ORDER BY id').raw().iterate() as Iterable<[number, string, string, string, string]>) {
    if (count >= total) break
    ids[count] = id
    emails[count] = key53(emailKey(email))
    names[count] = key53(nameKey(first, last))
    places[count] = key53(postalKey(postal))
    count++
    if (count % 50_000 === 0 && tell(count, total)) return { groups: [], more: false }
  }
  const namePlaces = new Float64Array(count)
  for (let i = 0; i < count; i++) namePlaces[i] = names[i] === 0 || places[i] === 0 ? 0 : ((names[i] as number) * 31 + (places[i] as number)) % Number.MAX_SAFE_INTEGER
  const different = new Set((db.prepare('SELECT a, b FROM different_people').raw().all() as [number, number][]).map(([a, b]) => `${a} ${b}`))

  type Pair = { readonly a: number; readonly b: number; readonly reason: DuplicateReason }
  const pairs: Pair[] = []
  const gather = (keys: Float64Array, most: number, reasonOf: (a: number, b: number) => DuplicateReason | null): void => {
    const wanted = shared(keys.subarray(0, count), most)
    const members = new Map<number, number[]>()
    for (let i = 0; i < count; i++) {
      const key = keys[i] as number
      if (key === 0 || !wanted.has(key)) continue
      const group = members.get(key)
      if (group === undefined) members.set(key, [i])
      else group.push(i)
    }
    for (const group of members.values())
      for (const [at, a] of group.entries())
        for (const b of group.slice(at + 1)) {
          const reason = reasonOf(a, b)
          if (reason !== null) pairs.push({ a, b, reason })
        }
  }
  gather(emails, GROUP_MOST, (a, b) => (names[a] !== 0 && names[a] === names[b] ? 'same-email-and-name' : 'same-email'))
  gather(namePlaces, GROUP_MOST, () => 'same-name-and-postal-code')
  // The same name in two places is two people, most likely.
  gather(names, NAME_ALONE_MOST, (a, b) => (places[a] !== 0 && places[b] !== 0 ? null : 'same-name'))
  if (tell(total, total)) return { groups: [], more: false }
  pairs.sort((x, y) => WEIGHTS[y.reason] - WEIGHTS[x.reason] || x.a - y.a || x.b - y.b)

  const isDifferent = (a: number, b: number): boolean => {
    const [x, y] = [ids[a] as number, ids[b] as number]
    return different.has(x < y ? `${x} ${y}` : `${y} ${x}`)
  }
  type Group = { readonly members: number[]; readonly reasons: Set<DuplicateReason> }
  const groupOf = new Map<number, Group>()
  for (const { a, b, reason } of pairs) {
    const [one, other] = [groupOf.get(a) ?? { members: [a], reasons: new Set() }, groupOf.get(b) ?? { members: [b], reasons: new Set() }] as [Group, Group]
    if (one !== other) {
      if (one.members.length + other.members.length > GROUP_MOST) continue
      if (different.size > 0 && one.members.some((x) => other.members.some((y) => isDifferent(x, y)))) continue
      one.members.push(...other.members)
      for (const each of other.reasons) one.reasons.add(each)
      for (const member of one.members) groupOf.set(member, one)
    }
    one.reasons.add(reason)
  }
  const weight = ({ reasons }: Group): number => Math.max(...[...reasons].map((reason) => WEIGHTS[reason])) + reasons.size
  const all = [...new Set(groupOf.values())].sort((x, y) => weight(y) - weight(x) || (ids[Math.min(...x.members)] as number) - (ids[Math.min(...y.members)] as number))
  return {
    groups: all.slice(0, GROUPS_MOST).map(({ members, reasons }) => ({
      ids: members.map((member) => ids[member] as number).sort((x, y) => x - y),
      reasons: duplicateReasons.filter((reason) => reasons.has(reason)),
    })),
    more: all.length > GROUPS_MOST,
  }
}

type More = Pick<DuplicatePerson, 'region' | 'postalCode' | 'language' | 'timeZone' | 'notes' | 'createdAt'> & { readonly id: number; readonly custom: string; readonly lists: string }

/** Groups with their people as they are now, without messages. Who is gone is left out, and so are groups of one. */
export const shownGroups = (db: Db, groups: readonly FoundGroup[]): readonly (Omit<DuplicateGroup, 'people'> & { readonly people: readonly Omit<DuplicatePerson, 'messages'>[] })[] => {
  const more = db.prepare(
    `SELECT c.id, region, postal_code AS postalCode, language, time_zone AS timeZone, notes, custom, created_at AS createdAt,
       (SELECT json_group_array(l.name) FROM list_members m JOIN lists l ON l.id = m.list_id WHERE m.contact_id = c.id) AS lists
     FROM contacts c WHERE c.id IN (SELECT value FROM json_each(?))`,
  )
  return groups.flatMap(({ ids, reasons }) => {
    const rows = contactRows(db, ids)
    if (rows.length < 2) return []
    const byId = new Map((more.all(JSON.stringify(ids)) as More[]).map((row) => [row.id, row]))
    const people = rows.flatMap((row) => {
      const rest = byId.get(row.id)
      if (rest === undefined) return []
      return [{ ...row, ...rest, custom: JSON.parse(rest.custom) as DuplicatePerson['custom'], lists: JSON.parse(rest.lists) as string[] }]
    })
    return [{ ids: people.map(({ id }) => id), reasons, people }]
  })
}

const inPairs = (ids: readonly number[]): readonly (readonly [number, number])[] => {
  const sorted = [...new Set(ids)].sort((a, b) => a - b)
  return sorted.flatMap((a, at) => sorted.slice(at + 1).map((b) => [a, b] as const))
}

/** These are different people, each from each. Answers how many pairs are news. */
export const rememberDifferent = (db: Db, ids: readonly number[]): number =>
  db.transaction(() => inPairs(ids).reduce((sum, [a, b]) => sum + db.prepare('INSERT OR IGNORE INTO different_people VALUES (?, ?)').run(a, b).changes, 0))()

export const forgetDifferent = (db: Db, ids: readonly number[]): number =>
  db.transaction(() => inPairs(ids).reduce((sum, [a, b]) => sum + db.prepare('DELETE FROM different_people WHERE a = ? AND b = ?').run(a, b).changes, 0))()
