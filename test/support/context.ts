import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallName, CallOutput, CallInput, Handlers } from '../../shared/contract/index.ts'
import { contract } from '../../shared/contract/index.ts'
import type { Topic } from '../../shared/contract/common.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import { problem } from '../../shared/messages/problems.ts'
import type { Result } from '../../shared/result.ts'
import type { Context } from '../../electron/core/context.ts'
import { migrate } from '../../electron/core/database/migrate.ts'
import { openDatabase } from '../../electron/core/database/open.ts'
import { seededRandom, silentLog, type Clock } from '../../electron/core/environment.ts'

/** Monday, 1 June 2026, noon UTC: what tests take for now. */
export const TEST_NOW = Date.UTC(2026, 5, 1, 12)

export type TestContext = Context & {
  /** What was announced so far. */
  readonly topics: Topic[]
  /** The book's time; tests set it forward. */
  now: number
  /** Closes the book and removes its folder. */
  close(): void
}

/** The context of a practice book, empty in a folder of its own unless one is given, for testing one capability without the rest of core. */
export const testContext = (settings: Partial<Settings> = {}, folder: string = mkdtempSync(join(tmpdir(), 'deskbell-test-'))): TestContext => {
  const databaseFile = join(folder, 'book.db')
  const db = openDatabase(databaseFile)
  migrate(db)
  const topics: Topic[] = []
  const clock: Clock = { now: () => context.now, monotonic: () => context.now, after: () => ({ cancel() {} }) }
  const current: Settings = {
    language: 'en', theme: 'system', businessName: 'Juniper & Sage', country: 'US', mode: 'practice', firstRunDone: true, ...settings,
  }
  const context: TestContext = {
    mode: 'practice', db, databaseFile, nativeBinding: undefined, folder, clock, random: seededRandom(1), log: silentLog, topics, now: TEST_NOW,
    files: { grant: () => { throw new Error('No files here.') }, path: () => null, create: () => { throw new Error('No files here.') } },
    settings: () => current,
    emit() {},
    onClose() {},
    changed: (...changed) => void topics.push(...changed),
    problem: (code, params, field) => problem(code, current.language, params, field),
    close() {
      db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return context
}

/** Calls handlers as core does: the input checked against the contract first. */
export const caller =
  <N extends CallName>(handlers: Pick<Handlers, N>) =>
  async <M extends N>(name: M, input: CallInput<M>): Promise<Result<CallOutput<M>>> => {
    const handler = handlers[name] as (input: unknown) => Promise<Result<CallOutput<M>>> | Result<CallOutput<M>>
    return handler(contract[name].input.parse(input))
  }
