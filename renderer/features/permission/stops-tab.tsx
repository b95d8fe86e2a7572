import { useMemo, useState } from 'react'
import { Button, Progress, Title } from '@mantine/core'
import { IconHandStop, IconMessageCircle, IconPlus } from '@tabler/icons-react'
import type { OptOutRow, WaitingStop } from '../../../shared/contract/opt-outs.ts'
import { go, hrefOf } from '../../app/routes.ts'
import { call, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { SaveFileButton } from '../../ui/save-file-button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { StopAnswers, StopWords, useStopName } from '../../ui/stop-decision.tsx'
import { NumberText, TimeText } from '../../ui/texts.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { AddList } from './add-list.tsx'
import './stops.css'

const Waiting = ({ stops, total }: { readonly stops: readonly WaitingStop[]; readonly total: number }) => {
  const t = useWords('optOuts')
  const format = useFormat()
  const nameOf = useStopName()
  return (
    <section className="stops-waiting" aria-labelledby="stops-waiting">
      <Title order={2} id="stops-waiting">{t('decide.title')}</Title>
      <p>{t('decide.lead')}</p>
      <ul aria-label={t('decide.table')}>
        {stops.map((stop) => (
          <li key={stop.number}>
            <div>
              <p>{t('decide.wrote', { name: nameOf(stop), date: format.dateTime(stop.at) })}</p>
              <StopWords stop={stop} />
              {stop.waiting === 0 ? null : <p className="dim">{t('decide.waits', { count: stop.waiting })}</p>}
            </div>
            <div className="stops-answers">
              <StopAnswers stop={stop} named />
              <Button size="compact-sm" variant="subtle" color="gray" component="a" href={hrefOf({ screen: 'inbox', number: stop.number })} leftSection={<IconMessageCircle size={16} aria-hidden />}>{t('decide.open')}</Button>
            </div>
          </li>
        ))}
      </ul>
      {total > stops.length ? <p className="dim">{t('decide.more', { count: stops.length })}</p> : null}
    </section>
  )
}

/** A list being written down goes on wherever one looks. */
const Adding = () => {
  const t = useWords('optOuts')
  const { data } = useCall('optOuts.adding', {})
  if (data?.progress == null) return null
  const { done, total } = data.progress
  return (
    <div className="stops-adding" role="status">
      <span>{t('add.progress', { done, total })}</span>
      <Progress size={4} color="ink" value={(done / total) * 100} aria-label={t('add.progress', { done, total })} />
    </div>
  )
}

/** Who said stop: what waits for a decision, then everybody who is out. */
export const StopsTab = () => {
  const t = useWords('optOuts')
  const [query, setQuery] = useState('')
  const [adding, setAdding] = useState(false)
  const { data: waiting, error } = useCall('optOuts.waiting', {})
  const { data: all } = useCall('optOuts.page', { offset: 0, limit: 1 })
  const filter = useMemo(() => (query.trim() === '' ? {} : { query: query.trim() }), [query])
  const pages = usePages('optOuts.page', filter)
  const columns = useMemo((): readonly Column<OptOutRow>[] => [
    { key: 'number', header: t('list.column.number'), width: 'minmax(136px, 1fr)', cell: (row) => <NumberText number={row.number} /> },
    { key: 'name', header: t('list.column.name'), width: 'minmax(120px, 1.4fr)', cell: (row) => row.name },
    { key: 'of', header: t('list.column.of'), width: 'minmax(96px, 0.8fr)', cell: (row) => (row.purposes.length === 2 ? t('list.everything') : t(`list.${row.purposes[0] ?? 'marketing'}`)) },
    { key: 'how', header: t('list.column.how'), width: 'minmax(150px, 1.8fr)', cell: (row) => <span title={row.source}>{t(`list.how.${row.how}`)}{row.how === 'keyword' || row.how === 'sentence' ? <span className="dim">{' · '}{row.source.replace(/^reply: /, '')}</span> : row.how === 'list' ? <span className="dim">{' · '}{row.source.replace(/^list: /, '')}</span> : null}</span> },
    { key: 'waiting', header: t('list.column.waiting'), width: 'minmax(120px, 1fr)', from: 900, cell: (row) => (row.waiting === 0 ? '' : t('list.waiting', { count: row.waiting })) },
    { key: 'when', header: t('list.column.when'), width: '124px', cell: (row) => <TimeText at={row.at} as="date" /> },
  ], [t])
  if (error !== null) return <ProblemAlert problem={error} />
  if (waiting === undefined || all === undefined) return null
  const add = <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { setAdding(true) }}>{t('add.button')}</Button>
  const dialog = <AddList opened={adding} onClose={() => { setAdding(false) }} />
  if (waiting.total === 0 && all.total === 0) {
    return (
      <div className="stops">
        <EmptyState icon={IconHandStop} title={t('empty.title')} action={add}>{t('empty.text')}</EmptyState>
        <Adding />
        {dialog}
      </div>
    )
  }
  return (
    <div className="stops">
      {waiting.total === 0 ? null : <Waiting stops={waiting.rows} total={waiting.total} />}
      <div className="stops-head">
        <div>
          <Title order={2}>{t('list.title')}</Title>
          <p className="dim" role="status" data-testid="stops-count">{t('list.count', { count: pages.total })}</p>
        </div>
        <SearchField value={query} onChange={setQuery} label={t('list.search')} width={220} />
        {add}
        {all.total === 0 ? null : <SaveFileButton variant="subtle" color="gray" label={t('list.export')} write={() => call('optOuts.export', {})} />}
      </div>
      <Adding />
      {pages.total === 0 && !pages.loading ? <p className="stops-none">{query === '' ? t('empty.title') : t('list.none')}</p> : (
        <VirtualTable
          label={t('list.table')} columns={columns} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} keyOf={(row) => row.number} resetKey={query}
          onOpen={(row) => { go(row.contactId === null ? { screen: 'inbox', number: row.number } : { screen: 'contacts', contactId: row.contactId }) }}
        />
      )}
      {dialog}
    </div>
  )
}
