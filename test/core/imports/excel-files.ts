import { strToU8, zipSync } from 'fflate'

const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'

export type HandMadeSheet = { readonly name: string; readonly xml: string; readonly state?: string }

/** An .xlsx file put together by hand, for what no careful program writes. `xml` of a sheet is what stands in <sheetData>. */
export const handMade = (
  sheets: readonly HandMadeSheet[],
  { texts = '', styles = '', workbook = '', prefix = '' }: { readonly texts?: string; readonly styles?: string; readonly workbook?: string; readonly prefix?: string } = {},
): Uint8Array =>
  zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    '_rels/.rels': strToU8(`<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${RELS}/officeDocument" Target="/xl/workbook.xml"/></Relationships>`),
    'xl/workbook.xml': strToU8(
      `<${prefix}workbook xmlns:r="${RELS}">${workbook}<${prefix}sheets>${sheets.map(({ name, state }, i) => `<${prefix}sheet name="${name}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="s${i + 1}"/>`).join('')}</${prefix}sheets></${prefix}workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="${PACKAGE}">${sheets.map((_, i) => `<Relationship Id="s${i + 1}" Type="${RELS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="t" Type="${RELS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="y" Type="${RELS}/styles" Target="styles.xml"/></Relationships>`,
    ),
    'xl/sharedStrings.xml': strToU8(`<sst>${texts}</sst>`),
    'xl/styles.xml': strToU8(`<styleSheet>${styles}</styleSheet>`),
    ...Object.fromEntries(sheets.map(({ xml }, i) => [`xl/worksheets/sheet${i + 1}.xml`, strToU8(`<${prefix}worksheet><${prefix}sheetData>${xml}</${prefix}sheetData></${prefix}worksheet>`)])),
  })
