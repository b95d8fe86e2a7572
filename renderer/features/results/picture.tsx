import { useRef, useState, type ReactNode } from 'react'
import { ActionIcon, Text, Title, Tooltip } from '@mantine/core'
import { IconPhotoDown } from '@tabler/icons-react'
import { bridge, call } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { notifyDone, notifyProblem } from '../../ui/notify.tsx'
import { pngOf } from './png.ts'

export type Cells = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

/** The figures behind a picture: for whoever reads them, or cannot see it. */
export const FigureTable = ({ label, cells: { head, rows } }: { readonly label: string; readonly cells: Cells }) => (
  <table className="results-table" aria-label={label}>
    <thead><tr>{head.map((word, index) => <th key={word} scope="col" data-number={index > 0 || undefined}>{word}</th>)}</tr></thead>
    <tbody>
      {rows.map((row, line) => (
        <tr key={line}>{row.map((cell, index) => (index === 0 ? <th key={index} scope="row">{cell}</th> : <td key={index}>{cell}</td>))}</tr>
      ))}
    </tbody>
  </table>
)

/** A chart with its title, a sentence, the table behind it, and a way to keep it as a picture. `order`: its heading's, under which it stands. */
export const Picture = ({ title, order = 3, note, cells, action, children }: { readonly title: string; readonly order?: 2 | 3; readonly note?: ReactNode; readonly cells: Cells; readonly action?: ReactNode; readonly children: ReactNode }) => {
  const t = useWords('results')
  const ui = useWords('ui')
  const chart = useRef<HTMLDivElement>(null)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      const svg = chart.current?.querySelector<SVGSVGElement>('svg.recharts-surface')
      if (!svg) throw new Error('no picture')
      const ticket = await call('results.picture', { name: title, png: await pngOf(svg, title) })
      if (!ticket.ok) notifyProblem(ticket.error)
      else if ((await bridge.saveFile(ticket.value)).saved) notifyDone(ui('fileSaved', { name: ticket.value.name }))
    } catch {
      notifyProblem({ code: 'picture', message: t('pictureFailed') })
    }
    setBusy(false)
  }
  return (
    <section className="results-picture">
      <header>
        <Title order={order} size="h3">{title}</Title>
        {action}
        <Tooltip label={t('picture')}>
          <ActionIcon variant="subtle" color="gray" loading={busy} aria-label={t('pictureOf', { title })} onClick={() => void save()}><IconPhotoDown size={18} aria-hidden /></ActionIcon>
        </Tooltip>
      </header>
      {note === undefined ? null : <Text size="sm" c="dimmed">{note}</Text>}
      {/* Whoever cannot see it reads the table, which says the same. */}
      <div ref={chart} className="results-chart" aria-hidden>{children}</div>
      <details>
        <summary>{t('table')}</summary>
        <div className="results-scroll" role="region" tabIndex={0} aria-label={title}><FigureTable label={title} cells={cells} /></div>
      </details>
    </section>
  )
}
