/** The editor's document and the message's Liquid text, each from the other. A paragraph is a line of the message. */
import type { JSONContent } from '@tiptap/core'
import type { Fragment, Node as DocumentNode } from '@tiptap/pm/model'
import { bodyFromChips, parseMergeChips, type MergePart } from '../../../shared/sms/merge.ts'
import { smartEncode } from '../../../shared/sms/smart-encoding.ts'

/** The one plain field a piece of Liquid is, as a chip's attributes; null when it is anything else. */
export const chipOf = (liquid: string): { readonly field: string; readonly fallback: string | null } | null => {
  const [part, ...others] = parseMergeChips(liquid)
  return part?.kind === 'field' && others.length === 0 ? { field: part.name, fallback: part.fallback } : null
}

/** Lines of texts and chips. */
const linesOf = (body: string): readonly (readonly MergePart[])[] => {
  const lines: MergePart[][] = [[]]
  for (const part of parseMergeChips(body.replace(/\r\n?/g, '\n'))) {
    if (part.kind === 'field') {
      lines.at(-1)!.push(part)
      continue
    }
    part.text.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([])
      if (text !== '') lines.at(-1)!.push({ kind: 'text', text })
    })
  }
  return lines
}

const nodeOf = (part: MergePart): JSONContent =>
  part.kind === 'text' ? { type: 'text', text: part.text } : { type: 'mergeField', attrs: { field: part.name, fallback: part.fallback } }

/** The document of a message: what the editor is given. */
export const documentOf = (body: string): JSONContent => ({
  type: 'doc',
  content: linesOf(body).map((line) => ({ type: 'paragraph', ...(line.length === 0 ? {} : { content: line.map(nodeOf) }) })),
})

const partOf = (node: DocumentNode): MergePart =>
  node.isText
    ? { kind: 'text', text: node.text ?? '' }
    : { kind: 'field', name: node.attrs['field'] as string, fallback: node.attrs['fallback'] as string | null }

/** The message of a document or of a stretch of one (what is copied). */
export const bodyOf = (content: Fragment): string => {
  const parts: MergePart[] = []
  let blocks = 0
  content.forEach((node) => {
    if (!node.isBlock) {
      parts.push(partOf(node))
      return
    }
    if (blocks++ > 0) parts.push({ kind: 'text', text: '\n' })
    node.forEach((child) => { parts.push(partOf(child)) })
  })
  return bodyFromChips(parts)
}

/** A piece of the document to put other text in the place of. Positions as ProseMirror counts. */
export type Replacement = { readonly from: number; readonly to: number; readonly text: string }

/**
 * What Smart Encoding would change in the texts of a document, last first, so that earlier positions stay true.
 * With `only`, nothing but that character.
 */
export const smartReplacements = (doc: DocumentNode, only?: string): readonly Replacement[] => {
  const found: Replacement[] = []
  doc.descendants((node, position) => {
    if (!node.isText || node.text === undefined) return
    let at = position
    for (const char of node.text) {
      const text = only === undefined || only === char ? smartEncode(char) : char
      if (text !== char) found.push({ from: at, to: at + char.length, text })
      at += char.length
    }
  })
  return found.reverse()
}

/** A chip whose fallback Smart Encoding would change. */
export type FallbackReplacement = { readonly position: number; readonly fallback: string }

/** The same for the fallbacks inside chips. */
export const smartFallbacks = (doc: DocumentNode, only?: string): readonly FallbackReplacement[] => {
  const found: FallbackReplacement[] = []
  doc.descendants((node, position) => {
    const before = node.type.name === 'mergeField' ? (node.attrs['fallback'] as string | null) : null
    if (before === null) return
    const fallback = only === undefined ? smartEncode(before) : before.replaceAll(only, smartEncode(only))
    if (fallback !== before) found.push({ position, fallback })
  })
  return found
}
