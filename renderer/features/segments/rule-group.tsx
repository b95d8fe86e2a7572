import { useRef } from 'react'
import { ActionIcon, Button, Select } from '@mantine/core'
import { IconFolderPlus, IconX } from '@tabler/icons-react'
import { match, type Group } from '../../../shared/rules/segments/rule.ts'
import { useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConditionRow, useKindName } from './condition-row.tsx'
import { addAt, mayNest, newCondition, removeAt, replaceAt, type Path } from './rule-draft.ts'

const KINDS = {
  people: ['tag', 'list', 'about:first-name', 'about:last-name', 'about:email', 'about:notes', 'language'],
  permission: ['consent:marketing', 'consent:service'],
  messages: ['texted', 'replied', 'delivery'],
  place: ['country', 'region', 'postal-code', 'area-code'],
  record: ['added', 'changed', 'imported'],
} as const

/** A condition is added by choosing what it is about; typing finds it. */
const AddCondition = ({ onAdd }: { readonly onAdd: (kind: string) => void }) => {
  const t = useWords('segments')
  const u = useWords('ui')
  const nameOf = useKindName()
  const { data: fields = [] } = useCall('contacts.fields', {})
  const group = (name: keyof typeof KINDS) => ({ group: t(`groups.${name}`), items: KINDS[name].map((kind) => ({ value: kind as string, label: nameOf(kind) })) })
  return (
    <Select
      aria-label={t('builder.add')}
      placeholder={t('builder.add')}
      searchable
      w={230}
      value={null}
      maxDropdownHeight={320}
      nothingFoundMessage={u('noMatch')}
      data={[
        group('people'),
        ...(fields.length === 0 ? [] : [{ group: t('groups.fields'), items: fields.map(({ key, label }) => ({ value: `field:${key}`, label })) }]),
        group('permission'), group('messages'), group('place'), group('record'),
      ]}
      onChange={(kind) => { if (kind !== null) onAdd(kind) }}
    />
  )
}

/** The first thing to fill in of what was just added, or the way to add another after something was taken away. */
const focusIn = (holder: HTMLElement | null, selector: string): void => {
  requestAnimationFrame(() => { holder?.querySelector<HTMLElement>(selector)?.focus() })
}

/** A group of conditions and groups, and how they count together. */
export const RuleGroup = ({ root, group, path, onChange, onRemove }: {
  readonly root: Group
  readonly group: Group
  readonly path: Path
  readonly onChange: (root: Group) => void
  /** Null: the outermost, which stays. */
  readonly onRemove: (() => void) | null
}) => {
  const t = useWords('segments')
  const { data: fields = [] } = useCall('contacts.fields', {})
  const place = useRef<HTMLDivElement>(null)
  const outermost = path.length === 0
  const focusAdd = () => { focusIn(place.current, ':scope > .rule-adds input') }
  const add = (kind: string) => {
    onChange(addAt(root, path, newCondition(kind, fields)))
    focusIn(place.current, ':scope > .rule-list > li:last-child input')
  }
  return (
    <div className="rule-group" ref={place} role="group" aria-label={outermost ? t('builder.rule') : t('builder.group', { place: path.map((index) => index + 1).join('.') })} data-inner={!outermost || undefined}>
      <div className="rule-head">
        <Select
          aria-label={t('builder.matchLabel')}
          w={270}
          allowDeselect={false}
          data={match.options.map((value) => ({ value, label: t(`builder.match.${value}`) }))}
          value={group.match}
          onChange={(value) => { if (value !== null) onChange(replaceAt(root, path, { ...group, match: value })) }}
        />
        {onRemove === null ? null : <ActionIcon variant="subtle" color="gray" aria-label={t('builder.removeGroup')} onClick={onRemove}><IconX size={16} aria-hidden /></ActionIcon>}
      </div>
      {group.of.length === 0 ? (outermost ? <p className="rule-none">{t('builder.noConditions')}</p> : null) : (
        <ul className="rule-list">
          {group.of.map((part, index) => {
            const here = [...path, index]
            return part.kind === 'group'
              // Conditions have no number of their own; everything in them is held by the rule itself.
              ? <li key={index}><RuleGroup root={root} group={part} path={here} onChange={onChange} onRemove={() => { onChange(removeAt(root, here)); focusAdd() }} /></li>
              : <ConditionRow key={index} node={part} onChange={(node) => { onChange(replaceAt(root, here, node)) }} onRemove={() => { onChange(removeAt(root, here)); focusAdd() }} />
          })}
        </ul>
      )}
      <div className="rule-adds">
        <AddCondition onAdd={add} />
        {mayNest(path) ? (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconFolderPlus size={16} aria-hidden />}
            onClick={() => {
              onChange(addAt(root, path, { kind: 'group', match: group.match === 'any' ? 'all' : 'any', of: [] }))
              focusIn(place.current, ':scope > .rule-list > li:last-child .rule-adds input')
            }}
          >
            {t('builder.addGroup')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
