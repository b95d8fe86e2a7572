import { useState } from 'react'
import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { IconDots, IconEdit, IconListDetails, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ContactList } from '../../../shared/contract/contacts.ts'
import { useAction, useCall } from '../../api.ts'
import { hrefOf } from '../../app/routes.ts'
import { RouteLink } from '../../app/route-link.tsx'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { GroupTabs } from '../../ui/group-tabs.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone, notifyUndo } from '../../ui/notify.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { TimeText } from '../../ui/texts.tsx'
import './contacts.css'

/** A new list (`list` null) or another name for one. */
const NameForm = ({ list, onDone }: { readonly list: ContactList | null; readonly onDone: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const [name, setName] = useState(list?.name ?? '')
  const [problem, setProblem] = useState<string>()
  const options = { onDone, onProblem: ({ message }: { message: string }) => { setProblem(message); return true } }
  const add = useAction('lists.add', options)
  const rename = useAction('lists.rename', options)
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (list === null) add.mutate({ name }); else rename.mutate({ id: list.id, name }) }}>
      <Stack>
        <TextInput data-autofocus label={t('bulk.listName')} value={name} error={problem} maxLength={80} onChange={(event) => { setProblem(undefined); setName(event.currentTarget.value) }} />
        <Group justify="flex-end">
          <Button onClick={onDone}>{u('cancel')}</Button>
          <NextButton type="submit" disabled={name.trim() === ''} loading={add.isPending || rename.isPending}>{list === null ? t('lists.create') : u('save')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}

/** The lists: who a message can go to. */
export const ListsScreen = () => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const format = useFormat()
  const { data: lists } = useCall('lists.all', {})
  const [naming, setNaming] = useState<ContactList | 'new' | null>(null)
  const restore = useAction('lists.undoRemove', { onDone: ({ name }) => { notifyDone(t('lists.restored', { name })) } })
  const remove = useAction('lists.remove')
  const removeList = ({ id, name }: ContactList) => {
    remove.mutate({ id }, { onSuccess: ({ undoId }) => { notifyUndo(t('lists.removed', { name }), () => { restore.mutate({ undoId }) }) } })
  }
  const create = () => { setNaming('new') }
  return (
    <Page header={<PageHeader title={t('lists.title')} subtitle={t('lists.subtitle')} actions={lists?.length ? <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>{t('lists.create')}</Button> : undefined} />}>
      <GroupTabs here="lists" />
      {lists === undefined ? null : lists.length === 0 ? (
        <EmptyState icon={IconListDetails} title={t('lists.empty')} action={<NextButton onClick={create}>{t('lists.create')}</NextButton>}>{t('lists.emptyText')}</EmptyState>
      ) : (
        <table className="lists-table">
          <thead>
            <tr>
              <th scope="col">{t('lists.name')}</th>
              <th scope="col" data-align="end">{t('lists.people')}</th>
              <th scope="col">{t('lists.created')}</th>
              <th scope="col"><span className="visually-hidden">{t('lists.actions')}</span></th>
            </tr>
          </thead>
          <tbody>
            {lists.map((list) => (
              <tr key={list.id}>
                <td><RouteLink className="list-name" to={{ screen: 'contacts', listId: list.id }}>{list.name}</RouteLink></td>
                <td data-align="end">{format.number(list.people)}</td>
                <td className="dim"><TimeText at={list.createdAt} as="date" /></td>
                <td>
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <Button size="compact-sm" component="a" href={hrefOf({ screen: 'compose', listId: list.id })} aria-label={t('lists.write', { name: list.name })}>{t('person.write')}</Button>
                    <Menu position="bottom-end" shadow="md">
                      <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('lists.more', { name: list.name })}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item component="a" href={hrefOf({ screen: 'contacts', listId: list.id })} leftSection={<IconListDetails size={16} aria-hidden />}>{t('lists.open')}</Menu.Item>
                        <Menu.Item leftSection={<IconEdit size={16} aria-hidden />} onClick={() => { setNaming(list) }}>{t('lists.renameShort')}</Menu.Item>
                        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => { removeList(list) }}>{t('lists.removeShort')}</Menu.Item>
                      </Menu.Dropdown>
                    </Menu>
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Modal opened={naming !== null} onClose={() => { setNaming(null) }} title={naming === null || naming === 'new' ? t('lists.create') : t('lists.rename', { name: naming.name })} closeButtonProps={{ 'aria-label': u('close') }}>
        {naming === null ? null : <NameForm list={naming === 'new' ? null : naming} onDone={() => { setNaming(null) }} />}
      </Modal>
    </Page>
  )
}
