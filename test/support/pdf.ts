/** Reads what a PDF of ours says and draws, without the library that wrote it: its lines of text, and its filled squares. */
import { inflateSync } from 'node:zlib'

type Objects = ReadonlyMap<number, { readonly head: string; readonly stream: Buffer | null }>

const objectsOf = (bytes: Buffer): Objects => {
  const text = bytes.toString('latin1')
  const found = new Map<number, { head: string; stream: Buffer | null }>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const from = match.index + match[0].length
    const end = text.indexOf('endobj', from)
    const begin = text.indexOf('stream\n', from)
    const length = /\/Length (\d+)/.exec(text.slice(from, begin < 0 ? end : begin))
    if (begin < 0 || begin > end || length === null) found.set(Number(match[1]), { head: text.slice(from, end), stream: null })
    else {
      const head = text.slice(from, begin)
      const raw = bytes.subarray(begin + 7, begin + 7 + Number(length[1]))
      found.set(Number(match[1]), { head, stream: head.includes('FlateDecode') ? inflateSync(raw) : raw })
    }
  }
  return found
}

/** The letters of a font's codes, from its ToUnicode map. */
const lettersOf = (cmap: string): ReadonlyMap<number, string> => {
  const letters = new Map<number, string>()
  const unicode = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  for (const [, low, list] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    let code = parseInt(low!, 16)
    for (const [, hex] of list!.matchAll(/<([0-9a-f]*)>/gi)) letters.set(code++, unicode(hex!))
  }
  return letters
}

export type ReadPdf = {
  /** In the order drawn; one for each piece set at once. */
  readonly lines: readonly { readonly text: string; readonly size: number }[]
  /** Of the page, in points. */
  readonly width: number
  readonly height: number
  /** Rectangles in the page's own coordinates, y downwards. */
  readonly boxes: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[]
  readonly pages: number
  /** What readers aloud are told. */
  readonly language: string | null
}

export const readPdf = (bytes: Buffer): ReadPdf => {
  const objects = objectsOf(bytes)
  const heads = [...objects.values()].map(({ head }) => head)
  const pages = heads.filter((head) => /\/Type \/Page\b(?!s)/.test(head))
  const [width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pages[0]!)!.slice(1).map(Number) as [number, number]
  const fonts = new Map<string, ReadonlyMap<number, string>>()
  for (const head of heads) {
    for (const [, name, id] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const cmap = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(id))?.head ?? '')
      if (cmap !== null) fonts.set(name!, lettersOf(objects.get(Number(cmap[1]))!.stream!.toString('latin1')))
    }
  }
  const content = [.../\/Contents (\d+) 0 R/g[Symbol.matchAll](pages[0]!)].map(([, id]) => objects.get(Number(id))!.stream!.toString('latin1')).join('\n')
  const lines = [...content.matchAll(/\/(F\d+) ([\d.]+) Tf[\s\S]*?\[([^\]]*)\] TJ/g)].map(([, font, size, codes]) => ({
    size: Number(size),
    text: [...codes!.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex]) => hex!.match(/.{4}/g)!.map((code) => fonts.get(font!)?.get(parseInt(code, 16)) ?? '\ufffd')).join(''),
  }))
  const boxes = [...content.matchAll(/(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re\b/g)].map(([, x, y, w, h]) => ({ x: Number(x), y: Number(y), width: Number(w), height: Number(h) }))
  const language = heads.map((head) => /\/Lang \(([^)]*)\)/.exec(head)?.[1]).find(Boolean) ?? null
  return { lines, width, height, boxes, pages: pages.length, language }
}
