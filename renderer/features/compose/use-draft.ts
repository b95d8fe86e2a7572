/** Keeps the draft on disk while it is written. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem, Result } from '../../../shared/result.ts'
import { call } from '../../api.ts'
import { draftOf, type Draft } from './plan.ts'
import type { Campaign } from '../../../shared/contract/campaigns.ts'

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed'

export type HeldDraft = {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly saveState: SaveState
  readonly problem: Problem | null
  /** Writes down what is not yet written. */
  readonly saveNow: () => Promise<Result<unknown>>
}

/** How long typing rests before the draft is written down, in ms. */
const restBeforeSaving = 500

const save = (id: number, { name, audience, ...plan }: Draft) =>
  call('campaigns.saveDraft', { id, name: name.trim(), plan: { ...plan, ...(audience === null ? {} : { audience }) } })

export const useDraft = (campaign: Campaign): HeldDraft => {
  const { id } = campaign
  const [draft, setDraft] = useState(() => draftOf(campaign))
  const [saveState, setSaveState] = useState<SaveState>('saved')
  const [problem, setProblem] = useState<Problem | null>(null)
  const latest = useRef(draft)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const dirty = useRef(false)

  const saveNow = useCallback(async (): Promise<Result<unknown>> => {
    clearTimeout(timer.current)
    if (!dirty.current) return { ok: true, value: null }
    dirty.current = false
    setSaveState('saving')
    const result = await save(id, latest.current)
    if (!result.ok) dirty.current = true
    setProblem(result.ok ? null : result.error)
    setSaveState(result.ok ? (dirty.current ? 'waiting' : 'saved') : 'failed')
    return result
  }, [id])

  const change = useCallback((part: Partial<Draft>) => {
    latest.current = { ...latest.current, ...part }
    dirty.current = true
    setDraft(latest.current)
    setSaveState('waiting')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void saveNow(), restBeforeSaving)
  }, [saveNow])

  // Leaving the screen must not lose the last words; nor must closing the window.
  useEffect(() => {
    const leave = () => void saveNow()
    window.addEventListener('beforeunload', leave)
    return () => {
      window.removeEventListener('beforeunload', leave)
      leave()
    }
  }, [saveNow])

  return { draft, change, saveState, problem, saveNow }
}
