import { useState } from 'react'
import { Button, Group, Modal, Select, Stack, Switch, Text, Title } from '@mantine/core'
import type { AskedPerson, AskingSettings } from '../../../shared/contract/asking.ts'
import { useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { AskForm } from '../../ui/ask-form.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { NumberText } from '../../ui/texts.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { VirtualTable } from '../../ui/virtual-table.tsx'

/** A list to ask, then what asking it means. */
const AskList = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useWords('asking')
  const [listId, setListId] = useState<number | null>(null)
  const { data: lists } = useCall('lists.all', {})
  return (
    <Stack gap="md">
      <Select
        label={t('ask.list')} placeholder={t(lists?.length === 0 ? 'ask.noLists' : 'ask.pickList')} disabled={lists?.length === 0} allowDeselect={false}
        data={(lists ?? []).map(({ id, name }) => ({ value: String(id), label: name }))} value={listId === null ? null : String(listId)}
        onChange={(value) => { setListId(value === null ? null : Number(value)) }}
      />
      {listId === null ? null : <AskForm key={listId} who={{ filter: { listId } }} onClose={onClose} />}
    </Stack>
  )
}

const Who = ({ person }: { readonly person: Pick<AskedPerson, 'name' | 'number'> }) => (person.name === '' ? <NumberText number={person.number} /> : <span title={person.number}>{person.name}</span>)

/** Where somebody signed up; one of the shop's words as the owner knows it. */
const Source = ({ source }: { readonly source: string }) => {
  const t = useWords('asking')
  const word = /^keyword: (.+)$/.exec(source)?.[1]
  return <span title={source}>{word === undefined ? source : t('requests.word', { word })}</span>
}

/** Everybody who was asked, and what became of it. */
const Everybody = ({ onCancel }: { readonly onCancel: (person: AskedPerson) => void }) => {
  const t = useWords('asking')
  const format = useFormat()
  const pages = usePages('asking.requests', { waiting: false })
  return (
    <div className="asked-box">
      <VirtualTable<AskedPerson>
        label={t('requests.allTitle')}
        resetKey="all"
        total={pages.total}
        rowAt={pages.rowAt}
        keyOf={(row) => row.id}
        onRange={pages.onRange}
        columns={[
          { key: 'who', header: t('requests.who'), width: 'minmax(140px, 2fr)', cell: (row) => <Who person={row} /> },
          { key: 'asked', header: t('requests.asked'), width: '120px', cell: (row) => format.date(row.askedAt) },
          { key: 'source', header: t('requests.source'), width: 'minmax(120px, 2fr)', cell: (row) => <Source source={row.source} /> },
          { key: 'state', header: t('requests.state'), width: '110px', cell: (row) => t(`state.${row.state}`) },
          { key: 'do', header: t('requests.cancel'), width: '110px', align: 'end', cell: (row) => (row.state === 'waiting' ? <Button size="compact-xs" onClick={() => { onCancel(row) }}>{t('requests.cancel')}</Button> : null) },
        ]}
      />
    </div>
  )
}

const Waiting = ({ onCancel }: { readonly onCancel: (person: AskedPerson) => void }) => {
  const t = useWords('asking')
  const format = useFormat()
  const { data } = useCall('asking.requests', { waiting: true, offset: 0, limit: 5 })
  if (data === undefined) return null
  if (data.total === 0) return <p className="dim">{t('requests.none')}</p>
  return (
    <>
      <p>{t('requests.count', { count: data.total })}</p>
      <table className="asked-table" aria-label={t('requests.title')}>
        <thead>
          <tr><th>{t('requests.who')}</th><th>{t('requests.asked')}</th><th>{t('requests.until')}</th><th>{t('requests.source')}</th><th><span className="visually-hidden">{t('requests.cancel')}</span></th></tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.id}>
              <td><Who person={row} /></td>
              <td>{format.dateTime(row.askedAt)}{row.leftAt === null ? <div className="dim">{t('requests.notLeft')}</div> : null}</td>
              <td>{format.date(row.expiresAt)}</td>
              <td><Source source={row.source} /></td>
              <td data-align="end"><Button size="compact-sm" onClick={() => { onCancel(row) }}>{t('requests.cancel')}</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** Double opt-in: on or off, whom we wait for, and asking people of our own accord. */
export const AskTwice = ({ asking }: { readonly asking: AskingSettings }) => {
  const t = useWords('asking')
  const u = useWords('ui')
  const [open, setOpen] = useState<'off' | 'list' | 'all' | null>(null)
  const [taking, setTaking] = useState<AskedPerson | null>(null)
  const close = () => { setOpen(null) }
  const save = useAction('asking.save', { onDone: close })
  const cancel = useAction('asking.cancel', { onDone: () => { setTaking(null); notifyDone(t('requests.canceled')) } })
  return (
    <section className="panel words-panel" aria-labelledby="ask-twice">
      <Title order={2} id="ask-twice">{t('twice.title')}</Title>
      <Switch
        label={t('twice.switch')} description={asking.doubleOptIn ? t('twice.help') : t('twice.isOff')} checked={asking.doubleOptIn}
        onChange={(event) => { if (event.currentTarget.checked) save.mutate({ doubleOptIn: true }); else setOpen('off') }}
      />
      <div className="words-head">
        <Title order={3}>{t('requests.title')}</Title>
        <Group gap="sm">
          <Button variant="subtle" color="gray" onClick={() => { setOpen('all') }}>{t('requests.all')}</Button>
          <Button onClick={() => { setOpen('list') }}>{t('requests.ask')}</Button>
        </Group>
      </div>
      <Waiting onCancel={setTaking} />
      <ConfirmDialog opened={open === 'off'} title={t('twice.offTitle')} confirm={t('twice.offConfirm')} busy={save.isPending} onConfirm={() => { save.mutate({ doubleOptIn: false }) }} onClose={close}>{t('twice.offText')}</ConfirmDialog>
      <Modal opened={open === 'list'} onClose={close} title={t('ask.title')} closeButtonProps={{ 'aria-label': u('close') }}><AskList onClose={close} /></Modal>
      <Modal opened={open === 'all'} onClose={close} size="xl" title={t('requests.allTitle')} closeButtonProps={{ 'aria-label': u('close') }}><Everybody onCancel={(person) => { close(); setTaking(person) }} /></Modal>
      <ConfirmDialog opened={taking !== null} title={t('requests.cancelTitle')} confirm={t('requests.cancelConfirm')} busy={cancel.isPending} onConfirm={() => { if (taking !== null) cancel.mutate({ id: taking.id }) }} onClose={() => { setTaking(null) }}>
        <Text>{t('requests.cancelText')}</Text>
      </ConfirmDialog>
    </section>
  )
}
