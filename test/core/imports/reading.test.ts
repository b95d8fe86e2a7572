import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { Delimiter, Encoding } from '../../../shared/contract/imports.ts'
import { readRows } from '../../../electron/core/imports/reading/file.ts'
import { guessDelimiter, guessHeader } from '../../../electron/core/imports/reading/guess.ts'
import { createRowReader, type RawRow } from '../../../electron/core/imports/reading/rows.ts'
import { createRig } from './rig.ts'

const read = (text: string, delimiter: Delimiter = ',', pieces = 1): readonly RawRow[] => {
  const reader = createRowReader(delimiter)
  const size = Math.max(1, Math.ceil(text.length / pieces))
  const rows: RawRow[] = []
  for (let i = 0; i < text.length; i += size) rows.push(...reader.push(text.slice(i, i + size)))
  return [...rows, ...reader.end()]
}
const cells = (text: string, delimiter?: Delimiter): readonly (readonly string[])[] => read(text, delimiter).map((row) => row.cells)

describe('rows', () => {
  it('reads quotes, line breaks in fields, doubled marks and every line ending', () => {
    expect(cells('a,b\r\n"x, y","two\nlines"\r"say ""hi""", "z" \n,\n')).toEqual([['a', 'b'], ['x, y', 'two\nlines'], ['say "hi"', 'z']])
  })
  it('knows the line each row begins on', () => {
    expect(read('h\n\n"a\nb"\nc\r\n\r\nd').map((row) => row.line)).toEqual([1, 3, 5, 7])
  })
  it('takes marks inside a field as they stand', () => {
    expect(cells('5" pipe,x\n"5" pipe",y\n')).toEqual([['5" pipe', 'x'], ['"5" pipe"', 'y']])
  })
  it('takes blanks before an opening mark for nothing, unless the mark opens nothing', () => {
    expect(cells('a, "b, c", " ""d""",e\n, "two\nlines", "x"\nAnn, "Bob" Smith,2\n')).toEqual([['a', 'b, c', ' "d"', 'e'], ['', 'two\nlines', 'x'], ['Ann', ' "Bob" Smith', '2']])
  })
  it('keeps a lone CR in a field, and the CR before the closing mark', () => {
    expect(cells('"a\rb","c\r"\r\nd,e\r"f","g\r"\r\r\nh')).toEqual([['a\rb', 'c\r'], ['d', 'e'], ['f', 'g\r'], ['h']])
    expect(read('"a\rb","c\r"\r\nd,e\r"f","g\r"\r\r\nh').map((row) => row.line)).toEqual([1, 4, 5, 8])
  })
  it('bears a file in which every row opens a mark and none closes it', () => {
    const rows = read('"Bob,1\n'.repeat(5000), ',', 7)
    expect(rows.map((row) => row.line)).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1))
    expect(rows.every((row) => row.malformed)).toBe(true)
  })
  it('loses one row to a mark nobody closed, not the rest of the file', () => {
    const rows = read('n,p\n"Bob,1\n"Ann",2\nCy,"3"\nDee,4\n')
    expect(rows.map((row) => [row.line, row.malformed])).toEqual([[1, false], [2, true], [3, false], [4, false], [5, false]])
    expect(rows[1]?.cells).toEqual(['"Bob,1'])
    expect(read('n,p\n"Bob,1\nAnn,2\nCy,3').map((row) => row.malformed)).toEqual([false, true, false, false])
    expect(read(`n,p\n"Bob,1\n${'Ann,2\n'.repeat(20_000)}`).filter((row) => !row.malformed)).toHaveLength(20_001)
  })
  it('reads the same however the text is cut into pieces', () => {
    const cell = fc.oneof(fc.constantFrom('', 'a', '"', '""', ',', '\n', '\r', '\r\n', 'é', '😀', ' '), fc.string({ maxLength: 4 }))
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 60 }), fc.integer({ min: 1, max: 200 }), (parts, pieces) => {
        const text = parts.join('')
        expect(read(text, ',', pieces)).toEqual(read(text))
      }),
      { numRuns: 500 },
    )
  })
  it('gives back what a careful program wrote', () => {
    const value = fc.stringMatching(/^[\w "',;\n\r\t|é😀-]{0,8}$/u)
    fc.assert(
      fc.property(fc.array(fc.array(value, { minLength: 2, maxLength: 4 }), { maxLength: 10 }), fc.constantFrom<Delimiter>(',', ';', '\t', '|'), (rows, delimiter) => {
        const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''))
        const text = filled.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)).join('\r\n')
        expect(cells(text, delimiter)).toEqual(filled)
      }),
    )
  })
})

describe('delimiter and header', () => {
  it.each<[Delimiter, string]>([
    [',', 'Name,Phone,Note\nAnn,2025550143,"a;b;c;d"\nBob,2025550144,"e;f"\n'],
    [';', 'Nom;Portable;Note\nDupont, Ann;0639981234;"1,5, 2,5"\nB;0639981235;"a, b"\n'],
    ['\t', 'Name\tPhone\nSmith, Ann\t(202) 555-0143\n'],
    ['|', 'Name|Phone\nSmith, Ann|2025550143\nLee, B, C|2025550144\n'],
    [';', 'sep=;\nNom;Portable\nA;0639981234\n'],
    [',', '2025550143\n2025550144\n'],
  ])('guesses %j', (delimiter, text) => expect(guessDelimiter(text)).toBe(delimiter))

  it('knows a header from data', () => {
    expect(guessHeader(read('Name,Phone\nAnn,2025550143'))).toBe(true)
    expect(guessHeader(read('Ann,2025550143\nBob,2025550144'))).toBe(false)
    expect(guessHeader(read('Qui,Joindre\nAnn,2025550143'))).toBe(true)
  })
})

const encode = (text: string, encoding: Encoding, mark: boolean): Uint8Array => {
  const bom = mark ? '\ufeff' : ''
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(bom + text)
    case 'utf-16le':
      return Buffer.from(bom + text, 'utf16le')
    case 'utf-16be':
      return Buffer.from(bom + text, 'utf16le').swap16()
    case 'windows-1252':
      return Buffer.from([...text].map((char) => (char === '’' ? 0x92 : char === 'œ' ? 0x9c : char.charCodeAt(0))))
  }
}

describe('encodings × delimiters', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-reading-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const rig = createRig({ country: 'FR', language: 'fr' })
  afterAll(() => rig.close())
  const encodings: readonly (readonly [Encoding, boolean])[] = [['utf-8', true], ['utf-8', false], ['utf-16le', true], ['utf-16le', false], ['utf-16be', true], ['utf-16be', false], ['windows-1252', false]]
  for (const [encoding, mark] of encodings)
    for (const delimiter of [',', ';', '\t', '|'] as const)
      it(`${encoding}${mark ? ' with its mark' : ''}, ${JSON.stringify(delimiter)}`, async () => {
        const rows = [['Prénom', 'Nom', 'Téléphone'], ['Chloé', 'Lebœuf', '06 39 98 12 34'], ['Noël', 'D’Arras', '"0639981235"']]
        const fileId = rig.file(encode(rows.map((row) => row.join(delimiter)).join('\r\n'), encoding, mark))
        const found = await rig.inspect(fileId)
        expect(found.reading).toEqual({ encoding, delimiter, hasHeader: true })
        expect(found.columns.map((column) => [column.header, column.guess])).toEqual([['Prénom', 'first-name'], ['Nom', 'last-name'], ['Téléphone', 'number']])
        expect(found.columns[1]?.samples).toEqual(['Lebœuf', 'D’Arras'])
        expect([found.rows, found.rowsExact]).toEqual([2, true])
      })

  it('sees a broken UTF-8 byte far into the file, and characters split between pieces', async () => {
    const path = join(folder, 'long.csv')
    const long = Buffer.from(`n,p\n${'é'.repeat(1_500_001)},2025550143\n`)
    writeFileSync(path, long)
    expect((await rig.inspect(rig.ctx.files.grant(path).fileId)).reading.encoding).toBe('utf-8')
    writeFileSync(path, Buffer.concat([long, Buffer.from([0xe9, 0x2c, 0x31])]))
    expect((await rig.inspect(rig.ctx.files.grant(path).fileId)).reading.encoding).toBe('windows-1252')
  })
  it('keeps characters whole at the edges of its pieces', () => {
    const path = join(folder, 'pieces.csv')
    writeFileSync(path, `x${'😀'.repeat(200_000)},é\n`)
    const rows = [...readRows(path, { encoding: 'utf-8', delimiter: ',' })].flatMap((piece) => piece.rows)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.cells[0]).toBe(`x${'😀'.repeat(200_000)}`)
  })
})
