/** What only the window knows of the inbox: what is looked for, and answers begun. */
import { create } from 'zustand'
import type { ConversationFilter } from '../../../shared/contract/inbox.ts'

type InboxStore = { readonly filter: ConversationFilter; readonly query: string; readonly drafts: Readonly<Record<string, string>> }

export const useInboxStore = create<InboxStore>(() => ({ filter: 'open', query: '', drafts: {} }))

export const setFilter = (filter: ConversationFilter): void => { useInboxStore.setState({ filter }) }
export const setQuery = (query: string): void => { useInboxStore.setState({ query }) }
/** An answer that is not sent yet stays with its conversation. */
export const setDraft = (number: string, text: string): void => {
  useInboxStore.setState(({ drafts }) => {
    const { [number]: _, ...others } = drafts
    return { drafts: text === '' ? others : { ...others, [number]: text } }
  })
}
