/** Taking an import back: the question before it, and what it came to. */
import { useState } from 'react'
import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core'
import type { ImportRow, ImportRun, ImportUndo } from '../../../shared/contract/imports.ts'
import { hrefOf } from '../../app/routes.ts'
import { useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'

/** Only what is in the book can be taken out of it. */
export const canUndo = (run: ImportRun): boolean => run.state === 'done' && run.created + run.updated > 0

/** `short`: in the list of imports, where the row says which. */
export const UndoButton = ({ run, short = false }: { readonly run: ImportRun; readonly short?: boolean }) => {
  const t = useWords('imports')
  const [asks, setAsks] = useState(false)
  const undo = useAction('imports.undo', { onDone: () => { setAsks(false) } })
  return (
    <>
      <Button size={short ? 'compact-sm' : 'sm'} aria-label={short ? t('undo.title', { name: run.fileName }) : undefined} onClick={() => { setAsks(true) }}>{t(short ? 'undo.short' : 'undo.button')}</Button>
      <ConfirmDialog opened={asks} title={t('undo.title', { name: run.fileName })} confirm={t('undo.confirm')} busy={undo.isPending} onClose={() => { setAsks(false) }} onConfirm={() => { undo.mutate({ id: run.id }) }}>
        <Stack gap={6}>
          <Text>{t('undo.goes')}</Text>
          <Text>{t('undo.stays')}</Text>
          <Text>{t('undo.consent')}</Text>
        </Stack>
      </ConfirmDialog>
    </>
  )
}

export const Undoing = ({ run }: { readonly run: ImportRun }) => {
  const t = useWords('imports')
  const format = useFormat()
  return (
    <Page header={<PageHeader title={t('undo.running', { name: run.fileName })} subtitle={t('undo.runningText')} />}>
      <div className="import-progress">
        <Progress size={10} color="ink" value={run.progress * 100} aria-label={t('running.progress')} transitionDuration={150} />
        <Text c="dimmed">{format.percent(Math.floor(run.progress * 100) / 100)}</Text>
      </div>
    </Page>
  )
}

/** What was undone, and what stayed and why. */
export const UndoSummary = ({ undo }: { readonly undo: ImportUndo }) => {
  const t = useWords('imports')
  const format = useFormat()
  return (
    <div className="import-undo" data-testid="undo-summary">
      <dl className="import-figures">
        {(['removed', 'returned', 'partly', 'kept'] as const).map((key) => <div key={key}><dt>{t(`undo.figures.${key}`)}</dt><dd data-testid={`undo-${key}`}>{format.number(undo[key])}</dd></div>)}
      </dl>
      {undo.withdrawn === 0 ? null : <Text>{t('undo.withdrawn', { count: undo.withdrawn })}</Text>}
      {undo.keptBecause.length === 0 ? null : (
        <ul className="import-reasons" aria-label={t('undo.because')}>
          {undo.keptBecause.map(({ reason, people }) => <li key={reason}><strong>{format.number(people)}</strong> {t(`undo.reasons.${reason}`)}</li>)}
        </ul>
      )}
    </div>
  )
}

/** What undoing made of a row, in a word. */
export const undoneWord = (t: ReturnType<typeof useWords<'imports'>>, row: ImportRow): string =>
  row.undone === null ? '' : row.keptBecause === null ? t(`undo.rowOutcomes.${row.undone}`) : t('undo.rowKept', { reason: t(`undo.reasons.${row.keptBecause}`) })

/** One row of a finished import: what became of it, and a way to take it back. */
export const RowDialog = ({ run, row, onClose }: { readonly run: ImportRun; readonly row: ImportRow | null; readonly onClose: () => void }) => {
  const t = useWords('imports')
  const ui = useWords('ui')
  const format = useFormat()
  const undo = useAction('imports.undoRow', {
    onDone: (_, { line }) => {
      notifyDone(t('undo.rowDone', { line: format.number(line) }))
      onClose()
    },
  })
  const undoable = row !== null && run.state === 'done' && row.undone === null && (row.outcome === 'created' || row.outcome === 'updated' || row.outcome === 'duplicate')
  return (
    <Modal opened={row !== null} onClose={onClose} title={row === null ? '' : t('undo.row', { line: format.number(row.line), name: run.fileName })} closeButtonProps={{ 'aria-label': ui('close') }}>
      {row === null ? null : (
        <Stack>
          <Group gap={12}><OutcomeBadge outcome={row.outcome} />{row.number === null ? null : <Text>{format.phone(row.number)}</Text>}</Group>
          {row.reason === null ? null : <Text>{t(`reasons.${row.reason}`)}</Text>}
          {row.raw === '' ? null : <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>{row.raw}</Text>}
          {row.undone === null ? null : <Text>{undoneWord(t, row)}</Text>}
          <Group justify="flex-end">
            {row.contactId === null ? null : <Button component="a" href={hrefOf({ screen: 'contacts', contactId: row.contactId })}>{t('undo.person')}</Button>}
            {undoable ? <Button variant="filled" className="danger-button" loading={undo.isPending} onClick={() => { undo.mutate({ id: run.id, line: row.line }) }}>{t('undo.rowButton')}</Button> : null}
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
