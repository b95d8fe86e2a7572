import type { Purpose } from '../../../shared/contract/common.ts'
import type { Db } from '../database/open.ts'
import { endsFor } from './implied.ts'
import { joinedStanding } from './joined.ts'
import { breakOf, wordingsOf, type LedgerRow } from './ledger-read.ts'
import { standingOfChain } from './rules.ts'

const prepareAll = (db: Db) => ({
  // As LEDGER_COLUMNS, but for what is asked by.
  chain: db
    .prepare(
      `SELECT id, state, method, occurred_at, zone, recorded_at, disclosure_id, source, import_id, lower(hex(previous_hash)), lower(hex(hash))
       FROM consent_events WHERE number = ? AND purpose = ? ORDER BY id`,
    )
    .raw(),
  joined: db.prepare('SELECT EXISTS (SELECT 1 FROM joined_numbers WHERE kept = ?)').pluck(),
  wordings: wordingsOf(db),
})
const prepared = new WeakMap<Db, ReturnType<typeof prepareAll>>()

type Asked = LedgerRow extends readonly [infer Id, string, Purpose, ...infer Said] ? readonly [Id, ...Said] : never

/** What the records themselves say; 'broken': they are not as they were written. */
export type Proven = 'opted-in' | 'opted-out' | 'none' | 'broken'

/**
 * Where a number stands by its records alone, each hashed anew: asked before a message leaves, so that a standing that is
 * wrong or was tampered with sends nothing. The standings are kept for speed in everything else. About 15 µs for a record or two.
 */
export const provenState = (db: Db, number: string, purpose: Purpose, now: number): Proven => {
  let own = prepared.get(db)
  if (own === undefined) prepared.set(db, (own = prepareAll(db)))
  const chain = (own.chain.all(number, purpose) as Asked[]).map(([id, ...said]): LedgerRow => [id, number, purpose, ...said])
  if (breakOf(chain, own.wordings) !== null) return 'broken'
  const others = own.joined.get(number) === 1
  const standing = others
    ? joinedStanding(db, number, purpose)
    : standingOfChain(chain.map(([id, , , state, method, occurredAt, , , , , importId]) => ({ id, purpose, state, method, occurredAt, importId })))
  if (standing === null) return 'none'
  // Implied consent that is over, whatever is kept of its end.
  return standing.expiresAt !== null && standing.expiresAt <= now && endsFor(db, number) ? 'none' : standing.state
}
