import { useState, type SyntheticEvent } from 'react'
import { Button, Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import type { ConsentMethod } from '../../../shared/contract/consent.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import type { Problem } from '../../../shared/result.ts'
import { isImplied } from '../../../shared/rules/implied-consent.ts'
import { useAction, useCall } from '../../api.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { dayOf, momentOf } from '../../ui/day.ts'
import { firstKept, KeptWordings } from '../../ui/kept-wordings.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'

/** What a person can have told the owner; the others are written by Deskbell itself. */
const methods = ['paper', 'web-form', 'spoken', 'purchase', 'inquiry', 'keyword', 'by-hand', 'other'] as const satisfies readonly ConsentMethod[]

/** Writes down what one person said, with the proof. */
export const ConsentForm = ({ number, onClose }: { readonly number: string; readonly onClose: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const { data: words } = useCall('consent.disclosures', {})
  const [purpose, setPurpose] = useState<Purpose>('marketing')
  const [state, setState] = useState<'opted-in' | 'opted-out'>('opted-in')
  const [method, setMethod] = useState<(typeof methods)[number]>('paper')
  const [day, setDay] = useState<string | null>(dayOf(new Date()))
  const [typed, setTyped] = useState<string | null>(null)
  const [source, setSource] = useState('')
  const [checked, setChecked] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const kept = words?.kept ?? []
  const implied = isImplied(method)
  const disclosure = typed ?? (implied ? '' : (firstKept(kept, purpose, languageNow())?.text ?? words?.suggested[purpose] ?? ''))
  const record = useAction('consent.record', {
    onDone: () => { notifyDone(t('consent.form.done')); onClose() },
    onProblem: (found) => { setProblem(found); return true },
  })
  const agreed = state === 'opted-in'
  const wordsMissing = agreed && !implied && disclosure.trim() === ''
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setChecked(true)
    setProblem(null)
    const occurredAt = momentOf(day)
    if (occurredAt === null || wordsMissing) return
    record.mutate({ number, purpose, state, method, occurredAt, disclosure: agreed && disclosure.trim() !== '' ? disclosure.trim() : null, source: source.trim() })
  }
  const segment = <V extends string>(label: string, value: V, onChange: (value: V) => void, data: { value: V; label: string }[]) => (
    <div>
      <Text size="sm" fw={600} mb={4}>{label}</Text>
      <SegmentedControl fullWidth aria-label={label} value={value} onChange={onChange} data={data} />
    </div>
  )
  return (
    <form noValidate onSubmit={submit} style={{ paddingTop: 16 }}>
      <Stack gap="md">
        {segment(t('consent.form.state'), state, setState, [{ value: 'opted-in', label: t('consent.form.agreed') }, { value: 'opted-out', label: t('consent.form.refused') }])}
        {segment(t('consent.form.purpose'), purpose, setPurpose, [{ value: 'marketing', label: u('purpose.marketing') }, { value: 'service', label: u('purpose.service') }])}
        <Text size="xs" c="dimmed">{u(`purposeHelp.${purpose}`)}</Text>
        <Group grow align="flex-start">
          <Select label={t('consent.form.method')} allowDeselect={false} data={methods.map((value) => ({ value, label: u(`method.${value}`) }))} value={method} onChange={(value) => { if (value !== null) setMethod(value) }} />
          <DateInput label={t('consent.form.date')} value={day} onChange={setDay} maxDate={dayOf(new Date())} valueFormat="D MMM YYYY" error={problem?.field === 'occurredAt' ? problem.message : checked && day === null ? t('consent.form.dateMissing') : undefined} />
        </Group>
        {agreed && implied && purpose === 'marketing' ? <Note>{u(`implied.${method}`)}</Note> : null}
        {agreed ? (
          <div>
            <Textarea label={t('consent.form.disclosure')} description={implied ? u('implied.words') : t('consent.form.disclosureHelp')} autosize minRows={implied ? 2 : 4} maxRows={10} value={disclosure} onChange={(event) => { setTyped(event.currentTarget.value) }} error={checked && wordsMissing ? t('consent.form.wordsMissing') : undefined} maxLength={2000} />
            <Group justify="flex-end" mt={4}><KeptWordings kept={kept} purpose={purpose} onPick={setTyped} /></Group>
          </div>
        ) : null}
        <TextInput label={t('consent.form.source')} placeholder={t('consent.form.sourceExample')} value={source} onChange={(event) => { setSource(event.currentTarget.value) }} maxLength={500} />
        {problem !== null && problem.field !== 'occurredAt' ? <ProblemAlert problem={problem} /> : null}
        <Text size="xs" c="dimmed">{t('consent.form.forever')}</Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{u('cancel')}</Button>
          <NextButton type="submit" loading={record.isPending}>{t('consent.form.submit')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}
