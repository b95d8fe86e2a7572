import { Title } from '@mantine/core'
import { hrefOf } from '../../app/routes.ts'
import { call, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { SaveFileButton } from '../../ui/save-file-button.tsx'

const SHOWN = 6

/** What people answer, counted while it comes in; nothing before the first has. */
export const Answers = ({ campaignId }: { readonly campaignId: number }) => {
  const t = useWords('campaigns')
  const format = useFormat()
  const { data } = useCall('inbox.tally', { campaignId }, { keepPrevious: true })
  if (data === undefined || data.campaignId !== campaignId || data.people === 0) return null
  const shown = data.rows.slice(0, SHOWN)
  // A STOP is none.
  const answered = data.people - data.stops
  const other = answered - shown.reduce((sum, { people }) => sum + people, 0)
  const rows = [...shown.map(({ answer, people }) => ({ name: answer, people })), ...(other > 0 ? [{ name: t('answers.other'), people: other }] : []), ...(data.stops > 0 ? [{ name: t('answers.stops'), people: data.stops }] : [])]
  const most = Math.max(...rows.map(({ people }) => people))
  return (
    <section>
      <header className="campaign-answers-head">
        <Title order={2}>{t('answers.title')}</Title>
        <SaveFileButton variant="subtle" size="compact-sm" label={t('answers.export')} write={() => call('inbox.exportTally', { campaignId })} />
      </header>
      <p className="dim" role="status">{t('answers.count', { count: answered })}</p>
      <ul className="campaign-answers" aria-label={t('answers.title')}>
        {rows.map(({ name, people }) => (
          <li key={name}><span>{name}</span><strong>{format.number(people)}</strong><i aria-hidden style={{ width: `${String((people / most) * 100)}%` }} /></li>
        ))}
      </ul>
      <p className="campaign-links"><a href={hrefOf({ screen: 'inbox' })}>{t('answers.inbox')}</a></p>
    </section>
  )
}
