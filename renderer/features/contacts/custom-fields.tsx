import { useState } from 'react'
import { Select } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import type { Contact, CustomField } from '../../../shared/contract/contacts.ts'
import { normalise, readDay, readYes, writeDay } from '../../../shared/rules/segments/values.ts'
import { useAction, useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { InlineField } from './inline-field.tsx'

type FieldProps = { readonly person: Contact; readonly field: CustomField }

/** Saves one value as soon as it is chosen. */
const useValue = ({ person, field }: FieldProps) => {
  const [problem, setProblem] = useState<string>()
  const save = useAction('contacts.save', {
    onDone: () => { setProblem(undefined) },
    onProblem: ({ message, fix }) => { setProblem([message, fix].filter(Boolean).join(' ')); return true },
  })
  return {
    stored: person.custom[field.key] ?? '',
    problem,
    set: (value: string | null) => { save.mutate({ id: person.id, custom: { ...person.custom, [field.key]: value ?? '' } }) },
  }
}

const ChoiceField = ({ person, field, options }: FieldProps & { readonly options: readonly { readonly value: string; readonly label: string }[] }) => {
  const u = useWords('ui')
  const { stored, problem, set } = useValue({ person, field })
  const value = field.kind === 'yes-no' ? (readYes(stored) === null ? stored : readYes(stored) === true ? 'yes' : 'no') : (normalise(stored, field) ?? stored)
  // What does not fit stays to be seen until something else is chosen.
  const known = value === '' || options.some((option) => option.value === value) ? options : [...options, { value, label: value }]
  return <Select label={field.label} clearable clearButtonProps={{ 'aria-label': u('clear') }} searchable={options.length > 8} data={known as { value: string; label: string }[]} value={value === '' ? null : value} onChange={set} error={problem} />
}

const DateField = ({ person, field }: FieldProps) => {
  const u = useWords('ui')
  const { stored, problem, set } = useValue({ person, field })
  const day = stored === '' ? null : readDay(stored, field.dateOrder)
  // A birthday without its year, or no day at all, is written as it is said.
  if (stored !== '' && (day === null || day.year === null)) return <InlineField person={person} customKey={field.key} label={field.label} />
  return (
    <DateInput
      label={field.label}
      value={day === null ? null : writeDay(day)}
      onChange={set}
      valueFormat="D MMM YYYY"
      dateParser={(typed) => { const said = readDay(typed, field.dateOrder); return said === null || said.year === null ? null : writeDay(said) }}
      clearable
      clearButtonProps={{ 'aria-label': u('clear') }}
      popoverProps={{ withRoles: false }}
      error={problem}
    />
  )
}

/** A field with the input its kind needs; each saves itself. */
const FieldInput = ({ person, field }: FieldProps) => {
  const t = useWords('contacts')
  switch (field.kind) {
    case 'date':
      return <DateField person={person} field={field} />
    case 'yes-no':
      return <ChoiceField person={person} field={field} options={[{ value: 'yes', label: t('person.yes') }, { value: 'no', label: t('person.no') }]} />
    case 'choice':
      return <ChoiceField person={person} field={field} options={field.options.map((option) => ({ value: option, label: option }))} />
    case 'text':
    case 'number':
      return <InlineField person={person} customKey={field.key} label={field.label} />
  }
}

/** What the owner's lists say of somebody: what is filled in, and a way to fill in more. */
export const CustomFields = ({ person }: { readonly person: Contact }) => {
  const t = useWords('contacts')
  const { data: fields = [] } = useCall('contacts.fields', {})
  const [more, setMore] = useState<readonly string[]>([])
  const shown = fields.filter(({ key }) => key in person.custom || more.includes(key))
  const others = fields.filter(({ key }) => !shown.some((field) => field.key === key))
  // A value whose field nobody knows any more is still theirs.
  const strays = Object.keys(person.custom).filter((key) => !fields.some((field) => field.key === key))
  if (fields.length === 0 && strays.length === 0) return null
  return (
    <>
      <h3>{t('person.custom')}</h3>
      {shown.map((field) => <FieldInput key={field.key} person={person} field={field} />)}
      {strays.map((key) => <InlineField key={key} person={person} customKey={key} label={key} />)}
      {others.length === 0 ? null : (
        <Select data-wide wrapperProps={{ 'data-wide': true }} aria-label={t('person.moreFields')} placeholder={t('person.moreFields')} searchable value={null} data={others.map(({ key, label }) => ({ value: key, label }))} onChange={(key) => { if (key !== null) setMore([...more, key]) }} />
      )}
    </>
  )
}
