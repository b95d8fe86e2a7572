import { scaledClock } from '../../electron/core/environment.ts'
import { writeQueueState } from '../../electron/core/sending/queue-state.ts'
import type { TestCore } from '../support/core.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

const approve = async (desk: TestCore): Promise<{ id: number; people: number }> => {
  const plan = { audience: { kind: 'list' as const, listId: 1 }, purpose: 'marketing' as const, body: 'The figs are in.', senderId: null }
  const { id } = await desk.call('campaigns.saveDraft', { name: 'Figs', plan })
  const { recipients } = await desk.call('campaigns.estimate', plan)
  await desk.call('campaigns.approve', { id, sendAt: null, expected: recipients })
  return { id, people: recipients }
}
const settled = (desk: TestCore, id: number) => async () => {
  const { counts } = await desk.call('campaigns.get', { id })
  return counts.delivered + counts.undelivered + counts.failed === counts.total
}

test.describe('where every phone is switched off', () => {
  test.use({ people: 8, coreOptions: { clock: scaledClock(20), behaviour: { unreachable: 1 } } })

  test('all of a campaign is tried again after a question, one message at once', async ({ page, desk, visit }) => {
    test.slow()
    const { id, people } = await approve(desk)
    await desk.until(settled(desk, id))
    await visit(`#/campaigns/${String(id)}`)
    await expect(page.getByText(`${String(people)} failed for a reason that may have passed.`)).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Try again' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(`Try ${String(people)} messages again?`)
    await expectAccessible(page, '[role=dialog]')
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText(`${String(people)} messages are tried again.`)).toBeVisible()
    await desk.until(() => desk.carrier().accepted().length === 2 * people)
    await desk.until(settled(desk, id))

    // One of them, by keyboard, in the log.
    await visit('#/log')
    const table = page.getByRole('grid')
    await expect(table).toContainText('Not delivered')
    await table.focus()
    await page.keyboard.press('Space')
    const bar = page.getByRole('toolbar', { name: 'With the messages selected' })
    await expect(bar).toContainText('One selected')
    await expect(bar.getByRole('button', { name: 'Send at another time' })).toBeDisabled()
    await expectAccessible(page)
    await bar.getByRole('button', { name: 'Try again' }).press('Enter')
    await expect(page.getByText('One message is tried again.')).toBeVisible()
    await expect(bar).toHaveCount(0)
    await desk.until(() => desk.carrier().accepted().length === 2 * people + 1)
    await desk.until(settled(desk, id))

    // And from its own drawer, which keeps what happened.
    await table.focus()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByText('Tried once more')).toHaveCount(2)
    await drawer.getByRole('button', { name: 'Try again' }).click()
    await desk.until(() => desk.carrier().accepted().length === 2 * people + 2)
  })

  test('what failed is offered by cause, only where somebody looks at what failed', async ({ page, desk, visit }) => {
    test.slow()
    const { id, people } = await approve(desk)
    await desk.until(settled(desk, id))
    await visit('#/log')
    await expect(page.getByTestId('chip-undelivered')).toBeVisible()
    const causes = page.getByRole('list', { name: 'What failed, by cause' })
    await expect(causes).toHaveCount(0)
    await page.getByTestId('chip-undelivered').click()
    await expect(causes.getByRole('listitem')).toContainText([`${String(people)}Not reachable then.`])
    await causes.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('dialog')).toContainText(`Try ${String(people)} messages again?`)
  })
})

test.describe('what waits', () => {
  test.use({ people: 8 })

  test('says that all sending is paused, takes another time, and goes on', async ({ page, desk, visit }) => {
    await desk.call('queue.pause', {})
    const { people } = await approve(desk)
    await visit('#/log')
    await expect(page.getByText('All sending is paused. Nothing leaves until it is resumed.')).toBeVisible()
    await page.getByRole('checkbox', { name: 'Select all messages' }).click()
    const bar = page.getByRole('toolbar', { name: 'With the messages selected' })
    await expect(bar).toContainText(`${String(people)} selected`)
    await expect(bar.getByRole('button', { name: 'Try again' })).toBeDisabled()
    await bar.getByRole('button', { name: 'Send at another time' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send at another time' })
    await dialog.getByRole('button', { name: 'Set this time' }).click()
    await expect(dialog.getByText('Choose a day and an hour').last()).toBeVisible()
    await dialog.getByRole('button', { name: 'When' }).click()
    await page.getByRole('button', { name: 'Forward' }).click()
    await page.locator('.mantine-DateTimePicker-day:not([data-disabled]):not([data-outside])').first().click()
    await expectAccessible(page, '[role=dialog]')
    // Escape closes the calendar, not the question around it.
    await page.keyboard.press('Escape')
    await expect(page.locator('.mantine-DateTimePicker-day').first()).toHaveCount(0)
    await dialog.getByRole('button', { name: 'Set this time' }).click()
    await expect(page.getByText(new RegExp(`^${String(people)} messages leave `))).toBeVisible()
    const { rows } = await desk.call('messages.page', { filter: {}, offset: 0, limit: 100 })
    expect(rows.every(({ dueAt, hold }) => dueAt > Date.now() + 60_000 && hold === 'scheduled')).toBe(true)
    await expect(page.getByRole('grid')).toContainText('Scheduled')
    await page.getByRole('main').getByRole('button', { name: 'Resume sending' }).click()
    await expect(page.getByText('All sending is paused.', { exact: false })).toHaveCount(0)
    await expectAccessible(page)
  })
})

/** A core that started on a book whose backup had just been restored. */
const restored = test.extend({
  desk: async ({ desk }, use) => {
    await approve(desk)
    writeQueueState(desk.db(), { pausedByOwner: true, pausedFor: 'restored', stoppedCode: null })
    await desk.restart()
    await use(desk)
  },
})

restored.describe('after a restored backup', () => {
  restored.use({ people: 3 })

  restored('the pulse, today and the log say why nothing leaves', async ({ page, visit }) => {
    await visit('#/today')
    await expect(page.getByRole('region', { name: 'The queue' })).toContainText('A backup was restored')
    await expect(page.getByRole('region', { name: 'Needs you' })).toContainText('A backup was restored')
    await expectAccessible(page)
    await page.getByRole('link', { name: 'See what waits' }).click()
    await page.getByRole('main').getByRole('button', { name: 'Resume sending' }).click()
    await expect(page.getByText('A backup was restored', { exact: false })).toHaveCount(0)
  })
})
