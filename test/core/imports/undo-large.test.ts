/** Undoing imports of thousands: at once where few stay in the book, else piece by piece. Both come to the same. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { ImportPlan, ImportRow, ImportRun } from '../../../shared/contract/imports.ts'
import { firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { recordConsent } from '../../../electron/core/consent/record.ts'
import { stateOf } from '../../../electron/core/consent/state.ts'
import { indexContacts } from '../../../electron/core/contacts/search-index.ts'
import { openDatabase } from '../../../electron/core/database/open.ts'
import { recoverImports } from '../../../electron/core/imports/recover.ts'
import { stopImports } from '../../../electron/core/imports/run.ts'
import { runningOf } from '../../../electron/core/imports/running.ts'
import { beginUndo, undoDone } from '../../../electron/core/imports/undo-done.ts'
import { startUndo } from '../../../electron/core/imports/undo-thread.ts'
import { bookOf, createRig, found, noConsent, value, type Rig } from './rig.ts'

let rig: Rig
afterEach(() => rig.close())

const DAY = 86_400_000
const ROWS = 12_000
const agreed: ImportPlan['consent'] = { purposes: ['marketing'], method: 'paper', occurredAt: Date.UTC(2026, 0, 5), disclosure: 'I agree to get texts.', source: 'blue binder', onlyWhereOptedIn: false }
const number = (n: number): string => `+1${2_025_560_000 + n}`
const idOf = (n: number): number => rig.ctx.db.prepare('SELECT id FROM contacts WHERE number = ?').pluck().get(number(n)) as number
const book = () => Object.fromEntries(Object.entries(bookOf(rig)).filter(([table]) => !table.startsWith('import_') && table !== 'consent_events' && table !== 'disclosures'))
const indexes = (): unknown => rig.ctx.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type IN ('index', 'table') AND sql IS NOT NULL ORDER BY name").all()
const rowsOf = async (run: ImportRun, more: object): Promise<readonly ImportRow[]> => value(await rig.call('imports.rows', { id: run.id, offset: 0, limit: 500, ...more })).rows
const undo = async (run: ImportRun): Promise<ImportRun> => value(startUndo(rig.ctx, run.id)).ended
/** More than may stay where all others go at once. They are not in the search. */
const addOthers = (): void =>
  void rig.ctx.db.exec(`WITH RECURSIVE n (n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
    INSERT INTO contacts (number, created_at, updated_at) SELECT '+4420800' || (10000 + n), 1, 1 FROM n`)

/** A list with rows between that are nobody's, so that its people are in many stretches. */
const file = (): string => {
  const lines = Array.from({ length: ROWS }, (_, i) => `P${i},${number(i)},p${i}@example.com,"t${i % 5}",York${i % 50 === 0 ? '\nnobody,,,,' : ''}`)
  return `First name,Phone,Email,Tags,Town\n${lines.join('\n')}\n`
}

/** People who were there before, an import of thousands, and days of work with some of them. */
const makeScene = async (): Promise<ImportRun> => {
  rig = createRig()
  const { db } = rig.ctx
  await rig.importAll(`First name,Phone,Tags\n${[19000, 19001, 19002].map((n) => `Old${n},${number(n)},regular`).join('\n')}\n`, { list: { name: 'Old' }, consent: agreed })
  const run = await rig.importAll(file(), { list: { name: 'Spring' }, consent: agreed })
  expect(run).toMatchObject({ state: 'done', created: ROWS, rejected: ROWS / 50 })
  rig.ctx.now += DAY
  const { now } = rig.ctx
  db.prepare('UPDATE contacts SET first_name = ?, updated_at = ? WHERE number = ?').run('Mary', now, number(10))
  indexContacts(db, [idOf(10)])
  db.prepare('INSERT INTO senders (id, address, name, kind, segments_per_second, created_at) VALUES (1, ?, ?, ?, 1, 5)').run('+12025550199', 'Shop', 'long-code')
  const text = db.prepare(
    `INSERT INTO messages (contact_id, number, body, purpose, priority, sender_id, segments, status, due_at, claimed_at, created_at, updated_at) VALUES (?, ?, 'Hi', 'service', 1, 1, 1, ?, @at, @at, @at, @at)`,
  )
  text.run(idOf(20), number(20), 'delivered', { at: now })
  // Never reached them.
  text.run(idOf(21), number(21), 'failed', { at: now })
  db.prepare("INSERT INTO inbound_messages (provider_sid, number, sender_address, body, received_at, handled_at) VALUES ('SM1', ?, '+12025550199', 'Hi', @at, @at)").run(number(11500), { at: now })
  recordConsent(db, { number: number(30), purpose: 'service', state: 'opted-in', method: 'spoken', occurredAt: now, zone: 'UTC', recordedAt: now, disclosure: null, source: 'desk', importId: null })
  // Met again by one import that stays and one that is undone.
  await rig.importAll(`Phone\n${number(40)}\n`, { consent: noConsent })
  await undo(await rig.importAll(`Phone\n${number(41)}\n`, { consent: agreed }))
  db.exec("INSERT INTO lists (name, created_at) VALUES ('Friday', 5); INSERT INTO tags (name) VALUES ('by hand')")
  db.prepare("INSERT INTO list_members SELECT id, ? FROM lists WHERE name = 'Friday'").run(idOf(5999))
  db.prepare("INSERT INTO contact_tags SELECT id, ? FROM tags WHERE name = 'by hand'").run(idOf(60))
  return run
}

const folder = mkdtempSync(join(tmpdir(), 'deskbell-scene-'))
let sceneRun: ImportRun
let sceneNow: number
beforeAll(async () => {
  sceneRun = await makeScene()
  sceneNow = rig.ctx.now
  await stopImports(rig.ctx)
  rig.ctx.db.pragma('wal_checkpoint(TRUNCATE)')
  copyFileSync(rig.ctx.databaseFile, join(folder, 'book.db'))
  await rig.close()
}, 120_000)
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })
/** The same book for each test. */
const scene = (): ImportRun => {
  const own = mkdtempSync(join(tmpdir(), 'deskbell-test-'))
  copyFileSync(join(folder, 'book.db'), join(own, 'book.db'))
  rig = createRig({}, own)
  rig.ctx.now = sceneNow
  return sceneRun
}
const KEPT = { 10: 'edited', 20: 'messages', 30: 'consent', 40: 'imported-again', 60: 'listed', 5999: 'listed', 11500: 'messages' }

/** What must be so afterwards, whichever way it went. */
const expectUndone = async (run: ImportRun, was: { readonly schema: unknown; readonly stay: readonly unknown[] }): Promise<void> => {
  const { db } = rig.ctx
  expect(run).toMatchObject({ state: 'undone', undo: { removed: ROWS - 7, returned: 0, partly: 0, kept: 7, withdrawn: ROWS } })
  expect(Object.fromEntries(run.undo?.keptBecause.map(({ reason, people }) => [reason, people]) ?? [])).toEqual({ edited: 1, messages: 2, consent: 1, 'imported-again': 1, listed: 2 })
  expect(stay()).toEqual(was.stay)
  const kept = await rowsOf(run, { undone: 'kept' })
  expect(kept.map((row) => [row.number, row.keptBecause])).toEqual(Object.entries(KEPT).map(([n, reason]) => [number(Number(n)), reason]))
  // Who is still here is found, and nobody else.
  expect(found(rig, 'mary')).toEqual([idOf(10)])
  expect(found(rig, 'york')).toEqual(Object.keys(KEPT).map((n) => idOf(Number(n))).toSorted((a, b) => a - b))
  expect(found(rig, 'old19001')).toEqual([idOf(19001)])
  expect(found(rig, 'p12')).toEqual([])
  expect(stateOf(db, number(19000), 'marketing')).toBe('opted-in')
  expect(stateOf(db, number(20), 'marketing')).toBe('none')
  expect(indexes()).toEqual(was.schema)
  expect(firstTamperedEvent(db)).toBeNull()
  expect(db.pragma('foreign_key_check')).toEqual([])
  // fts5 looks by what a connection remembers of the search, which other threads have merged since.
  const fresh = openDatabase(rig.ctx.databaseFile)
  expect(fresh.pragma('integrity_check', { simple: true })).toBe('ok')
  fresh.close()
}
/** Rows of people who stay, with their tags and lists. */
const stay = (): readonly unknown[] =>
  [...Object.keys(KEPT).map(Number), 19000, 19001, 19002].map((n) => ({
    person: rig.ctx.db.prepare('SELECT * FROM contacts WHERE number = ?').get(number(n)),
    tags: rig.ctx.db.prepare('SELECT tag_id FROM contact_tags WHERE contact_id = ? ORDER BY tag_id').pluck().all(idOf(n)),
    lists: rig.ctx.db.prepare('SELECT list_id FROM list_members WHERE contact_id = ? ORDER BY list_id').pluck().all(idOf(n)),
  }))
const before = () => ({ schema: indexes(), stay: stay() })

it('few stay: all others go at once, and these are as they were', async () => {
  const run = scene()
  const was = before()
  await expectUndone(await undo(run), was)
  expect(rig.ctx.db.prepare('SELECT count(*) FROM contacts').pluck().get()).toBe(10)
  // Nobody gets the id of somebody who was there.
  await rig.importAll(`Phone\n${number(1)}\n`)
  expect(idOf(1)).toBeGreaterThan(idOf(11500))
})

it('many stay: they go piece by piece, also where every piece is cut off', async () => {
  const run = scene()
  addOthers()
  const was = before()
  const { db } = rig.ctx
  beginUndo(db, run.id)
  let cuts = 0
  while (!undoDone(db, run.id, rig.ctx.now, () => false)) cuts++
  expect(cuts).toBeGreaterThan(2)
  await expectUndone(value(await rig.call('imports.get', { id: run.id })), was)
  expect(db.prepare('SELECT count(*) FROM contacts').pluck().get()).toBe(20_011)
  // The search merges as it does usually.
  expect(db.prepare("SELECT v FROM contacts_search_config WHERE k = 'automerge'").pluck().get()).toBe(4)
})

it('begun piece by piece, it goes on so, whoever went since', async () => {
  const run = scene()
  addOthers()
  const was = before()
  const { db } = rig.ctx
  beginUndo(db, run.id)
  // Up to the first piece of people.
  expect(undoDone(db, run.id, rig.ctx.now, (part) => part <= 0.4)).toBe(false)
  db.exec("DELETE FROM contacts WHERE number LIKE '+4420800%'")
  expect(recoverImports(rig.ctx)).toBe(0)
  await runningOf(rig.ctx).get(run.id)?.ended
  await expectUndone(value(await rig.call('imports.get', { id: run.id })), was)
})

it('what fails while those who stay are put back changes nothing, and goes on another time', async () => {
  const run = scene()
  const was = before()
  const { db } = rig.ctx
  db.exec("CREATE TRIGGER no_way_back BEFORE INSERT ON list_members BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
  const people = book()['contacts']
  expect(await undo(run)).toMatchObject({ state: 'undoing', undo: { removed: 0, kept: 0, withdrawn: ROWS } })
  expect(book()['contacts']).toEqual(people)
  expect(found(rig, 'york')).toHaveLength(ROWS)
  expect(await rowsOf(run, { undone: 'kept' })).toEqual([])
  db.exec('DROP TRIGGER no_way_back')
  expect(recoverImports(rig.ctx)).toBe(0)
  await runningOf(rig.ctx).get(run.id)?.ended
  await expectUndone(value(await rig.call('imports.get', { id: run.id })), was)
})
