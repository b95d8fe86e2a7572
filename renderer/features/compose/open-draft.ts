/** Which draft the writing screen opens. */
import { useEffect, useState } from 'react'
import type { Audience } from '../../../shared/contract/campaigns.ts'
import type { Problem, Result } from '../../../shared/result.ts'
import { go, type Route } from '../../app/routes.ts'
import { call } from '../../api.ts'
import { notifyProblem } from '../../ui/notify.tsx'
import { draftOf, isBlank } from './plan.ts'

type ComposeRoute = Extract<Route, { screen: 'compose' }>

/** Begins a draft; its number, or null when that failed and was said. */
export const newDraft = async ({ audience }: { readonly audience?: Audience }): Promise<number | null> => {
  const result = await call('campaigns.saveDraft', { name: '', plan: audience === undefined ? {} : { audience } })
  if (result.ok) return result.value.id
  notifyProblem(result.error)
  return null
}

/** The draft for a route: a blank one is used again rather than leaving a trail of empty drafts. */
const draftFor = async ({ listId, segmentId, contactId }: ComposeRoute): Promise<Result<{ readonly id: number }>> => {
  const audience: Audience | undefined = listId !== undefined ? { kind: 'list', listId } : segmentId !== undefined ? { kind: 'segment', segmentId } : contactId !== undefined ? { kind: 'people', contactIds: [contactId] } : undefined
  const all = await call('campaigns.all', {})
  if (!all.ok) return all
  const drafts = all.value.filter(({ state }) => state === 'draft').sort((one, other) => other.updatedAt - one.updatedAt)
  const latest = drafts[0]
  if (audience === undefined && latest !== undefined) return { ok: true, value: latest }
  const blank = drafts.find((draft) => isBlank(draftOf(draft)))
  return call('campaigns.saveDraft', { ...(blank === undefined ? {} : { id: blank.id }), name: '', plan: audience === undefined ? {} : { audience } })
}

// The same address asks once, however often React runs the effect.
let asking: { readonly key: string; readonly answer: Promise<Result<{ readonly id: number }>> } | null = null

/** Leads an address without a draft's number to its draft. What went wrong, when something did. */
export const useOpenDraft = (route: ComposeRoute, ready: boolean): Problem | null => {
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = route.campaignId === undefined ? JSON.stringify(route) : ''
  useEffect(() => {
    if (key === '' || !ready) return
    let here = true
    if (asking?.key !== key) asking = { key, answer: draftFor(JSON.parse(key) as ComposeRoute) }
    void asking.answer.then((result) => {
      asking = null
      if (!here) return
      if (result.ok) go({ screen: 'compose', campaignId: result.value.id }, { replace: true })
      else setProblem(result.error)
    })
    return () => { here = false }
  }, [key, ready])
  return problem
}
