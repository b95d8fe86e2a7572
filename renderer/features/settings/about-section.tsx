import { Stack } from '@mantine/core'
import { useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Section } from './section.tsx'

/** The version, where the data is, and what this program is not. */
export const AboutSection = () => {
  const t = useWords('settings')
  const { data: about } = useCall('settings.about', {})
  return (
    <Section id="about" title={t('about.title')}>
      <Stack gap="md">
        {about === undefined ? null : (
          <>
            <span>{t('about.version', { version: about.version })}</span>
            <dl className="facts">
              <dt>{t('about.folder')}</dt><dd>{about.dataFolder}</dd>
              <dt>{t('about.vault')}</dt><dd>{t(`about.vaults.${about.vault}`)}</dd>
            </dl>
          </>
        )}
        <div>
          <strong>{t('about.law')}</strong>
          <p className="dim" style={{ margin: '4px 0 0' }}>{t('about.lawText')}</p>
        </div>
      </Stack>
    </Section>
  )
}
