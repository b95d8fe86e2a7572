import { readFile } from 'node:fs/promises'
import type { TestCore } from '../support/core.ts'
import { fillLog } from '../support/fill-log.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

/** Four campaigns of half a year, their messages, answers and bills, as if they had been sent from here. */
const fill = async (desk: TestCore): Promise<void> => {
  const db = desk.db()
  fillLog(db, 4_000, { now: desk.clock.now(), days: 180, batch: 1_000 })
  const plan = { audience: { kind: 'everybody' }, purpose: 'marketing', body: 'The figs are in.', senderId: 900 }
  const insert = db.prepare(`INSERT INTO campaigns (id, name, plan, sealed, audience_name, estimated_micros, currency, created_at, updated_at) VALUES (?, ?, ?, ?, 'Everybody', 12000000, 'USD', 1, 1)`)
  const ids = db.prepare('SELECT id FROM batches ORDER BY id').pluck().all() as number[]
  for (const id of ids) insert.run(id, `Figs ${String(id)}`, JSON.stringify(plan), JSON.stringify({ ...plan, approvedAt: 1, sendAt: null, recipients: 1_000, business: 'Bell & Co' }))
  await desk.restart()
}

test('without anything sent, the results teach', async ({ page, visit }) => {
  await visit('#/results')
  await expect(page.getByRole('heading', { name: 'No results yet' })).toBeVisible()
  await expectAccessible(page)
})

const filled = test.extend({
  // Before the window opens: a core that starts anew is another core.
  desk: async ({ desk }, use) => {
    await fill(desk)
    await use(desk)
  },
})

filled.describe('with half a year of campaigns', () => {
  filled('months, one campaign, and two side by side, each with its table and its picture', async ({ page, visit }) => {
    filled.slow()
    await visit('#/results')
    await expect(page.getByRole('heading', { name: 'Share delivered, by month' })).toBeVisible()
    await page.getByText('The figures').first().click()
    await expect(page.getByRole('table', { name: 'Share delivered, by month' }).getByRole('row')).not.toHaveCount(0)
    await expectAccessible(page)

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save the picture “Share delivered, by month”' }).click()
    const saved = await download
    expect(saved.suggestedFilename()).toBe('Share-delivered-by-month.png')
    const bytes = await readFile(await saved.path())
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(bytes.length).toBeGreaterThan(5_000)

    // Two campaigns drawn from the same chances: nobody wins.
    await page.getByRole('combobox', { name: 'First campaign' }).click()
    await page.getByRole('option', { name: 'Figs 1' }).click()
    await page.getByRole('combobox', { name: 'Second campaign' }).click()
    await page.getByRole('option', { name: 'Figs 2' }).click()
    await expect(page.getByTestId('comparison')).toContainText('No clear difference')
    await expectAccessible(page)

    await visit('#/campaigns/2')
    await page.getByRole('link', { name: 'Show its results' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Figs 2' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Arrivals over time' })).toBeVisible()
    await expect(page.getByText('expected $12.00')).toBeVisible()
    await expectAccessible(page)
  })
})

filled.describe('in French', () => {
  filled.use({ language: 'fr', locale: 'fr-FR' })

  filled('the results speak French', async ({ page, visit }) => {
    await visit('#/results')
    await expect(page.getByRole('heading', { name: 'Part remise, par mois' })).toBeVisible()
    await visit('#/results/1')
    await expect(page.getByRole('heading', { name: 'Ce que cela a coûté' })).toBeVisible()
    await expectAccessible(page)
  })
})
