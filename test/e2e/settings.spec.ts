import { expect, expectAccessible, test } from './fixtures.ts'

test('language, look and name are kept as they are given', async ({ page, desk, visit }) => {
  await visit('#/settings')
  await expectAccessible(page)
  await page.getByText('Dark', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.getByRole('textbox', { name: 'Name' }).fill('Bell & Sons')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Bell & Sons')).toBeVisible()
  await page.getByText('Français', { exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Réglages' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Journal des envois' })).toBeVisible()
  expect(await desk.call('settings.get', {})).toMatchObject({ language: 'fr', theme: 'dark', businessName: 'Bell & Sons' })
})

test('a sender’s speed is said in plain words and saved when it fits', async ({ page, desk, visit }) => {
  await visit('#/settings/senders')
  const sender = page.getByRole('listitem').filter({ hasText: '(202) 555-0100' })
  const speed = sender.getByRole('textbox', { name: 'Segments a second' })
  await speed.fill('0')
  await expect(speed).toHaveAccessibleDescription(/Between 0.1 and 1,000/)
  await speed.fill('2.5')
  await expect(sender).toContainText('About 9,000 short messages an hour.')
  await speed.press('Enter')
  await expect.poll(async () => (await desk.call('senders.all', {})).find(({ address }) => address === '+12025550100')?.segmentsPerSecond).toBe(2.5)
})

test('an empty SID is refused at its field, and the law note stands', async ({ page, visit }) => {
  await visit('#/settings/account')
  await page.getByRole('button', { name: 'Connect Twilio' }).click()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Account SID' })).toHaveAccessibleDescription(/begins with AC/)
  await expect(page.getByText('Not legal advice', { exact: true })).toBeVisible()
  await expectAccessible(page)
})

test('old messages are emptied at Twilio only after a question', async ({ page, desk, visit }) => {
  await visit('#/settings/carrier')
  const choice = page.getByRole('combobox', { name: 'Words and pictures at Twilio' })
  await expect(choice).toHaveValue('Leave them there')
  await choice.click()
  await page.getByRole('option', { name: 'Empty them after 30 days' }).click()
  const question = page.getByRole('dialog', { name: 'Empty old messages at Twilio?' })
  await expectAccessible(page, '[role=dialog]')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(choice).toHaveValue('Leave them there')
  expect(await desk.call('messages.redaction', {})).toMatchObject({ days: null })
  await choice.click()
  await page.getByRole('option', { name: 'Empty them after 30 days' }).click()
  await question.getByRole('button', { name: 'Empty them there' }).click()
  await expect(choice).toHaveValue('Empty them after 30 days')
  expect(await desk.call('messages.redaction', {})).toMatchObject({ days: 30 })
  // Longer takes nothing away and needs no question.
  await choice.click()
  await page.getByRole('option', { name: 'Empty them after 90 days' }).click()
  await expect(choice).toHaveValue('Empty them after 90 days')
  await expect(question).toHaveCount(0)
})

test.describe('getting about', () => {
  test.use({ people: 5 })

  test('every screen has a key, and back leads back with the focus on the heading', async ({ page }) => {
    const names = ['Today', 'Contacts', 'Lists', 'Permission', 'Compose', 'Campaigns', 'Inbox', 'Delivery log', 'Results', 'Settings']
    for (const [index, name] of names.entries()) {
      await page.keyboard.press(`Control+${String((index + 1) % 10)}`)
      await expect(page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name })).toHaveAttribute('aria-current', 'page')
    }
    await page.keyboard.press('Control+2')
    await expect(page.getByRole('heading', { name: 'Contacts' })).toBeFocused()
    await page.keyboard.press('Alt+ArrowLeft')
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeFocused()
  })

  test('today is read by everybody', async ({ page, visit }) => {
    await visit('#/today')
    await expect(page.getByRole('heading', { name: 'Your list is ready. Write the first message.' })).toBeVisible()
    await expectAccessible(page)
  })
})

test.describe('in French', () => {
  test.use({ language: 'fr', people: 1200 })

  test('numbers and words are French, with French spaces', async ({ page, visit }) => {
    await visit('#/contacts')
    await expect(page.getByText('1\u202f200 personnes')).toBeVisible()
    await visit('#/settings')
    await expect(page.getByText('Un opérateur fictif sur cet ordinateur', { exact: false })).toBeVisible()
    await expectAccessible(page)
  })
})
