import { useState } from 'react'
import type { ContactChoice, ContactFilter, ContactRow } from '../../../shared/contract/contacts.ts'
import type { TableSelection } from '../../ui/virtual-table.tsx'

type Chosen = { readonly kind: 'people'; readonly ids: ReadonlySet<number> } | { readonly kind: 'all' }

const nobody: Chosen = { kind: 'people', ids: new Set() }

export type Selection = {
  readonly table: TableSelection<ContactRow>
  readonly count: number
  /** For the contract; null when nobody is selected. */
  readonly who: ContactChoice | null
  readonly clear: () => void
}

/**
 * Single people, or everybody the filter finds. Taking one person out of "everybody" leaves the others that are
 * on the screen. Another filter starts with nobody: what one does not see is never selected.
 */
export const useSelection = (filter: ContactFilter, total: number, rowAt: (index: number) => ContactRow | undefined): Selection => {
  const key = JSON.stringify(filter)
  const [state, setState] = useState<{ readonly key: string; readonly chosen: Chosen }>({ key, chosen: nobody })
  const chosen = state.key === key ? state.chosen : nobody
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
        set({ kind: 'people', ids })
      },
      all: count === 0 ? 'none' : count >= total ? 'all' : 'some',
      toggleAll: () => { set(count === 0 || count < total ? { kind: 'all' } : nobody) },
    },
    count,
    who: count === 0 ? null : chosen.kind === 'all' ? { filter } : { ids: [...chosen.ids] },
    clear: () => { set(nobody) },
  }
}
