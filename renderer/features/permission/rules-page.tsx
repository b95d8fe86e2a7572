import { useState } from 'react'
import { useCall, useEvent } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EVERYWHERE } from '../../../shared/rules/decisions.ts'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { OftenSection } from './rules-often.tsx'
import { EndingSection } from './rules-ending.tsx'
import { HistorySection } from './rules-history.tsx'
import { PlaceRules } from './rules-place.tsx'
import { PlacesSection } from './rules-places.tsx'
import { useRuleWords } from './rule-words.ts'
import './rules.css'

/** Hours and limits: the rules as they are written, with their source, and what the owner decided about them. */
export const RulesPage = () => {
  const t = useWords('rules')
  const words = useRuleWords()
  const [open, setOpen] = useState<string | null>(null)
  const { data: settings } = useCall('settings.get', {})
  const { data: view } = useCall('rules.get', {})
  const { data: own } = useCall('queue.rules', {})
  const { data: people, refetch } = useCall('rules.people', {})
  useEvent('changed', ({ topics }) => { if (topics.includes('contacts')) void refetch() })
  if (settings === undefined || view === undefined || own === undefined) return null
  return (
    <div className="rules">
      <p className="dim rules-lead">{t('lead')}</p>
      <OftenSection settings={settings} rules={own} />
      <PlacesSection view={view} people={people} onOpen={setOpen} />
      <EndingSection />
      <HistorySection view={view} />
      <p className="dim rules-lead">{t('law')}</p>
      <SideDrawer opened={open !== null} title={open === null ? '' : <h2 className="rules-drawer-title">{open === EVERYWHERE ? t('places.always') : words.place(open)}</h2>} onClose={() => { setOpen(null) }}>
        {open === null ? null : <PlaceRules key={open} place={open} view={view} />}
      </SideDrawer>
    </div>
  )
}
