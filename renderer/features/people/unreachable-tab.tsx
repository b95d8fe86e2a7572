import { useMemo, useState } from 'react'
import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { IconDeviceMobileCheck, IconX } from '@tabler/icons-react'
import type { Unreachable, UnreachableReason } from '../../../shared/contract/people.ts'
import { go } from '../../app/routes.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { TimeText } from '../../ui/texts.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { useSelection } from '../../ui/use-selection.ts'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'

const reasons = ['landline', 'unknown', 'unreachable'] as const satisfies readonly UnreachableReason[]

/** Numbers that get no texts, why, and the way back for those that do. */
export const UnreachableTab = () => {
  const t = useWords('people')
  const c = useWords('contacts')
  const format = useFormat()
  const [reason, setReason] = useState<UnreachableReason | 'all'>('all')
  const filter = useMemo(() => (reason === 'all' ? {} : { reason }), [reason])
  const { data: all } = useCall('people.unreachable', { filter: {}, offset: 0, limit: 1 })
  const pages = usePages('people.unreachable', { filter })
  const selection = useSelection(filter, pages.total, pages.rowAt)
  const mark = useAction('people.markReachable', { onDone: ({ changed }) => { selection.clear(); notifyDone(t('unreachable.marked', { count: changed })) } })
  const columns = useMemo((): readonly Column<Unreachable>[] => [
    { key: 'name', header: t('unreachable.column.name'), width: 'minmax(140px, 2fr)', cell: (row) => [row.lastName, row.firstName].filter(Boolean).join(', ') || <span className="dim">{c('noName')}</span> },
    { key: 'number', header: t('unreachable.column.number'), width: 'minmax(132px, 1fr)', cell: (row) => format.phone(row.number) },
    { key: 'reason', header: t('unreachable.column.reason'), width: 'minmax(120px, 1fr)', cell: (row) => t(`unreachable.reason.${row.reason}`) },
    { key: 'since', header: t('unreachable.column.since'), width: '140px', cell: (row) => <TimeText at={row.since} as="date" /> },
  ], [t, c, format])
  if (all === undefined) return null
  if (all.total === 0) return <EmptyState icon={IconDeviceMobileCheck} title={t('unreachable.none')}>{t('unreachable.noneText')}</EmptyState>
  return (
    <div className="tidy-fill">
      <p className="dim">{t('unreachable.explain')}</p>
      <div>
        <SegmentedControl
          aria-label={t('unreachable.filter')}
          value={reason}
          onChange={(value) => { setReason(value as typeof reason) }}
          data={[{ value: 'all', label: t('unreachable.all') }, ...reasons.filter((each) => all.counts[each] > 0).map((value) => ({ value, label: t(`unreachable.${value}`, { count: all.counts[value] }) }))]}
        />
      </div>
      <VirtualTable
        label={t('unreachable.table')}
        columns={columns}
        total={pages.total}
        rowAt={pages.rowAt}
        onRange={pages.onRange}
        keyOf={(row) => row.id}
        onOpen={(row) => { go({ screen: 'contacts', contactId: row.id }) }}
        selection={selection.table}
        resetKey={reason}
      />
      {selection.who === null ? null : (
        <div className="bulk-bar" role="toolbar" aria-label={t('unreachable.selected')}>
          <strong role="status">{c('selected', { count: selection.count })}</strong>
          <Button leftSection={<IconDeviceMobileCheck size={16} aria-hidden />} loading={mark.isPending} onClick={() => { if (selection.who !== null) mark.mutate({ who: selection.who }) }}>{t('unreachable.mark')}</Button>
          <ActionIcon variant="subtle" color="gray" aria-label={c('unselect')} onClick={selection.clear}><IconX size={16} aria-hidden /></ActionIcon>
        </div>
      )}
    </div>
  )
}
