import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base, type Page } from 'playwright/test'
import { createPreviewHost } from '../../build/preview-host/server.ts'
import type { Language } from '../../shared/contract/common.ts'
import { startTestCore, type TestCore, type TestCoreOptions } from '../support/core.ts'
import { fillBook } from '../support/fill-book.ts'

export { expect }

export type DeskOptions = {
  /** The system's language, and the business's. Default 'en'. */
  language: Language
  /** Default true: "Bell & Co" in the US, in practice mode. */
  firstRunDone: boolean
  /** The first so many of support/people.ts; with any, a list "Everybody" has them all. Default 0. */
  people: number
  /** More for the core: faults, a live provider, an existing folder. */
  coreOptions: TestCoreOptions
}

export type DeskFixtures = {
  /** The core behind the window. */
  desk: TestCore
  /** Goes to an address of the window ("#/contacts") and waits for its heading. */
  visit: (hash: string) => Promise<void>
}

/** The built window: `npm test` builds it first. */
const rendererFolder = fileURLToPath(new URL('../../out/renderer', import.meta.url))

/** A core on a folder of its own, and `page` opened on it through the preview host. */
export const test = base.extend<DeskOptions & DeskFixtures>({
  language: ['en', { option: true }],
  firstRunDone: [true, { option: true }],
  people: [0, { option: true }],
  coreOptions: [{}, { option: true }],

  desk: async ({ language, firstRunDone, people, coreOptions }, use) => {
    const desk = await startTestCore({ systemLanguage: language, firstRunDone, ready: firstRunDone, ...coreOptions })
    if (firstRunDone && language !== 'en') await desk.call('settings.save', { language })
    if (people > 0) fillBook(desk.db(), people, { now: desk.clock.now(), list: 'Everybody' })
    await use(desk)
    await desk.end()
  },

  page: async ({ page, desk }, use) => {
    const broken: string[] = []
    page.on('pageerror', (error) => broken.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && /content security policy/i.test(message.text())) broken.push(message.text())
    })
    const host = await createPreviewHost({ core: desk.core, rendererFolder })
    await page.goto(host.url)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await use(page)
    await host.close()
    expect(broken, 'errors in the window').toEqual([])
  },

  visit: async ({ page }, use) => {
    await use(async (hash) => {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
    })
  },
})

/** Nothing that axe finds, in light and in dark. `within` looks at a part only (a dialog over the page). */
export const expectAccessible = async (page: Page, within?: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    // In the page itself: without frames a second, blank page is only slower. Only the colours differ in the dark.
    const look = new AxeBuilder({ page }).setLegacyMode(true)
    if (colorScheme === 'dark') look.withRules(['color-contrast'])
    const { violations } = await (within === undefined ? look : look.include(within)).analyze()
    const found = violations.map(({ id, nodes }) => `${id} (${colorScheme}): ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join('; ')}`)
    expect(found).toEqual([])
  }
}
