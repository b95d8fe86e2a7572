/** What the delivery log shows. Kept while the window is open, so that coming back finds it as it was. */
import { create } from 'zustand'
import type { MessageStatus } from '../../../shared/contract/messages.ts'

type LogStore = { readonly query: string; readonly statuses: readonly MessageStatus[] }

export const useLogStore = create<LogStore>(() => ({ query: '', statuses: [] }))

export const setQuery = (query: string): void => { useLogStore.setState({ query }) }
export const setStatuses = (statuses: readonly MessageStatus[]): void => { useLogStore.setState({ statuses }) }

/** What needs a person. */
export const problemStatuses = ['failed', 'undelivered', 'unknown'] as const satisfies readonly MessageStatus[]
