/** Files as nobody should send them: made of good ones by cutting, mixing and lying, by fast-check. */
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'

export type FuzzFile = { readonly kind: string; readonly name: string; readonly bytes: Uint8Array }

const digits = (length: number): fc.Arbitrary<string> => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))
// Only ranges kept for fiction, and rubbish.
const real = fc.oneof(
  fc.integer({ min: 0, max: 99 }).map((n) => `20255501${String(n).padStart(2, '0')}`),
  fc.integer({ min: 0, max: 99 }).map((n) => `+1 (312) 555-01${String(n).padStart(2, '0')}`),
  digits(4).map((n) => `+3363998${n}`),
  digits(3).map((n) => `07700900${n}`),
  fc.integer({ min: 0, max: 99 }).map((n) => `1.20255501${String(n).padStart(2, '0')}E+10`),
  fc.integer({ min: 0, max: 99 }).map((n) => `'+120255501${String(n).padStart(2, '0')}`),
  fc.integer({ min: 0, max: 99 }).map((n) => `+120255501${String(n).padStart(2, '0')} ::: 01 99 00 12 34`),
)
const number = fc.oneof({ weight: 4, arbitrary: real }, { weight: 1, arbitrary: fc.constantFrom('', '1.20256E+10', '911', '12', 'call', '#N/A', '3/4/25', '00000000000000000000') }, { weight: 1, arbitrary: fc.string({ maxLength: 14 }) })
const text = fc.oneof(fc.string({ maxLength: 10 }), fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom('', 'é', '"', '""', 'a"b', '\n', '\r', '\r\n', '=1+1', '\u0000', '\ufeff', '😀', '\ud83d', ',', ';', '\t', 'yes', 'stop', 'vip, new'))
const row = fc.tuple(text, number, text, number, text)
const rows = fc.array(row, { minLength: 1, maxLength: 25 })
const header = fc.constantFrom(['Name', 'Phone', 'Notes', 'Mobile', 'Opt in?'], ['Nom', 'Portable', 'Accord SMS', 'Téléphone', 'Ville'], ['', '', '', '', ''], ['First Name', 'Phone', 'Last Name', 'Default Address Phone', 'Accepts SMS Marketing'])

const quoted = (cell: string, careless: boolean): string => (careless || !/[",;\t\r\n|]/.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`)
const csvText = fc.tuple(header, rows, fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean()).map(([head, body, delimiter, ending, careless]) =>
  [head, ...body].map((cells) => cells.map((cell) => quoted(cell, careless)).join(delimiter)).join(ending))

const encoded = fc.tuple(csvText, fc.constantFrom('utf8', 'latin1', 'utf16le'), fc.boolean()).map(([content, encoding, mark]) => Buffer.from((mark ? '\ufeff' : '') + content, encoding as BufferEncoding))
const mixed = fc.array(fc.oneof(encoded, fc.uint8Array({ maxLength: 40 })), { minLength: 1, maxLength: 4 }).map((parts) => Buffer.concat(parts))
const wide = fc.integer({ min: 900, max: 10_000 }).map((columns) => Buffer.from(`${Array.from({ length: columns }, (_, i) => `c${String(i)}`).join(',')}\n${'2025550143,'.repeat(columns)}\n`))
const unbalanced = fc.array(fc.constantFrom('"', 'Ann', ',', '\n', '2025550143', '""', '"a', ' "'), { maxLength: 400 }).map((parts) => Buffer.from(`Name,Phone\n${parts.join('')}`))

const escapeXml = (value: string): string => value.replace(/[&<>"]/g, (mark) => `&#${String(mark.charCodeAt(0))};`).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '')
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const cell = fc.tuple(text, number, fc.constantFrom('inlineStr', 'str', 'n', 's', 'b', 'e', 'd', 'zz'), fc.constantFrom('', ' r="A1"', ' r="XFD1"', ' r="ZZZZZZZ9"', ' r="-1"'), fc.boolean()).map(([said, phone, type, place, isNumber]) => {
  const value = escapeXml(isNumber ? phone : said)
  return `<c${place} t="${type}">${type === 'inlineStr' ? `<is><t>${value}</t></is>` : `<v>${value}</v>`}</c>`
})
const sheet = fc.array(fc.tuple(fc.array(cell, { maxLength: 8 }), fc.constantFrom('', ' r="1"', ' r="99999999"', ' r="x"')), { maxLength: 20 }).map((all) => all.map(([cells, place]) => `<row${place}>${cells.join('')}</row>`).join(''))
const phones = rows.map((all) => all.map((cells) => `<row>${cells.map((value) => `<c t="inlineStr"><is><t>${escapeXml(value)}</t></is></c>`).join('')}</row>`).join(''))
const bomb = fc.constantFrom(' '.repeat(9 << 20), '<row>'.repeat(1 << 19), '<c>'.repeat(1 << 19), `<row>${'<c r="XFD1"><v>1</v></c>'.repeat(1 << 16)}</row>`, '<row r="1"><c t="s"><v>999999999</v></c></row>')
const workbook = (xml: string, shared: string): Uint8Array =>
  zipSync({
    '_rels/.rels': strToU8(`<Relationships><Relationship Id="a" Type="${RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="A" sheetId="1" r:id="s"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships><Relationship Id="s" Type="${RELS}/worksheet" Target="a.xml"/><Relationship Id="t" Type="${RELS}/sharedStrings" Target="t.xml"/></Relationships>`),
    'xl/a.xml': strToU8(`<worksheet><sheetData>${xml}</sheetData></worksheet>`),
    'xl/t.xml': strToU8(`<sst>${shared}</sst>`),
  }, { level: 1 })
const excel = fc.tuple(fc.oneof(sheet, phones), fc.constantFrom('', '<si><t>2025550143</t></si>', '<si>'.repeat(2000))).map(([xml, shared]) => workbook(xml, shared))
const excelBomb = fc.tuple(bomb, fc.constantFrom('', '<si><t>a</t></si>'.repeat(1 << 16))).map(([xml, shared]) => workbook(xml, shared))

const cardLine = fc.oneof(
  number.map((phone) => `TEL;CELL:${phone}`), number.map((phone) => `TEL;TYPE="home,voice":tel:${phone}`), text.map((value) => `FN:${value}`), text.map((value) => `N:${value};${value}`),
  text.map((value) => `NOTE;ENCODING=QUOTED-PRINTABLE:=${value}=`), fc.constantFrom('BEGIN:VCARD', 'END:VCARD', 'VERSION:2.1', 'VERSION:4.0', ' folded', '', 'TEL', ':', 'AGENT:', 'PHOTO;BASE64:xx', 'TEL;TYPE="cell:2025550143', 'item1.TEL:2025550144', 'item1.X-ABLabel:Mobile'),
)
const cards = fc.tuple(fc.array(cardLine, { maxLength: 40 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean()).map(([lines, ending, latin]) => Buffer.from(['BEGIN:VCARD', ...lines, 'END:VCARD'].join(ending), latin ? 'latin1' : 'utf8'))

const cut = (files: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> => fc.tuple(files, fc.integer({ min: 50, max: 999 })).map(([bytes, part]) => bytes.subarray(0, Math.floor((bytes.length * part) / 1000)))
const flipped = (files: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc.tuple(files, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 })).map(([bytes, flips]) => {
    const broken = Uint8Array.from(bytes)
    if (broken.length > 0) for (const [at, by] of flips) broken[at % broken.length] = (broken[at % broken.length] as number) ^ by
    return broken
  })

const named = (kind: string, name: string, bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<FuzzFile> => bytes.map((content) => ({ kind, name, bytes: content }))

/** One file of any kind. `bombs` leaves the slow ones in. */
export const fuzzFile = (bombs: boolean): fc.Arbitrary<FuzzFile> =>
  fc.oneof(
    { weight: 6, arbitrary: named('csv', 'list.csv', encoded) },
    { weight: 3, arbitrary: named('mixed encodings', 'list.csv', mixed) },
    { weight: 3, arbitrary: named('unbalanced quotes', 'list.csv', unbalanced) },
    { weight: 3, arbitrary: named('cut text', 'list.csv', cut(encoded)) },
    { weight: bombs ? 1 : 0, arbitrary: named('ten thousand columns', 'list.csv', wide) },
    { weight: 5, arbitrary: named('excel', 'list.xlsx', excel) },
    { weight: 3, arbitrary: named('cut excel', 'list.xlsx', cut(excel)) },
    { weight: 3, arbitrary: named('damaged excel', 'list.xlsx', flipped(excel)) },
    { weight: bombs ? 1 : 0, arbitrary: named('zip bomb', 'list.xlsx', excelBomb) },
    { weight: 4, arbitrary: named('vcard', 'list.vcf', cards) },
    { weight: 2, arbitrary: named('cut vcard', 'list.vcf', cut(cards)) },
    { weight: 1, arbitrary: named('bytes', 'list.bin', fc.uint8Array({ maxLength: 400 })) },
  )
