/** What a rule finds and how it reads, kept fresh while people, consent and messages change. */
import { useEffect, useId, useMemo, useRef } from 'react'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CallOutput } from '../../../shared/contract/index.ts'
import type { Topic } from '../../../shared/contract/common.ts'
import type { Problem } from '../../../shared/result.ts'
import { asksMessages, type Rule } from '../../../shared/rules/segments/rule.ts'
import { describeRule, type RuleNames } from '../../../shared/rules/segments/words.ts'
import { call, useCall, useEvent } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow } from '../../i18n/i18n.ts'

const PEOPLE: readonly Topic[] = ['contacts', 'lists', 'consent', 'imports', 'fields']
const MESSAGES: readonly Topic[] = ['messages', 'queue']

/** Counting again costs a second in a large book: not more often than this, in ms, and for messages on their way less. */
const PEOPLE_REST = 1_000
const MESSAGES_REST = 10_000

/** Asks again for what `queryKey` holds when its people may have changed, with a rest in between. */
export const useFreshPeople = (queryKey: readonly unknown[], messages: boolean): void => {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const key = useRef(queryKey)
  useEffect(() => { key.current = queryKey })
  useEffect(() => () => { clearTimeout(timer.current) }, [])
  useEvent('changed', ({ topics }) => {
    const people = topics.some((topic) => PEOPLE.includes(topic))
    if (!people && !(messages && topics.some((topic) => MESSAGES.includes(topic)))) return
    if (timer.current !== undefined && !people) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      timer.current = undefined
      void client.invalidateQueries({ queryKey: key.current })
    }, people ? PEOPLE_REST : MESSAGES_REST)
  })
}

/** How long changing a rule rests before it is counted, in ms. */
const restBeforeCounting = 250

export type Found = { readonly data: CallOutput<'segments.preview'> | undefined; readonly stale: boolean; readonly problem: Problem | null }

/** How many people a rule finds and the first of them; what is overtaken by a newer rule is not counted on. */
export const useFound = (rule: Rule, first: number): Found => {
  const asker = useId()
  const text = JSON.stringify(rule)
  const [settled] = useDebouncedValue(text, restBeforeCounting)
  const queryKey = ['segments.found', settled, first]
  useFreshPeople(queryKey, asksMessages(rule))
  const query = useQuery<CallOutput<'segments.preview'>, Problem>({
    queryKey,
    queryFn: async () => {
      const answer = await call('segments.preview', { rule: JSON.parse(settled) as Rule, first, asker })
      if (answer.ok) return answer.value
      throw answer.error
    },
    placeholderData: keepPreviousData as never,
    // Coming back to an earlier rule counts it anew: it may have been overtaken the first time.
    staleTime: 5_000,
  })
  useEffect(() => () => void call('segments.cancel', { asker }), [asker])
  const overtaken = query.error?.code === 'segments-superseded'
  return { data: query.data, stale: text !== settled || query.isFetching || overtaken, problem: overtaken ? null : query.error }
}

/** What rules only name by number or key, in the words of the moment. */
export const useRuleNames = (): RuleNames => {
  const format = useFormat()
  const { data: lists } = useCall('lists.all', {})
  const { data: fields } = useCall('contacts.fields', {})
  const { data: imports } = useCall('imports.all', {})
  return useMemo(
    () => ({
      list: (id) => lists?.find((list) => list.id === id)?.name ?? (lists === undefined ? '…' : null),
      field: (key) => fields?.find((field) => field.key === key)?.label ?? (fields === undefined ? '…' : null),
      importOf: (id) => imports?.find((run) => run.id === id)?.fileName ?? (imports === undefined ? '…' : null),
      country: format.country,
      day: (iso) => format.date(new Date(`${iso}T12:00:00`).getTime()),
      number: format.number,
    }),
    [lists, fields, imports, format],
  )
}

/** The sentence for a rule. */
export const useSentence = (): ((rule: Rule) => string) => {
  const names = useRuleNames()
  return (rule) => describeRule(rule, languageNow(), names)
}
