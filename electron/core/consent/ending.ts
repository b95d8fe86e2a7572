import { contactNames } from '../contacts/names.ts'
import { statement, type Db } from '../database/open.ts'
import { endsFor } from './implied.ts'
import { recordConsentMany } from './record.ts'

/** Whose implied consent is over at `expiresAt`, ms UTC. */
export type Ending = { readonly contactId: number; readonly number: string; readonly name: string; readonly expiresAt: number }

type Row = { readonly number: string; readonly expiresAt: number }

/** Looked at in one piece. */
const PIECE = 200

const rowsBetween = (db: Db, after: Row, until: number): readonly Row[] =>
  statement(
    db,
    `SELECT number, expires_at AS expiresAt FROM consent
     WHERE (expires_at, number) > (@expiresAt, @number) AND expires_at <= @until ORDER BY expires_at, number LIMIT ${PIECE}`,
  ).all({ ...after, until }) as Row[]

/** Numbers whose implied consent is over after `from` and by `until`, where it ends at all; soonest first, in pieces. */
export function* endingNumbers(db: Db, from: number, until: number): Generator<readonly Row[]> {
  for (let after: Row = { number: '\u{10ffff}', expiresAt: from }; ; ) {
    const rows = rowsBetween(db, after, until)
    yield rows.filter(({ number }) => endsFor(db, number))
    if (rows.length < PIECE) return
    after = rows.at(-1)!
  }
}

/** The people of the book among them, in pieces: whoever asks pauses in between. */
export function* endingPeople(db: Db, from: number, until: number): Generator<readonly Ending[]> {
  for (const rows of endingNumbers(db, from, until)) {
    const names = contactNames(db, rows.map(({ number }) => number))
    yield rows.flatMap((row) => {
      const person = names.get(row.number)
      return person === undefined ? [] : [{ ...row, contactId: person.id, name: person.name }]
    })
  }
}

/** What the event says of where it comes from. */
const SOURCE = 'CASL s. 10(10)'

/** Writes down that the implied consent of these is over. What was given meanwhile stays as it is. In its own transaction, or the caller's. */
export const endImplied = (db: Db, numbers: readonly Row[], zone: string, now: number): void =>
  recordConsentMany(
    db,
    numbers.map(({ number, expiresAt }) => ({
      number, purpose: 'marketing' as const, state: 'opted-out' as const, method: 'expired' as const, occurredAt: expiresAt, zone, recordedAt: now, disclosure: null, source: SOURCE, importId: null,
    })),
  )
