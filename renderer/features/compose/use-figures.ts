/** Everything that follows from the draft: the exact figures, one recipient's message, and the live length. */
import { useMemo } from 'react'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Estimate, MessagePlan, Recipient } from '../../../shared/contract/campaigns.ts'
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts'
import type { Problem } from '../../../shared/result.ts'
import { compileTemplate, type MergeCompiled } from '../../../shared/sms/merge.ts'
import { segmentDetails, type SegmentDetails } from '../../../shared/sms/segments.ts'
import { callQuery, useCall } from '../../api.ts'
import { fieldsOf } from './fields.ts'
import { planOf, type Draft } from './plan.ts'

type Asked = 'campaigns.estimate' | 'campaigns.recipient'

/**
 * Asks again when the people change, not when the draft is saved: these answers follow from what is given and from
 * the contact book.
 */
const useAsked = <N extends Asked>(name: N, input: CallInput<N> | null) =>
  useQuery<CallOutput<N>, Problem>({
    queryKey: ['contacts', name, input],
    queryFn: callQuery(name, input as CallInput<N>).queryFn,
    enabled: input !== null,
    placeholderData: keepPreviousData as never,
  })

/** How long typing rests before core counts everybody, in ms. */
const restBeforeCounting = 300

export type Length = {
  readonly details: SegmentDetails
  /** Whose message it is; null: nobody's yet, the text counted with its fallbacks. */
  readonly whose: 'longest' | 'shown' | null
  readonly name: string
  readonly text: string
}

export type Figures = {
  readonly plan: MessagePlan | null
  readonly compiled: MergeCompiled
  readonly estimate: Estimate | undefined
  /** The figures are of an earlier text. */
  readonly stale: boolean
  readonly problem: Problem | null
  readonly recipient: Recipient | null | undefined
  /** What the phone shows: what core answered, or the same made here while core is asked. */
  readonly shownText: string
  readonly length: Length
  readonly again: () => void
}

export const useFigures = (draft: Draft, index: number): Figures => {
  const plan = useMemo(() => planOf(draft), [draft])
  const planText = plan === null ? '' : JSON.stringify(plan)
  const [settledText] = useDebouncedValue(planText, restBeforeCounting)
  const settled = useMemo(() => (settledText === '' ? null : (JSON.parse(settledText) as MessagePlan)), [settledText])

  const estimate = useAsked('campaigns.estimate', settled)
  const recipient = useAsked('campaigns.recipient', settled === null ? null : { ...settled, index })
  const settings = useCall('settings.get', {})
  const business = settings.data?.businessName ?? ''

  const answered = plan === null ? undefined : recipient.data
  const longestId = plan === null ? undefined : estimate.data?.longest?.contactId
  const shown = useCall('contacts.get', { id: answered?.contactId ?? 1 }, { enabled: answered != null })
  const longest = useCall('contacts.get', { id: longestId ?? 1 }, { enabled: longestId !== undefined })

  const compiled = useMemo(() => compileTemplate(draft.body), [draft.body])
  const mergedFor = (contact: typeof shown.data): string | null => {
    if (!compiled.ok || contact === undefined) return null
    try {
      return compiled.template.render(fieldsOf(contact, business))
    } catch {
      return null
    }
  }
  const fresh = planText === settledText && !recipient.isPlaceholderData
  const shownContact = answered != null && shown.data?.id === answered.contactId ? shown.data : undefined
  const longestContact = longestId !== undefined && longest.data?.id === longestId ? longest.data : undefined
  const shownText = fresh ? (answered?.text ?? '') : (mergedFor(shownContact) ?? answered?.text ?? '')

  const longestText = mergedFor(longestContact)
  const bare = useMemo(() => {
    if (!compiled.ok) return draft.body
    try {
      return compiled.template.render({ business })
    } catch {
      return draft.body
    }
  }, [compiled, draft.body, business])
  const counted: Omit<Length, 'details'> =
    longestText !== null && longestContact !== undefined
      ? { whose: 'longest', name: nameOf(longestContact), text: longestText }
      : answered != null && shownText !== ''
        ? { whose: 'shown', name: answered.name === '' ? answered.number : answered.name, text: shownText }
        : { whose: null, name: '', text: bare }
  const details = useMemo(() => segmentDetails(counted.text), [counted.text])

  return {
    plan,
    compiled,
    estimate: plan === null ? undefined : estimate.data,
    stale: planText !== settledText || estimate.isFetching,
    problem: plan === null ? null : estimate.error,
    recipient: answered,
    shownText,
    length: { ...counted, details },
    again: () => {
      void estimate.refetch()
      void recipient.refetch()
    },
  }
}

const nameOf = ({ firstName, lastName, number }: { readonly firstName: string; readonly lastName: string; readonly number: string }): string =>
  `${firstName} ${lastName}`.trim() || number
