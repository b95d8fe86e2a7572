import { useState } from 'react'
import type { TableSelection } from './virtual-table.tsx'

type Chosen = { readonly kind: 'some'; readonly ids: ReadonlySet<number> } | { readonly kind: 'all' }

const nothing: Chosen = { kind: 'some', ids: new Set() }

/** For the contract: single rows, or whatever the filter finds. */
export type Choice<Filter> = { readonly ids: number[] } | { readonly filter: Filter }

export type Selection<Row, Filter> = {
  readonly table: TableSelection<Row>
  readonly count: number
  /** Null when nothing is selected. */
  readonly who: Choice<Filter> | null
  readonly clear: () => void
}

/**
 * Single rows, or everything the filter finds. Taking one row out of "everything" leaves the others that are on the
 * screen. Another filter starts with nothing: what one does not see is never selected.
 */
export const useSelection = <Row extends { readonly id: number }, Filter>(filter: Filter, total: number, rowAt: (index: number) => Row | undefined): Selection<Row, Filter> => {
  const key = JSON.stringify(filter)
  const [state, setState] = useState<{ readonly key: string; readonly chosen: Chosen }>({ key, chosen: nothing })
  const chosen = state.key === key ? state.chosen : nothing
  const set = (next: Chosen) => { setState({ key, chosen: next }) }
  const inSight = (): Set<number> => {
    const ids = new Set<number>()
    for (let index = 0; index < total; index += 1) {
      const row = rowAt(index)
      if (row !== undefined) ids.add(row.id)
    }
    return ids
  }
  const count = chosen.kind === 'all' ? total : chosen.ids.size
  return {
    table: {
      isSelected: (row) => chosen.kind === 'all' || chosen.ids.has(row.id),
      toggle: (row) => {
        const ids = chosen.kind === 'all' ? inSight() : new Set(chosen.ids)
        if (!ids.delete(row.id)) ids.add(row.id)
        set({ kind: 'some', ids })
      },
      all: count === 0 ? 'none' : count >= total ? 'all' : 'some',
      toggleAll: () => { set(count === 0 || count < total ? { kind: 'all' } : nothing) },
    },
    count,
    who: count === 0 ? null : chosen.kind === 'all' ? { filter } : { ids: [...chosen.ids] },
    clear: () => { set(nothing) },
  }
}
