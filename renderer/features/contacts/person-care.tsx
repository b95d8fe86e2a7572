import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots, IconEraser, IconFileDownload } from '@tabler/icons-react'
import type { Contact } from '../../../shared/contract/contacts.ts'
import { bridge, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { notifyDone } from '../../ui/notify.tsx'
import { Note } from '../../ui/problem-alert.tsx'

/** That their number gets no texts, and other numbers they had. */
export const PersonNotes = ({ person }: { readonly person: Contact }) => {
  const t = useWords('contacts')
  const p = useWords('people')
  const format = useFormat()
  const { data: reach } = useCall('people.reach', { number: person.number })
  const { data: others = [] } = useCall('people.otherNumbers', { contactId: person.id })
  const mark = useAction('people.markReachable', { onDone: ({ changed }) => { notifyDone(p('unreachable.marked', { count: changed })) } })
  return (
    <>
      {reach == null ? null : (
        <div style={{ paddingTop: 16 }}>
          <Note>
            <div className="note-line">
              <span>{t(`person.unreachable.${reach.reason}`, { date: format.date(reach.since) })}</span>
              <Button size="compact-sm" loading={mark.isPending} onClick={() => { mark.mutate({ who: { ids: [person.id] } }) }}>{t('person.reachable')}</Button>
            </div>
          </Note>
        </div>
      )}
      {others.length === 0 ? null : <p className="dim" style={{ margin: '12px 0 0' }}>{t('person.otherNumbers', { numbers: format.list(others.map((other) => format.phone(other))) })}</p>}
    </>
  )
}

/** What a person may ask for: everything about them as a file, or to be forgotten. */
export const PersonMenu = ({ person, onErase }: { readonly person: Contact; readonly onErase: () => void }) => {
  const t = useWords('contacts')
  const file = useAction('people.file', {
    onDone: (ticket) => { void bridge.saveFile(ticket).then(({ saved }) => { if (saved) notifyDone(t('person.fileSaved', { name: ticket.name })) }) },
  })
  return (
    <Menu position="top-end" shadow="md">
      <Menu.Target><ActionIcon variant="default" size={36} aria-label={t('person.more')} loading={file.isPending}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileDownload size={16} aria-hidden />} onClick={() => { file.mutate({ number: person.number }) }}>{t('person.file')}</Menu.Item>
        <Menu.Item leftSection={<IconEraser size={16} aria-hidden />} onClick={onErase}>{t('person.erase')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
