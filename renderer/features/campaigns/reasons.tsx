import { Title } from '@mantine/core'
import type { HoldReason } from '../../../shared/contract/messages.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { hrefOf } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { RetryButton } from '../../ui/retry-button.tsx'
import { useNow } from './use-now.ts'

type Props = { readonly campaignId: number }

const told = ['scheduled', 'sender-paused', 'retry-later', 'outside-hours', 'too-often', 'daily-cap', 'over-daily-cap', 'sender-removed'] as const satisfies readonly HoldReason[]
type Told = (typeof told)[number]

/** What waits, by reason, and until when. What concerns the whole queue stands above, and waiting one's turn is no news. */
export const Waiting = ({ campaignId }: Props) => {
  const t = useWords('campaigns')
  const format = useFormat()
  const now = useNow(false)
  const { data } = useCall('messages.reasons', { filter: { campaignId } })
  const holds = (data?.holds ?? []).flatMap(({ hold, ...more }) => ((told as readonly string[]).includes(hold) ? [{ hold: hold as Told, ...more }] : []))
  if (holds.length === 0) return null
  return (
    <ul className="campaign-waiting" data-testid="waiting">
      {holds.map(({ hold, until, messages }) => <li key={hold}>{t(`holds.${hold}`, { count: messages, when: until === null ? '' : format.soon(until, now) })}</li>)}
    </ul>
  )
}

/** Why some did not arrive, in words, and another try for what failed for a passing reason. */
export const Failures = ({ campaignId }: Props) => {
  const t = useWords('campaigns')
  const { data } = useCall('messages.reasons', { filter: { campaignId } })
  if (data === undefined) return null
  const groups = [
    ...data.failures.map(({ errorCode, messages }) => ({ key: `code-${String(errorCode)}`, messages, ...deliveryReason(errorCode, languageNow()) })),
    ...data.skips.map(({ skip, messages }) => ({ key: skip, messages, title: t(`skips.${skip}`), advice: '' })),
  ].sort((one, other) => other.messages - one.messages)
  const retryable = data.failures.reduce((sum, one) => (one.retryable ? sum + one.messages : sum), 0)
  if (groups.length === 0) return null
  return (
    <section>
      <Title order={2}>{t('failures')}</Title>
      <ul className="campaign-failures">
        {groups.map(({ key, messages, title, advice }) => (
          <li key={key}>
            <strong>{t('failurePeople', { count: messages })}</strong>
            <div>
              <p>{title}</p>
              {advice === '' ? null : <p>{advice}</p>}
            </div>
          </li>
        ))}
      </ul>
      {retryable === 0 ? null : <div className="campaign-retry"><span>{t('retry', { count: retryable })}</span><RetryButton small who={{ filter: { campaignId } }} count={retryable} /></div>}
      <p><a href={hrefOf({ screen: 'log', campaignId, problems: true })}>{t('failuresLog')}</a></p>
    </section>
  )
}
