import { useState } from 'react'
import { Button, Group, Stack, TextInput, Title } from '@mantine/core'
import type { Problem } from '../../../shared/result.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { notifyDone } from '../../ui/notify.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'

/** For good: says what goes, what stays and where Deskbell cannot reach; the number's last digits are typed out. */
export const EraseForm = ({ number, name, onErased, onClose }: { readonly number: string; readonly name: string; readonly onErased: () => void; readonly onClose: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const format = useFormat()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const { data: look } = useCall('people.eraseLook', { number })
  const erase = useAction('people.erase', {
    onDone: ({ backupsRemoved, restAtClose }) => {
      onErased()
      notifyDone(restAtClose ? t('erase.doneLater') : backupsRemoved > 0 ? t('erase.doneRemoved', { count: backupsRemoved }) : t('erase.done'))
    },
    onProblem: (found) => { setProblem(found); return true },
  })
  const ready = typed.replaceAll(/\D/g, '') === number.slice(-4)
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (ready) erase.mutate({ number, lastFour: typed }) }}>
      <Stack pt="md">
        <Title order={3}>{t('erase.title', { name })}</Title>
        {look === undefined ? null : (
          <div className="erase-text">
            <p>{t('erase.what', { parts: format.list([t('erase.person'), ...(look.messages > 0 ? [t('erase.messages', { count: look.messages })] : []), ...(look.replies > 0 ? [t('erase.replies', { count: look.replies })] : []), ...(look.consentEvents > 0 ? [t('erase.consent', { count: look.consentEvents })] : []), t('erase.rows')]) })}</p>
            {look.otherNumbers.length === 0 ? null : <p>{t('erase.others', { numbers: format.list(look.otherNumbers.map((other) => format.phone(other))) })}</p>}
            <p>{look.backups === 0 ? t('erase.backups_zero') : t('erase.backups', { count: look.backups })}</p>
            <p>{t('erase.stays')}</p>
            <p className="dim">{t('erase.elsewhere')}</p>
          </div>
        )}
        <TextInput data-autofocus label={t('erase.digits', { number: format.phone(number).replaceAll(' ', '\u00a0') })} value={typed} inputMode="numeric" maxLength={8} autoComplete="off" error={problem?.field === 'lastFour' ? problem.message : undefined} onChange={(event) => { setProblem(null); setTyped(event.currentTarget.value) }} />
        {problem !== null && problem.field !== 'lastFour' ? <ProblemAlert problem={problem} /> : null}
        <Group justify="flex-end">
          <Button onClick={onClose}>{u('cancel')}</Button>
          <Button type="submit" variant="filled" className="danger-button" disabled={!ready} loading={erase.isPending}>{t('erase.submit')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
