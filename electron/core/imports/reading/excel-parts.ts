/** What lies around the sheets of an .xlsx file: their names, the texts they share, which numbers are dates. */
import { decodeXml, elements } from './xml.ts'
import { Refusal } from './refusals.ts'
import type { Zip } from './zip.ts'

/** Unpacked bytes of the small parts: names, styles. */
const MOST_PART = 32 << 20
/** Unpacked bytes of the texts all sheets share; they stay in memory. */
export const MOST_TEXTS = 256 << 20

export type Sheet = { readonly name: string; readonly hidden: boolean; readonly part: string }
export type Workbook = { readonly sheets: readonly Sheet[]; readonly texts: string | null; readonly styles: string | null; readonly from1904: boolean }

const partText = (zip: Zip, name: string): string | null => {
  const entry = zip.entries.get(name) ?? [...zip.entries.values()].find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (entry === undefined) return null
  const decoder = new TextDecoder()
  let text = ''
  for (const { bytes } of zip.read(entry, MOST_PART)) text += decoder.decode(bytes, { stream: true })
  return text + decoder.decode()
}

export const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return found === null ? null : decodeXml(found[1] ?? found[2] ?? '')
}

const tags = (text: string, name: string): readonly string[] => [...text.matchAll(new RegExp(`<(?:\\w{1,20}:)?${name}(?=[\\s/>])([^<>]*)>`, 'g'))].map((found) => found[1] as string)

/** 'xl/workbook.xml' + '../x/sheet1.xml' → 'x/sheet1.xml'. */
const resolve = (from: string, target: string): string => {
  if (target.startsWith('/')) return target.slice(1)
  const parts = from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

const relations = (zip: Zip, of: string): readonly { readonly id: string; readonly type: string; readonly target: string }[] => {
  const cut = of.lastIndexOf('/') + 1
  const text = partText(zip, `${of.slice(0, cut)}_rels/${of.slice(cut)}.rels`) ?? ''
  return tags(text, 'Relationship').map((tag) => ({ id: attribute(tag, 'Id') ?? '', type: attribute(tag, 'Type') ?? '', target: resolve(of, attribute(tag, 'Target') ?? '') }))
}

/** The sheets with cells, in the file's order; charts and macros left out. @throws Refusal when there are none */
export const workbookOf = (zip: Zip): Workbook => {
  const main = relations(zip, '').find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const text = partText(zip, main)
  if (text === null) throw new Refusal('imports-damaged')
  const parts = relations(zip, main)
  const sheets = tags(text, 'sheet').flatMap((tag): readonly Sheet[] => {
    const relation = parts.find(({ id }) => id === attribute(tag, 'id'))
    const name = attribute(tag, 'name') ?? ''
    if (relation === undefined || !relation.type.endsWith('/worksheet') || !zip.entries.has(relation.target)) return []
    return [{ name: name.slice(0, 255), hidden: /hidden/i.test(attribute(tag, 'state') ?? ''), part: relation.target }]
  })
  if (sheets.length === 0) throw new Refusal('imports-damaged')
  const part = (ending: string): string | null => parts.find(({ type }) => type.endsWith(ending))?.target ?? null
  return { sheets, texts: part('/sharedStrings'), styles: part('/styles'), from1904: /^(?:1|true|on)$/.test(attribute(tags(text, 'workbookPr')[0] ?? '', 'date1904') ?? '') }
}

/** How a number is shown, as far as it changes what it is: 'date', 'time', or filled up with zeros to a length. */
export type Shown = 'date' | 'time' | number | null

/** ECMA-376 part 1, 18.8.30: the formats that are never written down. Of 27–36 and 50–58, dates in East Asia, all are dates. */
const builtIn = (id: number): Shown =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58 ? 'date' : (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56 ? 'time' : null

const shownBy = (code: string): Shown => {
  // Texts, escaped characters, and colours and conditions do not count; [h] does, it is hours beyond 24.
  const bare = (code.split(';')[0] as string).replace(/"[^"]*"|\\.|_./g, '').replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
  if (/^0{2,}$/.test(bare)) return bare.length
  if (/general/i.test(bare)) return null
  if (/[dy]/i.test(bare)) return 'date'
  return /[hs]/i.test(bare) ? 'time' : /^m+$/i.test(bare.trim()) ? 'date' : null
}

/** By a cell's style, how its number is shown. */
export const stylesOf = (zip: Zip, part: string | null): readonly Shown[] => {
  const text = part === null ? null : partText(zip, part)
  if (text === null) return []
  const own = new Map(tags(text, 'numFmt').map((tag) => [Number(attribute(tag, 'numFmtId')), shownBy(attribute(tag, 'formatCode') ?? '')]))
  const cells = elements(text, 'cellXfs').next().value?.inner ?? ''
  return tags(cells, 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    return own.has(id) ? (own.get(id) as Shown) : builtIn(id)
  })
}

const TEXT = /<(?:\w{1,20}:)?t(?:\s[^<>]*)?>([^<]*)<\/(?:\w{1,20}:)?t>/g

const withoutReadings = (xml: string): string => {
  let kept = ''
  let from = 0
  for (const { start, end } of elements(xml, 'rPh')) {
    kept += xml.slice(from, start)
    from = end
  }
  return kept + xml.slice(from)
}

/** The text of a cell or a shared text: its runs put together, without the Japanese readings beside them. */
export const textIn = (xml: string): string => {
  let text = ''
  for (const [, run = ''] of (xml.includes('rPh') ? withoutReadings(xml) : xml).matchAll(TEXT)) text += decodeXml(run)
  return text
}

/**
 * The shared texts, read only as far as somebody asks: the first rows use the first of them. Answers '' beyond the last.
 * @throws Refusal when there are too many
 */
export const sharedTexts = (zip: Zip, part: string | null): ((index: number) => string) => {
  const entry = part === null ? undefined : zip.entries.get(part)
  if (entry === undefined) return () => ''
  const known: string[] = []
  const pieces = zip.read(entry, MOST_TEXTS)
  const decoder = new TextDecoder()
  let rest = ''
  let over = false
  const more = (): void => {
    const next = pieces.next()
    over = next.done === true
    rest += next.done === true ? decoder.decode() : decoder.decode(next.value.bytes, { stream: true })
    let used = 0
    for (const { inner, end } of elements(rest, 'si')) {
      known.push(inner === null ? '' : textIn(inner))
      used = end
    }
    rest = rest.slice(used)
    if (rest.length > 4 << 20) throw new Refusal('imports-damaged')
  }
  return (index) => {
    while (index >= known.length && !over) more()
    return known[index] ?? ''
  }
}
