/** Posters and cards that invite to text one of the shop's words. */
import { encodeQR } from 'qr'
import { languagesOf, type PosterFields } from '../../../../shared/contract/collect.ts'
import { smsLink } from '../../../../shared/collect/sms-link.ts'
import { createPdf, type PdfFont, type PdfSheet } from '../../files/pdf.ts'
import { layOut, sizeOf } from './layout.ts'
import type { Measure } from './lines.ts'
import { paintPdf, paintSvg, type Sheet } from './sheet.ts'

export type PosterWords = {
  readonly businessName: string
  readonly word: string
  /** As people read it. */
  readonly shownNumber: string
  /** Milliseconds UTC. */
  readonly at: number
}

/**
 * One document that is never finished, for measuring and for looking: opening the fonts takes some 300 ms, and a preview
 * follows what is typed. Widths grow with the size, and a line's is that of its words and spaces, so each word is measured
 * once.
 */
let kept: Promise<PdfSheet> | undefined
const drawingBoard = (): Promise<PdfSheet> => (kept ??= createPdf({ title: '', author: '', language: 'en', size: 'A4', margin: 0, at: 0 }))

const KEPT_WIDTHS = 5000
const widths = new Map<string, number>()
const measureWith = (board: PdfSheet): Measure => {
  const wordWidth = (font: PdfFont, word: string): number => {
    const key = `${font} ${word}`
    let width = widths.get(key)
    if (width === undefined) {
      if (widths.size >= KEPT_WIDTHS) widths.clear()
      width = board.font(font, 1000, word).widthOfString(word) / 1000
      widths.set(key, width)
    }
    return width
  }
  return (font, size, text) => size * text.split(' ').reduce((sum, word, index) => sum + (word === '' ? 0 : wordWidth(font, word)) + (index === 0 ? 0 : wordWidth(font, ' ')), 0)
}

const clean = (text: string): string => text.trim().replaceAll('\u202f', '\u00a0')

const sheetOf = (board: PdfSheet, fields: PosterFields, { businessName, word, shownNumber }: PosterWords): Sheet =>
  layOut(measureWith(board), fields.kind, fields.paper, {
    businessName: clean(businessName), word: clean(word), number: clean(shownNumber),
    // Fifteen of a hundred squares may be dirty or torn. The library always draws a border; ours is the field the code stands on.
    modules: encodeQR(smsLink(fields.number, word), 'raw', { ecc: 'medium', border: 1 }).slice(1, -1).map((row) => row.slice(1, -1)),
    parts: languagesOf(fields.language).map((language) => ({ language, headline: clean(fields.headline[language]), benefit: clean(fields.benefit[language]), disclosure: clean(fields.disclosure[language]) })),
  })

/** The sheet as an SVG, and whether its words fit. */
export const posterSvg = async (fields: PosterFields, words: PosterWords): Promise<{ readonly svg: string; readonly width: number; readonly height: number; readonly fits: boolean }> => {
  const board = await drawingBoard()
  const sheet = sheetOf(board, fields, words)
  return { svg: paintSvg(board, sheet), width: sheet.width, height: sheet.height, fits: sheet.fits }
}

/** The sheet as a PDF. */
export const posterPdf = async (fields: PosterFields, words: PosterWords): Promise<Buffer> => {
  const { businessName, word, at } = words
  const document = await createPdf({ title: `${businessName} – ${word}`, author: businessName, language: languagesOf(fields.language)[0]!, size: sizeOf(fields.kind, fields.paper), margin: 0, at })
  paintPdf(document, sheetOf(await drawingBoard(), fields, words))
  return document.end()
}
