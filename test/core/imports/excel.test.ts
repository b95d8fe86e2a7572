import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import readWithLibrary from 'read-excel-file/node'
import writeWithLibrary, { type Cell } from 'write-excel-file/node'
import { dateOf, MOST_SHEET } from '../../../electron/core/imports/reading/excel.ts'
import { MOST_TEXTS } from '../../../electron/core/imports/reading/excel-parts.ts'
import { readRows } from '../../../electron/core/imports/reading/file.ts'
import { Refusal } from '../../../electron/core/imports/reading/refusals.ts'
import { openZip, type ZipEntry } from '../../../electron/core/imports/reading/zip.ts'
import { startImport } from '../../../electron/core/imports/run.ts'
import { handMade } from './excel-files.ts'
import { createRig, value, type Rig } from './rig.ts'

let rig: Rig
const setUp = (settings: Parameters<typeof createRig>[0] = {}): Rig => (rig = createRig(settings))
afterEach(() => rig.close())

const xlsx = async (rows: readonly (readonly Cell[])[]): Promise<Uint8Array> => new Uint8Array(await writeWithLibrary(rows as Cell[][]).toBuffer())

const rowsIn = (content: Uint8Array, sheet?: string) => {
  const path = join(rig.ctx.folder, 'rows.xlsx')
  writeFileSync(path, content)
  return [...readRows(path, { encoding: 'utf-8', delimiter: ',', kind: 'excel', ...(sheet === undefined ? {} : { sheet }) })].flatMap((piece) => piece.rows)
}
const cells = (content: Uint8Array, sheet?: string) => rowsIn(content, sheet).map((row) => row.cells)

describe('an Excel file', () => {
  it('is imported: numbers keep every digit, dates are dates', async () => {
    setUp()
    const content = await xlsx([
      ['First name', 'Phone', 'Last visit', 'Zip', 'Notes'],
      ['Ann', 12_025_550_143, { value: new Date(Date.UTC(2026, 4, 3)), type: Date, format: 'dd/mm/yyyy' }, '02110', 'two\nlines & <marks>'],
      ['Bob', '(202) 555-0144', null, null, null],
      ['Cy', 2_025_550_145, null, 12_345, 'é😀'],
    ])
    const fileId = rig.file(content, 'people.xlsx')
    const found = await rig.inspect(fileId)
    expect(found).toMatchObject({ reading: { kind: 'excel', hasHeader: true }, rows: 3, rowsExact: true, sheets: [{ hidden: false, empty: false }] })
    expect(found.columns.map(({ guess }) => guess)).toEqual(['first-name', 'number', 'custom', 'postal-code', 'notes'])
    const run = await value(startImport(rig.ctx, rig.plan(found, fileId))).ended
    expect(run).toMatchObject({ state: 'done', rows: 3, created: 3 })
    expect(rig.ctx.db.prepare('SELECT number, postal_code AS zip, notes, custom FROM contacts ORDER BY number').all()).toEqual([
      { number: '+12025550143', zip: '02110', notes: 'two\nlines & <marks>', custom: '{"last_visit":"2026-05-03"}' },
      { number: '+12025550144', zip: '', notes: '', custom: '{}' },
      { number: '+12025550145', zip: '12345', notes: 'é😀', custom: '{}' },
    ])
    expect((await rig.inspect(fileId)).importedBefore).toMatchObject({ importId: run.id })
    expect(value(await rig.call('imports.rows', { id: run.id, offset: 0, limit: 10 })).rows.map(({ line }) => line)).toEqual([2, 3, 4])
  })

  it('is opened at the sheet with the numbers; another, also a hidden one, can be chosen; empty ones are told', async () => {
    setUp()
    const row = (n: number, ...values: readonly string[]) => `<row r="${n}">${values.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
    const fileId = rig.file(handMade([
      { name: 'Empty', xml: '<row r="1"><c r="A1" s="1"/></row>' },
      { name: 'Secret &amp; old', xml: row(1, 'Name', 'Phone') + row(2, 'Zed', '2025550150'), state: 'veryHidden' },
      { name: 'About', xml: row(1, 'A list of my customers') },
      { name: 'People', xml: row(1, 'Name', 'Phone') + row(2, 'Ann', '2025550143') },
    ]))
    const found = await rig.inspect(fileId)
    expect(found.reading.sheet).toBe('People')
    expect(found.sheets.map(({ name, hidden, empty }) => [name, hidden, empty])).toEqual([['Empty', false, true], ['Secret & old', true, false], ['About', false, false], ['People', false, false]])
    const other = value(await rig.call('imports.inspect', { fileId, reading: { sheet: 'Secret & old' } }))
    expect(other.columns.map(({ samples }) => samples)).toEqual([['Zed'], ['2025550150']])
    expect(value(await rig.call('imports.inspect', { fileId, reading: { sheet: 'About' } })).columns).toHaveLength(1)
  })

  it('reads formulas’ values, shared and rich texts, booleans, errors, prefixes, holes and numbers in disguise', () => {
    setUp()
    const texts = '<si><t>Name</t></si><si/><si><r><t>An</t></r><r><rPr><b/></rPr><t xml:space="preserve">n </t></r><rPh sb="0" eb="1"><t>アン</t></rPh></si><si><t>a_x000D_b &#233; &quot;</t></si>'
    const styles = '<numFmts><numFmt numFmtId="170" formatCode="00000"/><numFmt numFmtId="171" formatCode="[$-40C]d\\ mmmm\\ yyyy;@"/><numFmt numFmtId="172" formatCode="&quot;day&quot;\\ 0# ## ## ## ##"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="172"/></cellXfs>'
    const xml =
      '<x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c r="C2" t="s"><x:v>2</x:v></x:c></x:row><x:row r="3"/>' +
      '<x:row r="5"><x:c t="s"><x:v>3</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c t="str"><x:f>"x"</x:f><x:v>2025550143 &amp; co</x:v></x:c></x:row>' +
      '<x:row r="6"><x:c><x:v>1.2025550143E10</x:v></x:c><x:c s="1"><x:v>1001</x:v></x:c><x:c s="2"><x:v>46145</x:v></x:c><x:c s="3"><x:v>46145.604166666664</x:v></x:c><x:c s="4"><x:v>0.5</x:v></x:c><x:c s="5"><x:v>639981234</x:v></x:c><x:c><x:v>0.30000000000000004</x:v></x:c></x:row>'
    expect(rowsIn(handMade([{ name: 'A', xml }], { texts, styles, prefix: 'x:' })).map((row) => [row.line, row.cells])).toEqual([
      [2, ['Name', '', 'Ann ']],
      [5, ['a\rb é "', 'TRUE', '', '2025550143 & co']],
      [6, ['12025550143', '01001', '2026-05-03', '2026-05-03 14:30', '12:00', '639981234', '0.3']],
    ])
  })

  it('knows the days of both calendars', () => {
    setUp()
    expect([dateOf(1, 'date', false), dateOf(59, 'date', false), dateOf(61, 'date', false), dateOf(46_145, 'date', false), dateOf(44_683, 'date', true)]).toEqual(['1900-01-01', '1900-02-28', '1900-03-01', '2026-05-03', '2026-05-03'])
    expect([dateOf(46_145.999_999, 'date', false), dateOf(0.999_99, 'time', false), dateOf(1e12, 'date', false)]).toEqual(['2026-05-04', '1900-01-01', '1000000000000'])
  })

  it('leaves a title above the table out', () => {
    setUp()
    const row = (n: number, ...values: readonly string[]) => `<row r="${n}">${values.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
    expect(rowsIn(handMade([{ name: 'A', xml: row(1, 'Customers 2026') + row(3, 'Name', 'Phone', 'Town') + row(4, 'Ann', '2025550143', 'York') }])).map(({ line }) => line)).toEqual([3, 4])
    expect(cells(handMade([{ name: 'A', xml: row(1, '2025550143') + row(2, '2025550144') }]))).toHaveLength(2)
  })

  it('reads what the library reads', async () => {
    setUp()
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((one) => one.trim() !== '' && one === one.trim() && !/[\p{Cc}\ufffe\uffff]|_x[0-9a-f]{4}_/iu.test(one) && one.isWellFormed())
    const cell = fc.oneof(text, fc.integer({ min: -9_999_999_999, max: 999_999_999_999_999 }), fc.boolean(), fc.constant(null))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 20 }), async (rows) => {
        const content = await xlsx([['a', 'b', 'c', 'd', 'e', 'f'], ...rows])
        const [sheet] = await readWithLibrary(Buffer.from(content))
        const said = (sheet?.data ?? []).map((row) => row.map((one) => (one === null ? '' : typeof one === 'boolean' ? (one ? 'TRUE' : 'FALSE') : String(one as string | number))))
        const trimmed = (row: readonly string[]): readonly string[] => row.slice(0, row.findLastIndex((one) => one !== '') + 1)
        expect(cells(content).map((row) => trimmed(row))).toEqual(said.map(trimmed).filter((row) => row.length > 0))
      }),
      { numRuns: 8, endOnFailure: true },
    )
  })
})

describe('a file made to harm', () => {
  const refusal = (content: Uint8Array): string => {
    try {
      rowsIn(content)
      return 'read'
    } catch (error) {
      if (error instanceof Refusal) return error.code
      throw error
    }
  }
  it('that unpacks without end is given up at a row no list has, and at a size', () => {
    setUp()
    expect(refusal(handMade([{ name: 'A', xml: ' '.repeat(40 << 20) }]))).toBe('imports-damaged')
    const path = join(rig.ctx.folder, 'bomb.xlsx')
    writeFileSync(path, handMade([{ name: 'A', xml: '' }], { texts: '<si><t>a</t></si>'.repeat(1 << 16) }))
    const zip = openZip(path)
    const texts = zip.entries.get('xl/sharedStrings.xml') as ZipEntry
    expect(() => [...zip.read(texts, 1 << 20)]).toThrow('imports-unpacks-too-big')
    expect([...zip.read(texts, 2 << 20)].length).toBeGreaterThan(0)
    zip.close()
    expect([MOST_SHEET, MOST_TEXTS]).toEqual([2 ** 30, 2 ** 28])
  })
  it('with marks that never close is read in one pass', () => {
    setUp()
    for (const xml of ['<c>'.repeat(1 << 20), '<c '.repeat(1 << 20), '<row>'.repeat(1 << 20), `<row>${'<c r="A1"><is><rPh>'.repeat(100_000)}</row>`])
      expect(['read', 'imports-damaged']).toContain(refusal(handMade([{ name: 'A', xml }])))
    expect(refusal(handMade([{ name: 'A', xml: '<row><c t="s"><v>7</v></c></row>' }], { texts: '<si>'.repeat(1 << 20) }))).toBe('imports-damaged')
  })
  it('cut off or overwritten anywhere is refused, or read as far as it is whole', () => {
    setUp()
    const whole = handMade([{ name: 'A', xml: '<row r="1"><c t="inlineStr"><is><t>2025550143</t></is></c></row>' }])
    for (let length = 0; length < whole.length; length += 37) expect(refusal(whole.slice(0, length))).toMatch(/^(?:read|imports-)/)
    for (let at = 0; at < whole.length; at += 11) {
      const broken = whole.slice()
      broken[at] = (broken[at] as number) ^ 0x5a
      expect(refusal(broken)).toMatch(/^(?:read|imports-)/)
    }
  })
})
