import { useState } from 'react'
import { ActionIcon, Button, Code, Group, Menu, Modal, SegmentedControl, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { IconDots, IconEdit, IconForms, IconPlus, IconTransform, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { fieldKind, type CustomField, type DateOrder, type FieldKind, type KindCheck } from '../../../shared/contract/contacts.ts'
import type { Problem } from '../../../shared/result.ts'
import { callQuery, useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { GroupTabs } from '../../ui/group-tabs.tsx'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone, notifyUndo } from '../../ui/notify.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import './segments.css'

type Reading = { readonly kind: FieldKind; readonly options: readonly string[]; readonly dateOrder: DateOrder | undefined }

const askedOf = ({ kind, options, dateOrder }: Reading) => ({
  kind,
  ...(kind === 'choice' && options.length > 0 ? { options: [...options] } : {}),
  ...(kind === 'date' && dateOrder !== undefined ? { dateOrder } : {}),
})

/** What would become of the values there are. */
const CheckNote = ({ field, reading }: { readonly field: CustomField; readonly reading: Reading }) => {
  const t = useWords('segments')
  const asked = callQuery('fields.check', { key: field.key, ...askedOf(reading) })
  const { data } = useQuery<KindCheck, Problem>({ ...asked, staleTime: 0 })
  if (data === undefined) return <div className="kind-note" role="status"><p>{t('fields.checking')}</p></div>
  const misfits = data.people - data.fits
  return (
    <div className="kind-note" role="status">
      <p>{data.people === 0 ? t('fields.noValues') : misfits === 0 ? t('fields.fits', { count: data.people }) : t('fields.misfits', { count: misfits })}</p>
      {misfits === 0 ? null : <p>{data.misfits.slice(0, 6).map(({ value, people }) => t('fields.misfit', { value, people })).join(', ')}{data.misfits.length > 6 ? ' …' : ''}</p>}
      <p>{t('fields.keeps')}</p>
    </div>
  )
}

/** A new field (`field` null), or another kind for one. */
const KindForm = ({ field, onDone }: { readonly field: CustomField | null; readonly onDone: () => void }) => {
  const t = useWords('segments')
  const u = useWords('ui')
  const [label, setLabel] = useState('')
  const [reading, setReading] = useState<Reading>({ kind: field?.kind ?? 'text', options: field?.options ?? [], dateOrder: field?.dateOrder })
  const [problem, setProblem] = useState<string>()
  const options = { onDone, onProblem: ({ message, fix, field: at }: Problem) => { if (at !== 'label') return false; setProblem([message, fix].filter(Boolean).join(' ')); return true } }
  const add = useAction('fields.add', options)
  const set = useAction('fields.setKind', options)
  const lacking = field === null && (label.trim() === '' || (reading.kind === 'choice' && reading.options.length === 0))
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (field === null) add.mutate({ label, ...askedOf(reading) }); else set.mutate({ key: field.key, ...askedOf(reading) }) }}>
      <Stack>
        {field === null ? <TextInput data-autofocus label={t('fields.label')} value={label} error={problem} maxLength={80} autoComplete="off" onChange={(event) => { setProblem(undefined); setLabel(event.currentTarget.value) }} /> : null}
        <Select label={t('fields.kind')} allowDeselect={false} data={fieldKind.options.map((kind) => ({ value: kind, label: t(`fields.kinds.${kind}`) }))} value={reading.kind} onChange={(kind) => { if (kind !== null) setReading({ ...reading, kind }) }} {...(field === null ? {} : { 'data-autofocus': true })} />
        {reading.kind === 'choice' ? <TagsInput label={t('fields.options')} description={t('fields.optionsHelp')} value={[...reading.options]} onChange={(next) => { setReading({ ...reading, options: next }) }} maxTags={100} acceptValueOnBlur /> : null}
        {reading.kind === 'date' && field !== null ? (
          <div>
            <Text size="sm" fw={600} mb={4}>{t('fields.order')}</Text>
            <SegmentedControl fullWidth aria-label={t('fields.order')} value={reading.dateOrder ?? 'dmy'} onChange={(order) => { setReading({ ...reading, dateOrder: order as DateOrder }) }} data={[{ value: 'dmy', label: t('fields.dmy') }, { value: 'mdy', label: t('fields.mdy') }]} />
          </div>
        ) : null}
        {field === null ? null : <CheckNote field={field} reading={reading} />}
        <Group justify="flex-end">
          <Button onClick={onDone}>{u('cancel')}</Button>
          <NextButton type="submit" disabled={lacking} loading={add.isPending || set.isPending}>{field === null ? t('fields.create') : t('fields.save')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}

const RenameForm = ({ field, onDone }: { readonly field: CustomField; readonly onDone: () => void }) => {
  const t = useWords('segments')
  const u = useWords('ui')
  const [label, setLabel] = useState(field.label)
  const rename = useAction('fields.rename', { onDone })
  return (
    <form onSubmit={(event) => { event.preventDefault(); rename.mutate({ key: field.key, label }) }}>
      <Stack>
        <TextInput data-autofocus label={t('fields.label')} value={label} maxLength={80} autoComplete="off" onChange={(event) => { setLabel(event.currentTarget.value) }} />
        <Group justify="flex-end">
          <Button onClick={onDone}>{u('cancel')}</Button>
          <NextButton type="submit" disabled={label.trim() === ''} loading={rename.isPending}>{u('save')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}

type Asking = { readonly what: 'add' } | { readonly what: 'kind' | 'rename'; readonly field: CustomField } | null

/** The fields: what lists say of people, and how it is read. */
export const FieldsScreen = () => {
  const t = useWords('segments')
  const u = useWords('ui')
  const { data: fields } = useCall('contacts.fields', {})
  const [asking, setAsking] = useState<Asking>(null)
  const restore = useAction('fields.undoRemove', { onDone: ({ label }) => { notifyDone(t('fields.restored', { name: label })) } })
  const remove = useAction('fields.remove')
  const removeField = ({ key, label }: CustomField) => {
    remove.mutate({ key }, { onSuccess: ({ undoId, people }) => { notifyUndo(t('fields.removed', { name: label, count: people }), () => { restore.mutate({ undoId }) }) } })
  }
  const done = () => { setAsking(null) }
  const create = () => { setAsking({ what: 'add' }) }
  const title = asking === null ? '' : asking.what === 'add' ? t('fields.create') : t(asking.what === 'kind' ? 'fields.changeTitle' : 'fields.renameTitle', { name: asking.field.label })
  return (
    <Page header={<PageHeader title={t('fields.title')} subtitle={t('fields.subtitle')} actions={fields?.length ? <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>{t('fields.create')}</Button> : undefined} />}>
      <GroupTabs here="fields" />
      {fields === undefined ? null : fields.length === 0 ? (
        <EmptyState icon={IconForms} title={t('fields.empty')} action={<NextButton onClick={create}>{t('fields.create')}</NextButton>}>{t('fields.emptyText')}</EmptyState>
      ) : (
        <table className="lists-table">
          <thead>
            <tr>
              <th scope="col">{t('fields.name')}</th>
              <th scope="col">{t('fields.kind')}</th>
              <th scope="col">{t('fields.key')}</th>
              <th scope="col"><span className="visually-hidden">{t('fields.actions')}</span></th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.key}>
                <td>{field.label}</td>
                <td>
                  {t(`fields.kinds.${field.kind}`)}{field.guessed ? <span className="dim"> ({t('fields.guessed')})</span> : null}
                  {field.kind === 'choice' && field.options.length > 0 ? <div className="dim">{field.options.slice(0, 6).join(', ')}{field.options.length > 6 ? ' …' : ''}</div> : null}
                </td>
                <td className="dim"><Code>{`{{ ${field.key} }}`}</Code></td>
                <td>
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <Button size="compact-sm" onClick={() => { setAsking({ what: 'kind', field }) }} aria-label={`${t('fields.change')}: ${field.label}`}>{t('fields.change')}</Button>
                    <Menu position="bottom-end" shadow="md">
                      <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('fields.more', { name: field.label })}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item leftSection={<IconEdit size={16} aria-hidden />} onClick={() => { setAsking({ what: 'rename', field }) }}>{t('fields.rename')}</Menu.Item>
                        <Menu.Item leftSection={<IconTransform size={16} aria-hidden />} onClick={() => { setAsking({ what: 'kind', field }) }}>{t('fields.change')}</Menu.Item>
                        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => { removeField(field) }}>{t('fields.remove')}</Menu.Item>
                      </Menu.Dropdown>
                    </Menu>
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Modal opened={asking !== null} onClose={done} title={title} closeButtonProps={{ 'aria-label': u('close') }}>
        {asking === null ? null : asking.what === 'rename' ? <RenameForm field={asking.field} onDone={done} /> : <KindForm field={asking.what === 'kind' ? asking.field : null} onDone={done} />}
      </Modal>
    </Page>
  )
}
