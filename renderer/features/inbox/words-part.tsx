import { useState } from 'react'
import { Autocomplete, Button, Checkbox, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { IconAbc } from '@tabler/icons-react'
import type { Keyword, KeywordFields } from '../../../shared/contract/inbox.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import type { Problem } from '../../../shared/result.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { firstKept } from '../../ui/kept-wordings.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { Note } from '../../ui/problem-alert.tsx'

const fresh: KeywordFields = { word: '', answer: '', tag: '', listId: null, optIn: null, disclosure: '', againHours: 24, quiet: false, active: true }
const again = [1, 12, 24, 7 * 24, 30 * 24] as const

const useDoes = () => {
  const t = useWords('inbox')
  const { data: lists = [] } = useCall('lists.all', {})
  return (keyword: Keyword): readonly string[] => {
    const list = lists.find(({ id }) => id === keyword.listId)
    const does = [
      ...(keyword.optIn === 'marketing' ? [t('words.signsUpMarketing')] : keyword.optIn === 'service' ? [t('words.signsUpService')] : []),
      ...(keyword.tag === '' ? [] : [t('words.tag', { tag: keyword.tag })]),
      ...(list === undefined ? [] : [t('words.list', { list: list.name })]),
      ...(keyword.answer === '' ? [] : [t('words.answers')]),
    ]
    return [...(does.length === 0 ? [t('words.nothing')] : does), ...(keyword.active ? [] : [t('words.off')])]
  }
}

const Form = ({ keyword, onClose }: { readonly keyword: Keyword | null; readonly onClose: () => void }) => {
  const t = useWords('inbox')
  const ui = useWords('ui')
  const [fields, setFields] = useState<KeywordFields>(keyword ?? fresh)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [removing, setRemoving] = useState(false)
  const { data: lists = [] } = useCall('lists.all', {})
  const { data: tags = [] } = useCall('contacts.tags', {})
  const { data: disclosures } = useCall('consent.disclosures', {})
  const { data: asking } = useCall('asking.settings', {})
  const set = (change: Partial<KeywordFields>) => { setProblem(null); setFields({ ...fields, ...change }) }
  const save = useAction('inbox.saveKeyword', {
    onDone: onClose,
    onProblem: (found) => {
      setProblem(found)
      return found.field !== undefined
    },
  })
  const remove = useAction('inbox.removeKeyword', { onDone: () => { notifyDone(t('words.removed', { word: fields.word })); onClose() } })
  const wrong = (field: string) => (problem?.field === field ? [problem.message, problem.fix].filter(Boolean).join(' ') : null)
  const againWords = (hours: number) => (hours % 24 === 0 ? t('words.days', { count: hours / 24 }) : t('words.hours', { count: hours }))
  return (
    <>
      <form onSubmit={(event) => {
        event.preventDefault()
        const { word, answer, tag, listId, optIn, disclosure, againHours, quiet, active } = fields
        save.mutate({ ...(keyword === null ? {} : { id: keyword.id }), word, answer, tag, listId, optIn, disclosure, againHours, quiet, active })
      }}>
        <Stack gap="md">
          <TextInput data-autofocus label={t('words.word')} description={t('words.wordHelp')} value={fields.word} maxLength={20} required withAsterisk={false} autoComplete="off" error={wrong('word')} onChange={(event) => { set({ word: event.currentTarget.value }) }} />
          <Textarea label={t('words.answer')} description={t('words.answerHelp', { example: '{{ first_name | default: "…" }}' })} autosize minRows={2} maxRows={8} maxLength={1600} value={fields.answer} error={wrong('answer')} onChange={(event) => { set({ answer: event.currentTarget.value }) }} />
          <Group grow align="flex-start">
            <Autocomplete label={t('words.addTag')} data={tags.map(({ tag }) => tag)} value={fields.tag} maxLength={60} onChange={(tag) => { set({ tag }) }} />
            <Select label={t('words.addList')} placeholder={t('words.noList')} data={lists.map(({ id, name }) => ({ value: String(id), label: name }))} value={fields.listId === null ? null : String(fields.listId)} clearable error={wrong('listId')} onChange={(value) => { set({ listId: value === null ? null : Number(value) }) }} />
          </Group>
          <Select
            label={t('words.optIn')} allowDeselect={false} value={fields.optIn ?? 'none'}
            data={[{ value: 'none', label: t('words.optInNone') }, { value: 'marketing', label: t('words.optInMarketing') }, { value: 'service', label: t('words.optInService') }]}
            onChange={(value) => {
              const optIn = value === 'none' ? null : (value as Purpose)
              set({ optIn, disclosure: optIn !== null && fields.disclosure === '' ? (firstKept(disclosures?.kept ?? [], optIn, languageNow())?.text ?? disclosures?.suggested[optIn] ?? '') : fields.disclosure })
            }}
          />
          {fields.optIn === 'marketing' && asking?.doubleOptIn === true ? <Note>{t('words.twice')}</Note> : null}
          {fields.optIn === null ? null : <Textarea label={t('words.disclosure')} description={t('words.disclosureHelp')} autosize minRows={3} maxRows={8} maxLength={2000} value={fields.disclosure} error={wrong('disclosure')} onChange={(event) => { set({ disclosure: event.currentTarget.value }) }} />}
          {fields.answer.trim() === '' ? null : (
            <>
              <Select label={t('words.again')} allowDeselect={false} data={[...new Set([...again, fields.againHours])].toSorted((a, b) => a - b).map((hours) => ({ value: String(hours), label: againWords(hours) }))} value={String(fields.againHours)} onChange={(value) => { set({ againHours: Number(value ?? 24) }) }} />
              <Checkbox label={t('words.quiet')} checked={fields.quiet} onChange={(event) => { set({ quiet: event.currentTarget.checked }) }} />
            </>
          )}
          {keyword === null ? null : <Checkbox label={t('words.active')} checked={fields.active} onChange={(event) => { set({ active: event.currentTarget.checked }) }} />}
          <Group justify="space-between">
            {keyword === null ? <span /> : <Button variant="subtle" color="red" onClick={() => { setRemoving(true) }}>{t('words.remove')}</Button>}
            <Group gap="sm"><Button onClick={onClose}>{ui('cancel')}</Button><NextButton type="submit" loading={save.isPending}>{t('words.save')}</NextButton></Group>
          </Group>
        </Stack>
      </form>
      <ConfirmDialog opened={removing} title={t('words.removeTitle', { word: fields.word })} confirm={t('words.remove')} busy={remove.isPending} onConfirm={() => { if (keyword !== null) remove.mutate({ id: keyword.id }) }} onClose={() => { setRemoving(false) }}>{t('words.removeText')}</ConfirmDialog>
    </>
  )
}

/** The shop's own words: what each does, and how often it was texted. */
export const WordsPart = () => {
  const t = useWords('inbox')
  const ui = useWords('ui')
  const format = useFormat()
  const does = useDoes()
  const { data: keywords } = useCall('inbox.keywords', {})
  const [open, setOpen] = useState<Keyword | 'new' | null>(null)
  if (keywords === undefined) return null
  const add = <NextButton onClick={() => { setOpen('new') }}>{t('words.add')}</NextButton>
  return (
    <div className="inbox-part">
      {keywords.length === 0 ? <EmptyState icon={IconAbc} title={t('words.empty.title')} action={add}>{t('words.empty.text')}</EmptyState> : (
        <>
          <div className="inbox-part-head"><p>{t('words.lead')}</p>{add}</div>
          <div className="panel">
            <table className="words-table" aria-label={t('words.table')}>
              <thead><tr>{(['word', 'does', 'times', 'people', 'answered'] as const).map((column) => <th key={column} scope="col" data-align={column === 'word' || column === 'does' ? undefined : 'end'}>{t(`words.columns.${column}`)}</th>)}</tr></thead>
              <tbody>
                {keywords.map((keyword) => (
                  <tr key={keyword.id}>
                    <td><Button variant="subtle" color="gray" size="compact-md" className="word" aria-label={t('words.edit', { word: keyword.word })} onClick={() => { setOpen(keyword) }}>{keyword.word}</Button></td>
                    <td>{does(keyword).join(' · ')}</td>
                    <td data-align="end">{format.number(keyword.times)}</td>
                    <td data-align="end">{format.number(keyword.people)}</td>
                    <td data-align="end">{format.number(keyword.answered)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <Modal opened={open !== null} onClose={() => { setOpen(null) }} size={560} title={open === null || open === 'new' ? t('words.newTitle') : t('words.editTitle', { word: open.word })} closeButtonProps={{ 'aria-label': ui('close') }}>
        {open === null ? null : <Form keyword={open === 'new' ? null : open} onClose={() => { setOpen(null) }} />}
      </Modal>
    </div>
  )
}
