import { useState } from 'react'
import { Button, Group, Modal, NumberInput, Stack, Switch, Textarea, Title } from '@mantine/core'
import { IconClockHour9 } from '@tabler/icons-react'
import type { SendingRules } from '../../../shared/contract/messages.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import { DEFAULT_CAPS, loosened } from '../../../shared/rules/fatigue.ts'
import { callKey, queryClient, useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'

type Caps = { readonly perDay?: number | null; readonly perWeek?: number | null }

const useSaveRules = (onDone: () => void = () => undefined) =>
  useAction('queue.saveRules', { onDone: (rules) => { queryClient.setQueryData(callKey('queue.rules', {}), rules); onDone() } })

/** A most; empty is none. Kept when the field is left. */
const Most = ({ label, most, value, saving, onSave }: { readonly label: string; readonly most: number; readonly value: number | null; readonly saving: boolean; readonly onSave: (value: number | null) => void }) => {
  const t = useWords('settings')
  const [typed, setTyped] = useState<number | string | null>(null)
  const shown = typed ?? value ?? ''
  const fits = shown === '' || (typeof shown === 'number' && Number.isInteger(shown) && shown >= 1 && shown <= most)
  const commit = () => {
    if (!fits) return
    const next = shown === '' ? null : Number(shown)
    // While the last is being kept, `value` is still the one before it.
    if (typed !== null && (next !== value || saving)) onSave(next)
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

/** More than a new book starts with wants a reason, which is kept. */
const WhyMore = ({ change, onClose }: { readonly change: Caps | null; readonly onClose: () => void }) => {
  const t = useWords('rules')
  const u = useWords('ui')
  const format = useFormat()
  const [reason, setReason] = useState('')
  const [checked, setChecked] = useState(false)
  const close = () => { setReason(''); setChecked(false); onClose() }
  const save = useSaveRules(close)
  const start = format.number(change?.perWeek === undefined ? DEFAULT_CAPS.perDay : DEFAULT_CAPS.perWeek)
  return (
    <Modal opened={change !== null} onClose={close} title={t('caps.why', { start })} closeButtonProps={{ 'aria-label': u('close') }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); setChecked(true); if (change !== null && reason.trim() !== '') save.mutate({ ...change, reason: reason.trim() }) }}>
        <Stack>
          <p className="rules-flat">{t('caps.risk')}</p>
          <Textarea data-autofocus required label={t('edit.reason')} description={t('edit.reasonHelp')} autosize minRows={2} maxLength={500} value={reason} onChange={(event) => { setReason(event.currentTarget.value) }} error={checked && reason.trim() === '' ? t('edit.reasonMissing') : undefined} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>{u('cancel')}</Button>
            <NextButton type="submit" loading={save.isPending}>{t('edit.save')}</NextButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** Whether hours are kept at all, and how often one person may get an offer. */
export const OftenSection = ({ settings, rules }: { readonly settings: Settings; readonly rules: SendingRules }) => {
  const t = useWords('settings')
  const save = useSaveRules()
  const [asking, setAsking] = useState<Caps | null>(null)
  const start = settings.mode === 'live' ? DEFAULT_CAPS : { perDay: null, perWeek: null }
  const change = (caps: Caps) => {
    if (loosened(rules, caps, start)) setAsking(caps)
    else save.mutate(caps)
  }
  return (
    <section className="panel" aria-labelledby="rules-often">
      <Title order={2} id="rules-often">{t('hours.title')}</Title>
      {settings.mode === 'live' ? (
        <div className="mode-line">
          <IconClockHour9 size={20} aria-hidden />
          <div>
            <strong>{t('hours.always')}</strong>
            <p>{t('hours.alwaysWhy')}</p>
          </div>
        </div>
      ) : (
        <Switch label={t('hours.rehearse')} description={t('hours.rehearseHelp')} checked={rules.quietHours} onChange={(event) => { save.mutate({ quietHours: event.currentTarget.checked }) }} />
      )}
      <fieldset className="caps">
        <legend>{t('hours.often')}</legend>
        <p className="dim">{t('hours.oftenHelp')}</p>
        <div className="settings-form">
          <Most label={t('hours.perDay')} most={50} value={rules.perDay} saving={save.isPending} onSave={(perDay) => { change({ perDay }) }} />
          <Most label={t('hours.perWeek')} most={200} value={rules.perWeek} saving={save.isPending} onSave={(perWeek) => { change({ perWeek }) }} />
        </div>
      </fieldset>
      <WhyMore change={asking} onClose={() => { setAsking(null) }} />
    </section>
  )
}
