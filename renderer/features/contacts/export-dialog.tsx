import { Button, Checkbox, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import type { ContactChoice } from '../../../shared/contract/contacts.ts'
import type { ExportColumn } from '../../../shared/contract/people.ts'
import { bridge, useAction, useCall } from '../../api.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { ownColumns, useExportStore, usualColumns } from './use-export-store.ts'

/** Rows of an Excel sheet besides its headings. */
const excelRows = 1_048_575

const Form = ({ who, count, onClose }: { readonly who: ContactChoice; readonly count: number; readonly onClose: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const choice = useExportStore()
  const { data: fields = [] } = useCall('contacts.fields', {})
  const delimiter = choice.delimiter ?? (languageNow() === 'fr' ? ';' : ',')
  const columns = [...ownColumns.map((value) => ({ value: value as string, label: t(`export.column.${value}`) })), ...fields.map(({ key, label }) => ({ value: `custom:${key}`, label }))]
  const known = choice.columns.filter((column) => columns.some(({ value }) => value === column))
  const save = useAction('people.export', {
    onDone: ({ file, unfit, unfitLetters }) => {
      onClose()
      if (unfit > 0) notifyDone(t('export.unfit', { count: unfit, letters: unfitLetters.join(' ') }))
      void bridge.saveFile(file).then(({ saved }) => { if (saved) notifyDone(t('export.saved', { name: file.name })) })
    },
  })
  const tooMany = choice.format === 'xlsx' && count > excelRows
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate({ who, format: choice.format, columns: [...known], encoding: choice.encoding, delimiter }) }}>
      <Stack>
        <div>
          <Text size="sm" fw={600} mb={4}>{t('export.format')}</Text>
          <SegmentedControl aria-label={t('export.format')} value={choice.format} onChange={(format) => { choice.set({ format: format as 'csv' | 'xlsx' }) }} data={[{ value: 'xlsx', label: t('export.xlsx') }, { value: 'csv', label: t('export.csv') }]} />
          {tooMany ? <Text size="sm" mt={6} role="alert" style={{ color: 'var(--alarm)' }}>{t('export.limit')}</Text> : null}
        </div>
        {choice.format === 'csv' ? (
          <Group grow align="flex-start">
            <Select label={t('export.encoding')} allowDeselect={false} value={choice.encoding} onChange={(encoding) => { choice.set({ encoding: encoding as 'utf-8' | 'windows-1252' }) }} data={[{ value: 'utf-8', label: t('export.utf8') }, { value: 'windows-1252', label: t('export.windows') }]} />
            <Select label={t('export.delimiter')} allowDeselect={false} value={delimiter} onChange={(next) => { choice.set({ delimiter: next as ',' | ';' | '\t' }) }} data={[{ value: ',', label: t('export.comma') }, { value: ';', label: t('export.semicolon') }, { value: '\t', label: t('export.tab') }]} />
          </Group>
        ) : null}
        <Checkbox.Group label={t('export.columns')} value={[...known]} onChange={(next) => { choice.set({ columns: columns.filter(({ value }) => next.includes(value)).map(({ value }) => value as ExportColumn) }) }}>
          <div className="export-columns">{columns.map(({ value, label }) => <Checkbox key={value} size="sm" value={value} label={label} />)}</div>
        </Checkbox.Group>
        <Group gap="xs">
          <Button size="compact-sm" onClick={() => { choice.set({ columns: usualColumns }) }}>{t('export.few')}</Button>
          <Button size="compact-sm" onClick={() => { choice.set({ columns: columns.map(({ value }) => value as ExportColumn) }) }}>{t('export.all')}</Button>
        </Group>
        <Text size="xs" c="dimmed">{t('export.safe')}</Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{u('cancel')}</Button>
          <NextButton type="submit" disabled={known.length === 0 || tooMany} loading={save.isPending}>{t('export.submit')}</NextButton>
        </Group>
      </Stack>
    </form>
  )
}

/** Who is shown or selected, as a file; which columns, for which program. */
export const ExportDialog = ({ who, count, opened, onClose }: { readonly who: ContactChoice; readonly count: number; readonly opened: boolean; readonly onClose: () => void }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('export.title', { total: t('export.people', { count }) })} closeButtonProps={{ 'aria-label': u('close') }}>
      <Form who={who} count={count} onClose={onClose} />
    </Modal>
  )
}
