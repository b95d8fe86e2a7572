import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, expectAccessible, test } from './fixtures.ts'

const folder = mkdtempSync(join(tmpdir(), 'deskbell-broken-'))
test.use({ firstRunDone: false, coreOptions: { folder } })

test.beforeAll(() => {
  mkdirSync(join(folder, 'practice'))
  writeFileSync(join(folder, 'practice', 'book.sqlite'), 'This was a contact book once. '.repeat(500))
})
test.afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

test('a broken book says so, is kept aside, and an empty one opens once the word is typed', async ({ page, desk }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The contact book did not open')
  await expect(page.getByRole('alert')).toContainText('The damaged file is kept aside, nothing is thrown away.')
  await expect(page.getByText('There is no backup on this computer.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Start with an empty book' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Start empty' })).toBeDisabled()
  await dialog.getByRole('textbox').fill('empty')
  await expectAccessible(page, '[role=dialog]')
  await dialog.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByRole('heading', { name: 'Welcome to Deskbell' })).toBeVisible()
  expect(await desk.call('settings.start', {})).toEqual({ state: 'ready' })
  expect(readdirSync(join(folder, 'practice')).filter((name) => name.startsWith('book')).length).toBeGreaterThan(1)
})
