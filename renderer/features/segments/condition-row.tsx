import type { ReactNode } from 'react'
import { ActionIcon, MultiSelect, Select, TagsInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { getCountries } from 'libphonenumber-js/min'
import { consentState } from '../../../shared/contract/consent.ts'
import type { Condition, LastTime } from '../../../shared/rules/segments/rule.ts'
import { describeCondition } from '../../../shared/rules/segments/words.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { isFinished, kindOf } from './rule-draft.ts'
import { NumberField, TestEditor } from './test-editor.tsx'
import { useRuleNames } from './use-rule.ts'

type Editor<C extends Condition = Condition> = { readonly node: C; readonly name: string; readonly onChange: (node: Condition) => void }

/** Yes or no in the condition's own words: "has", "does not have". */
const Choose = <V extends string>({ label, value, data, onChange, width = 150 }: { readonly label: string; readonly value: V; readonly data: readonly { readonly value: V; readonly label: string }[]; readonly onChange: (value: V) => void; readonly width?: number }) => (
  <Select aria-label={label} w={width} allowDeselect={false} data={data as { value: V; label: string }[]} value={value} onChange={(next) => { if (next !== null) onChange(next) }} />
)

const YesNo = ({ name, words, value, onChange }: { readonly name: string; readonly words: 'has' | 'on' | 'is' | 'begins' | 'came'; readonly value: boolean; readonly onChange: (value: boolean) => void }) => {
  const t = useWords('segments')
  return <Choose width={words === 'begins' ? 170 : words === 'came' ? 160 : 132} label={`${name}: ${t('input.operator')}`} value={value ? 'yes' : 'no'} data={(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`${words}.${each}`) }))} onChange={(next) => { onChange(next === 'yes') }} />
}

/** One of what is there; what is no more stays named by its number. */
const Pick = ({ label, value, data, onChange }: { readonly label: string; readonly value: string | null; readonly data: readonly { readonly value: string; readonly label: string }[]; readonly onChange: (value: string) => void }) => {
  const t = useWords('segments')
  const u = useWords('ui')
  const known = value === null || data.some((each) => each.value === value) ? data : [...data, { value, label: value }]
  return (
    <Select aria-label={label} placeholder={t('input.choose')} searchable limit={200} className="rule-pick" allowDeselect={false} nothingFoundMessage={u('noMatch')} data={known as { value: string; label: string }[]} value={value}
      onChange={(next) => { if (next !== null) onChange(next) }} />
  )
}

const LastEditor = ({ name, last, onChange }: { readonly name: string; readonly last: LastTime; readonly onChange: (last: LastTime) => void }) => {
  const t = useWords('segments')
  const days = 'days' in last ? last.days : 30
  return (
    <>
      <Choose label={`${name}: ${t('input.when')}`} width={220} value={last.when} data={(['within', 'not-within', 'ever', 'never'] as const).map((when) => ({ value: when, label: t(`last.${when}`) }))}
        onChange={(when) => { onChange(when === 'ever' || when === 'never' ? { when } : { when, days }) }} />
      {'days' in last ? <NumberField whole width={72} label={`${name}: ${t('input.days')}`} value={last.days} onChange={(next) => { onChange({ ...last, days: next }) }} /> : null}
    </>
  )
}

const TagEditor = ({ node, name, onChange }: Editor<Extract<Condition, { kind: 'tag' }>>) => {
  const t = useWords('segments')
  const { data: tags = [] } = useCall('contacts.tags', {})
  return (
    <>
      <YesNo name={name} words="has" value={node.has} onChange={(has) => { onChange({ ...node, has }) }} />
      <Pick label={t('input.tag')} value={node.tag === '' ? null : node.tag} data={tags.map(({ tag }) => ({ value: tag, label: tag }))} onChange={(tag) => { onChange({ ...node, tag }) }} />
    </>
  )
}

const ListEditor = ({ node, name, onChange }: Editor<Extract<Condition, { kind: 'list' }>>) => {
  const t = useWords('segments')
  const { data: lists = [] } = useCall('lists.all', {})
  return (
    <>
      <YesNo name={name} words="on" value={node.on} onChange={(on) => { onChange({ ...node, on }) }} />
      <Pick label={t('input.list')} value={node.listId === 0 ? null : String(node.listId)} data={lists.map((list) => ({ value: String(list.id), label: list.name }))} onChange={(id) => { onChange({ ...node, listId: Number(id) }) }} />
    </>
  )
}

const ImportEditor = ({ node, name, onChange }: Editor<Extract<Condition, { kind: 'imported' }>>) => {
  const t = useWords('segments')
  const format = useFormat()
  const { data: imports = [] } = useCall('imports.all', {})
  return (
    <>
      <YesNo name={name} words="came" value={node.by} onChange={(by) => { onChange({ ...node, by }) }} />
      <Pick label={t('input.import')} value={node.importId === 0 ? null : String(node.importId)} data={imports.map((run) => ({ value: String(run.id), label: `${run.fileName}, ${format.date(run.startedAt)}` }))} onChange={(id) => { onChange({ ...node, importId: Number(id) }) }} />
    </>
  )
}

const PlaceEditor = ({ node, name, onChange }: Editor<Extract<Condition, { kind: 'country' | 'region' | 'postal-code' | 'area-code' }>>) => {
  const t = useWords('segments')
  const format = useFormat()
  const { data: places } = useCall('segments.places', {})
  const yesNo = <YesNo name={name} words={node.kind === 'postal-code' ? 'begins' : 'is'} value={node.in} onChange={(next) => { onChange({ ...node, in: next }) }} />
  const tags = (values: readonly string[], help: string, data: readonly string[], change: (values: string[]) => void) => (
    <TagsInput aria-label={`${name}: ${help}`} placeholder={values.length === 0 ? help : ''} data={[...data]} limit={100} maxTags={50} value={[...values]} onChange={change} acceptValueOnBlur className="rule-wide" />
  )
  switch (node.kind) {
    case 'country': {
      const here = places?.countries ?? []
      const others = getCountries().filter((code) => !here.includes(code)).map((code) => ({ value: code as string, label: format.country(code) })).sort((a, b) => a.label.localeCompare(b.label, format.locale))
      return (
        <>
          {yesNo}
          <MultiSelect aria-label={`${name}: ${t('input.countries')}`} placeholder={node.countries.length === 0 ? t('input.countries') : ''} searchable className="rule-wide" data={[...here.map((code) => ({ value: code, label: format.country(code) })), ...others]} value={node.countries} onChange={(countries) => { onChange({ ...node, countries }) }} />
        </>
      )
    }
    case 'region':
      return <>{yesNo}{tags(node.regions, t('input.regions'), places?.regions ?? [], (regions) => { onChange({ ...node, regions }) })}</>
    case 'postal-code':
      return <>{yesNo}{tags(node.begins, t('input.begins'), [], (begins) => { onChange({ ...node, begins: begins.map((text) => text.slice(0, 12)) }) })}</>
    case 'area-code':
      return <>{yesNo}{tags(node.codes, t('input.codes'), places?.areaCodes ?? [], (codes) => { onChange({ ...node, codes: codes.filter((code) => /^[2-9]\d{2}$/.test(code)) }) })}</>
  }
}

const FieldEditor = ({ node, name, onChange }: Editor<Extract<Condition, { kind: 'field' }>>) => {
  const { data: fields = [] } = useCall('contacts.fields', {})
  const field = fields.find(({ key }) => key === node.field)
  return <TestEditor name={name} kind={field?.kind ?? 'text'} options={field?.options ?? []} test={node.test} onChange={(test) => { onChange({ ...node, test }) }} />
}

const EditorOf = ({ node, name, onChange }: Editor): ReactNode => {
  const t = useWords('segments')
  const u = useWords('ui')
  switch (node.kind) {
    case 'tag':
      return <TagEditor node={node} name={name} onChange={onChange} />
    case 'list':
      return <ListEditor node={node} name={name} onChange={onChange} />
    case 'imported':
      return <ImportEditor node={node} name={name} onChange={onChange} />
    case 'field':
      return <FieldEditor node={node} name={name} onChange={onChange} />
    case 'about':
      return <TestEditor name={name} kind="text" options={[]} test={node.test} onChange={(test) => { onChange({ ...node, test }) }} />
    case 'consent':
      return <Choose label={`${name}: ${t('input.consent')}`} value={node.is} data={consentState.options.map((state) => ({ value: state, label: u(`consent.${state}`) }))} onChange={(is) => { onChange({ ...node, is }) }} />
    case 'texted':
    case 'replied':
      return <LastEditor name={name} last={node.last} onChange={(last) => { onChange({ ...node, last }) }} />
    case 'delivery': {
      const values = ['last-failed-yes', 'last-failed-no', 'cannot-get-texts-yes', 'cannot-get-texts-no'] as const
      return (
        <Choose label={`${name}: ${t('input.operator')}`} width={300} value={`${node.what}-${node.is ? 'yes' : 'no'}` as const} data={values.map((value) => ({ value, label: t(`delivery.${value}`) }))}
          onChange={(value) => { onChange({ kind: 'delivery', what: value.startsWith('last') ? 'last-failed' : 'cannot-get-texts', is: value.endsWith('yes') }) }} />
      )
    }
    case 'country':
    case 'region':
    case 'postal-code':
    case 'area-code':
      return <PlaceEditor node={node} name={name} onChange={onChange} />
    case 'language':
      return <Choose label={t('input.language')} value={node.is ?? 'none'} data={[{ value: 'en', label: u('language.en') }, { value: 'fr', label: u('language.fr') }, { value: 'none', label: t('unknownLanguage') }]} onChange={(is) => { onChange({ ...node, is: is === 'none' ? null : is }) }} />
    case 'added':
    case 'changed':
      return (
        <>
          <Choose label={`${name}: ${t('input.when')}`} width={220} value={node.since.when} data={(['within', 'not-within'] as const).map((when) => ({ value: when, label: t(`since.${when}`) }))} onChange={(when) => { onChange({ ...node, since: { ...node.since, when } }) }} />
          <NumberField whole width={72} label={`${name}: ${t('input.days')}`} value={node.since.days} onChange={(days) => { onChange({ ...node, since: { ...node.since, days } }) }} />
        </>
      )
  }
}

/** What a kind is called: its word, or a field's own name. */
export const useKindName = (): ((kind: string) => string) => {
  const t = useWords('segments')
  const { data: fields = [] } = useCall('contacts.fields', {})
  return (kind) => (kind.startsWith('field:') ? (fields.find(({ key }) => key === kind.slice(6))?.label ?? kind.slice(6)) : t(`kinds.${kind.replace(':', '-') as 'tag'}`))
}

/** One condition: what it is about, how, and which. */
export const ConditionRow = ({ node, onChange, onRemove }: { readonly node: Condition; readonly onChange: (node: Condition) => void; readonly onRemove: () => void }) => {
  const t = useWords('segments')
  const names = useRuleNames()
  const name = useKindName()(kindOf(node))
  const finished = isFinished(node)
  return (
    <li className="rule-row" data-unfinished={!finished || undefined}>
      <div className="rule-line" role="group" aria-label={finished ? describeCondition(node, languageNow(), names) : name}>
        <strong className="rule-name">{name}</strong>
        <EditorOf node={node} name={name} onChange={onChange} />
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label={t('builder.removeCondition', { what: name })} onClick={onRemove}><IconX size={16} aria-hidden /></ActionIcon>
      {finished ? null : <p className="rule-hint">{t('builder.unfinished')}</p>}
    </li>
  )
}
