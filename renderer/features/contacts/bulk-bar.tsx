import { useState } from 'react'
import { ActionIcon, Autocomplete, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { IconDots, IconEdit, IconFileExport, IconListDetails, IconMessageQuestion, IconTag, IconTrash, IconX } from '@tabler/icons-react'
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import type { BulkEdit } from '../../../shared/contract/people.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { AskForm } from '../../ui/ask-form.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { ChangeField } from './change-field.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { useBulk } from './use-bulk.ts'

/** More than this at once is asked about first. */
const many = 50

type Asking = 'confirm' | 'add-tag' | 'remove-tag' | 'new-list' | 'field' | 'export' | 'remove' | null

const TagForm = ({ kind, busy, onRun, onClose }: { readonly kind: 'add-tag' | 'remove-tag'; readonly busy: boolean; readonly onRun: (edit: BulkEdit) => void; readonly onClose: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const [tag, setTag] = useState('')
  const { data: tags = [] } = useCall('contacts.tags', {})
  return (
    <form onSubmit={(event) => { event.preventDefault(); onRun({ kind: 'tags', add: kind === 'add-tag' ? [tag.trim()] : [], remove: kind === 'remove-tag' ? [tag.trim()] : [] }) }}>
      <Stack>
        <Autocomplete data-autofocus label={t('bulk.tagName')} data={tags.map((each) => each.tag)} value={tag} onChange={setTag} maxLength={60} limit={100} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{u('cancel')}</Button>
          <NextButton type="submit" disabled={tag.trim() === ''} loading={busy}>{t(kind === 'add-tag' ? 'bulk.addTag' : 'bulk.removeTag')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}

const NewListForm = ({ busy, onRun, onClose }: { readonly busy: boolean; readonly onRun: (edit: BulkEdit) => void; readonly onClose: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string>()
  const create = useAction('lists.add', { onDone: ({ id }) => { onRun({ kind: 'list', listId: id, member: true }) }, onProblem: ({ message }) => { setProblem(message); return true } })
  return (
    <form onSubmit={(event) => { event.preventDefault(); create.mutate({ name }) }}>
      <Stack>
        <TextInput data-autofocus label={t('bulk.listName')} value={name} onChange={(event) => { setProblem(undefined); setName(event.currentTarget.value) }} error={problem} maxLength={80} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{u('cancel')}</Button>
          <NextButton type="submit" disabled={name.trim() === ''} loading={create.isPending || busy}>{t('bulk.createAndAdd')}</NextButton>
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
  const bulk = useBulk((edit) => {
    setAsking(null)
    // They are no longer in sight.
    if (edit.kind === 'remove' || (edit.kind === 'list' && !edit.member)) onClear()
  })
  const run = (edit: BulkEdit) => { bulk.run(who, edit) }
  const done = () => { setAsking(null) }
  const menu = { position: 'top-start', withinPortal: true, shadow: 'md' } as const
  const titles = { 'add-tag': t('bulk.addTag'), 'remove-tag': t('bulk.removeTag'), 'new-list': t('bulk.newList'), field: t('bulk.changeField'), remove: '', export: '', confirm: t('bulk.confirm') }
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
          {lists.map(({ id, name }) => <Menu.Item key={id} onClick={() => { run({ kind: 'list', listId: id, member: true }) }}>{name}</Menu.Item>)}
          {lists.length === 0 ? null : <Menu.Divider />}
          <Menu.Item onClick={() => { setAsking('new-list') }}>{t('bulk.newList')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {listId === undefined ? null : <Button onClick={() => { run({ kind: 'list', listId, member: false }) }}>{t('bulk.unlist')}</Button>}
      <Button leftSection={<IconTrash size={16} aria-hidden />} loading={bulk.busy} onClick={() => { if (count > many) setAsking('remove'); else run({ kind: 'remove' }) }}>{t('bulk.remove')}</Button>
      <Menu {...menu}>
        <Menu.Target><ActionIcon variant="default" size={36} aria-label={t('bulk.more')}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconEdit size={16} aria-hidden />} onClick={() => { setAsking('field') }}>{t('bulk.changeField')}</Menu.Item>
          <Menu.Item leftSection={<IconMessageQuestion size={16} aria-hidden />} onClick={() => { setAsking('confirm') }}>{t('bulk.confirm')}</Menu.Item>
          <Menu.Item leftSection={<IconFileExport size={16} aria-hidden />} onClick={() => { setAsking('export') }}>{t('bulk.exportThese')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon variant="subtle" color="gray" aria-label={t('unselect')} onClick={onClear}><IconX size={16} aria-hidden /></ActionIcon>

      <Modal opened={asking === 'add-tag' || asking === 'remove-tag' || asking === 'new-list' || asking === 'field' || asking === 'confirm'} onClose={done} title={asking === null ? '' : titles[asking]} closeButtonProps={{ 'aria-label': u('close') }}>
        {asking === 'new-list' ? <NewListForm busy={bulk.busy} onRun={run} onClose={done} />
          : asking === 'add-tag' || asking === 'remove-tag' ? <TagForm kind={asking} busy={bulk.busy} onRun={run} onClose={done} />
            : asking === 'field' ? <ChangeField count={count} busy={bulk.busy} onRun={run} onClose={done} />
              : asking === 'confirm' ? <AskForm who={who} onClose={done} /> : null}
      </Modal>
      <ExportDialog who={who} count={count} opened={asking === 'export'} onClose={done} />
      <ConfirmDialog opened={asking === 'remove'} title={t('bulk.removeMany', { total: format.number(count) })} confirm={t('bulk.remove')} busy={bulk.busy} onConfirm={() => { run({ kind: 'remove' }) }} onClose={done}>
        {t('bulk.removeManyText')}
      </ConfirmDialog>
    </div>
  )
}
