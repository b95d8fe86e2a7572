import { useState, type SyntheticEvent } from 'react'
import { Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconBroadcast, IconTestPipe } from '@tabler/icons-react'
import type { Language } from '../../../shared/contract/common.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import { call, callKey, queryClient, useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConnectTwilio } from '../../ui/connect-twilio.tsx'
import { CountrySelect } from '../../ui/country-select.tsx'
import { DeskBell } from '../../ui/desk-bell.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyProblem } from '../../ui/notify.tsx'
import './first-run.css'

/** Core's own guess, else the region of the system's language ("fr-CA"). */
const guessCountry = (settings: Settings): string => settings.country || (new Intl.Locale(navigator.language).region ?? '')

const learn = (settings: Settings) => { queryClient.setQueryData(callKey('settings.get', {}), settings) }

type Business = { readonly businessName: string; readonly country: string }

const BusinessStep = ({ settings, business, onChange, onNext }: {
  readonly settings: Settings
  readonly business: Business
  readonly onChange: (business: Business) => void
  readonly onNext: () => void
}) => {
  const t = useWords('firstRun')
  const u = useWords('ui')
  const [checked, setChecked] = useState(false)
  const save = useAction('settings.save', { onDone: learn })
  const named = business.businessName.trim() !== ''
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setChecked(true)
    if (named && business.country !== '') onNext()
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="lg">
        <div>
          <Title order={1}>{t('title')}</Title>
          <Text c="dimmed">{t('intro')}</Text>
        </div>
        <SegmentedControl
          aria-label={t('language')}
          value={settings.language}
          onChange={(language: Language) => { save.mutate({ language }) }}
          data={[{ value: 'en', label: u('language.en') }, { value: 'fr', label: u('language.fr') }]}
          w={220}
        />
        <TextInput
          autoFocus
          label={t('business')}
          description={t('businessHelp')}
          placeholder={t('businessExample')}
          maxLength={60}
          value={business.businessName}
          onChange={(event) => { onChange({ ...business, businessName: event.currentTarget.value }) }}
          error={checked && !named ? t('businessMissing') : undefined}
        />
        <CountrySelect
          value={business.country}
          onChange={(country) => { onChange({ ...business, country }) }}
          description={t('countryHelp')}
          {...(checked && business.country === '' ? { error: t('countryMissing') } : {})}
        />
        <Group justify="flex-end"><NextButton type="submit">{t('next')}</NextButton></Group>
      </Stack>
    </form>
  )
}

const BeginStep = ({ language, business, onBack }: { readonly language: Language; readonly business: Business; readonly onBack: () => void }) => {
  const t = useWords('firstRun')
  const [connecting, setConnecting] = useState(false)
  const finish = useAction('settings.finishFirstRun', { onDone: learn })
  const begin = (sample: boolean) => { finish.mutate({ language, ...business, sample }) }
  const sampling = finish.isPending && finish.variables.sample
  /** Connecting ends the first run by itself, once the business is known. */
  const saveBusiness = async () => {
    const saved = await call('settings.save', { language, ...business })
    if (!saved.ok) notifyProblem(saved.error)
    return saved.ok
  }
  const connected = () => { void queryClient.invalidateQueries() }
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} ref={(heading) => { heading?.focus() }} tabIndex={-1}>{t('how')}</Title>
        <Text c="dimmed">{t('howIntro')}</Text>
      </div>
      <div className="ways">
        <section className="way" aria-labelledby="way-practice">
          <IconTestPipe size={24} stroke={1.5} aria-hidden />
          <Title order={2} id="way-practice">{t('practice.title')}</Title>
          <p>{t('practice.text')}</p>
          {/* One thing to do next: while the account is typed in, that is not this. */}
          {connecting
            ? <Button fullWidth loading={sampling} onClick={() => { begin(true) }}>{t('practice.sample')}</Button>
            : <NextButton fullWidth loading={sampling} onClick={() => { begin(true) }}>{t('practice.sample')}</NextButton>}
          <Button fullWidth variant="subtle" disabled={finish.isPending} onClick={() => { begin(false) }}>{t('practice.empty')}</Button>
          <span className="visually-hidden" role="status">{sampling ? t('practice.preparing') : ''}</span>
        </section>
        <section className="way" aria-labelledby="way-connect">
          <IconBroadcast size={24} stroke={1.5} aria-hidden />
          <Title order={2} id="way-connect">{t('connect.title')}</Title>
          {connecting ? <ConnectTwilio before={saveBusiness} onDone={connected} /> : (
            <>
              <p>{t('connect.text')}</p>
              <Button fullWidth onClick={() => { setConnecting(true) }}>{t('connect.button')}</Button>
            </>
          )}
        </section>
      </div>
      <Group><Button variant="subtle" onClick={onBack}>{t('back')}</Button></Group>
    </Stack>
  )
}

/** Three answers, then practice or the real thing. */
export const FirstRun = ({ settings }: { readonly settings: Settings }) => {
  const [business, setBusiness] = useState<Business>({ businessName: settings.businessName, country: guessCountry(settings) })
  const [step, setStep] = useState<'business' | 'begin'>('business')
  return (
    <main className="first-run">
      <div className="first-run-card" data-wide={step === 'begin' || undefined}>
        <div className="first-run-bell"><DeskBell size={40} /></div>
        {step === 'business' ? (
          <BusinessStep settings={settings} business={business} onChange={setBusiness} onNext={() => { setStep('begin') }} />
        ) : (
          <BeginStep language={settings.language} business={{ ...business, businessName: business.businessName.trim() }} onBack={() => { setStep('business') }} />
        )}
      </div>
    </main>
  )
}
