import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate, newestVersion, versionOf } from '../../../electron/core/database/migrate.ts'
import { migrations } from '../../../electron/core/database/migrations/all.ts'
import { openDatabase, type Db } from '../../../electron/core/database/open.ts'

/**
 * Real rows as each version wrote them: each entry adds what only its version can hold to the rows before it, and the
 * test below carries them up to the newest. Never change an entry: books like these are out there.
 */
const rowsOf: Readonly<Record<number, string>> = {
  1: `
    INSERT INTO contacts (id, number, first_name, custom, created_at, updated_at) VALUES (1, '+12025550143', 'Sam', '{"size":"M"}', 5, 6);
    INSERT INTO tags (id, name) VALUES (1, 'regular');
    INSERT INTO contact_tags VALUES (1, 1);
    INSERT INTO lists (id, name, created_at) VALUES (1, 'Friday', 5);
    INSERT INTO list_members VALUES (1, 1);
    INSERT INTO disclosures (id, text, created_at) VALUES (1, 'I agree.', 5);
    INSERT INTO consent_events (id, number, purpose, state, method, occurred_at, zone, recorded_at, disclosure_id, source, hash)
      VALUES (1, '+12025550143', 'marketing', 'opted-in', 'paper', 4, 'America/New_York', 5, 1, 'blue binder', x'00');
    INSERT INTO consent VALUES ('+12025550143', 'marketing', 'opted-in', 4, 1);
    INSERT INTO senders (id, address, name, kind, segments_per_second, created_at) VALUES (1, '+12025550100', 'Shop', 'long-code', 1, 5);
    INSERT INTO batches (id, name, state, starts_at) VALUES (1, 'Hello', 'open', 5);
    INSERT INTO messages (id, batch_id, contact_id, number, sender_id, purpose, priority, body, segments, status, due_at, created_at, updated_at)
      VALUES (1, 1, 1, '+12025550143', 1, 'marketing', 2, 'Hello Sam', 1, 'delivered', 5, 5, 6);`,
  2: '',
  3: `
    INSERT INTO imports (id, file_name, file_hash, bytes, plan, state, started_at, opted_out, may_marketing, may_service) VALUES (2, 'b.xlsx', 'ff', 10, '{}', 'done', 7, 1, 2, 3);
    INSERT INTO import_mappings (fingerprint, file_name, answers, used_at) VALUES ('aa', 'b.xlsx', '{}', 7);`,
  4: `
    INSERT INTO segments (id, name, rule, created_at, updated_at) VALUES (1, 'Regulars', '{"kind":"tag","has":true,"tag":"regular"}', 7, 7);
    INSERT INTO custom_fields (key, label, created_at, kind, options, chosen) VALUES ('size', 'Size', 5, 'choice', '["M","L"]', 1);
    INSERT INTO removed_fields (undo_id, field, removed_at, done) VALUES ('u', '{"key":"hat"}', 7, 1);
    INSERT INTO removed_values VALUES ('u', 1, 'red');`,
  5: `
    INSERT INTO changes (id, detail, state, people, at) VALUES (1, '{"kind":"set","field":"language","value":"fr"}', 'done', 1, 7);
    INSERT INTO change_rows VALUES (1, 1, '{"v":null,"u":6}');
    INSERT INTO joined_numbers VALUES ('+12025550143', '+12025550144', 1, 1);
    INSERT INTO different_people VALUES (1, 2);
    INSERT INTO suppressions VALUES (zeroblob(32), 7);
    INSERT INTO number_reach VALUES ('+12025550143', 'landline', 30006, 1, 7, 7);`,
  6: '',
  7: `
    UPDATE messages SET provider_sid = 'SM2' WHERE id = 1;
    INSERT INTO former_sids (sid, message_id, batch_id, price_micros, currency) VALUES ('SM1', 1, 1, 8300, 'USD');`,
  8: `INSERT INTO redactions_left VALUES ('SM1', 1, 7);`,
  9: `
    INSERT INTO consent_checkpoint VALUES (1, 1, 1, zeroblob(32), 7, 7);
    INSERT INTO consent_breaks (number, purpose, event_id, reason, recorded_at, found_at) VALUES ('+12025550143', 'marketing', 1, 'content', 5, 7);
    INSERT INTO disclosure_versions (id, name, version, purpose, language, disclosure_id, created_at) VALUES (1, 'Counter', 1, 'marketing', 'en', 1, 7);
    INSERT INTO opt_in_requests (id, number, purpose, language, method, source, occurred_at, asked_at, expires_at, state) VALUES (1, '+12025550143', 'service', 'en', 'paper', 'card', 6, 7, 8, 'waiting');
    INSERT INTO suspensions (id, number, inbound_id, found, since_at) VALUES (1, '+12025550143', 1, 'please stop', 7);
    INSERT INTO opt_out_confirmations VALUES (1, '+12025550143', 1, 7);
    INSERT INTO rule_decisions (id, place, field, value, reason, at) VALUES (1, 'FR', 'marketing', NULL, 'asked the lawyer', 7);`,
}

const tally = (db: Db): Record<string, number> => {
  const tables = ['contacts', 'contact_tags', 'list_members', 'consent_events', 'consent', 'senders', 'batches', 'messages']
  return Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number]))
}

describe('migrations', () => {
  let folder: string
  let db: Db
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskbell-migrate-'))
    db = openDatabase(join(folder, 'book.sqlite'))
  })
  afterEach(() => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are numbered without a gap', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
    for (const { version, name } of migrations) expect(name).toMatch(new RegExp(`^${String(version).padStart(3, '0')}-`))
  })

  it('have rows to carry for each version', () => {
    expect(Object.keys(rowsOf).map(Number)).toEqual(migrations.map(({ version }) => version))
  })

  it('lead from an empty file to the newest version', () => {
    migrate(db)
    expect(versionOf(db)).toBe(newestVersion)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('change nothing the second time', () => {
    migrate(db)
    const schema = db.prepare('SELECT sql FROM sqlite_schema ORDER BY name').pluck().all()
    migrate(db)
    expect(db.prepare('SELECT sql FROM sqlite_schema ORDER BY name').pluck().all()).toEqual(schema)
  })

  it.each(migrations.map(({ version }) => version))('carry the rows of version %i to the newest', (version) => {
    for (let step = 1; step <= version; step++) {
      migrate(db, step)
      db.exec(rowsOf[step]!)
    }
    migrate(db)
    expect(versionOf(db)).toBe(newestVersion)
    expect(tally(db)).toEqual({ contacts: 1, contact_tags: 1, list_members: 1, consent_events: 1, consent: 1, senders: 1, batches: 1, messages: 1 })
    expect(db.prepare('SELECT number, first_name, custom FROM contacts').get()).toEqual({ number: '+12025550143', first_name: 'Sam', custom: '{"size":"M"}' })
    expect(db.prepare('SELECT body, status FROM messages').get()).toEqual({ body: 'Hello Sam', status: 'delivered' })
    // What rules ask of other capabilities' tables (004-save-segments.sql): a view over a table that changed is found here.
    for (const view of ['texted', 'tried', 'replied', 'imported', 'cannot_get_texts']) expect(() => db.prepare(`SELECT * FROM ${view}`).all()).not.toThrow()
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('refuse a newer book and leave it as it is', () => {
    migrate(db)
    db.pragma(`user_version = ${newestVersion + 1}`)
    expect(() => migrate(db)).toThrow(/version/)
    expect(versionOf(db)).toBe(newestVersion + 1)
  })

  it('keep evidence from being changed or deleted', () => {
    migrate(db, 1)
    db.exec(rowsOf[1]!)
    migrate(db)
    expect(() => db.exec(`UPDATE consent_events SET state = 'opted-out'`)).toThrow(/never changed/)
    expect(() => db.exec('DELETE FROM consent_events')).toThrow(/never deleted/)
    // But for a number that is being erased, in that very transaction.
    db.exec(`INSERT INTO erasing VALUES ('+12025550199')`)
    expect(() => db.exec('DELETE FROM consent_events')).toThrow(/never deleted/)
  })
})
