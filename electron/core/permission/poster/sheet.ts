/**
 * A printed sheet as data, and the two ways it is drawn: as PDF, and as SVG for the window. Both draw the same letters
 * with the same font at the same places, so that what hangs in the shop is what was seen. Sizes in points.
 */
import type { Pdf, PdfFont, PdfSheet } from '../../files/pdf.ts'

export type Item =
  /** `y` is the line the letters stand on. */
  | { readonly kind: 'text'; readonly x: number; readonly y: number; readonly font: PdfFont; readonly size: number; readonly text: string; readonly fill: string }
  | { readonly kind: 'box'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly radius: number; readonly fill: string }
  | { readonly kind: 'qr'; readonly x: number; readonly y: number; readonly side: number; readonly modules: readonly (readonly boolean[])[]; readonly fill: string }
  | { readonly kind: 'fold'; readonly y: number; readonly width: number; readonly stroke: string }

/** A part of the sheet that is read one way up; `turned` stands on its head. */
export type Face = { readonly items: readonly Item[]; readonly top: number; readonly height: number; readonly turned: boolean }
export type Sheet = { readonly width: number; readonly height: number; readonly faces: readonly Face[]; readonly fits: boolean }

/** Runs of dark squares, row by row: fewer seams than a square each. */
const runs = (modules: readonly (readonly boolean[])[]): readonly { readonly x: number; readonly y: number; readonly length: number }[] =>
  modules.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1] === true) return []
      const end = row.findIndex((one, at) => at > x && !one)
      return [{ x, y, length: (end < 0 ? row.length : end) - x }]
    }),
  )

/** Draws the sheet on the document's page. */
export const paintPdf = ({ pdf, font }: PdfSheet, sheet: Sheet): void => {
  for (const face of sheet.faces) {
    pdf.save()
    pdf.translate(0, face.top)
    if (face.turned) pdf.rotate(180, { origin: [sheet.width / 2, face.height / 2] })
    for (const item of face.items) {
      switch (item.kind) {
        case 'text':
          font(item.font, item.size, item.text).fillColor(item.fill).text(item.text, item.x, item.y, { lineBreak: false, baseline: 'alphabetic' })
          break
        case 'box':
          if (item.radius > 0) pdf.roundedRect(item.x, item.y, item.width, item.height, item.radius).fill(item.fill)
          else pdf.rect(item.x, item.y, item.width, item.height).fill(item.fill)
          break
        case 'qr': {
          const step = item.side / item.modules.length
          for (const { x, y, length } of runs(item.modules)) pdf.rect(item.x + x * step, item.y + y * step, length * step, step)
          pdf.fill(item.fill)
          break
        }
        case 'fold':
          pdf.moveTo(0, item.y).lineTo(item.width, item.y).lineWidth(0.5).dash(4, { space: 4 }).stroke(item.stroke).undash()
      }
    }
    pdf.restore()
  }
}

/** What pdfkit's font knows, and its types do not tell (fontkit). */
type Letters = {
  readonly unitsPerEm: number
  layout(text: string): {
    readonly glyphs: readonly { readonly id: number; readonly path: { toSVG(): string } }[]
    readonly positions: readonly { readonly xAdvance: number; readonly xOffset: number; readonly yOffset: number }[]
  }
}
const lettersOf = (pdf: Pdf): Letters => (pdf as unknown as { readonly _font: { readonly font: Letters } })._font.font

const round = (value: number): string => String(Math.round(value * 100) / 100)

/** The sheet as an SVG of paths: no font is needed to look at it, nor any text in it to be escaped. */
export const paintSvg = ({ pdf, font }: PdfSheet, sheet: Sheet): string => {
  const glyphs = new Map<string, string>()
  const draw = (item: Item): string => {
    switch (item.kind) {
      case 'text': {
        font(item.font, item.size, item.text)
        const letters = lettersOf(pdf)
        const name = (pdf as unknown as { readonly _font: { readonly name: string } })._font.name.replace(/[^A-Za-z0-9]/g, '')
        const { glyphs: run, positions } = letters.layout(item.text)
        const scale = item.size / letters.unitsPerEm
        let x = item.x
        let places = ''
        for (const [index, glyph] of run.entries()) {
          const { xAdvance, xOffset, yOffset } = positions[index]!
          const id = `${name}-${String(glyph.id)}`
          if (!glyphs.has(id)) glyphs.set(id, glyph.path.toSVG())
          if (glyphs.get(id) !== '') places += `<use href="#${id}" transform="translate(${round(x + xOffset * scale)} ${round(item.y - yOffset * scale)}) scale(${String(scale)} ${String(-scale)})"/>`
          x += xAdvance * scale
        }
        return `<g fill="${item.fill}">${places}</g>`
      }
      case 'box':
        return `<rect x="${round(item.x)}" y="${round(item.y)}" width="${round(item.width)}" height="${round(item.height)}" rx="${round(item.radius)}" fill="${item.fill}"/>`
      case 'qr': {
        const path = runs(item.modules).map(({ x, y, length }) => `M${String(x)} ${String(y)}h${String(length)}v1h${String(-length)}z`).join('')
        return `<path transform="translate(${round(item.x)} ${round(item.y)}) scale(${String(item.side / item.modules.length)})" fill="${item.fill}" shape-rendering="crispEdges" d="${path}"/>`
      }
      case 'fold':
        return `<path d="M0 ${round(item.y)}h${round(item.width)}" stroke="${item.stroke}" stroke-width=".5" stroke-dasharray="4 4" fill="none"/>`
    }
  }
  const faces = sheet.faces.map((face) => {
    const turn = face.turned ? ` rotate(180 ${round(sheet.width / 2)} ${round(face.height / 2)})` : ''
    return `<g transform="translate(0 ${round(face.top)})${turn}">${face.items.map(draw).join('')}</g>`
  })
  const shapes = [...glyphs].filter(([, path]) => path !== '').map(([id, path]) => `<path id="${id}" d="${path}"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(sheet.width)} ${round(sheet.height)}" width="${round(sheet.width)}pt" height="${round(sheet.height)}pt"><defs>${shapes.join('')}</defs><rect width="100%" height="100%" fill="#fff"/>${faces.join('')}</svg>`
}
