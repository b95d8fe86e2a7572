import { call, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { SaveFileButton } from '../../ui/save-file-button.tsx'
import { LyingBars } from './charts.tsx'
import { Picture } from './picture.tsx'

const SHOWN = 8

/** What people answered, by word; counted for a week, each person by their last answer. */
export const AnswersByWord = ({ campaignId }: { readonly campaignId: number }) => {
  const t = useWords('results')
  const format = useFormat()
  const { data } = useCall('inbox.tally', { campaignId }, { keepPrevious: true })
  if (data === undefined || data.campaignId !== campaignId || data.people === data.stops) return null
  const rows = [...data.rows.map(({ answer, people }) => ({ name: answer, value: people })), ...(data.other === 0 ? [] : [{ name: t('tally.other'), value: data.other }])]
  return (
    <Picture
      order={2} title={t('tally.title')} note={t('tally.note', { count: data.people - data.stops })} cells={{ head: [t('tally.answer'), t('tally.people')], rows: rows.map(({ name, value }) => [name, format.number(value)]) }}
      action={<SaveFileButton variant="subtle" size="compact-sm" label={t('tally.export')} write={() => call('inbox.exportTally', { campaignId })} />}
    >
      <LyingBars data={rows.slice(0, SHOWN)} label={t('tally.people')} color="var(--wait)" format={format.number} />
    </Picture>
  )
}
