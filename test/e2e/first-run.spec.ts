import { memoryVault, seededRandom, silentLog, systemClock } from '../../electron/core/environment.ts'
import { flawless } from '../../electron/core/practice/behaviour.ts'
import { createPracticeCarrier } from '../../electron/core/practice/carrier.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

test.use({ firstRunDone: false })

const business = 'What is your business called?'

test('three answers and the sample list lead to a desk with people in it', async ({ page, desk }) => {
  await expectAccessible(page)
  await page.getByRole('textbox', { name: business }).fill('Rosa’s Flowers')
  await expect(page.getByRole('combobox', { name: 'Country' })).toHaveValue('United States')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Start with the sample list' }).click()

  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()
  await expect(page.getByText('Rosa’s Flowers')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Practice' })).toBeVisible()
  expect((await desk.call('today.get', {})).contacts).toBeGreaterThan(100)
  expect(await desk.call('settings.get', {})).toMatchObject({ businessName: 'Rosa’s Flowers', country: 'US', mode: 'practice', firstRunDone: true })
  await expect(page.getByRole('link', { name: 'Write a message' })).toBeVisible()
})

test('a business without a name is asked for it at the field', async ({ page }) => {
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('textbox', { name: business })).toHaveAccessibleDescription(/Your customers need to know who writes/)
  await expect(page.getByRole('heading', { name: 'Welcome to Deskbell' })).toBeVisible()
})

test('the language changes the words at once, and an empty book leads to the import', async ({ page, desk }) => {
  await page.getByText('Français', { exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Bienvenue chez Deskbell' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  await page.getByRole('textbox', { name: /Comment s’appelle/ }).fill('Les Fleurs de Rosa')
  const country = page.getByRole('combobox', { name: 'Pays' })
  await country.click()
  await country.fill('Belg')
  await page.getByRole('option', { name: 'Belgique' }).click()
  await page.getByRole('button', { name: 'Suivant' }).click()
  await page.getByRole('button', { name: 'Commencer avec un carnet vide' }).click()
  await expect(page.getByRole('heading', { name: 'Aujourd’hui' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Importer une liste' })).toBeVisible()
  expect(await desk.call('settings.get', {})).toMatchObject({ language: 'fr', country: 'BE', businessName: 'Les Fleurs de Rosa' })
})

test.describe('connecting Twilio', () => {
  const accountSid = `AC${'5'.repeat(32)}`
  const authToken = 'f'.repeat(32)
  const port = 21_500 + (process.pid % 20_000)
  /** A second practice carrier in the place of Twilio itself. */
  const twilio = createPracticeCarrier({ file: ':memory:', port, clock: systemClock, random: seededRandom(3), log: silentLog, behaviour: flawless, accountSid, authToken })

  test.beforeAll(() => twilio.start())
  test.afterAll(() => twilio.stop())
  test.use({ coreOptions: { vault: memoryVault(), providerOverride: { baseUrl: `http://127.0.0.1:${String(port)}`, accountSid: `AC${'9'.repeat(32)}`, authToken: 'not used' } } })

  test('says what is wrong where it is wrong, then goes live', async ({ page, desk }) => {
    await page.getByRole('textbox', { name: business }).fill('Bell & Co')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Connect my account' }).click()
    const sid = page.getByRole('textbox', { name: 'Account SID' })
    await sid.fill('SK123')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(sid).toHaveAccessibleDescription(/begins with AC/)
    await expectAccessible(page)

    await sid.fill(accountSid)
    const token = page.getByLabel('Auth token', { exact: true }).first()
    await token.fill('0'.repeat(32))
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('Twilio does not know this account SID with this token')
    expect(await desk.call('settings.get', {})).toMatchObject({ mode: 'practice', firstRunDone: false })

    await token.fill(authToken)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Live', exact: true })).toBeVisible()
    expect(await desk.call('account.get', {})).toMatchObject({ mode: 'live', connected: { sidEnd: '5555' } })
  })
})
