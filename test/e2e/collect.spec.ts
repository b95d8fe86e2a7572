import { readFileSync } from 'node:fs'
import type { Page } from 'playwright/test'
import { keywordDisclosure } from '../../shared/collect/disclosure.ts'
import type { TestCore } from '../support/core.ts'
import { readPdf } from '../support/pdf.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

const ANA = '+12025550143'
const BEN = '+12025550144'

const makeWord = (desk: TestCore, word = 'JOIN', language: 'en' | 'fr' = 'en') =>
  desk.call('inbox.saveKeyword', { word, answer: '', tag: '', listId: null, optIn: 'marketing', disclosure: keywordDisclosure('marketing', language, 'Bell & Co', word), againHours: 24, quiet: false, active: true })
const number = (page: Page) => page.getByLabel('Mobile number')
const holdEscape = async (page: Page) => {
  await page.keyboard.down('Escape')
  await page.clock.runFor(2100)
  await page.keyboard.up('Escape')
}

// Asking twice is words.spec's; here a yes is on record at once.
test.beforeEach(async ({ desk }) => { await desk.call('asking.save', { doubleOptIn: false }) })

test('the ways are shown with one action each, and a first word leads to the others', async ({ page, desk, visit }) => {
  await visit('#/permission/collect')
  for (const title of ['A word to text', 'Poster and counter card', 'Form at the front desk', 'Form for your website', 'Paper forms', 'They said so', 'A list with proof']) await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await expectAccessible(page)
  await visit('#/permission/collect/poster')
  await page.getByRole('link', { name: 'Make a sign-up word' }).click()
  await expect(page.getByLabel('Word to text')).toHaveValue('JOIN')
  await expectAccessible(page)
  await page.getByLabel('Word to text').fill('STOP IT')
  await page.getByRole('button', { name: 'Make the word' }).click()
  await expect(page.getByText(/Nothing was saved/)).toBeVisible()
  await page.getByLabel('Word to text').fill('BELLS')
  await expect(page.getByLabel('What people read beside it')).toHaveValue(/By texting BELLS you agree/)
  await page.getByRole('button', { name: 'Make the word' }).click()
  await expect(page.getByRole('table', { name: 'Words that sign people up' })).toContainText('BELLS')
  expect(await desk.call('inbox.keywords', {})).toMatchObject([{ word: 'BELLS', optIn: 'marketing' }])
  await page.getByRole('link', { name: /All ways/ }).click()
  await expect(page.getByText('BELLS: nobody yet')).toBeVisible()
})

test('a poster is written, seen, saved and printed, and its words become the proof', async ({ page, desk, visit }) => {
  test.slow()
  await makeWord(desk)
  await visit('#/permission/collect/poster')
  const preview = page.getByTestId('poster')
  await expect(preview).toBeVisible()
  await expect.poll(() => preview.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(500)
  const before = await preview.getAttribute('src')
  await page.getByLabel('Headline').fill('Figs on Friday')
  await expect.poll(() => preview.getAttribute('src')).not.toBe(before)
  await expectAccessible(page)

  // Without what it must hold, it is neither saved nor printed.
  const wording = page.getByLabel('What they agree to')
  await wording.fill('Texts from Bell & Co.')
  await expect(page.getByRole('status')).toContainText('must also tell: how often')
  await expect(page.getByRole('button', { name: 'Save as PDF' })).toBeDisabled()
  await page.getByRole('button', { name: 'Take the suggested wording' }).click()
  await wording.fill(`${await wording.inputValue()} Ask Ana.`)
  await expect(page.getByText('So far, the proof of JOIN says something else.')).toBeVisible()
  await page.getByText('Both', { exact: true }).click()
  await expect(page.getByLabel('Headline (in French)')).toHaveValue('Soyez les premiers avertis.')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as PDF' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toBe('Bell & Co JOIN poster.pdf')
  const text = readPdf(readFileSync(await saved.path())).lines.map((line) => line.text).join(' ')
  expect(text).toContain('Figs on Friday')
  expect(text).toContain('STOP to stop at any time. Ask Ana.')
  await expect(page.getByText('So far, the proof of JOIN')).toHaveCount(0)
  expect((await desk.call('inbox.keywords', {}))[0]!.disclosure).toMatch(/Ask Ana\.\n\nEn envoyant JOIN/)

  // What the printer gets is the sheet alone.
  await page.evaluate(() => {
    window.print = () => { document.body.dataset.printed = `${document.querySelectorAll('.print-sheet img').length} ${document.body.className} ${document.querySelector('.print-sheet style')?.textContent ?? ''}` }
  })
  await page.getByRole('button', { name: 'Print' }).click()
  await expect(page.locator('body')).toHaveAttribute('data-printed', /^1 .*printing-sheet.*size: 612pt 792pt/)
  await expect(page.locator('.print-sheet')).toHaveCount(0)
})

test('the form for a website is shown as visitors see it, and opens their texting app once the box is ticked', async ({ page, desk, visit }) => {
  await makeWord(desk)
  await visit('#/permission/collect/website')
  await page.getByLabel('Headline').fill('<b>Bold</b> & "quoted"')
  const form = page.getByTestId('website-preview')
  await expect(form.getByRole('heading', { name: '<b>Bold</b> & "quoted"' })).toBeVisible()
  const link = form.getByRole('link')
  await expect(link).toHaveCount(0)
  const box = form.getByRole('checkbox', { name: /Yes, text me news and offers/ })
  await expect(box).not.toBeChecked()
  await box.focus()
  await page.keyboard.press('Space')
  await expect(link).toHaveAttribute('href', 'sms:+12025550100?&body=JOIN')
  await page.keyboard.press('Tab')
  await expect(link).toBeFocused()
  await expectAccessible(page)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy the HTML' }).click()
  await expect(page.getByText('Copied.')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('&lt;b&gt;Bold&lt;/b&gt; &amp; &quot;quoted&quot;')
})

test('somebody signs up at the front desk by keyboard, is thanked, and the form is empty again', async ({ page, desk, visit }) => {
  test.slow()
  await desk.call('contacts.add', { number: ANA, firstName: 'Anabel', lastName: 'Ruiz' })
  await visit('#/permission/collect/front-desk')
  await expectAccessible(page)
  await page.clock.install()
  await page.getByRole('button', { name: 'Start the form' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Texts from Bell & Co?')
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByRole('link')).toHaveCount(0)
  await expectAccessible(page)
  for (const box of await page.getByRole('checkbox').all()) await expect(box).not.toBeChecked()

  await number(page).focus()
  await page.keyboard.type('12')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText(/Tick at least one box/)
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText(/Some digits are missing/)
  await expect(number(page)).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('(202) 555-0143')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Mallory')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Thank you!' })).toBeVisible()
  await expect(page.getByText('also text START to')).toBeVisible()
  await expect(page.getByText(/Anabel|Ruiz/)).toHaveCount(0)
  await expectAccessible(page)
  await page.clock.runFor(11_000)
  await expect(number(page)).toHaveValue('')
  await expect(page.getByRole('checkbox', { name: /news and offers/ })).not.toBeChecked()

  const history = await desk.call('consent.history', { number: ANA })
  expect(history).toMatchObject([{ method: 'front-desk', purpose: 'marketing', state: 'opted-in', source: 'front desk, this computer' }])
  expect(history[0]!.disclosure).toContain('Agreeing is not a condition of any purchase.')
  const { rows } = await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 5 })
  expect(rows).toMatchObject([{ firstName: 'Anabel', lastName: 'Ruiz', marketing: 'opted-in' }])
})

test('the front desk form is left only by a deliberate act, and shows nothing of the desk before', async ({ page, desk, visit }) => {
  test.slow()
  await desk.call('collect.saveFrontDesk', { purposes: ['marketing'], words: { en: { marketing: '', service: '' }, fr: { marketing: '', service: '' } }, leaveWord: 'figs' })
  await visit('#/contacts')
  await page.clock.install()
  await page.evaluate("location.hash = '#/front-desk'")
  await expect(page.getByRole('heading', { name: 'Texts from Bell & Co?' })).toBeVisible()
  // Neither keys, nor going back, nor an address lead out of it.
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+2')
  await page.keyboard.press('Alt+ArrowLeft')
  await page.evaluate("location.hash = '#/contacts'")
  await page.evaluate('history.back()')
  await expect.poll(() => page.evaluate('location.hash')).toBe('#/front-desk')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Texts from Bell & Co?')
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Texts from Bell & Co?')

  await page.keyboard.down('Escape')
  await page.clock.runFor(1000)
  await expect(page.getByText('Keep holding to leave')).toBeVisible()
  await page.keyboard.up('Escape')
  await page.clock.runFor(5000)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Texts from Bell & Co?')

  await holdEscape(page)
  await expect(page.getByRole('heading', { name: 'Leave the form' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.type('guess')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('This is not the word.')
  // Nobody is kept there.
  await page.clock.runFor(25_000)
  await expect(number(page)).toBeVisible()
  await page.getByRole('button', { name: 'Staff' }).hover()
  await page.mouse.down()
  await page.clock.runFor(2100)
  await page.mouse.up()
  await page.keyboard.type('FIGS')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Permission' })).toBeVisible()
  await expect(page.getByText('Nobody signed up this time.')).toBeVisible()
})

test('a form somebody walked away from empties itself, and speaks French when asked', async ({ page, desk, visit }) => {
  await visit('#/front-desk')
  await page.clock.install()
  await number(page).fill('202 555 0144')
  await page.getByRole('checkbox', { name: /news and offers/ }).check()
  await page.clock.runFor(50_000)
  await expect(page.getByText('Still there?')).toBeVisible()
  await page.clock.runFor(15_000)
  await expect(number(page)).toHaveValue('')

  await page.getByRole('button', { name: 'Français' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Des SMS de Bell & Co/)
  await expectAccessible(page)
  await page.getByLabel('Numéro de mobile').fill('12')
  await page.getByRole('checkbox', { name: /nouvelles et les offres/ }).check()
  await page.getByRole('button', { name: 'M’inscrire' }).click()
  await expect(page.getByRole('alert')).toHaveText(/Il manque des chiffres/)
  await page.getByLabel('Numéro de mobile').fill('(202) 555-0144')
  await page.getByRole('button', { name: 'M’inscrire' }).dblclick()
  await expect(page.getByRole('heading', { name: /Merci/ })).toBeVisible()
  // The next customer finds the shop's language.
  await page.getByRole('button', { name: 'Terminé' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Texts from Bell & Co?')
  expect(await desk.call('consent.history', { number: BEN })).toMatchObject([{ method: 'front-desk', disclosure: expect.stringContaining('Cet accord n’est la condition d’aucun achat.') }])
})

test('paper forms are written down without touching the mouse, and the last one is taken back', async ({ page, desk, visit }) => {
  test.slow()
  await visit('#/permission/collect/paper')
  const field = page.getByLabel('Number', { exact: true })
  await expect(field).toBeFocused()
  await expectAccessible(page)
  const write = async (...values: readonly string[]) => {
    for (const [index, value] of values.entries()) {
      if (index > 0) await page.keyboard.press('Tab')
      await page.keyboard.type(value)
    }
    await page.keyboard.press('Enter')
  }
  await write('202 555 0143', 'Ana', 'Ruiz')
  await expect(page.getByRole('heading', { name: 'One form written down' })).toBeVisible()
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('')
  await write('202 555 0144', 'Ben')
  await expect(page.getByRole('heading', { name: '2 forms written down' })).toBeVisible()
  const list = page.getByRole('region', { name: 'Written down' }).getByRole('listitem')
  await expect(list.first()).toContainText('Ben')
  await expect(list.first()).toContainText('Offers: agreed')
  await expectAccessible(page)
  await page.keyboard.press('ControlOrMeta+Shift+Z')
  await expect(page.getByRole('heading', { name: 'One form written down' })).toBeVisible()
  await expect(list.first()).toContainText('taken back')
  expect((await desk.call('consent.history', { number: BEN })).map(({ method }) => method)).toEqual(['entry-undone', 'paper'])

  // Wrong at its field; what was typed stays to be corrected.
  await write('12', 'Eve')
  await expect(page.getByText('Some digits are missing.')).toBeVisible()
  await expect(field).toBeFocused()
  await write('202 555 0145')
  await expect(list.first()).toContainText('Eve')
  const { rows } = await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 9 })
  expect(rows.map(({ firstName, marketing }) => [firstName, marketing])).toEqual([['Eve', 'opted-in'], ['Ana', 'opted-in']])
})

test('a spoken yes is written down for service, here and on the person’s page; offers are refused with the reason', async ({ page, desk, visit }) => {
  await visit('#/permission/collect/spoken')
  await expectAccessible(page)
  await page.getByLabel('Number').fill('202 555 0143')
  await page.getByLabel('First name').fill('Ana')
  await page.getByRole('button', { name: 'Write it down' }).click()
  await expect(page.getByText('service messages are agreed to')).toBeVisible()
  expect(await desk.call('consent.history', { number: ANA })).toMatchObject([{ method: 'spoken', purpose: 'service', disclosure: expect.stringContaining('May we text you') }])

  const ben = await desk.call('contacts.add', { number: BEN, firstName: 'Ben' })
  await visit(`#/contacts/${String(ben.id)}`)
  await page.getByRole('tab', { name: 'Consent' }).click()
  await page.getByRole('button', { name: 'They said yes to service messages' }).click()
  await page.getByRole('button', { name: 'Write it down' }).click()
  await expect(page.getByRole('list', { name: 'What they said' })).toContainText('They said so, in person or on the phone')
  await page.getByRole('button', { name: 'Write down what they said' }).click()
  await page.getByRole('combobox', { name: 'How' }).click()
  await page.getByRole('option', { name: 'They said so, in person or on the phone' }).click()
  await page.getByRole('button', { name: 'Write it down' }).click()
  await expect(page.getByText('Offers need a written yes')).toBeVisible()
  expect(await desk.call('consent.history', { number: BEN })).toHaveLength(1)
})

test.describe('in French', () => {
  test.use({ language: 'fr' })
  const pages = [['', 'Un mot à envoyer'], ['/word', 'Un mot à envoyer'], ['/poster', 'Affiche et carte de comptoir'], ['/website', 'Formulaire pour votre site'], ['/front-desk', 'Formulaire à l’accueil'], ['/paper', 'Formulaires papier'], ['/spoken', 'De vive voix']] as const
  for (const [way, title] of pages) {
    test(`#/permission/collect${way} speaks French`, async ({ page, desk, visit }) => {
      await makeWord(desk, 'OFFRES', 'fr')
      await visit(`#/permission/collect${way}`)
      await expect(page.getByRole('heading', { name: title })).toBeVisible()
      if (way === '/poster') {
        await expect(page.getByLabel('Titre')).toHaveValue('Soyez les premiers avertis.')
        await expect(page.getByText('Jusqu’ici, la preuve')).toHaveCount(0)
      }
      await expectAccessible(page)
    })
  }
})
