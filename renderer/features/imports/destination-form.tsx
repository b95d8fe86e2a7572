import { Radio, Select, TagsInput, TextInput } from '@mantine/core'
import { useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { changeDestination, type Destination } from './use-import-store.ts'

/** The list and the tags. */
export const DestinationForm = ({ destination, name, asked }: { readonly destination: Destination; readonly name: string; readonly asked: boolean }) => {
  const t = useWords('imports')
  const { data: lists = [] } = useCall('lists.all', {})
  const { data: tags = [] } = useCall('contacts.tags', {})
  return (
    <>
      <Radio.Group aria-label={t('consent.whereHeading')} value={destination.kind} onChange={(kind) => { changeDestination({ kind: kind as Destination['kind'] }) }}>
        <div className="import-choice">
          <Radio value="new" label={t('consent.newList')} />
          {destination.kind !== 'new' ? null : (
            <div className="import-indent">
              <TextInput label={t('consent.listName')} value={name} maxLength={80} autoComplete="off" error={asked && name.trim() === '' ? t('consent.listNeeded') : null} onChange={(event) => { changeDestination({ name: event.currentTarget.value }) }} />
            </div>
          )}
          {lists.length === 0 ? null : <Radio value="existing" label={t('consent.existingList')} />}
          {destination.kind !== 'existing' ? null : (
            <div className="import-indent">
              <Select
                label={t('consent.listChoice')}
                placeholder={t('consent.pickList')}
                data={lists.map((list) => ({ value: String(list.id), label: list.name }))}
                value={destination.listId === null ? null : String(destination.listId)}
                error={asked && destination.listId === null ? t('consent.pickList') : null}
                allowDeselect={false}
                onChange={(value) => { changeDestination({ listId: value === null ? null : Number(value) }) }}
              />
            </div>
          )}
          <Radio value="none" label={t('consent.noList')} />
        </div>
      </Radio.Group>
      <TagsInput label={t('consent.tags')} description={t('consent.tagsHint')} data={tags.map(({ tag }) => tag)} value={[...destination.tags]} maxTags={20} onChange={(chosen) => { changeDestination({ tags: chosen.map((tag) => tag.trim().slice(0, 60)).filter((tag) => tag !== '') }) }} />
    </>
  )
}
