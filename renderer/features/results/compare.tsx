import { Select, Text, Title } from '@mantine/core'
import type { Campaign } from '../../../shared/contract/campaigns.ts'
import type { Comparison, Rate } from '../../../shared/contract/results.ts'
import { go } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { titleOf } from '../../ui/campaign-title.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'

type Props = { readonly campaigns: readonly Campaign[]; readonly first: number | null; readonly second: number | null; readonly onPick: (first: number | null, second: number | null) => void }

/** Where the true rate lies: a line from low to high with a mark at what was counted. The words beside it say the same. */
const Range = ({ rate, most }: { readonly rate: Rate; readonly most: number }) => {
  const at = (share: number) => `${String(Math.min(100, (share / most) * 100))}%`
  return (
    <span className="results-range" aria-hidden>
      <span style={{ left: at(rate.low), width: `calc(${at(rate.high)} - ${at(rate.low)})` }} />
      <i style={{ left: at(rate.share) }} />
    </span>
  )
}

const Side = ({ rate, most }: { readonly rate: Rate; readonly most: number }) => {
  const t = useWords('results')
  const format = useFormat()
  if (rate.of === 0) return <td>{t('none')}</td>
  return (
    <td>
      <strong>{format.percent(rate.share)}</strong> <small>{t('of', { hits: rate.hits, of: rate.of })}</small>
      <Range rate={rate} most={most} />
      <small>{t('interval', { low: format.percent(rate.low), high: format.percent(rate.high) })}</small>
    </td>
  )
}

const Row = ({ one, names }: { readonly one: Comparison; readonly names: readonly [string, string] }) => {
  const t = useWords('results')
  const format = useFormat()
  const points = (share: number) => format.number(Math.round(share * 1000) / 10)
  const most = Math.max(one.first.of === 0 ? 0 : one.first.high, one.second.of === 0 ? 0 : one.second.high, 0.01)
  const clear = one.verdict === 'first' || one.verdict === 'second'
  return (
    <tr>
      <th scope="row">{t(`compare.measures.${one.measure}`)}</th>
      <Side rate={one.first} most={most} />
      <Side rate={one.second} most={most} />
      <td data-clear={clear || undefined}>
        {t(`compare.verdict.${one.verdict}`, { name: names[one.verdict === 'second' ? 1 : 0] })}
        {clear || one.verdict === 'unclear' ? <small>{t('compare.difference', { low: points(one.difference.low), high: points(one.difference.high) })}</small> : null}
      </td>
    </tr>
  )
}

/** Two campaigns with how sure their figures are; noise is called noise. */
export const Compare = ({ campaigns, first, second, onPick }: Props) => {
  const t = useWords('results')
  const both = first !== null && second !== null && first !== second
  const { data, error } = useCall('results.compare', { first: first ?? 1, second: second ?? 1 }, { enabled: both, keepPrevious: true })
  const options = campaigns.map((campaign) => ({ value: String(campaign.id), label: titleOf(campaign) || `${t('campaign')} ${String(campaign.id)}` }))
  const nameOf = (id: number | null) => options.find(({ value }) => value === String(id))?.label ?? ''
  const pick = (value: string | null) => (value === null ? null : Number(value))
  return (
    <section aria-labelledby="results-compare">
      <Title order={2} id="results-compare">{t('compare.title')}</Title>
      <Text c="dimmed" size="sm">{t('compare.lead')}</Text>
      <div className="results-picks">
        <Select label={t('compare.first')} placeholder={t('choosePlaceholder')} data={options} value={first === null ? null : String(first)} searchable clearable w={280} onChange={(value) => { onPick(pick(value), second) }} />
        <Select label={t('compare.second')} placeholder={t('choosePlaceholder')} data={options} value={second === null ? null : String(second)} searchable clearable w={280} onChange={(value) => { onPick(first, pick(value)) }} />
      </div>
      {error ? <ProblemAlert problem={error} /> : null}
      {!both ? <Text>{first !== null && first === second ? t('compare.same') : t('compare.pick')}</Text> : data === undefined ? null : (
        <>
          <div className="results-scroll" role="region" tabIndex={0} aria-label={`${nameOf(first)} – ${nameOf(second)}`}>
            <table className="results-compare" data-testid="comparison">
              <thead><tr><th scope="col">{t('compare.measure')}</th><th scope="col">{nameOf(first)}</th><th scope="col">{nameOf(second)}</th><th scope="col">{t('compare.result')}</th></tr></thead>
              <tbody>{data.map((one) => <Row key={one.measure} one={one} names={[nameOf(first), nameOf(second)]} />)}</tbody>
            </table>
          </div>
          <Text size="sm" c="dimmed">{t('compare.caution')}</Text>
        </>
      )}
    </section>
  )
}

/** The address keeps who is compared, so that back and forward work. */
export const pickInAddress = (firstId: number | null, withId: number | null): void => {
  go({ screen: 'results', ...(firstId === null ? {} : { firstId }), ...(withId === null ? {} : { withId }) }, { replace: true })
}
