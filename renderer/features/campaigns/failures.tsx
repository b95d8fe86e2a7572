import { Title } from '@mantine/core'
import type { MessageRow, SkipReason } from '../../../shared/contract/messages.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { hrefOf } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'

type Group = { readonly key: string; readonly people: number } & ({ readonly skip: SkipReason } | { readonly code: number | null })

/** Failed messages by reason, the most frequent first. */
export const groupFailures = (rows: readonly MessageRow[]): readonly Group[] => {
  const groups = new Map<string, Group>()
  for (const { skip, errorCode } of rows) {
    const key = skip ?? `code-${String(errorCode)}`
    const people = (groups.get(key)?.people ?? 0) + 1
    groups.set(key, skip === null ? { key, people, code: errorCode } : { key, people, skip })
  }
  return [...groups.values()].sort((one, other) => other.people - one.people)
}

/** Why some did not arrive, in words; counted over at most 500 messages. */
export const Failures = ({ campaignId }: { readonly campaignId: number }) => {
  const t = useWords('campaigns')
  const { data: page } = useCall('messages.page', { filter: { campaignId, statuses: ['failed', 'undelivered', 'skipped'] }, offset: 0, limit: 500 })
  if (page === undefined || page.total === 0) return null
  return (
    <section>
      <Title order={2}>{t('failures')}</Title>
      <ul className="campaign-failures">
        {groupFailures(page.rows).map((group) => {
          const words = 'skip' in group ? { title: t(`skips.${group.skip}`), advice: '' } : deliveryReason(group.code, languageNow())
          return (
            <li key={group.key}>
              <strong>{t('failurePeople', { count: group.people })}</strong>
              <div>
                <p>{words.title}</p>
                {words.advice === '' ? null : <p>{words.advice}</p>}
              </div>
            </li>
          )
        })}
      </ul>
      {page.total > page.rows.length ? <p>{t('failuresMore', { count: page.rows.length })}</p> : null}
      <p><a href={hrefOf({ screen: 'log', campaignId, problems: true })}>{t('failuresLog')}</a></p>
    </section>
  )
}
