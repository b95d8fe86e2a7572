import { expect, expectAccessible, test } from './fixtures.ts'

test.describe('segments', () => {
  test.use({ people: 400 })

  test('start from a template, count as they are made, are saved, shown in the book and written to', async ({ page, desk, visit }) => {
    await visit('#/lists')
    await page.getByRole('navigation', { name: 'Groups of people' }).getByRole('link', { name: 'Segments' }).click()
    await expect(page.getByRole('heading', { name: 'No segment yet' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Make a segment' }).click()
    await expect(page.getByText('Everybody in your contact book.')).toBeVisible()
    await expect(page.getByText('400 people', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Not texted for 60 days' }).click()
    await expect(page.getByText('People who agreed to offers and who were not texted in the last 60 days.')).toBeVisible()
    await expect(page.getByText('300 people', { exact: true })).toBeVisible()

    const first = await desk.call('contacts.page', { filter: { marketing: 'opted-in' }, sort: 'name', offset: 0, limit: 1 })
    await expect(page.getByRole('region', { name: 'Who that is' }).getByRole('link').first()).toHaveText(`${first.rows[0]!.firstName} ${first.rows[0]!.lastName}`)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Not texted for 60 days' })).toBeVisible()

    await page.getByRole('link', { name: 'Show all in the contact book' }).click()
    await expect(page.getByText('300 people found')).toBeVisible()
    await visit('#/lists/segments')
    await expect(page.getByRole('row', { name: /Not texted for 60 days/ })).toContainText('300')
    await page.getByRole('link', { name: 'Write to “Not texted for 60 days”' }).click()
    await expect(page.getByRole('combobox', { name: 'To' })).toHaveValue('Not texted for 60 days')
  })

  test('are built by keyboard alone: conditions found by typing, groups in groups, what lacks its value not counted', async ({ page, desk, visit }) => {
    const vips = (await desk.call('contacts.page', { filter: { tag: 'vip' }, sort: 'name', offset: 0, limit: 1 })).total
    await visit('#/segments/new')
    const rule = page.getByRole('group', { name: 'Rule', exact: true })
    const add = rule.getByRole('combobox', { name: 'Add a condition…' }).last()
    await add.focus()
    await page.keyboard.type('tag')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Not finished, so not counted yet.')).toBeVisible()
    await expect(page.getByText('400 people', { exact: true })).toBeVisible()
    // The new condition has the focus; its value comes next.
    await expect(rule.getByRole('combobox', { name: 'Tag: How' })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.type('vip')
    // The tags come from the book when the row opens.
    await expect(page.getByRole('option', { name: 'vip', exact: true })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page.getByText('People who have the tag “vip”.')).toBeVisible()
    await expect(page.getByText(`${vips} people`, { exact: true })).toBeVisible()

    await page.getByRole('button', { name: 'Add a group' }).focus()
    await page.keyboard.press('Enter')
    const inner = page.getByRole('group', { name: 'Group 2', exact: true })
    await expect(inner.getByRole('combobox', { name: 'Add a condition…' })).toBeFocused()
    for (const [typed, value] of [['postal', '97'], ['postal', '69']] as const) {
      await inner.getByRole('combobox', { name: 'Add a condition…' }).focus()
      await page.keyboard.type(typed)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.type(value)
      await page.keyboard.press('Enter')
    }
    await expect(page.getByText('People who have the tag “vip” and (whose postal code begins with 97 or whose postal code begins with 69).')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('textbox', { name: 'Name' }).fill('Near')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Near' })).toBeVisible()
    const [segment] = await desk.call('segments.all', {})
    expect(segment!.rule).toEqual({
      kind: 'group', match: 'all', of: [
        { kind: 'tag', has: true, tag: 'vip' },
        { kind: 'group', match: 'any', of: [{ kind: 'postal-code', in: true, begins: ['97'] }, { kind: 'postal-code', in: true, begins: ['69'] }] },
      ],
    })
    await page.getByRole('button', { name: 'Take away: Tag' }).click()
    await expect(page.getByText('People whose postal code begins with 97 or whose postal code begins with 69.')).toBeVisible()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('“Near” is saved.').last()).toBeVisible()
    // The name is taken for another.
    await visit('#/segments/new')
    await page.getByRole('textbox', { name: 'Name' }).fill('near')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(/already is a segment/)
  })

  test('that are removed leave a draft that says so, and come back', async ({ page, desk, visit }) => {
    const segment = await desk.call('segments.add', { name: 'Best', rule: { kind: 'tag', has: true, tag: 'vip' } })
    const draft = await desk.call('campaigns.saveDraft', { name: 'Hello', plan: { audience: { kind: 'segment', segmentId: segment.id }, body: 'Hello' } })
    await visit('#/lists/segments')
    await page.getByRole('button', { name: 'More for “Best”' }).click()
    await page.getByRole('menuitem', { name: 'Remove the segment' }).click()
    await expect(page.getByText('“Best” is removed. 1 draft has nobody to go to now.')).toBeVisible()
    await visit(`#/compose/${String(draft.id)}`)
    await expect(page.getByText('“Best”, to whom this was to go, is no more.')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('combobox', { name: 'To' })).toHaveValue('Best')
  })
})

test.describe('fields', () => {
  test('have a kind: what does not fit is said and stays, and a person’s page has the right input', async ({ page, desk, visit }) => {
    for (const [i, birthday] of ['3 May 1990', '12/24/1980', 'soon'].entries()) await desk.call('contacts.add', { number: `(202) 555-014${String(i)}`, firstName: `P${String(i)}`, custom: { Birthday: birthday, Size: 'M' } })
    await visit('#/lists/fields')
    await page.getByRole('button', { name: 'Change its kind: Birthday' }).click()
    const dialog = page.getByRole('dialog', { name: 'What is in “Birthday”?' })
    await dialog.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'Date' }).click()
    await expect(dialog.getByText('1 value cannot be read so. It stays as it is, and counts as nothing in rules:')).toBeVisible()
    await expect(dialog.getByText('“soon” (1)')).toBeVisible()
    await expectAccessible(page, '[role=dialog]')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('row', { name: /Birthday/ })).toContainText('Date')
    await expectAccessible(page)

    const { rows } = await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 3 })
    await visit(`#/contacts/${String(rows[0]!.id)}`)
    const drawer = page.getByRole('dialog')
    const input = drawer.getByRole('textbox', { name: 'Birthday' })
    await expect(input).toHaveValue('3 May 1990')
    await input.fill('4 mai 1991')
    await input.blur()
    await expect(input).toHaveValue('4 May 1991')
    await expect.poll(async () => (await desk.call('contacts.get', { id: rows[0]!.id })).custom['birthday']).toBe('1991-05-04')
    await expectAccessible(page, '[role=dialog]')

    await visit('#/lists/fields')
    await page.getByRole('button', { name: 'More for “Size”' }).click()
    await page.getByRole('menuitem', { name: 'Remove the field' }).click()
    await expect(page.getByText('“Size” is removed, with what 3 people had in it.')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('“Size” is back.')).toBeVisible()
    expect((await desk.call('contacts.get', { id: rows[1]!.id })).custom['size']).toBe('M')
  })
})
