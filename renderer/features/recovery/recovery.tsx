import { useState } from 'react'
import { Button, Title } from '@mantine/core'
import type { StartState } from '../../../shared/contract/settings.ts'
import { queryClient, useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import './recovery.css'

type Trouble = Extract<StartState, { state: 'problem' }>

/** What the window shows when the book does not open: what happened, the backups, and starting empty. */
export const Recovery = ({ problem }: { readonly problem: Trouble }) => {
  const t = useWords('recovery')
  const format = useFormat()
  const [asking, setAsking] = useState(false)
  // Another book is another world: everything is asked again.
  const options = { onDone: () => { void queryClient.invalidateQueries() } }
  const restore = useAction('settings.restoreBackup', options)
  const startEmpty = useAction('settings.startEmpty', options)
  // A newer program's book is whole: it needs the newer program, not a backup.
  const replaceable = problem.problem === 'corrupt-database' || problem.problem === 'cannot-open'
  return (
    <main className="recovery">
      <Title order={1} tabIndex={-1} ref={(heading) => { heading?.focus() }}>{t('title')}</Title>
      <ProblemAlert problem={problem} />
      {replaceable ? (
        <>
          <section>
            <Title order={2}>{t('backups')}</Title>
            {problem.backups.length === 0 ? <p className="dim">{t('noBackups')}</p> : (
              <>
                <p className="dim">{t('backupsText')}</p>
                <ul className="backups">
                  {problem.backups.map((backup, index) => {
                    const words = `${format.dateTime(backup.at)}, ${format.bytes(backup.bytes)}`
                    const pick = { loading: restore.isPending && restore.variables.backupId === backup.id, disabled: restore.isPending, onClick: () => { restore.mutate({ backupId: backup.id }) }, 'aria-label': `${t('restore')}: ${words}` }
                    return (
                      <li key={backup.id}>
                        <span>{words}{index === 0 ? <span className="dim"> · {t('latest')}</span> : null}</span>
                        {index === 0 ? <NextButton {...pick}>{t('restore')}</NextButton> : <Button {...pick}>{t('restore')}</Button>}
                      </li>
                    )
                  })}
                </ul>
              </>
            )}
          </section>
          <section>
            <Title order={2}>{t('empty')}</Title>
            <p className="dim">{t('emptyText')}</p>
            <Button onClick={() => { setAsking(true) }}>{t('empty')}</Button>
          </section>
          <ConfirmDialog opened={asking} title={t('empty')} confirm={t('confirm')} typed={t('emptyWord')} busy={startEmpty.isPending} onConfirm={() => { startEmpty.mutate({}) }} onClose={() => { setAsking(false) }}>
            {t('emptyText')}
          </ConfirmDialog>
        </>
      ) : null}
    </main>
  )
}
