import type { MessageCounts } from '../../../shared/contract/campaigns.ts'
import type { MessageStatus } from '../../../shared/contract/messages.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'

/** From the phone back to the desk, then what went wrong. */
const order = ['delivered', 'sent', 'accepted', 'sending', 'queued', 'unknown', 'undelivered', 'failed', 'skipped', 'canceled'] as const satisfies readonly MessageStatus[]

/** Where the messages are: one bar, and the same in words and figures. */
export const ProgressBar = ({ counts }: { readonly counts: MessageCounts }) => {
  const t = useWords('campaigns')
  const ui = useWords('ui')
  const format = useFormat()
  const parts = order.filter((status) => counts[status] > 0)
  const words = format.list(parts.map((status) => `${ui(`status.${status}`)} ${format.number(counts[status])}`))
  return (
    <div>
      <div className="stack" role="img" aria-label={t('progressAll', { total: counts.total, parts: words })}>
        {parts.map((status) => <span key={status} data-fill={status} style={{ flexGrow: counts[status], flexBasis: 0 }} />)}
      </div>
      <ul className="stack-legend">
        {parts.map((status) => (
          <li key={status} title={ui(`statusHelp.${status}`)} data-testid={`count-${status}`}>
            <span className="stack-mark" data-fill={status} aria-hidden />
            <span>{ui(`status.${status}`)}</span>
            <strong>{format.number(counts[status])}</strong>
          </li>
        ))}
      </ul>
    </div>
  )
}
