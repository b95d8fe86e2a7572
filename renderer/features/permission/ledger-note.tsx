import { useState } from 'react'
import { Button, Group } from '@mantine/core'
import type { LedgerState } from '../../../shared/contract/consent.ts'
import { hrefOf } from '../../app/routes.ts'
import { queryClient, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'

/** So many are named; the rest are counted. */
const NAMED = 8

/** Records that are not as they were written: which, what is safe, what can be done. */
const Broken = ({ ledger }: { readonly ledger: LedgerState }) => {
  const t = useWords('evidence')
  const format = useFormat()
  const [choosing, setChoosing] = useState<LedgerState['backups'][number] | null>(null)
  const acknowledge = useAction('consent.acknowledge')
  const restore = useAction('settings.restoreBackup', { onDone: () => { setChoosing(null); notifyDone(t('broken.restored')); void queryClient.invalidateQueries() } })
  const missing = ledger.broken.filter(({ number }) => number === null)
  const named = ledger.broken.filter(({ number }) => number !== null)
  return (
    <ProblemAlert
      problem={{ message: t('broken.title', { count: ledger.total }), fix: t('broken.safe') }}
      action={(
        <>
          <ul className="broken">
            {named.slice(0, NAMED).map(({ id, number, purpose, reason, recordedAt }) => (
              <li key={id}>
                <a href={hrefOf({ screen: 'permission', number: number ?? '' })}>{format.phone(number ?? '')}</a>
                {t(`broken.what.${purpose ?? 'service'}.${reason === 'order' ? 'order' : 'content'}`, { date: format.date(recordedAt ?? 0) })}
              </li>
            ))}
            {missing.length === 0 ? null : <li>{t('broken.missing')}</li>}
            {ledger.total > NAMED + missing.length ? <li>{t('broken.more', { count: ledger.total - Math.min(named.length, NAMED) - missing.length })}</li> : null}
          </ul>
          <p>{ledger.backups.length === 0 ? t('broken.noBackup') : t('broken.backups')}</p>
          <ul className="broken-backups">
            {ledger.backups.map((backup) => {
              const words = `${format.dateTime(backup.at)}, ${format.bytes(backup.bytes)}`
              return <li key={backup.id}><span>{words}</span><Button size="compact-sm" aria-label={`${t('broken.goBack')}: ${words}`} onClick={() => { setChoosing(backup) }}>{t('broken.goBack')}</Button></li>
            })}
          </ul>
          {ledger.unseen === 0 ? null : <Group mt={8}><Button size="compact-sm" loading={acknowledge.isPending} onClick={() => { acknowledge.mutate({}) }}>{t('broken.known')}</Button></Group>}
          <ConfirmDialog opened={choosing !== null} title={t('broken.confirmTitle', { date: format.dateTime(choosing?.at ?? 0) })} confirm={t('broken.goBack')} busy={restore.isPending} onClose={() => { setChoosing(null) }} onConfirm={() => { if (choosing !== null) restore.mutate({ backupId: choosing.id }) }}>
            <p>{t('broken.confirmText')}</p>
          </ConfirmDialog>
        </>
      )}
    />
  )
}

/** That every record was read, and when; or what was found. */
export const LedgerNote = () => {
  const { data: ledger } = useCall('consent.ledger', {})
  return ledger === undefined || ledger.total === 0 ? null : <Broken ledger={ledger} />
}

export const LedgerLine = () => {
  const t = useWords('evidence')
  const format = useFormat()
  const { data: ledger } = useCall('consent.ledger', {})
  const verify = useAction('consent.verify', { onDone: (state) => { if (state.total === 0) notifyDone(t('ledger.whole', { count: state.events })) } })
  if (ledger === undefined || ledger.events + ledger.unchecked === 0) return null
  const words = ledger.wholeAt === null ? t('ledger.never', { count: ledger.events + ledger.unchecked }) : t('ledger.at', { count: ledger.events, date: format.dateTime(ledger.wholeAt) })
  return (
    <div className="ledger-line">
      <span className="dim">{words}</span>
      <Button size="compact-sm" loading={verify.isPending || ledger.checking} onClick={() => { verify.mutate({}) }}>{t('ledger.check')}</Button>
    </div>
  )
}
