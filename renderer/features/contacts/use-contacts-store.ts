import { create } from 'zustand'
import type { ContactFilter } from '../../../shared/contract/contacts.ts'
import type { ConsentState } from '../../../shared/contract/consent.ts'

/** What the window remembers of the contacts screen while it stays open; list and tag are in the address. */
export type ContactsView = {
  readonly query: string
  readonly marketing: ConsentState | null
  readonly sort: 'name' | 'recent'
}

const start: ContactsView = { query: '', marketing: null, sort: 'name' }

export const useContactsStore = create<ContactsView & { readonly set: (change: Partial<ContactsView>) => void; readonly clear: () => void }>((set) => ({
  ...start,
  set: (change) => { set(change) },
  clear: () => { set({ query: '', marketing: null }) },
}))

/** The filter of the contract, without what is not asked. */
type InAddress = { readonly listId?: number; readonly segmentId?: number; readonly tag?: string }

export const filterOf = (view: Pick<ContactsView, 'query' | 'marketing'>, { listId, segmentId, tag }: InAddress): ContactFilter => ({
  ...(view.query.trim() === '' ? {} : { query: view.query.trim() }),
  ...(listId === undefined ? {} : { listId }),
  ...(segmentId === undefined ? {} : { segmentId }),
  ...(tag === undefined ? {} : { tag }),
  ...(view.marketing === null ? {} : { marketing: view.marketing }),
})
