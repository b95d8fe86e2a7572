import { afterEach, describe, expect, it } from 'vitest'
import type { ImportPlan, ImportRow, ImportRun } from '../../../shared/contract/imports.ts'
import { firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { optIn, optOut, recordConsent } from '../../../electron/core/consent/record.ts'
import { rebuildConsent, stateOf } from '../../../electron/core/consent/state.ts'
import { indexContacts } from '../../../electron/core/contacts/search-index.ts'
import { recoverImports } from '../../../electron/core/imports/recover.ts'
import { runningOf } from '../../../electron/core/imports/running.ts'
import { beginUndo, undoDone } from '../../../electron/core/imports/undo-done.ts'
import { startUndo } from '../../../electron/core/imports/undo-thread.ts'
import { bookOf, createRig, found, noConsent, value, type Rig } from './rig.ts'

let rig: Rig
const setUp = (): Rig => (rig = createRig())
afterEach(() => rig.close())

const DAY = 86_400_000
const agreed = (more: Partial<ImportPlan['consent']> = {}): ImportPlan['consent'] => ({
  purposes: ['marketing'], method: 'paper', occurredAt: Date.UTC(2026, 0, 5), disclosure: 'I agree to get texts.', source: 'blue binder', onlyWhereOptedIn: false, ...more,
})
const undo = async (run: ImportRun): Promise<ImportRun> => value(startUndo(rig.ctx, run.id)).ended
const rowsOf = async (run: ImportRun, more: object = {}): Promise<readonly ImportRow[]> => value(await rig.call('imports.rows', { id: run.id, offset: 0, limit: 500, ...more })).rows
const number = (n: number): string => `+120255501${String(n).padStart(2, '0')}`
const idOf = (n: number): number => rig.ctx.db.prepare('SELECT id FROM contacts WHERE number = ?').pluck().get(number(n)) as number
const contact = (n: number): unknown => rig.ctx.db.prepare('SELECT first_name AS first, last_name AS last, email, custom FROM contacts WHERE number = ?').get(number(n))
/** What an import may touch, but for what it keeps of itself and for evidence. */
const book = () => Object.fromEntries(Object.entries(bookOf(rig)).filter(([table]) => !table.startsWith('import_') && table !== 'consent_events' && table !== 'disclosures'))
const edit = (n: number, first: string, now: number): void => {
  rig.ctx.db.prepare('UPDATE contacts SET first_name = ?, updated_at = ? WHERE number = ?').run(first, now, number(n))
  indexContacts(rig.ctx.db, [idOf(n)])
}
const file = (from: number, count: number, more = ''): string =>
  `First name,Phone,Email,Tags,Town\n${Array.from({ length: count }, (_, i) => `P${from + i},${number(from + i)},p${from + i}@example.com,"new, t${i % 3}",York`).join('\n')}\n${more}`

describe('undoing an import whole', () => {
  it('leaves the book as it was, days later, and the file can be imported again', async () => {
    setUp()
    await rig.importAll('First name,Phone\nAnn,2025550100\nBob,2025550101\n', { list: { name: 'Old' }, tags: ['regular'] })
    const was = book()
    const text = file(1, 30, 'P1 again,2025550101,,late,Leeds\nnobody,,,,\n')
    const run = await rig.importAll(text, { list: { name: 'Spring' }, tags: ['more'], consent: agreed(), onConflict: 'overwrite' })
    expect(run).toMatchObject({ created: 29, updated: 1, duplicates: 1, rejected: 1, undo: null })
    expect(stateOf(rig.ctx.db, number(5), 'marketing')).toBe('opted-in')
    rig.ctx.now += 5 * DAY
    const undone = await undo(run)
    expect(undone).toMatchObject({ state: 'undone', undo: { at: expect.any(Number), removed: 29, returned: 1, partly: 0, kept: 0, keptBecause: [], withdrawn: 30 } })
    expect(book()).toEqual(was)
    expect(found(rig, 'york')).toEqual([])
    expect(stateOf(rig.ctx.db, number(5), 'marketing')).toBe('none')
    expect(firstTamperedEvent(rig.ctx.db)).toBeNull()
    // Everything is still explained.
    const rows = await rowsOf(run)
    expect(rows.map((row) => row.undone)).toEqual(['returned', ...Array.from({ length: 29 }, () => 'removed'), null, null])
    expect(rows.every((row) => row.outcome !== 'created' || row.contactId === null)).toBe(true)
    expect(value(await rig.call('imports.undo', { id: run.id })).state).toBe('undone')
    // The same file is no known one, and brings the same again.
    expect((await rig.inspect(rig.file(text))).importedBefore).toBeNull()
    const again = await rig.importAll(text, { list: { name: 'Spring' }, tags: ['more'], consent: agreed(), onConflict: 'overwrite' })
    expect(again).toMatchObject({ created: 29, updated: 1 })
    expect(stateOf(rig.ctx.db, number(5), 'marketing')).toBe('opted-in')
    const before = bookOf(rig)['consent']
    rebuildConsent(rig.ctx.db)
    expect(bookOf(rig)['consent']).toEqual(before)
    expect(firstTamperedEvent(rig.ctx.db)).toBeNull()
    expect(rig.ctx.db.pragma('foreign_key_check')).toEqual([])
  })

  it('keeps whom something was done with since, and says why', async () => {
    setUp()
    const { db } = rig.ctx
    const run = await rig.importAll(file(10, 9), { list: { name: 'Spring' }, consent: agreed() })
    rig.ctx.now += DAY
    edit(10, 'Mary', rig.ctx.now)
    db.prepare('INSERT INTO senders (id, address, name, kind, segments_per_second, created_at) VALUES (1, ?, ?, ?, 1, 5)').run('+12025550199', 'Shop', 'long-code')
    db.prepare(
      `INSERT INTO messages (contact_id, number, body, purpose, priority, sender_id, segments, status, due_at, claimed_at, created_at, updated_at) VALUES (?, ?, 'Hi', 'service', 1, 1, 1, 'delivered', @at, @at, @at, @at)`,
    ).run(idOf(11), number(11), { at: rig.ctx.now })
    db.prepare("INSERT INTO inbound_messages (provider_sid, number, sender_address, body, received_at, handled_at) VALUES ('SM1', ?, '+12025550199', 'Hi', @at, @at)").run(number(12), { at: rig.ctx.now })
    recordConsent(db, { number: number(13), purpose: 'service', state: 'opted-in', method: 'spoken', occurredAt: rig.ctx.now, zone: 'UTC', recordedAt: rig.ctx.now, disclosure: null, source: 'desk', importId: null })
    await rig.importAll(`Phone\n${number(14)}\n`, { consent: noConsent })
    db.prepare("INSERT INTO lists (name, created_at) VALUES ('Friday', 5)").run()
    db.prepare("INSERT INTO list_members SELECT id, ? FROM lists WHERE name = 'Friday'").run(idOf(15))
    db.prepare("INSERT INTO tags (name) VALUES ('by hand')").run()
    db.prepare("INSERT INTO contact_tags SELECT id, ? FROM tags WHERE name = 'by hand'").run(idOf(16))
    // Somebody was taken out of the book since.
    db.prepare('DELETE FROM contacts WHERE id = ?').run(idOf(17))

    const undone = await undo(run)
    expect(undone.undo).toMatchObject({
      removed: 1, kept: 7, withdrawn: 9,
      keptBecause: expect.arrayContaining([{ reason: 'messages', people: 2 }, { reason: 'listed', people: 2 }, { reason: 'edited', people: 1 }, { reason: 'consent', people: 1 }, { reason: 'imported-again', people: 1 }]),
    })
    expect(db.prepare('SELECT number FROM contacts ORDER BY number').pluck().all()).toEqual([10, 11, 12, 13, 14, 15, 16].map(number))
    expect(contact(10)).toMatchObject({ first: 'Mary', email: 'p10@example.com' })
    expect(stateOf(db, number(13), 'service')).toBe('opted-in')
    expect(stateOf(db, number(13), 'marketing')).toBe('none')
    const kept = value(await rig.call('imports.rows', { id: run.id, undone: 'kept', offset: 0, limit: 50 }))
    expect(kept.total).toBe(7)
    expect(kept.rows.map((row) => row.keptBecause)).toEqual(['edited', 'messages', 'messages', 'consent', 'imported-again', 'listed', 'listed'])
    const removed = value(await rig.call('imports.rows', { id: run.id, undone: 'removed', offset: 0, limit: 50 }))
    expect([removed.total, removed.rows.map((row) => row.line)]).toEqual([2, [9, 10]])
    // Kept people are on the list still, and so it stays.
    expect(db.prepare("SELECT count(*) FROM list_members m JOIN lists l ON l.id = m.list_id WHERE l.name = 'Spring'").pluck().get()).toBe(7)
  })

  it('returns what it changed, but for what was changed again since', async () => {
    setUp()
    const { db } = rig.ctx
    await rig.importAll('First name,Last name,Phone,Email,Town\nAnn,Lee,2025550120,old@example.com,Bath\nBob,Ray,2025550121,bob@example.com,\n')
    const was = db.prepare('SELECT * FROM contacts ORDER BY id').all()
    const run = await rig.importAll('First name,Last name,Phone,Email,Town\nAnnie,Lee-Ray,2025550120,new@example.com,York\nRob,,2025550121,rob@example.com,Leeds\n', { tags: ['x'], onConflict: 'overwrite' })
    expect(run).toMatchObject({ updated: 2 })
    rig.ctx.now += DAY
    db.prepare("UPDATE contacts SET first_name = 'Anna', custom = json_set(custom, '$.size', 'M'), updated_at = ? WHERE number = ?").run(rig.ctx.now, number(20))
    const undone = await undo(run)
    expect(undone.undo).toMatchObject({ removed: 0, returned: 1, partly: 1, kept: 0, withdrawn: 0 })
    expect(contact(20)).toEqual({ first: 'Anna', last: 'Lee', email: 'old@example.com', custom: '{"town":"Bath","size":"M"}' })
    expect(db.prepare('SELECT * FROM contacts WHERE number = ?').get(number(21))).toEqual(was[1])
    expect(found(rig, 'anna')).toHaveLength(1)
    expect(found(rig, 'annie')).toHaveLength(0)
    expect(db.prepare("SELECT count(*) FROM tags WHERE name = 'x'").pluck().get()).toBe(0)
    expect((await rowsOf(run, { undone: 'partly' })).map((row) => row.line)).toEqual([2])
    expect((await rowsOf(run, { undone: 'returned' })).map((row) => row.line)).toEqual([3])
  })

  it('takes back only the permission it alone gave; every opt-out stays', async () => {
    setUp()
    const { db } = rig.ctx
    const at = rig.ctx.now
    const by = { method: 'spoken', zone: 'UTC', disclosure: null, source: 'desk', importId: null } as const
    recordConsent(db, { ...by, number: number(30), purpose: 'marketing', state: 'opted-in', occurredAt: 5, recordedAt: 5 })
    const text = `Phone,SMS consent\n${[30, 31, 32, 33, 34].map((n) => `${number(n)},yes`).join('\n')}\n${number(35)},stop\n`
    const run = await rig.importAll(text, { consent: agreed() })
    const later = await rig.importAll(`Phone\n${number(33)}\n`, { consent: agreed({ source: 'second binder' }) })
    optOut(db, { number: number(31), method: 'reply', source: 'reply: STOP', at: at + DAY, zone: 'UTC' })
    optOut(db, { number: number(32), method: 'reply', source: 'reply: STOP', at: at + DAY, zone: 'UTC' })
    optIn(db, { number: number(32), method: 'reply', source: 'reply: START', at: at + 2 * DAY, zone: 'UTC' })
    rig.ctx.now += 3 * DAY
    expect((await undo(run)).undo).toMatchObject({ withdrawn: 1 })
    const states = () => [30, 31, 32, 33, 34, 35].map((n) => stateOf(db, number(n), 'marketing'))
    expect(states()).toEqual(['opted-in', 'opted-out', 'opted-in', 'opted-in', 'none', 'opted-out'])
    // The later import is all that is left of what number 33 said.
    expect((await undo(later)).undo).toMatchObject({ withdrawn: 1 })
    expect(states()[3]).toBe('none')
    const standing = bookOf(rig)['consent']
    rebuildConsent(db)
    expect(bookOf(rig)['consent']).toEqual(standing)
    expect(firstTamperedEvent(db)).toBeNull()
    // A new file brings those back who never said stop.
    await rig.importAll(text, { consent: agreed({ occurredAt: rig.ctx.now }) })
    expect(states()).toEqual(['opted-in', 'opted-out', 'opted-in', 'opted-in', 'opted-in', 'opted-out'])
    expect(firstTamperedEvent(db)).toBeNull()
  })

  it('goes on where a crash cut it off, and comes to the same', async () => {
    setUp()
    const { db } = rig.ctx
    await rig.importAll('First name,Phone\nAnn,2025560005\n', {})
    const was = book()
    const many = `First name,Phone,Tags\n${Array.from({ length: 14_000 }, (_, i) => `P${i},+1${2_025_560_000 + i},t${i % 5}`).join('\n')}\n`
    const run = await rig.importAll(many, { list: { name: 'New' }, consent: agreed(), onConflict: 'overwrite' })
    beginUndo(db, run.id)
    let steps = 0
    // One step, then a cut; then from the beginning in a fresh start.
    expect(undoDone(db, run.id, rig.ctx.now, () => ++steps < 3)).toBe(false)
    expect(value(await rig.call('imports.get', { id: run.id })).state).toBe('undoing')
    expect(recoverImports(rig.ctx)).toBe(0)
    await runningOf(rig.ctx).get(run.id)?.ended
    const undone = value(await rig.call('imports.get', { id: run.id }))
    expect(undone).toMatchObject({ state: 'undone', undo: { removed: 13_999, returned: 1, kept: 0, withdrawn: 14_000 } })
    expect(book()).toEqual(was)
    expect(db.prepare("SELECT count(*) FROM consent_events WHERE method = 'import-undone'").pluck().get()).toBe(14_000)
    expect(firstTamperedEvent(db)).toBeNull()
  })

  it('takes a large first import out at once, indexes and search too', async () => {
    setUp()
    const schema = () => rig.ctx.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name").all()
    const was = { book: book(), schema: schema() }
    const many = `First name,Phone,Tags,Notes\n${Array.from({ length: 12_000 }, (_, i) => `P${i},+1${2_025_560_000 + i},t${i % 5},somewhat longer`).join('\n')}\n`
    const run = await rig.importAll(many, { list: { name: 'New' }, consent: agreed() })
    expect(await undo(run)).toMatchObject({ state: 'undone', undo: { removed: 12_000, withdrawn: 12_000 } })
    expect({ book: book(), schema: schema() }).toEqual(was)
    expect(found(rig, 'p11')).toEqual([])
    expect(rig.ctx.db.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('refuses what was never completed', async () => {
    setUp()
    const run = await rig.importAll('Phone\n2025550140\n')
    rig.ctx.db.prepare("UPDATE imports SET state = 'canceled' WHERE id = ?").run(run.id)
    expect(await rig.call('imports.undo', { id: run.id })).toMatchObject({ ok: false, error: { code: 'imports-not-done' } })
    expect(await rig.call('imports.undo', { id: 99 })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await rig.call('imports.undoRow', { id: run.id, line: 2 })).toMatchObject({ ok: false, error: { code: 'imports-not-done' } })
  })
})

describe('undoing one row', () => {
  it('removes, returns or keeps that person alone, and undoing the rest later counts nobody twice', async () => {
    setUp()
    const { db } = rig.ctx
    await rig.importAll('First name,Phone\nAnn,2025550150\n')
    const text = `First name,Phone,Email\nAnnie,2025550150,ann@example.com\nBob,2025550151,\nCy,2025550152,\nBob B,2025550151,bob@example.com\nDi,2025550153,\nnobody,,\n`
    const run = await rig.importAll(text, { consent: agreed(), onConflict: 'overwrite' })
    const call = async (line: number): Promise<ImportRun> => value(await rig.call('imports.undoRow', { id: run.id, line }))
    expect(await call(2)).toMatchObject({ state: 'done', undo: { returned: 1, removed: 0, withdrawn: 1 } })
    expect(contact(50)).toMatchObject({ first: 'Ann', email: '' })
    // A duplicate stands for the person it is about.
    expect(await call(5)).toMatchObject({ undo: { returned: 1, removed: 1, withdrawn: 2 } })
    expect(contact(51)).toBeUndefined()
    expect(await call(3)).toMatchObject({ undo: { removed: 1 } })
    edit(52, 'Cyril', rig.ctx.now + DAY)
    expect(await call(4)).toMatchObject({ undo: { kept: 1, keptBecause: [{ reason: 'edited', people: 1 }] } })
    expect(await rig.call('imports.undoRow', { id: run.id, line: 7 })).toMatchObject({ ok: false, error: { code: 'imports-row-did-nothing' } })
    expect((await rowsOf(run)).map((row) => row.undone)).toEqual(['returned', 'removed', 'kept', 'removed', null, null])
    expect(found(rig, 'bob')).toEqual([])
    rig.ctx.now += 2 * DAY
    expect(await undo(run)).toMatchObject({ state: 'undone', undo: { returned: 1, removed: 2, kept: 1, withdrawn: 4 } })
    expect(db.prepare('SELECT number FROM contacts ORDER BY number').pluck().all()).toEqual([number(50), number(52)])
    expect(firstTamperedEvent(db)).toBeNull()
  })
})
