import { CloseButton, Group, Select, TagsInput, Text } from '@mantine/core'
import type { Contact } from '../../../shared/contract/contacts.ts'
import { useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { CustomFields } from './custom-fields.tsx'
import { InlineField } from './inline-field.tsx'

const zones = Intl.supportedValuesOf('timeZone')

const Lists = ({ person }: { readonly person: Contact }) => {
  const t = useWords('contacts')
  const { data: lists = [] } = useCall('lists.all', {})
  const who = { ids: [person.id] }
  const add = useAction('lists.addPeople')
  const remove = useAction('lists.removePeople')
  const others = lists.filter(({ id }) => !person.lists.some((list) => list.id === id))
  return (
    <div data-wide>
      <Text size="sm" fw={600} mb={4} id="person-lists">{t('person.lists')}</Text>
      <Group gap={6} role="group" aria-labelledby="person-lists">
        {person.lists.map(({ id, name }) => (
          <span key={id} className="tag">{name} <CloseButton size="xs" component="button" style={{ display: 'inline-flex', verticalAlign: 'middle' }} aria-label={t('person.offList', { list: name })} onClick={() => { remove.mutate({ id, who }) }} /></span>
        ))}
        {others.length === 0 ? null : (
          <Select size="xs" w={180} aria-label={t('person.addToList')} placeholder={t('person.addToList')} searchable value={null} data={others.map(({ id, name }) => ({ value: String(id), label: name }))} onChange={(id) => { if (id !== null) add.mutate({ id: Number(id), who }) }} />
        )}
      </Group>
    </div>
  )
}

/** Who somebody is. Each field saves itself when it is left; Escape puts it back. */
export const PersonTab = ({ person }: { readonly person: Contact }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const { data: tags = [] } = useCall('contacts.tags', {})
  const save = useAction('contacts.save')
  return (
    <div className="person-grid">
      <InlineField person={person} field="firstName" label={t('person.firstName')} />
      <InlineField person={person} field="lastName" label={t('person.lastName')} />
      <div data-wide><InlineField person={person} field="number" label={t('person.number')} type="tel" /></div>
      <div data-wide><InlineField person={person} field="email" label={t('person.email')} type="email" /></div>
      <TagsInput
        data-wide
        wrapperProps={{ 'data-wide': true }}
        label={t('person.tags')}
        placeholder={person.tags.length === 0 ? t('person.tagsHelp') : ''}
        data={tags.map(({ tag }) => tag)}
        value={[...person.tags]}
        onChange={(value) => { save.mutate({ id: person.id, tags: value }) }}
        maxTags={50}
      />
      <Lists person={person} />
      <InlineField person={person} field="region" label={t('person.region')} />
      <InlineField person={person} field="postalCode" label={t('person.postalCode')} />
      <Select
        label={t('person.language')}
        placeholder={t('person.languageNone')}
        clearable
        clearButtonProps={{ 'aria-label': u('clear') }}
        data={[{ value: 'en', label: u('language.en') }, { value: 'fr', label: u('language.fr') }]}
        value={person.language}
        onChange={(language) => { save.mutate({ id: person.id, language }) }}
      />
      <Select
        label={t('person.timeZone')}
        placeholder={t('person.timeZoneNone')}
        clearable
        clearButtonProps={{ 'aria-label': u('clear') }}
        searchable
        limit={60}
        nothingFoundMessage={u('noMatch')}
        data={zones}
        value={person.timeZone}
        onChange={(timeZone) => { save.mutate({ id: person.id, timeZone }) }}
      />
      <CustomFields person={person} />
      <div data-wide><InlineField person={person} field="notes" label={t('person.notes')} multiline /></div>
    </div>
  )
}
