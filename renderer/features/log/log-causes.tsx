import { Button } from '@mantine/core'
import { failureCause, type FailureCause, type MessageFilter } from '../../../shared/contract/messages.ts'
import { hrefOf, type Route } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { RetryButton } from '../../ui/retry-button.tsx'
import { setReason } from './use-log-store.ts'

/** Where something can be done about it, besides trying again. */
const places: Partial<Readonly<Record<FailureCause, Route>>> = {
  'recipient-permanent': { screen: 'tidy', part: 'unreachable' },
  'sender-config': { screen: 'settings', section: 'senders' },
  'account-stop': { screen: 'settings', section: 'account' },
}

/** What failed, by cause, with what to do about each; only where somebody looks at what failed. */
export const LogCauses = ({ filter }: { readonly filter: MessageFilter }) => {
  const t = useWords('log')
  const format = useFormat()
  const asked = filter.codes === undefined && filter.cause === undefined && filter.statuses?.some((status) => status === 'failed' || status === 'undelivered') === true
  const { data } = useCall('messages.reasons', { filter }, { enabled: asked, keepPrevious: true })
  if (!asked || data === undefined) return null
  const groups = failureCause.options
    .map((cause) => {
      const failures = data.failures.filter((one) => one.cause === cause)
      const sum = (wanted: typeof failures) => wanted.reduce((all, { messages }) => all + messages, 0)
      return { cause, messages: sum(failures), retryable: sum(failures.filter(({ retryable }) => retryable)) }
    })
    .filter(({ messages }) => messages > 0)
    .sort((one, other) => other.messages - one.messages)
  if (groups.length === 0) return null
  return (
    <ul className="log-causes" aria-label={t('causesLabel')}>
      {groups.map(({ cause, messages, retryable }) => {
        const place = places[cause]
        return (
          <li key={cause}>
            <strong>{format.number(messages)}</strong>
            <span><b>{t(`causes.${cause}.title`)}.</b> {t(`causes.${cause}.advice`)}</span>
            <span className="log-causes-acts">
              {retryable > 0 ? <RetryButton small who={{ filter: { ...filter, cause } }} count={retryable} /> : null}
              {place === undefined ? null : <a href={hrefOf(place)}>{t(`causesPlace.${place.screen === 'tidy' ? 'numbers' : 'settings'}`)}</a>}
              <Button size="compact-sm" variant="subtle" onClick={() => { setReason(`cause:${cause}`) }}>{t('causesShow')}</Button>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
