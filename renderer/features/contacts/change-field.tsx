import { useState } from 'react'
import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { settableField, type BulkEdit } from '../../../shared/contract/people.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'

/** One field, one value, for everybody selected. */
export const ChangeField = ({ count, busy, onRun, onClose }: { readonly count: number; readonly busy: boolean; readonly onRun: (edit: BulkEdit) => void; readonly onClose: () => void }) => {
  const t = useWords('contacts')
  const p = useWords('people')
  const u = useWords('ui')
  const format = useFormat()
  const { data: fields = [] } = useCall('contacts.fields', {})
  const [field, setField] = useState<string>('language')
  const [value, setValue] = useState('')
  const own = field.startsWith('custom:') ? field.slice('custom:'.length) : null
  const submit = () => {
    const parsed = settableField.safeParse(field)
    if (own !== null) onRun({ kind: 'custom', key: own, value })
    else if (parsed.success) onRun({ kind: 'set', field: parsed.data, value })
  }
  return (
    <form onSubmit={(event) => { event.preventDefault(); submit() }}>
      <Stack>
        <Select
          data-autofocus
          label={t('bulk.field')}
          allowDeselect={false}
          value={field}
          onChange={(next) => { setField(next ?? 'language'); setValue('') }}
          data={[...settableField.options.map((each) => ({ value: each as string, label: p(`changes.field.${each}`) })), ...fields.map(({ key, label }) => ({ value: `custom:${key}`, label }))]}
        />
        {field === 'language' ? (
          <Select label={t('bulk.value')} clearable clearButtonProps={{ 'aria-label': u('clear') }} placeholder={t('person.languageNone')} value={value === '' ? null : value} onChange={(next) => { setValue(next ?? '') }} data={(['en', 'fr'] as const).map((each) => ({ value: each, label: p(`changes.language.${each}`) }))} />
        ) : (
          <TextInput label={t('bulk.value')} description={t('bulk.valueHelp')} value={value} onChange={(event) => { setValue(event.currentTarget.value) }} maxLength={own === null ? 200 : 500} autoComplete="off" />
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>{u('cancel')}</Button>
          <NextButton type="submit" loading={busy}>{t('bulk.changeMany', { total: t('count', { count }) })}</NextButton>
        </Group>
        <span className="visually-hidden">{format.number(count)}</span>
      </Stack>
    </form>
  )
}
