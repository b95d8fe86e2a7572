import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { ImportCheck, ImportPlan, ImportRun } from '../../../shared/contract/imports.ts'
import { checkEnded, endCheck } from '../../../electron/core/imports/check.ts'
import { optOut } from '../../../electron/core/consent/record.ts'
import { mayText } from '../../../electron/core/consent/state.ts'
import { startImport } from '../../../electron/core/imports/run.ts'
import { bookOf, createRig, value, type Rig } from './rig.ts'

let rig: Rig
const setUp = (settings: Parameters<typeof createRig>[0] = {}): Rig => (rig = createRig(settings))
afterEach(async () => {
  await endCheck(rig.ctx)
  await rig.close()
})

const agreed = (more: Partial<ImportPlan['consent']> = {}): ImportPlan['consent'] => ({
  purposes: ['marketing'], method: 'paper', occurredAt: Date.UTC(2026, 0, 5), disclosure: 'I agree to get texts.', source: 'blue binder', onlyWhereOptedIn: true, ...more,
})

const check = async (...plans: readonly ImportPlan[]): Promise<ImportCheck> => {
  const { tags, consent, onConflict } = plans[0] as ImportPlan
  const begun = value(await rig.call('imports.check', { files: plans.map(({ fileId, reading, mapping }) => ({ fileId, reading, mapping })), tags: [...tags], consent, onConflict }))
  return (await checkEnded(rig.ctx, begun.id)) as ImportCheck
}
const rowsOf = async (id: string, figure?: 'created' | 'updated' | 'rejected' | 'opted-out' | 'duplicate' | 'unchanged') =>
  value(await rig.call('imports.checkRows', { id, ...(figure === undefined ? {} : { figure }), offset: 0, limit: 500 }))

const counts = (from: ImportCheck | ImportRun) => ({
  rows: from.rows, created: from.created, updated: from.updated, unchanged: from.unchanged, duplicates: from.duplicates, rejected: from.rejected, reasons: from.reasons,
  stillOptedOut: from.stillOptedOut, optedOut: from.optedOut, mayText: from.mayText,
})

const BOOK = 'First name,Phone,Email,Tags,Size\nAnn,2025550143,ann@example.com,vip,M\nBob,2025550144,,,\nCy,2025550145,,,\n'
const NEWER = 'First name,Phone,Email,Tags,Size,SMS\nAnnie,(202) 555-0143,,"VIP, new",L,yes\nBob,2025550144,,,,no\nCy,2025550145,cy@example.com,,,yes\nDee,2025550146,,,,yes\nDee,2025550146,dee@example.com,,,\nEve,call me,,,,yes\nFay,2025550147,,,,unsubscribed\n'

describe('a dry run', () => {
  it('says what an import would do, row by row with old and new, and stores nothing', async () => {
    setUp()
    await rig.importAll(BOOK, { consent: agreed({ onlyWhereOptedIn: false }) })
    optOut(rig.ctx.db, { number: '+12025550145', method: 'reply', source: 'STOP', at: rig.ctx.now, zone: 'UTC' })
    const was = bookOf(rig)
    const fileId = rig.file(NEWER)
    const plan = rig.plan(await rig.inspect(fileId), fileId, { consent: agreed(), onConflict: 'overwrite', list: { name: 'New' } })
    const found = await check(plan)
    expect(found).toMatchObject({
      state: 'done', progress: 1, rows: 7, created: 2, updated: 2, unchanged: 1, duplicates: 1, rejected: 1, stillOptedOut: 1, optedOut: 2,
      mayTextNow: { marketing: 2, service: 0 }, mayText: { marketing: 2, service: 0 }, reasons: [{ reason: 'no-number', rows: 1 }],
    })
    expect((await rowsOf(found.id, 'updated')).rows.map(({ line, name, changes }) => [line, name, changes])).toEqual([
      [2, 'Annie', [{ field: 'first-name', label: '', from: 'Ann', to: 'Annie' }, { field: 'custom', label: 'Size', from: 'M', to: 'L' }, { field: 'tags', label: '', from: 'vip', to: 'vip, new' }]],
      [4, 'Cy', [{ field: 'email', label: '', from: '', to: 'cy@example.com' }]],
    ])
    expect((await rowsOf(found.id, 'opted-out')).rows.map(({ line, says }) => [line, says])).toEqual([[3, 'no'], [4, 'yes'], [8, 'stop']])
    expect((await rowsOf(found.id, 'rejected')).rows).toMatchObject([{ line: 7, reason: 'no-number', raw: 'Eve, call me, , , , yes' }])
    expect((await rowsOf(found.id)).rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect(bookOf(rig)).toEqual(was)
    expect(counts(await value(startImport(rig.ctx, plan)).ended)).toEqual(counts(found))
  })

  it('of several files knows in the second what the first would have left, and goes on after a bad one', async () => {
    setUp()
    const files = ['First name,Phone\nAnn,2025550143\nBob,2025550144\n', 'First name,Phone\nBad,2025550190\n', 'First name,Phone,Email\nAnnie,2025550143,ann@example.com\nBob,2025550144,\n'].map((text) => rig.file(text))
    const plans: ImportPlan[] = []
    for (const fileId of files) plans.push(rig.plan(await rig.inspect(fileId), fileId, { consent: agreed({ onlyWhereOptedIn: false }) }))
    const bad = { ...(plans[1] as ImportPlan), reading: { encoding: 'utf-8', delimiter: ',', hasHeader: true, kind: 'excel' } as const }
    const found = await check(plans[0] as ImportPlan, bad, plans[2] as ImportPlan)
    expect(found).toMatchObject({ state: 'done', rows: 4, created: 2, updated: 1, unchanged: 1, mayText: { marketing: 2, service: 0 } })
    expect(found.files.map(({ rows, problem }) => [rows, problem === null])).toEqual([[2, true], [0, false], [2, true]])
    const batch = value(await rig.call('imports.startAll', { plans: [plans[0] as ImportPlan, bad, plans[2] as ImportPlan] }))
    const ended = async (): Promise<typeof batch> => {
      const now = value(await rig.call('imports.batch', { id: batch.id }))
      return now.state === 'done' ? now : new Promise((resolve) => void setImmediate(() => void resolve(ended())))
    }
    const done = await ended()
    expect(done.progress).toBe(1)
    expect(done.files.map(({ run, problem }) => [run?.state ?? null, run?.created ?? 0, run?.updated ?? 0, problem === null])).toEqual([['done', 2, 0, true], [null, 0, 0, false], ['done', 0, 1, true]])
  })

  it('ends when another begins, when told to, and leaves nothing', async () => {
    setUp()
    const many = rig.file(`Phone\n${Array.from({ length: 20_000 }, (_, i) => `+1${String(2_025_560_000 + i)}`).join('\n')}\n`)
    const plan = rig.plan(await rig.inspect(many), many)
    const request = { files: [{ fileId: many, reading: plan.reading, mapping: plan.mapping }], tags: [], consent: plan.consent, onConflict: 'fill' as const }
    const first = value(await rig.call('imports.check', request))
    const second = value(await rig.call('imports.check', request))
    expect(await rig.call('imports.checked', { id: first.id })).toMatchObject({ ok: false, error: { code: 'imports-check-gone' } })
    expect(await checkEnded(rig.ctx, second.id)).toMatchObject({ state: 'done', created: 20_000, rows: 20_000 })
    value(await rig.call('imports.endCheck', { id: second.id }))
    expect(await rig.call('imports.checkRows', { id: second.id, offset: 0, limit: 1 })).toMatchObject({ ok: false })
    const left = readdirSync(join(rig.ctx.folder, 'outbox'), { recursive: true }).map(String)
    expect(left.filter((name) => name.endsWith('check.sqlite'))).toEqual([])
    expect(await rig.call('imports.check', { ...request, files: [{ ...(request.files[0] as (typeof request.files)[number]), mapping: ['skip'] }] })).toMatchObject({ ok: false, error: { code: 'imports-no-number-column' } })
  })

  it('counts duplicates as the import does where they lie far apart', async () => {
    setUp()
    await rig.importAll('First name,Phone,Email\nAnn,+12025560000,\n')
    const rows = Array.from({ length: 6_000 }, (_, i) => `P${i % 3},+1${String(2_025_560_000 + (i % 4_000))},${i > 4_000 ? `p${i}@example.com` : ''}`)
    const fileId = rig.file(`First name,Phone,Email\n${rows.join('\n')}\n`)
    const plan = rig.plan(await rig.inspect(fileId), fileId)
    const found = await check(plan)
    expect(found).toMatchObject({ rows: 6_000, created: 3_999, duplicates: 2_000 })
    expect(counts(await value(startImport(rig.ctx, plan)).ended)).toEqual(counts(found))
  })

  it('and the import after it come to the same figures, for any mess', async () => {
    setUp()
    await rig.importAll(`First name,Phone,Tags\n${Array.from({ length: 12 }, (_, i) => `P${i},+120255501${String(i * 2).padStart(2, '0')},${i % 3 === 0 ? 'Vip' : ''}`).join('\n')}\n`, { consent: agreed({ onlyWhereOptedIn: false }) })
    for (const last of ['02', '04', '90']) optOut(rig.ctx.db, { number: `+120255501${last}`, method: 'reply', source: 'STOP', at: rig.ctx.now, zone: 'UTC', ...(last === '04' ? { purposes: ['service'] as const } : {}) })
    const number = fc.oneof(fc.integer({ min: 0, max: 30 }).map((n) => `(202) 555-01${String(n).padStart(2, '0')}`), fc.constantFrom('', 'x', '911', '2025550190'), fc.string({ maxLength: 10 }))
    const cell = fc.oneof(fc.constantFrom('', 'P1', 'vip', 'VIP, é', 'É', '"', 'a"b'), fc.string({ maxLength: 5 }))
    const says = fc.constantFrom('', 'yes', 'no', 'stop', 'maybe', 'oui', 'désabonné')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, number, cell, says, cell), { minLength: 1, maxLength: 30 }), fc.constantFrom('fill', 'overwrite', 'keep'), fc.constantFrom('refused', 'not-asked'), fc.boolean(),
        fc.subarray(['marketing', 'service'] as const), fc.boolean(),
        async (rows, onConflict, noMeans, onlyWhereOptedIn, purposes, tagged) => {
          const fileId = rig.file(`First name,Phone,Tags,SMS,Town\n${rows.map((row) => row.join(',')).join('\n')}\nEnd,2025550199,,,\n`)
          const plan: ImportPlan = {
            fileId, reading: { encoding: 'utf-8', delimiter: ',', hasHeader: true }, mapping: ['first-name', 'number', 'tags', 'opt-in', 'custom'], list: null, tags: tagged ? ['spring', 'vip'] : [],
            consent: agreed({ noMeans, onlyWhereOptedIn, purposes: [...purposes] }), onConflict,
          }
          const found = await check(plan)
          const shown = await rowsOf(found.id)
          const run = await value(startImport(rig.ctx, plan)).ended
          expect(counts(run)).toEqual(counts(found))
          const after = value(await rig.call('imports.rows', { id: run.id, offset: 0, limit: 500 }))
          expect(after.rows.map((row) => [row.line, row.outcome, row.reason, row.number])).toEqual(shown.rows.map((row) => [row.line, row.outcome, row.reason, row.number]))
          const people = new Set(shown.rows.flatMap((row) => row.number ?? []))
          expect([...people].filter((one) => mayText(rig.ctx.db, one, 'marketing', rig.ctx.clock.now()) === 'yes')).toHaveLength(found.mayText.marketing)
          for (const row of shown.rows) if (row.number !== null) expect((['marketing', 'service'] as const).some((purpose) => mayText(rig.ctx.db, row.number as string, purpose, rig.ctx.clock.now()) === 'opted-out')).toBe(row.optedOut)
        },
      ),
      { numRuns: 6, endOnFailure: true },
    )
    // Each run starts three threads.
  }, 120_000)
})

describe('answers are remembered', () => {
  it('for the next file with the same headings, in whatever order, until they are forgotten', async () => {
    setUp()
    const fileId = rig.file('Who,Ring,Opt in?\nAnn,2025550143,yes\n', 'first.csv')
    const plan = rig.plan(await rig.inspect(fileId), fileId, { mapping: ['first-name', 'number', 'opt-in'], tags: ['new'], consent: agreed(), onConflict: 'overwrite' })
    value(await rig.call('imports.start', plan))
    while (value(await rig.call('imports.all', {})).some(({ state }) => state === 'running')) await new Promise((resolve) => void setImmediate(resolve))
    const again = await rig.inspect(rig.file('Opt in?,RING,who\nno,2025550144,Bob\n', 'second.csv'))
    expect(again.remembered).toMatchObject({ fileName: 'first.csv', usedAt: rig.ctx.now, mapping: ['opt-in', 'number', 'first-name'], answers: { tags: ['new'], onConflict: 'overwrite', consent: { disclosure: 'I agree to get texts.' } } })
    expect((await rig.inspect(rig.file('Opt in?,Ring\nno,2025550144\n'))).remembered).toBeNull()
    expect(value(await rig.call('imports.remembered', {}))).toMatchObject([{ fileName: 'first.csv' }])
    expect(JSON.stringify(rig.ctx.db.prepare('SELECT * FROM import_mappings').all())).not.toMatch(/ring|2025550143/i)
    value(await rig.call('imports.forget', { fingerprint: again.fingerprint }))
    expect((await rig.inspect(rig.file('Who,Ring,Opt in?\nAnn,2025550143,yes\n'))).remembered).toBeNull()
  })
})

it('what is pasted becomes a file', async () => {
  setUp({ language: 'fr', country: 'FR' })
  const { fileId, name } = value(await rig.call('imports.paste', { text: '06 39 98 12 34\r\n06 39 98 12 35\r\n' }))
  expect(name).toBe('Liste collée.txt')
  expect(await rig.inspect(fileId)).toMatchObject({ reading: { hasHeader: false }, rows: 2, columns: [{ guess: 'number' }] })
  const table = value(await rig.call('imports.paste', { text: 'Prénom\tPortable\nZoé\t0639981234\n' }))
  expect(await rig.inspect(table.fileId)).toMatchObject({ reading: { delimiter: '\t', hasHeader: true }, columns: [{ guess: 'first-name' }, { guess: 'number' }] })
})
