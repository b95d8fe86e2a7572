import { useEffect } from 'react'
import { Button, Select } from '@mantine/core'
import { IconReportAnalytics } from '@tabler/icons-react'
import { messageStatus, type MessageFilter, type MessageRow, type MessageStatus } from '../../../shared/contract/messages.ts'
import { go, hrefOf, type Route } from '../../app/routes.ts'
import { call, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { titleOf } from '../../ui/campaign-title.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { QueueBanner } from '../../ui/queue-banner.tsx'
import { RetryButton } from '../../ui/retry-button.tsx'
import { SaveFileButton } from '../../ui/save-file-button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TimeText } from '../../ui/texts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { useSelection } from '../../ui/use-selection.ts'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { LogBulkBar } from './log-bulk-bar.tsx'
import { MessageDrawer } from './message-drawer.tsx'
import { problemStatuses, setQuery, setStatuses, useLogStore } from './use-log-store.ts'
import { useWhy } from './why.ts'
import './log.css'

type LogRoute = Extract<Route, { screen: 'log' }>

/** The hour today, the day before. */
const When = ({ at }: { readonly at: number }) => <TimeText at={at} as={new Date(at).toDateString() === new Date().toDateString() ? 'time' : 'date'} />

const useColumns = (): readonly Column<MessageRow>[] => {
  const t = useWords('log')
  const format = useFormat()
  const why = useWhy()
  return [
    { key: 'when', header: t('columns.when'), width: '92px', cell: (row) => <When at={row.updatedAt} /> },
    { key: 'who', header: t('columns.who'), width: 'minmax(112px, 1.3fr)', cell: (row) => (row.name === '' ? <span className="log-who"><span>{format.phone(row.number)}</span></span> : <span className="log-who" title={row.name}><span>{row.name}</span><small>{format.phone(row.number)}</small></span>) },
    { key: 'body', header: t('columns.body'), width: 'minmax(0, 1.5fr)', cell: (row) => row.body },
    { key: 'status', header: t('columns.status'), width: 'minmax(270px, 2.4fr)', cell: (row) => <span className="log-status"><StatusBadge status={row.status} hold={row.hold} /><span title={why(row)}>{why(row)}</span></span> },
    { key: 'segments', header: t('columns.segments'), width: '72px', align: 'end', from: 1040, cell: (row) => format.number(row.segments) },
    { key: 'cost', header: t('columns.cost'), width: '84px', align: 'end', from: 800, cell: (row) => (row.cost === null ? '' : format.money(row.cost)) },
  ]
}

const Filters = ({ route, filter }: { readonly route: LogRoute; readonly filter: MessageFilter }) => {
  const t = useWords('log')
  const ui = useWords('ui')
  const format = useFormat()
  const { query, statuses } = useLogStore()
  const { data: campaigns = [] } = useCall('campaigns.all', {})
  const { data: counts } = useCall('messages.counts', { filter: { ...filter, statuses: [] } }, { keepPrevious: true })
  const sent = campaigns.filter(({ state }) => state !== 'draft')
  const all = counts === undefined ? 0 : Object.values(counts).reduce((sum, count) => sum + count, 0)
  const toggle = (status: MessageStatus) => { setStatuses(statuses.includes(status) ? statuses.filter((one) => one !== status) : [...statuses, status]) }
  return (
    <div className="log-filters">
      <div className="log-filters-line">
        <SearchField value={query} onChange={setQuery} label={t('searchPlaceholder')} width={300} />
        <Select
          aria-label={t('campaign')}
          placeholder={t('anyCampaign')}
          data={sent.map((campaign) => ({ value: String(campaign.id), label: titleOf(campaign) || `${t('campaign')} ${String(campaign.id)}` }))}
          value={route.campaignId === undefined ? null : String(route.campaignId)}
          clearable
          searchable={sent.length > 8}
          w={240}
          onChange={(value) => { go({ screen: 'log', ...(value === null ? {} : { campaignId: Number(value) }) }, { replace: true }) }}
        />
      </div>
      <div className="log-chips" role="group" aria-label={t('statuses')}>
        <button type="button" className="log-chip" aria-pressed={statuses.length === 0} onClick={() => { setStatuses([]) }}>{t('all')} <strong>{format.number(all)}</strong></button>
        {messageStatus.options.filter((status) => (counts?.[status] ?? 0) > 0 || statuses.includes(status)).map((status) => (
          <button key={status} type="button" className="log-chip" aria-pressed={statuses.includes(status)} data-testid={`chip-${status}`} onClick={() => { toggle(status) }}>
            {ui(`status.${status}`)} <strong>{format.number(counts?.[status] ?? 0)}</strong>
          </button>
        ))}
      </div>
    </div>
  )
}

/** What of the filter may be tried again; only where somebody looks at what failed, since an old offer wants no second try. */
const RetryAll = ({ filter }: { readonly filter: MessageFilter }) => {
  const t = useWords('log')
  const asked = filter.statuses?.some((status) => status === 'failed' || status === 'undelivered') === true
  const { data } = useCall('messages.reasons', { filter }, { enabled: asked, keepPrevious: true })
  const count = data?.failures.reduce((sum, { messages, retryable }) => (retryable ? sum + messages : sum), 0) ?? 0
  if (!asked || count === 0) return null
  return (
    <Note>
      <div className="note-line"><span>{t('retryable', { count })}</span><RetryButton small who={{ filter }} count={count} /></div>
    </Note>
  )
}

/** Every message, newest first, as it stands at this moment. */
export const LogScreen = ({ route }: { readonly route: LogRoute }) => {
  const t = useWords('log')
  const columns = useColumns()
  const { query, statuses } = useLogStore()
  const { problems, campaignId, contactId, messageId } = route
  useEffect(() => {
    if (problems) setStatuses(problemStatuses)
  }, [problems])
  const filter: MessageFilter = {
    ...(campaignId === undefined ? {} : { campaignId }),
    ...(contactId === undefined ? {} : { contactId }),
    ...(statuses.length === 0 ? {} : { statuses: [...statuses] }),
    ...(query.trim() === '' ? {} : { query: query.trim() }),
  }
  const pages = usePages('messages.page', { filter })
  const selection = useSelection<MessageRow, MessageFilter>(filter, pages.total, pages.rowAt)
  const any = useCall('messages.counts', { filter: {} })
  const none = any.data !== undefined && Object.values(any.data).every((count) => count === 0)
  const filtered = Object.keys(filter).length > 0
  const here = (id: number | undefined): LogRoute => ({ screen: 'log', ...(campaignId === undefined ? {} : { campaignId }), ...(contactId === undefined ? {} : { contactId }), ...(id === undefined ? {} : { messageId: id }) })
  const header = (
    <PageHeader
      title={t('title')}
      subtitle={none ? t('lead') : <span role="status" data-testid="log-total">{t('count', { count: pages.total })}</span>}
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
      <Filters route={route} filter={filter} />
      <div className="log-notes">
        {(any.data?.queued ?? 0) > 0 ? <QueueBanner /> : null}
        <RetryAll filter={filter} />
        {pages.problem === null ? null : <ProblemAlert problem={pages.problem} />}
      </div>
      {pages.total === 0 && !pages.loading && filtered ? (
        <EmptyState icon={IconReportAnalytics} title={t('noMatch')} action={<Button onClick={() => { setQuery(''); setStatuses([]); go({ screen: 'log' }, { replace: true }) }}>{t('clear')}</Button>} />
      ) : (
        <VirtualTable label={t('table')} columns={columns} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} keyOf={(row) => row.id} onOpen={(row) => { go(here(row.id), { replace: messageId !== undefined }) }} currentKey={messageId ?? null} resetKey={JSON.stringify(filter)} selection={{ ...selection.table, allLabel: t('selectAll') }} />
      )}
      <LogBulkBar selection={selection} pages={pages} />
      <MessageDrawer messageId={messageId ?? null} onClose={() => { go(here(undefined), { replace: true }) }} />
    </Page>
  )
}
