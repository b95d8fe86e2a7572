import { AreaChart, BarChart } from '@mantine/charts'
import '@mantine/charts/styles.css'

/** The three shapes of chart there are. They stand still: nothing moves, also not when they appear. */

const still = { isAnimationActive: false } as const
/** Room for half of the uppermost number, which else is pushed down beside its line. */
const above = { top: 12 } as const
const shared = { gridAxis: 'x', tickLine: 'none', textColor: 'var(--text-dim)', gridColor: 'var(--line)', withTooltip: true, tooltipAnimationDuration: 0 } as const

type Bars = {
  readonly data: readonly { readonly name: string; readonly value: number }[]
  readonly label: string
  readonly color: string
  readonly format: (value: number) => string
}

/** Where an axis of shares may end: a quarter of each is a round number too. */
const SHARE_ENDS = [0.01, 0.02, 0.04, 0.08, 0.1, 0.2, 0.4, 0.8, 1] as const
const endOf = (data: Bars['data']): number => SHARE_ENDS.find((end) => data.every(({ value }) => value <= end)) ?? 1

/** One bar for each name, with its value on it. The axis of `shares` ends at 100 % or before, and stands when all are nought. */
export const Bars = ({ data, label, color, format, axis = format, height = 220, shares = false }: Bars & { readonly height?: number; readonly axis?: (value: number) => string; readonly shares?: boolean }) => (
  <BarChart {...shared} h={height} data={data as Bars['data'][number][]} dataKey="name" series={[{ name: 'value', label, color }]} valueFormatter={format} maxBarWidth={56} barProps={still} barChartProps={{ accessibilityLayer: false, margin: above }} yAxisProps={{ width: 76, tickFormatter: axis, ...(shares ? { domain: [0, endOf(data)] } : {}) }} />
)

/** The same lying down, for names that are words. */
export const LyingBars = ({ data, label, color, format }: Bars) => (
  <BarChart
    {...shared} gridAxis="y" h={44 + data.length * 34} orientation="vertical" data={data as Bars['data'][number][]} dataKey="name" series={[{ name: 'value', label, color }]} valueFormatter={format} maxBarWidth={22}
    withBarValueLabel barProps={still} barChartProps={{ accessibilityLayer: false, margin: { right: 48 } }} yAxisProps={{ width: 170 }} xAxisProps={{ tickFormatter: format, allowDecimals: false }}
  />
)

/** What arrived and what did not, adding up over time; the second is dashed, so that no colour is needed to tell them apart. */
export const Growth = ({ data, delivered, failed, format }: { readonly data: readonly { readonly name: string; readonly delivered: number; readonly failed: number }[]; readonly delivered: string; readonly failed: string; readonly format: (value: number) => string }) => (
  <AreaChart
    {...shared} h={240} data={data as { name: string; delivered: number; failed: number }[]} dataKey="name" withLegend legendProps={{ verticalAlign: 'bottom' }} withDots={false} curveType="linear" valueFormatter={format}
    series={[{ name: 'delivered', label: delivered, color: 'var(--good)' }, { name: 'failed', label: failed, color: 'var(--alarm)', strokeDasharray: '5 4' }]}
    areaProps={still} areaChartProps={{ accessibilityLayer: false, margin: above }} yAxisProps={{ width: 64, allowDecimals: false }} xAxisProps={{ minTickGap: 40 }}
  />
)
