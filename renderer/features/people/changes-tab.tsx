import { useState } from 'react'
import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import type { Change } from '../../../shared/contract/people.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { TimeText } from '../../ui/texts.tsx'
import { useChangeWords } from './use-change-words.ts'

const step = 100

const State = ({ change, what, busy, onUndo }: { readonly change: Change; readonly what: string; readonly busy: boolean; readonly onUndo: () => void }) => {
  const t = useWords('people')
  const [now] = useState(Date.now)
  const undo = <Button size="compact-sm" loading={busy} aria-label={t('changes.undoOf', { what })} onClick={onUndo}>{t('changes.undo')}</Button>
  switch (change.state) {
    case 'running':
    case 'undoing':
      return <span className="dim">{t('changes.running')}</span>
    case 'undone':
      return <span className="dim">{t('changes.undone')}</span>
    case 'canceled':
      return null
    case 'done':
    case 'interrupted':
    case 'partly-undone':
      if (change.undoableUntil < now) return <span className="dim">{t('changes.expired')}</span>
      return <>{change.state === 'done' ? null : <span className="dim">{t(change.state === 'interrupted' ? 'changes.interrupted' : 'changes.partly')} </span>}{undo}</>
  }
}

/** What was done to people in the last 30 days, each with its undo. */
export const ChangesTab = () => {
  const t = useWords('people')
  const format = useFormat()
  const words = useChangeWords()
  const { data } = useCall('people.changes', { offset: 0, limit: step })
  const undo = useAction('people.undo', { onDone: (change) => { if (change.state === 'undone') notifyDone(t('changes.done', { what: words(change) })) } })
  if (data === undefined) return null
  if (data.total === 0) return <EmptyState icon={IconHistory} title={t('changes.none')}>{t('changes.noneText')}</EmptyState>
  return (
    <table className="changes-table" aria-label={t('changes.table')}>
      <thead>
        <tr>
          <th scope="col">{t('changes.column.what')}</th>
          <th scope="col" data-align="end">{t('changes.column.people')}</th>
          <th scope="col">{t('changes.column.when')}</th>
          <th scope="col" data-align="end"><span className="visually-hidden">{t('changes.column.state')}</span></th>
        </tr>
      </thead>
      <tbody>
        {data.rows.map((change) => {
          const what = words(change)
          return (
            <tr key={change.id}>
              <td>{what}</td>
              <td data-align="end">{format.number(change.people)}</td>
              <td className="dim"><TimeText at={change.at} /></td>
              <td data-align="end"><State change={change} what={what} busy={undo.isPending && undo.variables.id === change.id} onUndo={() => { undo.mutate({ id: change.id }) }} /></td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
