import { useState } from 'react'
import { Button, Stack, TextInput, Title } from '@mantine/core'
import type { Conversation } from '../../../shared/contract/inbox.ts'
import { hrefOf } from '../../app/routes.ts'
import { useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConsentBadge } from '../../ui/consent-badge.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { NumberText } from '../../ui/texts.tsx'

const Known = ({ id }: { readonly id: number }) => {
  const t = useWords('inbox')
  const ui = useWords('ui')
  const { data: person } = useCall('contacts.get', { id })
  if (person === undefined) return null
  const name = `${person.firstName} ${person.lastName}`.trim()
  return (
    <>
      <div>
        {name === '' ? null : <strong className="pane-name">{name}</strong>}
        <div><NumberText number={person.number} /></div>
        {person.email === '' ? null : <div className="dim pane-long">{person.email}</div>}
      </div>
      <dl className="pane-facts">
        <div><dt>{ui('purpose.marketing')}</dt><dd><ConsentBadge state={person.marketing} /></dd></div>
        <div><dt>{ui('purpose.service')}</dt><dd><ConsentBadge state={person.service} /></dd></div>
        {person.tags.length === 0 ? null : <div><dt>{t('person.tags')}</dt><dd>{person.tags.join(', ')}</dd></div>}
        {person.lists.length === 0 ? null : <div><dt>{t('person.lists')}</dt><dd>{person.lists.map((list) => list.name).join(', ')}</dd></div>}
        {person.notes === '' ? null : <div><dt>{t('person.notes')}</dt><dd className="pane-long">{person.notes}</dd></div>}
      </dl>
      <a href={hrefOf({ screen: 'contacts', contactId: person.id })}>{t('openContact')}</a>
    </>
  )
}

const Unknown = ({ number }: { readonly number: string }) => {
  const t = useWords('inbox')
  const [firstName, setFirstName] = useState('')
  const [lastName, setLastName] = useState('')
  const add = useAction('contacts.add', { onDone: () => { notifyDone(t('person.added')) } })
  return (
    <>
      <div><NumberText number={number} /></div>
      <p className="dim">{t('person.unknown')}</p>
      <form onSubmit={(event) => { event.preventDefault(); add.mutate({ number, firstName, lastName }) }}>
        <Stack gap="xs">
          <TextInput size="sm" label={t('person.firstName')} value={firstName} maxLength={200} autoComplete="off" onChange={(event) => { setFirstName(event.currentTarget.value) }} />
          <TextInput size="sm" label={t('person.lastName')} value={lastName} maxLength={200} autoComplete="off" onChange={(event) => { setLastName(event.currentTarget.value) }} />
          <Button type="submit" size="sm" loading={add.isPending}>{t('person.add')}</Button>
        </Stack>
      </form>
    </>
  )
}

/** Who one is talking to; beside the conversation where there is room. */
export const PersonPane = ({ talk }: { readonly talk: Conversation }) => {
  const t = useWords('inbox')
  return (
    <aside className="pane" aria-label={t('person.title')} tabIndex={0}>
      <Title order={2} className="visually-hidden">{t('person.title')}</Title>
      {talk.contactId === null ? <Unknown key={talk.number} number={talk.number} /> : <Known id={talk.contactId} />}
    </aside>
  )
}
