/** The only reader of window.deskbell: the contract's calls as typed functions and TanStack Query hooks. */
import { useEffect, useRef } from 'react'
import { keepPreviousData, QueryClient, useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import type { Bridge, CallInput, CallName, CallOutput, CoreEvents, EventName } from '../shared/contract/index.ts'
import { err, type Problem, type Result } from '../shared/result.ts'
import { i18n } from './i18n/i18n.ts'
import { notifyProblem } from './ui/notify.tsx'

declare global {
  // Window is extended by declaration merging, which needs an interface.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface Window {
    readonly deskbell: Bridge
  }
}

/** What the host offers besides the calls: files, drops, external links. */
export const bridge: Bridge = window.deskbell

/** One call of the contract. Never throws: a host that does not answer is a problem too. */
export const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> => {
  try {
    return (await bridge.call(name, input)) as Result<CallOutput<N>>
  } catch {
    return err('bridge-broken', i18n.t('ui:noAnswer'), { fix: i18n.t('ui:noAnswerFix') })
  }
}

const askOrThrow = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
  const result = await call(name, input)
  if (result.ok) return result.value
  // The Problem is what TanStack Query carries as its error: data, not a class.
  throw result.error
}

/** Answers are local and pushed events say when they are old, so nothing is asked again on a whim. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Infinity, gcTime: 5 * 60_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** [capability, name, input]: the capability is what a 'changed' event names. */
export const callKey = <N extends CallName>(name: N, input: CallInput<N>) => [name.slice(0, name.indexOf('.')), name, input] as const

/** The query of a call, for useQueries, fetchQuery and prefetchQuery. */
export const callQuery = <N extends CallName>(name: N, input: CallInput<N>) => ({
  queryKey: callKey(name, input),
  queryFn: () => askOrThrow(name, input),
})

export type CallOptions = {
  readonly enabled?: boolean
  /** Keep showing the last answer while the next input is asked for: search as you type. */
  readonly keepPrevious?: boolean
}

/** Asks, keeps, and asks again when core says that this capability's data changed. */
export const useCall = <N extends CallName>(name: N, input: CallInput<N>, options: CallOptions = {}): UseQueryResult<CallOutput<N>, Problem> =>
  useQuery<CallOutput<N>, Problem>({
    ...callQuery(name, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
  })

export type ActionOptions<N extends CallName> = {
  readonly onDone?: (value: CallOutput<N>, input: CallInput<N>) => void
  /** Answer true when the problem is shown where it belongs (at its field); else it is shown as a notification. */
  readonly onProblem?: (problem: Problem) => boolean
}

/** A call that changes something. `mutate(input)`, `isPending`; problems never go unseen. */
export const useAction = <N extends CallName>(name: N, options: ActionOptions<N> = {}): UseMutationResult<CallOutput<N>, Problem, CallInput<N>> =>
  useMutation<CallOutput<N>, Problem, CallInput<N>>({
    mutationFn: (input) => askOrThrow(name, input),
    onSuccess: (value, input) => options.onDone?.(value, input),
    onError: (problem) => {
      if (!options.onProblem?.(problem)) notifyProblem(problem)
    },
  })

/** Listens to core's events for as long as the component stands. */
export const useEvent = <E extends EventName>(event: E, listener: (data: CoreEvents[E]) => void): void => {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => bridge.on(event, ((data: CoreEvents[E]) => { latest.current(data) }) as (data: never) => void), [event])
}

/** Core's events into the answers already held. Called once, by the shell; returns a function that stops it. */
export const followCore = (): (() => void) => {
  const on = <E extends EventName>(event: E, listener: (data: CoreEvents[E]) => void) => bridge.on(event, listener as (data: never) => void)
  const stops = [
    on('changed', ({ topics }) => {
      const old = new Set<string>(topics)
      // Who is out follows from what was said, and so do the figures of the ways to say yes.
      if (old.has('consent')) old.add('optOuts').add('collect')
      void queryClient.invalidateQueries({ predicate: (query) => old.has(query.queryKey[0] as string) })
    }),
    on('import.progress', (run) => queryClient.setQueryData(callKey('imports.get', { id: run.id }), run)),
  ]
  return () => { stops.forEach((stop) => { stop() }) }
}
