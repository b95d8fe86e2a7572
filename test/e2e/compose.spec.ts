import { expect, expectAccessible, test } from './fixtures.ts'
import type { Page } from 'playwright/test'

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true })
const chips = (page: Page) => page.locator('[data-merge-field]')

test('an empty book: first, somebody to write to', async ({ page, visit }) => {
  await visit('#/compose')
  await expect(page.getByRole('heading', { name: 'First, somebody to write to' })).toBeVisible()
  await expectAccessible(page)
})

test.describe('with people', () => {
  test.use({ people: 40 })

  test('fields are chips: typed, inserted with a fallback, changed by key, kept as Liquid', async ({ page, desk, visit }) => {
    await visit('#/compose?list=1')
    await editorOf(page).click()
    await page.keyboard.type('Hi {{ first_name | default: "there" }}, see you soon ')
    await expect(chips(page)).toHaveCount(1)
    await expect(chips(page)).toHaveAccessibleName('Field first name, or “there” where it is empty')

    await page.getByRole('button', { name: 'Insert a field' }).click()
    await page.getByRole('menuitem', { name: 'last name' }).click()
    await expect(chips(page)).toHaveCount(2)

    // Writing goes on behind it; a click asks for what stands where it is empty.
    await expect(editorOf(page)).toBeFocused()
    await page.keyboard.type('!')
    await chips(page).last().click()
    await page.getByRole('textbox', { name: 'When “last name” is empty, write' }).fill('friend')
    await page.keyboard.press('Enter')
    await expect(chips(page).last()).toHaveAccessibleName('Field last name, or “friend” where it is empty')

    // The arrow reaches the chip, Enter opens it.
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'When “last name” is empty, write' }).fill('dear "friend"')
    // Its colours change while the figures are counted.
    await expect(page.getByTestId('send')).toBeEnabled()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    const [draft] = await desk.call('campaigns.all', {})
    expect(draft!.plan.body).toBe('Hi {{ first_name | default: "there" }}, see you soon {{ last_name | default: "dear \\"friend\\"" }}!')

    // Taken up again as it was.
    await visit('#/today')
    await visit('#/compose')
    await expect(chips(page)).toHaveCount(2)
    await expect(editorOf(page)).toContainText('see you soon')
  })

  test('what is pasted stays plain, keeps its lines, and its fields become chips', async ({ page, desk, visit }) => {
    await visit('#/compose?list=1')
    await editorOf(page).click()
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData('text/plain', 'Hello {{ first_name }}\n\nOpen on Sunday')
      data.setData('text/html', '<b>Hello</b> <i>nobody</i>')
      document.querySelector('[contenteditable]')!.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    await expect(chips(page)).toHaveCount(1)
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    expect((await desk.call('campaigns.all', {}))[0]!.plan.body).toBe('Hello {{ first_name }}\n\nOpen on Sunday')
  })

  test('the meter counts the longest real message; special characters are replaced by a click, and undone', async ({ page, visit }) => {
    await visit('#/compose?list=1')
    await editorOf(page).click()
    await page.keyboard.type('Doors open at nine')
    await expect(page.getByTestId('meter-segments')).toHaveText('One segment')
    await expect(page.getByTestId('meter-encoding')).toContainText('Plain letters')
    await expect(page.getByTestId('meter-left')).toContainText('142 characters left before it becomes 2 segments')
    await page.keyboard.type('… “bring friends”')
    await expect(page.getByTestId('meter-encoding')).toContainText('Special characters')
    await expect(page.getByTestId('meter-left')).toContainText('35 characters left')
    // Its colours change while the figures are counted.
    await expect(page.getByTestId('send')).toBeEnabled()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Replace … by ...' }).click()
    await expect(editorOf(page)).toContainText('Doors open at nine... “bring friends”')
    // In one segment either way: nothing to save, so nothing is offered.
    await expect(page.getByRole('button', { name: 'Replace them all' })).toHaveCount(0)
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type(' and whoever else is hungry that early')
    await page.getByRole('button', { name: 'Replace them all' }).click()
    await expect(editorOf(page)).toContainText('Doors open at nine... "bring friends" and')
    await expect(page.getByTestId('meter-encoding')).toContainText('Plain letters')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(editorOf(page)).toContainText('“bring friends”')
  })

  test('the phone shows what each real person gets, as core merges it', async ({ page, desk, visit }) => {
    await visit('#/compose?list=1')
    await editorOf(page).click()
    await page.keyboard.type('Hi {{ first_name | default: "there" }}!')
    const plan = { audience: { kind: 'list' as const, listId: 1 }, purpose: 'marketing' as const, body: 'Hi {{ first_name | default: "there" }}!', senderId: null }
    const first = await desk.call('campaigns.recipient', { ...plan, index: 0 })
    const second = await desk.call('campaigns.recipient', { ...plan, index: 1 })
    const { recipients } = await desk.call('campaigns.estimate', plan)
    const bubble = page.getByTestId('bubble')
    await expect(bubble).toHaveText(first!.text)
    await expect(page.getByTestId('phone-position')).toHaveText(`1 of ${String(recipients)}`)
    await page.getByRole('button', { name: 'Next person' }).click()
    await expect(bubble).toHaveText(second!.text)
    await page.getByRole('group', { name: /Arrow keys leaf/ }).focus()
    await page.keyboard.press('ArrowLeft')
    await expect(bubble).toHaveText(first!.text)
    await page.keyboard.press('End')
    await expect(page.getByTestId('phone-position')).toHaveText(`${String(recipients)} of ${String(recipients)}`)
  })

  test('the figures are those that are sent: people, those left out and why, money', async ({ page, desk, visit }) => {
    const { rows } = await desk.call('contacts.page', { filter: { marketing: 'opted-in' }, sort: 'name', offset: 0, limit: 1 })
    await desk.call('consent.record', { number: rows[0]!.number, purpose: 'marketing', state: 'opted-out', method: 'spoken', occurredAt: desk.clock.now(), disclosure: null, source: 'at the desk' })
    await visit('#/compose?list=1')
    await editorOf(page).click()
    await page.keyboard.type('Hello')
    const plan = { audience: { kind: 'list' as const, listId: 1 }, purpose: 'marketing' as const, body: 'Hello', senderId: null }
    const { recipients, leftOut } = await desk.call('campaigns.estimate', plan)
    expect(leftOut.find(({ reason }) => reason === 'opted-out')?.people).toBeGreaterThan(0)
    await expect(page.getByTestId('recipients')).toHaveText(`${String(recipients)} people will get this`)
    await expect(page.getByTestId('left-out')).toContainText('said stop')
    await expect(page.getByTestId('cost')).toContainText('practice money')
    // Its colours change while the figures are counted.
    await expect(page.getByTestId('send')).toBeEnabled()
    await expectAccessible(page)
  })

  test('a field that cannot be read is said under the text and nothing can be sent', async ({ page, visit }) => {
    await visit('#/compose?list=1')
    await editorOf(page).click()
    await page.keyboard.type('Hi {{ first_name')
    await expect(page.getByText('A field is opened with two braces and never closed with two.')).toBeVisible()
    await expect(page.getByTestId('send')).toBeDisabled()
  })
})
