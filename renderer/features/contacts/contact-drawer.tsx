import { useState } from 'react'
import { Button, Group, Tabs } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import type { Contact } from '../../../shared/contract/contacts.ts'
import { hrefOf } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConsentBadge } from '../../ui/consent-badge.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { NumberText } from '../../ui/texts.tsx'
import { ConsentTab } from './consent-tab.tsx'
import { EraseForm } from './erase-form.tsx'
import { MessagesTab } from './messages-tab.tsx'
import { nameOf } from './name-of.ts'
import { PersonMenu, PersonNotes } from './person-care.tsx'
import { PersonTab } from './person-tab.tsx'
import { useRemovePeople } from './use-remove-people.ts'

const Head = ({ person }: { readonly person: Contact }) => {
  const u = useWords('ui')
  const name = nameOf(person)
  return (
    <div className="person-head">
      <span className="person-name">{name === '' ? <NumberText number={person.number} /> : name}</span>
      {name === '' ? null : <span className="dim"><NumberText number={person.number} /></span>}
      <Group gap="md" className="dim" fz="sm">
        <span className="labelled">{u('purpose.marketing')} <ConsentBadge state={person.marketing} /></span>
        <span className="labelled">{u('purpose.service')} <ConsentBadge state={person.service} /></span>
      </Group>
    </div>
  )
}

const Body = ({ person, onRemoved }: { readonly person: Contact; readonly onRemoved: () => void }) => {
  const t = useWords('contacts')
  const format = useFormat()
  const [tab, setTab] = useState<string | null>('person')
  const people = useRemovePeople(onRemoved)
  const [erasing, setErasing] = useState(false)
  if (erasing) return <EraseForm number={person.number} name={nameOf(person) || format.phone(person.number)} onClose={() => { setErasing(false) }} onErased={onRemoved} />
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List>
        {(['person', 'consent', 'messages'] as const).map((each) => <Tabs.Tab key={each} value={each}>{t(`person.tabs.${each}`)}</Tabs.Tab>)}
      </Tabs.List>
      <Tabs.Panel value="person">
        <PersonNotes person={person} />
        <PersonTab person={person} />
        <Group justify="space-between" mt="lg">
          <Button component="a" href={hrefOf({ screen: 'compose', contactId: person.id })} leftSection={<IconPencil size={16} aria-hidden />}>{t('person.write')}</Button>
          <Group gap="xs">
            <Button variant="subtle" color="red" leftSection={<IconTrash size={16} aria-hidden />} loading={people.busy} onClick={() => { people.remove({ ids: [person.id] }) }}>{t('person.remove')}</Button>
            <PersonMenu person={person} onErase={() => { setErasing(true) }} />
          </Group>
        </Group>
        <p className="dim" style={{ fontSize: 12 }}>{t('person.since', { date: format.date(person.createdAt) })}</p>
      </Tabs.Panel>
      <Tabs.Panel value="consent"><ConsentTab person={person} /></Tabs.Panel>
      <Tabs.Panel value="messages"><MessagesTab contactId={person.id} /></Tabs.Panel>
    </Tabs>
  )
}

/** The person in hand: who they are, what they agreed to, what they were sent. */
export const ContactDrawer = ({ contactId, onClose }: { readonly contactId: number | null; readonly onClose: () => void }) => {
  const t = useWords('contacts')
  const { data: person, error } = useCall('contacts.get', { id: contactId ?? 1 }, { enabled: contactId !== null })
  const shown = contactId !== null && error === null ? person : undefined
  return (
    <SideDrawer opened={contactId !== null} onClose={onClose} title={shown === undefined ? t('person.title') : <Head person={shown} />}>
      {error === null ? null : <ProblemAlert problem={error.code === 'not-found' ? { message: t('person.gone') } : error} />}
      {shown === undefined ? null : <Body key={shown.id} person={shown} onRemoved={onClose} />}
    </SideDrawer>
  )
}
