import { useState } from 'react'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { MessageChoice } from '../../../shared/contract/messages.ts'
import { useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { MomentPicker, momentOf } from '../../ui/moment-picker.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'

type Props = { readonly who: MessageChoice; readonly disabled?: boolean; readonly onDone?: () => void }

const LaterForm = ({ who, onDone, onClose, onDropdown }: Omit<Props, 'disabled'> & { readonly onClose: () => void; readonly onDropdown: (opened: boolean) => void }) => {
  const t = useWords('log')
  const ui = useWords('ui')
  const format = useFormat()
  const [value, setValue] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const change = useAction('messages.reschedule', {
    onDone: ({ changed }, { dueAt }) => {
      notifyDone(t('later.done', { count: changed, when: format.dateTime(dueAt) }))
      onClose()
      onDone?.()
    },
  })
  const submit = () => {
    const dueAt = momentOf(value)
    if (dueAt === null) setProblem(t('later.pick'))
    else if (dueAt <= Date.now()) setProblem(t('later.past'))
    else change.mutate({ who, dueAt })
  }
  return (
    <form onSubmit={(event) => { event.preventDefault(); submit() }}>
      <Stack>
        <MomentPicker named label={t('later.when')} placeholder={t('later.pick')} value={value} onChange={(next) => { setValue(next); setProblem(null) }} error={problem} onDropdown={onDropdown} />
        <Text size="sm" c="dimmed">{t('later.explain')}</Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <NextButton type="submit" loading={change.isPending}>{t('later.confirm')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}

/** Gives what has not left another time. */
export const LaterButton = ({ who, disabled = false, onDone }: Props) => {
  const t = useWords('log')
  const ui = useWords('ui')
  const [asking, setAsking] = useState(false)
  const [picking, setPicking] = useState(false)
  const close = () => { setAsking(false) }
  return (
    <>
      <Button disabled={disabled} onClick={() => { setAsking(true) }}>{t('later.button')}</Button>
      <Modal opened={asking} onClose={close} title={t('later.title')} closeOnEscape={!picking} closeButtonProps={{ 'aria-label': ui('close') }}>
        <LaterForm who={who} onClose={close} onDropdown={setPicking} {...(onDone === undefined ? {} : { onDone })} />
      </Modal>
    </>
  )
}
