import { useEffect, useState } from 'react'
import { Button, Group, Text, Textarea, Title } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import type { FileTicket } from '../../../shared/contract/common.ts'
import { hrefOf } from '../../app/routes.ts'
import { bridge, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { canUndo, UndoButton } from './undo.tsx'
import { stateTone } from './state-tone.ts'
import { Steps } from './steps.tsx'
import { bringFiles, chooseFiles } from './bring-files.ts'
import { NextFile } from './next-file.tsx'
import { beginImport, useImportStore } from './use-import-store.ts'

/** What one paste may hold: some 50,000 rows. */
const MOST_PASTED = 1_500_000


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
            <thead><tr><th scope="col">{t('past.file')}</th><th scope="col">{t('past.when')}</th><th scope="col">{t('past.result')}</th><th scope="col">{t('past.rows')}</th><th scope="col">{t('past.list')}</th><th scope="col"><span className="visually-hidden">{t('undo.column')}</span></th></tr></thead>
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
                  <td className="import-act">{canUndo(run) ? <UndoButton run={run} short /> : null}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** Numbers or a table from the clipboard: pasted anywhere on this page, or into the field. */
const PasteForm = () => {
  const t = useWords('imports')
  const [text, setText] = useState('')
  const paste = useAction('imports.paste', { onDone: (ticket: FileTicket) => { beginImport(ticket) } })
  const { mutate } = paste
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const pasted = event.clipboardData?.getData('text/plain') ?? ''
      const { target } = event
      if (target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null) return
      if (pasted.trim() === '' || pasted.length > MOST_PASTED) return
      event.preventDefault()
      mutate({ text: pasted })
    }
    document.addEventListener('paste', onPaste)
    return () => { document.removeEventListener('paste', onPaste) }
  }, [mutate])
  const tooLong = text.length > MOST_PASTED
  return (
    <form onSubmit={(event) => { event.preventDefault(); mutate({ text }) }}>
      <Title order={3}>{t('choose.pasteHeading')}</Title>
      <Text c="dimmed" size="sm">{t(bridge.platform === 'darwin' ? 'choose.pasteMac' : 'choose.paste')}</Text>
      <Textarea mt={8} aria-label={t('choose.pasteLabel')} rows={3} value={text} error={tooLong ? t('choose.pasteTooLong') : null} onChange={(event) => { setText(event.currentTarget.value) }} />
      {text.trim() === '' ? null : <Button mt={8} type="submit" disabled={tooLong} loading={paste.isPending}>{t('choose.pasteButton')}</Button>}
    </form>
  )
}

/** A file to begin with, or the sample; and what was imported before. */
export const ChooseStep = () => {
  const t = useWords('imports')
  const [choosing, setChoosing] = useState(false)
  const waiting = useImportStore((state) => state.waiting.length)
  const sample = useAction('imports.sample', { onDone: (ticket: FileTicket) => { beginImport(ticket) } })
  const choose = async () => {
    setChoosing(true)
    const files = await chooseFiles()
    if (files.length > 0) await bringFiles(files)
    setChoosing(false)
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
          {waiting > 0 ? <Group justify="center"><NextFile /></Group> : null}
          <Group justify="center">
            {waiting > 0 ? <Button loading={choosing} onClick={() => void choose()}>{t('choose.button')}</Button> : <NextButton loading={choosing} onClick={() => void choose()}>{t('choose.button')}</NextButton>}
            <Button loading={sample.isPending} onClick={() => { sample.mutate({}) }}>{t('choose.sample')}</Button>
          </Group>
        </div>
        <div className="import-help">
          <PasteForm />
          <div><Title order={3}>{t('choose.needsHeading')}</Title><Text c="dimmed" size="sm">{t('choose.needs')}</Text></div>
        </div>
        <PastImports />
      </div>
    </Page>
  )
}
