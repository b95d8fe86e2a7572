import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, test as base, type ElectronApplication, type Page } from 'playwright/test'
import { sandboxArguments } from '../../build/browsers.ts'
import type { Bridge, CallInput, CallName, CallOutput } from '../../shared/contract/index.ts'
import type { Result } from '../../shared/result.ts'

declare global {
  // The page's own global, as the preload leaves it; the tests' code for the page is typed by it.
  var deskbell: Bridge
}

export const program = process.env['DESKBELL_TEST_ELECTRON'] ?? ''
export const repository = fileURLToPath(new URL('../../', import.meta.url))

export type Desk = {
  readonly app: ElectronApplication
  readonly page: Page
  readonly folder: string
  /** What the program is started with: for a second one. */
  readonly args: readonly string[]
  readonly env: Record<string, string>
}

/** Starts the built application on `folder` and waits for its window. */
export const launch = async (folder: string): Promise<Desk> => {
  const args = [...sandboxArguments(), repository]
  const env = { ...(process.env as Record<string, string>), DESKBELL_DATA: folder, LANG: 'en_US.UTF-8', LANGUAGE: 'en' }
  const app = await _electron.launch({ executablePath: program, args, env })
  const page = await app.firstWindow()
  await page.waitForFunction(() => 'deskbell' in globalThis)
  return { app, page, folder, args, env }
}

/** A call of the contract from the page; a problem becomes an exception. */
export const call = async <N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
  const result = (await page.evaluate(([asked, given]) => globalThis.deskbell.call(asked, given), [name, input] as const)) as Result<CallOutput<N>>
  if (!result.ok) throw new Error(`${name}: ${result.error.code}: ${result.error.message}`)
  return result.value
}

/** Ends the first run in practice mode, without the sample list. */
export const finishFirstRun = async (page: Page): Promise<void> => {
  await call(page, 'settings.finishFirstRun', { language: 'en', businessName: 'Marlow Bakery', country: 'US', sample: false })
}

/** `folder`: an empty data folder of the test's own. `desk`: the application, started on it. */
export const test = base.extend<{ folder: string; desk: Desk }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern.
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbell-electron-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  desk: async ({ folder }, use) => {
    const desk = await launch(folder)
    await use(desk)
    await desk.app.close()
  },
})
