import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useWords } from '../i18n/i18n.ts'
import './ui.css'

export type Column<Row> = {
  readonly key: string
  readonly header: string
  /** A CSS grid track: '120px', 'minmax(160px, 2fr)'. */
  readonly width: string
  readonly align?: 'end'
  /** Shown only where the table is at least this wide, in px: what can be missed when there is little room. */
  readonly from?: number
  readonly cell: (row: Row) => ReactNode
}

export type TableSelection<Row> = {
  readonly isSelected: (row: Row) => boolean
  readonly toggle: (row: Row) => void
  readonly all: 'none' | 'some' | 'all'
  readonly toggleAll: () => void
  /** What the box above all of them says. Default: select everybody. */
  readonly allLabel?: string
}

export type VirtualTableProps<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly total: number
  /** undefined: not loaded yet. usePages gives this, `total` and `onRange`. */
  readonly rowAt: (index: number) => Row | undefined
  readonly onRange: (first: number, last: number) => void
  readonly keyOf: (row: Row) => string | number
  readonly onOpen?: (row: Row) => void
  readonly selection?: TableSelection<Row>
  /** The row whose drawer is open. */
  readonly currentKey?: string | number | null
  /** When this changes (another filter), the table starts at its top again. */
  readonly resetKey?: string
}

const rowHeight = 40
const headHeight = 36

const Check = ({ state, label, onClick }: { readonly state: 'none' | 'some' | 'all'; readonly label?: string; readonly onClick: () => void }) => {
  const mark = <span>{state === 'all' ? <IconCheck size={12} stroke={3} aria-hidden /> : state === 'some' ? <IconMinus size={12} stroke={3} aria-hidden /> : null}</span>
  const click = (event: { stopPropagation: () => void }) => { event.stopPropagation(); onClick() }
  // In a row the state is aria-selected of the row, and Space is its key: the box is for the mouse.
  return label === undefined
    ? <div className="vt-check" data-state={state} onClick={click}>{mark}</div>
    : <button type="button" className="vt-check" data-state={state} role="checkbox" aria-checked={state === 'some' ? 'mixed' : state === 'all'} aria-label={label} onClick={click}>{mark}</button>
}

/**
 * A table of any length: only the rows in sight exist. One stop for Tab; inside, arrows, Page Up and Down,
 * Home, End move, Space selects, Enter opens.
 */
export const VirtualTable = <Row,>({ label, columns: allColumns, total, rowAt, onRange, keyOf, onOpen, selection, currentKey, resetKey = '' }: VirtualTableProps<Row>) => {
  const t = useWords('ui')
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing of it is memoised here
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12, scrollPaddingStart: headHeight, scrollMargin: 0 })
  const items = virtual.getVirtualItems()
  const width = virtual.scrollRect?.width ?? Infinity
  const columns = allColumns.filter(({ from = 0 }) => width >= from)
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => { onRange(first, last) }, [first, last, onRange])

  const [shownKey, setShownKey] = useState(resetKey)
  if (shownKey !== resetKey) {
    setShownKey(resetKey)
    setActive(0)
  }
  useEffect(() => { scroller.current?.scrollTo({ top: 0 }) }, [resetKey])

  const at = Math.min(active, Math.max(0, total - 1))
  const move = (to: number) => {
    const next = Math.max(0, Math.min(total - 1, to))
    setActive(next)
    virtual.scrollToIndex(next, { align: 'auto' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || total === 0) return
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1)
    const row = rowAt(at)
    const steps: Partial<Record<string, () => void>> = {
      ArrowDown: () => { move(at + 1) },
      ArrowUp: () => { move(at - 1) },
      PageDown: () => { move(at + page) },
      PageUp: () => { move(at - page) },
      Home: () => { move(0) },
      End: () => { move(total - 1) },
      Enter: () => { if (row !== undefined) onOpen?.(row) },
      ' ': () => { if (row !== undefined) selection?.toggle(row) },
    }
    const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : steps[event.key]
    if (event.key === 'a' && (event.ctrlKey || event.metaKey) && selection !== undefined) {
      event.preventDefault()
      selection.toggleAll()
    } else if (step !== undefined) {
      event.preventDefault()
      step()
    }
  }
  const template = [...(selection === undefined ? [] : ['24px']), ...columns.map((column) => column.width)].join(' ')
  const rowId = (index: number) => `${id}-${String(index)}`
  const activeShown = at >= first && at <= last && total > 0

  return (
    <div
      ref={scroller}
      className="vt"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-description={t('table.keys')}
      aria-rowcount={total + 1}
      aria-colcount={columns.length + (selection === undefined ? 0 : 1)}
      aria-multiselectable={selection === undefined ? undefined : true}
      aria-activedescendant={activeShown ? rowId(at) : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="vt-headgroup">
        <div role="row" aria-rowindex={1} className="vt-head" style={{ gridTemplateColumns: template }}>
          {selection === undefined ? null : (
            <div role="columnheader"><Check state={selection.all} label={selection.allLabel ?? t('table.selectAll')} onClick={selection.toggleAll} /></div>
          )}
          {columns.map((column) => <div key={column.key} role="columnheader" className="vt-cell" data-align={column.align}>{column.header}</div>)}
        </div>
      </div>
      <div role="rowgroup" className="vt-body" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rowAt(item.index)
          const selected = row !== undefined && selection?.isSelected(row) === true
          return (
            <div
              key={item.index}
              id={rowId(item.index)}
              role="row"
              className="vt-row"
              aria-rowindex={item.index + 2}
              aria-selected={selection === undefined ? undefined : selected}
              aria-busy={row === undefined || undefined}
              data-active={item.index === at || undefined}
              data-current={(row !== undefined && currentKey != null && keyOf(row) === currentKey) || undefined}
              data-opens={onOpen !== undefined || undefined}
              style={{ gridTemplateColumns: template, transform: `translateY(${String(item.start)}px)` }}
              onClick={() => {
                setActive(item.index)
                if (row !== undefined) onOpen?.(row)
              }}
            >
              {selection === undefined ? null : (
                <div role="gridcell"><Check state={selected ? 'all' : 'none'} onClick={() => { setActive(item.index); if (row !== undefined) selection.toggle(row) }} /></div>
              )}
              {columns.map((column) => (
                <div key={column.key} role="gridcell" className="vt-cell" data-align={column.align}>{row === undefined ? <div className="vt-wait" /> : column.cell(row)}</div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
