import { Text, Title } from '@mantine/core'
import type { Rate, Trends } from '../../../shared/contract/results.ts'
import { useFormat, type Format } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Bars } from './charts.tsx'
import { Picture } from './picture.tsx'

/** "93.2 %, between 91 and 95 %" in a table's cells. */
export const rateCells = (format: Format, t: ReturnType<typeof useWords<'results'>>, rate: Rate): readonly string[] =>
  rate.of === 0 ? [t('none'), '', ''] : [format.percent(rate.share), t('of', { hits: rate.hits, of: rate.of }), t('interval', { low: format.percent(rate.low), high: format.percent(rate.high) })]

const Best = ({ trends }: { readonly trends: Trends }) => {
  const t = useWords('results')
  const format = useFormat()
  const { best, counted } = trends
  switch (best.kind) {
    case 'clear':
      return <>{t('best.clear', { hour: format.time(new Date(2026, 0, 5, best.hour).getTime()), here: format.percent(best.here.share), elsewhere: format.percent(best.elsewhere.share) })}</>
    case 'unclear':
      return <>{t('best.unclear', { count: counted })}</>
    case 'few':
      return <>{t('best.few', { needed: best.needed, hours: best.hours, count: counted })}</>
  }
}

/** How it goes over the months, and at which hours people answer. */
export const Months = ({ trends }: { readonly trends: Trends }) => {
  const t = useWords('results')
  const format = useFormat()
  const first = trends.months.findIndex(({ left }) => left > 0)
  const months = first < 0 ? [] : trends.months.slice(Math.min(first, trends.months.length - 3))
  const name = new Intl.DateTimeFormat(format.locale, { month: 'short', year: '2-digit' })
  const hourName = (hour: number) => format.time(new Date(2026, 0, 5, hour).getTime())
  // Small shares need their hundredths, or the axis counts 0.3, 0.5, 0.8.
  const fine = new Intl.NumberFormat(format.locale, { style: 'percent', maximumFractionDigits: 2 })
  const axis = (share: number) => fine.format(share)
  const money = months.find(({ billed }) => billed !== null)?.billed?.currency ?? null
  const rates = (of: (month: (typeof months)[number]) => Rate) => ({
    data: months.map((month) => ({ name: name.format(month.at), value: of(month).share })),
    rows: months.map((month) => [name.format(month.at), format.number(month.left), ...rateCells(format, t, of(month))]),
  })
  const delivered = rates((month) => month.delivered)
  const stopped = rates((month) => month.stopped)
  const head = [t('month'), t('left'), t('rate'), t('messages'), t('likely')]
  return (
    <section aria-labelledby="results-months">
      <Title order={2} id="results-months">{t('trends')}</Title>
      <div className="results-grid">
        <Picture title={t('deliveredTitle')} note={t('deliveredNote')} cells={{ head, rows: delivered.rows }}>
          <Bars data={delivered.data} label={t('delivered')} color="var(--good)" format={format.percent} axis={axis} shares />
        </Picture>
        <Picture title={t('stoppedTitle')} note={t('stoppedNote')} cells={{ head, rows: stopped.rows }}>
          <Bars data={stopped.data} label={t('stopped')} color="var(--alarm)" format={format.percent} axis={axis} shares />
        </Picture>
        {money === null ? null : (
          <Picture title={t('costTitle')} note={t('costNote')} cells={{ head: [t('month'), t('left'), t('cost')], rows: months.map((month) => [name.format(month.at), format.number(month.left), month.billed === null ? t('none') : format.money(month.billed)]) }}>
            <Bars data={months.map((month) => ({ name: name.format(month.at), value: (month.billed?.micros ?? 0) / 1_000_000 }))} label={t('cost')} color="var(--neutral)" format={(value) => format.money({ micros: Math.round(value * 1_000_000), currency: money })} />
          </Picture>
        )}
        {trends.hours.length === 0 ? null : (
          <Picture title={t('hourTitle')} note={<Best trends={trends} />} cells={{ head: [t('hour'), t('rate'), t('messages'), t('likely')], rows: trends.hours.map(({ hour, answered }) => [hourName(hour), ...rateCells(format, t, answered)]) }}>
            <Bars data={trends.hours.map(({ hour, answered }) => ({ name: hourName(hour), value: answered.share }))} label={t('answered')} color="var(--wait)" format={format.percent} axis={axis} shares />
          </Picture>
        )}
      </div>
      {months.length === 0 ? <Text c="dimmed">{t('none')}</Text> : null}
    </section>
  )
}
