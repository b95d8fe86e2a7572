import type { Db } from '../database/open.ts'

const prepareAll = (db: Db) => ({
  state: db.prepare('SELECT state FROM consent WHERE number = ? AND purpose = ?').pluck(),
  // A stop never ends; implied consent that did is 'ended' where it ends at all.
  stateNow: db.prepare("SELECT CASE WHEN expires_at <= ? THEN 'ended' ELSE state END FROM consent WHERE number = ? AND purpose = ?").pluck(),
  standing: db.prepare('SELECT state, since_at AS sinceAt, event_id AS eventId, expires_at AS expiresAt FROM consent WHERE number = ? AND purpose = ?'),
  states: db.prepare('SELECT k.number, k.purpose, k.state FROM json_each(?) j CROSS JOIN consent k ON k.number = j.value').raw(),
  standings: db.prepare(
    `SELECT k.number, k.purpose, k.state, k.since_at AS sinceAt, k.event_id AS eventId, k.expires_at AS expiresAt
     FROM json_each(@numbers) n CROSS JOIN consent k ON k.number = n.value WHERE k.purpose IN (SELECT value FROM json_each(@purposes))`,
  ),
  // Numbers whose only permission was taken back again. Few books have any, and then few numbers. The conditions are the index's own words.
  takenBack: db.prepare(
    `SELECT DISTINCT e.number, e.purpose FROM consent_events e INDEXED BY consent_events_taken_back
     WHERE e.method IN ('import-undone', 'entry-undone', 'expired') AND e.number IN (SELECT value FROM json_each(@numbers)) AND e.purpose IN (SELECT value FROM json_each(@purposes))
       AND NOT EXISTS (SELECT 1 FROM consent k WHERE k.number = e.number AND k.purpose = e.purpose)`,
  ),
  anyTakenBack: db.prepare("SELECT EXISTS (SELECT 1 FROM consent_events INDEXED BY consent_events_taken_back WHERE method IN ('import-undone', 'entry-undone', 'expired'))").pluck(),
  anybodyBetween: db.prepare('SELECT EXISTS (SELECT 1 FROM consent WHERE number BETWEEN ? AND ?)').pluck(),
  lastHash: db.prepare('SELECT hash FROM consent_events WHERE number = ? AND purpose = ? ORDER BY id DESC LIMIT 1').pluck(),
  event: db.prepare(
    `INSERT INTO consent_events (number, purpose, state, method, occurred_at, zone, recorded_at, disclosure_id, source, import_id, previous_hash, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  firstStanding: db.prepare('INSERT INTO consent (number, purpose, state, since_at, event_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)'),
  noStanding: db.prepare('DELETE FROM consent WHERE number = ? AND purpose = ?'),
  nextStanding: db.prepare('UPDATE consent SET state = ?, since_at = ?, event_id = ?, expires_at = ? WHERE number = ? AND purpose = ?'),
  // Without the state, SQLite leaves the index by state alone.
  sameStanding: db.prepare('UPDATE consent SET since_at = ?, event_id = ?, expires_at = ? WHERE number = ? AND purpose = ?'),
  lastEventId: db.prepare('SELECT coalesce(max(id), 0) FROM consent_events').pluck(),
  firstStandings: db.prepare(
    `INSERT INTO consent (number, purpose, state, since_at, event_id, expires_at)
     SELECT number, purpose, state, occurred_at, id, iif(purpose = 'marketing', ?, NULL) FROM consent_events WHERE id > ? AND previous_hash IS NULL`,
  ),
  disclosureId: db.prepare('SELECT id FROM disclosures WHERE text = ?').pluck(),
  disclosure: db.prepare('INSERT INTO disclosures (text, created_at) VALUES (?, ?)'),
})

export type ConsentStatements = ReturnType<typeof prepareAll>

const prepared = new WeakMap<Db, ConsentStatements>()

/** The statements consent works with, prepared once for each connection. */
export const statementsOf = (db: Db): ConsentStatements => {
  const known = prepared.get(db)
  if (known !== undefined) return known
  const statements = prepareAll(db)
  prepared.set(db, statements)
  return statements
}
