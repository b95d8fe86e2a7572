import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import type { TestCore } from '../support/core.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

const SHOP = '+12025550100'
const SAM = '+12025550143'
const ANN = '+12025550144'
const BOB = '+12025550145'

const taken = (desk: TestCore): number => desk.db().prepare('SELECT count(*) FROM inbound_messages').pluck().get() as number
const write = async (desk: TestCore, from: string, body: string): Promise<void> => {
  const before = taken(desk)
  desk.carrier().injectInbound({ from, to: SHOP, body })
  desk.core.wake()
  await desk.until(() => taken(desk) > before)
}
const needs = (page: Page) => page.getByRole('list').filter({ hasText: 'reads like a stop' })

test('an empty Stops tab teaches', async ({ page, visit }) => {
  await visit('#/permission/stops')
  await expect(page.getByRole('heading', { name: 'Nobody has opted out' })).toBeVisible()
  await expectAccessible(page)
})

test('a sentence that reads like a stop asks the owner in the conversation, on Today and on the tab; both answers', async ({ page, desk, visit }) => {
  test.slow()
  await desk.call('contacts.add', { number: SAM, firstName: 'Sam', lastName: 'Ortiz' })
  await write(desk, SAM, 'Hi, please stop texting me. I moved away.')
  await write(desk, ANN, 'no more messages')
  await visit('#/today')
  await expect(needs(page)).toContainText('2 people wrote something that reads like a stop')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Read and decide' }).click()

  const waiting = page.getByRole('list', { name: 'People who wait for your decision' })
  await expect(waiting.getByRole('listitem')).toHaveCount(2)
  await expect(waiting.getByRole('listitem').first()).toContainText('Sam Ortiz wrote on')
  await expect(waiting.locator('mark').first()).toHaveText('stop texting')
  await expectAccessible(page)

  await waiting.getByRole('listitem').first().getByRole('link', { name: 'Read the conversation' }).click()
  const banner = page.getByRole('region', { name: 'To decide' })
  await expect(banner).toContainText('Do they want no more texts?')
  await expect(page.getByRole('textbox', { name: /^Your answer/ })).toHaveCount(0)
  await expectAccessible(page)
  await banner.getByRole('button', { name: 'No, keep texting' }).click()
  await expect(page.getByText('You may text Sam Ortiz again.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Your answer to Sam Ortiz' })).toBeVisible()

  await visit('#/permission/stops')
  await page.getByRole('button', { name: /^Yes, \(202\) 555-0144 wants no more texts/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('one message confirms it to them')).toBeVisible()
  await expect(waiting).toHaveCount(0)
  const table = page.getByRole('grid', { name: 'Who opted out, newest first' })
  await expect(table).toContainText('Wrote so · no more messages')
  await expect(table).toContainText('Everything')
  await expectAccessible(page)
  await desk.until(() => desk.carrier().accepted().length === 1)
  expect(desk.carrier().accepted()).toMatchObject([{ to_number: ANN, body: 'Bell & Co: you will get no more texts from us. Reply START to come back.' }])
})

test('“Cancel” alone is explained where it stands', async ({ page, desk, visit }) => {
  await write(desk, SAM, 'Cancel')
  await visit(`#/inbox/${encodeURIComponent(SAM)}`)
  await expect(page.getByRole('log')).toContainText('For the carrier, “cancel” alone means stop')
  await expect(page.getByText('They said stop, so nothing can be sent to this number.')).toBeVisible()
  await expectAccessible(page)
})

test('a pasted list: first what it is, then the record; found by digits; saved', async ({ page, desk, visit }) => {
  test.slow()
  await desk.call('contacts.add', { number: BOB, firstName: 'Bob' })
  await write(desk, SAM, 'STOP')
  await visit('#/permission/stops')
  await page.getByRole('button', { name: 'Add a list' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Paste their numbers').fill('(202) 555-0143\n202.555.0145\n+1 202 555 0146; 2025550147\nno number\n2025550145')
  await expectAccessible(page, '[role=dialog]')
  await dialog.getByRole('button', { name: 'Look at the list' }).click()
  await expect(dialog).toContainText('4 numbers, 3 of them new')
  await expect(dialog).toContainText('One is opted out already and stays as it is.')
  await expect(dialog).toContainText('One is in your contact book.')
  await expect(dialog).toContainText('One line holds no number: no number')
  await expect(dialog).toContainText('One stood there twice.')
  await dialog.getByLabel('Where the list comes from').fill('Old program')
  await expectAccessible(page, '[role=dialog]')
  await dialog.getByRole('button', { name: 'Write down 3 opt-outs' }).click()
  await expect(page.getByText('3 numbers are opted out. That is on record.')).toBeVisible()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByTestId('stops-count')).toHaveText('4 numbers, whatever sender you use')
  const table = page.getByRole('grid', { name: 'Who opted out, newest first' })
  await expect(table).toContainText('Pasted list (Old program)')
  await page.getByRole('searchbox', { name: 'Digits of a number' }).fill('555-0146')
  await expect(page.getByTestId('stops-count')).toHaveText('One number, whatever sender you use')
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  expect((await download).suggestedFilename()).toBe('opt-outs.csv')
})

test('a list from a file', async ({ page, desk, visit }) => {
  const file = join(desk.folder, 'stops.csv')
  writeFileSync(file, 'Name,Mobile,Order no\nAnn,202-555-0144,1234567\nBob,(202) 555-0145,7654321\nNobody,,1111111\n')
  await visit('#/permission/stops')
  await page.getByRole('button', { name: 'Add a list' }).click()
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await (await chosen).setFiles(file)
  await expect(page.getByRole('dialog')).toContainText('2 numbers, 2 of them new')
  await expect(page.getByRole('dialog')).toContainText('One line holds no number')
  await page.getByRole('button', { name: 'Write down 2 opt-outs' }).click()
  await expect(page.getByText('2 numbers are opted out. That is on record.')).toBeVisible()
})

test.describe('in French', () => {
  test.use({ language: 'fr', locale: 'fr-FR' })

  test('the tab speaks French', async ({ page, desk, visit }) => {
    await write(desk, SAM, 'Bonjour, merci de ne plus m’envoyer de messages.')
    await visit('#/permission/stops')
    await expect(page.getByRole('heading', { name: 'À trancher' })).toBeVisible()
    await page.getByRole('button', { name: /^Oui, plus aucun message pour/ }).click()
    await expect(page.getByText(/ne recevra plus de messages/)).toBeVisible()
    await expectAccessible(page)
  })
})
