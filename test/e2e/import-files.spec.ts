import writeExcel from 'write-excel-file/node'
import { expect, expectAccessible, test } from './fixtures.ts'
import type { Page } from 'playwright/test'

type Given = { readonly name: string; readonly buffer: Buffer }

const choose = async (page: Page, ...files: readonly Given[]): Promise<void> => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  await (await chooser).setFiles(files.map((file) => ({ ...file, mimeType: 'application/octet-stream' })))
}
const file = (name: string, text: string): Given => ({ name, buffer: Buffer.from(text) })
const nothingKnown = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Next: permission' }).click()
  await page.getByRole('radio', { name: 'I don’t know' }).check()
  await page.getByRole('button', { name: 'Next: check' }).click()
}

test('an Excel file of several sheets, known as Shopify’s, changes somebody only as the check says', async ({ page, desk, visit }) => {
  await desk.call('contacts.add', { number: '+12025550143', firstName: 'Ann', email: 'old@example.com' })
  const header = ['Customer ID', 'First Name', 'Last Name', 'Email', 'Default Address Phone', 'Phone', 'Accepts SMS Marketing']
  const buffer = await writeExcel([
    { sheet: 'Notes', data: [['My shop’s customers']] },
    { sheet: 'Customers', data: [header, ['77', 'Anna', 'Lee', 'new@example.com', null, 12_025_550_143, 'yes'], ['78', 'Bo', 'Diaz', null, '202-555-0150', null, 'no']] },
  ]).toBuffer()
  await visit('#/import')
  await choose(page, { name: 'customers_export.xlsx', buffer })
  await expect(page.getByText('This looks like an export from Shopify.')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Sheet' })).toHaveValue('Customers')
  await expect(page.getByRole('combobox', { name: 'Meaning of the column “Phone”' })).toHaveValue(/^Mobile number/)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Next: permission' }).click()
  await expect(page.getByRole('radio', { name: 'They were never asked' })).toBeChecked()
  await page.getByRole('radio', { name: 'I don’t know' }).check()
  await page.getByRole('button', { name: 'Next: check' }).click()

  const table = page.getByRole('grid', { name: 'Rows of the file' })
  await expect(page.getByTestId('check-updated')).toHaveAttribute('aria-pressed', 'true')
  await expect(table).toContainText('Last name: empty → Lee')
  await expect(table).not.toContainText('new@example.com')
  await page.getByRole('radio', { name: 'The file is right' }).check()
  await expect(table).toContainText('Email: old@example.com → new@example.com')
  await page.getByRole('radio', { name: 'The book is right' }).check()
  await expect(page.getByTestId('check-unchanged')).toContainText('1')
  await page.getByRole('radio', { name: 'Fill in only what is empty' }).check()
  await expect(table).toContainText('Last name: empty → Lee')
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(page.getByRole('heading', { name: '2 people of this file are in your book' })).toBeVisible()
  const people = (await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 5 })).rows
  expect(people.map(({ number, firstName, email }) => [number, firstName, email]).sort()).toEqual([['+12025550143', 'Ann', 'old@example.com'], ['+12025550150', 'Bo', '']])

  // The next file like it is set as this one was.
  await visit('#/import')
  await choose(page, { name: 'customers_export (1).xlsx', buffer })
  await expect(page.getByText('Set as last time, for customers_export.xlsx')).toBeVisible()
  await page.getByRole('button', { name: 'Forget the last time' }).click()
  await expect(page.getByText('This looks like an export from Shopify.')).toBeVisible()
})

test('several files: alike ones go in together under one progress, another has steps of its own, a bad one costs nothing', async ({ page, desk, visit }) => {
  await visit('#/import')
  await choose(
    page,
    file('april.csv', 'Name,Phone\nAnn Hall,202-555-0143\nBo Hall,202-555-0144\n'),
    file('scan.pdf', '%PDF-1.7'),
    file('may.csv', 'phone;name\n202-555-0145;Cy Hall\n202-555-0143;Ann Hall\n'),
    file('phone.vcf', 'BEGIN:VCARD\nVERSION:3.0\nN:Low;Dee;;;\nTEL;TYPE=CELL:202-555-0146\nEND:VCARD\n'),
  )
  await expect(page.getByText('This file and one more with the same columns go in together: may.csv.')).toBeVisible()
  await expect(page.getByText('Afterwards: phone.vcf.')).toBeVisible()
  await expect(page.getByText('Not read: scan.pdf.')).toBeVisible()
  await expectAccessible(page)
  await nothingKnown(page)
  await expect(page.getByTestId('check-created')).toContainText('3')
  await expect(page.getByTestId('check-unchanged')).toContainText('1')
  await page.getByRole('button', { name: 'Import 4 rows' }).click()
  await expect(page.getByRole('heading', { name: '2 files are done' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Next file: phone.vcf' }).click()
  await expect(page.getByRole('combobox', { name: 'Meaning of the column “Mobile”' })).toHaveValue(/^Mobile number/)
  await nothingKnown(page)
  await page.getByRole('button', { name: 'Import one row' }).click()
  await expect(page.getByRole('heading', { name: 'One person of this file is in your book' })).toBeVisible()
  expect((await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 1 })).total).toBe(4)
})

test('a column of numbers is pasted', async ({ page, visit }) => {
  await visit('#/import')
  await page.getByRole('textbox', { name: 'Numbers or a table' }).fill('202-555-0143\n202-555-0144\n')
  await page.getByRole('button', { name: 'Use what I pasted' }).click()
  await expect(page.getByText('Pasted list.txt, 2 rows')).toBeVisible()
  await expect(page.getByRole('combobox', { name: /^Meaning of the column/ })).toHaveValue('Phone number')
})

test('an old Excel file is refused with what to do', async ({ page, visit }) => {
  await visit('#/import')
  await choose(page, { name: 'list.xls', buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) })
  await expect(page.getByRole('alert')).toContainText('choose “Save as”, then “Excel Workbook (.xlsx)”')
})

test('the whole import by keyboard', async ({ page, visit }) => {
  await visit('#/import')
  await page.getByRole('textbox', { name: 'Numbers or a table' }).focus()
  await page.keyboard.insertText('Name\tPhone\nAnn\t202-555-0143\n')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'What each column means' })).toBeVisible()
  await page.getByRole('button', { name: 'Next: permission' }).press('Enter')
  await page.getByRole('radio', { name: 'I don’t know' }).press('Space')
  await page.getByRole('button', { name: 'Next: check' }).press('Enter')
  await expect(page.getByTestId('check-created')).toContainText('1')
  await page.getByRole('button', { name: 'Import one row' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'One person of this file is in your book' })).toBeVisible()
})

test('an import is undone from the list of imports, and one row of another by itself', async ({ page, desk, visit }) => {
  await visit('#/import')
  await choose(page, file('april.csv', 'Name,Phone\nAnn Hall,202-555-0143\nBo Hall,202-555-0144\n'))
  await nothingKnown(page)
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(page.getByRole('heading', { name: '2 people of this file are in your book' })).toBeVisible()
  const people = async () => (await desk.call('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 5 })).rows.map(({ number }) => number)

  // One row, by keyboard: the table is one stop for Tab.
  const table = page.getByRole('grid', { name: 'Rows of the file' })
  await table.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Undo this row' }).click()
  await expect(page.getByText('Line 2 was undone.')).toBeVisible()
  expect(await people()).toEqual(['+12025550144'])

  await visit('#/import')
  await page.getByRole('button', { name: 'Undo the import of april.csv?' }).click()
  const question = page.getByRole('dialog', { name: 'Undo the import of april.csv?' })
  await expect(question).toContainText('stays')
  await question.getByRole('button', { name: 'Undo the import' }).click()
  await expect(page.getByRole('cell', { name: 'Undone', exact: true })).toBeVisible()
  expect(await people()).toEqual([])
  await page.getByRole('link', { name: /^Show the import of april.csv/ }).click()
  await expect(page.getByRole('heading', { name: 'The import was undone' })).toBeVisible()
  await expectAccessible(page)
})
