import { useState, type ReactNode } from 'react'
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useWords } from '../i18n/i18n.ts'
import { NextButton } from './next-button.tsx'

/** For what cannot be undone. With `typed`, the word must be written out first. */
export const ConfirmDialog = ({ opened, title, children, confirm, typed, danger = true, busy = false, onConfirm, onClose }: {
  readonly opened: boolean
  readonly title: string
  readonly children: ReactNode
  /** What the button says: the deed, never "OK". */
  readonly confirm: string
  readonly typed?: string
  readonly danger?: boolean
  readonly busy?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}) => {
  const t = useWords('ui')
  const [text, setText] = useState('')
  const ready = typed === undefined || text.trim().toLocaleLowerCase() === typed.toLocaleLowerCase()
  const close = () => { setText(''); onClose() }
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={(event) => { event.preventDefault(); if (ready) { setText(''); onConfirm() } }}>
        <Stack>
          <div>{children}</div>
          {typed === undefined ? null : <TextInput data-autofocus label={t('typeToConfirm', { word: typed })} value={text} onChange={(event) => { setText(event.currentTarget.value) }} autoComplete="off" />}
          <Group justify="flex-end">
            <Button onClick={close}>{t('cancel')}</Button>
            {danger
              ? <Button type="submit" variant="filled" className="danger-button" disabled={!ready} loading={busy}>{confirm}</Button>
              : <NextButton type="submit" disabled={!ready} loading={busy}>{confirm}</NextButton>}
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
