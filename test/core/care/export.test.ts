import { readFileSync, statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import readExcel from 'read-excel-file/node'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { fillBook } from '../../support/fill-book.ts'
import type { CallInput } from '../../../shared/contract/index.ts'

describe('people as a file', () => {
  let desk: TestCore
  beforeEach(async () => {
    desk = await startTestCore({ ready: false })
  })
  afterEach(() => desk.end())

  const ana = { number: '+12025550143', firstName: 'Ana', lastName: 'Ruiz', email: '=HYPERLINK("http://bad.example")', notes: 'line one\nline two', tags: ['vip', 'regular'], custom: { Dog: '@Rex' } }
  const plan: CallInput<'people.export'> = { who: { filter: {} }, format: 'csv', columns: ['lastName', 'firstName', 'number', 'email', 'tags', 'custom:dog', 'marketing', 'notes'], encoding: 'utf-8', delimiter: ',' }
  const write = async (change: Partial<CallInput<'people.export'>> = {}) => {
    const done = await desk.call('people.export', { ...plan, ...change })
    return { ...done, bytes: readFileSync(desk.core.files.path(done.file.fileId)!) }
  }

  it('is CSV with the columns chosen, formulas defused, for Excel by its mark', async () => {
    await desk.call('contacts.add', ana)
    const { bytes, people, file } = await write()
    expect(people).toBe(1)
    expect(file.name).toMatch(/^contacts-\d{4}-\d\d-\d\d\.csv$/)
    expect(bytes.toString('utf8')).toBe(
      '\ufeffLast name,First name,Mobile number,Email,Tags,Dog,Offers,Notes\r\n' +
        `Ruiz,Ana,+12025550143,"'=HYPERLINK(""http://bad.example"")","regular, vip",'@Rex,,"line one\nline two"\r\n`,
    )
  })

  it('says what Windows-1252 has no letters for', async () => {
    await desk.call('contacts.add', { ...ana, firstName: 'Zoé', lastName: 'Łęcka’s', email: '', tags: [], custom: {}, notes: '€' })
    const { bytes, unfit, unfitLetters } = await write({ encoding: 'windows-1252', delimiter: ';', columns: ['firstName', 'lastName', 'notes'] })
    expect({ unfit, letters: [...unfitLetters].sort() }).toEqual({ unfit: 1, letters: ['Ł', 'ę'].sort() })
    expect(bytes.toString('latin1')).toBe('First name;Last name;Notes\r\nZo\xe9;??cka\x92s;\x80\r\n')
  })

  it('is an Excel file whose cells are text, read back as they were', async () => {
    await desk.call('contacts.add', ana)
    await desk.call('contacts.add', { number: '+12025550144', firstName: 'Éva & <Co>', lastName: 'Ünal "x"' })
    const done = await desk.call('people.export', { ...plan, format: 'xlsx', columns: ['lastName', 'firstName', 'number', 'email', 'notes'] })
    const rows = (await readExcel(desk.core.files.path(done.file.fileId)!)) as unknown
    const sheet = (Array.isArray(rows) && rows.length > 0 && !Array.isArray(rows[0]) ? (rows[0] as { data: unknown }).data : rows) as unknown[][]
    expect(sheet).toEqual([
      ['Last name', 'First name', 'Mobile number', 'Email', 'Notes'],
      ['Ruiz', 'Ana', '+12025550143', '=HYPERLINK("http://bad.example")', 'line one\nline two'],
      ['Ünal "x"', 'Éva & <Co>', '+12025550144', null, null],
    ])
  })

  it('holds whoever a filter finds, in the order of names', async () => {
    fillBook(desk.db(), 2_500, { now: desk.clock.now(), list: 'Everybody' })
    const { people, bytes } = await write({ who: { filter: { listId: 1, marketing: 'opted-in' } }, columns: ['number', 'lists', 'marketing', 'marketingSince'] })
    expect(people).toBe(1_875)
    const lines = bytes.toString('utf8').trimEnd().split('\r\n')
    expect(lines).toHaveLength(1_876)
    expect(lines[1]).toMatch(/^\+\d+,Everybody,agreed,\d{4}-\d\d-\d\d$/)
    const excel = await write({ format: 'xlsx', columns: ['number', 'firstName'] })
    expect(excel.people).toBe(2_500)
    expect(statSync(desk.core.files.path(excel.file.fileId)!).size).toBe(excel.file.bytes)
  })
})
