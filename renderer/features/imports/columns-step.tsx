import { Anchor, Button, Group, Select, Switch, Text, Title } from '@mantine/core'
import { columnMeaning, delimiter, encoding, type ColumnMeaning, type Delimiter, type Encoding, type Inspection, type Mapping, type OnConflict, type Reading } from '../../../shared/contract/imports.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Note } from '../../ui/problem-alert.tsx'
import { PreviewTable } from './preview-table.tsx'
import { Steps } from './steps.tsx'
import { useAction } from '../../api.ts'
import { forgetImport, guessAnew, importApart, readAs, setMeaning, toStep, useImportStore } from './use-import-store.ts'

const delimiterWords = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const satisfies Record<Delimiter, string>

const ReadingForm = ({ inspection }: { readonly inspection: Inspection }) => {
  const { reading, sheets } = inspection
  const t = useWords('imports')
  const change = (part: Partial<Reading>) => { readAs({ ...reading, ...part }) }
  const header = <Switch mb={8} label={t('columns.hasHeader')} checked={reading.hasHeader} onChange={(event) => { change({ hasHeader: event.currentTarget.checked }) }} />
  // A card has headings of ours, and says its characters itself; Excel's file has sheets.
  if (reading.kind === 'vcard') return null
  if (reading.kind === 'excel') {
    return (
      <div className="import-reading">
        {sheets.length < 2 ? null : (
          <Select
            label={t('columns.sheet')}
            data={sheets.map(({ name, hidden, empty }) => ({ value: name, label: empty ? t('columns.sheetEmpty', { name }) : hidden ? t('columns.sheetHidden', { name }) : name, disabled: empty }))}
            value={reading.sheet ?? null}
            allowDeselect={false}
            onChange={(value) => { if (value !== null) readAs({ sheet: value }) }}
          />
        )}
        {header}
      </div>
    )
  }
  return (
    <div className="import-reading">
      <Select
        label={t('columns.encoding')}
        data={encoding.options.map((value) => ({ value, label: t(`columns.encodings.${value}`) }))}
        value={reading.encoding}
        allowDeselect={false}
        onChange={(value) => { if (value !== null) change({ encoding: value as Encoding }) }}
      />
      <Select
        label={t('columns.delimiter')}
        data={delimiter.options.map((value) => ({ value, label: t(`columns.delimiters.${delimiterWords[value]}`) }))}
        value={reading.delimiter}
        allowDeselect={false}
        onChange={(value) => { if (value !== null) change({ delimiter: value as Delimiter }) }}
      />
      {header}
    </div>
  )
}

/** What else was dropped with this file, what it looks like, and what is known of it. */
const FileNotes = ({ inspection }: { readonly inspection: Inspection }) => {
  const t = useWords('imports')
  const format = useFormat()
  const { twins, waiting, bad, asLastTime } = useImportStore()
  const forget = useAction('imports.forget')
  const { importedBefore, profile, remembered } = inspection
  return (
    <div className="import-notes">
      {bad.map(({ name, message }) => <Note key={name}>{t('choose.notReadable', { name })} {message}</Note>)}
      {twins.length === 0 ? null : (
        <Note>
          {t('columns.together', { count: twins.length, names: format.list(twins.map(({ ticket }) => ticket.name)) })}{' '}
          <Anchor component="button" type="button" onClick={importApart}>{t('columns.apart')}</Anchor>
        </Note>
      )}
      {waiting.length === 0 ? null : <Note>{t('columns.waiting', { names: format.list(waiting.map(({ name }) => name)) })}</Note>}
      {remembered !== null && asLastTime === true ? (
        <Note>
          {t('columns.remembered', { name: remembered.fileName, date: format.date(remembered.usedAt) })}
          <Group gap={16} mt={4}>
            <Anchor component="button" type="button" onClick={guessAnew}>{t('columns.guessAnew')}</Anchor>
            <Anchor component="button" type="button" onClick={() => { guessAnew(); forget.mutate({ fingerprint: remembered.fingerprint }) }}>{t('columns.forget')}</Anchor>
          </Group>
        </Note>
      ) : profile === null ? null : <Note>{t('columns.profile', { name: t(`columns.profiles.${profile}`) })}</Note>}
      {importedBefore === null ? null : <Note>{t('columns.importedBefore', { date: format.dateTime(importedBefore.at), rows: format.number(importedBefore.rows) })}</Note>}
    </div>
  )
}

type Props = { readonly fileId: string; readonly inspection: Inspection; readonly mapping: Mapping; readonly onConflict: OnConflict }

/** What each column means, and at once what that makes of the rows. */
export const ColumnsStep = ({ fileId, inspection, mapping, onConflict }: Props) => {
  const t = useWords('imports')
  const { reading } = inspection
  // What a telephone's address book has no word of is not asked about.
  const columns = reading.kind === 'vcard' ? inspection.columns.filter(({ samples }) => samples.length > 0) : inspection.columns
  const hasNumber = mapping.includes('number') || mapping.includes('mobile')
  const nameOf = (header: string, index: number) => (header.trim() === '' ? t('columns.unnamed', { number: index + 1 }) : header)
  return (
    <Page
      header={
        <PageHeader
          title={t('title')}
          subtitle={<>{t(inspection.rowsExact ? 'columns.file' : 'columns.fileAbout', { name: inspection.fileName, count: inspection.rows })}<Steps current="columns" /></>}
        />
      }
    >
      <div className="import-page">
        <FileNotes inspection={inspection} />
        <section className="import-section">
          <header>
            <Title order={2}>{t('columns.heading')}</Title>
            <Text c="dimmed">{t('columns.text')} {reading.kind === undefined ? t('columns.encodingHint') : null}</Text>
          </header>
          <ReadingForm inspection={inspection} />
          <div className="import-scroll" tabIndex={0} role="region" aria-label={t('columns.table')}>
            <table className="import-table import-columns">
              <thead><tr><th scope="col">{t('columns.column')}</th><th scope="col">{t('columns.samples')}</th><th scope="col">{t('columns.meaning')}</th></tr></thead>
              <tbody>
                {columns.map((column) => {
                  const name = nameOf(column.header, column.index)
                  return (
                    <tr key={column.index} data-skip={mapping[column.index] === 'skip' || undefined}>
                      <td><strong>{name}</strong></td>
                      <td className="import-samples">{column.samples.length === 0 ? <em>{t('columns.noSamples')}</em> : column.samples.slice(0, 3).join(' · ')}</td>
                      <td width={300}>
                        <Select
                          size="sm"
                          aria-label={t('columns.meaningOf', { column: name })}
                          data={columnMeaning.options.map((value) => ({ value, label: t(`columns.meanings.${value}`) }))}
                          value={mapping[column.index] ?? 'skip'}
                          allowDeselect={false}
                          maxDropdownHeight={340}
                          onChange={(value) => { if (value !== null) setMeaning(column.index, value as ColumnMeaning) }}
                        />
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
          {mapping.filter((meaning) => meaning === 'number' || meaning === 'mobile').length > 1 ? <Text size="sm" c="dimmed">{t('columns.severalNumbers')}</Text> : null}
          {hasNumber ? null : <Text c="red" role="alert">{t('columns.noNumber')}</Text>}
        </section>
        <section className="import-section">
          <header><Title order={2}>{t('columns.preview')}</Title></header>
          {hasNumber ? <PreviewTable fileId={fileId} reading={reading} mapping={mapping} onConflict={onConflict} columns={columns} /> : <Text c="dimmed">{t('columns.previewEmpty')}</Text>}
        </section>
        <div className="import-foot">
          <Button onClick={forgetImport}>{t('columns.back')}</Button>
          <NextButton disabled={!hasNumber} onClick={() => { toStep('consent') }}>{t('columns.next')}</NextButton>
        </div>
      </div>
    </Page>
  )
}
