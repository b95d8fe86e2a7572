import { useState } from 'react'
import { ActionIcon, Autocomplete, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { IconListDetails, IconTag, IconTrash, IconX } from '@tabler/icons-react'
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { useRemovePeople } from './use-remove-people.ts'

/** More than this at once is asked about first. */
const many = 50

type Asking = 'add-tag' | 'remove-tag' | 'new-list' | 'remove' | null

const TagForm = ({ kind, who, onDone }: { readonly kind: 'add-tag' | 'remove-tag'; readonly who: ContactChoice; readonly onDone: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const [tag, setTag] = useState('')
  const { data: tags = [] } = useCall('contacts.tags', {})
  const change = useAction('contacts.tag', {
    onDone: ({ changed }) => {
      notifyDone(t(kind === 'add-tag' ? 'bulk.tagged' : 'bulk.untagged', { count: changed, tag: tag.trim() }))
      onDone()
    },
  })
  return (
    <form onSubmit={(event) => { event.preventDefault(); change.mutate({ who, add: kind === 'add-tag' ? [tag.trim()] : [], remove: kind === 'remove-tag' ? [tag.trim()] : [] }) }}>
      <Stack>
        <Autocomplete data-autofocus label={t('bulk.tagName')} data={tags.map((each) => each.tag)} value={tag} onChange={setTag} maxLength={60} limit={100} />
        <Group justify="flex-end">
          <Button onClick={onDone}>{u('cancel')}</Button>
          <NextButton type="submit" disabled={tag.trim() === ''} loading={change.isPending}>{t(kind === 'add-tag' ? 'bulk.addTag' : 'bulk.removeTag')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}

const NewListForm = ({ who, onDone }: { readonly who: ContactChoice; readonly onDone: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string>()
  const fill = useAction('lists.addPeople', { onDone: ({ changed }) => { notifyDone(t('bulk.listed', { count: changed, list: name.trim() })); onDone() } })
  const create = useAction('lists.add', { onDone: ({ id }) => { fill.mutate({ id, who }) }, onProblem: ({ message }) => { setProblem(message); return true } })
  return (
    <form onSubmit={(event) => { event.preventDefault(); create.mutate({ name }) }}>
      <Stack>
        <TextInput data-autofocus label={t('bulk.listName')} value={name} onChange={(event) => { setProblem(undefined); setName(event.currentTarget.value) }} error={problem} maxLength={80} />
        <Group justify="flex-end">
          <Button onClick={onDone}>{u('cancel')}</Button>
          <NextButton type="submit" disabled={name.trim() === ''} loading={create.isPending || fill.isPending}>{t('bulk.createAndAdd')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}

/** What can be done with the people selected. Floats over the table's foot. */
export const BulkBar = ({ who, count, listId, onClear }: { readonly who: ContactChoice; readonly count: number; readonly listId?: number; readonly onClear: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const format = useFormat()
  const [asking, setAsking] = useState<Asking>(null)
  const { data: lists = [] } = useCall('lists.all', {})
  const nameOfList = (id: number) => lists.find((list) => list.id === id)?.name ?? ''
  const addPeople = useAction('lists.addPeople', { onDone: ({ changed }, { id }) => { notifyDone(t('bulk.listed', { count: changed, list: nameOfList(id) })) } })
  const removePeople = useAction('lists.removePeople', { onDone: ({ changed }, { id }) => { onClear(); notifyDone(t('bulk.unlisted', { count: changed, list: nameOfList(id) })) } })
  const people = useRemovePeople(() => { setAsking(null); onClear() })
  const done = () => { setAsking(null) }
  const menu = { position: 'top-start', withinPortal: true, shadow: 'md' } as const
  const titles = { 'add-tag': t('bulk.addTag'), 'remove-tag': t('bulk.removeTag'), 'new-list': t('bulk.newList') }
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('bulk.label')}>
      <strong role="status">{t('selected', { count })}</strong>
      <Menu {...menu}>
        <Menu.Target><Button leftSection={<IconTag size={16} aria-hidden />}>{t('bulk.tag')}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => { setAsking('add-tag') }}>{t('bulk.addTag')}</Menu.Item>
          <Menu.Item onClick={() => { setAsking('remove-tag') }}>{t('bulk.removeTag')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu {...menu}>
        <Menu.Target><Button leftSection={<IconListDetails size={16} aria-hidden />}>{t('bulk.list')}</Button></Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
          {lists.map(({ id, name }) => <Menu.Item key={id} onClick={() => { addPeople.mutate({ id, who }) }}>{name}</Menu.Item>)}
          {lists.length === 0 ? null : <Menu.Divider />}
          <Menu.Item onClick={() => { setAsking('new-list') }}>{t('bulk.newList')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {listId === undefined ? null : <Button onClick={() => { removePeople.mutate({ id: listId, who }) }}>{t('bulk.unlist')}</Button>}
      <Button leftSection={<IconTrash size={16} aria-hidden />} loading={people.busy} onClick={() => { if (count > many) setAsking('remove'); else people.remove(who) }}>{t('bulk.remove')}</Button>
      <ActionIcon variant="subtle" color="gray" aria-label={t('unselect')} onClick={onClear}><IconX size={16} aria-hidden /></ActionIcon>

      <Modal opened={asking === 'add-tag' || asking === 'remove-tag' || asking === 'new-list'} onClose={done} title={asking === null || asking === 'remove' ? '' : titles[asking]} closeButtonProps={{ 'aria-label': u('close') }}>
        {asking === 'new-list' ? <NewListForm who={who} onDone={done} /> : asking === 'add-tag' || asking === 'remove-tag' ? <TagForm kind={asking} who={who} onDone={done} /> : null}
      </Modal>
      <ConfirmDialog opened={asking === 'remove'} title={t('bulk.removeMany', { total: format.number(count) })} confirm={t('bulk.remove')} busy={people.busy} onConfirm={() => { people.remove(who) }} onClose={done}>
        {t('bulk.removeManyText')}
      </ConfirmDialog>
    </div>
  )
}
