/** The message as people write it: plain text with chips. What comes out is Liquid. */
import { useId, useState } from 'react'
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconForms } from '@tabler/icons-react'
import { Document } from '@tiptap/extension-document'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Text as TextNode } from '@tiptap/extension-text'
import { Placeholder, UndoRedo } from '@tiptap/extensions'
import { Slice } from '@tiptap/pm/model'
import { EditorContent, useEditor, type Editor } from '@tiptap/react'
import { useWords } from '../../i18n/i18n.ts'
import { FieldPopover, type FieldInHand } from './field-popover.tsx'
import type { FieldChoice } from './fields.ts'
import { bodyOf, documentOf } from './merge-document.ts'
import { MergeField, type ChipAttributes } from './merge-field-node.ts'
import styles from './message-editor.module.css'

type Props = {
  /** What the editor opens with; later changes of it are the editor's own. */
  readonly initialBody: string
  readonly fields: readonly FieldChoice[]
  readonly onChange: (body: string) => void
  /** The editor, once it stands: for replacing characters from outside. */
  readonly onEditor: (editor: Editor | null) => void
  readonly describedBy?: string
}

const sliceOf = (editor: Editor['schema'], text: string): Slice => {
  const { content } = editor.nodeFromJSON(documentOf(text))
  // Open at both ends: what is pasted joins the line it is pasted into.
  return new Slice(content, 1, 1)
}

export const MessageEditor = ({ initialBody, fields, onChange, onEditor, describedBy }: Props) => {
  const t = useWords('compose')
  const helpId = useId()
  const [inHand, setInHand] = useState<FieldInHand | null>(null)
  const labelOf = (field: string): string => fields.find(({ key }) => key === field)?.label ?? field

  const takeInHand = (of: Editor, position: number) => {
    const node = of.state.doc.nodeAt(position)
    const chip = of.view.nodeDOM(position)
    const frame = of.view.dom.closest(`.${styles['frame']!}`)
    if (node?.type.name !== 'mergeField' || !(chip instanceof HTMLElement) || frame === null) return
    const [box, around] = [chip.getBoundingClientRect(), frame.getBoundingClientRect()]
    const { field, fallback } = node.attrs as ChipAttributes
    setInHand({ position, field, fallback, left: box.left - around.left, top: box.top - around.top, height: box.height })
  }

  const editor = useEditor({
    extensions: [
      Document,
      Paragraph,
      TextNode,
      UndoRedo,
      Placeholder.configure({ placeholder: t('editor.placeholder') }),
      MergeField.configure({
        labelOf,
        describe: ({ field, fallback }) =>
          fallback === null || fallback === '' ? t('editor.chip', { field: labelOf(field) }) : t('editor.chipFallback', { field: labelOf(field), fallback }),
        onEdit: (of, position) => { takeInHand(of, position) },
      }),
    ],
    content: documentOf(initialBody),
    editorProps: {
      attributes: {
        class: styles['text']!,
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t('editor.label'),
        'aria-describedby': describedBy === undefined ? helpId : `${helpId} ${describedBy}`,
        spellcheck: 'true',
      },
      clipboardTextSerializer: (slice) => bodyOf(slice.content),
      handlePaste: (view, event) => {
        const text = event.clipboardData?.getData('text/plain')
        if (text === undefined || text === '') return false
        view.dispatch(view.state.tr.replaceSelection(sliceOf(view.state.schema, text)).scrollIntoView().setMeta('paste', true))
        return true
      },
    },
    onCreate: ({ editor: created }) => { onEditor(created) },
    onDestroy: () => { onEditor(null) },
    onUpdate: ({ editor: changed }) => { onChange(bodyOf(changed.state.doc.content)) },
  })

  // Writing goes on behind the new chip; a click on it, or Enter, asks what stands where it is empty.
  const insert = (field: string) => {
    const { from } = editor.state.selection
    editor.chain().focus().insertContent({ type: 'mergeField', attrs: { field, fallback: null } }).setTextSelection(from + 1).run()
  }
  const apply = (position: number, fallback: string | null) => {
    editor.chain().focus().command(({ tr }) => {
      const attrs = tr.doc.nodeAt(position)?.attrs
      if (attrs === undefined) return false
      tr.setNodeMarkup(position, undefined, { ...attrs, fallback })
      return true
    }).setTextSelection(position + 1).run()
    setInHand(null)
  }
  const remove = (position: number) => {
    editor.chain().focus().deleteRange({ from: position, to: position + 1 }).run()
    setInHand(null)
  }
  const close = () => {
    setInHand(null)
    if (inHand !== null) editor.chain().focus().setTextSelection(Math.min(inHand.position + 1, editor.state.doc.content.size)).run()
  }

  const ofPerson = fields.filter(({ own }) => !own)
  const ofFile = fields.filter(({ own }) => own)
  return (
    <div>
      <div className={styles['frame']}>
        <div className={styles['tools']} role="toolbar" aria-label={t('editor.toolbar')}>
          <Menu position="bottom-start" width={240} shadow="md" returnFocus={false}>
            <Menu.Target>
              <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconForms size={16} aria-hidden />} rightSection={<IconChevronDown size={14} aria-hidden />}>{t('editor.insert')}</Button>
            </Menu.Target>
            <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
              <Menu.Label>{t('editor.known')}</Menu.Label>
              {ofPerson.map(({ key, label }) => <Menu.Item key={key} onClick={() => { insert(key) }}>{label}</Menu.Item>)}
              {ofFile.length === 0 ? null : <Menu.Label>{t('editor.ofFile')}</Menu.Label>}
              {ofFile.map(({ key, label }) => <Menu.Item key={key} onClick={() => { insert(key) }}>{label}</Menu.Item>)}
            </Menu.Dropdown>
          </Menu>
        </div>
        <EditorContent editor={editor} />
        {inHand === null ? null : (
          <FieldPopover
            key={inHand.position}
            inHand={inHand}
            label={labelOf(inHand.field)}
            onApply={(fallback) => { apply(inHand.position, fallback) }}
            onRemove={() => { remove(inHand.position) }}
            onClose={close}
          />
        )}
      </div>
      <p id={helpId} className="visually-hidden">{t('editor.help')}</p>
    </div>
  )
}
