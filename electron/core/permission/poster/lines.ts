/** Lines of text: how they break, and how large they may be. Sizes in points. */
import type { PdfFont } from '../../files/pdf.ts'

/** The width of a text on one line. */
export type Measure = (font: PdfFont, size: number, text: string) => number

/** A word too long for the width, in as many pieces as it takes. */
const pieces = (word: string, fits: (text: string) => boolean): readonly string[] => {
  const found: string[] = []
  let piece = ''
  for (const letter of word) {
    if (piece !== '' && !fits(piece + letter)) {
      found.push(piece)
      piece = ''
    }
    piece += letter
  }
  return [...found, piece]
}

/** Breaks at spaces (never at those that do not break) and where the text has a new line; a word wider than all is cut. */
export const breakLines = (measure: Measure, font: PdfFont, size: number, text: string, width: number): readonly string[] => {
  const fits = (line: string) => measure(font, size, line) <= width
  return text.split(/\r?\n/).flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    for (const word of paragraph.split(/[ \t]+/).filter(Boolean).flatMap((one) => (fits(one) ? [one] : pieces(one, fits)))) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line === '' || fits(longer)) line = longer
      else {
        lines.push(line)
        line = word
      }
    }
    return line === '' ? lines : [...lines, line]
  })
}

/** `breakLines` with lines as even as they can be without becoming more: for headlines. */
export const evenLines = (measure: Measure, font: PdfFont, size: number, text: string, width: number): readonly string[] => {
  const lines = breakLines(measure, font, size, text, width)
  let best = lines
  for (let narrower = width * 0.96; narrower > width * 0.4; narrower -= width * 0.04) {
    const tried = breakLines(measure, font, size, text, narrower)
    if (tried.length > lines.length || !wordsFit(measure, font, size, text, narrower)) break
    best = tried
  }
  return best
}

/** Whether every word stands on a line whole. */
export const wordsFit = (measure: Measure, font: PdfFont, size: number, text: string, width: number): boolean =>
  text.split(/\s+/).every((word) => measure(font, size, word) <= width)

/** The largest size between two at which a text stands on one line; the smallest where it never does. */
export const sizeForLine = (measure: Measure, font: PdfFont, text: string, width: number, largest: number, smallest: number): number => {
  const wide = measure(font, largest, text)
  return wide <= width ? largest : Math.max(smallest, (largest * width) / wide)
}

/** The first of falling sizes for which something holds; null when it never does. */
export const firstSize = (largest: number, smallest: number, step: number, holds: (size: number) => boolean): number | null => {
  for (let size = largest; size >= smallest - 1e-9; size -= step) if (holds(size)) return size
  return null
}
