import { useState } from 'react'
import { SegmentedControl, Text, TextInput } from '@mantine/core'
import type { Language } from '../../../shared/contract/common.ts'
import type { Settings, Theme } from '../../../shared/contract/settings.ts'
import { callKey, queryClient, useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { CountrySelect } from '../../ui/country-select.tsx'
import { Section } from './section.tsx'

/** The business, the language and the look. Each answer is kept as it is given. */
export const BusinessSection = ({ settings }: { readonly settings: Settings }) => {
  const t = useWords('settings')
  const u = useWords('ui')
  const [name, setName] = useState<string | null>(null)
  const save = useAction('settings.save', { onDone: (saved, input) => { setName((now) => (now?.trim() === input.businessName ? null : now)); queryClient.setQueryData(callKey('settings.get', {}), saved) } })
  const commit = () => {
    const typed = name?.trim() ?? ''
    if (typed === '' || (typed === settings.businessName && !save.isPending)) setName(null)
    else save.mutate({ businessName: typed })
  }
  return (
    <Section id="business" title={t('business.title')}>
      <div className="settings-form">
        <TextInput
          label={t('business.name')}
          description={t('business.nameHelp')}
          maxLength={60}
          value={name ?? settings.businessName}
          onChange={(event) => { setName(event.currentTarget.value) }}
          onBlur={commit}
          onKeyDown={(event) => { if (event.key === 'Enter') commit(); if (event.key === 'Escape') setName(null) }}
        />
        <CountrySelect value={settings.country} onChange={(country) => { save.mutate({ country }) }} description={t('business.countryHelp')} />
        <div>
          <Text size="sm" fw={600} mb={4}>{t('business.language')}</Text>
          <SegmentedControl fullWidth aria-label={t('business.language')} value={settings.language} onChange={(language: Language) => { save.mutate({ language }) }} data={[{ value: 'en', label: u('language.en') }, { value: 'fr', label: u('language.fr') }]} />
        </div>
        <div>
          <Text size="sm" fw={600} mb={4}>{t('business.theme')}</Text>
          <SegmentedControl fullWidth aria-label={t('business.theme')} value={settings.theme} onChange={(theme: Theme) => { save.mutate({ theme }) }} data={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`business.themes.${value}`) }))} />
        </div>
      </div>
    </Section>
  )
}
