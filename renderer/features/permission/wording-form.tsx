import { useState } from 'react'
import { Button, Checkbox, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { KeptWording } from '../../../shared/contract/asking.ts'
import type { Language, Purpose } from '../../../shared/contract/common.ts'
import type { Problem } from '../../../shared/result.ts'
import { disclosureParts, missingFromDisclosure } from '../../../shared/rules/programme-words.ts'
import { useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { PartsList } from './parts-list.tsx'

/** A new wording, or the next version of one (`before`). What the rules ask for is ticked off while it is typed. */
export const WordingForm = ({ before, businessName, language: spoken, onClose }: { readonly before: KeptWording | null; readonly businessName: string; readonly language: Language; readonly onClose: () => void }) => {
  const t = useWords('asking')
  const u = useWords('ui')
  const { data: words } = useCall('consent.disclosures', {})
  const [name, setName] = useState(before?.name ?? '')
  const [purpose, setPurpose] = useState<Purpose>(before?.purpose ?? 'marketing')
  const [language, setLanguage] = useState<Language>(before?.language ?? spoken)
  const [text, setText] = useState(before?.text ?? '')
  const [asIs, setAsIs] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const missing = missingFromDisclosure(purpose, language, text, businessName)
  const save = useAction('asking.saveWording', {
    onDone: (kept) => { notifyDone(t('wordings.saved', { name: kept.name, version: kept.version })); onClose() },
    onProblem: (found) => { setProblem(found); return true },
  })
  const ready = name.trim() !== '' && text.trim() !== '' && (missing.length === 0 || asIs)
  return (
    <form onSubmit={(event) => { event.preventDefault(); setProblem(null); if (ready) save.mutate({ name, purpose, language, text: text.trim(), asIs }) }}>
      <Stack gap="md">
        {before !== null ? null : (
          <>
            <TextInput data-autofocus label={t('wordings.name')} placeholder={t('wordings.nameExample')} value={name} maxLength={60} autoComplete="off" error={problem?.field === 'name' ? problem.message : null} onChange={(event) => { setProblem(null); setName(event.currentTarget.value) }} />
            <Group gap="lg">
              <SegmentedControl aria-label={t('wordings.for')} value={purpose} onChange={(value) => { setPurpose(value === 'service' ? 'service' : 'marketing') }} data={[{ value: 'marketing', label: u('purpose.marketing') }, { value: 'service', label: u('purpose.service') }]} />
              <SegmentedControl aria-label={t('wordings.language')} value={language} onChange={(value) => { setLanguage(value === 'fr' ? 'fr' : 'en') }} data={[{ value: 'en', label: 'English' }, { value: 'fr', label: 'Français' }]} />
            </Group>
          </>
        )}
        <Textarea label={t('wordings.words')} description={t('wordings.wordsHelp')} autosize minRows={4} maxRows={12} maxLength={2000} lang={language} value={text} onChange={(event) => { setProblem(null); setText(event.currentTarget.value) }} />
        {text.trim() === '' ? (
          <Button style={{ alignSelf: 'flex-start' }} disabled={words === undefined} onClick={() => { setText(words?.wordings[language][purpose] ?? '') }}>{t('wordings.suggest')}</Button>
        ) : (
          <>
            <div role="status">
              <Text size="sm" mb={6}>{t(missing.length === 0 ? 'wordings.complete' : 'wordings.missing')}</Text>
              <PartsList required={disclosureParts(purpose)} missing={missing} />
            </div>
            {missing.length === 0 ? null : <Checkbox label={t('wordings.asIs')} checked={asIs} onChange={(event) => { setAsIs(event.currentTarget.checked) }} />}
          </>
        )}
        {problem === null || problem.field === 'name' ? null : <ProblemAlert problem={problem} />}
        <Group justify="flex-end">
          <Button onClick={onClose}>{u('cancel')}</Button>
          <NextButton type="submit" disabled={!ready} loading={save.isPending}>{before === null ? t('wordings.save') : t('wordings.saveNext', { version: before.version + 1 })}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}
