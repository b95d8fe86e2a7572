import { useState } from 'react'
import { Button, Group, Popover, Stack, TextInput } from '@mantine/core'
import { useWords } from '../../i18n/i18n.ts'

export type FieldInHand = {
  /** Where the chip stands in the document. */
  readonly position: number
  readonly field: string
  readonly fallback: string | null
  /** Where the chip stands on the screen, within the editor's frame, in pixels. */
  readonly left: number
  readonly top: number
  readonly height: number
}

type Props = {
  readonly inHand: FieldInHand
  readonly label: string
  readonly onApply: (fallback: string | null) => void
  readonly onRemove: () => void
  readonly onClose: () => void
}

/** What stands in a field's place where it is empty. Opens at the chip. */
export const FieldPopover = ({ inHand, label, onApply, onRemove, onClose }: Props) => {
  const t = useWords('compose')
  const [fallback, setFallback] = useState(inHand.fallback ?? '')
  return (
    <Popover opened withRoles={false} onDismiss={onClose} trapFocus withArrow position="bottom-start" shadow="md" width={300} transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <span style={{ position: 'absolute', pointerEvents: 'none', width: 24, left: inHand.left, top: inHand.top, height: inHand.height }} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('editor.edit', { field: label })}>
        <form onSubmit={(event) => { event.preventDefault(); onApply(fallback === '' ? null : fallback) }}>
          <Stack gap="sm">
            <TextInput
              data-autofocus
              label={t('editor.fallbackLabel', { field: label })}
              description={t('editor.fallbackHint')}
              placeholder={t('editor.fallbackPlaceholder')}
              value={fallback}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => { setFallback(event.currentTarget.value) }}
            />
            <Group justify="space-between">
              <Button size="compact-sm" variant="subtle" color="gray" onClick={onRemove}>{t('editor.remove')}</Button>
              <Button size="compact-sm" type="submit">{t('editor.apply')}</Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
