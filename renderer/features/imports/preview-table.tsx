import { Text } from '@mantine/core'
import type { ImportColumn, Mapping, OnConflict, PreviewRow, Reading, RowOutcome } from '../../../shared/contract/imports.ts'
import { fieldKey } from '../../../shared/sms/merge.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'
import { SaysBadge } from './says-badge.tsx'

const outcomes = ['created', 'updated', 'unchanged', 'duplicate', 'rejected'] as const satisfies readonly RowOutcome[]

/** Whether the cell says more than the number it became: not when only blanks, dots or the country's prefix differ. */
const wasMangled = (raw: string, number: string): boolean => raw !== '' && (/[a-z]/i.test(raw) || !number.endsWith(raw.replace(/\D/g, '').replace(/^0+/, '')))

const Row = ({ row, labels }: { readonly row: PreviewRow; readonly labels: Readonly<Record<string, string>> }) => {
  const t = useWords('imports')
  const format = useFormat()
  const also = [...row.tags, ...Object.entries(row.custom).flatMap(([key, value]) => (value === '' ? [] : [`${labels[key] ?? key}: ${value}`]))]
  return (
    <tr>
      <td>{row.line}</td>
      <td>
        <OutcomeBadge outcome={row.outcome} />
        {row.reason === null ? null : <span className="import-why">{t(`reasons.${row.reason}`)}</span>}
      </td>
      <td data-number>
        {row.number === '' ? null : format.phone(row.number)}
        {wasMangled(row.rawNumber, row.number) ? <span className="import-raw">{t('columns.wasWritten', { raw: row.rawNumber })}</span> : null}
      </td>
      <td data-number>{`${row.firstName} ${row.lastName}`.trim()}</td>
      <td>{row.email}</td>
      <td data-number><SaysBadge says={row.says} optedOut={row.optedOut} /></td>
      <td className="import-samples" data-also>{also.join(' · ')}</td>
    </tr>
  )
}

type Props = {
  readonly fileId: string
  readonly reading: Reading
  readonly mapping: Mapping
  readonly onConflict: OnConflict
  readonly columns: readonly ImportColumn[]
}

/** Real rows as they would be stored now. */
export const PreviewTable = ({ fileId, reading, mapping, onConflict, columns }: Props) => {
  const t = useWords('imports')
  const format = useFormat()
  const { data: rows, error } = useCall('imports.preview', { fileId, reading, mapping, onConflict, limit: 50 }, { keepPrevious: true })
  const labels = Object.fromEntries(columns.map(({ header }) => [fieldKey(header), header]))
  if (error) return <ProblemAlert problem={error} />
  if (rows === undefined) return <Text c="dimmed" role="status">{t('result.rowsLoading')}</Text>
  const tally = outcomes.flatMap((outcome) => {
    const count = rows.filter((row) => row.outcome === outcome).length
    return count === 0 ? [] : [t(`tally.${outcome}`, { count })]
  })
  return (
    <>
      <Text c="dimmed" role="status">{t('columns.previewText')} {tally.length === 0 ? null : t('columns.previewTally', { tally: format.list(tally) })}</Text>
      <div className="import-scroll" tabIndex={0} role="region" aria-label={t('columns.preview')}>
        <table className="import-table" data-testid="preview">
          <thead>
            <tr>
              <th scope="col">{t('columns.line')}</th>
              <th scope="col">{t('columns.outcome')}</th>
              <th scope="col">{t('columns.number')}</th>
              <th scope="col">{t('columns.name')}</th>
              <th scope="col">{t('columns.email')}</th>
              <th scope="col">{t('columns.consent')}</th>
              <th scope="col">{t('columns.more')}</th>
            </tr>
          </thead>
          <tbody>{rows.map((row) => <Row key={row.line} row={row} labels={labels} />)}</tbody>
        </table>
      </div>
    </>
  )
}
