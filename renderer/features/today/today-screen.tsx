import { Button, Group, Title } from '@mantine/core'
import { IconAlertTriangle, IconMessage2, IconFileImport } from '@tabler/icons-react'
import type { NeedsPerson, Today } from '../../../shared/contract/today.ts'
import { hrefOf, type Route } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { CampaignLine } from './campaign-line.tsx'
import './today.css'

/** The screen that settles it. */
const settledAt = ({ kind, campaignId }: NeedsPerson): Route => {
  switch (kind) {
    case 'account-stopped':
    case 'secret-missing':
      return { screen: 'settings', section: 'account' }
    case 'sender-paused':
      return { screen: 'settings', section: 'senders' }
    case 'unknown-messages':
    case 'queue-restored':
      return { screen: 'log' }
    case 'many-failures':
      return { screen: 'log', problems: true, ...(campaignId === null ? {} : { campaignId }) }
    case 'consent-ending':
      return { screen: 'permission', part: 'rules' }
    case 'records-broken':
      return { screen: 'permission' }
    case 'import-failed':
      return { screen: 'import' }
    case 'stops-to-decide':
      return { screen: 'permission', part: 'stops' }
  }
}

const Needs = ({ needs }: { readonly needs: readonly NeedsPerson[] }) => {
  const t = useWords('today')
  return (
    <section aria-labelledby="today-needs">
      <Title order={2} id="today-needs">{t('needs')}</Title>
      <ul className="needs">
        {needs.map((need) => (
          <li key={`${need.kind}-${String(need.campaignId)}-${need.text}`}>
            <IconAlertTriangle size={18} aria-hidden />
            <span>{need.text}</span>
            <Button size="compact-sm" component="a" href={hrefOf(settledAt(need))}>{t(`needsOpen.${need.kind}`)}</Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Figures = ({ today }: { readonly today: Today }) => {
  const t = useWords('today')
  const format = useFormat()
  const figures = [
    { key: 'optedIn', value: today.optedIn, words: t('figures.optedIn', { count: today.contacts }) },
    { key: 'sent', value: today.sent24h, words: t('figures.sent') },
    { key: 'delivered', value: today.delivered24h, words: t('figures.delivered') },
    { key: 'failed', value: today.failed24h, words: t('figures.failed') },
    { key: 'stops', value: today.stops24h, words: t('figures.stops') },
  ]
  return (
    <section aria-label={t('figures.label')}>
      <dl className="figures">
        {figures.map(({ key, value, words }) => (
          <div key={key}>
            <dt>{words}</dt>
            <dd>{format.number(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** What is going out, what needs a person, and how it went. */
export const TodayScreen = () => {
  const t = useWords('today')
  const { data: today, error } = useCall('today.get', {})
  const quiet = today !== undefined && today.active.length === 0 && today.recent.length === 0
  const started = today !== undefined && !quiet
  return (
    <Page header={<PageHeader title={t('title')} actions={started ? <NextButton component="a" href={hrefOf({ screen: 'compose' })}>{t('write')}</NextButton> : undefined} />}>
      {error === null ? null : <ProblemAlert problem={error} />}
      {today === undefined ? null : (
        <div className="today">
          {today.needs.length === 0 ? null : <Needs needs={today.needs} />}
          {today.active.length === 0 ? null : (
            <section aria-labelledby="today-active">
              <Title order={2} id="today-active">{t('active')}</Title>
              <ul className="campaign-lines">{today.active.map((campaign) => <CampaignLine key={campaign.id} campaign={campaign} />)}</ul>
            </section>
          )}
          {today.contacts === 0 ? (
            <EmptyState
              icon={IconFileImport}
              title={t('import.title')}
              action={<Group><NextButton component="a" href={hrefOf({ screen: 'import' })}>{t('import.action')}</NextButton><Button component="a" href={hrefOf({ screen: 'contacts', adding: true })}>{t('import.add')}</Button></Group>}
            >
              {t('import.text')}
            </EmptyState>
          ) : (
            <>
              <Figures today={today} />
              {quiet ? (
                <EmptyState icon={IconMessage2} title={t('compose.title')} action={<NextButton component="a" href={hrefOf({ screen: 'compose' })}>{t('write')}</NextButton>}>
                  {t('compose.text', { count: today.optedIn })}
                </EmptyState>
              ) : null}
            </>
          )}
          {today.recent.length === 0 ? null : (
            <section aria-labelledby="today-recent">
              <Title order={2} id="today-recent">{t('recent')}</Title>
              <ul className="campaign-lines">{today.recent.map((campaign) => <CampaignLine key={campaign.id} campaign={campaign} />)}</ul>
            </section>
          )}
        </div>
      )}
    </Page>
  )
}
