import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setImmediate as soon } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { recoverImports } from '../../../electron/core/imports/recover.ts'
import { findRun } from '../../../electron/core/imports/queries.ts'
import { startImport, stopImports } from '../../../electron/core/imports/run.ts'
import { runningOf } from '../../../electron/core/imports/running.ts'
import { createFiles } from '../../../electron/core/files/files.ts'
import { unwrap } from '../../../shared/result.ts'
import { listPlan, writeList } from '../../bench/import-list.ts'
import { testContext, type TestContext } from '../../support/context.ts'

const ROWS = 15_000
const OTHERS = 20_001
let ctx: TestContext
let children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  await stopImports(ctx)
  ctx.close()
})

const child = (...args: readonly string[]): ChildProcess => {
  const one = spawn(process.execPath, [fileURLToPath(new URL('killed-import.ts', import.meta.url)), ...args], { stdio: 'ignore' })
  children.push(one)
  return one
}
/** Kills it once `when` holds; it must not have ended by itself before. */
const killWhen = async (one: ChildProcess, when: () => boolean): Promise<void> => {
  while (!when()) {
    if (one.exitCode !== null) throw new Error('It ended by itself.')
    await soon()
  }
  one.kill('SIGKILL')
  await once(one, 'exit')
}
const setUp = (): { readonly file: string; count(what: string): number } => {
  ctx = testContext({}, mkdtempSync(join(tmpdir(), 'deskbell-kill-')))
  const file = join(ctx.folder, 'people.csv')
  writeList(file, ROWS)
  return { file, count: (what) => ctx.db.prepare(`SELECT count(*) FROM ${what}`).pluck().get() as number }
}
const indexes = (): unknown => ctx.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name").all()

it('an import killed while it writes people leaves nothing, and works the next time', async () => {
  const { file, count } = setUp()
  const was = indexes()
  await killWhen(child(ctx.folder, file), () => count('contacts') > 0)
  expect(recoverImports(ctx)).toBe(1)
  expect(['contacts', 'contact_tags', 'tags', 'lists', 'list_members', 'custom_fields', 'consent_events', 'import_rows', 'import_spans', 'import_said'].map(count)).toEqual(Array.from({ length: 10 }, () => 0))
  expect(indexes()).toEqual(was)
  expect(ctx.db.pragma('integrity_check', { simple: true })).toBe('ok')
  const files = createFiles(ctx.folder)
  const run = await unwrap(startImport({ ...ctx, files }, listPlan(files.grant(file).fileId))).ended
  expect(run).toMatchObject({ state: 'done', created: ROWS })
}, 60_000)

it('undoing killed on the way is finished after the next start', async () => {
  const { file, count } = setUp()
  await once(child(ctx.folder, file), 'exit')
  const id = ctx.db.prepare("SELECT id FROM imports WHERE state = 'done'").pluck().get() as number
  // So many others keep it from being done at once.
  ctx.db.exec(`WITH RECURSIVE n (n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM n WHERE n < ${OTHERS - 1})
    INSERT INTO contacts (number, created_at, updated_at) SELECT '+4420800' || (10000 + n), 1, 1 FROM n`)
  await killWhen(child(ctx.folder, file, String(id)), () => count('contacts') < ROWS + OTHERS)
  expect(findRun(ctx.db, id, () => '')?.state).toBe('undoing')
  expect(recoverImports(ctx)).toBe(0)
  await runningOf(ctx).get(id)?.ended
  expect(findRun(ctx.db, id, () => '')).toMatchObject({ state: 'undone', undo: { removed: ROWS, kept: 0, withdrawn: ROWS } })
  expect(count('contacts')).toBe(OTHERS)
  expect(count('consent')).toBe(0)
  expect(count('lists')).toBe(0)
  expect(firstTamperedEvent(ctx.db)).toBeNull()
  expect(ctx.db.pragma('integrity_check', { simple: true })).toBe('ok')
}, 60_000)
