/** What the delivery log shows. Kept while the window is open, so that coming back finds it as it was. */
import { create } from 'zustand'
import type { LogState } from '../../../shared/contract/messages.ts'

/** Days as YYYY-MM-DD, the second null while only the first is chosen. */
export type Days = readonly [string | null, string | null]

type LogStore = { readonly query: string; readonly statuses: readonly LogState[]; readonly senderId: number | null; readonly days: Days; readonly reason: string | null }

const everything: LogStore = { query: '', statuses: [], senderId: null, days: [null, null], reason: null }

export const useLogStore = create<LogStore>(() => everything)

export const setQuery = (query: string): void => { useLogStore.setState({ query }) }
export const setStatuses = (statuses: readonly LogState[]): void => { useLogStore.setState({ statuses }) }
export const setSender = (senderId: number | null): void => { useLogStore.setState({ senderId }) }
export const setDays = (days: Days): void => { useLogStore.setState({ days }) }
export const setReason = (reason: string | null): void => { useLogStore.setState({ reason }) }
export const showEverything = (): void => { useLogStore.setState(everything) }

/** What needs a person. */
export const problemStatuses = ['failed', 'undelivered', 'unknown'] as const satisfies readonly LogState[]
