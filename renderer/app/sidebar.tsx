import { ActionIcon, Progress, Tooltip } from '@mantine/core'
import {
  IconAddressBook, IconBroadcast, IconChartBar, IconCalendarEvent, IconListDetails, IconMessages, IconPencil, IconPlayerPause, IconPlayerPlay, IconSettings, IconShieldCheck, IconTestPipe, IconSunHigh, IconReportAnalytics, IconAlertTriangle, type Icon,
} from '@tabler/icons-react'
import type { Settings } from '../../shared/contract/settings.ts'
import { useAction, useCall } from '../api.ts'
import { useFormat } from '../i18n/format.ts'
import { useWords } from '../i18n/i18n.ts'
import { DeskBell } from '../ui/desk-bell.tsx'
import { RouteLink } from './route-link.tsx'
import type { Route, Screen } from './routes.ts'
import { screens } from './use-shortcuts.ts'

const icons: Readonly<Record<(typeof screens)[number]['screen'], Icon>> = {
  today: IconSunHigh,
  contacts: IconAddressBook,
  lists: IconListDetails,
  permission: IconShieldCheck,
  compose: IconPencil,
  campaigns: IconCalendarEvent,
  inbox: IconMessages,
  log: IconReportAnalytics,
  results: IconChartBar,
  settings: IconSettings,
}

/** Import is a way into contacts, tidying a part of them, one campaign a part of campaigns. */
const homeOf = (screen: Screen): Screen => (screen === 'import' || screen === 'tidy' ? 'contacts' : screen === 'segment' ? 'lists' : screen === 'campaign' ? 'campaigns' : screen)

const Pulse = () => {
  const t = useWords('app')
  const format = useFormat()
  const { data: pulse } = useCall('queue.pulse', {})
  const idle = pulse?.state === 'idle'
  // Nothing goes out, yet something may wait for its campaign to go on.
  const { data: campaigns } = useCall('campaigns.all', {}, { enabled: idle })
  const waiting = idle ? (campaigns ?? []).reduce((sum, { state, counts }) => (state === 'paused' ? sum + counts.queued : sum), 0) : 0
  const pause = useAction('queue.pause')
  const resume = useAction('queue.resume')
  if (pulse === undefined) return <div className="pulse" />
  const moving = pulse.total > 0 && pulse.state !== 'idle' && pulse.state !== 'scheduled'
  const words = () => {
    switch (pulse.state) {
      case 'sending':
        return t('pulse.sending', { done: pulse.done, total: pulse.total })
      case 'held':
        return t('pulse.held', { done: pulse.done, total: pulse.total })
      case 'paused':
        return pulse.total > 0 ? t('pulse.paused', { done: pulse.done, total: pulse.total }) : t('pulse.pausedEmpty')
      case 'scheduled': {
        if (pulse.nextAt === null) return t('pulse.idle')
        const sameDay = new Date(pulse.nextAt).toDateString() === new Date().toDateString()
        return sameDay ? t('pulse.scheduled', { time: format.time(pulse.nextAt) }) : t('pulse.scheduledOn', { date: format.date(pulse.nextAt) })
      }
      case 'idle':
        return waiting > 0 ? t('pulse.waiting', { count: waiting }) : t('pulse.idle')
      case 'waiting-for-network':
      case 'stopped':
        return t(`pulse.${pulse.state}`)
    }
  }
  const paused = pulse.state === 'paused'
  const control = paused ? t('pulse.resume') : t('pulse.pause')
  return (
    <section className="pulse" aria-label={t('pulse.label')} data-state={pulse.state}>
      <div className="pulse-line">
        {pulse.state === 'stopped' ? <IconAlertTriangle size={16} aria-hidden /> : <span className="pulse-dot" aria-hidden />}
        <span className="pulse-words">{words()}</span>
        {pulse.state === 'idle' ? null : (
          <Tooltip label={control}>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={control} onClick={() => { (paused ? resume : pause).mutate({}) }}>
              {paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {moving ? <Progress size={4} value={(pulse.done / pulse.total) * 100} color="ink" aria-label={t('pulse.label')} /> : null}
      {pulse.reason === null ? null : <p className="pulse-reason">{pulse.reason}</p>}
      {pulse.unknown > 0 ? <p className="pulse-reason">{t('pulse.unknown', { count: pulse.unknown })}</p> : null}
    </section>
  )
}

/** Conversations with something unread. */
const Unread = () => {
  const format = useFormat()
  const t = useWords('app')
  const { data } = useCall('inbox.counts', {})
  if (data === undefined || data.unread === 0) return null
  return (
    <>
      <span className="nav-count" aria-hidden>{format.number(data.unread)}</span>
      <span className="visually-hidden">{t('nav.inboxUnread', { count: data.unread })}</span>
    </>
  )
}

const Mode = ({ settings }: { readonly settings: Settings }) => {
  const t = useWords('app')
  const practice = settings.mode === 'practice'
  return (
    <Tooltip label={practice ? t('practiceHelp') : t('liveHelp')} multiline w={240} position="right">
      <a className="mode" data-mode={settings.mode} href="#/settings/account">
        {practice ? <IconTestPipe size={16} aria-hidden /> : <IconBroadcast size={16} aria-hidden />}
        {practice ? t('practice') : t('live')}
      </a>
    </Tooltip>
  )
}

export const Sidebar = ({ route, settings }: { readonly route: Route; readonly settings: Settings }) => {
  const t = useWords('app')
  const here = homeOf(route.screen)
  return (
    <aside className="sidebar" aria-label="Deskbell">
      <div className="brand">
        <DeskBell size={22} />
        <span>{settings.businessName}</span>
      </div>
      <nav aria-label={t('nav.label')}>
        {screens.map((to) => {
          const Icon = icons[to.screen]
          return (
            <RouteLink key={to.screen} to={to} className="nav-link" aria-current={here === to.screen ? 'page' : undefined}>
              <Icon size={18} stroke={1.75} aria-hidden />
              <span>{t(`nav.${to.screen}`)}</span>
              {to.screen === 'inbox' ? <Unread /> : null}
            </RouteLink>
          )
        })}
      </nav>
      <div className="sidebar-foot">
        <Pulse />
        <Mode settings={settings} />
      </div>
    </aside>
  )
}
