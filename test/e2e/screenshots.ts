/**
 * Pictures of the running program, taken as a person goes through it: `npm run screenshots`.
 * Writes the README's pictures (light, English) to docs/images; with `--all FOLDER` every screen in light and dark,
 * English and French, 1280×800 and 1000×700, for looking at.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from 'playwright'
import { caller, importList } from '../../build/demo/main.ts'
import { findBrowser, sandboxArguments } from '../../build/browsers.ts'
import { createPreviewHost } from '../../build/preview-host/server.ts'
import { createCore } from '../../electron/core/core.ts'
import { memoryVault, scaledClock, seededRandom, silentLog } from '../../electron/core/environment.ts'
import type { Language } from '../../shared/contract/common.ts'
import { keywordDisclosure } from '../../shared/collect/disclosure.ts'
import { suggestedAnswer, suggestedWord } from '../../shared/collect/print-words.ts'

type Look = { readonly language: Language; readonly theme: 'light' | 'dark'; readonly width: number; readonly height: number }

const words = {
  en: {
    business: 'Lemon & Thyme', country: 'US',
    body: 'Hi {{ first_name | default: "there" }}, fresh croissants from 7 tomorrow… Show this text and the coffee is on us ☕ {{ business }}. STOP to opt out',
    name: 'Croissant morning',
  },
  fr: {
    business: 'Citron & Thym', country: 'FR',
    body: 'Bonjour {{ first_name | default: "" }}, croissants tout chauds dès 7 h demain… Sur présentation de ce message, le café est offert ☕ {{ business }}. STOP pour se désinscrire',
    name: 'Matin croissants',
  },
} as const

/** The pictures that README.md shows. */
const inReadme = new Set(['06-contacts', '09-compose', '10-campaign', '13-log', '16-poster', '21-check'])

/** Speeds the practice carrier up, so that a campaign has something to show. */
const SPEED = 30

const photograph = async (browser: Browser, look: Look, folder: string, suffix: string): Promise<void> => {
  const say = words[look.language]
  const data = mkdtempSync(join(tmpdir(), 'deskbell-pictures-'))
  const core = createCore({
    folder: data, vault: memoryVault(), clock: scaledClock(SPEED), random: seededRandom(4), log: silentLog, version: '0.1.0',
    systemLanguage: look.language, systemCountry: say.country, practice: { speed: SPEED, seed: 4 },
  })
  await core.start()
  const host = await createPreviewHost({ core, rendererFolder: resolve('out/renderer') })
  const call = caller(core)
  const page = await browser.newPage({
    viewport: { width: look.width, height: look.height }, colorScheme: look.theme, reducedMotion: 'reduce', deviceScaleFactor: 1,
    locale: look.language === 'fr' ? 'fr-FR' : 'en-US',
  })
  const quiet = async (p: Page) => {
    await p.locator('h1').first().waitFor()
    await p.waitForFunction(() => document.fonts.ready.then(() => document.querySelector('[data-loading="true"], .mantine-Skeleton-root') === null))
  }
  const shot = async (name: string) => {
    await quiet(page)
    if (suffix === '' && !inReadme.has(name)) return
    await page.screenshot({ path: join(folder, `${name}${suffix}.png`) })
  }
  const go = async (hash: string, name: string) => {
    await page.evaluate((to) => void (location.hash = to), hash)
    await page.waitForTimeout(400)
    await shot(name)
  }
  try {
    await page.goto(host.url)
    await shot('01-first-run')
    await call('settings.finishFirstRun', { language: look.language, businessName: say.business, country: say.country, sample: false })
    await call('settings.save', { theme: look.theme })
    await page.reload()
    await go('#/today', '02-empty-today')
    await go('#/contacts', '03-empty-contacts')
    await go('#/compose', '04-empty-compose')
    await importList(core, call, { say() {}, bar() {}, endBar() {}, table() {} }, null)
    const lists = await call('lists.all', {})
    const plan = { audience: { kind: 'list' as const, listId: lists[0]!.id }, purpose: 'marketing' as const, body: say.body, senderId: null }
    await go('#/import', '05-import')
    await go('#/contacts', '06-contacts')
    const first = (await call('contacts.page', { filter: { marketing: 'opted-in' }, sort: 'name', offset: 3, limit: 1 })).rows[0]!
    await go(`#/contacts/${first.id}`, '07-person')
    await go('#/lists', '08-lists')
    const draft = await call('campaigns.saveDraft', { name: say.name, plan })
    // Prices come from the carrier; with this clock an estimate does not wait for them.
    while ((await call('campaigns.estimate', plan)).cost === null) await page.waitForTimeout(100)
    await page.evaluate((to) => void (location.hash = to), `#/compose/${draft.id}`)
    await page.waitForTimeout(1500)
    await shot('09-compose')
    while ((await call('senders.all', {})).length === 0) await page.waitForTimeout(50)
    const estimate = await call('campaigns.estimate', plan)
    await call('campaigns.approve', { id: draft.id, sendAt: null, expected: estimate.recipients })
    await page.evaluate((to) => void (location.hash = to), `#/campaigns/${draft.id}`)
    await page.waitForTimeout(2500)
    await shot('10-campaign')
    await go('#/today', '11-today')
    await go('#/campaigns', '12-campaigns')
    await go('#/log', '13-log')
    const failed = (await call('messages.page', { filter: { statuses: ['undelivered', 'failed'] }, offset: 0, limit: 1 })).rows[0]
    if (failed) await go(`#/log/${failed.id}`, '14-message')
    await go('#/inbox', '16-inbox')
    const talk = (await call('inbox.page', { filter: 'all', after: null, limit: 1 })).rows[0]
    if (talk) await go(`#/inbox/${encodeURIComponent(talk.number)}`, '17-conversation')
    await go('#/results', '18-results')
    await go(`#/results/${draft.id}`, '19-campaign-results')
    await go('#/settings', '15-settings')
    const word = suggestedWord[look.language]
    await call('inbox.saveKeyword', {
      word, answer: suggestedAnswer(look.language, say.business), tag: '', listId: null, optIn: 'marketing', disclosure: keywordDisclosure('marketing', look.language, say.business, word), againHours: 720, quiet: false, active: true,
    })
    await go('#/permission', '20-check-empty')
    await go(`#/permission/${encodeURIComponent(first.number)}`, '21-check')
    await go('#/permission/collect', '22-collect')
    await go('#/permission/words', '23-words')
    await go('#/permission/stops', '24-stops')
    await go('#/permission/rules', '25-rules')
    await page.evaluate((to) => void (location.hash = to), '#/permission/collect/poster')
    await page.getByTestId('poster').waitFor()
    await shot('16-poster')
    await go('#/permission/collect/website', '27-website')
    await go('#/front-desk', '26-front-desk')
  } finally {
    await page.close()
    await host.close()
    await core.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

const { values } = parseArgs({ options: { all: { type: 'string' } } })
if (!existsSync('out/renderer/index.html')) throw new Error('Build the window first: npm run build')
const executablePath = findBrowser()
if (executablePath === null) throw new Error('No Chrome, Edge or Chromium was found on this computer.')
const browser = await chromium.launch({ executablePath, args: [...sandboxArguments()] })
try {
  const folder = resolve(values.all ?? 'docs/images')
  mkdirSync(folder, { recursive: true })
  if (values.all === undefined) await photograph(browser, { language: 'en', theme: 'light', width: 1280, height: 800 }, folder, '')
  else {
    for (const language of ['en', 'fr'] as const) {
      for (const [theme, width, height] of [['light', 1280, 800], ['dark', 1000, 700]] as const) {
        await photograph(browser, { language, theme, width, height }, folder, `-${language}-${theme}-${width}`)
      }
    }
  }
} finally {
  await browser.close()
}
