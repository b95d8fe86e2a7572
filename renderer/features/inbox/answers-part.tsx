import { useState } from 'react'
import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { IconMessage2Bolt } from '@tabler/icons-react'
import type { CannedAnswer } from '../../../shared/contract/inbox.ts'
import type { Problem } from '../../../shared/result.ts'
import { call, useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyUndo } from '../../ui/notify.tsx'

const Form = ({ canned, onClose }: { readonly canned: CannedAnswer | null; readonly onClose: () => void }) => {
  const t = useWords('inbox')
  const ui = useWords('ui')
  const [name, setName] = useState(canned?.name ?? '')
  const [body, setBody] = useState(canned?.body ?? '')
  const [problem, setProblem] = useState<Problem | null>(null)
  const save = useAction('inbox.saveCanned', {
    onDone: onClose,
    onProblem: (found) => {
      setProblem(found)
      return found.field !== undefined
    },
  })
  const wrong = (field: string) => (problem?.field === field ? [problem.message, problem.fix].filter(Boolean).join(' ') : null)
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate({ ...(canned === null ? {} : { id: canned.id }), name, body }) }}>
      <Stack gap="md">
        <TextInput data-autofocus label={t('saved.name')} value={name} maxLength={60} required withAsterisk={false} autoComplete="off" error={wrong('name')} onChange={(event) => { setProblem(null); setName(event.currentTarget.value) }} />
        <Textarea label={t('saved.body')} description={t('saved.bodyHelp', { example: '{{ first_name | default: "…" }}' })} autosize minRows={3} maxRows={10} maxLength={1600} required withAsterisk={false} value={body} error={wrong('body')} onChange={(event) => { setProblem(null); setBody(event.currentTarget.value) }} />
        <Group justify="flex-end"><Button onClick={onClose}>{ui('cancel')}</Button><NextButton type="submit" loading={save.isPending}>{t('saved.save')}</NextButton></Group>
      </Stack>
    </form>
  )
}

/** Answers to have at hand. */
export const AnswersPart = () => {
  const t = useWords('inbox')
  const ui = useWords('ui')
  const { data: all } = useCall('inbox.canned', {})
  const [open, setOpen] = useState<CannedAnswer | 'new' | null>(null)
  const remove = useAction('inbox.removeCanned', {
    onDone: (_, { id }) => {
      const gone = all?.find((one) => one.id === id)
      if (gone !== undefined) notifyUndo(t('saved.removed', { name: gone.name }), () => void call('inbox.saveCanned', { name: gone.name, body: gone.body }))
    },
  })
  if (all === undefined) return null
  const add = <NextButton onClick={() => { setOpen('new') }}>{t('saved.add')}</NextButton>
  return (
    <div className="inbox-part">
      {all.length === 0 ? <EmptyState icon={IconMessage2Bolt} title={t('saved.empty.title')} action={add}>{t('saved.empty.text')}</EmptyState> : (
        <>
          <div className="inbox-part-head"><p>{t('saved.lead')}</p>{add}</div>
          <ul className="answers-list">
            {all.map((one) => (
              <li key={one.id} className="panel">
                <div><strong>{one.name}</strong><p>{one.body}</p></div>
                <Group gap="xs" wrap="nowrap">
                  <Button size="compact-sm" aria-label={t('saved.edit', { name: one.name })} onClick={() => { setOpen(one) }}>{t('saved.change')}</Button>
                  <Button size="compact-sm" variant="subtle" color="red" aria-label={`${t('saved.remove')}: ${one.name}`} onClick={() => { remove.mutate({ id: one.id }) }}>{t('saved.remove')}</Button>
                </Group>
              </li>
            ))}
          </ul>
        </>
      )}
      <Modal opened={open !== null} onClose={() => { setOpen(null) }} size={520} title={t(open === 'new' ? 'saved.newTitle' : 'saved.editTitle')} closeButtonProps={{ 'aria-label': ui('close') }}>
        {open === null ? null : <Form canned={open === 'new' ? null : open} onClose={() => { setOpen(null) }} />}
      </Modal>
    </div>
  )
}
