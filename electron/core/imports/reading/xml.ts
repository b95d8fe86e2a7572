const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const character = (code: number): string => (code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '')

/** XML text as it is meant: &amp; and its like, and Excel's own _x000D_ for what XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export const decodeXml = (text: string): string => {
  const plain = text.includes('&')
    ? text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal?: string, hex?: string, name?: string) =>
        decimal !== undefined ? character(Number(decimal)) : hex !== undefined ? character(Number.parseInt(hex, 16)) : (NAMED[name ?? ''] ?? whole))
    : text
  return plain.includes('_x') ? plain.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : plain
}

export type Element = { readonly start: number; readonly attributes: string; /** null where it closes itself. */ readonly inner: string | null; readonly end: number }

/**
 * The elements of a name in a piece of XML, nested ones of the same name not minded, up to the first that is not closed.
 * In one pass whatever the piece holds: files may be made to be slow.
 */
export function* elements(xml: string, name: string): Generator<Element, void, void> {
  const open = new RegExp(`<((?:\\w{1,20}:)?)${name}(\\s[^<>]*)?(/?)>`, 'g')
  for (let found = open.exec(xml); found; found = open.exec(xml)) {
    const [, prefix = '', attributes = '', slash] = found
    if (slash === '/' || attributes.endsWith('/')) {
      yield { start: found.index, attributes, inner: null, end: open.lastIndex }
      continue
    }
    const closing = `</${prefix}${name}>`
    const close = xml.indexOf(closing, open.lastIndex)
    if (close < 0) return
    const inner = xml.slice(open.lastIndex, close)
    open.lastIndex = close + closing.length
    yield { start: found.index, attributes, inner, end: open.lastIndex }
  }
}
