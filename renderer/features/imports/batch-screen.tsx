import { useEffect, useState } from 'react'
import { Button, Group, Progress, Text } from '@mantine/core'
import type { ImportBatch } from '../../../shared/contract/imports.ts'
import { hrefOf } from '../../app/routes.ts'
import { queryClient, callKey, useAction, useCall, useEvent } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { NextFile } from './next-file.tsx'
import { Steps } from './steps.tsx'
import { stateTone } from './state-tone.ts'
import { forgetImport, useImportStore } from './use-import-store.ts'

const FileLine = ({ file, over }: { readonly file: ImportBatch['files'][number]; readonly over: boolean }) => {
  const t = useWords('imports')
  const format = useFormat()
  const { run, problem } = file
  return (
    <tr>
      <td>{run === null ? file.fileName : <a href={hrefOf({ screen: 'import', importId: run.id })} aria-label={t('batch.show', { name: file.fileName })}>{file.fileName}</a>}</td>
      <td>{problem !== null ? <Badge tone="alarm">{t('past.states.failed')}</Badge> : run === null ? <Badge tone="neutral">{t(over ? 'batch.notBegun' : 'batch.waiting')}</Badge> : <Badge tone={stateTone[run.state]}>{t(`past.states.${run.state}`)}</Badge>}</td>
      <td>
        {problem ?? run?.problem ?? (run === null ? '' : format.list([
          t('tally.created', { count: run.created }),
          ...(run.updated > 0 ? [t('tally.updated', { count: run.updated })] : []),
          ...(run.unchanged > 0 ? [t('tally.unchanged', { count: run.unchanged })] : []),
          ...(run.rejected > 0 ? [t('tally.rejected', { count: run.rejected })] : []),
        ]))}
      </td>
    </tr>
  )
}

/** Several files on their way in under one progress, and what became of each. */
export const BatchScreen = ({ batchId }: { readonly batchId: string }) => {
  const t = useWords('imports')
  const format = useFormat()
  const waiting = useImportStore((state) => state.waiting)
  const { data: batch, error } = useCall('imports.batch', { id: batchId })
  const [canceling, setCanceling] = useState(false)
  const cancel = useAction('imports.cancel')
  const askAgain = () => { void queryClient.invalidateQueries({ queryKey: callKey('imports.batch', { id: batchId }) }) }
  useEvent('import.progress', askAgain)
  // A program that was restarted knows the imports, not that they belonged together.
  useEffect(() => { if (error) forgetImport() }, [error])
  if (error) return <Page header={<PageHeader title={t('title')} />}><ProblemAlert problem={error} /></Page>
  if (batch === undefined) return null
  const over = batch.state === 'done'
  const running = batch.files.find(({ run }) => run?.state === 'running')?.run ?? null
  const sum = (key: 'created' | 'updated' | 'unchanged' | 'duplicates' | 'rejected') => batch.files.reduce((total, { run }) => total + (run?.[key] ?? 0), 0)
  const tally = format.list([t('tally.created', { count: sum('created') }), t('tally.updated', { count: sum('updated') }), t('tally.unchanged', { count: sum('unchanged') }), t('tally.duplicate', { count: sum('duplicates') }), t('tally.rejected', { count: sum('rejected') })])
  return (
    <Page header={<PageHeader title={t(over ? 'batch.doneHeading' : 'batch.heading', { count: over ? batch.files.filter(({ run }) => run?.state === 'done').length : batch.files.length })} subtitle={<>{over ? null : t('running.text')}<Steps current="result" /></>} />}>
      <div className="import-page">
        {over ? <Text role="status">{t('batch.total', { tally })}</Text> : (
          <div className="import-progress">
            <Progress size={10} color="ink" value={batch.progress * 100} aria-label={t('running.progress')} transitionDuration={150} />
            <Group justify="space-between">
              <Text>{running?.fileName}</Text>
              <Text c="dimmed">{format.percent(Math.floor(batch.progress * 100) / 100)}</Text>
            </Group>
            <Group>
              <Button loading={canceling} disabled={running === null} onClick={() => { if (running !== null) { setCanceling(true); cancel.mutate({ id: running.id }) } }}>{t('running.cancel')}</Button>
            </Group>
          </div>
        )}
        <div className="import-scroll" tabIndex={0} role="region" aria-label={t('past.file')}>
          <table className="import-table">
            <thead><tr><th scope="col">{t('past.file')}</th><th scope="col">{t('past.result')}</th><th scope="col">{t('past.rows')}</th></tr></thead>
            <tbody>{batch.files.map((file, index) => <FileLine key={index} file={file} over={over} />)}</tbody>
          </table>
        </div>
        {over ? (
          <div className="import-foot">
            <Button onClick={forgetImport}>{t('batch.more')}</Button>
            {waiting.length > 0 ? <NextFile /> : <NextButton component="a" href={hrefOf({ screen: 'compose' })}>{t('result.writeEverybody')}</NextButton>}
          </div>
        ) : null}
      </div>
    </Page>
  )
}
