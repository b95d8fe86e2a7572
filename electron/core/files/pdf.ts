/**
 * PDF documents with their fonts inside, so that they look the same everywhere and hold names in any of the book's letters.
 * Loads its library only when a document is made: some 100 ms.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type PDFDocument from 'pdfkit'

export type Pdf = InstanceType<typeof PDFDocument>
export type PdfFont = 'text' | 'bold'

/** Where a font lies: beside the bundle (vite.config.ts puts it there), else in its package. */
const fontFile = (name: string, inPackage: string): string => {
  const beside = fileURLToPath(new URL(`./${name}`, import.meta.url))
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve(inPackage)
}

/** The first font that has every letter of a text is taken: Inter for Latin, Greek and Cyrillic, DejaVu Sans for more. */
const FONTS = {
  text: [['Inter_400Regular.ttf', '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'], ['DejaVuSans.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf']],
  bold: [['Inter_700Bold.ttf', '@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'], ['DejaVuSans-Bold.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf']],
} as const satisfies Readonly<Record<PdfFont, readonly (readonly [string, string])[]>>

/** What pdfkit's fonts know, and its types do not tell. */
type Glyphs = { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } }

export type PdfSheet = {
  readonly pdf: Pdf
  /** Sets the font for a text; sizes in points. Characters no font has (emoji) are drawn as a box. */
  font(kind: PdfFont, size: number, text: string): Pdf
  /** Ends the document. Its bytes. */
  end(): Promise<Buffer>
}

export type PdfOptions = {
  readonly title: string
  readonly author: string
  /** BCP 47, for readers aloud. */
  readonly language: string
  /** In points, or a paper's name. */
  readonly size: 'A4' | 'LETTER' | 'A5' | readonly [width: number, height: number]
  readonly landscape?: boolean
  /** In points. */
  readonly margin: number
  /** Milliseconds UTC: what the document says it was made at. */
  readonly at: number
}

/** The paper people print on: Letter in the United States, Canada and their neighbours (CLDR's paperSize), A4 elsewhere. */
export const paperOf = (country: string): 'A4' | 'LETTER' => (['US', 'CA', 'MX', 'PH', 'PR', 'CL', 'CO', 'CR', 'DO', 'GT', 'NI', 'PA', 'SV', 'VE', 'BZ'].includes(country) ? 'LETTER' : 'A4')

/** Begins a document; draw on `pdf` with pdfkit's own functions. */
export const createPdf = async ({ title, author, language, size, landscape = false, margin, at }: PdfOptions): Promise<PdfSheet> => {
  const { default: Document } = await import('pdfkit')
  const fileOf = (kind: PdfFont, index: number): string => {
    const [name, inPackage] = FONTS[kind][index] ?? FONTS[kind][0]
    return fontFile(name, inPackage)
  }
  const pdf = new Document({
    size: typeof size === 'string' ? size : [...size],
    layout: landscape ? 'landscape' : 'portrait',
    margin,
    lang: language,
    // The library would begin with a font of its own, from files it would look for beside itself.
    font: fileOf('text', 0),
    bufferPages: true,
    info: { Title: title, Author: author, Creator: 'Deskbell', CreationDate: new Date(at), ModDate: new Date(at) },
  })
  const pieces: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (piece: Buffer) => pieces.push(piece))
    pdf.on('end', () => { resolve(Buffer.concat(pieces)) })
    pdf.on('error', reject)
  })
  for (const kind of ['text', 'bold'] as const) for (const index of FONTS[kind].keys()) pdf.registerFont(`${kind}-${String(index)}`, fileOf(kind, index))
  const has = (name: string, text: string): boolean => {
    const { font } = (pdf.font(name) as unknown as { readonly _font: Glyphs })._font
    return [...text].every((letter) => /\s/.test(letter) || font.hasGlyphForCodePoint(letter.codePointAt(0)!))
  }
  return {
    pdf,
    font(kind, size_, text) {
      const name = FONTS[kind].map((_, index) => `${kind}-${String(index)}`).find((one) => has(one, text)) ?? `${kind}-1`
      return pdf.font(name).fontSize(size_)
    },
    async end() {
      pdf.end()
      return whole
    },
  }
}
