import type { Purpose } from '../../../shared/contract/common.ts'
import { conditionsOf, type Rule } from '../../../shared/rules/segments/rule.ts'
import type { Db } from '../database/open.ts'

/**
 * Who agreed and who said stop, by id. Consent goes by number, and looking up the numbers of 50,000 people takes
 * 200 ms where their ids take 10: a thread that counts again and again writes everybody's standing into a temporary
 * table (under a second for a million people) and keeps it until people or consent change.
 */
/** One purpose's standings as of one moment; dropped when something changed and nobody looks at it any more. */
type Table = { readonly name: string; users: number; retired: boolean }
type Sets = { stamp: string; readonly ready: Map<Purpose, Table>; readonly building: Map<Purpose, Promise<void>> }

const known = new WeakMap<Db, Sets>()
let made = 0

/** The table with a purpose's standings, `(id, agreed)`, when it is ready on this connection. */
export const consentSet = (db: Db, purpose: Purpose): string | null => known.get(db)?.ready.get(purpose)?.name ?? null

/** Keeps what is ready now from being dropped under a search that goes on in pieces; answers what lets go of it. */
export const holdConsentSets = (db: Db): (() => void) => {
  const tables = [...(known.get(db)?.ready.values() ?? [])]
  for (const table of tables) table.users += 1
  return () => {
    for (const table of tables) {
      table.users -= 1
      if (table.retired && table.users === 0) db.exec(`DROP TABLE ${table.name}`)
    }
  }
}

/** In a smaller book a look at each number takes no time. */
const WORTH_IT = 20_000
const PIECE = 5_000

const build = async (db: Db, purpose: Purpose, sets: Sets, highest: number, pause: () => Promise<void>): Promise<void> => {
  const { stamp } = sets
  const name = `temp.standing_${purpose}_${++made}`
  db.exec(`CREATE TABLE ${name} (id INTEGER PRIMARY KEY, agreed INTEGER NOT NULL)`)
  const piece = db.prepare(
    `INSERT INTO ${name}
     SELECT c.id, k.state = 'opted-in' FROM contacts c CROSS JOIN consent k ON k.number = c.number AND k.purpose = ? WHERE c.id BETWEEN ? AND ?`,
  )
  for (let from = 1; from <= highest; from += PIECE) {
    piece.run(purpose, from, from + PIECE - 1)
    await pause()
    // Something changed meanwhile: whoever asks next begins anew.
    if (sets.stamp !== stamp) return void db.exec(`DROP TABLE ${name}`)
  }
  sets.ready.set(purpose, { name, users: 0, retired: false })
}

/** Forgets what is older than `stamp` (contacts/watch.ts). Before every look at the sets. */
export const freshConsentSets = (db: Db, stamp: string): void => {
  const sets = known.get(db)
  if (sets === undefined || sets.stamp === stamp) return
  sets.stamp = stamp
  for (const table of sets.ready.values()) {
    table.retired = true
    if (table.users === 0) db.exec(`DROP TABLE ${table.name}`)
  }
  sets.ready.clear()
  sets.building.clear()
}

/** Resolves when the standings that rules ask about are there as of `stamp`, or something changed meanwhile. */
export const prepareConsentSets = async (db: Db, rules: readonly Rule[], stamp: string, pause: () => Promise<void>, worthIt = WORTH_IT): Promise<void> => {
  const highest = (db.prepare('SELECT max(id) FROM contacts').pluck().get() as number | null) ?? 0
  const wanted = new Set(rules.flatMap(conditionsOf).flatMap((node) => (node.kind === 'consent' ? [node.purpose] : [])))
  if (wanted.size === 0 || highest < worthIt) return
  freshConsentSets(db, stamp)
  const sets = known.get(db) ?? { stamp, ready: new Map<Purpose, Table>(), building: new Map<Purpose, Promise<void>>() }
  known.set(db, sets)
  for (const purpose of wanted) {
    if (sets.ready.has(purpose)) continue
    let building = sets.building.get(purpose)
    if (building === undefined) {
      building = build(db, purpose, sets, highest, pause)
      sets.building.set(purpose, building)
    }
    await building
  }
}
