import { Button, Select, Switch, Text, Title } from '@mantine/core'
import { columnMeaning, delimiter, encoding, type ColumnMeaning, type Delimiter, type Encoding, type Inspection, type Mapping, type OnConflict, type Reading } from '../../../shared/contract/imports.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Note } from '../../ui/problem-alert.tsx'
import { PreviewTable } from './preview-table.tsx'
import { Steps } from './steps.tsx'
import { forgetImport, readAs, setMeaning, toStep } from './use-import-store.ts'

const delimiterWords = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const satisfies Record<Delimiter, string>

const ReadingForm = ({ reading }: { readonly reading: Reading }) => {
  const t = useWords('imports')
  const change = (part: Partial<Reading>) => { readAs({ ...reading, ...part }) }
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
      <Switch mb={8} label={t('columns.hasHeader')} checked={reading.hasHeader} onChange={(event) => { change({ hasHeader: event.currentTarget.checked }) }} />
    </div>
  )
}

type Props = { readonly fileId: string; readonly inspection: Inspection; readonly mapping: Mapping; readonly onConflict: OnConflict }

/** What each column means, and at once what that makes of the rows. */
export const ColumnsStep = ({ fileId, inspection, mapping, onConflict }: Props) => {
  const t = useWords('imports')
  const format = useFormat()
  const { columns, reading, importedBefore } = inspection
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
        {importedBefore === null ? null : <Note>{t('columns.importedBefore', { date: format.dateTime(importedBefore.at), rows: format.number(importedBefore.rows) })}</Note>}
        <section className="import-section">
          <header>
            <Title order={2}>{t('columns.heading')}</Title>
            <Text c="dimmed">{t('columns.text')} {t('columns.encodingHint')}</Text>
          </header>
          <ReadingForm reading={reading} />
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
