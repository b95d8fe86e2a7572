import { useEffect } from 'react'
import { Loader } from '@mantine/core'
import type { Route } from '../../app/routes.ts'
import { useCall, useEvent } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import { AboutSection } from './about-section.tsx'
import { AccountSection } from './account-section.tsx'
import { BusinessSection } from './business-section.tsx'
import { CarrierSection } from './carrier-section.tsx'
import { HoursSection } from './hours-section.tsx'
import { SendersSection } from './senders-section.tsx'
import './settings.css'

/** Everything that can be set, on one page. */
export const SettingsScreen = ({ route }: { readonly route: Extract<Route, { screen: 'settings' }> }) => {
  const t = useWords('settings')
  const { data: settings } = useCall('settings.get', {})
  const { data: account } = useCall('account.get', {})
  const { data: senders, refetch: askSenders } = useCall('senders.all', {})
  // What stands above the place asked for must have its height before it is gone to.
  const { data: rules } = useCall('queue.rules', {})
  // What each has used today changes with every message.
  useEvent('changed', ({ topics }) => {
    if (topics.includes('queue') || topics.includes('messages')) void askSenders()
  })
  const ready = settings !== undefined && account !== undefined && senders !== undefined && rules !== undefined
  useEffect(() => {
    if (ready && route.section !== undefined) document.getElementById(`settings-${route.section}`)?.scrollIntoView({ block: 'start' })
  }, [ready, route.section])
  return (
    <Page header={<PageHeader title={t('title')} />}>
      {ready ? (
        <div className="settings">
          <BusinessSection settings={settings} />
          <AccountSection key={account.mode} account={account} />
          <SendersSection senders={senders} />
          <HoursSection />
          <CarrierSection key={`carrier-${account.mode}`} />
          <AboutSection />
        </div>
      ) : <Loader size="sm" aria-label={t('title')} />}
    </Page>
  )
}
