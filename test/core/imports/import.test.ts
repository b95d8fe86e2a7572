import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import type { ImportPlan, ImportRun } from '../../../shared/contract/imports.ts'
import { firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { optOut } from '../../../electron/core/consent/record.ts'
import { stateOf } from '../../../electron/core/consent/state.ts'
import { indexContacts } from '../../../electron/core/contacts/search-index.ts'
import { recoverImports } from '../../../electron/core/imports/recover.ts'
import { startImport } from '../../../electron/core/imports/run.ts'
import { importSample, sampleFile } from '../../../electron/core/imports/sample.ts'
import { sampleListCsv } from '../../../electron/core/imports/sample-list.ts'
import { bookOf, createRig, found, value, type Rig } from './rig.ts'

let rig: Rig
const setUp = (settings: Parameters<typeof createRig>[0] = {}): Rig => (rig = createRig(settings))
afterEach(() => rig.close())

const agreed = (more: Partial<ImportPlan['consent']> = {}): ImportPlan['consent'] => ({
  purposes: ['marketing'], method: 'paper', occurredAt: Date.UTC(2026, 0, 5), disclosure: 'I agree to get texts.', source: 'blue binder', onlyWhereOptedIn: false, ...more,
})
const sum = (run: ImportRun): number => run.created + run.updated + run.unchanged + run.duplicates + run.rejected
const people = (): readonly unknown[] =>
  rig.ctx.db.prepare('SELECT number, first_name AS first, last_name AS last, email, custom FROM contacts ORDER BY number').all()

const LIST = `Name,Phone,Email,Tags,Time,Opt in?
Ann Smith,(202) 555-0143,ann@example.com,"vip, new",3 pm,yes
,,,,,
Bob Lee,202-555-0144,,,,no
Ann Smith,+1 202 555 0143,,regular,,
Cy Diaz,12025550145.0,cy@example.com,,4 pm,
Nobody,call me,,,,yes
`

describe('an import', () => {
  it('stores people, says what became of every row, and leaves nothing beside the book', async () => {
    setUp()
    const run = await rig.importAll(LIST, { list: { name: 'Spring' }, tags: ['imported'], consent: agreed({ onlyWhereOptedIn: true }) })
    expect(run).toMatchObject({ state: 'done', progress: 1, rows: 5, created: 3, updated: 0, unchanged: 0, duplicates: 1, rejected: 1, listName: 'Spring', problem: null, reasons: [{ reason: 'no-number', rows: 1 }] })
    expect(people()).toEqual([
      { number: '+12025550143', first: 'Ann', last: 'Smith', email: 'ann@example.com', custom: '{"time":"3 pm"}' },
      { number: '+12025550144', first: 'Bob', last: 'Lee', email: '', custom: '{}' },
      { number: '+12025550145', first: 'Cy', last: 'Diaz', email: 'cy@example.com', custom: '{"time":"4 pm"}' },
    ])
    expect(value(await rig.call('imports.rows', { id: run.id, offset: 0, limit: 10 })).rows.map((row) => [row.line, row.outcome])).toEqual([[2, 'created'], [4, 'created'], [5, 'duplicate'], [6, 'created'], [7, 'rejected']])
    expect(rig.ctx.db.prepare('SELECT t.name FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id JOIN contacts c ON c.id = ct.contact_id WHERE c.number = ? ORDER BY 1').pluck().all('+12025550143')).toEqual(['imported', 'new', 'regular', 'vip'])
    expect(rig.ctx.db.prepare('SELECT count(*) FROM list_members WHERE list_id = ?').pluck().get(run.listId)).toBe(3)
    expect(['+12025550143', '+12025550144', '+12025550145'].map((number) => stateOf(rig.ctx.db, number, 'marketing'))).toEqual(['opted-in', 'opted-out', 'none'])
    expect(firstTamperedEvent(rig.ctx.db)).toBeNull()
    expect(found(rig, 'smit')).toHaveLength(1)
    expect(found(rig, 'imported')).toHaveLength(3)
    expect(rig.ctx.topics).toContain('contacts')
    expect(rig.events.at(-1)).toEqual(run)
    expect(readdirSync(rig.ctx.folder).filter((name) => name.includes('stage'))).toEqual([])
    expect(value(await rig.call('imports.get', { id: run.id }))).toEqual(run)
  })

  it('shows in the preview what then happens', async () => {
    setUp()
    await rig.importAll('Name,Phone\nAnn,2025550143\nBob Lee,2025550144\n')
    const fileId = rig.file(LIST)
    const look = await rig.inspect(fileId)
    const plan = rig.plan(look, fileId)
    const rows = value(await rig.call('imports.preview', { fileId, reading: plan.reading, mapping: plan.mapping, onConflict: 'fill', limit: 50 }))
    const run = await value(startImport(rig.ctx, plan)).ended
    const after = value(await rig.call('imports.rows', { id: run.id, offset: 0, limit: 50 })).rows
    expect(rows.map((row) => [row.line, row.outcome, row.reason])).toEqual(after.map((row) => [row.line, row.outcome, row.reason]))
    expect(rows.map((row) => row.outcome)).toEqual(['updated', 'unchanged', 'duplicate', 'created', 'rejected'])
    expect(rows[0]).toMatchObject({ number: '+12025550143', rawNumber: '(202) 555-0143', firstName: 'Ann', lastName: 'Smith', tags: ['vip', 'new'], custom: { time: '3 pm' } })
  })

  it('fills or overwrites people already known', async () => {
    setUp()
    await rig.importAll('First name,Phone,Email\nAnn,2025550143,old@example.com\nBob,2025550144,\n')
    const file = 'First name,Phone,Email\nAnnie,2025550143,new@example.com\nRob,2025550144,bob@example.com\n'
    expect(await rig.importAll(file, { onConflict: 'fill' })).toMatchObject({ created: 0, updated: 1, unchanged: 1 })
    expect(people()).toMatchObject([{ first: 'Ann', email: 'old@example.com' }, { first: 'Bob', email: 'bob@example.com' }])
    expect(await rig.importAll(file, { onConflict: 'overwrite' })).toMatchObject({ updated: 2, unchanged: 0 })
    expect(people()).toMatchObject([{ first: 'Annie', email: 'new@example.com' }, { first: 'Rob', email: 'bob@example.com' }])
    expect(found(rig, 'annie')).toHaveLength(1)
  })

  it('knows the same file again and changes nothing', async () => {
    setUp()
    const first = await rig.importAll(LIST, { consent: agreed({ purposes: ['marketing', 'service'] }) })
    const before = bookOf(rig)
    const fileId = rig.file(LIST, 'again.csv')
    const look = await rig.inspect(fileId)
    expect(look.importedBefore).toEqual({ importId: first.id, at: first.endedAt, rows: 5 })
    const run = await value(startImport(rig.ctx, rig.plan(look, fileId))).ended
    expect(run).toMatchObject({ created: 0, updated: 0, unchanged: 3, duplicates: 1, rejected: 1 })
    for (const table of ['contacts', 'contact_tags', 'consent_events', 'consent']) expect(bookOf(rig)[table]).toEqual(before[table])
  })

  it('never brings back people who said stop', async () => {
    setUp()
    optOut(rig.ctx.db, { number: '+12025550143', method: 'reply', source: 'reply: STOP', at: Date.UTC(2026, 0, 1), zone: 'UTC' })
    const run = await rig.importAll(LIST, { consent: agreed({ purposes: ['marketing', 'service'] }) })
    expect(run.stillOptedOut).toBe(1)
    expect(stateOf(rig.ctx.db, '+12025550143', 'marketing')).toBe('opted-out')
    expect(stateOf(rig.ctx.db, '+12025550145', 'service')).toBe('opted-in')
    // Bob's cell says no: nobody's word overrules that.
    expect(stateOf(rig.ctx.db, '+12025550144', 'marketing')).toBe('opted-out')
  })

  it('a re-import never resubscribes anybody, and a refusal in a file is written down as one', async () => {
    setUp()
    const file = 'Phone,SMS consent\n2025550143,yes\n2025550144,non\n2025550145,Unsubscribed\n2025550146,maybe\n2025550147,\n2025550148,yes\n+12025550148,stop\n'
    const states = (purpose: 'marketing' | 'service') => [3, 4, 5, 6, 7, 8].map((n) => stateOf(rig.ctx.db, `+1202555014${n}`, purpose))
    const consent = agreed({ onlyWhereOptedIn: true })
    const run = await rig.importAll(file, { consent })
    expect(states('marketing')).toEqual(['opted-in', 'opted-out', 'opted-out', 'none', 'none', 'opted-out'])
    // A plain no ends what was asked about, a stop everything.
    expect(states('service')).toEqual(['none', 'none', 'opted-out', 'none', 'none', 'opted-out'])
    expect(run).toMatchObject({ stillOptedOut: 0, optedOut: 3, mayText: { marketing: 1, service: 0 } })
    // The same people in a newer file that says yes to everything, and that they all agreed.
    const again = await rig.importAll(file.replaceAll(/non|Unsubscribed|maybe|stop/g, 'yes'), { consent: agreed({ purposes: ['marketing', 'service'], occurredAt: rig.ctx.now }) })
    expect(states('marketing')).toEqual(['opted-in', 'opted-out', 'opted-out', 'opted-in', 'opted-in', 'opted-out'])
    expect(again).toMatchObject({ stillOptedOut: 3, optedOut: 0, mayText: { marketing: 3, service: 4 } })
    expect(firstTamperedEvent(rig.ctx.db)).toBeNull()
  })

  it('keeps the evidence of numbers of several lengths whole', async () => {
    setUp()
    const numbers = ['+4520123456', '+447400123456', '+12025550143', '+33639981234']
    const run = await rig.importAll(`Phone\n${numbers.join('\n')}\n`, { consent: agreed({ purposes: ['marketing', 'service'] }) })
    expect(run).toMatchObject({ created: 4, mayText: { marketing: 4, service: 4 } })
    expect(firstTamperedEvent(rig.ctx.db)).toBeNull()
  })

  it('takes a "no" for "never asked" where the owner says so, but never a stop', async () => {
    setUp()
    await rig.importAll('Phone,Accepts SMS Marketing\n2025550143,no\n2025550144,unsubscribed\n2025550145,yes\n', { consent: agreed({ onlyWhereOptedIn: true, noMeans: 'not-asked' }) })
    expect([3, 4, 5].map((n) => stateOf(rig.ctx.db, `+1202555014${n}`, 'marketing'))).toEqual(['none', 'opted-out', 'opted-in'])
    await rig.importAll('Phone,Accepts SMS Marketing\n2025550146,no\n')
    expect((['marketing', 'service'] as const).map((purpose) => stateOf(rig.ctx.db, '+12025550146', purpose))).toEqual(['opted-out', 'none'])
  })

  it('keeps what the book says, when the owner says the book is right', async () => {
    setUp()
    await rig.importAll('First name,Phone,Email\nAnn,2025550143,\n')
    expect(await rig.importAll('First name,Phone,Email\nAnnie,2025550143,new@example.com\nBob,2025550144,bob@example.com\n', { onConflict: 'keep' })).toMatchObject({ created: 1, updated: 0, unchanged: 1 })
    expect(people()).toMatchObject([{ first: 'Ann', email: '' }, { first: 'Bob', email: 'bob@example.com' }])
  })

  it('merges duplicates that lie far apart, and goes on after a broken row', async () => {
    setUp()
    const rows = Array.from({ length: 14_000 }, (_, i) => `P${i},+1${String(2_025_560_000 + i)},,`)
    rows[3000] = '"Broken,2025550143,,'
    const run = await rig.importAll(`First name,Phone,Email,Notes\n${rows.join('\n')}\nLast,+12025560007,seven@example.com,late\nX,+12025560007,x@example.com,later\n`, { list: { name: 'All' }, consent: agreed() })
    expect(run).toMatchObject({ rows: 14_002, created: 13_999, duplicates: 2, rejected: 1, reasons: [{ reason: 'malformed-row', rows: 1 }] })
    expect(rig.ctx.db.prepare("SELECT first_name, email, notes FROM contacts WHERE number = '+12025560007'").raw().get()).toEqual(['P7', 'seven@example.com', 'late'])
    expect(rig.ctx.db.prepare('SELECT count(*) FROM list_members').pluck().get()).toBe(13_999)
    expect(rig.ctx.db.prepare('SELECT count(*) FROM consent').pluck().get()).toBe(13_999)
    expect(firstTamperedEvent(rig.ctx.db)).toBeNull()
    expect(found(rig, 'p13')).toHaveLength(1111)
  })

  it('sums hold for any mess', async () => {
    setUp()
    const number = fc.oneof(fc.integer({ min: 0, max: 30 }).map((n) => `(202) 555-01${String(n).padStart(2, '0')}`), fc.constantFrom('', 'x', '1.20256E+10', '911', '"', '+33639981234', '0639981234'), fc.string({ maxLength: 12 }))
    const cell = fc.oneof(fc.constantFrom('', 'yes', '"', 'a"b', '=1+1', '😀', '\n', 'é'), fc.string({ maxLength: 6 }))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, number, cell), { minLength: 1, maxLength: 40 }), async (rows) => {
        const fileId = rig.file(`First name,Phone,Notes\n${rows.map((row) => row.join(',')).join('\n')}\nEnd,2025550199,\n`)
        const reading = { encoding: 'utf-8', delimiter: ',', hasHeader: true } as const
        const mapping: ImportPlan['mapping'] = ['first-name', 'number', 'notes']
        const shown = value(await rig.call('imports.preview', { fileId, reading, mapping, onConflict: 'fill', limit: 200 }))
        const run = await value(startImport(rig.ctx, { fileId, reading, mapping, list: null, tags: [], consent: agreed(), onConflict: 'fill' })).ended
        expect(run.state).toBe('done')
        expect(sum(run)).toBe(run.rows)
        const page = value(await rig.call('imports.rows', { id: run.id, offset: 0, limit: 500 }))
        expect(page.total).toBe(run.rows)
        expect(page.rows.map((row) => [row.line, row.outcome])).toEqual(shown.map((row) => [row.line, row.outcome]))
      }),
      { numRuns: 12 },
    )
    expect(firstTamperedEvent(rig.ctx.db)).toBeNull()
  })

  it('gives the rejected rows back as they stood, with the reason in the owner’s language and formulas defused', async () => {
    setUp({ language: 'fr', country: 'FR' })
    const run = await rig.importAll('Nom;Portable;Notes\n=cmd();+3363;"deux\nlignes"\nA;0639981234;\n@B;;x\n')
    expect(run.rejected).toBe(2)
    const ticket = value(await rig.call('imports.exportRejected', { id: run.id }))
    const text = readFileSync(rig.ctx.files.path(ticket.fileId) as string, 'utf8')
    expect(text).toBe(`\ufeffNom;Portable;Notes;Ligne;Pourquoi elle a été écartée\r\n'=cmd();'+3363;"deux\nlignes";2;Le numéro est trop court\r\n'@B;;x;5;Pas de numéro de téléphone\r\n`)
  })
})

describe('cut short', () => {
  const many = (n: number): string => `First name,Phone,Tags,Town\n${Array.from({ length: n }, (_, i) => `P${i},+1${String(2_025_560_000 + i)},t${i % 5},here`).join('\n')}\n`
  const fill = async (): Promise<void> => {
    await rig.importAll('First name,Phone,Email\nAnn,2025560005,\nBob,2025569999,bob@example.com\n', { list: { name: 'Old' }, tags: ['t1'], consent: agreed() })
  }
  const before = () => ({ ...bookOf(rig), search: found(rig, 'ann'), old: found(rig, 'p1') })

  it('cancel leaves the book exactly as it was', async () => {
    setUp()
    await fill()
    const was = before()
    const fileId = rig.file(many(40_000))
    const plan = rig.plan(await rig.inspect(fileId), fileId, { list: { name: 'New' }, tags: ['more'], consent: agreed(), onConflict: 'overwrite' })
    const started = value(await rig.call('imports.start', plan))
    expect(started.state).toBe('running')
    // Into the middle of the writing: the first progress says that a chunk is in the book.
    await new Promise<void>((resolve) => {
      const watch = (): void => void (rig.ctx.db.prepare('SELECT count(*) FROM contacts').pluck().get() as number > 2 ? resolve() : setImmediate(watch))
      watch()
    })
    const run = value(await rig.call('imports.cancel', { id: started.id }))
    expect(run).toMatchObject({ state: 'canceled', rows: 0, created: 0, problem: null })
    expect(before()).toEqual(was)
    expect(readdirSync(rig.ctx.folder).filter((name) => name.includes('stage'))).toEqual([])
    expect(value(await rig.call('imports.cancel', { id: started.id })).state).toBe('canceled')
  })

  it('a crash between chunks is taken back at the next start', async () => {
    setUp()
    await fill()
    const was = before()
    const run = await rig.importAll(many(13_000), { list: { name: 'New' }, onConflict: 'overwrite', tags: ['more'] })
    // As after a crash before the last commit: rows and people are there, the import is still running.
    rig.ctx.db.prepare("UPDATE imports SET state = 'running', ended_at = NULL, plan = json_set(plan, '$.made', json(?)) WHERE id = ?").run(
      JSON.stringify({ list: true, fields: ['town'], tags: rig.ctx.db.prepare("SELECT id FROM tags WHERE name <> 't1'").pluck().all() }), run.id)
    writeFileSync(join(rig.ctx.folder, `import-${run.id}.stage`), 'left over')
    expect(recoverImports(rig.ctx)).toBe(1)
    expect(before()).toEqual(was)
    const after = value(await rig.call('imports.get', { id: run.id }))
    expect(after).toMatchObject({ state: 'failed', rows: 0, created: 0 })
    expect(after.problem).toMatch(/Nothing of it is in your contacts/)
    expect(existsSync(join(rig.ctx.folder, `import-${run.id}.stage`))).toBe(false)
    expect(recoverImports(rig.ctx)).toBe(0)
  })

  describe('a large first import, whose search is built beside the book', () => {
    const large = (n: number): string => many(n).replaceAll(',here', ',here we are in a town of a longer name')
    const schema = () => rig.ctx.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name").all()

    it('cancel leaves an empty book with all its indexes', async () => {
      setUp()
      const was = { ...bookOf(rig), schema: schema(), search: found(rig, 'p1') }
      const fileId = rig.file(large(40_000))
      const started = value(await rig.call('imports.start', rig.plan(await rig.inspect(fileId), fileId, { list: { name: 'New' }, tags: ['more'], consent: agreed() })))
      await new Promise<void>((resolve) => {
        const watch = (): void => void (rig.ctx.db.prepare('SELECT count(*) FROM contacts').pluck().get() as number > 2 ? resolve() : setImmediate(watch))
        watch()
      })
      expect(value(await rig.call('imports.cancel', { id: started.id }))).toMatchObject({ state: 'canceled', rows: 0 })
      expect({ ...bookOf(rig), schema: schema(), search: found(rig, 'p1') }).toEqual(was)
    })

    it('finds everybody, also when somebody else wrote meanwhile', async () => {
      setUp()
      const was = schema()
      const fileId = rig.file(large(20_000))
      const { ended } = value(startImport(rig.ctx, rig.plan(await rig.inspect(fileId), fileId, { consent: agreed() })))
      rig.ctx.db.prepare("INSERT INTO contacts (number, first_name, created_at, updated_at) VALUES ('+12025550199', 'Zoe', 0, 0)").run()
      indexContacts(rig.ctx.db, [rig.ctx.db.prepare("SELECT id FROM contacts WHERE number = '+12025550199'").pluck().get() as number])
      const run = await ended
      expect(run).toMatchObject({ state: 'done', created: 20_000 })
      expect(found(rig, 'p1999')).toHaveLength(11)
      expect(found(rig, 'zoe')).toHaveLength(1)
      expect(found(rig, 'longer')).toHaveLength(20_000)
      for (const id of found(rig, 'p777')) expect(rig.ctx.db.prepare('SELECT first_name FROM contacts WHERE id = ?').pluck().get(id)).toMatch(/^P777/)
      expect(schema()).toEqual(was)
    })

    it('a crash behind the last person is finished at the next start: consent, search and all', async () => {
      setUp()
      const run = await rig.importAll(large(12_000), { list: { name: 'New' }, consent: agreed() })
      const indexes = schema()
      // As after a crash between the last consents and taking the search over.
      rig.ctx.db.exec("INSERT INTO contacts_search (contacts_search) VALUES ('delete-all'); DROP INDEX contacts_by_name")
      rig.ctx.db.prepare("UPDATE imports SET state = 'running', ended_at = NULL, plan = json_set(plan, '$.applied', 1, '$.aside', 1) WHERE id = ?").run(run.id)
      const { consent_events: events } = bookOf(rig)
      expect(recoverImports(rig.ctx)).toBe(1)
      expect(value(await rig.call('imports.get', { id: run.id }))).toMatchObject({ state: 'done', created: 12_000 })
      expect(found(rig, 'p1199')).toHaveLength(11)
      expect(bookOf(rig)['consent_events']).toEqual(events)
      expect(schema()).toEqual(indexes)
    })
  })

  it('a file that changed, vanished or cannot be read under the import', async () => {
    setUp()
    const fileId = rig.file(many(100))
    const path = rig.ctx.files.path(fileId) as string
    const plan = rig.plan(await rig.inspect(fileId), fileId)
    writeFileSync(path, many(101))
    expect(await rig.call('imports.start', plan)).toMatchObject({ ok: false, error: { code: 'imports-file-changed' } })
    rmSync(path)
    expect(await rig.call('imports.start', plan)).toMatchObject({ ok: false, error: { code: 'imports-file-gone' } })
    expect(await rig.call('imports.inspect', { fileId })).toMatchObject({ ok: false, error: { code: 'imports-file-gone' } })
    expect(await rig.call('imports.all', {})).toMatchObject({ ok: true, value: [] })
  })
})

describe('refusals', () => {
  const refused = async (content: string | Uint8Array): Promise<string> => {
    const result = await rig.call('imports.inspect', { fileId: rig.file(content) })
    return result.ok ? 'ok' : result.error.code
  }
  it('says what is wrong with a file', async () => {
    setUp()
    expect(await refused(Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]))).toBe('imports-damaged')
    const zipped = (...names: readonly string[]): Promise<string> => refused(zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')]))))
    expect(await zipped('word/document.xml')).toBe('imports-word')
    expect(await zipped('Index/Document.iwa', 'preview.jpg')).toBe('imports-numbers')
    expect(await zipped('mimetype', 'content.xml')).toBe('imports-opendocument')
    expect(await zipped('xl/workbook.bin')).toBe('imports-old-excel')
    expect(await zipped('list.csv')).toBe('imports-zip')
    const old = [0xd0, 0xcf, 0x11, 0xe0, 0xa1]
    expect(await refused(Buffer.from(old))).toBe('imports-old-excel')
    expect(await refused(Buffer.concat([Buffer.from(old), Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('imports-protected')
    expect(await refused(Buffer.concat([Buffer.from(old), Buffer.from('WordDocument', 'utf16le')]))).toBe('imports-word')
    expect(await refused('%PDF-1.7 …')).toBe('imports-pdf')
    expect(await refused('{\\rtf1 hello')).toBe('imports-word')
    expect(await refused('\n<html><table><tr><td>2025550143</td></tr></table>')).toBe('imports-web-page')
    expect(await refused(Buffer.concat([Buffer.from('a,b\n1,2'), Buffer.from([0, 1, 0, 0, 0])]))).toBe('imports-not-text')
    expect(await refused(Buffer.concat([Buffer.alloc(2 << 20, 'a,b\n'), Buffer.from([0])]))).toBe('imports-not-text')
    expect(await refused('')).toBe('imports-empty')
    expect(await refused('\ufeff\r\n \r\n')).toBe('imports-empty')
    expect(await refused('Name,Phone\r\n')).toBe('imports-header-only')
    expect(await refused('Name,Town\nAnn,York\n')).toBe('imports-no-number-column')
    expect(await refused(`${Array.from({ length: 1001 }, (_, i) => `c${i}`).join(',')}\n${'2025550143,'.repeat(1001)}\n`)).toBe('imports-too-many-columns')
    expect(await rig.call('imports.inspect', { fileId: 'nobody' })).toMatchObject({ ok: false, error: { code: 'imports-file-gone' } })
  })
  it('says so when a file is too big or locked away', async () => {
    setUp()
    const big = rig.file('a')
    truncateSync(rig.ctx.files.path(big) as string, 2 * 1024 ** 3 + 1)
    expect(await rig.call('imports.inspect', { fileId: big })).toMatchObject({ ok: false, error: { code: 'imports-too-big' } })
    const locked = rig.file('Phone\n2025550143\n')
    chmodSync(rig.ctx.files.path(locked) as string, 0)
    // The administrator may read everything.
    if (process.getuid?.() !== 0) expect(await rig.call('imports.inspect', { fileId: locked })).toMatchObject({ ok: false, error: { code: 'imports-unreadable' } })
  })
  it('refuses a plan that cannot work', async () => {
    setUp()
    const fileId = rig.file(LIST)
    const plan = rig.plan(await rig.inspect(fileId), fileId)
    expect(await rig.call('imports.start', { ...plan, mapping: plan.mapping.map(() => 'custom') })).toMatchObject({ ok: false, error: { code: 'imports-no-number-column' } })
    expect(await rig.call('imports.start', { ...plan, consent: agreed({ disclosure: '' }) })).toMatchObject({ ok: false, error: { code: 'imports-no-disclosure', field: 'consent.disclosure' } })
    expect(await rig.call('imports.start', { ...plan, list: { id: 77 } })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    const first = value(startImport(rig.ctx, plan))
    expect(await rig.call('imports.start', plan)).toMatchObject({ ok: false, error: { code: 'imports-busy' } })
    await first.ended
  })
})

describe('the sample list', () => {
  it.each(['US', 'FR', 'CA', 'GB'])('for %s: about 500 people, all from ranges for fiction', async (country) => {
    setUp({ country, language: country === 'FR' ? 'fr' : 'en' })
    expect(sampleListCsv(country)).toBe(sampleListCsv(country))
    const run = value(await importSample(rig.ctx))
    expect(sum(run)).toBe(run.rows)
    expect(run.rows).toBeGreaterThan(480)
    expect(run.created).toBeGreaterThan(440)
    expect(run.duplicates).toBeGreaterThan(5)
    expect(run.rejected).toBeGreaterThan(5)
    const numbers = rig.ctx.db.prepare('SELECT number FROM contacts').pluck().all() as string[]
    expect(numbers.filter((number) => !/^\+(?:1\d{3}55501\d{2}|3363998\d{4}|33(?:19900|35301|46571)\d{4}|447700900\d{3})$/.test(number))).toEqual([])
    const optedIn = rig.ctx.db.prepare("SELECT count(*) FROM consent WHERE state = 'opted-in' AND purpose = 'marketing'").pluck().get() as number
    expect(optedIn).toBeGreaterThan(300)
    expect(optedIn).toBeLessThan(400)
    expect(run.listName).toBe(country === 'FR' ? 'Liste d’exemple' : 'Sample list')
    expect(sampleFile(rig.ctx).name).toMatch(/\.csv$/)
  })
})
