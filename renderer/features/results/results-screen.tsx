import { Select } from '@mantine/core'
import { IconArrowLeft, IconChartBar } from '@tabler/icons-react'
import { go, hrefOf, type Route } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { titleOf } from '../../ui/campaign-title.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Compare, pickInAddress } from './compare.tsx'
import { Months } from './months.tsx'
import { OneCampaign } from './one-campaign.tsx'
import './results.css'

type ResultsRoute = Extract<Route, { screen: 'results' }>

/** Months, hours, two campaigns side by side; with a campaign in the address, what came of that one. */
export const ResultsScreen = ({ route }: { readonly route: ResultsRoute }) => {
  const t = useWords('results')
  const { campaignId, firstId, withId } = route
  const all = useCall('campaigns.all', {})
  const sent = (all.data ?? []).filter(({ state }) => state !== 'draft' && state !== 'counting-down' && state !== 'scheduled')
  const campaign = sent.find(({ id }) => id === campaignId)
  const one = campaign !== undefined
  const trends = useCall('results.trends', { months: 12 }, { enabled: !one, keepPrevious: true })
  const problem = all.error ?? trends.error
  if (problem) return <Page header={<PageHeader title={t('title')} />}><ProblemAlert problem={problem} /></Page>
  if (all.data === undefined) return null
  if (one) {
    const back = <a className="results-back" href={hrefOf({ screen: 'results' })}><IconArrowLeft size={14} aria-hidden /> {t('back')}</a>
    return (
      <Page header={<PageHeader key={campaign.id} title={titleOf(campaign) || t('unnamed')} subtitle={back} />}>
        <OneCampaign campaign={campaign} />
      </Page>
    )
  }
  if (sent.length === 0 && trends.data?.months.every(({ left }) => left === 0) !== false) {
    return (
      <Page header={<PageHeader title={t('title')} subtitle={t('lead')} />}>
        <EmptyState icon={IconChartBar} title={t('empty.title')} action={<NextButton component="a" href={hrefOf({ screen: 'compose' })}>{t('empty.action')}</NextButton>}>{t('empty.text')}</EmptyState>
      </Page>
    )
  }
  return (
    <Page
      header={
        <PageHeader
          title={t('title')} subtitle={t('lead')}
          actions={<Select aria-label={t('choose')} placeholder={t('choose')} data={sent.map((each) => ({ value: String(each.id), label: titleOf(each) || `${t('campaign')} ${String(each.id)}` }))} value={null} searchable w={260} onChange={(value) => { if (value !== null) go({ screen: 'results', campaignId: Number(value) }) }} />}
        />
      }
    >
      <div className="results">
        {trends.data === undefined ? null : <Months trends={trends.data} />}
        <Compare campaigns={sent} first={firstId ?? null} second={withId ?? null} onPick={pickInAddress} />
      </div>
    </Page>
  )
}
