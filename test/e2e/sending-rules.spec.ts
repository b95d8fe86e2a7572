import { createPracticeCarrier } from '../../electron/core/practice/carrier.ts'
import { flawless } from '../../electron/core/practice/behaviour.ts'
import { memoryVault, seededRandom, silentLog, systemClock } from '../../electron/core/environment.ts'
import type { TestCore } from '../support/core.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

test('how often and rehearsing are kept as they are given', async ({ page, desk, visit }) => {
  await visit('#/settings/hours')
  await page.getByRole('region', { name: 'When people may be texted' }).getByRole('link', { name: 'Hours and limits' }).click()
  const section = page.getByRole('region', { name: 'When people may be texted' })
  await section.getByRole('switch', { name: 'Rehearse with real hours' }).press('Space')
  await expect.poll(async () => (await desk.call('queue.rules', {})).quietHours).toBe(true)

  const day = section.getByRole('textbox', { name: 'In any 24 hours' })
  await day.fill('0')
  await expect(day).toHaveAccessibleDescription(/from 1 to 50/)
  await day.fill('2')
  await day.press('Enter')
  await expect.poll(async () => (await desk.call('queue.rules', {})).perDay).toBe(2)
  await day.fill('')
  await day.press('Tab')
  await expect.poll(async () => (await desk.call('queue.rules', {})).perDay).toBeNull()
  await expectAccessible(page)
})

test('a sender takes its kind’s rate, a daily limit, and a pause that says whose it is', async ({ page, desk, visit }) => {
  await visit('#/settings/senders')
  const item = page.getByRole('listitem').filter({ hasText: '(202) 555-0100' })
  const stored = async () => (await desk.call('senders.all', {})).find(({ address }) => address === '+12025550100')!
  await item.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Short code' }).click()
  await expect(item.getByRole('textbox', { name: 'Segments a second' })).toHaveValue('100')

  const cap = item.getByRole('textbox', { name: 'Most a day' })
  await expect(cap).toHaveAccessibleDescription('No segments used today.')
  await cap.fill('2000')
  await cap.press('Enter')
  await expect.poll(async () => (await stored()).dailyCap).toBe(2000)
  await cap.fill('')
  await cap.press('Tab')
  await expect.poll(async () => (await stored()).dailyCap).toBeNull()

  await item.getByRole('button', { name: 'Pause' }).press('Enter')
  await expect(item).toContainText('You paused it. What it should send waits.')
  await expectAccessible(page)
  expect((await stored()).pausedBy).toBe('owner')
  await item.getByRole('button', { name: 'Let it send again' }).click()
  await expect(item.getByRole('button', { name: 'Pause' })).toBeVisible()
  expect((await stored()).pausedBy).toBeNull()
})

test.describe('hours that wait', () => {
  // Sunday, 2:00 in New York: nobody anywhere in the book may be sent an offer.
  const night = Date.UTC(2026, 10, 22, 7)
  test.use({ people: 12, coreOptions: { clock: { ...systemClock, now: () => night + (Date.now() % 1000) } } })

  test('the question before sending says how many would wait', async ({ page, desk, visit }) => {
    await desk.call('queue.saveRules', { quietHours: true })
    await visit('#/compose?list=1')
    await page.getByRole('textbox', { name: 'Message', exact: true }).click()
    await page.keyboard.type('Fresh figs today.')
    await expect(page.getByTestId('send')).toBeEnabled()
    await page.getByTestId('send').click()
    await expect(page.getByRole('dialog')).toContainText(/it waits for each person’s hours/)
    await expectAccessible(page, '[role=dialog]')
  })
})

/** A campaign of the whole list, queued for at once. */
const approve = async (desk: TestCore): Promise<{ id: number; people: number }> => {
  const plan = { audience: { kind: 'list' as const, listId: 1 }, purpose: 'marketing' as const, body: 'The figs are in.', senderId: null }
  const { id } = await desk.call('campaigns.saveDraft', { name: 'Figs', plan })
  const { recipients } = await desk.call('campaigns.estimate', plan)
  await desk.call('campaigns.approve', { id, sendAt: null, expected: recipients })
  return { id, people: recipients }
}

test.describe('a paused sender', () => {
  test.use({ people: 8 })

  test('holds its messages, and log and campaign say so', async ({ page, desk, visit }) => {
    for (const { id } of await desk.call('senders.all', {})) await desk.call('senders.pause', { id })
    const { id, people } = await approve(desk)
    // The ten seconds to take it back are over.
    desk.db().exec(`UPDATE batches SET starts_at = 1; UPDATE messages SET due_at = 1`)
    await visit(`#/campaigns/${String(id)}`)
    await expect(page.getByTestId('waiting')).toContainText(`${String(people)} wait because their sender is paused`)
    await expectAccessible(page)
    await visit('#/log')
    await expect(page.getByRole('grid')).toContainText('Its sender is paused')
    await expectAccessible(page)
  })
})

test.describe('in live mode', () => {
  const port = 21_700 + (process.pid % 20_000)
  const twilio = createPracticeCarrier({ file: ':memory:', clock: systemClock, random: seededRandom(7), log: silentLog, behaviour: flawless, port })
  test.beforeAll(() => twilio.start())
  test.afterAll(() => twilio.stop())
  test.use({ coreOptions: { vault: memoryVault(), providerOverride: { baseUrl: `http://127.0.0.1:${String(port)}`, accountSid: `AC${'9'.repeat(32)}`, authToken: 'not used' } } })

  test('quiet hours are on, there is no switch, and one sentence says why', async ({ page, desk, visit }) => {
    await desk.call('account.connect', { accountSid: twilio.accountSid, authToken: twilio.authToken })
    await page.reload()
    await visit('#/permission/rules')
    const section = page.getByRole('region', { name: 'When people may be texted' })
    await expect(section).toContainText('This cannot be turned off')
    await expect(section.getByRole('switch')).toHaveCount(0)

    // More than a new book starts with wants a reason; less wants none.
    await section.getByRole('textbox', { name: 'In any 24 hours' }).fill('3')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Why more than 1?' })
    await dialog.getByRole('button', { name: 'Decide so' }).click()
    await expect(dialog.getByRole('textbox', { name: 'Why' })).toHaveAccessibleDescription(/Write down why/)
    await expectAccessible(page, '[role=dialog]')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    expect((await desk.call('queue.rules', {})).perDay).toBe(1)
    await section.getByRole('textbox', { name: 'In any 24 hours' }).fill('3')
    await page.keyboard.press('Enter')
    await dialog.getByRole('textbox', { name: 'Why' }).fill('Market week')
    await dialog.getByRole('button', { name: 'Decide so' }).click()
    await expect.poll(async () => (await desk.call('queue.rules', {})).perDay).toBe(3)
    const history = page.getByRole('region', { name: 'What you decided' })
    await expect(history).toContainText('Market week')
    await history.getByRole('button', { name: 'Back to the rule: Your own limits' }).click()
    await expect.poll(async () => (await desk.call('queue.rules', {})).perDay).toBe(1)
    await expectAccessible(page)
  })
})
