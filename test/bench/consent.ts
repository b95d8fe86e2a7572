/**
 * A million consent records: read whole, hashed anew, every chain followed and every standing compared, on its thread; the
 * same bytes only hashed, in the same run; and what asking for consent costs in a claim.
 */
import { hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalOf } from '../../electron/core/consent/chain.ts'
import { uncheckedEvents } from '../../electron/core/consent/checkpoint.ts'
import { runCheck } from '../../electron/core/consent/ledger.ts'
import { LEDGER_COLUMNS, wordingsOf, type LedgerRow } from '../../electron/core/consent/ledger-read.ts'
import { provenState } from '../../electron/core/consent/proof.ts'
import { optIn, optOut, recordConsent, recordManyFromImport } from '../../electron/core/consent/record.ts'
import { mayText } from '../../electron/core/consent/state.ts'
import { suppress } from '../../electron/core/consent/suppressions.ts'
import { migrate } from '../../electron/core/database/migrate.ts'
import { openDatabase, type Db } from '../../electron/core/database/open.ts'
import { seededRandom } from '../../electron/core/environment.ts'

/** The issue's own limits. */
const LIMIT_S = 10
const LIMIT_CLAIM_US = 50
const ROUNDS = 3
const CLAIMS = 20_000
const WORDING = 'I agree to receive news and offers by text message from Bench & Co, up to 4 messages a month, at the number I give. Agreeing is not a condition of any purchase. Message and data rates may apply. Reply HELP for help or STOP to stop at any time.'

const numberOf = (n: number): string => `+1${String(2_000_000_000 + ((n * 7_919) % 6_999_983)).padStart(10, '0')}`

/** Imports of both purposes; one in twenty said stop since, half of those came back; some erased, suspended, merged: what claims meet. */
const fill = (db: Db, events: number): number => {
  const people = Math.floor(events / 2 / 1.1)
  for (let from = 0; from < people; from += 20_000) {
    const numbers = Array.from({ length: Math.min(20_000, people - from) }, (_, i) => numberOf(from + i))
    recordManyFromImport(db, numbers, ['marketing', 'service'], { method: 'paper', occurredAt: 1_700_000_000_000 + from, zone: 'America/New_York', recordedAt: 1_700_000_000_000 + from, disclosure: WORDING, source: 'paper forms, blue binder', importId: from + 1 })
  }
  const count = db.prepare('SELECT count(*) FROM consent_events').pluck()
  db.transaction(() => {
    for (let n = 0, left = events - (count.get() as number); left > 0; n += 20) {
      const number = numberOf(n % people)
      const at = 1_710_000_000_000 + n
      left -= optOut(db, { number, method: 'reply', source: 'reply: STOP', at, zone: 'America/New_York' }).length
      if (n % 40 === 0) left -= optIn(db, { number, method: 'reply', source: 'reply: START', at: at + 1, zone: 'America/New_York' }).length
    }
    for (let n = 0; n < 500; n++) suppress(db, `+1999${String(n).padStart(7, '0')}`, 1)
    recordConsent(db, { number: '+19995550100', purpose: 'service', state: 'opted-in', method: 'paper', occurredAt: 1, zone: 'UTC', recordedAt: 1, disclosure: null, source: '', importId: null })
    db.prepare(`INSERT INTO suspensions (number, inbound_id, found, since_at) VALUES ('+19995550100', 1, 'please stop', 1)`).run()
    db.prepare(`INSERT INTO joined_numbers VALUES (?, ?, 1, 1)`).run(numberOf(3), numberOf(5))
  })()
  return people
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits

/** `rows`: consent events, default 1,000,000. */
export const run = async ({ rows = 1_000_000 }: { readonly rows?: number }) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-bench-'))
  const file = join(folder, 'book.sqlite')
  const db = openDatabase(file)
  try {
    migrate(db)
    const people = fill(db, rows)
    const events = db.prepare('SELECT count(*) FROM consent_events').pluck().get() as number
    db.pragma('wal_checkpoint(TRUNCATE)')
    console.log(`${events.toLocaleString('en')} records of ${people.toLocaleString('en')} people`)

    // The floor: the same bytes, made beforehand, and nothing but hashed.
    const wordings = wordingsOf(db)
    const bytes = (db.prepare(`SELECT ${LEDGER_COLUMNS} FROM consent_events e ORDER BY e.id`).raw().all() as LedgerRow[]).map(
      ([, number, purpose, state, method, occurredAt, zone, recordedAt, disclosureId, source, importId, previousHash]) =>
        canonicalOf({ number, purpose, state, method, occurredAt, zone, recordedAt, source, importId }, disclosureId === null ? null : wordings(disclosureId), previousHash === '' ? null : previousHash),
    )
    const verified: number[] = []
    const hashed: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      const hashing = performance.now()
      let sum = 0
      for (const text of bytes) sum += hash('sha256', text).length
      if (sum !== bytes.length * 64) throw new Error('not hashed')
      hashed.push((performance.now() - hashing) / 1000)
      const checking = performance.now()
      const answer = await runCheck({ databaseFile: file, nativeBinding: undefined, now: Date.now(), whole: true, gently: false, stop: new SharedArrayBuffer(4) })
      verified.push((performance.now() - checking) / 1000)
      // The one merged by hand above has no standing of its own derived yet.
      if (answer.kind !== 'whole' || answer.events !== events || answer.broken !== 0 || answer.putRight > 1) throw new Error(`not verified: ${JSON.stringify(answer)}`)
    }

    const random = seededRandom(1)
    const asked = Array.from({ length: CLAIMS }, () => numberOf(Math.floor(random() * people)))
    const claim = (): number => {
      const begun = performance.now()
      let yes = 0
      db.transaction(() => {
        for (const number of asked) if (mayText(db, number, 'marketing', Date.now()) === 'yes' && provenState(db, number, 'marketing', Date.now()) === 'opted-in') yes++
      }).immediate()
      if (yes < CLAIMS / 2) throw new Error('nobody agreed')
      return ((performance.now() - begun) / CLAIMS) * 1000
    }
    claim()
    const claims = Array.from({ length: 5 }, claim)
    const nothing = Array.from({ length: 200 }, () => {
      const begun = performance.now()
      if (uncheckedEvents(db) !== 0) throw new Error('not verified')
      return (performance.now() - begun) * 1000
    })
    const [value, limit] = [median(verified), median(hashed)]
    console.table({
      'verified whole (s)': { median: round(value), limit: LIMIT_S }, 'the same bytes hashed (s)': { median: round(limit), limit: '' },
      'consent in a claim (µs)': { median: round(median(claims)), limit: LIMIT_CLAIM_US }, 'a start after which nothing is new (µs)': { median: round(median(nothing)), limit: '' },
    })
    return {
      value: round(value), unit: 's', limit: LIMIT_S, events, peer_s: round(limit), ratio: round(value / limit), rounds: verified.map((one) => round(one)),
      claim_us: round(median(claims)), claim_limit_us: LIMIT_CLAIM_US, start_us: round(median(nothing)),
    }
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
