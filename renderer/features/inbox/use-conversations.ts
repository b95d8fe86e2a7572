/** Conversations and messages page by page; what is loaded is asked for again when core says that something changed. */
import { useInfiniteQuery, type UseInfiniteQueryResult, type InfiniteData } from '@tanstack/react-query'
import type { ConversationFilter, ConversationPage, ConversationRow, TalkItem, TalkPage } from '../../../shared/contract/inbox.ts'
import type { Problem } from '../../../shared/result.ts'
import { callQuery, queryClient, useEvent } from '../../api.ts'

const pageSize = 50

/** `hold`: the conversation being read keeps its place. */
export const useConversations = (filter: ConversationFilter, query: string, hold: string | undefined) => {
  const input = { filter, ...(query === '' ? {} : { query }), limit: pageSize }
  const answer: UseInfiniteQueryResult<InfiniteData<ConversationPage>, Problem> = useInfiniteQuery<ConversationPage, Problem, InfiniteData<ConversationPage>, readonly unknown[], string | null>({
    // Not by the one that is held: choosing another must not empty the list.
    queryKey: ['inbox', 'pages', input],
    queryFn: ({ pageParam }) => callQuery('inbox.page', { ...input, after: pageParam, ...(hold === undefined ? {} : { hold }) }).queryFn(),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
  })
  const seen = new Set<string>()
  const rows = (answer.data?.pages ?? []).flatMap((page) => page.rows).filter(({ number }): boolean => {
    // A search may find a conversation again by an older message.
    if (seen.has(number)) return false
    seen.add(number)
    return true
  }) satisfies readonly ConversationRow[]
  // Names, and who said stop, are of other capabilities.
  useEvent('changed', ({ topics }) => {
    if (topics.includes('contacts') || topics.includes('consent')) void queryClient.invalidateQueries({ queryKey: ['inbox', 'pages'] })
  })
  return { rows, loading: answer.isPending, problem: answer.error, more: answer.hasNextPage, loadMore: () => { if (!answer.isFetchingNextPage) void answer.fetchNextPage() } }
}

/** Oldest first. */
export const useTalk = (number: string) => {
  const answer = useInfiniteQuery<TalkPage, Problem, InfiniteData<TalkPage>, readonly unknown[], string | null>({
    queryKey: ['inbox', 'talk', number],
    queryFn: ({ pageParam }) => callQuery('inbox.messages', { number, before: pageParam, limit: pageSize }).queryFn(),
    initialPageParam: null,
    getNextPageParam: ({ before }) => before,
  })
  useEvent('changed', ({ topics }) => {
    if (topics.includes('messages')) void queryClient.invalidateQueries({ queryKey: ['inbox', 'talk', number] })
    if (topics.includes('consent') || topics.includes('contacts') || topics.includes('senders')) void queryClient.invalidateQueries({ queryKey: ['inbox', 'inbox.conversation', { number }] })
  })
  const items: readonly TalkItem[] = (answer.data?.pages ?? []).toReversed().flatMap((page) => page.items)
  return { items, loading: answer.isPending, problem: answer.error, more: answer.hasNextPage, loadingMore: answer.isFetchingNextPage, loadMore: () => { if (!answer.isFetchingNextPage) void answer.fetchNextPage() } }
}
