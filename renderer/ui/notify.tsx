/** What the program says in passing: done, undone, went wrong. */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Problem } from '../../shared/result.ts'
import { i18n } from '../i18n/i18n.ts'

/** A problem that belongs to no field. Stays until it is read. */
export const notifyProblem = (problem: Problem): void => {
  notifications.show({
    id: `problem-${problem.code}`,
    role: 'alert',
    title: problem.message,
    message: problem.fix ?? '',
    color: 'red',
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': i18n.t('ui:close') },
  })
}

/** One short sentence: what was done, with numbers. */
export const notifyDone = (text: string): void => {
  notifications.show({ message: text, color: 'green', closeButtonProps: { 'aria-label': i18n.t('ui:close') } })
}

/** What was done, and a button that takes it back. */
export const notifyUndo = (text: string, undo: () => void): void => {
  const id = notifications.show({
    message: (
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text size="sm">{text}</Text>
        <Button size="compact-sm" style={{ flex: 'none' }} onClick={() => { notifications.hide(id); undo() }}>{i18n.t('ui:undo')}</Button>
      </Group>
    ),
    color: 'gray',
    autoClose: 12_000,
    closeButtonProps: { 'aria-label': i18n.t('ui:close') },
  })
}
