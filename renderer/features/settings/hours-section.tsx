import { RouteLink } from '../../app/route-link.tsx'
import { useWords } from '../../i18n/i18n.ts'
import { Section } from './section.tsx'

/** Where hours and limits are set: on the permission screen, beside their sources. */
export const HoursSection = () => {
  const t = useWords('settings')
  return (
    <Section id="hours" title={t('hours.title')} intro={t('hours.intro')}>
      <p style={{ margin: 0 }}>{t('hours.moved')} <RouteLink to={{ screen: 'permission', part: 'rules' }}>{t('hours.open')}</RouteLink></p>
    </Section>
  )
}
