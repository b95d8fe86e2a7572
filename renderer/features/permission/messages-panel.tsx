import { useState } from 'react'
import { Button, Checkbox, Group, NumberInput, SegmentedControl, Select, Text, Textarea, TextInput, Title } from '@mantine/core'
import type { AskingSettings } from '../../../shared/contract/asking.ts'
import type { Language } from '../../../shared/contract/common.ts'
import type { Problem } from '../../../shared/result.ts'
import { defaultName, programmeKinds, programmeOf, suggestedText, type ProgrammeKind } from '../../../shared/rules/programme-texts.ts'
import { excessParts, missingParts, requiredParts } from '../../../shared/rules/programme-words.ts'
import { segmentDetails } from '../../../shared/sms/segments.ts'
import { useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { PartsList } from './parts-list.tsx'

const languages = ['en', 'fr'] as const satisfies readonly Language[]
const languageName: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' }

type Draft = AskingSettings

const Phone = ({ sender, text, label }: { readonly sender: string; readonly text: string; readonly label: string }) => (
  <section className="small-phone" aria-label={label}>
    <div>
      <div className="small-phone-top">{sender}</div>
      <div className="small-phone-thread"><div className="small-phone-bubble" data-testid="words-bubble">{text}</div></div>
    </div>
  </section>
)

/** What people sign up for: its name in this language, how often, and where somebody can be reached. */
const ProgrammeFields = ({ draft, businessName, language, onChange }: { readonly draft: Draft; readonly businessName: string; readonly language: Language; readonly onChange: (change: Partial<Draft>) => void }) => {
  const t = useWords('asking')
  return (
    <div className="programme-grid">
      <TextInput
        label={t('messages.programme')} description={t('messages.name')} placeholder={defaultName('marketing', language, businessName)} value={draft.name[language]} maxLength={80} autoComplete="off"
        onChange={(event) => { onChange({ name: { ...draft.name, [language]: event.currentTarget.value } }) }}
      />
      <div role="group" aria-label={t('messages.often')}>
        <Text size="sm" fw={600}>{t('messages.often')}</Text>
        <div className="often">
          <NumberInput w={84} aria-label={t('messages.most')} min={1} max={60} allowDecimal={false} disabled={draft.most === null} value={draft.most ?? ''} onChange={(value) => { if (typeof value === 'number' && value >= 1) onChange({ most: Math.min(60, value) }) }} />
          <Text size="sm" c="dimmed">{t('messages.per')}</Text>
          <Select w={120} aria-label={t('messages.often')} allowDeselect={false} disabled={draft.most === null} data={[{ value: 'week', label: t('messages.week') }, { value: 'month', label: t('messages.month') }]} value={draft.per} onChange={(value) => { onChange({ per: value === 'week' ? 'week' : 'month' }) }} />
          <Checkbox label={t('messages.varies')} checked={draft.most === null} onChange={(event) => { onChange({ most: event.currentTarget.checked ? null : 4 }) }} />
        </div>
      </div>
      <TextInput label={t('messages.contact')} description={t('messages.contactHelp')} value={draft.contact} maxLength={120} autoComplete="off" onChange={(event) => { onChange({ contact: event.currentTarget.value }) }} />
    </div>
  )
}

/** One text: typed, measured, and shown as it arrives. */
const TextEditor = ({ draft, saved, businessName, kind, language, onChange }: { readonly draft: Draft; readonly saved: string; readonly businessName: string; readonly kind: ProgrammeKind; readonly language: Language; readonly onChange: (text: string) => void }) => {
  const t = useWords('asking')
  const programme = programmeOf(draft, businessName, language)
  const suggested = suggestedText(kind, language, programme)
  const own = draft.texts[language][kind]
  const text = own === '' ? suggested : own
  const missing = missingParts(kind, language, text, programme)
  const excess = excessParts(kind, text, programme)
  const { segments, unitsLeft } = segmentDetails(text)
  return (
    <div className="text-grid">
      <div className="text-edit">
        <Text size="sm" c="dimmed">{t(`messages.when.${kind}`)}</Text>
        <Textarea
          label={t('messages.body')} autosize minRows={4} maxRows={10} maxLength={1000} lang={language} value={text} error={missing.length + excess.length > 0}
          // What says the same as the suggestion is no text of the owner's own: it follows the shop's name.
          onChange={(event) => { const typed = event.currentTarget.value; onChange(typed === suggested ? '' : typed) }}
        />
        <Group gap="sm" justify="space-between">
          <Text size="xs" c="dimmed" data-testid="words-meter">{t('messages.segments', { count: segments, left: unitsLeft })}</Text>
          <Group gap="xs">
            <Text size="xs" c="dimmed">{t(own === '' ? 'messages.suggested' : 'messages.own')}</Text>
            {own === '' ? null : <Button size="compact-xs" variant="subtle" color="gray" onClick={() => { onChange('') }}>{t('messages.reset')}</Button>}
          </Group>
        </Group>
        {own !== '' && own === saved && missing.length + excess.length > 0 ? <Note>{t('messages.replaced')}</Note> : null}
        <PartsList required={requiredParts(kind)} missing={missing} excess={excess} />
      </div>
      <Phone label={t('messages.preview')} sender={businessName} text={text} />
    </div>
  )
}

/** What Deskbell says by itself about permission, in both languages. */
export const MessagesPanel = ({ asking, businessName, language: spoken }: { readonly asking: AskingSettings; readonly businessName: string; readonly language: Language }) => {
  const t = useWords('asking')
  const [language, setLanguage] = useState<Language>(spoken)
  const [kind, setKind] = useState<ProgrammeKind>('asking')
  const [changed, setChanged] = useState<Partial<Draft>>({})
  const [problem, setProblem] = useState<Problem | null>(null)
  const draft: Draft = { ...asking, ...changed }
  const change = (more: Partial<Draft>) => { setProblem(null); setChanged({ ...changed, ...more }) }
  const save = useAction('asking.save', {
    onDone: () => { setChanged({}); notifyDone(t('messages.saved')) },
    onProblem: (found) => {
      setProblem(found)
      // The text it is about comes before their eyes.
      const place = /^texts\.(en|fr)\.(\w+)$/.exec(found.field ?? '')
      if (place !== null) {
        setLanguage(place[1] === 'fr' ? 'fr' : 'en')
        setKind(programmeKinds.find((one) => one === place[2]) ?? kind)
      }
      return true
    },
  })
  const unsaved = Object.keys(changed).length > 0
  return (
    <section className="panel words-panel" aria-labelledby="words-messages">
      <div className="words-head">
        <Title order={2} id="words-messages">{t('messages.title')}</Title>
        <SegmentedControl aria-label={t('messages.language')} value={language} onChange={(value) => { setLanguage(value === 'fr' ? 'fr' : 'en') }} data={languages.map((value) => ({ value, label: languageName[value] }))} />
      </div>
      <p className="dim">{t('messages.text')}</p>
      <ProgrammeFields draft={draft} businessName={businessName} language={language} onChange={change} />
      <Checkbox label={t('messages.help')} description={t('messages.helpText')} checked={draft.answerHelp} onChange={(event) => { change({ answerHelp: event.currentTarget.checked }) }} />
      <SegmentedControl aria-label={t('messages.which')} value={kind} onChange={(value) => { setKind(programmeKinds.find((one) => one === value) ?? kind) }} data={programmeKinds.map((value) => ({ value, label: t(`messages.kind.${value}`) }))} />
      <TextEditor draft={draft} saved={asking.texts[language][kind]} businessName={businessName} kind={kind} language={language} onChange={(text) => { change({ texts: { ...draft.texts, [language]: { ...draft.texts[language], [kind]: text } } }) }} />
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Group justify="flex-end" gap="sm">
        {unsaved ? <Text size="sm" c="dimmed">{t('messages.unsaved')}</Text> : null}
        <NextButton disabled={!unsaved} loading={save.isPending} onClick={() => { save.mutate(changed) }}>{t('messages.save')}</NextButton>
      </Group>
    </section>
  )
}
