import type { CountryCode } from '../../../shared/phone/result.ts'
import { formatNumber } from '../../../shared/phone/format.ts'
import { evidenceWords, type AnyMethod } from '../../../shared/rules/evidence/words.ts'
import { ERASED_SOURCE } from '../consent/suppressions.ts'
import { createPdf, paperOf, type PdfFont } from '../files/pdf.ts'
import type { Evidence } from './evidence.ts'
import { sheetWords } from './evidence-words.ts'

const INK = '#26221c'
const DIM = '#6b6459'
const LINE = '#d9d2c5'
const GOOD = '#2f6b3f'
const ALARM = '#a32d22'
const MARGIN = 52
/** Kept free at the foot of each page. */
const FOOT = 22

/** The evidence on paper: the answer first, then the records, the words, and how to check all of it. */
export const evidencePdf = async (evidence: Evidence, { country, now, zone }: { readonly country: string; readonly now: number; readonly zone: string }): Promise<Buffer> => {
  const { language } = evidence
  const say = sheetWords[language]
  const how = evidenceWords[language].how
  const phone = (number: string): string => formatNumber(number, country as CountryCode)
  const sheet = await createPdf({ title: `${say.title}: ${evidence.number}`, author: evidence.business, language, size: paperOf(country), margin: MARGIN, at: now })
  const { pdf } = sheet
  const width = pdf.page.width - 2 * MARGIN
  // Room for the foot: pdfkit begins a page by itself where the margin begins.
  const bottom = (): number => pdf.page.height - MARGIN - FOOT
  pdf.page.margins.bottom = MARGIN + FOOT
  pdf.on('pageAdded', () => { pdf.page.margins.bottom = MARGIN + FOOT })

  const moment = (at: number, where: string): string => {
    try {
      return `${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: where }).format(at)} (${where})`
    } catch {
      return new Date(at).toISOString()
    }
  }
  type Style = { readonly size?: number; readonly color?: string; readonly font?: PdfFont; readonly gap?: number; readonly indent?: number; readonly lineGap?: number }
  const write = (text: string, { size = 9.5, color = INK, font = 'text', gap = 4, indent = 0, lineGap = 1.5 }: Style = {}): void => {
    sheet.font(font, size, text).fillColor(color).text(text, MARGIN + indent, pdf.y, { width: width - indent, lineGap })
    pdf.y += gap
  }
  const heightOf = (text: string, { size = 9.5, font = 'text', gap = 4, indent = 0, lineGap = 1.5 }: Style): number =>
    sheet.font(font, size, text).heightOfString(text, { width: width - indent, lineGap }) + gap
  /** A page is begun rather than these be torn apart. */
  const together = (lines: readonly (readonly [string, Style])[]): void => {
    const height = lines.reduce((sum, [text, style]) => sum + heightOf(text, style), 0)
    if (pdf.y + height > bottom() && height < bottom() - MARGIN) pdf.addPage()
    for (const [text, style] of lines) write(text, style)
  }
  const rule = (): void => {
    pdf.moveTo(MARGIN, pdf.y).lineTo(MARGIN + width, pdf.y).lineWidth(0.5).strokeColor(LINE).stroke()
    pdf.y += 8
  }
  const section = (title: string): void => {
    pdf.y += 10
    if (pdf.y + 70 > bottom()) pdf.addPage()
    write(title, { font: 'bold', size: 12, gap: 4 })
    rule()
  }
  const fact = (label: string, value: string): void => {
    const y = pdf.y
    sheet.font('text', 9.5, label).fillColor(DIM).text(label, MARGIN, y, { width: 150 })
    const after = pdf.y
    sheet.font('text', 9.5, value).fillColor(INK).text(value, MARGIN + 156, y, { width: width - 156 })
    pdf.y = Math.max(after, pdf.y) + 3
  }

  write(say.title, { font: 'bold', size: 18, gap: 0 })
  write(say.subtitle(evidence.business), { color: DIM, gap: 12 })
  fact(say.number, `${phone(evidence.number)}  (${evidence.number})`)
  // In one piece, or the words of a name written from right to left run into each other.
  if (evidence.name !== '') fact(say.person, evidence.name.replaceAll(' ', '\u00a0'))
  fact(say.made, moment(now, zone))
  for (const other of evidence.otherNumbers) write(say.otherNumber(phone(other)), { color: DIM, gap: 2 })

  section(say.may)
  for (const { purpose, mayBeTexted, inWords } of evidence.standings) {
    together([[say.purpose[purpose], { color: DIM, gap: 1 }], [inWords, { font: 'bold', color: mayBeTexted ? GOOD : ALARM, gap: 8 }]])
  }

  const wordings = Object.keys(evidence.disclosures)
  section(say.records)
  const events = evidence.chains.flatMap((chain) => chain.events).toSorted((a, b) => a.id - b.id)
  if (events.length === 0) write(say.nothing, { color: DIM })
  for (const event of events) {
    const method = event.method as AnyMethod
    const head = method === 'import-undone' || method === 'entry-undone' ? say.undone : method === 'expired' ? say.ended : say.said[event.state][event.purpose]
    const way = how[method]
    const source = event.source === ERASED_SOURCE ? say.erasedSource : event.source
    const proof = [
      ...(source === '' ? [] : [`${say.source}${language === 'fr' ? '\u00a0' : ''}: ${source}`]),
      ...(event.disclosureSha256 === null ? [] : [say.words(wordings.indexOf(event.disclosureSha256) + 1)]),
    ]
    together([
      [`${head}${event.number === evidence.number ? '' : `, ${phone(event.number)}`}`, { font: 'bold', color: event.state === 'opted-in' ? GOOD : ALARM, gap: 1 }],
      [`${moment(event.occurredAt, event.zone)}${way === '' ? '' : `, ${way}`}`, { gap: 1 }],
      ...(proof.length === 0 ? [] : [[proof.join('. '), { color: DIM, gap: 1 }] as const]),
      [`${say.written(moment(event.recordedAt, zone))}\n${say.hash} ${event.hash}\n${event.previousHash === null ? say.first : `${say.before} ${event.previousHash}`}`, { color: DIM, size: 7, gap: 8, lineGap: 1 }],
    ])
  }

  if (wordings.length > 0) section(say.wordsTitle)
  for (const [index, digest] of wordings.entries()) {
    const text = `${String(index + 1)}.  ${evidence.disclosures[digest] ?? ''}`
    together([[text, { gap: 1 }], [`SHA-256 ${digest}`, { color: DIM, size: 7, gap: 8, indent: 14 }]])
  }

  section(say.check)
  const whole = evidence.chains.every((chain) => chain.whole) && evidence.standings.every(({ reason }) => reason !== 'record-broken')
  if (events.length > 0) write(whole ? say.whole : say.broken, { color: whole ? INK : ALARM, gap: 6 })
  for (const [index, step] of say.checkSteps.entries()) together([[`${String(index + 1)}.  ${step}`, { gap: 4 }]])
  together([[say.proves, { gap: 4 }], [say.notLegal, { color: DIM }]])

  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    pdf.page.margins.bottom = 0
    const y = pdf.page.height - MARGIN - 10
    const left = `${evidence.business} · ${evidence.number}`
    sheet.font('text', 8, left).fillColor(DIM).text(left, MARGIN, y, { width: width * 0.7, lineBreak: false, ellipsis: true })
    const right = say.page(page + 1, count)
    sheet.font('text', 8, right).fillColor(DIM).text(right, MARGIN, y, { width, align: 'right', lineBreak: false })
  }
  return sheet.end()
}
