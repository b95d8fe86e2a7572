import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright/test'
import { scaledClock } from '../../electron/core/environment.ts'
import type { TestCore } from '../support/core.ts'
import { expect, expectAccessible, test } from './fixtures.ts'

const SHOP = '+12025550100'
const SAM = '+12025550143'
const ANN = '+12025550144'
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

const taken = (desk: TestCore): number => desk.db().prepare('SELECT count(*) FROM inbound_messages').pluck().get() as number

/** Somebody writes, and it is read. */
const write = async (desk: TestCore, from: string, body: string, media?: readonly { contentType: string; data: Uint8Array }[]): Promise<void> => {
  const before = taken(desk)
  desk.carrier().injectInbound({ from, to: SHOP, body, ...(media === undefined ? {} : { media }) })
  desk.core.wake()
  await desk.until(() => taken(desk) > before)
}

const list = (page: Page) => page.getByRole('listbox', { name: 'Conversations, unread first' })

test('an empty inbox teaches', async ({ page, visit }) => {
  await visit('#/inbox')
  await expect(page.getByRole('heading', { name: 'Nobody has written yet' })).toBeVisible()
  await expectAccessible(page)
})

test('conversations are read, answered within the meter, and done, by keyboard alone', async ({ page, desk, visit }) => {
  test.slow()
  await desk.call('contacts.add', { number: SAM, firstName: 'Sam', lastName: 'Ortiz', tags: ['regular'] })
  await write(desk, SAM, 'Do you still have figs?')
  await write(desk, ANN, 'What time do you close today?')
  await desk.call('inbox.saveCanned', { name: 'Hours', body: 'Hi {{ first_name | default: "there" }}, we close at six.' })
  await visit('#/inbox')
  const counter = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: /^Inbox/ })
  await expect(counter).toContainText('2')
  await expect(list(page).getByRole('option')).toHaveCount(2)
  await expectAccessible(page)

  await list(page).focus()
  await page.keyboard.press('j')
  await expect(page.getByRole('log')).toContainText('What time do you close today?')
  await expect(counter).toContainText('1')
  // The one being read stays where it was.
  await expect(list(page).getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('j')
  await expect(page.getByRole('log')).toContainText('Do you still have figs?')
  await expect(page.getByTestId('inbox-unread')).toHaveText('Nothing unread')

  await page.keyboard.press('Enter')
  const box = page.getByRole('textbox', { name: 'Your answer to Sam Ortiz' })
  await expect(box).toBeFocused()
  await page.keyboard.type('Yes, two kilos')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('See you.')
  await expect(page.getByTestId('answer-meter')).toContainText('One segment')
  await expect(box).toHaveValue('Yes, two kilos\nSee you.')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('')
  await expect(page.getByRole('log')).toContainText('Yes, two kilos')
  await expect(page.getByRole('log')).toContainText('Delivered')
  expect(desk.carrier().accepted()).toMatchObject([{ from_number: SHOP, to_number: SAM, body: 'Yes, two kilos\nSee you.' }])

  // A saved answer with the person's own name.
  await page.getByRole('button', { name: 'Saved answers' }).click()
  await page.getByRole('menuitem', { name: 'Hours' }).click()
  await expect(box).toHaveValue('Hi Sam, we close at six.')
  await page.keyboard.press('Escape')
  await expect(list(page)).toBeFocused()
  await page.keyboard.press('e')
  await expect(list(page).getByRole('option')).toHaveCount(1)
  // What was begun stays with its conversation.
  await page.getByText('Done', { exact: true }).first().click()
  await list(page).getByRole('option', { name: /Sam Ortiz/ }).click()
  await expect(box).toHaveValue('Hi Sam, we close at six.')

  await page.getByRole('searchbox').fill('close today')
  await page.getByText('All', { exact: true }).first().click()
  await expect(list(page).getByRole('option')).toHaveCount(1)
  await expect(list(page)).toContainText('(202) 555-0144')
})

test('who said stop is not answered, and one sees why; what comes with messages is shown', async ({ page, desk, visit }) => {
  await write(desk, SAM, 'Look at this', [{ contentType: 'image/png', data: PNG }])
  await desk.until(() => desk.db().prepare(`SELECT state FROM attachments`).pluck().get() === 'here')
  await visit(`#/inbox/${encodeURIComponent(SAM)}`)
  await expect(page.getByRole('img', { name: 'A picture they sent' })).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the picture' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.png$/)
  await expectAccessible(page)
  await write(desk, SAM, 'STOP')
  await expect(page.getByText('They said stop, so nothing can be sent to this number.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: /^Your answer/ })).toHaveCount(0)
  await expectAccessible(page)
})

test('the shop’s own words are made, refused where they may not be, and counted', async ({ page, desk, visit }) => {
  await visit('#/inbox/words')
  await page.getByRole('button', { name: 'Add a word' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Word', { exact: true }).fill('Stop')
  await dialog.getByLabel('Answer').fill('Today: tomato soup.')
  await expectAccessible(page, '[role=dialog]')
  await dialog.getByRole('button', { name: 'Save the word' }).click()
  await expect(dialog).toContainText('means stop, start or help')
  await dialog.getByLabel('Word', { exact: true }).fill('Menu')
  await dialog.getByRole('button', { name: 'Save the word' }).click()
  await expect(dialog).toHaveCount(0)
  await write(desk, SAM, 'menu!')
  await expect(page.getByRole('table', { name: 'Your words' }).getByRole('row').nth(1)).toContainText('answers')
  await expect(page.getByRole('table', { name: 'Your words' }).getByRole('row').nth(1)).toContainText('1')
  await desk.until(() => desk.carrier().accepted().length === 1)
  await expectAccessible(page)
  await visit('#/inbox/settings')
  await page.getByRole('switch', { name: 'Tell me on the desktop when somebody writes' }).click()
  await expect(page.getByRole('checkbox', { name: 'Show the first words of the message' })).toBeDisabled()
  await expectAccessible(page)
  await visit('#/inbox/answers')
  await expect(page.getByRole('heading', { name: 'No saved answers yet' })).toBeVisible()
})

test.describe('a campaign that asks for an answer', () => {
  test.use({ people: 30, coreOptions: { clock: scaledClock(20) } })

  test('is counted by answer while it goes on, and says who said what', async ({ page, desk, visit }) => {
    test.slow()
    await desk.call('inbox.saveKeyword', { word: 'RED', answer: '', tag: '', listId: null, optIn: null, disclosure: '', againHours: 24, quiet: false, active: true })
    const plan = { audience: { kind: 'list' as const, listId: 1 }, purpose: 'marketing' as const, body: 'Red or white with the figs? Answer RED or WHITE.', senderId: null }
    const { id } = await desk.call('campaigns.saveDraft', { name: 'Wine', plan })
    const { recipients } = await desk.call('campaigns.estimate', plan)
    await desk.call('campaigns.approve', { id, sendAt: null, expected: recipients })
    await desk.until(async () => (await desk.call('campaigns.get', { id })).state === 'done')
    await visit(`#/campaigns/${String(id)}`)
    const answers = page.getByRole('list', { name: 'What people answer' })
    await expect(page.getByRole('heading', { name: 'Wine' })).toBeVisible()
    await expect(answers).toHaveCount(0)

    const people = desk.carrier().accepted().map(({ to_number }) => to_number).filter((number) => number.startsWith('+1'))
    await write(desk, people[0]!, 'red')
    await expect(answers.getByRole('listitem')).toHaveText([/RED\s*1/])
    await write(desk, people[1]!, 'White!')
    await write(desk, people[2]!, 'Red')
    await write(desk, people[3]!, 'Could I come on Saturday with my mother instead?')
    await write(desk, people[1]!, 'RED')
    await write(desk, people[4]!, 'STOP')
    await expect(answers.getByRole('listitem')).toHaveText([/RED\s*3/, /Something else\s*1/, /STOP\s*1/])
    await expect(page.getByText('4 people answered so far')).toBeVisible()
    await expectAccessible(page)

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export who said what' }).click()
    const lines = (await readFile(await (await download).path(), 'utf8')).trim().split(/\r?\n/)
    expect(lines.filter((line) => line.includes(people[1]!)).join()).toContain('White!')
    expect(lines.some((line) => line.includes('with my mother'))).toBe(true)
  })
})

test.describe('in French', () => {
  test.use({ language: 'fr', locale: 'fr-FR' })

  test('the inbox speaks French', async ({ page, desk, visit }) => {
    await write(desk, SAM, 'Vous fermez à quelle heure ?')
    await visit(`#/inbox/${encodeURIComponent(SAM)}`)
    await expect(page.getByRole('heading', { name: 'Boîte de réception' })).toBeVisible()
    await expect(page.getByRole('textbox', { name: /^Votre réponse à/ })).toBeVisible()
    await expectAccessible(page)
  })
})
