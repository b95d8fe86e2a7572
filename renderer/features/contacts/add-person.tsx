import { useState } from 'react'
import { Button, Group, Modal, Stack, TagsInput, TextInput } from '@mantine/core'
import type { Problem } from '../../../shared/result.ts'
import { useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { nameOf } from './name-of.ts'

const blank = { number: '', firstName: '', lastName: '', email: '', tags: [] as string[] }

/** One person by hand. What they agreed to is written down next, in their drawer. */
export const AddPerson = ({ opened, onClose, onAdded }: { readonly opened: boolean; readonly onClose: () => void; readonly onAdded: (id: number) => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const [fields, setFields] = useState(blank)
  const [problem, setProblem] = useState<Problem | null>(null)
  const { data: tags = [] } = useCall('contacts.tags', {}, { enabled: opened })
  const add = useAction('contacts.add', {
    onDone: (person) => {
      setFields(blank)
      notifyDone(t('adding.added', { name: nameOf(person) || person.number }))
      onAdded(person.id)
    },
    onProblem: (found) => { setProblem(found); return found.field !== undefined },
  })
  const set = (change: Partial<typeof blank>) => { setProblem(null); setFields({ ...fields, ...change }) }
  const text = (field: 'number' | 'firstName' | 'lastName' | 'email') => ({
    label: field === 'number' ? t('adding.number') : t(`person.${field}`),
    value: fields[field],
    onChange: (event: { currentTarget: { value: string } }) => { set({ [field]: event.currentTarget.value }) },
    error: problem?.field === field ? [problem.message, problem.fix].filter(Boolean).join(' ') : undefined,
    autoComplete: 'off',
  })
  return (
    <Modal opened={opened} onClose={onClose} title={t('adding.title')} closeButtonProps={{ 'aria-label': u('close') }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); add.mutate(fields) }}>
        <Stack>
          <TextInput {...text('number')} type="tel" description={t('adding.numberHelp')} required data-autofocus />
          <Group grow align="flex-start">
            <TextInput {...text('firstName')} />
            <TextInput {...text('lastName')} />
          </Group>
          <TextInput {...text('email')} type="email" />
          <TagsInput label={t('person.tags')} placeholder={fields.tags.length === 0 ? t('person.tagsHelp') : ''} data={tags.map(({ tag }) => tag)} value={fields.tags} onChange={(value) => { set({ tags: value }) }} maxTags={50} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{u('cancel')}</Button>
            <NextButton type="submit" disabled={fields.number.trim() === ''} loading={add.isPending}>{t('adding.submit')}</NextButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
