import { Button, Text } from '@mantine/core'
import type { FileTicket } from '../../../shared/contract/common.ts'
import type { Route } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { ChooseStep } from './choose-step.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { ConsentStep } from './consent-step.tsx'
import { RunScreen } from './run-screen.tsx'
import { forgetImport, useImportStore } from './use-import-store.ts'

const Prepare = ({ ticket }: { readonly ticket: FileTicket }) => {
  const t = useWords('imports')
  const { step, reading, meanings, destination } = useImportStore()
  const { data: inspection, error } = useCall('imports.inspect', { fileId: ticket.fileId, ...(reading === null ? {} : { reading }) }, { keepPrevious: true })
  if (error) {
    return (
      <Page header={<PageHeader title={t('title')} subtitle={ticket.name} />}>
        <ProblemAlert problem={error} action={<Button mt="sm" onClick={forgetImport}>{t('columns.back')}</Button>} />
      </Page>
    )
  }
  if (inspection === undefined) return <Page header={<PageHeader title={t('title')} />}><Text role="status">{t('choose.reading', { name: ticket.name })}</Text></Page>
  const mapping = inspection.columns.map((column) => meanings[column.index] ?? column.guess)
  return step === 'columns'
    ? <ColumnsStep key="columns" fileId={ticket.fileId} inspection={inspection} mapping={mapping} onConflict={destination.onConflict} />
    : <ConsentStep key="consent" fileId={ticket.fileId} inspection={inspection} mapping={mapping} />
}

/** A file, its columns, what its people agreed to; then the run and its result under a number of its own. */
export const ImportScreen = ({ route }: { readonly route: Extract<Route, { screen: 'import' }> }) => {
  const ticket = useImportStore((state) => state.ticket)
  if (route.importId !== undefined) return <RunScreen key={route.importId} importId={route.importId} />
  return ticket === null ? <ChooseStep /> : <Prepare key={ticket.fileId} ticket={ticket} />
}
