import { useState } from 'react'
import { Button, Group, Text, Title } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import type { FileTicket } from '../../../shared/contract/common.ts'
import { hrefOf } from '../../app/routes.ts'
import { bridge, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Steps } from './steps.tsx'
import { beginImport } from './use-import-store.ts'

export const accepted = '.csv,.tsv,.txt'

const stateTone = { running: 'wait', done: 'good', canceled: 'neutral', failed: 'alarm', undoing: 'wait', undone: 'neutral' } as const

const PastImports = () => {
  const t = useWords('imports')
  const format = useFormat()
  const { data: runs } = useCall('imports.all', {})
  if (runs === undefined) return null
  return (
    <section className="import-section">
      <header><Title order={2}>{t('past.heading')}</Title></header>
      {runs.length === 0 ? <Text c="dimmed">{t('past.empty')}</Text> : (
        <div className="import-scroll" tabIndex={0} role="region" aria-label={t('past.heading')}>
          <table className="import-table">
            <thead><tr><th scope="col">{t('past.file')}</th><th scope="col">{t('past.when')}</th><th scope="col">{t('past.result')}</th><th scope="col">{t('past.rows')}</th><th scope="col">{t('past.list')}</th></tr></thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.id}>
                  <td><a href={hrefOf({ screen: 'import', importId: run.id })} aria-label={t('past.open', { name: run.fileName, date: format.dateTime(run.startedAt) })}>{run.fileName}</a></td>
                  <td>{format.dateTime(run.startedAt)}</td>
                  <td><Badge tone={stateTone[run.state]}>{t(`past.states.${run.state}`)}</Badge></td>
                  <td>
                    {run.state !== 'done' ? '' : [
                      t('tally.created', { count: run.created }),
                      ...(run.updated > 0 ? [t('tally.updated', { count: run.updated })] : []),
                      ...(run.rejected > 0 ? [t('tally.rejected', { count: run.rejected })] : []),
                    ].join(', ')}
                  </td>
                  <td>{run.listName ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** A file to begin with, or the sample; and what was imported before. */
export const ChooseStep = () => {
  const t = useWords('imports')
  const [choosing, setChoosing] = useState(false)
  const sample = useAction('imports.sample', { onDone: (ticket: FileTicket) => { beginImport(ticket) } })
  const choose = async () => {
    setChoosing(true)
    const ticket = await bridge.openFile(accepted)
    setChoosing(false)
    if (ticket !== null) beginImport(ticket)
  }
  return (
    <Page header={<PageHeader title={t('title')} subtitle={<>{t('lead')}<Steps current="file" /></>} />}>
      <div className="import-page">
        <div className="import-drop">
          <IconFileSpreadsheet size={40} stroke={1.25} aria-hidden />
          <div>
            <Title order={2}>{t('choose.heading')}</Title>
            <Text c="dimmed">{t('choose.text')}</Text>
          </div>
          <Group justify="center">
            <NextButton loading={choosing} onClick={() => void choose()}>{t('choose.button')}</NextButton>
            <Button loading={sample.isPending} onClick={() => { sample.mutate({}) }}>{t('choose.sample')}</Button>
          </Group>
        </div>
        <div className="import-help">
          <div><Title order={3}>{t('choose.excelHeading')}</Title><Text c="dimmed" size="sm">{t('choose.excel')}</Text></div>
          <div><Title order={3}>{t('choose.needsHeading')}</Title><Text c="dimmed" size="sm">{t('choose.needs')}</Text></div>
        </div>
        <PastImports />
      </div>
    </Page>
  )
}
