import { IconClockQuestion } from '@tabler/icons-react'
import type { LogState, MessageRow } from '../../../shared/contract/messages.ts'
import { statusWords } from '../../../shared/messages/status-words.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'

/** What a state is called. */
export const useStateWord = () => {
  const ui = useWords('ui')
  return (state: LogState): string => (state === 'undecided' ? statusWords[languageNow()].undecided : ui(`status.${state}`))
}

/** A message's status; without an answer in three days, that. */
export const LogBadge = ({ row }: { readonly row: Pick<MessageRow, 'status' | 'hold' | 'undecided'> }) => {
  const t = useWords('log')
  const word = useStateWord()
  return row.undecided ? <Badge tone="accent" icon={<IconClockQuestion size={14} stroke={2} aria-hidden />} title={t('undecidedHelp')}>{word('undecided')}</Badge> : <StatusBadge status={row.status} hold={row.hold} />
}
