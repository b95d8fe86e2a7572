/**
 * A merge field in the editor: one unbreakable piece of the line, shown as a chip. What it stands for in the message
 * is Liquid; both directions go through shared/sms/merge.ts.
 */
import { InputRule, Node, mergeAttributes, type Editor } from '@tiptap/core'
import { NodeSelection, Plugin } from '@tiptap/pm/state'
import { chipOf } from './merge-document.ts'

export type ChipAttributes = { readonly field: string; readonly fallback: string | null }

export type MergeFieldOptions = {
  /** What people call the field. */
  readonly labelOf: (field: string) => string
  /** What a screen reader says of a chip. */
  readonly describe: (chip: ChipAttributes) => string
  /** Somebody asked to change the chip at this position. */
  readonly onEdit: (editor: Editor, position: number) => void
}

export const MergeField = Node.create<MergeFieldOptions>({
  name: 'mergeField',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  draggable: true,

  addOptions() {
    return { labelOf: (field) => field, describe: ({ field }) => field, onEdit: () => undefined }
  },

  addAttributes() {
    return { field: { default: '' }, fallback: { default: null } }
  },

  parseHTML() {
    return [
      {
        tag: 'span[data-merge-field]',
        getAttrs: (element) => ({
          field: element.getAttribute('data-merge-field'),
          fallback: element.getAttribute('data-fallback'),
        }),
      },
    ]
  },

  renderHTML({ node, HTMLAttributes }) {
    const chip = node.attrs as ChipAttributes
    const inner: unknown[] = [['span', { 'data-chip-label': '' }, this.options.labelOf(chip.field)]]
    if (chip.fallback !== null && chip.fallback !== '') inner.push(['span', { 'data-chip-fallback': '' }, chip.fallback])
    return [
      'span',
      mergeAttributes(HTMLAttributes, {
        'data-merge-field': chip.field,
        ...(chip.fallback === null ? {} : { 'data-fallback': chip.fallback }),
        role: 'img',
        'aria-label': this.options.describe(chip),
      }),
      ...inner,
    ] as never
  },

  addInputRules() {
    const { type } = this
    return [
      new InputRule({
        // Only a whole, simple field: anything cleverer stays as the text it is.
        find: /\{\{[^{}]*\}\}$/,
        handler: ({ state, range, match }) => {
          const chip = chipOf(match[0])
          if (chip !== null) state.tr.replaceWith(range.from, range.to, type.create(chip))
        },
      }),
    ]
  },

  addKeyboardShortcuts() {
    const editSelected = (): boolean => {
      const { selection } = this.editor.state
      if (!(selection instanceof NodeSelection) || selection.node.type !== this.type) return false
      this.options.onEdit(this.editor, selection.from)
      return true
    }
    return { Enter: editSelected, F2: editSelected, Space: editSelected }
  },

  addProseMirrorPlugins() {
    const { editor, options, type } = this
    return [
      new Plugin({
        props: {
          handleClickOn: (_view, _at, node, position) => {
            if (node.type !== type) return false
            options.onEdit(editor, position)
            return true
          },
        },
      }),
    ]
  },
})
