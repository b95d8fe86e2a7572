import { lazy, Suspense, useState } from 'react'
import { NumberInput, Stack, Switch } from '@mantine/core'
import { IconClockHour9 } from '@tabler/icons-react'
import type { SendingRules } from '../../../shared/contract/messages.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import { callKey, queryClient, useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Section } from './section.tsx'

// The data of every place is not for the first screen.
const HoursTable = lazy(async () => ({ default: (await import('./hours-table.tsx')).HoursTable }))

const useSaveRules = () => useAction('queue.saveRules', { onDone: (rules) => { queryClient.setQueryData(callKey('queue.rules', {}), rules) } })

/** A most; empty is none. Kept when the field is left. */
const Most = ({ label, most, value, onSave }: { readonly label: string; readonly most: number; readonly value: number | null; readonly onSave: (value: number | null) => void }) => {
  const t = useWords('settings')
  const [typed, setTyped] = useState<number | string | null>(null)
  const shown = typed ?? value ?? ''
  const fits = shown === '' || (typeof shown === 'number' && Number.isInteger(shown) && shown >= 1 && shown <= most)
  const commit = () => {
    if (!fits) return
    const next = shown === '' ? null : Number(shown)
    if (next !== value) onSave(next)
    setTyped(null)
  }
  return (
    <NumberInput
      label={label}
      placeholder={t('hours.noCap')}
      min={1}
      max={most}
      clampBehavior="none"
      allowDecimal={false}
      value={shown}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => { if (event.key === 'Enter') commit(); if (event.key === 'Escape') setTyped(null) }}
      error={fits ? undefined : t('hours.capWrong', { most })}
    />
  )
}

const Rules = ({ rules, settings }: { readonly rules: SendingRules; readonly settings: Settings }) => {
  const t = useWords('settings')
  const save = useSaveRules()
  return (
    <Stack gap="lg">
      {settings.mode === 'live' ? (
        <div className="mode-line">
          <IconClockHour9 size={20} aria-hidden />
          <div>
            <strong>{t('hours.always')}</strong>
            <p>{t('hours.alwaysWhy')}</p>
          </div>
        </div>
      ) : (
        <Switch
          label={t('hours.rehearse')}
          description={t('hours.rehearseHelp')}
          checked={rules.quietHours}
          onChange={(event) => { save.mutate({ quietHours: event.currentTarget.checked }) }}
        />
      )}
      <fieldset className="caps">
        <legend>{t('hours.often')}</legend>
        <p className="dim">{t('hours.oftenHelp')}</p>
        <div className="settings-form">
          <Most label={t('hours.perDay')} most={50} value={rules.perDay} onSave={(perDay) => { save.mutate({ perDay }) }} />
          <Most label={t('hours.perWeek')} most={200} value={rules.perWeek} onSave={(perWeek) => { save.mutate({ perWeek }) }} />
        </div>
      </fieldset>
      <div>
        <p className="dim" style={{ margin: '0 0 8px' }}>{t('hours.theirs')}</p>
        <Suspense fallback={null}><HoursTable country={settings.country} /></Suspense>
      </div>
    </Stack>
  )
}

/** Hours and how often: what is kept besides consent. */
export const HoursSection = ({ settings }: { readonly settings: Settings }) => {
  const t = useWords('settings')
  const { data: rules } = useCall('queue.rules', {})
  return <Section id="hours" title={t('hours.title')} intro={t('hours.intro')}>{rules === undefined ? null : <Rules rules={rules} settings={settings} />}</Section>
}
