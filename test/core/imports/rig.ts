import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImportPlan, ImportRun, Inspection } from '../../../shared/contract/imports.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import type { Result } from '../../../shared/result.ts'
import type { CoreEvents } from '../../../shared/contract/index.ts'
import { createFiles, type Files } from '../../../electron/core/files/files.ts'
import { importsHandlers } from '../../../electron/core/imports/api.ts'
import { startImport, stopImports } from '../../../electron/core/imports/run.ts'
import { caller, testContext, type TestContext } from '../../support/context.ts'

export type Rig = ReturnType<typeof createRig>

export const noConsent: ImportPlan['consent'] = { purposes: [], method: 'other', occurredAt: 0, disclosure: '', source: '', onlyWhereOptedIn: false }

/** A book (new unless a folder with one is given), its imports, and a way to put files before them. */
export const createRig = (settings: Partial<Settings> = {}, folder?: string) => {
  const base: TestContext = testContext(settings, folder)
  const files: Files = createFiles(base.folder)
  const events: CoreEvents['import.progress'][] = []
  const ctx = { ...base, files, emit: ((event: string, data: unknown) => void (event === 'import.progress' && events.push(data as ImportRun))) as TestContext['emit'] }
  const call = caller(importsHandlers(ctx))
  let count = 0
  const file = (content: string | Uint8Array, name = `list-${++count}.csv`): string => {
    const path = join(base.folder, name)
    writeFileSync(path, content)
    return files.grant(path).fileId
  }
  const plan = (found: Inspection, fileId: string, more: Partial<ImportPlan> = {}): ImportPlan => ({
    fileId, reading: found.reading, mapping: found.columns.map(({ guess }) => guess), list: null, tags: [], consent: noConsent, onConflict: 'fill', ...more,
  })
  const inspect = async (fileId: string): Promise<Inspection> => value(await call('imports.inspect', { fileId }))
  /** Inspects, starts and waits for the end. */
  const importAll = async (content: string | Uint8Array, more: Partial<ImportPlan> = {}): Promise<ImportRun> => {
    const fileId = file(content)
    const found = await inspect(fileId)
    return value(startImport(ctx, plan(found, fileId, more))).ended
  }
  return { ctx, call, file, plan, inspect, importAll, events, close: async () => {
    await stopImports(ctx)
    base.close()
  } }
}

export const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** Every row an import may touch, to compare a book before and after. */
export const bookOf = (rig: Rig): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    ['contacts', 'tags', 'contact_tags', 'lists', 'list_members', 'custom_fields', 'consent_events', 'consent', 'disclosures', 'import_rows', 'import_spans', 'import_said', 'import_undone'].map((table) => [
      table,
      rig.ctx.db.prepare(`SELECT * FROM ${table}`).raw().all(),
    ]),
  )

export const found = (rig: Rig, word: string): readonly number[] =>
  rig.ctx.db.prepare('SELECT rowid FROM contacts_search WHERE contacts_search MATCH ? ORDER BY rowid').pluck().all(`"${word}"*`) as number[]
