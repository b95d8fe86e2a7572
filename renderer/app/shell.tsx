import { Component, lazy, Suspense, useEffect, type ReactNode } from 'react'
import { Button } from '@mantine/core'
import type { Settings } from '../../shared/contract/settings.ts'
import { useCall, useEvent } from '../api.ts'
import { useWords } from '../i18n/i18n.ts'
import { ContactsScreen } from '../features/contacts/contacts-screen.tsx'
import { ListsScreen } from '../features/contacts/lists-screen.tsx'
import { ImportDock } from '../features/imports/import-dock.tsx'
import { JobDock } from '../features/people/job-dock.tsx'
import { SettingsScreen } from '../features/settings/settings-screen.tsx'
import { TodayScreen } from '../features/today/today-screen.tsx'
import { RouteLink } from './route-link.tsx'
import { go, useRoute, type Route } from './routes.ts'
import { Sidebar } from './sidebar.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import './shell.css'

const ComposeScreen = lazy(async () => ({ default: (await import('../features/compose/compose-screen.tsx')).ComposeScreen }))
const ImportScreen = lazy(async () => ({ default: (await import('../features/imports/import-screen.tsx')).ImportScreen }))
const TidyScreen = lazy(async () => ({ default: (await import('../features/people/tidy-screen.tsx')).TidyScreen }))
const CampaignsScreen = lazy(async () => ({ default: (await import('../features/campaigns/campaigns-screen.tsx')).CampaignsScreen }))
const CampaignScreen = lazy(async () => ({ default: (await import('../features/campaigns/campaign-screen.tsx')).CampaignScreen }))
const SegmentsScreen = lazy(async () => ({ default: (await import('../features/segments/segments-screen.tsx')).SegmentsScreen }))
const SegmentScreen = lazy(async () => ({ default: (await import('../features/segments/segment-screen.tsx')).SegmentScreen }))
const FieldsScreen = lazy(async () => ({ default: (await import('../features/segments/fields-screen.tsx')).FieldsScreen }))
const ResultsScreen = lazy(async () => ({ default: (await import('../features/results/results-screen.tsx')).ResultsScreen }))
const InboxScreen = lazy(async () => ({ default: (await import('../features/inbox/inbox-screen.tsx')).InboxScreen }))
const PermissionScreen = lazy(async () => ({ default: (await import('../features/permission/permission-screen.tsx')).PermissionScreen }))
const LogScreen = lazy(async () => ({ default: (await import('../features/log/log-screen.tsx')).LogScreen }))

const ScreenOf = ({ route }: { readonly route: Route }) => {
  switch (route.screen) {
    case 'today':
      return <TodayScreen />
    case 'contacts':
      return <ContactsScreen route={route} />
    case 'lists':
      return route.section === 'segments' ? <SegmentsScreen /> : route.section === 'fields' ? <FieldsScreen /> : <ListsScreen />
    case 'segment':
      return <SegmentScreen segmentId={route.segmentId} />
    case 'tidy':
      return <TidyScreen route={route} />
    case 'import':
      return <ImportScreen route={route} />
    case 'compose':
      return <ComposeScreen route={route} />
    case 'campaigns':
      return <CampaignsScreen />
    case 'campaign':
      return <CampaignScreen key={route.campaignId} campaignId={route.campaignId} />
    case 'log':
      return <LogScreen route={route} />
    case 'results':
      return <ResultsScreen route={route} />
    case 'inbox':
      return <InboxScreen route={route} />
    case 'permission':
      return <PermissionScreen route={route} />
    case 'settings':
      return <SettingsScreen route={route} />
    // The whole window, not a screen of the desk (app.tsx).
    case 'front-desk':
      return null
  }
}

type GuardProps = { readonly children: ReactNode; readonly fallback: (again: () => void) => ReactNode }

/** A screen that throws must not take the desk with it. React knows error boundaries as classes only. */
class Guard extends Component<GuardProps, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError() { return { broken: true } }
  override render() { return this.state.broken ? this.props.fallback(() => { this.setState({ broken: false }) }) : this.props.children }
}

const Banner = () => {
  const t = useWords('app')
  const { data: account } = useCall('account.get', {})
  if (account === undefined) return null
  if (account.mode === 'live' && !account.secretKnown) {
    return <div className="banner" data-tone="alarm" role="status">{t('secretMissing')} <RouteLink to={{ screen: 'settings', section: 'account' }}>{t('secretFix')}</RouteLink></div>
  }
  return account.network === 'offline' ? <div className="banner" role="status">{t('offline')}</div> : null
}

/** The desk: sidebar, banner, screen. */
export const Shell = ({ settings }: { readonly settings: Settings }) => {
  const t = useWords('app')
  const route = useRoute()
  useShortcuts()
  useEvent('inbox.open', ({ number }) => { go({ screen: 'inbox', ...(number === null ? {} : { number }) }) })
  useEffect(() => {
    if (window.location.hash === '') window.history.replaceState(null, '', '#/today')
  }, [])
  return (
    <div className="shell">
      <a className="skip-link" href="#content" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>('main h1')?.focus() }}>{t('skip')}</a>
      <Sidebar route={route} settings={settings} />
      <div className="shell-content">
        <Banner />
        <main id="content">
          <Guard
            key={route.screen}
            fallback={(again) => <div className="empty"><h1>{t('broken')}</h1><Button onClick={again}>{t('brokenFix')}</Button></div>}
          >
            <Suspense fallback={null}>
              <ScreenOf route={route} />
            </Suspense>
          </Guard>
        </main>
      </div>
      <ImportDock />
      <JobDock />
    </div>
  )
}
