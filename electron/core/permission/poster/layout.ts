/**
 * How posters, counter cards and tent cards are laid out. From the foot up: the wording first, at a size people can read,
 * then the dark field with the word, the number and the code, then as large a headline as the rest allows.
 */
import type { Language } from '../../../../shared/contract/common.ts'
import type { PosterKind, PosterPaper } from '../../../../shared/contract/collect.ts'
import { printWords } from '../../../../shared/collect/print-words.ts'
import { breakLines, evenLines, firstSize, sizeForLine, wordsFit, type Measure } from './lines.ts'
import type { Face, Item, Sheet } from './sheet.ts'

export type PosterContent = {
  readonly businessName: string
  readonly word: string
  /** As people read it. */
  readonly number: string
  readonly modules: readonly (readonly boolean[])[]
  readonly parts: readonly { readonly language: Language; readonly headline: string; readonly benefit: string; readonly disclosure: string }[]
}

const INK = '#26221c'
const DIM = '#4a4339'
const BRASS = '#c79a3b'
const LIGHT_BRASS = '#eec873'
const CREAM = '#efe6d3'
const WHITE = '#ffffff'

const SHEETS: Readonly<Record<PosterPaper, Readonly<Record<'whole' | 'half', readonly [number, number]>>>> = {
  A4: { whole: [595.28, 841.89], half: [419.53, 595.28] },
  LETTER: { whole: [612, 792], half: [396, 612] },
}
/** Of the sheet a kind is printed on, in points. */
export const sizeOf = (kind: PosterKind, paper: PosterPaper): readonly [width: number, height: number] => SHEETS[paper][kind === 'poster' ? 'whole' : 'half']

type Block = { readonly items: readonly Item[]; readonly height: number; readonly fits: boolean }

/** The wording, in a column for each language; `bottom` is where it ends. */
const wording = (measure: Measure, { parts }: PosterContent, at: { readonly x: number; readonly width: number; readonly bottom: number; readonly room: number; readonly largest: number; readonly smallest: number }): Block => {
  const gap = at.largest * 2.2
  const column = (at.width - gap * (parts.length - 1)) / parts.length
  const linesAt = (size: number) => parts.map(({ disclosure }) => breakLines(measure, 'text', size, disclosure.replace(/\s*\n\s*/g, ' '), column))
  const heightAt = (size: number) => (Math.max(...linesAt(size).map((lines) => lines.length)) + 1.15) * size * 1.38
  const found = firstSize(at.largest, at.smallest, 0.25, (size) => heightAt(size) <= at.room)
  const size = found ?? at.smallest
  const height = heightAt(size)
  const top = at.bottom - height
  const items = parts.flatMap(({ language }, index): Item[] => {
    const x = at.x + index * (column + gap)
    return [
      { kind: 'text', x, y: top + size, font: 'bold', size, text: printWords[language].agree, fill: INK },
      ...linesAt(size)[index]!.map((text, line): Item => ({ kind: 'text', x, y: top + size * (1 + 1.38 * (line + 1.15)), font: 'text', size, text, fill: DIM })),
    ]
  })
  return { items, height, fits: found !== null }
}

/** Headline and benefit of each language, as large as the room allows, in the middle of it. */
const promise = (measure: Measure, { parts }: PosterContent, at: { readonly x: number; readonly width: number; readonly top: number; readonly room: number; readonly largest: number; readonly smallest: number; readonly benefit: readonly [largest: number, smallest: number] }): Block => {
  const partsAt = (size: number) =>
    parts.map(({ headline, benefit }) => {
      const small = Math.min(at.benefit[0], Math.max(at.benefit[1], size * 0.36))
      return { head: evenLines(measure, 'bold', size, headline, at.width), foot: breakLines(measure, 'text', small, benefit, at.width * 0.92), small }
    })
  const between = (size: number) => size * 0.7
  const heightAt = (size: number) =>
    partsAt(size).reduce((sum, { head, foot, small }) => sum + head.length * size * 1.08 + (foot.length === 0 ? 0 : size * 0.26 + foot.length * small * 1.36), between(size) * (parts.length - 1))
  const found = firstSize(at.largest, at.smallest, 1, (size) => heightAt(size) <= at.room && parts.every(({ headline }) => wordsFit(measure, 'bold', size, headline, at.width)))
  const size = found ?? at.smallest
  const height = heightAt(size)
  const items: Item[] = []
  let y = at.top + Math.max(0, (at.room - height) / 2)
  for (const [index, { head, foot, small }] of partsAt(size).entries()) {
    if (index > 0) {
      items.push({ kind: 'box', x: at.x, y: y + between(size) / 2 - 1, width: size * 0.9, height: 2, radius: 1, fill: BRASS })
      y += between(size)
    }
    for (const text of head) {
      items.push({ kind: 'text', x: at.x - size * 0.04, y: y + size * 0.9, font: 'bold', size, text, fill: INK })
      y += size * 1.08
    }
    if (foot.length > 0) y += size * 0.26
    for (const text of foot) {
      items.push({ kind: 'text', x: at.x, y: y + small, font: 'text', size: small, text, fill: DIM })
      y += small * 1.36
    }
  }
  return { items, height, fits: found !== null || heightAt(at.smallest) <= at.room }
}

/** The code on its white field, with the quiet border scanners need: four squares. */
const code = (modules: PosterContent['modules'], x: number, y: number, side: number): readonly Item[] => {
  const step = side / (modules.length + 8)
  return [
    { kind: 'box', x, y, width: side, height: side, radius: side * 0.06, fill: WHITE },
    { kind: 'qr', x: x + 4 * step, y: y + 4 * step, side: side - 8 * step, modules, fill: INK },
  ]
}

/** "Text", "JOIN", "to +1 …" under each other; lines of no text are left out. */
const stack = (x: number, top: number, height: number, lines: readonly { readonly text: string; readonly size: number; readonly font: 'text' | 'bold'; readonly fill: string; readonly after: number }[]): readonly Item[] => {
  const whole = lines.reduce((sum, { size, after }, index) => sum + size + (index === lines.length - 1 ? 0 : after), 0)
  let y = top + (height - whole) / 2
  return lines.map(({ text, size, font, fill, after }): Item => {
    const item: Item = { kind: 'text', x, y: y + size * 0.87, font, size, text, fill }
    y += size + after
    return item
  })
}

const joined = (parts: PosterContent['parts'], of: (language: Language) => string): string => parts.map(({ language }) => of(language)).join(' / ')

/** Upright: posters and cards. `u` is a point of an A4 poster. */
const upright = (measure: Measure, width: number, height: number, content: PosterContent, readable: { readonly largest: number; readonly smallest: number }): Face & { readonly fits: boolean } => {
  const u = width / 595
  const margin = 46 * u
  const inner = width - 2 * margin
  const { parts } = content
  const foot = wording(measure, content, { x: margin, width: inner, bottom: height - margin * 0.85, room: height * 0.25, ...readable })
  const name = sizeForLine(measure, 'bold', content.businessName, inner, 21 * u, 15 * u)
  const names = evenLines(measure, 'bold', name, content.businessName, inner).slice(0, 3)
  const head: readonly Item[] = [
    { kind: 'box', x: margin, y: margin, width: 48 * u, height: 5 * u, radius: 2.5 * u, fill: BRASS },
    ...names.map((text, line): Item => ({ kind: 'text', x: margin, y: margin + 20 * u + name * (1 + 1.25 * line), font: 'bold', size: name, text, fill: INK })),
  ]
  const headBottom = margin + 20 * u + name * (0.15 + 1.25 * names.length)
  const fieldHeight = height * 0.27
  const fieldTop = height - margin * 0.85 - foot.height - 24 * u - fieldHeight
  const pad = 26 * u
  const side = fieldHeight - 2 * pad
  const left = inner - side - 3 * pad
  const word = sizeForLine(measure, 'bold', content.word, left, Math.min(82 * u, fieldHeight * (parts.length > 1 ? 0.31 : 0.36)), 14 * u)
  const call = `${joined(parts, (language) => printWords[language].to)} ${content.number}`
  const number = sizeForLine(measure, 'bold', call, left, 27 * u, 8 * u)
  const scans = parts.flatMap(({ language }) => breakLines(measure, 'text', 12.5 * u, printWords[language].scan, left))
  const field: readonly Item[] = [
    { kind: 'box', x: margin, y: fieldTop, width: inner, height: fieldHeight, radius: 20 * u, fill: INK },
    ...stack(margin + pad, fieldTop, fieldHeight, [
      { text: joined(parts, (language) => printWords[language].text), size: 20 * u, font: 'text', fill: CREAM, after: 9 * u },
      { text: content.word, size: word, font: 'bold', fill: LIGHT_BRASS, after: 9 * u },
      { text: call, size: number, font: 'bold', fill: WHITE, after: 16 * u },
      ...scans.map((text) => ({ text, size: 12.5 * u, font: 'text' as const, fill: CREAM, after: 4 * u })),
    ]),
    ...code(content.modules, margin + inner - pad - side, fieldTop + pad, side),
  ]
  const top = promise(measure, content, {
    x: margin, width: inner, top: headBottom + 10 * u, room: fieldTop - headBottom - 34 * u,
    largest: (parts.length > 1 ? 50 : 74) * u, smallest: 18 * u, benefit: [23 * u, 11 * u],
  })
  return { items: [...head, ...top.items, ...field, ...foot.items], top: 0, height, turned: false, fits: foot.fits && top.fits }
}

/** On its side: one face of a tent card. */
const faceOnItsSide = (measure: Measure, width: number, height: number, content: PosterContent): Omit<Face, 'top' | 'turned'> & { readonly fits: boolean } => {
  const margin = 22
  const inner = width - 2 * margin
  const foot = wording(measure, content, { x: margin, width: inner, bottom: height - margin * 0.9, room: height * 0.24, largest: 8, smallest: 7 })
  const room = height - margin * 1.9 - foot.height - 12
  const fieldWidth = 138
  const pad = 11
  const side = Math.min(fieldWidth - 2 * pad, room - 78)
  const fieldX = width - margin - fieldWidth
  const left = fieldX - margin - 20
  const name = sizeForLine(measure, 'bold', content.businessName, left, 11, 8)
  const names = evenLines(measure, 'bold', name, content.businessName, left).slice(0, 3)
  const nameHeight = 12 + name * 1.2 * names.length
  const label = joined(content.parts, (language) => printWords[language].text)
  const call = `${joined(content.parts, (language) => printWords[language].to)} ${content.number}`
  const word = sizeForLine(measure, 'bold', content.word, fieldWidth - 2 * pad, 25, 8)
  const number = sizeForLine(measure, 'bold', call, fieldWidth - 2 * pad, 12, 6)
  const top = promise(measure, content, { x: margin, width: left, top: margin + nameHeight, room: room - nameHeight - 2, largest: 34, smallest: 12, benefit: [12.5, 8] })
  const textTop = margin + pad + side
  return {
    height,
    items: [
      { kind: 'box', x: margin, y: margin, width: 26, height: 3, radius: 1.5, fill: BRASS },
      ...names.map((text, line): Item => ({ kind: 'text', x: margin, y: margin + 10 + name * (1 + 1.2 * line), font: 'bold', size: name, text, fill: INK })),
      ...top.items,
      { kind: 'box', x: fieldX, y: margin, width: fieldWidth, height: room, radius: 12, fill: INK },
      ...code(content.modules, fieldX + (fieldWidth - side) / 2, margin + pad, side),
      ...stack(fieldX + pad, textTop, margin + room - textTop, [
        { text: label, size: 9.5, font: 'text', fill: CREAM, after: 3 },
        { text: content.word, size: word, font: 'bold', fill: LIGHT_BRASS, after: 3 },
        { text: call, size: number, font: 'bold', fill: WHITE, after: 0 },
      ]),
      ...foot.items,
    ],
    fits: foot.fits && top.fits,
  }
}

/** The whole sheet. `fits` is false where the words have no room at a size people can read. */
export const layOut = (measure: Measure, kind: PosterKind, paper: PosterPaper, content: PosterContent): Sheet => {
  const [width, height] = sizeOf(kind, paper)
  switch (kind) {
    case 'poster': {
      const face = upright(measure, width, height, content, { largest: 11, smallest: 9 })
      return { width, height, faces: [face], fits: face.fits }
    }
    case 'card': {
      const face = upright(measure, width, height, content, { largest: 8.5, smallest: 7 })
      return { width, height, faces: [face], fits: face.fits }
    }
    case 'tent': {
      // A language to each side; with one language both sides are alike.
      const half = height / 2
      const [front, back] = [content.parts[0]!, content.parts.at(-1)!].map((part) => faceOnItsSide(measure, width, half, { ...content, parts: [part] }))
      return {
        width, height, fits: front!.fits && back!.fits,
        faces: [
          { items: back!.items, top: 0, height: half, turned: true },
          { items: front!.items, top: half, height: half, turned: false },
          { items: [{ kind: 'fold', y: 0, width, stroke: '#b9b0a1' }], top: half, height: half, turned: false },
        ],
      }
    }
  }
}
