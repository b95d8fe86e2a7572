import { Button } from '@mantine/core'
import { useAction, useCall } from '../api.ts'
import { useWords } from '../i18n/i18n.ts'
import { Note, ProblemAlert } from './problem-alert.tsx'

/** Why the whole queue waits and the one thing to do about it; nothing while it goes. */
export const QueueBanner = () => {
  const t = useWords('ui')
  const { data: pulse } = useCall('queue.pulse', {})
  const { data: account } = useCall('account.get', {})
  const resume = useAction('queue.resume')
  const go = (words: string) => <Button size="compact-sm" loading={resume.isPending} onClick={() => { resume.mutate({}) }}>{words}</Button>
  switch (pulse?.state) {
    case 'paused':
      return (
        <Note>
          <div className="note-line"><span>{pulse.reason ?? t('queue.paused')}</span>{go(t('queue.resume'))}</div>
        </Note>
      )
    case 'waiting-for-network':
      return <Note>{t('queue.offline')}</Note>
    case 'stopped': {
      const unconnected = account !== undefined && (account.connected === null || !account.secretKnown) && account.mode === 'live'
      const action = unconnected
        ? <Button size="compact-sm" mt={8} component="a" href="#/settings/account">{t('queue.account')}</Button>
        : <div style={{ marginTop: 8 }}>{go(t('queue.retry'))}</div>
      return <ProblemAlert problem={{ message: t('queue.stopped'), ...(pulse.reason === null ? {} : { fix: pulse.reason }) }} action={action} />
    }
    case 'idle':
    case 'sending':
    case 'scheduled':
    case 'held':
    case undefined:
      return null
  }
}
