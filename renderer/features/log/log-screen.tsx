import { useEffect } from 'react'
import { Button } from '@mantine/core'
import { IconReportAnalytics } from '@tabler/icons-react'
import type { MessageFilter, MessageRow } from '../../../shared/contract/messages.ts'
import { go, hrefOf, type Route } from '../../app/routes.ts'
import { call, callKey, queryClient, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { QueueBanner } from '../../ui/queue-banner.tsx'
import { SaveFileButton } from '../../ui/save-file-button.tsx'
import { TimeText } from '../../ui/texts.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { useSelection } from '../../ui/use-selection.ts'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { LogBadge } from './log-badge.tsx'
import { LogBulkBar } from './log-bulk-bar.tsx'
import { LogCauses } from './log-causes.tsx'
import { dayFilter, LogFilters, reasonFilter } from './log-filters.tsx'
import { MessageDrawer } from './message-drawer.tsx'
import { problemStatuses, setStatuses, showEverything, useLogStore } from './use-log-store.ts'
import { useWhy } from './why.ts'
import './log.css'

type LogRoute = Extract<Route, { screen: 'log' }>

/** The hour today, the day before, with its year only when that is another: the column is narrow. */
const When = ({ at }: { readonly at: number }) => {
  const format = useFormat()
  const day = new Date(at)
  const now = new Date()
  if (day.toDateString() === now.toDateString()) return <TimeText at={at} as="time" />
  const short = new Intl.DateTimeFormat(format.locale, day.getFullYear() === now.getFullYear() ? { day: 'numeric', month: 'short' } : { dateStyle: 'short' })
  return <time dateTime={day.toISOString()} title={format.dateTime(at)}>{short.format(at)}</time>
}

const useColumns = (): readonly Column<MessageRow>[] => {
  const t = useWords('log')
  const format = useFormat()
  const why = useWhy()
  return [
    { key: 'when', header: t('columns.when'), width: '92px', cell: (row) => <When at={row.leftAt ?? row.updatedAt} /> },
    { key: 'who', header: t('columns.who'), width: 'minmax(112px, 1.3fr)', cell: (row) => (row.name === '' ? <span className="log-who"><span>{format.phone(row.number)}</span></span> : <span className="log-who" title={row.name}><span>{row.name}</span><small>{format.phone(row.number)}</small></span>) },
    { key: 'body', header: t('columns.body'), width: 'minmax(0, 1.5fr)', cell: (row) => row.body },
    { key: 'status', header: t('columns.status'), width: 'minmax(270px, 2.4fr)', cell: (row) => <span className="log-status"><LogBadge row={row} /><span title={why(row)}>{why(row)}</span></span> },
    { key: 'segments', header: t('columns.segments'), width: '72px', align: 'end', from: 1040, cell: (row) => format.number(row.segments) },
    { key: 'cost', header: t('columns.cost'), width: '84px', align: 'end', from: 800, cell: (row) => (row.cost === null ? '' : format.money(row.cost)) },
  ]
}

/** Every message, newest first, as it stands at this moment. */
export const LogScreen = ({ route }: { readonly route: LogRoute }) => {
  const t = useWords('log')
  const columns = useColumns()
  const { query, statuses, senderId, days, reason } = useLogStore()
  const { problems, campaignId, contactId, messageId } = route
  useEffect(() => {
    if (problems) setStatuses(problemStatuses)
  }, [problems])
  const filter: MessageFilter = {
    ...(campaignId === undefined ? {} : { campaignId }),
    ...(contactId === undefined ? {} : { contactId }),
    ...(statuses.length === 0 ? {} : { statuses: [...statuses] }),
    ...(query.trim() === '' ? {} : { query: query.trim() }),
    ...(senderId === null ? {} : { senderId }),
    ...dayFilter(days),
    ...reasonFilter(reason),
  }
  const pages = usePages('messages.page', { filter })
  const selection = useSelection<MessageRow, MessageFilter>(filter, pages.total, pages.rowAt)
  const atLeast = queryClient.getQueryData<{ readonly atLeast: boolean }>(callKey('messages.page', { filter, offset: 0, limit: 200 }))?.atLeast === true
  useEffect(() => {
    if (!atLeast) return
    // Not all messages are in the search yet: what is found so far is shown, and its end asked for again.
    const timer = setTimeout(() => void queryClient.invalidateQueries({ queryKey: callKey('messages.page', { filter, offset: 0, limit: 200 }).slice(0, 2) }), 150)
    return () => { clearTimeout(timer) }
  })
  const any = useCall('messages.counts', { filter: {} })
  const none = any.data !== undefined && Object.values(any.data).every((count) => count === 0)
  const filtered = Object.keys(filter).length > 0
  const here = (id: number | undefined): LogRoute => ({ screen: 'log', ...(campaignId === undefined ? {} : { campaignId }), ...(contactId === undefined ? {} : { contactId }), ...(id === undefined ? {} : { messageId: id }) })
  const header = (
    <PageHeader
      title={t('title')}
      subtitle={none ? t('lead') : <span role="status" data-testid="log-total">{pages.loading ? t('loading') : atLeast ? t('atLeast', { count: pages.total }) : t('count', { count: pages.total })}</span>}
      actions={none ? null : <SaveFileButton label={t('export')} write={() => call('messages.export', { filter })} />}
    />
  )
  if (none) {
    return (
      <Page header={header}>
        <EmptyState icon={IconReportAnalytics} title={t('empty.title')} action={<NextButton component="a" href={hrefOf({ screen: 'compose' })}>{t('empty.action')}</NextButton>}>{t('empty.text')}</EmptyState>
      </Page>
    )
  }
  return (
    <Page fill header={header}>
      <LogFilters route={route} filter={filter} />
      <div className="log-notes">
        {(any.data?.queued ?? 0) > 0 ? <QueueBanner /> : null}
        <LogCauses filter={filter} />
        {pages.problem === null ? null : <ProblemAlert problem={pages.problem} />}
      </div>
      {pages.total === 0 && !pages.loading && filtered ? (
        <EmptyState icon={IconReportAnalytics} title={t('noMatch')} action={<Button onClick={() => { showEverything(); go({ screen: 'log' }, { replace: true }) }}>{t('clear')}</Button>} />
      ) : (
        <VirtualTable label={t('table')} columns={columns} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} keyOf={(row) => row.id} onOpen={(row) => { go(here(row.id), { replace: messageId !== undefined }) }} currentKey={messageId ?? null} resetKey={JSON.stringify(filter)} selection={{ ...selection.table, allLabel: t('selectAll') }} />
      )}
      <LogBulkBar selection={selection} pages={pages} />
      <MessageDrawer messageId={messageId ?? null} onClose={() => { go(here(undefined), { replace: true }) }} />
    </Page>
  )
}
