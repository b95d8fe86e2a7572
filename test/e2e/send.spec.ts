import { scaledClock } from '../../electron/core/environment.ts'
import { expect, expectAccessible, test } from './fixtures.ts'
import type { Page } from 'playwright/test'

/** Writes to the list and waits until the figures are there. */
const write = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Message', exact: true }).click()
  await page.keyboard.type(text)
  await expect(page.getByTestId('send')).toBeEnabled()
}

const confirm = async (page: Page): Promise<void> => {
  await page.getByTestId('send').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
}

test.describe('ten seconds to think', () => {
  // Core's seconds last longer here: a slow machine must not let the countdown end in the middle of a look.
  test.use({ people: 12, coreOptions: { clock: scaledClock(0.1) } })

  test('an approved message can be taken back whole', async ({ page, desk, visit }) => {
    await visit('#/compose?list=1')
    await write(page, 'Hi {{ first_name | default: "there" }}, we close at five today.')
    await page.getByTestId('send').click()
    await expect(page.getByRole('dialog')).toContainText(/Send to \d+ people for about \$/)
    await expectAccessible(page, '[role=dialog]')
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
    await expect(page.getByTestId('countdown')).toContainText(/Leaves in .*second/)
    await page.getByRole('button', { name: 'Take back' }).click()
    await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toContainText('we close at five today')
    await expect(page.getByText('Taken back. Nothing was sent.')).toBeVisible()
    expect(await desk.call('campaigns.all', {})).toMatchObject([{ state: 'draft', counts: { total: 0 } }])
    expect(desk.carrier().accepted()).toEqual([])
  })

  test('the whole way by keyboard alone', async ({ page, desk, visit }) => {
    await visit('#/compose?list=1')
    const press = async (key: string, until: () => Promise<boolean>): Promise<void> => {
      for (let presses = 0; presses < 40 && !(await until()); presses++) await page.keyboard.press(key)
    }
    const onEditor = () => page.getByRole('textbox', { name: 'Message', exact: true }).evaluate((element) => element === document.activeElement)
    await press('Tab', onEditor)
    await page.keyboard.type('The bread is ready.')
    await expect(page.getByTestId('send')).toBeEnabled()
    await press('Tab', () => page.getByTestId('send').evaluate((element) => element === document.activeElement))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Take back' })).toBeFocused()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toBeVisible()
    expect(desk.carrier().accepted()).toEqual([])
  })

  test('a moment of one’s own: scheduled, then canceled after a question', async ({ page, desk, visit }) => {
    await visit('#/compose?list=1')
    await write(page, 'Tomorrow we are closed.')
    await page.getByText('Later', { exact: true }).click()
    await page.getByTestId('send').click()
    await expect(page.getByText('Choose a day and an hour.').last()).toBeVisible()
    await page.getByRole('button', { name: 'When' }).click()
    await page.locator('.mantine-DateTimePicker-day:not([data-disabled]):not([data-outside])').last().click()
    await page.keyboard.press('Escape')
    await page.getByTestId('send').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Schedule' }).click()
    await expect(page.getByText(/^Starts /)).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Cancel the rest' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the rest' }).click()
    await expect(page.getByTestId('count-canceled')).toBeVisible()
    expect(await desk.call('campaigns.all', {})).toMatchObject([{ state: 'canceled' }])
  })
})

test.describe('a campaign on its way', () => {
  test.use({ people: 20, coreOptions: { clock: scaledClock(10) } })

  test('goes out, can be paused and resumed, and every message arrives', async ({ page, desk, visit }) => {
    test.slow()
    // Slow enough to be paused.
    await expect.poll(async () => (await desk.call('senders.all', {})).length).toBeGreaterThan(0)
    for (const { id } of await desk.call('senders.all', {})) await desk.call('senders.save', { id, segmentsPerSecond: 0.5 })
    await visit('#/compose?list=1')
    await write(page, 'Fresh figs today.')
    await confirm(page)
    await expect(page.getByText(/have left/)).toBeVisible()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await expect(page.getByText('Paused. Nothing leaves until you go on.')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Go on', exact: true }).click()
    const [{ counts: { total } } = { counts: { total: 0 } }] = await desk.call('campaigns.all', {})
    await expect(page.getByText(`${String(total)} of ${String(total)} arrived.`)).toBeVisible({ timeout: 40_000 })
    await expect(page.getByTestId('count-delivered')).toContainText(String(total))
    expect(desk.carrier().accepted()).toHaveLength(total)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Use as a new draft' }).click()
    await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toContainText('Fresh figs today.')
  })
})

test.describe('without a network', () => {
  test.use({ people: 6, coreOptions: { clock: scaledClock(10) } })

  test('an approved message waits, says why, and goes out by itself', async ({ page, desk, visit }) => {
    await desk.carrier().stop()
    await visit('#/compose?list=1')
    await write(page, 'The soup is on.')
    await confirm(page)
    await expect(page.getByText('Waiting for the network. It goes on by itself.')).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page)
    await desk.carrier().start()
    desk.core.wake()
    await expect(page.getByText(/^\d+ of \d+ arrived/)).toBeVisible({ timeout: 40_000 })
  })
})
