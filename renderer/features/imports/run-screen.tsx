import { useState } from 'react'
import { Button, Group, Progress, Text, Title } from '@mantine/core'
import { IconFileOff } from '@tabler/icons-react'
import type { ImportRow, ImportRun, MayText, RowOutcome } from '../../../shared/contract/imports.ts'
import { hrefOf } from '../../app/routes.ts'
import { call, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { SaveFileButton } from '../../ui/save-file-button.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'
import { NextFile } from './next-file.tsx'
import { Steps } from './steps.tsx'
import { canUndo, RowDialog, UndoButton, Undoing, undoneWord, UndoSummary } from './undo.tsx'
import { useImportStore } from './use-import-store.ts'

const Running = ({ run }: { readonly run: ImportRun }) => {
  const t = useWords('imports')
  const format = useFormat()
  const cancel = useAction('imports.cancel')
  const percent = format.percent(Math.floor(run.progress * 100) / 100)
  return (
    <Page header={<PageHeader title={t('running.heading', { name: run.fileName })} subtitle={<>{t('running.text')}<Steps current="result" /></>} />}>
      <div className="import-progress">
        <Progress size={10} color="ink" value={run.progress * 100} aria-label={t('running.progress')} transitionDuration={150} />
        <Group justify="space-between">
          <Text>{t('running.rows', { count: run.rows })}</Text>
          <Text c="dimmed">{percent}</Text>
        </Group>
        <Group>
          <Button loading={cancel.isPending} onClick={() => { cancel.mutate({ id: run.id }) }}>{t('running.cancel')}</Button>
          <Text size="sm" c="dimmed">{t(cancel.isPending ? 'running.canceling' : 'running.cancelText')}</Text>
        </Group>
      </div>
    </Page>
  )
}

const outcomes = ['created', 'updated', 'unchanged', 'duplicate', 'rejected'] as const satisfies readonly RowOutcome[]

const countOf = (run: ImportRun, outcome: RowOutcome): number => (outcome === 'duplicate' ? run.duplicates : run[outcome])

const Rows = ({ run }: { readonly run: ImportRun }) => {
  const t = useWords('imports')
  const format = useFormat()
  const [open, setOpen] = useState<ImportRow | null>(null)
  // What needs a look comes first.
  const [outcome, setOutcome] = useState<RowOutcome | 'all'>(run.rejected > 0 ? 'rejected' : 'all')
  const pages = usePages('imports.rows', { id: run.id, ...(outcome === 'all' ? {} : { outcome }) })
  const columns: readonly Column<ImportRow>[] = [
    { key: 'line', header: t('columns.line'), width: '56px', cell: (row) => format.number(row.line) },
    { key: 'outcome', header: t('result.outcome'), width: '152px', cell: (row) => <OutcomeBadge outcome={row.outcome} /> },
    { key: 'number', header: t('columns.number'), width: '136px', cell: (row) => (row.number === null ? '' : format.phone(row.number)) },
    { key: 'reason', header: t('result.reason'), width: 'minmax(0, 3fr)', cell: (row) => (row.reason === null ? '' : <span title={t(`reasons.${row.reason}`)}>{t(`reasons.${row.reason}`)}</span>) },
    { key: 'raw', header: t('result.asWritten'), width: 'minmax(0, 2fr)', cell: (row) => <span title={row.raw}>{row.raw}</span> },
    ...(run.undo === null ? [] : [{ key: 'undone', header: t('undo.column'), width: 'minmax(110px, 1fr)', cell: (row: ImportRow) => <span title={undoneWord(t, row)}>{undoneWord(t, row)}</span> }]),
  ]
  return (
    <>
      <div>
        <Title order={2} mb={canUndo(run) ? 0 : 8}>{t('result.rowsHeading')}</Title>
        {canUndo(run) ? <Text size="sm" c="dimmed" mb={8}>{t('undo.rowText')}</Text> : null}
        <div className="import-chips" role="group" aria-label={t('result.rowsHeading')}>
          {(['all', ...outcomes] as const).filter((one) => one === 'all' || countOf(run, one) > 0).map((one) => (
            <button key={one} type="button" className="import-chip" aria-pressed={outcome === one} onClick={() => { setOutcome(one) }}>
              {one === 'all' ? t('result.all') : t(`outcomes.${one}`)} <strong>{format.number(one === 'all' ? run.rows : countOf(run, one))}</strong>
            </button>
          ))}
        </div>
      </div>
      {pages.problem === null ? null : <ProblemAlert problem={pages.problem} />}
      <VirtualTable label={t('result.rowsLabel')} columns={columns} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} keyOf={(row) => row.line} onOpen={setOpen} resetKey={outcome} />
      <RowDialog run={run} row={open} onClose={() => { setOpen(null) }} />
    </>
  )
}

const MayTextLine = ({ mayText }: { readonly mayText: MayText }) => {
  const t = useWords('imports')
  return (
    <Text data-testid="may-text">
      {mayText.marketing + mayText.service === 0 ? t('result.mayNobody') : null}
      {(['marketing', 'service'] as const).map((purpose) => (mayText[purpose] === 0 ? null : <span key={purpose}>{t(`result.may.${purpose}`, { count: mayText[purpose] })} </span>))}
    </Text>
  )
}

const Done = ({ run }: { readonly run: ImportRun }) => {
  const t = useWords('imports')
  const format = useFormat()
  const waiting = useImportStore((state) => state.waiting.length)
  const undone = run.state === 'undone'
  const people = run.created + run.updated + run.unchanged
  const figures = [['created', run.created], ['updated', run.updated], ['unchanged', run.unchanged], ['duplicates', run.duplicates], ['rejected', run.rejected]] as const
  const write = <NextButton component="a" href={hrefOf({ screen: 'compose', ...(run.listId === null ? {} : { listId: run.listId }) })}>{t(run.listId === null ? 'result.writeEverybody' : 'result.write')}</NextButton>
  return (
    <Page
      fill
      header={
        <PageHeader
          title={undone ? t('undo.doneHeading') : t('result.doneHeading', { count: people })}
          subtitle={undone ? <>{t('undo.of', { name: run.fileName, date: format.date(run.startedAt) })}{run.undo?.at == null ? null : <>, {t('undo.at', { date: format.dateTime(run.undo.at) })}</>}</> : <>{t('result.of', { name: run.fileName, count: run.rows })}. {run.listName === null ? null : t('result.onList', { list: run.listName })}</>}
          actions={<div className="import-result-actions">{canUndo(run) ? <UndoButton run={run} /> : null}{waiting > 0 ? <NextFile /> : <><Button component="a" href={hrefOf({ screen: 'import' })}>{t('result.again')}</Button>{people > 0 && !undone ? write : null}</>}</div>}
        />
      }
    >
      <div className="import-result">
        <dl className="import-figures">
          {figures.map(([key, value]) => <div key={key}><dt>{t(`result.figures.${key}`)}</dt><dd data-testid={`figure-${key}`}>{format.number(value)}</dd></div>)}
        </dl>
        {run.mayText === null || people === 0 || undone ? null : <MayTextLine mayText={run.mayText} />}
        {run.stillOptedOut + run.optedOut === 0 ? null : (
          <Text>
            {run.stillOptedOut === 0 ? null : <>{t('result.stillOptedOut', { count: run.stillOptedOut })} </>}
            {run.optedOut === 0 ? null : t('result.optedOut', { count: run.optedOut })}
          </Text>
        )}
        {run.undo === null ? null : <UndoSummary undo={run.undo} />}
        {run.rejected === 0 ? null : (
          <div className="import-result-actions" style={{ alignItems: 'flex-start', justifyContent: 'space-between' }}>
            <ul className="import-reasons" aria-label={t('result.reasonsHeading')}>
              {run.reasons.map(({ reason, rows }) => <li key={reason}><strong>{format.number(rows)}</strong> {t(`reasons.${reason}`)}</li>)}
            </ul>
            <SaveFileButton label={t('result.downloadRejected', { count: run.rejected })} write={() => call('imports.exportRejected', { id: run.id })} />
          </div>
        )}
        <Rows run={run} />
      </div>
    </Page>
  )
}

/** An import that runs, or what became of it. */
export const RunScreen = ({ importId }: { readonly importId: number }) => {
  const t = useWords('imports')
  const { data: run, error } = useCall('imports.get', { id: importId })
  if (error) return <Page header={<PageHeader title={t('title')} />}><ProblemAlert problem={error} /></Page>
  switch (run?.state) {
    case undefined:
      return null
    case 'running':
      return <Running run={run} />
    case 'undoing':
      return <Undoing run={run} />
    case 'done':
    case 'undone':
      return <Done key="done" run={run} />
    case 'canceled':
    case 'failed': {
      const canceled = run.state === 'canceled'
      const action = <NextButton component="a" href={hrefOf({ screen: 'import' })}>{t('result.again')}</NextButton>
      return (
        <Page header={<PageHeader title={t(canceled ? 'result.canceledHeading' : 'result.failedHeading')} />}>
          <EmptyState icon={IconFileOff} title={run.fileName} action={action}>
            {run.problem === null ? null : <>{run.problem} </>}
            {canceled ? t('result.canceledText', { name: run.fileName }) : t('result.failedText')}
          </EmptyState>
        </Page>
      )
    }
  }
}
