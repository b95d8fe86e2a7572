import type { ConsentMethod, EventMethod } from '../../../shared/contract/consent.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { endOfImplied } from '../../../shared/rules/implied-consent.ts'
import type { Db } from '../database/open.ts'
import { firstHasher, hashOf, wellFormed, type ChainedConsent, type NewConsent } from './chain.ts'
import { importedEvent, type ImportedConsent } from './first-hashes.ts'
import { endsFor } from './implied.ts'
import { heardOn } from './joined.ts'
import { refusedAfter, standingAfter, type Standing } from './rules.ts'
import { standingOf } from './state.ts'
import { statementsOf, type ConsentStatements } from './statements.ts'
import { endSuspension } from './suspensions.ts'
import { ERASED_SOURCE, erasedAmong } from './suppressions.ts'

const PURPOSES = ['marketing', 'service'] as const satisfies readonly Purpose[]

const disclosureId = (statements: ConsentStatements, text: string | null, at: number): number | null => {
  if (text === null || text === '') return null
  const known = statements.disclosureId.get(text) as number | undefined
  return known ?? Number(statements.disclosure.run(text, at).lastInsertRowid)
}

/** Writes one event behind the last of its chain and keeps the standing up to date. Inside a transaction. */
const append = (db: Db, statements: ConsentStatements, said: NewConsent, wordingId: number | null, standing: Standing | null): ChainedConsent => {
  // A number without a standing may have a chain all the same: what an undone import had said.
  const previousHash = (statements.lastHash.get(said.number, said.purpose) as Buffer | undefined) ?? null
  const hash = hashOf(said, previousHash)
  const id = Number(
    statements.event.run(
      said.number, said.purpose, said.state, said.method, said.occurredAt, said.zone, said.recordedAt,
      wordingId, said.source, said.importId, previousHash, hash,
    ).lastInsertRowid,
  )
  const after = standingAfter(standing, said, id)
  if (after === null) statements.noStanding.run(said.number, said.purpose)
  else if (standing === null) statements.firstStanding.run(said.number, said.purpose, after.state, after.sinceAt, after.eventId, after.expiresAt)
  else if (after !== standing && after.state === standing.state) statements.sameStanding.run(after.sinceAt, after.eventId, after.expiresAt, said.number, said.purpose)
  else if (after !== standing) statements.nextStanding.run(after.state, after.sinceAt, after.eventId, after.expiresAt, said.number, said.purpose)
  heardOn(db, said.number)
  return { ...said, id, previousHash, hash }
}

/**
 * Whoever of these was erased on request and is back, by an import or by hand, is on record at once as opted out of
 * everything since the erasure: what they say themselves after it counts again, a file does not. Called by whoever adds
 * people; writing down consent calls it too. Answers how many came back. In the caller's transaction, or its own.
 */
export const recallErased = (db: Db, numbers: readonly string[], now: number): number => {
  const back = erasedAmong(db, numbers)
  if (back.length === 0) return 0
  const statements = statementsOf(db)
  return db.transaction(() => {
    let recalled = 0
    for (const { number, at } of back) {
      const said = { number, state: 'opted-out', method: 'other', occurredAt: at, zone: 'UTC', recordedAt: now, disclosure: null, source: ERASED_SOURCE, importId: null } as const
      const silent = PURPOSES.filter((purpose) => standingOf(db, number, purpose) === null)
      for (const purpose of silent) append(db, statements, { ...said, purpose }, null, null)
      if (silent.length > 0) recalled += 1
    }
    return recalled
  }).immediate()
}

/**
 * Writes down what somebody said. Never refuses: an opt-in that does not count after an opt-out (rules.ts) becomes
 * evidence without effect, so ask `refusedAfter` first where a person waits for an answer.
 * In its own transaction or the caller's: one that writes from its first moment, since one that read first would be refused
 * when another thread wrote in between.
 */
export const recordConsent = (db: Db, event: NewConsent): ChainedConsent => {
  const said = wellFormed({ ...event, disclosure: event.disclosure === '' ? null : event.disclosure })
  const statements = statementsOf(db)
  return db.transaction(() => {
    recallErased(db, [said.number], said.recordedAt)
    const event = append(db, statements, said, disclosureId(statements, said.disclosure, said.recordedAt), standingOf(db, said.number, said.purpose))
    // Whoever is out of everything need not be decided about any more.
    if (said.state === 'opted-out' && PURPOSES.every((purpose) => statements.state.get(said.number, purpose) === 'opted-out')) endSuspension(db, said.number, 'superseded', said.recordedAt)
    return event
  }).immediate()
}

/** `recordConsent` for many, in one transaction, in the order given for each number. */
export const recordConsentMany = (db: Db, events: readonly NewConsent[]): void => {
  db.transaction(() => {
    for (const event of inNumberOrder(events)) recordConsent(db, event)
  }).immediate()
}

/** In the order of the indexes they go into: neighbours fall on the same page. Stable. */
const inNumberOrder = (events: readonly NewConsent[]): readonly NewConsent[] =>
  events.toSorted((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0))

export type { ImportedConsent } from './first-hashes.ts'

/** 'known': exactly this was on record already. 'kept-out': they had said stop, and an import never brings anybody back. */
export type ImportedOutcome = 'recorded' | 'known' | 'kept-out'

type SameAgreement = { readonly state: string; readonly method: ConsentMethod; readonly occurredAt: number; readonly zone: string; readonly disclosureId: number | null; readonly source: string }

const sameAgreements = new WeakMap<Db, ReturnType<Db['prepare']>>()
const lastAgreement = (db: Db, eventId: number): SameAgreement => {
  const statement =
    sameAgreements.get(db) ??
    db.prepare('SELECT state, method, occurred_at AS occurredAt, zone, disclosure_id AS disclosureId, source FROM consent_events WHERE id = ?')
  sameAgreements.set(db, statement)
  return statement.get(eventId) as SameAgreement
}

// What the statement below asks for; set before each run, as the words differ with each import.
let hashFirst: ReturnType<typeof firstHasher>
const firstEventStatements = new WeakMap<Db, ReturnType<Db['prepare']>>()

/** Writes the first event of every number that has no standing for a purpose yet. */
const firstEvents = (db: Db): ReturnType<Db['prepare']> => {
  const known = firstEventStatements.get(db)
  if (known !== undefined) return known
  db.function('first_consent_hash', { directOnly: true }, (number, purpose) => hashFirst(number as string, purpose as Purpose))
  const statement = db.prepare(`
    INSERT INTO consent_events (number, purpose, state, method, occurred_at, zone, recorded_at, disclosure_id, source, import_id, previous_hash, hash)
    SELECT n.value, @purpose, @state, @method, @occurredAt, @zone, @recordedAt, @wordingId, @source, @importId, NULL, CASE WHEN @hashes IS NULL THEN first_consent_hash(n.value, @purpose) ELSE substr(@hashes, n.key * 32 + 1, 32) END
    FROM json_each(@numbers) n
    WHERE @nobodyMet OR (NOT EXISTS (SELECT 1 FROM consent k WHERE k.number = n.value AND k.purpose = @purpose)
      AND NOT EXISTS (SELECT 1 FROM consent_events e WHERE e.number = n.value AND e.purpose = @purpose))`)
  firstEventStatements.set(db, statement)
  return statement
}

/**
 * Records that the people with these numbers agreed to `purposes`, as an import says. Whoever is opted out of a purpose
 * stays out of it and no event is written; the same agreement twice is written once.
 * From any thread. Give batches of some 20,000 inside the import's transactions: 8 µs for each number and purpose were
 * measured on a machine shared with other work (the row, its index and its hash 6, the standing 1.5).
 * `hashes`: the `firstHashes` of each purpose, where another thread made them already; `numbers` are then sorted, each there once.
 */
export const recordManyFromImport = (
  db: Db,
  numbers: readonly string[],
  purposes: readonly Purpose[],
  imported: ImportedConsent,
  hashes: Readonly<Partial<Record<Purpose, Uint8Array>>> = {},
): { readonly recorded: number; readonly known: number; readonly keptOut: readonly string[] } => {
  const statements = statementsOf(db)
  const common = importedEvent(imported)
  const keptOut = new Set<string>()
  let recorded = 0
  let known = 0
  db.transaction(() => {
    recallErased(db, numbers, common.recordedAt)
    const wordingId = disclosureId(statements, common.disclosure, common.recordedAt)
    const lastEventId = statements.lastEventId.get()
    // In the order of the indexes they go into: neighbours fall on the same page.
    const sorted = [...new Set(numbers)].sort()
    const asked = { numbers: JSON.stringify(sorted), purposes: JSON.stringify([...new Set(purposes)]) }
    // A first import comes in the order of numbers: nobody between these two is on record yet, and nobody need be looked up.
    const met = (statements.anybodyBetween.get(sorted[0] ?? '', sorted.at(-1) ?? '') === 0 ? [] : statements.standings.all(asked)) as readonly (Standing & { readonly number: string; readonly purpose: Purpose })[]
    const silent = (statements.anyTakenBack.get() === 0 ? [] : statements.takenBack.all(asked)) as readonly { readonly number: string; readonly purpose: Purpose }[]
    // The common case by far, in one statement for each purpose; their standing is derived below, for all of them at once.
    hashFirst = firstHasher(common)
    for (const purpose of new Set(purposes))
      recorded += firstEvents(db).run({
        numbers: asked.numbers, purpose, nobodyMet: met.length === 0 && silent.length === 0 ? 1 : 0, state: common.state, method: common.method, occurredAt: common.occurredAt,
        zone: common.zone, recordedAt: common.recordedAt, wordingId, source: common.source, importId: common.importId, hashes: hashes[purpose] ?? null,
      }).changes
    // Before anything is appended: what somebody says brings the standings of numbers joined to theirs up to date.
    statements.firstStandings.run(endOfImplied(common.method, 'marketing', common.occurredAt), lastEventId)
    // They said nothing that counts, but their chain goes on.
    for (const { number, purpose } of silent) append(db, statements, { ...common, number, purpose }, wordingId, null)
    recorded += silent.length
    for (const { number, purpose, ...standing } of met) {
      const said: NewConsent = { ...common, number, purpose }
      if (refusedAfter(standing, said) !== null) {
        keptOut.add(number)
        continue
      }
      const last = lastAgreement(db, standing.eventId)
      if (
        last.method === common.method && last.occurredAt === common.occurredAt && last.zone === common.zone &&
        last.disclosureId === wordingId && last.source === common.source
      ) {
        known += 1
        continue
      }
      append(db, statements, said, wordingId, standing)
      recorded += 1
    }
  }).immediate()
  return { recorded, known, keptOut: [...keptOut] }
}

/** `recordManyFromImport` for one number and purpose. */
export const recordFromImport = (db: Db, number: string, purpose: Purpose, imported: ImportedConsent): ImportedOutcome => {
  const { recorded, known } = recordManyFromImport(db, [number], [purpose], imported)
  return recorded > 0 ? 'recorded' : known > 0 ? 'known' : 'kept-out'
}

/** The person's own word, or the carrier's. Times in ms UTC; `recordedAt` is `at` where not given. */
export type Word = {
  readonly number: string
  readonly method: ConsentMethod
  /** "reply: STOP", what the owner noted, a carrier's code. */
  readonly source: string
  readonly at: number
  readonly zone: string
  readonly recordedAt?: number
  /** Only where the person narrowed it. */
  readonly purposes?: readonly Purpose[]
}

const record = (db: Db, word: Word, purposes: readonly Purpose[], state: 'opted-in' | 'opted-out'): readonly ChainedConsent[] =>
  purposes.map((purpose) =>
    recordConsent(db, {
      number: word.number, purpose, state, method: word.method, occurredAt: word.at, zone: word.zone,
      recordedAt: word.recordedAt ?? word.at, disclosure: null, source: word.source, importId: null,
    }),
  )

/** STOP: ends both purposes, unless the person narrowed it. Takes effect with this transaction. */
export const optOut = (db: Db, word: Word): readonly ChainedConsent[] => db.transaction(() => record(db, word, word.purposes ?? PURPOSES, 'opted-out')).immediate()

/**
 * START, YES: gives back each purpose the person had once agreed to and then left. Somebody who never agreed to
 * anything gets service only: no wording about marketing was ever shown to them. `purposes` says otherwise.
 */
export const optIn = (db: Db, word: Word): readonly ChainedConsent[] =>
  db.transaction(() => {
    const agreedOnce = db
      .prepare(
        `SELECT method, occurred_at AS at FROM consent_events e WHERE number = ? AND purpose = ? AND state = 'opted-in'
           AND NOT EXISTS (SELECT 1 FROM consent_events u WHERE u.number = e.number AND u.purpose = e.purpose AND u.method = 'import-undone' AND u.import_id = e.import_id AND u.id > e.id)
           AND NOT (e.method IN ('purchase', 'inquiry') AND EXISTS (SELECT 1 FROM consent_events u WHERE u.number = e.number AND u.purpose = e.purpose AND u.method = 'expired' AND u.id > e.id))
           AND NOT EXISTS (SELECT 1 FROM consent_events u WHERE u.method = 'entry-undone' AND u.id = (SELECT min(n.id) FROM consent_events n WHERE n.number = e.number AND n.purpose = e.purpose AND n.id > e.id))`,
      )
    // Implied consent that would be over by now is nothing to come back to.
    const left = PURPOSES.filter((purpose) =>
      (agreedOnce.all(word.number, purpose) as { readonly method: EventMethod; readonly at: number }[]).some(({ method, at }) => {
        const end = endOfImplied(method, purpose, at)
        return end === null || end > word.at || !endsFor(db, word.number)
      }),
    )
    return record(db, word, word.purposes ?? (left.length > 0 ? left : ['service']), 'opted-in')
  }).immediate()
