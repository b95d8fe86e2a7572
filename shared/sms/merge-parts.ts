/** A body as texts and plain fields, for the editor's chips and for the fast way of rendering. */

export type MergePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string; readonly fallback: string | null }

/** Words Liquid keeps for itself: no field can be called so. */
const RESERVED: ReadonlySet<string> = new Set('true false nil null empty blank and or not contains'.split(' '))

/**
 * The field name a column's header gives: accents folded, lower case, anything else an underscore.
 * @example fieldKey('Prochain RDV') // 'prochain_rdv'
 */
export const fieldKey = (header: string): string => {
  const key = header
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  // Liquid reads a leading digit as a number and some words as its own.
  return key === '' || /^\d/.test(key) || RESERVED.has(key) ? `field_${key}`.replace(/_$/, '') : key
}

const NAME = '[A-Za-z_][A-Za-z0-9_]*'
// Inside quotes only the escapes that mean the character itself; \n and \u are left to LiquidJS.
const QUOTED = `"(?:[^"\\\\]|\\\\["'\\\\])*"|'(?:[^'\\\\]|\\\\["'\\\\])*'`
const SPACE = '[ \\t\\r\\n]*'
const FIELD = new RegExp(`\\{\\{${SPACE}(${NAME})${SPACE}(?:\\|${SPACE}default${SPACE}:${SPACE}(${QUOTED})${SPACE})?\\}\\}`, 'y')

const fieldAt = (body: string, index: number): { readonly part: MergePart; readonly end: number } | null => {
  FIELD.lastIndex = index
  const found = FIELD.exec(body)
  const name = found?.[1]
  if (!found || name === undefined || RESERVED.has(name)) return null
  const quoted = found[2]
  const fallback = quoted === undefined ? null : quoted.slice(1, -1).replace(/\\(["'\\])/g, '$1')
  return { part: { kind: 'field', name, fallback }, end: FIELD.lastIndex }
}

/** Texts and fields when the body has nothing else; null when it needs LiquidJS. */
export const parseSimple = (body: string): readonly MergePart[] | null => {
  if (body.includes('{%')) return null
  const parts: MergePart[] = []
  let at = 0
  for (;;) {
    const open = body.indexOf('{{', at)
    const text = open < 0 ? body.slice(at) : body.slice(at, open)
    if (text !== '') parts.push({ kind: 'text', text })
    if (open < 0) return parts
    const field = fieldAt(body, open)
    if (!field) return null
    parts.push(field.part)
    at = field.end
  }
}

/**
 * A body as the editor shows it: plain fields as chips, all else, also other Liquid, as the text it is.
 * bodyFromChips gives an equal body back: the same letters where fields are written as it writes them.
 */
export const parseMergeChips = (body: string): readonly MergePart[] => {
  const simple = parseSimple(body)
  if (simple) return simple
  const parts: MergePart[] = []
  let textStart = 0
  const flush = (end: number) => {
    if (end > textStart) parts.push({ kind: 'text', text: body.slice(textStart, end) })
  }
  for (let open = body.indexOf('{{'); open >= 0; ) {
    const field = fieldAt(body, open)
    if (field) {
      flush(open)
      parts.push(field.part)
      textStart = field.end
    }
    open = body.indexOf('{{', field ? field.end : open + 2)
  }
  flush(body.length)
  return parts
}

const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** The body of texts and chips; a fallback may hold any character, quotes too. */
export const bodyFromChips = (parts: readonly MergePart[]): string =>
  parts
    .map((part) => {
      if (part.kind === 'text') return part.text
      return part.fallback === null ? `{{ ${part.name} }}` : `{{ ${part.name} | default: ${quote(part.fallback)} }}`
    })
    .join('')
