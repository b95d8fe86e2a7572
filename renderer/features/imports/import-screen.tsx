import { useEffect } from 'react'
import { Button, Text } from '@mantine/core'
import type { FileTicket } from '../../../shared/contract/common.ts'
import type { Route } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { BatchScreen } from './batch-screen.tsx'
import { CheckStep } from './check-step.tsx'
import { ChooseStep } from './choose-step.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { ConsentStep } from './consent-step.tsx'
import { NextFile } from './next-file.tsx'
import { RunScreen } from './run-screen.tsx'
import { adoptAnswers, forgetImport, useImportStore } from './use-import-store.ts'

const Prepare = ({ ticket }: { readonly ticket: FileTicket }) => {
  const t = useWords('imports')
  const { step, reading, meanings, destination, asLastTime } = useImportStore()
  const { data: inspection, error } = useCall('imports.inspect', { fileId: ticket.fileId, ...(reading === null ? {} : { reading }) }, { keepPrevious: true })
  const remembered = inspection?.remembered ?? null
  useEffect(() => { if (remembered !== null && asLastTime === null) adoptAnswers(remembered) }, [remembered, asLastTime])
  if (error) {
    return (
      <Page header={<PageHeader title={t('title')} subtitle={ticket.name} />}>
        <ProblemAlert problem={error} action={<div className="import-result-actions" style={{ marginTop: 12 }}><Button onClick={forgetImport}>{t('columns.back')}</Button><NextFile /></div>} />
      </Page>
    )
  }
  if (inspection === undefined) return <Page header={<PageHeader title={t('title')} />}><Text role="status">{t('choose.reading', { name: ticket.name })}</Text></Page>
  const mapping = inspection.columns.map((column) => meanings[column.index] ?? (asLastTime === false ? undefined : remembered?.mapping[column.index]) ?? column.guess)
  switch (step) {
    case 'columns':
      return <ColumnsStep key="columns" fileId={ticket.fileId} inspection={inspection} mapping={mapping} onConflict={destination.onConflict} />
    case 'consent':
      return <ConsentStep key="consent" inspection={inspection} mapping={mapping} />
    case 'check':
      return <CheckStep key="check" fileId={ticket.fileId} inspection={inspection} mapping={mapping} />
  }
}

/** Several files before the first step: being looked into, or none of them a list. */
const Sorting = () => {
  const t = useWords('imports')
  const { sorting, bad } = useImportStore()
  if (sorting > 0) return <Page header={<PageHeader title={t('title')} />}><Text role="status">{t('choose.sorting', { count: sorting })}</Text></Page>
  return (
    <Page header={<PageHeader title={t('choose.noneReadable')} />}>
      <div className="import-page">
        {bad.map(({ name, message }) => <ProblemAlert key={name} problem={{ message: `${name}: ${message}` }} />)}
        <div className="import-foot"><Button onClick={forgetImport}>{t('columns.back')}</Button></div>
      </div>
    </Page>
  )
}

/** Files, their columns, what their people agreed to, a look at what would happen; then the run and its result under a number of its own. */
export const ImportScreen = ({ route }: { readonly route: Extract<Route, { screen: 'import' }> }) => {
  const { ticket, sorting, bad, batchId } = useImportStore()
  if (route.importId !== undefined) return <RunScreen key={route.importId} importId={route.importId} />
  if (ticket !== null) return <Prepare key={ticket.fileId} ticket={ticket} />
  if (batchId !== null) return <BatchScreen key={batchId} batchId={batchId} />
  return sorting > 0 || bad.length > 0 ? <Sorting /> : <ChooseStep />
}
