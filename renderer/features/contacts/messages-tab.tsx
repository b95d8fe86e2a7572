import { Anchor } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { useCall } from '../../api.ts'
import { hrefOf } from '../../app/routes.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/texts.tsx'

const shown = 20

/** The latest messages to one person. */
export const MessagesTab = ({ contactId }: { readonly contactId: number }) => {
  const t = useWords('contacts')
  const { data: page } = useCall('messages.page', { filter: { contactId }, offset: 0, limit: shown })
  if (page === undefined) return null
  if (page.total === 0) return <EmptyState icon={IconMessages} title={t('person.noMessages')}>{t('person.noMessagesText')}</EmptyState>
  return (
    <>
      <ul className="bubbles">
        {page.rows.map((row) => (
          <li key={row.id}>
            <p>{row.body}</p>
            <div><StatusBadge status={row.status} hold={row.hold} /> <TimeText at={row.updatedAt} /></div>
          </li>
        ))}
      </ul>
      {page.total > shown ? <Anchor href={hrefOf({ screen: 'log', contactId })}>{t('person.allMessages')}</Anchor> : null}
    </>
  )
}
