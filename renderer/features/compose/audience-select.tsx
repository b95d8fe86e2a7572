import { Select } from '@mantine/core'
import type { Audience } from '../../../shared/contract/campaigns.ts'
import { useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'

/** An audience as the value of a select, and back. */
const valueOf = (audience: Audience | null): string | null => {
  switch (audience?.kind) {
    case undefined:
      return null
    case 'list':
      return `list:${String(audience.listId)}`
    case 'tag':
      return `tag:${audience.tag}`
    case 'segment':
      return `segment:${String(audience.segmentId)}`
    case 'everybody':
      return 'everybody'
    case 'people':
      return 'people'
  }
}
const audienceOf = (value: string, now: Audience | null): Audience | null => {
  if (value.startsWith('list:')) return { kind: 'list', listId: Number(value.slice(5)) }
  if (value.startsWith('tag:')) return { kind: 'tag', tag: value.slice(4) }
  if (value.startsWith('segment:')) return { kind: 'segment', segmentId: Number(value.slice(8)) }
  return value === 'everybody' ? { kind: 'everybody' } : now
}

/** Who gets it: a list, a tag, everybody, or the people chosen in the contact book. */
export const AudienceSelect = ({ value, gone, onChange }: {
  readonly value: Audience | null
  /** What the one chosen was called, when it is no more. */
  readonly gone: string | null
  readonly onChange: (audience: Audience) => void
}) => {
  const t = useWords('compose')
  const { data: lists = [] } = useCall('lists.all', {})
  const { data: tags = [] } = useCall('contacts.tags', {})
  const { data: segments = [] } = useCall('segments.all', {})
  const { data: all } = useCall('contacts.page', { filter: {}, sort: 'name', offset: 0, limit: 1 })
  const people = (count: number) => t('to.people', { count })
  const groups = [
    ...(value?.kind === 'people' ? [{ group: t('to.everybodyGroup'), items: [{ value: 'people', label: t('to.chosen', { count: value.contactIds.length }) }] }] : []),
    ...(lists.length === 0 ? [] : [{ group: t('to.lists'), items: lists.map((list) => ({ value: `list:${String(list.id)}`, label: t('to.listOption', { name: list.name, people: people(list.people) }) })) }]),
    ...(segments.length === 0 ? [] : [{ group: t('to.segments'), items: segments.map((segment) => ({ value: `segment:${String(segment.id)}`, label: segment.name })) }]),
    ...(tags.length === 0 ? [] : [{ group: t('to.tags'), items: tags.map((tag) => ({ value: `tag:${tag.tag}`, label: t('to.tagOption', { name: tag.tag, people: people(tag.people) }) })) }]),
    { group: t('to.everybodyGroup'), items: [{ value: 'everybody', label: all === undefined ? t('to.everybody') : t('to.listOption', { name: t('to.everybody'), people: people(all.total) }) }] },
  ]
  return (
    <Select
      label={t('to.label')}
      placeholder={t('to.placeholder')}
      data={groups}
      value={gone === null ? valueOf(value) : null}
      error={gone === null ? null : gone === '' ? t('to.goneUnnamed') : t('to.gone', { name: gone })}
      searchable={lists.length + tags.length + segments.length > 8}
      allowDeselect={false}
      maxDropdownHeight={320}
      onChange={(chosen) => {
        const audience = chosen === null ? null : audienceOf(chosen, value)
        if (audience !== null) onChange(audience)
      }}
    />
  )
}
