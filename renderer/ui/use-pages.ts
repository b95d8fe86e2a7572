import { useCallback, useState } from 'react'
import { useQueries } from '@tanstack/react-query'
import type { Page } from '../../shared/contract/common.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts'
import type { Problem } from '../../shared/result.ts'
import { callQuery } from '../api.ts'

/** The calls that answer a stretch of a long table. */
type PagedCall = { readonly [N in CallName]: CallOutput<N> extends Page<unknown> ? N : never }[CallName]
type RowOf<N extends PagedCall> = CallOutput<N> extends Page<infer Row> ? Row : never

export type Pages<Row> = {
  readonly total: number
  /** undefined while its page is on the way. */
  readonly rowAt: (index: number) => Row | undefined
  /** VirtualTable says which rows it shows. */
  readonly onRange: (first: number, last: number) => void
  /** Before the very first answer. */
  readonly loading: boolean
  readonly problem: Problem | null
}

const pageSize = 200

/**
 * A long table by pages of 200, only those in sight. While another filter is asked for, the rows of the one
 * before stay, so that typing does not flicker.
 */
export const usePages = <N extends PagedCall>(name: N, input: Omit<CallInput<N>, 'offset' | 'limit'>): Pages<RowOf<N>> => {
  const [range, setRange] = useState({ first: 0, last: 0 })
  const numbers = Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index)
  const offsetOf = (key: readonly unknown[]): number => (key[2] as { offset: number }).offset
  const answers = useQueries({
    queries: numbers.map((number) => {
      const query = callQuery(name, { ...input, offset: number * pageSize, limit: pageSize } as CallInput<N>)
      return {
        ...query,
        queryFn: query.queryFn as () => Promise<Page<RowOf<N>>>,
        // The page before is shown only in its own place.
        placeholderData: (before: Page<RowOf<N>> | undefined, asked: { readonly queryKey: readonly unknown[] } | undefined) =>
          asked !== undefined && offsetOf(asked.queryKey) === number * pageSize ? before : undefined,
      }
    }),
  })
  const [lastTotal, setLastTotal] = useState(0)
  const total = answers.find((answer) => answer.data !== undefined)?.data?.total
  if (total !== undefined && total !== lastTotal) setLastTotal(total)
  const onRange = useCallback((first: number, last: number) => {
    const next = { first: Math.floor(Math.max(0, first) / pageSize), last: Math.floor(Math.max(0, last) / pageSize) }
    setRange((now) => (now.first === next.first && now.last === next.last ? now : next))
  }, [])
  const rowAt = (index: number) => answers[Math.floor(index / pageSize) - range.first]?.data?.rows[index % pageSize]
  return {
    total: total ?? lastTotal,
    rowAt,
    onRange,
    loading: total === undefined && lastTotal === 0 && answers.some((answer) => answer.isPending),
    problem: (answers.find((answer) => answer.isError)?.error as Problem | undefined) ?? null,
  }
}
