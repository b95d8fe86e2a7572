import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import type { CustomField, FieldKind } from '../../../shared/contract/contacts.ts'
import { yearly, type FieldTest } from '../../../shared/rules/segments/rule.ts'
import { readDay, writeDay } from '../../../shared/rules/segments/values.ts'
import { useWords } from '../../i18n/i18n.ts'
import { opsOf, testOf } from './rule-draft.ts'

type Numbered = { readonly label: string; readonly value: number; readonly onChange: (value: number) => void; readonly whole?: boolean; readonly width?: number }

/** A number that may still be missing. */
export const NumberField = ({ label, value, onChange, whole = false, width = 110 }: Numbered) => (
  <NumberInput
    aria-label={label}
    placeholder={label}
    w={width}
    hideControls
    value={Number.isNaN(value) ? '' : value}
    onChange={(next) => { onChange(typeof next === 'number' ? next : next === '' ? NaN : Number(next)) }}
    {...(whole ? { min: 0, max: 3660, allowDecimal: false, allowNegative: false, clampBehavior: 'strict' as const } : {})}
  />
)

const DayField = ({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }) => (
  <DateInput
    aria-label={label}
    placeholder={label}
    w={150}
    value={value === '' ? null : value}
    onChange={(day) => { onChange(day ?? '') }}
    valueFormat="D MMM YYYY"
    // Typed in either language.
    dateParser={(typed) => { const day = readDay(typed, 'dmy'); return day === null || day.year === null ? null : writeDay(day) }}
    popoverProps={{ withRoles: false }}
  />
)

/** What is asked of a value, with the inputs its question needs. */
export const TestEditor = ({ name, kind, options, test, onChange }: {
  readonly name: string
  readonly kind: FieldKind
  readonly options: CustomField['options']
  readonly test: FieldTest
  readonly onChange: (test: FieldTest) => void
}) => {
  const t = useWords('segments')
  // A rule made when the field was of another kind stays as it was asked.
  const ops = opsOf[kind].includes(test.op) ? opsOf[kind] : [test.op, ...opsOf[kind]]
  const input = () => {
    switch (test.op) {
      case 'is':
      case 'is-not':
      case 'contains':
      case 'contains-not':
      case 'begins':
        return <TextInput aria-label={`${name}: ${t('input.text')}`} placeholder={t('input.text')} value={test.value} maxLength={200} onChange={(event) => { onChange({ ...test, value: event.currentTarget.value }) }} w={180} />
      case 'number-is':
      case 'number-is-not':
      case 'more':
      case 'less':
        return <NumberField label={`${name}: ${t('input.number')}`} value={test.value} onChange={(value) => { onChange({ ...test, value }) }} />
      case 'number-between':
        return (
          <>
            <NumberField label={`${name}: ${t('input.number')}`} value={test.from} onChange={(from) => { onChange({ ...test, from }) }} />
            <NumberField label={`${name}: ${t('input.upTo')}`} value={test.to} onChange={(to) => { onChange({ ...test, to }) }} />
          </>
        )
      case 'on':
      case 'before':
      case 'after':
        return <DayField label={`${name}: ${t('input.day')}`} value={test.day} onChange={(day) => { onChange({ ...test, day }) }} />
      case 'date-between':
        return (
          <>
            <DayField label={`${name}: ${t('input.day')}`} value={test.from} onChange={(from) => { onChange({ ...test, from }) }} />
            <DayField label={`${name}: ${t('input.lastDay')}`} value={test.to} onChange={(to) => { onChange({ ...test, to }) }} />
          </>
        )
      case 'last-days':
      case 'next-days':
        return <NumberField whole width={72} label={`${name}: ${t('input.days')}`} value={test.days} onChange={(days) => { onChange({ ...test, days }) }} />
      case 'yearly':
        return (
          <Select aria-label={`${name}: ${t('input.when')}`} w={170} allowDeselect={false} data={yearly.options.map((when) => ({ value: when, label: t(`yearly.${when}`) }))} value={test.when}
            onChange={(when) => { if (when !== null) onChange({ ...test, when }) }} />
        )
      case 'one-of':
      case 'none-of':
        return options.length > 0
          ? <MultiSelect aria-label={`${name}: ${t('input.choices')}`} placeholder={test.values.length === 0 ? t('input.choices') : ''} data={[...new Set([...options, ...test.values])]} value={test.values} onChange={(values) => { onChange({ ...test, values }) }} searchable className="rule-wide" />
          : <TagsInput aria-label={`${name}: ${t('input.choices')}`} placeholder={test.values.length === 0 ? t('input.choices') : ''} value={test.values} onChange={(values) => { onChange({ ...test, values }) }} className="rule-wide" />
      case 'filled':
      case 'empty':
      case 'yes':
      case 'no':
        return null
    }
  }
  return (
    <>
      <Select
        aria-label={`${name}: ${t('input.operator')}`}
        w={172}
        allowDeselect={false}
        data={ops.map((op) => ({ value: op, label: t(`ops.${op}`) }))}
        value={test.op}
        onChange={(op) => { if (op !== null) onChange(testOf(op, test)) }}
      />
      {input()}
    </>
  )
}
