import { readFile } from 'node:fs/promises'
import { personAt } from '../support/people.ts'
import { expect, expectAccessible, test } from './fixtures.ts'
import type { Page } from 'playwright/test'

const messy = [
  'Prénom;Nom;Mobile;Courriel;Accord SMS;Prochain RDV;Étiquettes',
  'Zoë;Martin;202-555-0143;zoe@example.com;oui;Tuesday 3 pm;vip',
  "Bob;O'Neil;+1 (202) 555-0110;;yes;Wednesday 9 am;",
  'Chloé;Dupont;1.2025550111E+10;chloe@example.com;no;;regular',
  ';;2025550112;;yes;Friday;regular',
  'Dan;Low;no phone;;yes;;',
  'Zoë;Martin;2025550143;zoe2@example.com;yes;;vip',
  "Grace;Kim;'3125550118;;oui;;",
  'Eve;Short;=SUM(A1);;yes;;',
].join('\r\n')

/** Chooses a file as the person's own dialog would. */
const chooseFile = async (page: Page, name: string, content: string | Buffer): Promise<void> => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
  await expect(page.getByRole('heading', { name: 'What each column means' })).toBeVisible()
}

/** Says that these people agreed to offers on paper, on the first day the calendar offers. */
const sayConsent = async (page: Page): Promise<void> => {
  await page.getByRole('radio', { name: 'They agreed to be texted' }).check()
  await page.getByRole('checkbox', { name: 'Offers and news' }).check()
  await page.getByRole('combobox', { name: 'How' }).click()
  await page.getByRole('option', { name: 'On paper' }).click()
  await page.getByRole('button', { name: 'When' }).click()
  await page.locator('.mantine-DatePickerInput-day:not([data-disabled])').first().click()
}

/** From the permission to the start, over the look at what would happen. */
const checkAndImport = async (page: Page, rows: number): Promise<void> => {
  await page.getByRole('button', { name: 'Next: check' }).click()
  await page.getByRole('button', { name: rows === 1 ? 'Import one row' : `Import ${rows.toLocaleString('en')} rows` }).click()
}

/** A file that takes a while: `rows` people of the stock, with names of no length. */
const longFile = (rows: number): string =>
  ['Name,Phone,Note', ...Array.from({ length: rows }, (_, index) => `${personAt(index).firstName},${personAt(index).number},${'n'.repeat(60)}`)].join('\n')

test.describe('a messy file', () => {
  test('becomes contacts, proof of consent, and a list of what was refused and why', async ({ page, desk, visit }) => {
    test.slow()
    await visit('#/import')
    await expectAccessible(page)
    await chooseFile(page, 'spring customers.csv', `\ufeff${messy}`)
    await expect(page.getByRole('combobox', { name: 'Meaning of the column “Mobile”' })).toHaveValue('Phone number')
    await expect(page.getByRole('combobox', { name: 'Meaning of the column “Accord SMS”' })).toHaveValue(/Agreed to be texted/)
    await expect(page.getByRole('combobox', { name: 'Columns are separated by' })).toHaveValue('Semicolon ;')

    const preview = page.getByTestId('preview')
    const line = (number: number) => preview.getByRole('row', { name: new RegExp(`^${String(number)} `) })
    await expect(line(2)).toContainText('(202) 555-0143')
    await expect(line(4)).toContainText('in the file: 1.2025550111E+10')
    await expect(line(6)).toContainText('No phone number in this row')
    await expect(line(7)).toContainText('Duplicate')

    // A meaning changed by hand shows at once.
    await page.getByRole('combobox', { name: 'Meaning of the column “Prochain RDV”' }).click()
    await page.getByRole('option', { name: 'Leave out' }).click()
    await expect(line(2)).not.toContainText('Tuesday')
    await page.getByRole('combobox', { name: 'Meaning of the column “Prochain RDV”' }).click()
    await page.getByRole('option', { name: 'Keep under its own name' }).click()
    await expect(line(2)).toContainText('Prochain RDV: Tuesday 3 pm')
    await expectAccessible(page)

    await page.getByRole('button', { name: 'Next: permission' }).click()
    await page.getByRole('button', { name: 'Next: check' }).click()
    await expect(page.getByText('Choose what they agreed to, or say that you don’t know.')).toBeVisible()
    await sayConsent(page)
    const words = page.getByRole('textbox', { name: 'The words they saw or heard' })
    await expect(words).toHaveValue(/Bell & Co/)
    await words.fill('Texts from Bell & Co, at most four a month. STOP ends them.')
    await page.getByRole('textbox', { name: 'Where the proof is' }).fill('Blue binder')
    await expect(page.getByRole('checkbox', { name: 'Only where the column “Accord SMS” says yes' })).toBeChecked()
    await expect(page.getByRole('textbox', { name: 'Name of the new list' })).toHaveValue('spring customers')
    await expect(page.getByRole('radio', { name: 'They said no' })).toBeChecked()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Next: check' }).click()

    // Before anything is stored: what would happen, and the rows behind each figure.
    await expect(page.getByTestId('check-created')).toContainText('5')
    await expect(page.getByTestId('check-duplicate')).toContainText('1')
    await expect(page.getByTestId('check-rejected')).toContainText('2')
    await expect(page.getByTestId('check-may')).toContainText('4 of these people may be texted offers and news afterwards (now 0)')
    await expect(page.getByTestId('check-may')).toContainText('For one person the file itself says stop')
    await page.getByTestId('check-opted-out').click()
    await expect(page.getByRole('grid', { name: 'Rows of the file' })).toContainText('Chloé')
    expect((await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 1 })).total).toBe(0)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Import 8 rows' }).click()

    await expect(page.getByRole('heading', { name: '5 people of this file are in your book' })).toBeVisible()
    await expect(page.getByTestId('figure-created')).toHaveText('5')
    await expect(page.getByTestId('figure-duplicates')).toHaveText('1')
    await expect(page.getByTestId('figure-rejected')).toHaveText('2')
    await expect(page.getByTestId('may-text')).toContainText('4 of them may now be texted offers and news')
    await expectAccessible(page)
    const table = page.getByRole('grid', { name: 'Rows of the file' })
    await expect(table).toHaveAttribute('aria-rowcount', '3')
    await page.getByRole('button', { name: /^All rows/ }).click()
    await expect(table).toHaveAttribute('aria-rowcount', '9')

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the 2 rejected rows' }).click()
    const rejected = await readFile(await (await download).path(), 'utf8')
    expect(rejected).toContain('Dan')
    // What a spreadsheet would run as a formula is defused.
    expect(rejected).not.toMatch(/(^|[;,\t"\n])=SUM/)

    const found = async (query: string) => (await desk.call('contacts.page', { filter: { query }, sort: 'name', offset: 0, limit: 5 })).rows
    expect(await found('Zoë')).toMatchObject([{ number: '+12025550143', marketing: 'opted-in', tags: ['vip'] }])
    expect(await found('Chloé')).toMatchObject([{ number: '+12025550111', marketing: 'opted-out' }])
    const [proof] = await desk.call('consent.history', { number: '+12025550143' })
    expect(proof).toMatchObject({ purpose: 'marketing', method: 'paper', disclosure: 'Texts from Bell & Co, at most four a month. STOP ends them.' })

    await page.getByRole('link', { name: 'Write to this list' }).click()
    await expect(page.getByRole('combobox', { name: 'To' })).toHaveValue(/spring customers/)
  })

  test('is read anew when its characters or its separator are corrected', async ({ page, visit }) => {
    await visit('#/import')
    const latin = Buffer.from('Nom;Mobile\nZo\xeb;202-555-0143\n', 'latin1')
    await chooseFile(page, 'ancien.csv', latin)
    await expect(page.getByTestId('preview')).toContainText('Zoë')
    const choose = async (field: string | RegExp, option: string) => {
      await page.getByRole('combobox', { name: field }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    await choose('Characters', 'UTF-8')
    await expect(page.getByTestId('preview')).toContainText('Zo\ufffd')
    await choose('Characters', 'Western (Windows-1252)')
    await expect(page.getByTestId('preview')).toContainText('Zoë')
    await choose('Columns are separated by', 'Comma ,')
    await expect(page.getByRole('combobox', { name: 'Meaning of the column “Nom;Mobile”' })).toBeVisible()
    await choose('Columns are separated by', 'Semicolon ;')
    await choose('Meaning of the column “Mobile”', 'Leave out')
    await expect(page.getByText('No column is a phone number yet.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Next: permission' })).toBeDisabled()
  })

  test('imported twice doubles nobody, and says so beforehand', async ({ page, desk, visit }) => {
    for (const round of [1, 2]) {
      await visit('#/import')
      await chooseFile(page, 'customers.csv', 'Name,Phone\nAnn Hall,202-555-0143\nBo Hall,202-555-0144\n')
      await expect(page.getByText('This very file was imported on')).toHaveCount(round - 1)
      await page.getByRole('button', { name: 'Next: permission' }).click()
      await page.getByRole('radio', { name: 'I don’t know' }).check()
      await page.getByRole('radio', { name: 'Only the contact book' }).check()
      await checkAndImport(page, 2)
      await expect(page.getByRole('heading', { name: '2 people of this file are in your book' })).toBeVisible()
    }
    await expect(page.getByTestId('figure-unchanged')).toHaveText('2')
    expect((await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 1 })).total).toBe(2)
  })
})

test('a file dropped anywhere opens the import', async ({ page, visit }) => {
  await visit('#/campaigns')
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['Name,Phone\nAnn,202-555-0143\n'], 'dropped.csv', { type: 'text/csv' }))
    return transfer
  })
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data })
  await expect(page.getByText('Drop your files to import them')).toBeVisible()
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
  await expect(page.getByRole('heading', { name: 'What each column means' })).toBeVisible()
  await expect(page.getByText('dropped.csv, one row')).toBeVisible()
})

test('a file that is no list is refused in a sentence', async ({ page, visit }) => {
  await visit('#/import')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  await (await chooser).setFiles({ name: 'photo.csv', mimeType: 'text/csv', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0, 1, 2, 3]) })
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('button', { name: 'Another file' }).click()
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible()
})

test('a running import shows on every screen and can be canceled; nothing half done stays', async ({ page, desk, visit }) => {
  await visit('#/import')
  await chooseFile(page, 'long.csv', longFile(30_000))
  await page.getByRole('button', { name: 'Next: permission' }).click()
  await page.getByRole('radio', { name: 'I don’t know' }).check()
  await checkAndImport(page, 30_000)
  await expect(page.getByRole('heading', { name: 'Importing long.csv' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel the import' }).click()
  await expect(page.getByRole('heading', { name: 'The import was canceled' })).toBeVisible()
  expect((await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 1 })).total).toBe(0)
  expect(await desk.call('lists.all', {})).toEqual([])
})
