import { useState } from 'react'
import { ActionIcon, Title } from '@mantine/core'
import { IconSend, IconTrash } from '@tabler/icons-react'
import type { Campaign } from '../../../shared/contract/campaigns.ts'
import { hrefOf } from '../../app/routes.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { titleOf, useAudienceTitle } from '../../ui/campaign-title.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { CampaignBadge } from '../../ui/status-badge.tsx'
import { useNow } from './use-now.ts'
import './campaigns.css'

const useAbout = () => {
  const t = useWords('campaigns')
  const format = useFormat()
  const audienceTitle = useAudienceTitle()
  return (campaign: Campaign, now: number): string => {
    const { counts } = campaign
    const audience = audienceTitle(campaign)
    const to = audience === '' ? t('noAudience') : t('row.to', { audience })
    switch (campaign.state) {
      case 'draft':
        return [to, t('row.edited', { when: format.relative(campaign.updatedAt, now) })].join(' · ')
      case 'counting-down':
      case 'scheduled':
        return [to, t('row.people', { count: counts.total }), ...(campaign.startsAt === null ? [] : [t('row.starts', { when: format.dateTime(campaign.startsAt) })])].join(' · ')
      case 'sending':
      case 'paused':
        return [to, t('row.left', { done: counts.total - counts.queued, total: counts.total })].join(' · ')
      case 'done':
      case 'canceled':
        return [to, t('row.delivered', { done: counts.delivered, total: counts.total }), ...(campaign.endedAt === null ? [] : [t('row.ended', { when: format.relative(campaign.endedAt, now) })])].join(' · ')
    }
  }
}

const groupOf = ({ state }: Campaign): 'upcoming' | 'drafts' | 'done' => (state === 'draft' ? 'drafts' : state === 'done' || state === 'canceled' ? 'done' : 'upcoming')
const groups = ['upcoming', 'drafts', 'done'] as const

/** Drafts, what goes out, what is over. */
export const CampaignsScreen = () => {
  const t = useWords('campaigns')
  const about = useAbout()
  const now = useNow(false)
  const { data, error } = useCall('campaigns.all', {})
  // The blank page that writing opens is no draft yet.
  const all = data?.filter(({ state, name, plan }) => state !== 'draft' || name !== '' || (plan.body ?? '').trim() !== '')
  const [leaving, setLeaving] = useState<Campaign | null>(null)
  const remove = useAction('campaigns.remove', { onDone: () => { setLeaving(null); notifyDone(t('removed')) } })
  const nameOf = (campaign: Campaign) => titleOf(campaign) || t('unnamed')
  const write = <NextButton component="a" href={hrefOf({ screen: 'compose' })}>{t('write')}</NextButton>
  return (
    <Page header={<PageHeader title={t('title')} subtitle={t('lead')} actions={all === undefined || all.length === 0 ? null : write} />}>
      {error ? <ProblemAlert problem={error} /> : null}
      {all?.length === 0 ? <EmptyState icon={IconSend} title={t('empty.title')} action={write}>{t('empty.text')}</EmptyState> : null}
      <div className="campaign-groups">
        {groups.map((group) => {
          const campaigns = (all ?? []).filter((campaign) => groupOf(campaign) === group).toSorted((one, other) => (group === 'drafts' ? other.updatedAt - one.updatedAt : other.id - one.id))
          return campaigns.length === 0 ? null : (
            <section key={group}>
              <Title order={2}>{t(`groups.${group}`)}</Title>
              <ul className="campaign-list">
                {campaigns.map((campaign) => (
                  <li key={campaign.id}>
                    <div>
                      <a className="campaign-name" href={hrefOf(group === 'drafts' ? { screen: 'compose', campaignId: campaign.id } : { screen: 'campaign', campaignId: campaign.id })} aria-label={t(group === 'drafts' ? 'row.continue' : 'row.open', { name: nameOf(campaign) })}>{nameOf(campaign)}</a>
                      <div className="campaign-about">{about(campaign, now)}</div>
                    </div>
                    <CampaignBadge state={campaign.state} />
                    {group === 'drafts' ? <ActionIcon variant="subtle" color="gray" aria-label={t('row.remove', { name: nameOf(campaign) })} onClick={() => { setLeaving(campaign) }}><IconTrash size={16} aria-hidden /></ActionIcon> : <span />}
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
      <ConfirmDialog opened={leaving !== null} title={t('removeTitle')} confirm={t('removeConfirm')} busy={remove.isPending} onConfirm={() => { if (leaving !== null) remove.mutate({ id: leaving.id }) }} onClose={() => { setLeaving(null) }}>
        {t('removeText')}
      </ConfirmDialog>
    </Page>
  )
}
