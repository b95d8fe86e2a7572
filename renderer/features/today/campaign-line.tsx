import { Button, Progress } from '@mantine/core'
import type { Campaign } from '../../../shared/contract/campaigns.ts'
import { RouteLink } from '../../app/route-link.tsx'
import { useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { titleOf, useAudienceTitle } from '../../ui/campaign-title.ts'
import { CampaignBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/texts.tsx'

/** One campaign: what it is, how far it got, and the one button it has now. */
export const CampaignLine = ({ campaign }: { readonly campaign: Campaign }) => {
  const t = useWords('today')
  const format = useFormat()
  const takeBack = useAction('campaigns.takeBack')
  const pause = useAction('campaigns.pause')
  const resume = useAction('campaigns.resume')
  const audienceTitle = useAudienceTitle()
  const title = titleOf(campaign) || t('untitled')
  const { counts, state, id } = campaign
  const failed = counts.failed + counts.undelivered
  const gone = counts.total - counts.queued - counts.sending
  const moving = state === 'sending' || state === 'paused'
  const ended = state === 'done' || state === 'canceled'
  const figures = () => {
    if (ended) return t('delivered', { delivered: counts.delivered, total: counts.total })
    if (moving) return t('left', { done: gone, total: counts.total })
    if (state === 'counting-down') return t('soon')
    return campaign.startsAt === null ? '' : t('starts', { when: format.dateTime(campaign.startsAt) })
  }
  const button = () => {
    switch (state) {
      case 'counting-down':
      case 'scheduled':
        return <Button size="compact-sm" onClick={() => { takeBack.mutate({ id }) }}>{t('takeBack')}</Button>
      case 'sending':
        return <Button size="compact-sm" onClick={() => { pause.mutate({ id }) }}>{t('pause')}</Button>
      case 'paused':
        return <Button size="compact-sm" onClick={() => { resume.mutate({ id }) }}>{t('resume')}</Button>
      case 'draft':
      case 'done':
      case 'canceled':
        return null
    }
  }
  return (
    <li>
      <div className="campaign-line-head">
        <RouteLink className="list-name" to={{ screen: 'campaign', campaignId: id }}>{title}</RouteLink>
        <span className="dim">{audienceTitle(campaign)}</span>
      </div>
      <CampaignBadge state={state} />
      <span className="campaign-line-figures">
        {figures()}
        {ended && failed > 0 ? <span className="dim"> · {t('failed', { count: failed })}</span> : null}
      </span>
      {ended && campaign.endedAt !== null ? <span className="dim"><TimeText at={campaign.endedAt} /></span> : button()}
      {moving && counts.total > 0 ? <Progress className="campaign-line-progress" size={4} color="ink" value={(gone / counts.total) * 100} aria-label={title} /> : null}
    </li>
  )
}
