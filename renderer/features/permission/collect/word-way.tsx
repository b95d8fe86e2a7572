import { useState, type SyntheticEvent } from 'react'
import { SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { Language, Purpose } from '../../../../shared/contract/common.ts'
import type { Problem } from '../../../../shared/result.ts'
import { keywordDisclosure } from '../../../../shared/collect/disclosure.ts'
import { suggestedAnswer, suggestedWord } from '../../../../shared/collect/print-words.ts'
import { RouteLink } from '../../../app/route-link.tsx'
import { useAction, useCall } from '../../../api.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/i18n.ts'
import { NextButton } from '../../../ui/next-button.tsx'
import { notifyDone } from '../../../ui/notify.tsx'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { useSignUpWords } from './use-sign-up-words.ts'

/** Once a month is often enough to be told the same. */
const AGAIN_HOURS = 30 * 24

/** The shop's own words and wording are only proposed until somebody types another. */
const NewWord = ({ businessName, language, taken }: { readonly businessName: string; readonly language: Language; readonly taken: readonly string[] }) => {
  const t = useWords('collect')
  const u = useWords('ui')
  const proposed = [suggestedWord[language], language === 'fr' ? 'CLUB' : 'VIP'].find((one) => !taken.includes(one)) ?? ''
  const [typedWord, setWord] = useState<string | null>(null)
  const [purpose, setPurpose] = useState<Purpose>('marketing')
  const [typedDisclosure, setDisclosure] = useState<string | null>(null)
  const [typedAnswer, setAnswer] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const word = typedWord ?? proposed
  const disclosure = typedDisclosure ?? keywordDisclosure(purpose, language, businessName, word.trim())
  const answer = typedAnswer ?? suggestedAnswer(language, businessName)
  const save = useAction('inbox.saveKeyword', {
    onDone: (made) => {
      setWord(null); setDisclosure(null); setAnswer(null); setProblem(null)
      notifyDone(t('word.made', { word: made.word }))
    },
    onProblem: (found) => { setProblem(found); return true },
  })
  const wrong = (field: string) => (problem?.field === field ? [problem.message, problem.fix].filter(Boolean).join(' ') : undefined)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    save.mutate({ word: word.trim(), answer: answer.trim(), tag: '', listId: null, optIn: purpose, disclosure: disclosure.trim(), againHours: AGAIN_HOURS, quiet: false, active: true })
  }
  const typing = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => { setProblem(null); set(event.currentTarget.value) }
  return (
    <form className="panel" noValidate onSubmit={submit} style={{ maxWidth: 640 }}>
      <Stack gap="md">
        <h3 style={{ margin: 0 }}>{t('word.newTitle')}</h3>
        <TextInput label={t('word.word')} description={t('word.wordHelp')} value={word} maxLength={20} autoComplete="off" error={wrong('word')} onChange={typing(setWord)} style={{ maxWidth: 280 }} />
        <div>
          <Text size="sm" fw={600} mb={4}>{t('word.purpose')}</Text>
          <SegmentedControl aria-label={t('word.purpose')} value={purpose} onChange={setPurpose} data={[{ value: 'marketing', label: u('purpose.marketing') }, { value: 'service', label: u('purpose.service') }]} />
        </div>
        <Textarea label={t('word.disclosure')} description={t('word.disclosureHelp')} autosize minRows={3} maxRows={8} maxLength={2000} value={disclosure} error={wrong('disclosure')} onChange={typing(setDisclosure)} />
        <Textarea label={t('word.answer')} description={t('word.answerHelp')} autosize minRows={2} maxRows={6} maxLength={1600} value={answer} error={wrong('answer')} onChange={typing(setAnswer)} />
        {problem !== null && wrong('word') === undefined && wrong('disclosure') === undefined && wrong('answer') === undefined ? <ProblemAlert problem={problem} /> : null}
        <div><NextButton type="submit" loading={save.isPending}>{t('word.make')}</NextButton></div>
      </Stack>
    </form>
  )
}

/** By keyword: which words sign people up, and a new one. */
export const WordWay = () => {
  const t = useWords('collect')
  const u = useWords('ui')
  const format = useFormat()
  const words = useSignUpWords()
  const { data: settings } = useCall('settings.get', {})
  if (words === undefined || settings === undefined) return null
  return (
    <Stack gap="lg">
      <p className="collect-lead" style={{ margin: 0 }}>{t('word.lead')}</p>
      {words.length === 0 ? <p className="dim" style={{ margin: 0 }}>{t('word.none')}</p> : (
        <div className="panel" style={{ maxWidth: 640 }}>
          <table className="collect-words" aria-label={t('word.table')}>
            <thead><tr>{(['word', 'purpose', 'people', 'times'] as const).map((column) => <th key={column} scope="col" style={{ textAlign: column === 'word' || column === 'purpose' ? 'start' : 'end' }}>{t(`word.columns.${column}`)}</th>)}</tr></thead>
            <tbody>
              {words.map((one) => (
                <tr key={one.id}>
                  <td><strong>{one.word}</strong>{one.active ? '' : ` (${t('word.off')})`}</td>
                  <td>{u(`purpose.${one.optIn}`)}</td>
                  <td style={{ textAlign: 'end' }}>{format.number(one.people)}</td>
                  <td style={{ textAlign: 'end' }}>{format.number(one.times)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p style={{ margin: '12px 0 0' }}><RouteLink to={{ screen: 'inbox', part: 'words' }}>{t('word.manage')}</RouteLink></p>
        </div>
      )}
      <NewWord businessName={settings.businessName} language={settings.language} taken={words.map(({ word }) => word.toUpperCase())} />
    </Stack>
  )
}
