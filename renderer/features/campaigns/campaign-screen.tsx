import { useState } from 'react'
import { Button, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconCopy, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import type { Campaign } from '../../../shared/contract/campaigns.ts'
import { parseMergeChips } from '../../../shared/sms/merge.ts'
import { go, hrefOf } from '../../app/routes.ts'
import { callKey, queryClient, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { titleOf, useAudienceTitle } from '../../ui/campaign-title.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone, notifyProblem } from '../../ui/notify.tsx'
import { QueueBanner } from '../../ui/queue-banner.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { CampaignBadge } from '../../ui/status-badge.tsx'
import { MoneyText, TimeText } from '../../ui/texts.tsx'
import { Answers } from './answers.tsx'
import { Failures, Waiting } from './reasons.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { useNow } from './use-now.ts'
import './campaigns.css'

type Props = { readonly campaign: Campaign }

/** Before it starts, all of it can be taken back. */
const BeforeStart = ({ campaign }: Props) => {
  const t = useWords('campaigns')
  const format = useFormat()
  const counting = campaign.state === 'counting-down'
  const now = useNow(counting)
  const seconds = Math.max(0, Math.ceil(((campaign.startsAt ?? now) - now) / 1000))
  const takeBack = useAction('campaigns.takeBack', {
    onDone: (draft) => {
      // The writing screen must not see the campaign as it was.
      queryClient.setQueryData(callKey('campaigns.get', { id: draft.id }), draft)
      notifyDone(t('detail.takenBack'))
      go({ screen: 'compose', campaignId: campaign.id })
    },
    onProblem: (problem) => {
      notifyProblem(problem)
      return true
    },
  })
  return (
    <section className="campaign-countdown" aria-label={t('detail.takeBack')}>
      <div>
        <strong data-testid="countdown">{counting ? t('detail.countdown', { seconds: t('detail.countdownSeconds', { count: seconds }) }) : t('detail.scheduled', { when: format.dateTime(campaign.startsAt ?? now) })}</strong>
        {t('detail.countdownText', { count: campaign.counts.total })}
      </div>
      <NextButton size="md" loading={takeBack.isPending} data-autofocus autoFocus onClick={() => { takeBack.mutate({ id: campaign.id }) }}>{t('detail.takeBack')}</NextButton>
    </section>
  )
}

const Summary = ({ campaign }: Props) => {
  const t = useWords('campaigns')
  const format = useFormat()
  const { counts } = campaign
  const out = counts.failed + counts.undelivered
  const onTheWay = counts.sending + counts.accepted + counts.sent
  const over = campaign.state === 'done' || campaign.state === 'canceled'
  const total = format.number(counts.total)
  return (
    <p className="campaign-summary" role="status">
      {over
        ? t('detail.summary.done', { delivered: format.number(counts.delivered), total })
        : `${t('detail.summary.sending', { left: format.number(counts.total - counts.queued), total })}${counts.delivered === 0 ? '' : ` ${t('detail.summary.arrived', { delivered: format.number(counts.delivered) })}`}`}
      {over && onTheWay > 0 ? ` ${t('detail.summary.onTheWay', { count: onTheWay })}` : ''}
      {out === 0 ? '' : ` ${t('detail.summary.failed', { count: out })}`}
      {counts.canceled === 0 ? '' : ` ${t('detail.summary.canceled', { count: counts.canceled })}`}
    </p>
  )
}

const Facts = ({ campaign }: Props) => {
  const audienceTitle = useAudienceTitle()
  const t = useWords('campaigns')
  const format = useFormat()
  const over = campaign.state === 'done' || campaign.state === 'canceled'
  return (
    <section>
      <Title order={2}>{t('detail.facts')}</Title>
      <dl className="campaign-facts">
        <div><dt>{t('detail.audience')}</dt><dd>{audienceTitle(campaign)}</dd></div>
        <div><dt>{t('detail.purpose')}</dt><dd>{t(`detail.purposes.${campaign.plan.purpose}`)}</dd></div>
        {campaign.startsAt === null ? null : <div><dt>{t(campaign.state === 'counting-down' || campaign.state === 'scheduled' ? 'detail.startsAt' : 'detail.startedAt')}</dt><dd><TimeText at={campaign.startsAt} /></dd></div>}
        {campaign.endedAt === null ? null : <div><dt>{t('detail.endedAt')}</dt><dd><TimeText at={campaign.endedAt} /></dd></div>}
        <div><dt>{t('detail.segments')}</dt><dd>{format.number(campaign.segments)}</dd></div>
        <div><dt>{t('detail.estimated')}</dt><dd><MoneyText money={campaign.estimatedCost} /></dd></div>
        {campaign.billedCost === null ? null : <div><dt>{t(over ? 'detail.billedDone' : 'detail.billed')}</dt><dd><MoneyText money={campaign.billedCost} /></dd></div>}
      </dl>
    </section>
  )
}

/** The fields every contact has; the writing screen names them. */
const standard = ['first_name', 'last_name', 'full_name', 'business', 'email', 'phone'] as const

const Message = ({ campaign }: Props) => {
  const t = useWords('campaigns')
  const compose = useWords('compose')
  const { data: own = [] } = useCall('contacts.fields', {})
  const parts = parseMergeChips(campaign.plan.body)
  const labelOf = (field: string): string => {
    const word = standard.find((one) => one === field)
    return word === undefined ? (own.find(({ key }) => key === field)?.label ?? field) : compose(`fields.${word}`)
  }
  return (
    <section>
      <Title order={2}>{t('detail.message')}</Title>
      <div className="campaign-message">
        {parts.map((part, index) => (part.kind === 'text' ? part.text : <span key={index} className="campaign-chip">{labelOf(part.name)}{part.fallback === null || part.fallback === '' ? '' : ` · ${part.fallback}`}</span>))}
      </div>
      {parts.some(({ kind }) => kind === 'field') ? <Text size="sm" c="dimmed" mt={8}>{t('detail.messageOf')}</Text> : null}
    </section>
  )
}

const Actions = ({ campaign }: Props) => {
  const t = useWords('campaigns')
  const { id, state, counts } = campaign
  const [asking, setAsking] = useState(false)
  const pause = useAction('campaigns.pause')
  const resume = useAction('campaigns.resume')
  const cancel = useAction('campaigns.cancel', { onDone: () => { setAsking(false) } })
  const copy = useAction('campaigns.copy', { onDone: (draft) => { go({ screen: 'compose', campaignId: draft.id }) } })
  const running = state === 'sending' || state === 'paused' || state === 'scheduled'
  return (
    <div className="campaign-actions">
      {state === 'sending' ? <Button leftSection={<IconPlayerPause size={16} aria-hidden />} loading={pause.isPending} onClick={() => { pause.mutate({ id }) }}>{t('detail.pause')}</Button> : null}
      {state === 'paused' ? <NextButton leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={resume.isPending} onClick={() => { resume.mutate({ id }) }}>{t('detail.resume')}</NextButton> : null}
      {running && counts.queued > 0 ? <Button onClick={() => { setAsking(true) }}>{t('detail.cancel')}</Button> : null}
      <Button leftSection={<IconCopy size={16} aria-hidden />} loading={copy.isPending} onClick={() => { copy.mutate({ id }) }}>{t('detail.copy')}</Button>
      <ConfirmDialog
        opened={asking}
        title={state === 'scheduled' ? t('detail.cancelScheduledTitle') : t('detail.cancelTitle', { count: counts.queued })}
        confirm={t('detail.cancelConfirm')}
        busy={cancel.isPending}
        onConfirm={() => { cancel.mutate({ id }) }}
        onClose={() => { setAsking(false) }}
      >
        {t('detail.cancelText')}
      </ConfirmDialog>
    </div>
  )
}

const Body = ({ campaign }: Props) => {
  const t = useWords('campaigns')
  const { id, state, counts } = campaign
  const notStarted = state === 'counting-down' || state === 'scheduled'
  return (
    <div className="campaign">
      {notStarted ? <BeforeStart campaign={campaign} /> : null}
      {state === 'sending' || state === 'paused' || notStarted ? <QueueBanner /> : null}
      {state === 'paused' ? <Note>{t('detail.pausedText')}</Note> : null}
      {counts.unknown === 0 ? null : <Note>{t('detail.unknownText', { count: counts.unknown })}</Note>}
      {notStarted ? null : (
        <section aria-label={t('detail.progress')}>
          <Summary campaign={campaign} />
          <ProgressBar counts={counts} />
          {state === 'sending' && counts.queued > 0 ? <Waiting campaignId={id} /> : null}
          <p className="campaign-links"><a href={hrefOf({ screen: 'results', campaignId: id })}>{t('detail.results')}</a> <a href={hrefOf({ screen: 'log', campaignId: id })}>{t('detail.log')}</a></p>
        </section>
      )}
      {notStarted ? null : <Answers campaignId={id} />}
      <div className="campaign-columns">
        <Message campaign={campaign} />
        <Facts campaign={campaign} />
      </div>
      {counts.failed + counts.undelivered + counts.skipped === 0 ? null : <Failures campaignId={id} />}
    </div>
  )
}

/** One campaign: what can still be stopped, where its messages are, what went wrong. */
export const CampaignScreen = ({ campaignId }: { readonly campaignId: number }) => {
  const t = useWords('campaigns')
  const { data: campaign, error } = useCall('campaigns.get', { id: campaignId })
  const back = <a className="campaign-back" href={hrefOf({ screen: 'campaigns' })}><IconArrowLeft size={14} aria-hidden /> {t('detail.back')}</a>
  if (error) return <Page header={<PageHeader title={t('title')} subtitle={back} />}><ProblemAlert problem={error} /></Page>
  if (campaign === undefined) return null
  if (campaign.state === 'draft') {
    return <Page header={<PageHeader title={titleOf(campaign) || t('unnamed')} subtitle={back} actions={<NextButton component="a" href={hrefOf({ screen: 'compose', campaignId })}>{t('detail.write')}</NextButton>} />}><CampaignBadge state="draft" /></Page>
  }
  return (
    <Page header={<PageHeader title={titleOf(campaign) || t('unnamed')} subtitle={<span className="campaign-sub">{back} <CampaignBadge state={campaign.state} /></span>} actions={<Actions campaign={campaign} />} />}>
      <Body campaign={campaign} />
    </Page>
  )
}
