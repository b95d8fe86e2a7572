import { readFile } from 'node:fs/promises'
import { scaledClock } from '../../electron/core/environment.ts'
import type { TestCore } from '../support/core.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

/** Sends to the list and waits until every message has settled. */
const sendAll = async (desk: TestCore, name: string): Promise<number> => {
  const plan = { audience: { kind: 'list' as const, listId: 1 }, purpose: 'marketing' as const, body: 'Hi {{ first_name | default: "there" }}, the figs are in.', senderId: null }
  const { id } = await desk.call('campaigns.saveDraft', { name, plan })
  const { recipients } = await desk.call('campaigns.estimate', plan)
  await desk.call('campaigns.approve', { id, sendAt: null, expected: recipients })
  await desk.until(async () => {
    const { state, counts } = await desk.call('campaigns.get', { id })
    return state === 'done' && counts.delivered + counts.undelivered + counts.failed === counts.total
  })
  return id
}

test('an empty log teaches', async ({ page, visit }) => {
  await visit('#/log')
  await expect(page.getByRole('heading', { name: 'No messages yet' })).toBeVisible()
  await expectAccessible(page)
})

test.describe('after a campaign of which some failed', () => {
  test.use({ people: 30, coreOptions: { clock: scaledClock(20), behaviour: { landlines: 0.4 } } })

  test('filters, searches, explains each message, and exports what it shows', async ({ page, desk, visit }) => {
    test.slow()
    const campaignId = await sendAll(desk, 'Figs')
    const { total, rows } = await desk.call('messages.page', { filter: {}, offset: 0, limit: 100 })
    const bad = rows.filter(({ status }) => status === 'undelivered' || status === 'failed')
    expect(bad.length).toBeGreaterThan(0)
    await visit('#/log')
    const table = page.getByRole('grid', { name: 'Messages, newest first' })
    await expect(table).toHaveAttribute('aria-rowcount', String(total + 1))
    await expectAccessible(page)

    const status = bad[0]!.status
    await page.getByTestId(`chip-${status}`).click()
    await expect(table).toHaveAttribute('aria-rowcount', String(bad.filter((row) => row.status === status).length + 1))
    await expect(table).toContainText('landline')

    // The row opens by key; the drawer says why in words, the code only when asked for.
    await table.focus()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByRole('alert')).toContainText('landline')
    await expect(drawer.getByText('Waiting to leave')).toBeVisible()
    await expect(drawer.getByText('30006')).toHaveCount(0)
    await drawer.getByRole('button', { name: 'Details for support' }).click()
    await expect(drawer.getByText('30006')).toBeVisible()
    await expectAccessible(page, '[role=dialog]')
    await page.keyboard.press('Escape')
    await expect(drawer).toHaveCount(0)

    // What failed stands together by cause, with what to do about it, and narrows the table.
    const causes = page.getByRole('list', { name: 'What failed, by cause' })
    await expect(causes).toContainText('Numbers that cannot get texts')
    await causes.getByRole('button', { name: 'Show these' }).first().click()
    await expect(page.getByRole('combobox', { name: 'Reason' })).toHaveValue(/Numbers that cannot get texts/)
    await expectAccessible(page)

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export as CSV' }).click()
    const lines = (await readFile(await (await download).path(), 'utf8')).trim().split(/\r?\n/)
    expect(lines).toHaveLength(bad.filter((row) => row.status === status).length + 1)

    await page.getByRole('searchbox').fill('no such words')
    await page.getByRole('button', { name: 'Show all messages' }).click()
    const digits = rows[0]!.number.slice(-10)
    await page.getByRole('searchbox').fill(digits)
    await expect(page.getByTestId('log-total')).toHaveText('One message')
    await page.getByRole('searchbox').fill('no such words')
    await expect(page.getByRole('heading', { name: 'No message fits this.' })).toBeVisible()
    await page.getByRole('button', { name: 'Show all messages' }).click()
    await expect(table).toHaveAttribute('aria-rowcount', String(total + 1))

    // Once more, as a new message to the same person, asked about before.
    const delivered = rows.find((row) => row.status === 'delivered')!
    await visit(`#/log/${String(delivered.id)}`)
    await drawer.getByRole('button', { name: 'Send again' }).click()
    await expectAccessible(page, '[role=dialog]')
    await page.getByRole('dialog', { name: /^Send these words/ }).getByRole('button', { name: 'Send again' }).click()
    await expect(table).toHaveAttribute('aria-rowcount', String(total + 2))
    await page.keyboard.press('Escape')

    // The campaign's own page groups the same failures by reason.
    await visit(`#/campaigns/${String(campaignId)}`)
    await expect(page.getByRole('heading', { name: 'Why some did not arrive' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Show them in the log' }).click()
    await expect(page.getByRole('combobox', { name: 'Campaign' })).toHaveValue('Figs')
    await expect(table).toHaveAttribute('aria-rowcount', String(bad.length + 1))
  })
})

test.describe('in French', () => {
  test.use({ people: 6, language: 'fr', locale: 'fr-FR', coreOptions: { clock: scaledClock(20) } })

  test('the log speaks French', async ({ page, desk, visit }) => {
    await sendAll(desk, 'Figues')
    await visit('#/log')
    await expect(page.getByRole('heading', { name: 'Journal des envois' })).toBeVisible()
    await expect(page.getByRole('grid', { name: 'Messages, les plus récents d’abord' })).toContainText('Remis')
    await expectAccessible(page)
  })
})
