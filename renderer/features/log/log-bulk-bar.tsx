import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { MessageFilter, MessageRow } from '../../../shared/contract/messages.ts'
import { useWords } from '../../i18n/i18n.ts'
import { RetryButton } from '../../ui/retry-button.tsx'
import type { Pages } from '../../ui/use-pages.ts'
import type { Selection } from '../../ui/use-selection.ts'
import { LaterButton } from './later-button.tsx'

/** How many of the selection a test may hold for; a row that is not loaded may be one of them. */
const possible = ({ table, count }: Selection<MessageRow, MessageFilter>, { rowAt, total }: Pages<MessageRow>, holds: (row: MessageRow) => boolean): number => {
  let known = 0
  let fitting = 0
  for (let index = 0; index < total && known < count; index += 1) {
    const row = rowAt(index)
    if (row === undefined || !table.isSelected(row)) continue
    known += 1
    if (holds(row)) fitting += 1
  }
  return known < count ? Infinity : fitting
}

/** What can be done with the messages selected. */
export const LogBulkBar = ({ selection, pages }: { readonly selection: Selection<MessageRow, MessageFilter>; readonly pages: Pages<MessageRow> }) => {
  const t = useWords('log')
  if (selection.who === null) return null
  const retryable = possible(selection, pages, (row) => row.retryable)
  const waiting = possible(selection, pages, ({ status }) => status === 'queued')
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('bulk')}>
      <strong role="status">{t('selected', { count: selection.count })}</strong>
      <RetryButton who={selection.who} disabled={retryable === 0} {...(Number.isFinite(retryable) ? { count: retryable } : {})} onDone={selection.clear} />
      <LaterButton who={selection.who} disabled={waiting === 0} onDone={selection.clear} />
      <ActionIcon variant="subtle" color="gray" aria-label={t('unselect')} onClick={selection.clear}><IconX size={16} aria-hidden /></ActionIcon>
    </div>
  )
}
