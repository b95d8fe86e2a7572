import { useState, type SyntheticEvent } from 'react'
import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import type { Problem } from '../../shared/result.ts'
import { spokenWords } from '../../shared/collect/disclosure.ts'
import { useAction, useCall } from '../api.ts'
import { useWords } from '../i18n/i18n.ts'
import { NextButton } from './next-button.tsx'
import { notifyDone } from './notify.tsx'
import { ProblemAlert } from './problem-alert.tsx'
import { dayOf, momentOf } from './day.ts'

/** A spoken yes to service messages: of the person with `number`, or of whoever is typed in. */
export const SpokenForm = ({ number: known, onClose }: { readonly number?: string; readonly onClose?: () => void }) => {
  const t = useWords('collect')
  const u = useWords('ui')
  const { data: settings } = useCall('settings.get', {})
  const [number, setNumber] = useState(known ?? '')
  const [firstName, setFirstName] = useState('')
  const [day, setDay] = useState<string | null>(dayOf(new Date()))
  const [typed, setTyped] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [checked, setChecked] = useState(false)
  const words = typed ?? spokenWords(settings?.language ?? 'en', settings?.businessName ?? '')
  const record = useAction('collect.spoken', {
    onDone: () => {
      notifyDone(t('spoken.done'))
      setNumber(known ?? ''); setFirstName(''); setNote(''); setChecked(false)
      onClose?.()
    },
    onProblem: (found) => { setProblem(found); return true },
  })
  const wrong = (field: string) => (problem?.field === field ? [problem.message, problem.fix].filter(Boolean).join(' ') : undefined)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setChecked(true)
    setProblem(null)
    const occurredAt = momentOf(day)
    if (occurredAt !== null && words.trim() !== '') record.mutate({ number, firstName: firstName.trim(), words: words.trim(), note: note.trim(), occurredAt })
  }
  const typing = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => { setProblem(null); set(event.currentTarget.value) }
  return (
    <form noValidate onSubmit={submit} style={{ maxWidth: 640 }}>
      <Stack gap="md">
        <Text c="dimmed">{t('spoken.lead')}</Text>
        {known === undefined ? (
          <Group grow align="flex-start">
            <TextInput type="tel" label={t('spoken.number')} value={number} autoComplete="off" error={wrong('number')} onChange={typing(setNumber)} />
            <TextInput label={t('spoken.firstName')} value={firstName} maxLength={60} autoComplete="off" onChange={typing(setFirstName)} />
          </Group>
        ) : null}
        <DateInput label={t('spoken.day')} value={day} onChange={(value) => { setProblem(null); setDay(value) }} maxDate={dayOf(new Date())} valueFormat="D MMM YYYY" error={wrong('occurredAt') ?? (checked && day === null ? t('spoken.dayMissing') : undefined)} style={{ maxWidth: 240 }} />
        <Textarea label={t('spoken.words')} description={t('spoken.wordsHelp')} autosize minRows={3} maxRows={8} maxLength={2000} value={words} onChange={typing(setTyped)} />
        <TextInput label={t('spoken.note')} placeholder={t('spoken.noteExample')} maxLength={400} value={note} onChange={typing(setNote)} />
        {problem !== null && (problem.field !== 'number' || known !== undefined) && problem.field !== 'occurredAt' ? <ProblemAlert problem={problem} /> : null}
        <Group>
          {onClose === undefined ? null : <Button onClick={onClose}>{u('cancel')}</Button>}
          <NextButton type="submit" loading={record.isPending}>{t('spoken.record')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}
